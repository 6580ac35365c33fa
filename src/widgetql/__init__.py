"""widgetql: untrusted dashboard JSON -> safe, fast SQL and chart data over a host's own SQLAlchemy tables."""

from widgetql.api import (
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    effective_filters,
    explain,
    validate_filter,
    validate_widget,
)
from widgetql.charts.run import WidgetData
from widgetql.dataset import Dataset
from widgetql.errors import InvalidInput, Problem, QueryTimeout
from widgetql.fields import Dynamic, Field, JsonKeys, Kind, ToMany, ToOne
from widgetql.limits import Limits
from widgetql.stats import Avg, Count, CountDistinct, Max, Median, Min, Percentile, Ratio, Sum
from widgetql.types import Options

__all__ = [
    "Avg",
    "Count",
    "CountDistinct",
    "Dataset",
    "Dynamic",
    "Field",
    "InvalidInput",
    "JsonKeys",
    "Kind",
    "Limits",
    "Max",
    "Median",
    "Min",
    "Options",
    "Percentile",
    "Problem",
    "QueryTimeout",
    "Ratio",
    "Sum",
    "ToMany",
    "ToOne",
    "WidgetData",
    "compile_filter",
    "compute_dashboard_data",
    "compute_widget_data",
    "drill_down",
    "effective_filters",
    "explain",
    "validate_filter",
    "validate_widget",
]
