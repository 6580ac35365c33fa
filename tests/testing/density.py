"""How full the cases are that the strategies draw, by the interpreter's answers, for each kind of widget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tests.testing.everything import EVERYTHING
from widgetql.testing import Case, expected_widget_data
from widgetql.testing.strategies.storages import stored_how

# What a row must have to tell aggregations apart.
FULL: Final = 3
Cell = tuple[str, str, str]


def answered(case: Case) -> dict[str, Any]:
    """Return what a case's widget must answer."""
    assert case.widget is not None
    return expected_widget_data(case.widget, EVERYTHING, case.rows, **case.options)


def cells_of(case: Case, answer: Mapping[str, Any]) -> Iterator[Cell]:
    """Yield the kinds of widget that a case is: chart, aggregations, and how their values are stored."""
    widget: Any = case.widget
    match widget["chart_type"]:
        case "table":
            for one in widget.get("metrics", ()):
                yield ("table", one["aggregation_function"], storage(one.get("field")))
        case "stat":
            yield ("stat", "", "")
        case chart:
            path, kind = widget.get("field"), answer["metadata"]["data_type"]
            stored = storage(path)
            stored += f": {kind}" if stored.startswith("dynamic") else ""
            yield (chart, widget.get("aggregation_function", "") if chart == "bar" else "", stored)


def storage(path: str | None) -> str:
    """Return how a path's values are stored; of no path, nothing."""
    if path is None:
        return ""
    found = EVERYTHING.find(path)
    assert found is not None
    return stored_how(found)


def samples_of(answer: Mapping[str, Any]) -> list[int]:
    """Return how many samples each row of an answer has; a line and a list are one row of all points."""
    data: Any = answer["data"]
    match answer["chart_type"]:
        case "line" | "list":
            return [len(data)]
        case "pie":
            return [row["value"] for row in data]
        case "stat" if isinstance(data, dict):
            return [data["total"]]
        case "table":
            return [row.get("sample_count", 1) for row in data]
        case _:
            return [row["sample_count"] for row in data]


def is_full(answer: Mapping[str, Any]) -> bool:
    """Tell whether the fullest row has several samples; a list may have been cut before them."""
    return bool(answer["metadata"].get("next_cursor")) or max(samples_of(answer), default=0) >= FULL
