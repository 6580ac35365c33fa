"""Hypothesis strategies for any dataset: rows, filters and widgets, always valid for it."""

from widgetql.testing.strategies.cases import Case, cases
from widgetql.testing.strategies.conditions import filters
from widgetql.testing.strategies.moments import moments
from widgetql.testing.strategies.odd import ODD
from widgetql.testing.strategies.plots import widgets
from widgetql.testing.strategies.records import rows
from widgetql.testing.strategies.values import NOW

__all__ = ["NOW", "ODD", "Case", "cases", "filters", "moments", "rows", "widgets"]
