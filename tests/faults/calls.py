"""The calls that meet faults, and what may come of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, Integer, literal_column
from sqlalchemy.exc import DBAPIError

from tests.charts.calls import DATASET, NOW, SINCE, calls
from tests.dashboard.test_dashboard import BARS, ROWS, WIDGETS
from widgetql import (
    Dataset,
    Field,
    InvalidInput,
    Limits,
    QueryTimeout,
    WidgetData,
    compute_dashboard_data,
    compute_widget_data,
    validate_widget,
)
from widgetql.testing import same

LIMIT: Final = 0.4
"""Seconds of the calls that have a time limit."""
SLOW: Final = 1.0
"""Seconds that the slow query takes."""
_LIMITS: Final = Limits(timeout=timedelta(seconds=LIMIT))
# PostgreSQL sleeps once for the value and once for its count, MariaDB once for each row.
_SLEEPS: Final = {
    "postgresql": f"(SELECT 1 FROM pg_sleep({SLOW / 2}))",
    "mariadb": f"(SELECT sleep({SLOW / len(ROWS[calls])}))",
    "clickhouse": f"(SELECT sum(sleepEachRow({SLOW / 20})) FROM numbers(20))",
}
_METRIC: Final = {
    "chart_type": "bar",
    "field": "notes.value",
    "metric": 1,
    "time_period": "day",
    "aggregation_function": "avg",
}
_OTHERS: Final = {"pie", "stat", "list", "line", "table"}
_WIDGETS: Final[Mapping[str, Any]] = {
    "bar": BARS[0],
    "groups": BARS[8],
    "percentile": BARS[11],
    "metric": _METRIC,
    **{
        one["chart_type"]: one
        for one in WIDGETS
        if one["chart_type"] in {"pie", "stat", "list", "line", "table"}
    },
}


def _widget(widget: Any) -> Callable[[Connection, Limits], Any]:
    def ask(connection: Connection, limits: Limits) -> Any:
        given: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW, "limits": limits}
        return compute_widget_data(connection, widget, DATASET, **given).to_dict()

    return ask


def _dashboard(connection: Connection, limits: Limits) -> list[Any]:
    dashboard = {"filters": SINCE, "widgets": WIDGETS}
    found = compute_dashboard_data(connection, dashboard, DATASET, now=NOW, limits=limits)
    return [one.to_dict() if isinstance(one, WidgetData | InvalidInput) else one for one in found]


def _validation(connection: Connection, limits: Limits) -> list[Any]:
    return list(validate_widget(_METRIC, DATASET, connection=connection, limits=limits))


CALLS: Final[Mapping[str, Callable[[Connection, Limits], Any]]] = {
    "dashboard": _dashboard,
    "validation": _validation,
    **{name: _widget(widget) for name, widget in _WIDGETS.items()},
}


def limits(*, is_limited: bool) -> Limits:
    """Return the limits of a call."""
    return _LIMITS if is_limited else Limits()


def slow(connection: Connection, name: str, limits: Limits) -> Any:
    """Compute a widget whose query takes a second."""
    value = literal_column(_SLEEPS[name], Integer) * 0 + calls.c.id
    dataset = Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields={"slow": Field(value)})
    widget = {"chart_type": "bar", "field": "slow", "aggregation_function": "min", "time_period": "year"}
    options: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW, "limits": limits}
    return compute_widget_data(connection, widget, dataset, **options).to_dict()


def outcome(ask: Callable[[], Any], expected: Any) -> str:
    """Tell what came of a call: the right answer, an error of a known kind, or something else, in words."""
    try:
        found = ask()
    except (DBAPIError, QueryTimeout, OSError) as error:
        return _kind(error)
    except Exception as error:
        return f"unknown: {type(error).__module__}.{type(error).__name__}: {error}"
    if same(found, expected):
        return "right"
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        wrong = [one for one, other in zip(found, expected, strict=True) if not same(one, other)]
        kinds = {_kind(one) if isinstance(one, Exception) else "wrong" for one in wrong}
        return "wrong" if "wrong" in kinds else "some: " + ", ".join(sorted(kinds))
    return "wrong"


def _kind(error: Exception) -> str:
    kinds = ((QueryTimeout, "QueryTimeout"), (DBAPIError, "DBAPIError"), (OSError, "OSError"))
    return next((name for kind, name in kinds if isinstance(error, kind)), f"unknown: {error!r}")
