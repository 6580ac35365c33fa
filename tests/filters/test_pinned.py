"""Times written back: absolute instants that mean the same, by whichever operators a host left a field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Boolean, Column, DateTime, Double, Enum, Integer, MetaData, Table, Text

from widgetql import Dataset, Field, Limits, ToMany
from widgetql.errors import Pointer, Problems
from widgetql.filters.bound import Window
from widgetql.filters.parse import parse_filter
from widgetql.filters.pinned import Pinner, all_of, beside, condition, group
from widgetql.filters.values import Values
from widgetql.relative_time import RESOLUTION, Clock
from widgetql.testing import matching_ids
from widgetql.types import DataType

NOW: Final = datetime(2025, 11, 7, 14, 30, tzinfo=UTC)
AT: Final = Pointer("row")
META: Final = MetaData()
records: Final = Table(
    "records",
    META,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("number", Double),
    Column("whole", Integer),
    Column("flag", Boolean),
    Column("word", Text),
    Column("label", Enum("a", "b")),
)
notes: Final = Table(
    "notes", META, Column("id", Integer, primary_key=True), Column("record", Integer), Column("at", DateTime)
)
DAWN, DUSK = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"


def where(op: str, value: Any, field: str = "at") -> dict[str, Any]:
    return condition(field, op, value)


def declared(column: str, operators: set[str] | None = None) -> Dataset:
    """A dataset of one column, its operators narrowed; the notes keep all of theirs."""
    related = ToMany(notes, on=notes.c.record == records.c.id, fields={"at": Field(notes.c.at)})
    fields = {
        column: Field(records.c[column], operators=operators),
        "notes": related,
        "id": Field(records.c.id),
    }
    return Dataset(records, id=records.c.id, fields=fields)


def pinned(source: Any, operators: set[str] | None = None) -> Any:
    """The pinned filter, or what it cannot say."""
    dataset, problems, clock = declared("at", operators), Problems(), Clock(NOW, UTC)
    node = parse_filter(source, Pointer("filter"), Limits(), problems)
    found = Pinner(dataset, clock, Limits(), problems).pinned(node)
    return [problem.message for problem in problems] or found


def said(name: str, column: str, operators: set[str] | None, *arguments: Any) -> Any:
    """What `Values` says of a column, or that it cannot."""
    dataset, problems, clock = declared(column, operators), Problems(), Clock(NOW, UTC)
    values = Values(Pinner(dataset, clock, Limits(), problems), clock)
    found = getattr(values, name)(dataset.paths[column], *arguments, AT)
    return [problem.message for problem in problems] or found


MINUTE: Final = where("eq", "2025-11-03T10:00:00Z")
FIRST, SECOND = "2025-11-03T00:00:00Z", "2025-11-04T00:00:00Z"
DAY: Final = [where("gte", FIRST), where("lt", SECOND)]


@pytest.mark.parametrize(
    ("source", "operators", "expected"),
    [
        # What holds no time stays as it is.
        pytest.param(where("eq", 5, "id"), None, where("eq", 5, "id"), id="a-number"),
        pytest.param(where("isnull", True), None, where("isnull", True), id="isnull"),
        pytest.param(where("in", []), None, where("in", []), id="in-nothing"),
        pytest.param(where("nin", []), None, where("nin", []), id="nin-nothing"),
        # One instant.
        pytest.param(where("eq", "now"), None, where("eq", "2025-11-07T14:30:00Z"), id="eq"),
        pytest.param(where("eq", "now"), {"eq"}, where("eq", "2025-11-07T14:30:00Z"), id="eq-alone"),
        pytest.param(where("in", ["now"]), {"in"}, where("in", ["2025-11-07T14:30:00Z"]), id="in-alone"),
        pytest.param(
            {**group("count_rows", [where("eq", "now", "notes.at")]), "op": "gte", "value": 2},
            None,
            {
                **group("count_rows", [where("eq", "2025-11-07T14:30:00Z", "notes.at")]),
                "op": "gte",
                "value": 2,
            },
            id="so-many",
        ),
        pytest.param(
            group("all_rows", [where("gt", "now", "notes.at")]),
            None,
            group("all_rows", [where("gte", "2025-11-07T14:30:00.000001Z", "notes.at")]),
            id="all",
        ),
        pytest.param(
            where("neq", "now"), None, group("not", [where("eq", "2025-11-07T14:30:00Z")]), id="neq"
        ),
        pytest.param(where("gt", "now"), None, where("gte", "2025-11-07T14:30:00.000001Z"), id="gt"),
        pytest.param(where("lte", "now"), {"lte"}, where("lte", "2025-11-07T14:30:00Z"), id="lte-alone"),
        pytest.param(where("gt", "now"), {"gt"}, where("gt", "2025-11-07T14:30:00Z"), id="gt-alone"),
        # A period.
        pytest.param(where("eq", "2025-11-03"), None, group("and", DAY), id="a-day"),
        pytest.param(
            where("eq", "2025-11-03"),
            {"eq", "between"},
            where("between", [FIRST, "2025-11-03T23:59:59.999999Z"]),
            id="a-day-by-between",
        ),
        pytest.param(
            where("eq", "2025-11-03"),
            {"eq", "between", "gte"},
            where("between", [FIRST, "2025-11-03T23:59:59.999999Z"]),
            id="a-day-by-between-for-want-of-an-end",
        ),
        pytest.param(
            where("eq", "2025-11-03"),
            {"eq", "gt", "lte"},
            group(
                "and",
                [where("gt", "2025-11-02T23:59:59.999999Z"), where("lte", "2025-11-03T23:59:59.999999Z")],
            ),
            id="a-day-by-gt-and-lte",
        ),
        pytest.param(
            where("eq", "2025-11-03"),
            {"eq"},
            ["at takes neither gte nor gt", "at takes neither lt nor lte"],
            id="a-day-by-nothing",
        ),
        pytest.param(
            where("between", ["2025-11-03", "today"]),
            None,
            group("and", [where("gte", FIRST), where("lt", "2025-11-08T00:00:00Z")]),
            id="between",
        ),
        # Lists: what meets is one.
        pytest.param(
            where("in", ["2025-11-03", "2025-11-05"]),
            None,
            group(
                "or",
                [
                    group("and", DAY),
                    group("and", [where("gte", "2025-11-05T00:00:00Z"), where("lt", "2025-11-06T00:00:00Z")]),
                ],
            ),
            id="in",
        ),
        pytest.param(
            where("nin", ["2025-11-03", "2025-11-03T10:00:00Z"]),
            None,
            group("not", [group("and", DAY)]),
            id="nin-overlapping",
        ),
        # The ends of the calendar.
        pytest.param(where("gte", DAWN), None, where("gte", DAWN), id="dawn"),
        pytest.param(where("gte", DAWN), {"gte", "gt"}, where("gte", DAWN), id="dawn-gte"),
        pytest.param(where("lte", DUSK), None, group("not", [where("isnull", True)]), id="dusk"),
        pytest.param(where("eq", "9999-12-31"), None, where("gte", "9999-12-31T00:00:00Z"), id="last-day"),
        # Groups.
        pytest.param(
            group("and", [MINUTE, group("and", [MINUTE, MINUTE])]),
            None,
            all_of([MINUTE, MINUTE, MINUTE]),
            id="and-drawn-up",
        ),
        pytest.param(group("not", [MINUTE]), None, group("not", [MINUTE]), id="not"),
        pytest.param({"operator": "or", "conditions": [MINUTE]}, None, MINUTE, id="or-of-one"),
        # All of it is about one related row.
        pytest.param(
            where("eq", "2025-11-03", "notes.at"),
            None,
            group(
                "same_row", [group("and", [where("gte", FIRST, "notes.at"), where("lt", SECOND, "notes.at")])]
            ),
            id="to-many-period",
        ),
        pytest.param(
            where("neq", "now", "notes.at"),
            None,
            group("same_row", [group("not", [where("eq", "2025-11-07T14:30:00Z", "notes.at")])]),
            id="to-many-neq",
        ),
        pytest.param(
            where("lt", "now", "notes.at"),
            None,
            where("lt", "2025-11-07T14:30:00Z", "notes.at"),
            id="to-many",
        ),
    ],
)
def test_times_become_absolute(source: Any, operators: set[str] | None, expected: Any) -> None:
    assert pinned(source, operators) == expected


MOMENTS: Final = ["now", "today", "2025-11-03", "2025-11-07T14:30:00Z", "now-1M/M", DAWN, "9999-12-31", DUSK]
EDGES: Final = [
    datetime(2025, 10, 1),
    datetime(2025, 11, 1),
    datetime(2025, 11, 3),
    datetime(2025, 11, 4),
    datetime(2025, 11, 7),
    datetime(2025, 11, 7, 14, 30),
    datetime(2025, 11, 8),
]
STORED: Final = [
    None,
    datetime.min,
    *(edge + step * RESOLUTION for edge in EDGES for step in (-1, 0, 1)),
    datetime(9999, 12, 30, 23, 59, 59),
    datetime(9999, 12, 31),
    datetime.max,
]
ROWS: Final = {records: [{"id": index, "at": at} for index, at in enumerate(STORED)], notes: []}
NARROWED: Final = [
    {"eq", "neq", "gt", "gte", "lt", "lte", "in", "nin", "between"},
    {"gte", "lt"},
    {"gt", "lte"},
    {"gte", "lte"},
    {"gt", "lt"},
    {"between"},
    {"between", "neq"},
    {"eq", "neq", "in", "nin"},
    {"in", "nin", "gt", "lt"},
]


@pytest.mark.parametrize("operators", NARROWED, ids=lambda found: "-".join(sorted(found)))
def test_a_pinned_filter_holds_for_the_same_records_later(operators: set[str]) -> None:
    dataset = declared("at", operators | {"isnull"})
    sources = [where(op, moment) for op in operators - {"in", "nin", "between"} for moment in MOMENTS]
    sources += [
        where(op, [one, other])
        for op in operators & {"in", "nin", "between"}
        for one in MOMENTS
        for other in MOMENTS
    ]
    for source in sources:
        found = pinned(source, operators | {"isnull"})
        if isinstance(found, list):
            # Only what the field's operators cannot say is refused.
            assert not {"gte", "lt"} <= operators, source
            continue
        later = matching_ids(found, dataset, ROWS, now=NOW + timedelta(days=1000))
        assert later == matching_ids(source, dataset, ROWS, now=NOW), source


@pytest.mark.parametrize(
    ("instant", "step", "expected"),
    [
        (datetime.max, RESOLUTION, None),
        (datetime.min, -RESOLUTION, None),
        (datetime.min, RESOLUTION, datetime.min + RESOLUTION),
    ],
)
def test_there_is_nothing_beyond_the_calendar(
    instant: datetime, step: timedelta, expected: datetime | None
) -> None:
    assert beside(instant, step) == expected


def test_a_window_without_ends_is_any_value() -> None:
    dataset, problems, clock = declared("at"), Problems(), Clock(NOW, UTC)
    window = Window(None, None, None, None, AT)
    found = Pinner(dataset, clock, Limits(), problems).within(dataset.paths["at"], window, AT)
    assert found == group("not", [where("isnull", True)])


TEXT, NUMBER, FLAG, TIME = DataType.STRING, DataType.NUMERIC, DataType.BOOLEAN, DataType.DATETIME


@pytest.mark.parametrize(
    ("name", "column", "operators", "arguments", "expected"),
    [
        # One value.
        pytest.param("equals", "word", None, ("a",), where("eq", "a", "word"), id="eq"),
        pytest.param("equals", "word", {"in", "nin"}, ("a",), where("in", ["a"], "word"), id="in"),
        pytest.param("equals", "whole", {"between"}, (5,), where("between", [5, 5], "whole"), id="between"),
        pytest.param(
            "equals", "word", {"neq"}, ("a",), ["the operators of word cannot ask for one value"], id="neq"
        ),
        pytest.param("equals", "at", None, (DUSK,), where("gte", DUSK), id="last-instant"),
        pytest.param("equals", "at", {"eq"}, (FIRST,), where("eq", FIRST), id="instant"),
        pytest.param("equals", "at", {"in"}, (FIRST,), where("in", [FIRST]), id="instant-in"),
        pytest.param(
            "equals", "at", {"neq"}, (FIRST,),
            ["at takes neither gte nor gt", "at takes neither lt nor lte"], id="instant-neq",
        ),
        pytest.param(
            "equals", "at", None, ("today",), ["expected an instant of the answer, got 'today'"], id="phrase"
        ),
        pytest.param("equals", "at", None, (5,), ["expected an instant of the answer, got 5"], id="number"),
        # A missing value.
        pytest.param("equals", "word", None, (None,), where("isnull", True, "word"), id="missing"),
        pytest.param(
            "equals", "word", {"eq", "contains"}, (None,),
            group("not", [where("contains", "", "word")]), id="missing-by-complement",
        ),
        pytest.param(
            "equals", "number", None, (None,), where("isnull", True, "number"), id="missing-number",
        ),
        # None of some values.
        pytest.param("none_of", "word", None, (["a", None],), [where("nin", ["a"], "word")], id="nin"),
        pytest.param(
            "none_of", "word", {"in"}, (["a"],), [group("not", [where("in", ["a"], "word")])], id="not-in"
        ),
        pytest.param(
            "none_of", "word", {"eq"}, (["a", "b"],),
            [group("not", [where("eq", "a", "word"), where("eq", "b", "word")])], id="not-eq",
        ),
        pytest.param("none_of", "word", {"eq"}, ([None],), [], id="none-of-nothing"),
        pytest.param(
            "none_of", "at", None, ([FIRST],), [group("not", [where("eq", FIRST)])], id="none-of-instants"
        ),
        # Any value.
        pytest.param("present", "flag", None, ({FLAG},), where("isnull", False, "flag"), id="present"),
        pytest.param("present", "flag", {"in"}, ({FLAG},), where("in", [True, False], "flag"), id="flag-in"),
        pytest.param(
            "present", "flag", {"eq"}, ({FLAG},),
            group("or", [where("eq", True, "flag"), where("eq", False, "flag")]), id="flag-eq",
        ),
        pytest.param(
            "present", "word", {"startswith"}, ({TEXT},), where("startswith", "", "word"), id="text"
        ),
        pytest.param(
            "present", "whole", {"gte", "lt"}, ({NUMBER},),
            group("or", [where("gte", 0, "whole"), where("lt", 0, "whole")]), id="number-gte-lt",
        ),
        pytest.param(
            "present", "whole", {"gt", "lte"}, ({NUMBER},),
            group("or", [where("gt", 0, "whole"), where("lte", 0, "whole")]), id="number-gt-lte",
        ),
        pytest.param(
            "present", "at", {"gte", "lt"}, ({TIME},),
            group("or", [where("gte", "2025-11-07T14:30:00Z"), where("lt", "2025-11-07T14:30:00Z")]),
            id="instant-gte-lt",
        ),
        *(
            pytest.param(
                "present", column, operators, ({data_type},),
                [f"the operators of {column} cannot ask for any value"], id=f"{data_type}-by-nothing",
            )
            for column, operators, data_type in (
                ("flag", {"neq"}, FLAG), ("word", {"regex"}, TEXT), ("whole", {"gte", "lte"}, NUMBER)
            )
        ),
    ],
)  # fmt: skip
def test_a_value_is_asked_for_by_the_operators_that_are_left(
    name: str, column: str, operators: set[str] | None, arguments: tuple[Any, ...], expected: Any
) -> None:
    assert said(name, column, operators, *arguments) == expected
