"""widgetql: untrusted dashboard JSON -> safe, fast SQL and chart data over a host's own SQLAlchemy tables."""

from __future__ import annotations

import importlib
import typing

if typing.TYPE_CHECKING:
    from widgetql.alerts.verdict import Verdict, verdict
    from widgetql.api import (
        compile_filter,
        compute_dashboard_data,
        compute_widget_data,
        drill_down,
        effective_filters,
        explain,
        validate_dashboard,
        validate_filter,
        validate_widget,
    )
    from widgetql.charts.run import WidgetData
    from widgetql.dataset import Dataset
    from widgetql.errors import InvalidInput, InvalidOption, Problem, QueryTimeout
    from widgetql.fields import Dynamic, Field, Items, JsonKeys, Kind, ToMany, ToOne
    from widgetql.front.describe import describe
    from widgetql.front.keys import json_keys
    from widgetql.front.schema import json_schema
    from widgetql.front.values import field_values
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
    "InvalidOption",
    "Items",
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
    "Verdict",
    "WidgetData",
    "compile_filter",
    "compute_dashboard_data",
    "compute_widget_data",
    "describe",
    "drill_down",
    "effective_filters",
    "explain",
    "field_values",
    "json_keys",
    "json_schema",
    "validate_dashboard",
    "validate_filter",
    "validate_widget",
    "verdict",
]

# What each module gives. A module is loaded with the first name that is asked of it: a process that only
# declares its datasets, as one that migrates tables, never loads the charts.
_OF_MODULE: typing.Final = {
    "alerts.verdict": ("Verdict", "verdict"),
    "api": (
        "compile_filter",
        "compute_dashboard_data",
        "compute_widget_data",
        "drill_down",
        "effective_filters",
        "explain",
        "validate_dashboard",
        "validate_filter",
        "validate_widget",
    ),
    "charts.run": ("WidgetData",),
    "dataset": ("Dataset",),
    "errors": ("InvalidInput", "InvalidOption", "Problem", "QueryTimeout"),
    "fields": ("Dynamic", "Field", "Items", "JsonKeys", "Kind", "ToMany", "ToOne"),
    "front.describe": ("describe",),
    "front.keys": ("json_keys",),
    "front.schema": ("json_schema",),
    "front.values": ("field_values",),
    "limits": ("Limits",),
    "stats": ("Avg", "Count", "CountDistinct", "Max", "Median", "Min", "Percentile", "Ratio", "Sum"),
    "types": ("Options",),
}
_HOME: typing.Final = {name: module for module, names in _OF_MODULE.items() for name in names}


def __getattr__(name: str) -> typing.Any:
    """Load a public name when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
