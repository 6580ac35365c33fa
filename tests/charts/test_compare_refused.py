"""What cannot be compared, and rows before that a client broke or forged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.charts.events import COUNT, DATASET, EVENTS, NOTES, NOW, PREVIOUS, STAT, SUM, TABLES, event, since
from widgetql import Count, Dataset, InvalidInput, Limits, compile_filter, compute_widget_data, drill_down
from widgetql.charts.compare import changes
from widgetql.testing.databases import filled

N: Final = {"aggregation_function": "count", "name": "n"}
PIE: Final[dict[str, Any]] = {"chart_type": "pie", "field": "kind"}
TABLE: Final[dict[str, Any]] = {"chart_type": "table", "dimensions": ["kind"], "metrics": [N]}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize(
    ("widget", "filters", "limits", "problem"),
    [
        pytest.param(COUNT | {"compare": {}}, "now-2d", {}, None, id="nothing"),
        pytest.param(COUNT | {"compare": "-1d"}, "now-2d", {}, ("/compare", "not_an_object"), id="text"),
        pytest.param(
            COUNT | {"compare": {"to": None}}, "now-2d", {}, ("/compare/to", "missing_key"), id="no-to",
        ),
        pytest.param(
            COUNT | {"compare": {"to": "-2d"}}, "now-2d", {}, ("/compare/to", "unknown_period"), id="unknown",
        ),
        pytest.param(
            COUNT | {"compare": {"to": "-1d", "of": 1}}, "now-2d", {}, ("/compare/of", "unknown_key"),
            id="key",
        ),
        pytest.param(
            {"chart_type": "line", "field": "size", **PREVIOUS}, "now-2d", {}, ("/compare", "not_for_chart"),
            id="line",
        ),
        pytest.param(
            PIE | PREVIOUS | {"group_by": {"type": "bucket", "interval": 3_600_000}}, "now-2d", {},
            ("/compare", "conflicting_keys"), id="pies-by-time",
        ),
        pytest.param(
            {"chart_type": "pivot", "rows": ["kind"], "columns": ["size"], "metrics": [N], **PREVIOUS},
            "now-2d", {}, ("/compare", "not_for_chart"), id="pivot",
        ),
        pytest.param(
            {"chart_type": "table", "dimensions": ["kind"], **PREVIOUS}, "now-2d", {},
            ("/compare", "not_for_chart"), id="raw-rows",
        ),
        pytest.param(
            TABLE | PREVIOUS | {"dimensions": [{"field": "size", "bins": {"width": 5}}]}, "now-2d", {},
            ("/compare", "conflicting_keys"), id="bins",
        ),
        pytest.param(
            TABLE | PREVIOUS | {"dimensions": [
                {"field": "at", "time_period": "day"}, {"field": "at", "time_period": "month", "name": "m"},
            ]}, "now-2d", {}, ("/compare", "conflicting_keys"), id="two-periods",
        ),
        pytest.param(
            TABLE | PREVIOUS | {"dimensions": [{"field": "kind", "name": "range"}]}, "now-2d", {},
            ("/dimensions/0/name", "duplicate_name"), id="a-name-of-its-own",
        ),
        pytest.param(
            STAT | PREVIOUS | {"group_by": {"type": "bucket", "interval": 3_600_000}}, "now-2d", {},
            ("/compare", "conflicting_keys"), id="stats-by-time",
        ),
        pytest.param(COUNT | PREVIOUS, None, {}, ("/compare", "timestamp_required"), id="no-start"),
        pytest.param(
            COUNT | {"compare": {"to": "-1y"}}, "now-36d", {}, ("/compare", "range_too_old"), id="too-old",
        ),
        pytest.param(COUNT | {"compare": {"to": "-1y"}}, "now-34d", {}, None, id="just-young-enough"),
        pytest.param(
            COUNT | PREVIOUS, "now-2d/d", {"max_compare": timedelta(days=7)}, None, id="within-its-own-limit",
        ),
        pytest.param(
            COUNT | PREVIOUS, "now-4d/d", {"max_compare": timedelta(days=7)}, ("/compare", "range_too_old"),
            id="beyond-its-own-limit",
        ),
        pytest.param(
            STAT | {"compare": {"to": "-1y"}}, "0001-06-01", {"max_compare": None}, None,
            id="before-the-calendar",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(
    engine: Engine, widget: Any, filters: str | None, limits: Any, problem: tuple[str, str] | None
) -> None:
    options: dict[str, Any] = {"now": NOW, "limits": Limits(max_range=None, **limits)}
    written = None if filters is None else since(("gte", filters))
    with filled(engine, {EVENTS: (), NOTES: ()}) as connection:
        try:
            compute_widget_data(connection, widget, DATASET, filters=written, **options)
            found = None
        except InvalidInput as error:
            (one,) = error.problems
            found = one.pointer, one.code
    assert found == problem


def test_a_stat_may_not_have_the_name_of_what_a_comparison_adds() -> None:
    with pytest.raises(ValueError, match="the answer has this key already"):
        Dataset(EVENTS, id=EVENTS.c.id, fields={}, stats={"change": Count()})


@pytest.mark.parametrize(
    ("row", "pointer", "code"),
    [
        pytest.param({"range": 7}, "/range", "not_an_object", id="no-object"),
        pytest.param({"range": {"start": "now", "end": None}}, "/range/start", "invalid_time", id="a-phrase"),
        pytest.param(
            {"range": {"end": "2025-11-19T00:00:00Z"}}, "/range/start", "invalid_time", id="no-start"
        ),
    ],
)
def test_a_row_before_that_a_client_broke(row: Any, pointer: str, code: str) -> None:
    row = {"time_interval": "2025-11-18T00:00:00Z", **row}
    with pytest.raises(InvalidInput) as caught:
        drill_down(SUM | PREVIOUS, row, DATASET, filters=since(("gte", "2025-11-19")), now=NOW)
    assert (pointer, code) in [(one.pointer, one.code) for one in caught.value.problems]


def test_nothing_is_behind_a_row_before_that_there_is_not() -> None:
    row = {"range": {"start": "2025-11-01T00:00:00Z", "end": "2025-11-19T00:00:00Z"}}
    with pytest.raises(InvalidInput) as caught:
        drill_down(STAT | PREVIOUS, row, DATASET, filters=since(("gte", "2025-12-19")), now=NOW)
    assert [one.code for one in caught.value.problems] == ["cannot_drill"]


def test_a_forged_range_shows_no_more_than_the_period_before(engine: Engine) -> None:
    rows = [{"id": n, **event(f"11-{day} 10:00")} for n, day in enumerate((15, 17, 18, 19, 20))]
    row = {"range": {"start": "2020-01-01T00:00:00Z", "end": "2030-01-01T00:00:00Z"}}
    found = drill_down(STAT | PREVIOUS, row, DATASET, filters=since(("gte", "2025-11-19")), now=NOW)
    with filled(engine, {EVENTS: rows, NOTES: ()}) as connection:
        shown = connection.scalars(select(EVENTS.c.id).where(compile_filter(found, DATASET))).all()
    assert shown == [2]


@pytest.mark.parametrize("most", [26, 27, 30])
def test_more_rows_than_an_answer_may_have_are_never_left_out(engine: Engine, most: int) -> None:
    stored = [{"id": day, **event(f"01-{day:02} 10:00")} for day in range(1, 32)]
    widget = COUNT | {"compare": {"to": "-1M"}, "filters": since(("gte", "2025-02-01"), ("lt", "2025-03-01"))}
    options: dict[str, Any] = {"now": NOW, "limits": Limits(max_range=None, max_answer_rows=most)}
    with filled(engine, {EVENTS: stored, NOTES: ()}) as connection, pytest.raises(InvalidInput) as caught:
        compute_widget_data(connection, widget, DATASET, **options)
    assert [one.code for one in caught.value.problems] == ["too_many_rows"]


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        pytest.param(1e-200, -1e-200, (2e-200, None), id="tiny-of-the-other-sign"),
        pytest.param(2e307, 1e307, (1e307, 100.0), id="huge"),
        pytest.param(0, 5, (-5, -100.0), id="to-nothing"),
        pytest.param(True, 5, (None, None), id="no-number"),
    ],
)
def test_what_has_changed(now: Any, then: Any, expected: tuple[Any, Any]) -> None:
    assert changes(now, then) == expected


def test_what_the_calendar_leaves_nothing_of_is_none(engine: Engine) -> None:
    filters = since(("gte", "2025-03-29T18:00:00Z"), ("lt", "2025-03-31T06:00:00Z"))
    options: dict[str, Any] = {"now": NOW, "limits": Limits(max_range=None), "filters": filters}
    with filled(engine, {EVENTS: [{"id": 1, **event("03-30 10:00")}], NOTES: ()}) as connection:
        for widget in (STAT, COUNT):
            asked = widget | {"compare": {"to": "-1M"}}
            found: Any = compute_widget_data(connection, asked, DATASET, **options).data
            assert [row["previous"] for row in (found if isinstance(found, list) else [found])] == [None]
