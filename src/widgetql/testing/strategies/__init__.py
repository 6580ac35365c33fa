"""Hypothesis strategies for any dataset: rows, filters and widgets, always valid for it."""

from widgetql.testing.strategies.conditions import filters
from widgetql.testing.strategies.records import rows
from widgetql.testing.strategies.values import NOW

__all__ = ["NOW", "filters", "rows"]
