"""What rules say, on every database: by hand, and as the interpreter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Engine, Index, Integer, MetaData, Table, create_engine

from tests.alerts.asked import asked
from tests.charts.events import DATASET, EVENTS, NOTES, NOW, TABLES, event
from tests.statements import recorded
from widgetql import Count, Dataset, Field, verdict
from widgetql.testing.databases import filled


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def said(engine: Engine, rule: Any, rows: list[dict[str, Any]], **options: Any) -> tuple[Any, ...]:
    """State, observed, of, when it began, and the records that are evidence."""
    stored = [{"id": number, **row} for number, row in enumerate(rows)]
    notes = [{"id": number, "event_id": number // 2, "weight": number} for number in range(2 * len(rows))]
    tables: Any = {EVENTS: stored, NOTES: notes if "notes" in str(rule) else []}
    with filled(engine, tables) as connection:
        found = asked(connection, rule, DATASET, tables, **{"now": NOW, **options})
    since = found["since"]
    return found["state"], found["observed"], found["of"], since and since[5:16], found["records"]


def sizes(*values: int | None, day: str = "11-19") -> list[dict[str, Any]]:
    """An event a minute, the newest last."""
    return [event(f"{day} 10:{minute:02}", value) for minute, value in enumerate(values)]


NONE: Final[list[int]] = []
BREACHES: Final[dict[str, Any]] = {"type": "breaches", "field": "size", "op": "gt", "value": 5}
TREND: Final[dict[str, Any]] = {"type": "trend", "field": "size", "window": 3}
SPIKE: Final[dict[str, Any]] = {"type": "spike", "recent": "24h", "baseline": "7d", "at_least": 2}
NEWS: Final = {"field": "at", "op": "gte", "value": "now-2d"}
LARGE: Final = {"field": "size", "op": "gt", "value": 5}
MEAN: Final[dict[str, Any]] = {
    "type": "threshold", "op": "gt", "value": 4,
    "widget": {"chart_type": "stat", "filters": NEWS,
               "metrics": [{"aggregation_function": "avg", "field": "size"}]},
}  # fmt: skip


def mean(metric: dict[str, Any], **rule: Any) -> dict[str, Any]:
    return MEAN | {"widget": MEAN["widget"] | {"metrics": [metric]}} | rule


@pytest.mark.parametrize(
    ("rule", "stored", "expected"),
    [
        pytest.param(BREACHES, sizes(9, 9, 1, 9), ("alert", 3, 4, "11-19T10:00", [0, 1, 3]), id="three"),
        pytest.param(BREACHES, sizes(9, 5, 1, 9), ("ok", 2, 4, "11-19T10:00", [0, 3]), id="two-are-few"),
        pytest.param(BREACHES, sizes(1, 1, 1), ("ok", 0, 3, None, NONE), id="none"),
        pytest.param(BREACHES, sizes(9, 9), ("insufficient", 2, 2, None, None), id="too-few-to-say"),
        pytest.param(BREACHES, [], ("insufficient", 0, 0, None, None), id="no-data"),
        pytest.param(BREACHES, sizes(9, 9, None, None), ("insufficient", 2, 2, None, None), id="missing"),
        pytest.param(
            BREACHES | {"of_last": 3}, sizes(9, 9, 1, 9), ("ok", 2, 3, "11-19T10:01", [1, 3]), id="of-last"
        ),
        pytest.param(
            BREACHES | {"at_least": 1, "of_last": 1},
            [event("11-19 10:00", 9), event("11-19 10:00", 1)], ("ok", 0, 1, None, NONE),
            id="the-larger-id-is-newer",
        ),
        pytest.param(
            BREACHES | {"at_least": 1, "of_last": 2},
            [event("11-19 10:00", 9) for _ in range(3)], ("alert", 2, 2, "11-19T10:00", [1, 2]),
            id="ties-that-are-cut",
        ),
        pytest.param(
            BREACHES | {"op": "lt", "at_least": 1}, sizes(5, 4), ("alert", 1, 2, "11-19T10:01", [1]), id="lt"
        ),
        pytest.param(
            BREACHES | {"op": "outside", "value": [2, 4], "at_least": 2}, sizes(1, 2, 4, 5),
            ("alert", 2, 4, "11-19T10:00", [0, 3]), id="outside",
        ),
        pytest.param(
            BREACHES | {"at_least": 1}, [event("11-20 11:59", 9), event("11-20 12:00", 9)],
            ("alert", 1, 1, "11-20T11:59", [0]), id="now-is-not-read",
        ),
        pytest.param(
            BREACHES | {"at_least": 1, "filters": {"field": "at", "op": "lte", "value": "today"}},
            [event("11-20 11:00", 9), event("11-20 13:00", 9)], ("alert", 1, 1, "11-20T11:00", [0]),
            id="nor-what-the-filters-reach-after-it",
        ),
        pytest.param(
            BREACHES | {"at_least": 1, "filters": {"field": "at", "op": "gte", "value": "now+1h"}},
            sizes(9), ("insufficient", 0, 0, None, None), id="only-what-is-to-come",
        ),
        pytest.param(
            BREACHES | {"at_least": 1, "filters": '{"field": "kind", "op": "eq", "value": "a"}'},
            [event("11-19 10:00", 9, "a"), event("11-19 10:01", 9)], ("alert", 1, 1, "11-19T10:00", [0]),
            id="filters-as-text",
        ),
        pytest.param(
            BREACHES | {"field": "notes.weight", "value": 2, "at_least": 3, "of_last": 4}, sizes(0, 0, 0),
            ("alert", 3, 4, "11-19T10:01", [1, 2]), id="of-related-rows",
        ),
        pytest.param(
            TREND, sizes(1, 3, 5, 9, 9, 9), ("alert", 9.0, 6, "11-19T10:03", [3, 4, 5]), id="a-trend"
        ),
        pytest.param(
            # 0.3 x 8 + 0.7 x 3 is 4.5, 0.3 x 3 + 0.7 x 4.5 is 4.05: the mean is 3, the deviation 1.63.
            TREND, sizes(1, 3, 5, 3, 8, 3), ("ok", 4.05, 6, "11-19T10:03", [3, 4, 5]), id="smoothed"
        ),
        pytest.param(TREND, sizes(1, 9, 9, 9, 9), ("insufficient", None, 5, None, None), id="half-of-it"),
        pytest.param(TREND, sizes(2, 2, 2, 2, 2, 2), ("ok", 2.0, 6, "11-19T10:03", [3, 4, 5]), id="constant"),
        pytest.param(
            TREND, sizes(2, 2, 2, 2, 2, 3), ("alert", 2.3, 6, "11-19T10:03", [3, 4, 5]), id="any-difference"
        ),
        pytest.param(
            TREND | {"direction": "down"}, sizes(1, 3, 5, 9, 9, 9),
            ("ok", 9.0, 6, "11-19T10:03", [3, 4, 5]), id="not-down",
        ),
        pytest.param(
            TREND | {"direction": "down", "window": 1}, sizes(7, 5, 4),
            ("alert", 4.0, 2, "11-19T10:02", [2]), id="down",
        ),
        pytest.param(
            # Two deviations exactly are not more than two.
            TREND | {"window": 2, "alpha": 1}, sizes(0, 2, 0, 3), ("ok", 3.0, 4, "11-19T10:02", [2, 3]),
            id="as-far-as-it-may-be",
        ),
        pytest.param(
            SPIKE, [event("11-19 12:00"), event("11-20 11:59"), event("11-20 12:00"), event("11-19 11:59")],
            ("alert", 2, 1, "11-19T12:00", [0, 1]), id="the-halves-are-half-open",
        ),
        pytest.param(
            SPIKE, [event("11-12 12:00"), event("11-12 11:59"), event("11-20 01:00"), event("11-20 02:00")],
            ("alert", 2, 1, "11-20T01:00", [2, 3]), id="and-so-is-the-baseline",
        ),
        pytest.param(
            SPIKE, [event(f"11-{day} 12:00") for day in (13, 14, 15, 16, 17, 19)] + [event("11-20 01:00")],
            ("ok", 2, 5, "11-19T12:00", [5, 6]), id="no-more-than-usual",
        ),
        pytest.param(
            # Three times 14 in seven days are 6 a day.
            SPIKE | {"at_least": 1}, [event("11-15 10:00")] * 14 + [event("11-20 10:00")] * 6,
            ("alert", 6, 14, "11-20T10:00", [14, 15, 16, 17, 18, 19]), id="exactly-so-many",
        ),
        pytest.param(SPIKE, [], ("ok", 0, 0, None, NONE), id="nothing-is-no-spike"),
        pytest.param(
            SPIKE | {"filters": {"field": "kind", "op": "eq", "value": "a"}},
            [event("11-20 10:00", 1, "a"), event("11-20 10:01", 1, "a"), event("11-20 10:02")],
            ("alert", 2, 0, "11-20T10:00", [0, 1]), id="spike-under-filters",
        ),
        pytest.param(MEAN, sizes(4, 5), ("alert", 4.5, 2, "11-19T10:00", [0, 1]), id="above"),
        pytest.param(MEAN, sizes(4, 4), ("ok", 4.0, 2, "11-19T10:00", [0, 1]), id="not-above"),
        pytest.param(MEAN, [], ("insufficient", None, 0, None, None), id="no-mean-of-nothing"),
        pytest.param(MEAN, sizes(None), ("insufficient", None, 1, None, None), id="nor-of-what-is-missing"),
        pytest.param(
            MEAN, [event("11-20 11:00", 5), event("11-20 12:00", 0)], ("alert", 5.0, 1, "11-20T11:00", [0]),
            id="threshold-before-now",
        ),
        pytest.param(
            mean({"aggregation_function": "count"}, op="lt", value=1), [], ("alert", 0, 0, None, NONE),
            id="a-count-of-nothing-is-zero",
        ),
        pytest.param(
            mean({"aggregation_function": "max", "field": "notes.weight", "name": "w"}, op="gte", value=5),
            sizes(0, 0, 0), ("alert", 5, 6, "11-19T10:00", [0, 1, 2]), id="a-stat-of-related-rows",
        ),
        pytest.param(
            mean({"aggregation_function": "count", "filters": LARGE}, value=2),
            sizes(9, 9, 1, 9), ("alert", 3, 3, "11-19T10:00", [0, 1, 3]), id="a-measure-under-a-filter",
        ),
        pytest.param(
            MEAN | {"op": "between", "value": [4, 5]}, sizes(4, 5), ("alert", 4.5, 2, "11-19T10:00", [0, 1]),
            id="between",
        ),
    ],
)  # fmt: skip
def test_what_a_rule_says(
    engine: Engine, rule: dict[str, Any], stored: list[dict[str, Any]], expected: tuple[Any, ...]
) -> None:
    assert said(engine, rule, stored) == expected


def test_a_day_of_twenty_five_hours_is_one_day(engine: Engine) -> None:
    # The clocks of Paris went back on the 26th of October: from noon to noon are 25 hours, of 7 days 169.
    rows = [event("10-25 10:30"), event("10-25 09:30"), event("10-26 10:59")]
    at = NOW.replace(month=10, day=26, hour=11)
    rule = SPIKE | {"recent": "1d", "at_least": 1}
    found = said(engine, rule, rows, now=at, timezone="Europe/Paris")
    assert found == ("alert", 2, 1, "10-25T10:30", [0, 2])


STARTS: Final = Dataset(
    EVENTS, id=EVENTS.c.id, timestamp=EVENTS.c.at, fields={"ok": Field(EVENTS.c.size, type="boolean")},
    stats={"events": Count()},
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ({"type": "failure", "field": "ok"}, [0, 1, 0], ("alert", 1, 1, [2])),
        ({"type": "failure", "field": "ok"}, [0, 1], ("ok", 0, 1, NONE)),
        ({"type": "failure", "field": "ok"}, [None], ("insufficient", 0, 0, None)),
        ({"type": "failure", "field": "ok", "at_least": 2, "of_last": 3}, [0, 1, 0], ("alert", 2, 3, [0, 2])),
        ({"type": "failure", "field": "ok", "at_least": 2}, [0, 1, 0], ("ok", 1, 2, [2])),
        (
            {"type": "threshold", "op": "eq", "value": 2,
             "widget": {"chart_type": "stat", "filters": NEWS | {"field": "timestamp"}}},
            [0, 1], ("alert", 2, 2, [0, 1]),
        ),
    ],
)  # fmt: skip
def test_failures_and_the_stat_of_a_dataset(
    engine: Engine, rule: dict[str, Any], values: list[int | None], expected: tuple[Any, ...]
) -> None:
    tables: Any = {EVENTS: [{"id": number, **row} for number, row in enumerate(sizes(*values))]}
    with filled(engine, tables) as connection:
        found = asked(connection, rule, STARTS, tables, now=NOW)
    assert (found["state"], found["observed"], found["of"], found["records"]) == expected


def test_the_scope_guards_what_is_read(engine: Engine) -> None:
    tables: Any = {EVENTS: [{"id": number, **row} for number, row in enumerate(sizes(9, 9, 9, 1))]}
    scope = EVENTS.c.id != 1
    with filled(engine, tables) as connection:
        found = asked(connection, BREACHES, DATASET, tables, now=NOW, scope=scope)
        assert (found["state"], found["observed"], found["of"]) == ("ok", 2, 3)
        found = asked(
            connection, SPIKE | {"times": 0}, DATASET, tables, now=NOW + timedelta(hours=1), scope=scope
        )
        assert (found["observed"], found["records"]) == (0, [])


INDEXED: Final = Table(
    "readings", MetaData(), Column("id", Integer, primary_key=True), Column("at", DateTime),
    Column("size", Integer), Index("readings_at", "at"),
)  # fmt: skip


def test_no_more_values_are_read_than_are_asked_for() -> None:
    dataset = Dataset(
        INDEXED, id=INDEXED.c.id, timestamp=INDEXED.c.at, fields={"size": Field(INDEXED.c.size)},
        canonical=True,
    )  # fmt: skip
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        INDEXED.metadata.create_all(connection)
        with recorded(engine) as statements:
            verdict(connection, BREACHES, dataset, now=NOW)
        ((text, values),) = statements
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
    assert plan == ["SEARCH readings USING INDEX readings_at (at<?)"]
    assert values[-2:] == (50, 0)
