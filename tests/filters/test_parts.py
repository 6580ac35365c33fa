"""Parts of time on each database: what clocks and calendars show, however a time is stored, in any zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import (
    Connection,
    MetaData,
    func,
    select,
)

from tests.filters.records import both, where
from tests.filters.visits import EPOCH, NOW, PATHS, RECORDS, ROWS, TABLES, VISITS, ZONES, visits
from widgetql import (
    compile_filter,
    compute_widget_data,
    drill_down,
    validate_filter,
)
from widgetql.clocks import PARTS
from widgetql.columns import Context, Rows, read
from widgetql.testing import expected_widget_data, matching_ids


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Any:
    return ROWS


def shown(row: Any, path: str, zone: str) -> datetime | None:
    """What clocks of a zone show, by the zone's own rules."""
    stored, own = row.get(path), {"wall": "America/New_York", "half": "Australia/Lord_Howe", "day": zone}
    if stored is None:
        return None
    if path in ("seconds", "millis", "exact"):
        unit = 1_000 if path == "millis" else 1_000_000
        stored = EPOCH + timedelta(microseconds=round(stored * unit))
    elif not isinstance(stored, datetime):
        stored = datetime(stored.year, stored.month, stored.day)
    if stored.tzinfo is None:
        late, early = (stored.replace(tzinfo=ZoneInfo(own[path]), fold=fold) for fold in (0, 1))
        skipped = early.utcoffset() > late.utcoffset()  # type: ignore[operator]
        stored = _jump(early.astimezone(UTC), late.astimezone(UTC), own[path]) if skipped else late
    return stored.astimezone(ZoneInfo(zone))


def _jump(early: datetime, late: datetime, zone: str) -> datetime:
    minutes = (late - early) // timedelta(minutes=1)
    start = early.replace(second=0, microsecond=0)
    offsets = [
        (start + timedelta(minutes=n)).astimezone(ZoneInfo(zone)).utcoffset() for n in range(minutes + 2)
    ]
    return start + timedelta(minutes=next(n for n, one in enumerate(offsets) if one != offsets[0]))


def part(at: datetime | None, name: str) -> int | None:
    if at is None:
        return None
    return {
        "hour_of_day": at.hour,
        "day_of_week": at.isoweekday(),
        "day_of_month": at.day,
        "month_of_year": at.month,
    }[name]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("path", PATHS)
def test_every_part_is_what_clocks_and_calendars_show(connection: Connection, path: str, zone: str) -> None:
    found = VISITS.find(path)
    assert found is not None
    context = Context(zone=ZoneInfo(zone))
    columns = [read(found.part_of_time(one), Rows(visits, visits), context).sql.label(one) for one in PARTS]
    answer = {row[0]: tuple(row[1:]) for row in connection.execute(select(visits.c.id, *columns))}
    times = {row["id"]: shown(row, path, zone) for row in RECORDS}
    assert answer == {id: tuple(part(at, one) for one in PARTS) for id, at in times.items()}


@pytest.mark.parametrize("path", ["at", "wall", "seconds"])
def test_rows_are_grouped_by_a_part(connection: Connection, path: str) -> None:
    found = VISITS.find(path)
    assert found is not None
    zone = "Europe/Paris"
    reading = read(found.part_of_time("day_of_week"), Rows(visits, visits), Context(zone=ZoneInfo(zone)))
    key = reading.sql.label("key")
    counted = connection.execute(select(key, func.count()).group_by(key).order_by(key)).all()
    days = [part(shown(row, path, zone), "day_of_week") for row in RECORDS]
    assert {row[0]: row[1] for row in counted} == {day: days.count(day) for day in {*days}}


def asked(path: str, name: str, op: str, value: Any) -> dict[str, Any]:
    return {**where(path, op, value), "part": name}


def ids(connection: Connection, source: Any, **options: Any) -> set[int]:
    condition = compile_filter(source, VISITS, now=NOW, **options)
    return set(connection.scalars(select(visits.c.id).where(condition)))


OPERANDS: Final = [
    ("hour_of_day", "between", [9, 17]),
    ("hour_of_day", "between", [9.5, 16.5]),
    ("hour_of_day", "between", [-5, 100]),
    ("hour_of_day", "between", [17, 9]),
    ("hour_of_day", "between", [22, 30]),
    ("hour_of_day", "eq", 0),
    ("hour_of_day", "eq", 23.0),
    ("hour_of_day", "eq", 24),
    ("hour_of_day", "eq", -1),
    ("hour_of_day", "eq", 9.5),
    ("hour_of_day", "neq", 12),
    ("hour_of_day", "neq", 24),
    ("hour_of_day", "in", [0, 6, 12.0, 30, 1.5]),
    ("hour_of_day", "in", []),
    ("hour_of_day", "in", [24]),
    ("hour_of_day", "nin", [0, 1, 2]),
    ("hour_of_day", "nin", []),
    ("hour_of_day", "gt", 22),
    ("hour_of_day", "gt", 22.5),
    ("hour_of_day", "gt", 23),
    ("hour_of_day", "gte", 0),
    ("hour_of_day", "gte", 0.5),
    ("hour_of_day", "lt", 0),
    ("hour_of_day", "lt", 1e300),
    ("hour_of_day", "lt", 3.5),
    ("hour_of_day", "lte", 3.5),
    ("hour_of_day", "lte", -(10**30)),
    ("hour_of_day", "lte", 23),
    ("hour_of_day", "isnull", True),
    ("hour_of_day", "isnull", False),
    ("day_of_week", "eq", 7),
    ("day_of_week", "in", [6, 7]),
    ("day_of_week", "eq", 0),
    ("day_of_week", "lte", 5),
    ("day_of_month", "eq", 31),
    ("day_of_month", "eq", 29),
    ("day_of_month", "gt", 31),
    ("month_of_year", "eq", 2),
    ("month_of_year", "between", [1, 12]),
    ("month_of_year", "nin", [1, 2, 3, 13]),
]


def _holds(number: int | None, op: str, value: Any) -> bool:
    if op in ("isnull", "neq", "nin") or number is None:
        rest = {"isnull": number is None and value, "neq": number != value}
        if op == "isnull":
            return (number is None) is value
        return number not in value if op == "nin" else bool(rest.get(op, False))
    return bool(
        {
            "eq": lambda: number == value,
            "in": lambda: number in value,
            "gt": lambda: number > value,
            "gte": lambda: number >= value,
            "lt": lambda: number < value,
            "lte": lambda: number <= value,
            "between": lambda: value[0] <= number <= value[1],
        }[op]()
    )


@pytest.mark.parametrize(("name", "op", "value"), OPERANDS)
def test_a_part_takes_the_operators_of_a_number(
    connection: Connection, name: str, op: str, value: Any
) -> None:
    zone, everyone = "Asia/Kolkata", {row["id"] for row in RECORDS}
    for path in ("at", "wall"):
        expected = {row["id"] for row in RECORDS if _holds(part(shown(row, path, zone), name), op, value)}
        source = asked(path, name, op, value)
        assert ids(connection, source, timezone=zone) == expected
        assert ids(connection, both("not", source), timezone=zone) == everyone - expected
        assert set(matching_ids(source, VISITS, ROWS, now=NOW, timezone=zone)) == expected


def test_a_repeated_hour_counts_in_its_hour(connection: Connection) -> None:
    # In New York it is twice half past one.
    found = ids(connection, asked("at", "hour_of_day", "eq", 1), timezone="America/New_York")
    twice = [row["id"] for row in RECORDS if row.get("at") in (
        datetime(2025, 11, 2, 5, 30, tzinfo=UTC), datetime(2025, 11, 2, 6, 30, tzinfo=UTC)
    )]  # fmt: skip
    assert len(twice) == 2
    assert {*twice} <= found


EIGHT: Final = asked("stops.at", "hour_of_day", "eq", 8)
STOPS: Final = [
    (asked("stops.at", "hour_of_day", "eq", 9), {2, 3}),
    (asked("stops.at", "hour_of_day", "neq", 8), {2, 3}),
    (both("not", EIGHT), None),
    (both("same_row", EIGHT, asked("stops.at", "day_of_month", "eq", 3)), {2}),
    ({**both("count_rows", asked("stops.at", "hour_of_day", "gte", 9)), "op": "gte", "value": 2}, {3}),
    (both("all_rows", asked("stops.at", "hour_of_day", "lt", 10)), {1, 2}),
    (both("or", *[asked("stops.at", "hour_of_day", "eq", hour) for hour in (9, 10)]), {2, 3}),
    (
        both("or", asked("stops.at", "hour_of_day", "eq", 10), asked("stops.at", "day_of_month", "eq", 2)),
        {1, 3},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), STOPS, ids=range(len(STOPS)))
def test_related_times_have_parts(connection: Connection, source: Any, expected: set[int] | None) -> None:
    wanted = {row["id"] for row in RECORDS} - {1, 2, 3} if expected is None else expected
    assert ids(connection, source) == wanted
    assert set(matching_ids(source, VISITS, ROWS, now=NOW)) == wanted


LATELY: Final = where("at", "gte", "2025-01-01")


# One statement is kept for each part in each zone, whatever the number.
def test_the_number_is_a_parameter(connection: Connection) -> None:
    _ask(connection, [5], "UTC", "month_of_year")
    kept = len(VISITS.kept)
    _ask(connection, [7, 3, 6], "UTC", "month_of_year")
    assert len(VISITS.kept) == kept


def _ask(connection: Connection, numbers: list[int], zone: str, name: str) -> None:
    for number in numbers:
        filters = both("and", LATELY, asked("at", name, "eq", number))
        widget = {"chart_type": "stat", "filters": filters}
        compute_widget_data(connection, widget, VISITS, now=NOW, timezone=zone)


def test_a_kept_statement_answers_for_each_number(connection: Connection) -> None:
    for hour, zone, name in product((5, 6, 7), ("UTC", "America/New_York"), ("hour_of_day", "day_of_week")):
        filters = both("and", LATELY, asked("at", name, "eq", hour))
        answer: Any = compute_widget_data(
            connection, {"chart_type": "stat", "filters": filters}, VISITS, now=NOW, timezone=zone
        ).data
        times = [
            shown(row, "at", zone)
            for row in RECORDS
            if row.get("at") and datetime(2025, 1, 1, tzinfo=UTC) <= row["at"] < NOW
        ]
        from_new_year = [
            at for at in times if at is not None and at >= datetime(2025, 1, 1, tzinfo=ZoneInfo(zone))
        ]
        assert answer["visits"] == [part(at, name) for at in from_new_year].count(hour)


def test_a_part_bounds_no_range_and_stays_in_a_drill_down(connection: Connection) -> None:
    part_alone = {"chart_type": "stat", "filters": asked("at", "hour_of_day", "gte", 9)}
    with pytest.raises(ValueError, match="filter on at is required"):
        compute_widget_data(connection, part_alone, VISITS, now=NOW)
    condition = asked("at", "hour_of_day", "between", [5, 6])
    bar = {
        "chart_type": "bar", "field": "number", "aggregation_function": "count", "time_period": "month",
        "filters": both("and", LATELY, condition),
    }  # fmt: skip
    rows = compute_widget_data(connection, bar, VISITS, now=NOW).to_dict()["data"]
    assert rows
    for row in rows:
        behind = drill_down(bar, row, VISITS, now=NOW)
        assert condition in behind["conditions"]
        assert len(ids(connection, behind)) == row["sample_count"]


def test_a_part_does_not_move_with_the_range(connection: Connection) -> None:
    early = both("and", where("at", "gte", "2025-10-01"), asked("at", "hour_of_day", "lt", 12))
    widget = {"chart_type": "stat", "filters": early, "compare": {"to": "-1M"}}
    found: Any = compute_widget_data(connection, widget, VISITS, now=NOW).to_dict()["data"]
    assert found == expected_widget_data(widget, VISITS, ROWS, now=NOW)["data"]
    before = [row["at"] for row in RECORDS if row.get("at") and row["at"].hour < 12]
    start, end = (datetime(2025, 9, 1, tzinfo=UTC), NOW - timedelta(days=31))
    assert found["previous"]["visits"] == sum(start <= at < end for at in before)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (asked("at", "hour", "eq", 1), [("/part", "unknown_part")]),
        (asked("at", "", "eq", 1), [("/part", "unknown_part")]),
        (asked("at", None, "eq", 1), [("/value", "wrong_type")]),  # type: ignore[arg-type]
        (asked("at", ["hour_of_day"], "eq", 1), [("/part", "unknown_part")]),  # type: ignore[arg-type]
        (asked("number", "hour_of_day", "eq", 1), [("/part", "part_not_allowed")]),
        (asked("at", "hour_of_day", "contains", "1"), [("/op", "operator_not_allowed")]),
        (asked("at", "hour_of_day", "eq", "9"), [("/value", "wrong_type")]),
        (asked("at", "hour_of_day", "eq", True), [("/value", "wrong_type")]),
        (asked("at", "hour_of_day", "in", [9, "now"]), [("/value/1", "wrong_type")]),
        (asked("at", "hour_of_day", "eq", None), [("/value", "null_operand")]),
        (asked("nothing", "hour_of_day", "eq", 1), [("/field", "unknown_field")]),
        (asked("stops.at", "hour_of_day", "eq", 1), []),
        (where("stops.at", "eq", "now"), [("/op", "operator_not_allowed")]),
    ],
)
def test_problems(source: Any, expected: list[tuple[str, str]]) -> None:
    problems = validate_filter(source, VISITS, now=NOW)
    assert [(problem.pointer, problem.code) for problem in problems] == expected


def test_a_date_is_that_day_in_any_zone(connection: Connection) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        found = ids(connection, asked("day", "day_of_month", "eq", 29), timezone=zone)
        assert found == {row["id"] for row in RECORDS if row.get("day") and row["day"].day == 29}
    assert date(2024, 2, 29) in {row.get("day") for row in RECORDS}
