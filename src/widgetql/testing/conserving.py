"""No record is lost, none is twice: those behind the rows of an answer and those left out are all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from widgetql.api import compile_filter, compute_widget_data, drill_down
from widgetql.dataset import Dataset
from widgetql.types import WidgetJSON

_FILTERS = ("filters", "dashboard_filters")


def parts_all(widget: WidgetJSON, dataset: Dataset) -> bool:
    """Tell whether the rows of a widget part the records of its filter: each is in one, or left out.

    So do groups and tables that count records, not related rows; a pie, and a bar by `x`, with its missing
    values.
    """
    given: dict[str, Any] = {**widget}
    group_by: dict[str, Any] = given.get("group_by") or {}
    over: Any = given.get("x")
    x: Any = over if isinstance(over, str) or over is None else over["field"]
    paths: list[Any] = [given.get("field"), group_by.get("field"), x]
    paths += [one if isinstance(one, str) else one["field"] for one in given.get("dimensions") or ()]
    paths += [one.get("field") for one in given.get("metrics") or ()]
    found = [dataset.find(path) for path in paths if path]
    if any(one is None or one.to_many for one in found) or "compare" in given:
        return False
    match given["chart_type"]:
        case "bar":
            is_whole = x is None or x in dataset.timestamp_names or given.get("include_missing") is True
            return is_whole and bool(given["aggregation_function"] == "count")
        case "pie":
            return given.get("include_missing") is True
        case "stat":
            return bool(group_by)
        case "table":
            return bool(given.get("metrics")) and bool(given.get("dimensions"))
        case _:
            return False


def check_conserved(connection: Connection, widget: WidgetJSON, dataset: Dataset, **options: Any) -> None:
    """Compare the records of a widget's filter with those of its rows and those that it leaves out.

    The rows are drilled down: no record is behind two of them, "other" among them. `options` are those of
    `compute_widget_data`. Raises `AssertionError`.

    >>> from widgetql.testing.example import connect, dataset
    >>> pie = {"chart_type": "pie", "field": "topic", "include_missing": True,
    ...        "filters": {"field": "timestamp", "op": "gte", "value": "2025-11-01"},
    ...        "having": {"field": "value", "op": "gte", "value": 2}}
    >>> from datetime import UTC, datetime
    >>> with connect() as connection:
    ...     check_conserved(connection, pie, dataset, now=datetime(2025, 11, 10, tzinfo=UTC))
    """
    answer = compute_widget_data(connection, widget, dataset, **options)
    notes: Any = answer.metadata
    if notes["truncated"] and "excluded_by_limit" not in notes:
        return

    def behind(asked: Any, row: dict[str, Any]) -> list[Any]:
        source = drill_down(asked, row, dataset, connection=connection, **options)
        where = compile_filter(source, dataset, **_without_filters(options))
        return [tuple(found) for found in connection.execute(select(*dataset.ids).where(where))]

    shown = [record for row in answer.data for record in behind(widget, row)]
    given: dict[str, Any] = {**widget}
    own = {key: given[key] for key in _FILTERS if key in given}
    every = behind({"chart_type": "stat", **own}, {})
    left_out = [
        notes[key]["sample_count"] for key in ("excluded_by_having", "excluded_by_limit") if key in notes
    ]
    assert len(shown) == len({*shown}), f"a record is behind two rows of {widget}"
    assert {*shown} <= {*every}, f"a record behind a row of {widget} is none of its filter's"
    found = len(shown) + sum(left_out)
    assert found == len(every), f"{found} of {len(every)} records, {left_out} left out, of {widget}"


def _without_filters(options: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in options.items() if key not in _FILTERS}
