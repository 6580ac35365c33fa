"""Which groups and slices of several measures are shown: `having`, then rank, limit and "other"."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, NOW
from tests.charts.test_figures import stat
from tests.charts.test_measures import COUNT, DONE, RATE, ROWS, SPENT
from tests.charts.test_series import D2, D3, D4, SLICED, TIMED, bar, pie, rows
from widgetql import Limits, compute_widget_data, drill_down, validate_widget
from widgetql.testing import expected_widget_data, matching_ids, same
from widgetql.testing.databases import filled

SHARE = {"name": "s", "share": "n", "within": ["time_interval"]}
OF_ALL = {"name": "of_all", "share": "n"}
LAST = {"name": "last", "aggregation_function": "last", "field": "topic"}
GROUPED = TIMED.replace("series", "group series")


def by(**rank: Any) -> dict[str, Any]:
    return {"group_by": {"type": "field", "field": "topic"} | rank}


def having(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"having": {"field": field, "op": op, "value": value}}


def other(excluded: list[Any], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"other": True, "excluded": excluded} for row in found]


# The widget, its rows, and what its metadata says of the groups that are left out.
CHARTS: dict[str, tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]] = {
    "a-bar-ranked-by-a-ratio": (
        bar(COUNT | {"hidden": True}, DONE, RATE, **by(rank_by="rate", limit=1)),
        other(["b"], rows(GROUPED, (D3, "other", "done", 1, 1), (D3, "other", "rate", 0.5, 2)))
        + rows(GROUPED, (D4, "b", "done", 1, 1), (D4, "b", "rate", 1.0, 1))
        + other(["b"], rows(GROUPED, (D4, "other", "done", 1, 1), (D4, "other", "rate", 0.5, 2))),
        {},
    ),
    "a-bar-ranked-by-what-is-hidden": (
        bar(COUNT, DONE | {"hidden": True}, **by(rank_by="done", limit=1)),
        rows(GROUPED, (D3, "a", "n", 2, 2), (D4, "a", "n", 1, 1))
        + other(["a"], rows(GROUPED, (D4, "other", "n", 2, 2))),
        {},
    ),
    "shares-are-of-what-is-left-out-too": (
        bar(COUNT, SHARE, fill_gaps=True, **by(rank_by="label", direction="desc", limit=1, other=False)),
        rows(GROUPED, (D2, "b", "n", 0, 0), (D2, "b", "s", None, 0), (D3, "b", "n", 0, 0),
             (D3, "b", "s", 0.0, 0), (D4, "b", "n", 1, 1), (D4, "b", "s", 1 / 3, 1)),
        {"excluded_by_limit": {"groups": 2, "sample_count": 4}},
    ),
    "having-of-a-share-over-the-whole-range": (
        bar(COUNT, OF_ALL, **by(limit=1), **having("of_all", "lt", 0.5)),
        rows(GROUPED, (D4, "b", "n", 1, 1), (D4, "b", "of_all", 0.2, 1))
        + other(["b", "a"], rows(GROUPED, (D4, "other", "n", 1, 1), (D4, "other", "of_all", 0.2, 1))),
        {"excluded_by_having": {"groups": 1, "sample_count": 3}},
    ),
    "slices": (
        pie(SPENT, DONE, COUNT, include_missing=True, **having("n", "lt", 3)),
        [
            *rows(SLICED, ("b", "spent", 5, 100.0, 1)),
            *other(["b", "a"], rows(SLICED, ("other", "spent", None, None, 0))),
            *rows(SLICED, ("b", "done", 1, 100.0, 1)),
            *other(["b", "a"], rows(SLICED, ("other", "done", 0, 0.0, 0))),
            *rows(SLICED, ("b", "n", 1, 50.0, 1)),
            *other(["b", "a"], rows(SLICED, ("other", "n", 1, 50.0, 1))),
        ],
        {"excluded_by_having": {"groups": 1, "sample_count": 3}},
    ),
    "no-slices": (
        pie(COUNT, **having("n", "gt", 9)),
        [],
        {"excluded_by_having": {"groups": 2, "sample_count": 4}},
    ),
    "figures": (
        stat(COUNT, DONE, RATE, OF_ALL, **by(rank_by="rate", limit=1), **having("rate", "gt", 0)),
        [
            {"group": "b", "n": 1, "done": 1, "rate": 1.0, "of_all": 0.2, "sample_count": 1,
             "sample_counts": {"done": 1}},
            {"group": "other", "n": 3, "done": 2, "rate": 2 / 3, "of_all": 0.6, "sample_count": 3,
             "sample_counts": {"done": 2}, "other": True, "excluded": ["b", None]},
        ],
        {"excluded_by_having": {"groups": 1, "sample_count": 1}},
    ),
    "figures-ranked-and-left-out-by-what-is-hidden": (
        stat(COUNT, DONE | {"hidden": True}, **by(rank_by="done", direction="asc", limit=1),
             **having("done", "gt", 0)),
        [
            {"group": "b", "n": 1, "sample_count": 1},
            {"group": "other", "n": 3, "sample_count": 3, "other": True, "excluded": ["b", None]},
        ],
        {"excluded_by_having": {"groups": 1, "sample_count": 1}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_the_groups_that_are_left(engine: Engine, name: str) -> None:
    widget, data, left_out = CHARTS[name]
    limits = Limits(max_slices=1)
    with filled(engine, ROWS) as connection:
        found: Any = compute_widget_data(connection, widget, DATASET, now=NOW, limits=limits).to_dict()
        behind = [_behind(widget, row, connection) for row in found["data"]]
    assert same(found["data"], data), found["data"]
    assert {key: one for key, one in found["metadata"].items() if key.startswith("excluded")} == left_out
    assert same(found, expected_widget_data(widget, DATASET, ROWS, now=NOW, limits=limits))
    assert behind == [row["sample_count"] for row in data]


def _behind(widget: dict[str, Any], row: dict[str, Any], connection: Any) -> int:
    found = drill_down(widget, row, DATASET, now=NOW, connection=connection)
    return len(matching_ids(found, DATASET, ROWS, now=NOW))


@pytest.mark.parametrize(
    ("widget", "pointer", "code"),
    [
        pytest.param(bar(COUNT, **by(rank_by="value")), "/group_by/rank_by", "unknown_field", id="value"),
        pytest.param(bar(COUNT, **having("n", "gt", 1)), "/having", "not_for_chart", id="no-groups"),
        pytest.param(stat(COUNT, **having("n", "gt", 1)), "/having", "not_for_chart", id="one-row"),
        pytest.param(pie(COUNT, **having("value", "gt", 1)), "/having/field", "unknown_field", id="slices"),
        pytest.param(
            pie(COUNT, LAST, **having("last", "gt", 1)),
            "/having/field", "not_for_chart", id="no-number",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(widget: dict[str, Any], pointer: str, code: str) -> None:
    assert [(one.pointer, one.code) for one in validate_widget(widget, DATASET, now=NOW)] == [(pointer, code)]
