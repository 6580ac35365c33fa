"""The charts, a row each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from widgetql.charts import bar, histogram, line, pie, pivot, stat, table
from widgetql.charts import list as list_
from widgetql.charts.chart import Chart

CHARTS: Final[Mapping[str, Chart]] = MappingProxyType(
    {chart.CHART.name: chart.CHART for chart in (line, bar, pie, histogram, stat, list_, table, pivot)}
)
"""By the name that a widget's `chart_type` is."""
