"""Histograms: where bins begin, what lies outside and what is missing, and the records behind each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, select

from tests.charts.calls import DATASET, NOW, SINCE, call, calls, computed, limits
from tests.statements import recorded
from widgetql import InvalidInput, compile_filter, drill_down
from widgetql.testing.databases import filled

SECONDS: Final = (0, 29, 30, 30, 59, 60, 119, None)
COSTS: Final = ("0.10", "0.20", "0.29", "0.30", "0.31", "-0.10", None)
SCORES: Final = (0.1, 0.3, 0.1 + 0.2, 0.7, 2.5, None)


def rows() -> list[dict[str, Any]]:
    found = [call(i, "03 10:00", seconds=value) for i, value in enumerate(SECONDS)]
    found += [
        call(20 + i, "03 10:00", cost=None if value is None else Decimal(value))
        for i, value in enumerate(COSTS)
    ]
    return found + [call(40 + i, "03 10:00", score=value) for i, value in enumerate(SCORES)]


def counts(data: list[dict[str, Any]]) -> list[tuple[Any, Any, int]]:
    return [(row["from"], row["to"], row["value"]) for row in data]


@pytest.mark.parametrize(
    ("field", "bins", "expected", "told"),
    [
        pytest.param(
            "seconds", {"width": 30}, [(0, 30, 2), (30, 60, 3), (60, 90, 1), (90, 120, 1)],
            {"width": 30, "start": 0}, id="a-width",
        ),
        pytest.param(
            "seconds", {"width": 60, "start": 30}, [(-30, 30, 2), (30, 90, 4), (90, 150, 1)],
            {"width": 60, "start": 30}, id="a-phase",
        ),
        pytest.param(
            "seconds", {"edges": [30, 60, 61]}, [(None, 30, 2), (30, 60, 3), (60, 61, 1), (61, None, 1)],
            {"edges": [30, 60, 61]}, id="edges",
        ),
        pytest.param(
            "seconds", {"edges": [-9, 0, 200, 300]}, [(-9, 0, 0), (0, 200, 7), (200, 300, 0)],
            {"edges": [-9, 0, 200, 300]}, id="edges-around-all",
        ),
        pytest.param("seconds", {"count": 3}, [(0, 50, 4), (50, 100, 2), (100, 150, 1)],
            {"width": 50, "start": 0}, id="a-count"),
        pytest.param("seconds", {"count": 1}, [(0, 200, 7)], {"width": 200, "start": 0}, id="one"),
        pytest.param(
            "cost", {"width": 0.1}, [(-0.1, 0, 1), (0, 0.1, 0), (0.1, 0.2, 1), (0.2, 0.3, 2), (0.3, 0.4, 2)],
            {"width": 0.1, "start": 0}, id="decimals-on-their-edges",
        ),
        pytest.param(
            "score", {"width": 0.1, "start": 0},
            [(i / 10, (i + 1) / 10, {1: 1, 3: 2, 7: 1, 25: 1}.get(i, 0)) for i in range(1, 26)],
            {"width": 0.1, "start": 0}, id="doubles-on-their-edges",
        ),
    ],
)  # fmt: skip
def test_bins(engine: Engine, field: str, bins: Any, expected: list[Any], told: Any) -> None:
    widget = {"chart_type": "histogram", "field": field, "bins": bins}
    with filled(engine, {calls: rows()}) as connection:
        found = computed(connection, widget)
        behind = [_behind(connection, widget, row) for row in found.data]
    assert counts(found.data) == expected
    assert found.metadata["bins"] == told
    assert found.metadata["missing"] == len(rows()) - sum(value for _, _, value in expected)
    assert [row["sample_count"] for row in found.data] == behind
    assert round(sum(row["percentage"] for row in found.data), 1) == 100.0


def test_what_is_missing_is_a_row_where_it_is_asked_for(engine: Engine) -> None:
    widget = {"chart_type": "histogram", "field": "seconds", "bins": {"count": 1}, "include_missing": True}
    with filled(engine, {calls: rows()}) as connection:
        data = computed(connection, widget).data
        behind = _behind(connection, widget, data[-1])
    assert data == [
        {"from": 0, "to": 200, "value": 7, "percentage": 33.3, "sample_count": 7},
        {"from": None, "to": None, "missing": True, "value": 14, "percentage": 66.7, "sample_count": 14},
    ]
    assert behind == 14


@pytest.mark.parametrize(
    ("bins", "expected", "told"),
    [
        pytest.param({"width": 5}, [], {"width": 5, "start": 0}, id="a-width"),
        pytest.param({"count": 5}, [], None, id="a-count"),
        pytest.param({"edges": [1, 2]}, [(1, 2, 0)], {"edges": [1, 2]}, id="edges"),
    ],
)
def test_of_nothing(engine: Engine, bins: Any, expected: list[Any], told: Any) -> None:
    with filled(engine, {calls: ()}) as connection:
        found = computed(connection, {"chart_type": "histogram", "field": "seconds", "bins": bins})
    assert (counts(found.data), found.metadata["bins"], found.metadata["missing"]) == (expected, told, 0)


def test_one_value_has_one_bin_of_1(engine: Engine) -> None:
    with filled(engine, {calls: [call(1, "03 10:00", score=2.5)]}) as connection:
        found = computed(connection, {"chart_type": "histogram", "field": "score", "bins": {"count": 20}})
    assert (counts(found.data), found.metadata["bins"]) == ([(2, 3, 1)], {"width": 1, "start": 0})


def test_more_bins_than_stand_in_one_statement(engine: Engine) -> None:
    seconds = [0, 510, 511, 512, 1_021, 1_022, 1_023, 1_700]
    with filled(
        engine, {calls: [call(i, "03 10:00", seconds=one) for i, one in enumerate(seconds)]}
    ) as connection:
        found = computed(connection, {"chart_type": "histogram", "field": "seconds", "bins": {"width": 1}})
    assert len(found.data) == 1_701
    assert [row["from"] for row in found.data if row["value"]] == seconds


def test_one_bin_has_no_room_for_both_sides_of_0(engine: Engine) -> None:
    widget = {"chart_type": "histogram", "field": "score", "bins": {"count": 1}}
    with (
        filled(
            engine, {calls: [call(i, "03 10:00", score=one) for i, one in enumerate((-1.0, 1.0))]}
        ) as connection,
        pytest.raises(InvalidInput) as error,
    ):
        computed(connection, widget)
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/bins", "too_many")]


def test_too_many_bins_are_a_problem(engine: Engine) -> None:
    widget = {"chart_type": "histogram", "field": "seconds", "bins": {"width": 1}}
    with filled(engine, {calls: rows()}) as connection:
        with pytest.raises(InvalidInput) as error:
            computed(connection, widget, limits=limits(max_buckets=119))
        assert len(computed(connection, widget, limits=limits(max_buckets=120)).data) == 120
    assert [(one.pointer, one.code) for one in error.value.problems] == [("/bins", "too_many")]


def _behind(connection: Connection, widget: dict[str, Any], row: dict[str, Any]) -> int:
    """How many records the row's drill-down selects."""
    found = drill_down(widget, row, DATASET, now=NOW, dashboard_filters=SINCE)
    condition = compile_filter(found, DATASET, now=NOW, limits=DATASET.limits.lifted())
    return len(connection.execute(select(calls.c.id).where(condition)).all())


@pytest.mark.parametrize("width", [1e-22, 1e-30, 5e-324], ids=["near", "nearer", "least"])
def test_bins_narrower_than_doubles_end(engine: Engine, width: float) -> None:
    stored = [call(1, "03 10:00", score=1.5)]
    widget = {"chart_type": "histogram", "field": "score", "bins": {"width": width}}
    with filled(engine, {calls: stored}) as connection:
        found = computed(connection, widget).data
    assert sum(row["value"] for row in found) == 1


def test_edges_longer_than_any_integer_that_is_stored_are_doubles(engine: Engine) -> None:
    widget = {"chart_type": "histogram", "field": "score", "bins": {"edges": [0, 10**30, 10**300]}}
    stored = [call(1, "03 10:00", score=1e30), call(2, "03 10:00", score=1e300)]
    with filled(engine, {calls: stored}) as connection:
        found = computed(connection, widget)
        behind = [_behind(connection, widget, row) for row in found.data]
    ends = [(row["from"], row["to"], row["value"]) for row in found.data]
    assert repr(ends) == repr([(0, 10**30, 0), (10**30, 1e300, 1), (1e300, None, 1)])
    assert repr(found.metadata["bins"]) == repr({"edges": [0, 10**30, 1e300]})
    assert behind == [0, 1, 1]


@pytest.mark.parametrize("bins", [{"width": 1e-300}, {"count": 10**300}], ids=["width", "count"])
def test_a_number_that_nobody_counts_is_not_written_out(engine: Engine, bins: dict[str, Any]) -> None:
    widget = {"chart_type": "histogram", "field": "score", "bins": bins}
    with (
        filled(engine, {calls: [call(i, "03 10:00", score=i) for i in (1, 2)]}) as connection,
        pytest.raises(InvalidInput, match="more than 10\\^15 bins; at most 50000"),
    ):
        computed(connection, widget)


@pytest.mark.parametrize(
    ("scores", "bins"),
    [
        pytest.param([0.5, 7.0, 40_000.0], {"width": 1}, id="far-apart"),
        pytest.param([1e15, 1e15 + 0.25, 1e15 + 9], {"width": 0.001}, id="narrower-than-doubles-are-apart"),
    ],
)
def test_many_bins_of_few_values_are_few_statements(
    engine: Engine, scores: list[float], bins: dict[str, Any]
) -> None:
    widget = {"chart_type": "histogram", "field": "score", "bins": bins}
    stored = [call(i, "03 10:00", score=one) for i, one in enumerate(scores)]
    with filled(engine, {calls: stored}) as connection, recorded(engine) as statements:
        data = computed(connection, widget).data
    ends = [(row["from"], row["to"]) for row in data if row["value"]]
    assert all(low <= one < high for (low, high), one in zip(ends, scores, strict=True))
    # The ends, some edges, those around values; what a database is asked of its tables is another.
    assert len([one for one in statements if "calls" in str(one)]) <= 5
