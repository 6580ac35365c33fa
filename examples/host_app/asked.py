"""What the routes ask of widgetql. Each function takes a connection, so that any framework may call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection

from examples.call_centre import calls
from examples.host_app.incoming import refused
from examples.host_app.running import problem_of
from examples.host_app.store import plain
from examples.host_app.tenants import Tenant
from widgetql import (
    WidgetData,
    compute_dashboard_data,
    compute_widget_data,
    describe,
    drill_down,
    field_values,
    json_keys,
)

Body = dict[str, Any]

LIMITS: Final = replace(calls.limits, timeout=timedelta(seconds=10))
# Rows of these are text: a page writes them itself, better than a drawing can.
_OF_TEXT: Final = frozenset({"stat", "list", "table"})
_COLUMNS: Final = ("agent.agent_name", "topic", "success", "call_ended_reason", "duration")
_PAGE: Final = 25
_SMALLEST, _LARGEST = 50, 4_000


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and when: the same options for every call that one request makes."""

    tenant: Tenant
    now: datetime
    timezone: str = "UTC"

    def options(self) -> Body:
        """Return the options of a call of widgetql."""
        return {
            "scope": self.tenant.scope,
            "limits": LIMITS,
            "now": self.now,
            "timezone": self.timezone,
        }

    def as_of(self, given: Any) -> Asker:
        """Return the asker at the `now` of an answer, which must be of today: limits count from it."""
        if given is None:
            return self
        try:
            moment = datetime.fromisoformat(given)
        except (TypeError, ValueError):
            raise refused("/now", "invalid_time", "now must be that of an answer's metadata") from None
        if moment.tzinfo is None or not timedelta(0) <= self.now - moment <= timedelta(days=1):
            raise refused("/now", "out_of_range", "now must be that of an answer of the last day")
        return replace(self, now=moment.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client may ask beside a widget: other filters, a comparison, a drawing of a size."""

    filters: Any = None
    compare: Any = None
    size: Any = None

    def widget(self, stored: Mapping[str, Any]) -> Body:
        """Return the widget, compared where its chart can be."""
        found = plain(stored)
        if self.compare and takes(found.get("chart_type"), "compare"):
            found["compare"] = self.compare
        return found


@cache
def _charts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = describe(calls)["charts"]
    return found


def takes(chart: Any, key: str) -> bool:
    """Tell whether a chart has a key, as `describe` says it."""
    return isinstance(chart, str) and chart in _charts() and key in _charts()[chart]["keys"]


def one(
    connection: Connection, stored: Mapping[str, Any], dashboard_filters: Any, asker: Asker, wish: Wish
) -> Body:
    """Return the data of a widget, saved or not."""
    found = compute_widget_data(
        connection,
        wish.widget(stored),
        calls,
        dashboard_filters=dashboard_filters,
        filters=wish.filters,
        **asker.options(),
    )
    return _shown(found, wish.size)


def many(
    connection: Connection,
    stored: Sequence[Mapping[str, Any]],
    dashboard_filters: Any,
    asker: Asker,
    wish: Wish,
) -> list[Body]:
    """Return the data of widgets of one dashboard; what fails is in its place, with its status."""
    dashboard = {"filters": dashboard_filters, "widgets": [wish.widget(widget) for widget in stored]}
    found = compute_dashboard_data(connection, dashboard, calls, filters=wish.filters, **asker.options())
    sizes = wish.size if isinstance(wish.size, dict) else {}
    answers: list[Body] = []
    for widget, data in zip(stored, found, strict=True):
        if isinstance(data, WidgetData):
            answers.append(_shown(data, sizes.get(str(widget["id"]))))
        else:
            status, body = problem_of(data)
            answers.append({"widget_id": widget["id"], "status": status, **body})
    return answers


def records(
    connection: Connection,
    stored: Mapping[str, Any],
    dashboard_filters: Any,
    asker: Asker,
    wish: Wish,
    row: Any,
    cursor: str | None,
) -> Body:
    """Return a page of the records behind a row of a widget's data, and how many they are."""
    behind = drill_down(
        wish.widget(stored),
        row,
        calls,
        dashboard_filters=dashboard_filters,
        filters=wish.filters,
        connection=connection,
        **asker.options(),
    )
    # What is made of filters within the limits may be beyond them; a row of the period before starts earlier.
    options = asker.options() | {"limits": LIMITS.lifted()}
    listed = {"chart_type": "list", "columns": list(_COLUMNS), "limit": _PAGE, "filters": behind}
    counted = {"chart_type": "table", "metrics": [{"name": "records", "aggregation_function": "count"}]}
    page = compute_widget_data(connection, listed | {"cursor": cursor}, calls, **options)
    total = compute_widget_data(connection, counted | {"filters": behind}, calls, **options)
    return {
        "filter": behind,
        "total": total.data[0]["records"],
        "columns": list(_COLUMNS),
        "rows": page.data,
        "next_cursor": page.metadata["next_cursor"],
    }


def described(connection: Connection, asker: Asker) -> Body:
    """Return what may be asked, with the tenant's metrics."""
    return describe(calls, connection=connection, **asker.options())


def values(connection: Connection, asker: Asker, path: str, metric: int | None, search: str | None) -> Body:
    """Return the values of a field among the records of the last 30 days: no index serves more."""
    assert LIMITS.max_range is not None
    recent = {"field": "timestamp", "op": "gte", "value": (asker.now - LIMITS.max_range).isoformat()}
    return field_values(
        connection, path, calls, metric=metric, search=search, filters=recent, **asker.options()
    )


def keys(connection: Connection, asker: Asker, path: str) -> Body:
    """Return the keys of a JSON column, for whoever writes `metadata.` and asks what may follow."""
    return json_keys(connection, path, calls, **asker.options())


def _shown(data: WidgetData, size: Any) -> Body:
    """Return an answer, with a Vega-Lite drawing where a size in pixels was given."""
    answer: Body = dict(data.to_dict())
    if size is None or data.chart_type in _OF_TEXT:
        return answer
    if not (isinstance(size, list) and len(size) == 2 and all(_is_length(length) for length in size)):
        raise refused("/size", "out_of_range", f"a size is two whole numbers, {_SMALLEST} to {_LARGEST}")
    return answer | {"vega_lite": data.to_vega_lite(width=size[0], height=size[1])}


def _is_length(length: Any) -> bool:
    return isinstance(length, int) and not isinstance(length, bool) and _SMALLEST <= length <= _LARGEST
