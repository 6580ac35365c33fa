"""What hosts write in the place of a column, as a field, means the same on every engine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Double,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    case,
    cast,
    extract,
    func,
    null,
    or_,
    select,
)  # fmt: skip
from sqlalchemy.exc import UnsupportedCompilationError

from widgetql import Dataset, Field, Limits, compile_filter, compute_widget_data
from widgetql.testing import NOW, Rows, expected_widget_data
from widgetql.types import DataType

TABLES: Final = MetaData()
people: Final = Table(
    "people", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("ended", DateTime),
    Column("data", JSON),
    Column("name", String(20)),
    Column("cents", Integer),
    Column("price", Numeric(12, 2)),
    Column("weight", Double),
    Column("flag", Boolean),
    Column("born", Date),
    Column("digits", String(9)),
)  # fmt: skip
_NAMES: Final = ("name", "cents", "price", "weight", "flag", "born", "digits")
_VALUES: Final = (
    ("Ann", 5, Decimal("1.25"), 0.5, True, date(2000, 2, 29), "12"),
    ("", -5, Decimal("-1.25"), 2.5, False, date(2024, 12, 31), "7"),
    (None, None, None, None, None, None, None),
    ("b", 100, Decimal("99.99"), 1e15, True, date(1970, 1, 1), "-3"),
)
_STARTS: Final = [datetime(2025, 10, 20 + id, 23) for id in range(4)]
_ENDS: Final = [
    datetime(2025, 10, 20, 23, 59, 59, 999_999),
    datetime(2025, 10, 22),
    None,
    datetime(2024, 12, 29, 5, 6, 7, 500_000),
]
_DOCUMENTS: Final[list[Any]] = [
    {"vip": True, "n": 7, "s": "", "in": {"vip": False, "n": 0.5}},
    {"vip": False, "s": "x"},
    {},
    None,
]
ROWS: Final = [
    {"id": id, "at": at, "ended": ended, "data": _DOCUMENTS[id], **dict(zip(_NAMES, values, strict=True))}
    for id, (values, at, ended) in enumerate(zip(_VALUES, _STARTS, _ENDS, strict=True))
]
_C: Final = people.c
_OTHER: Final = people.alias("other")
LATER: Final[dict[str, tuple[Any, str | None, list[Any]]]] = {
    "a later time": (
        _C.ended + timedelta(days=1, microseconds=1), None, [
            "2025-10-22T00:00:00Z", "2025-10-23T00:00:00.000001Z", None, "2024-12-30T05:06:07.500001Z",
        ],
    ),
    "an earlier time": (
        _C.ended - timedelta(minutes=1), None,
        [
            "2025-10-20T23:58:59.999999Z", "2025-10-21T23:59:00Z", None, "2024-12-29T05:05:07.500000Z",
        ],
    ),
    "a length of time first": (
        timedelta(hours=-1) + _C.ended, None,
        [
            "2025-10-20T22:59:59.999999Z", "2025-10-21T23:00:00Z", None, "2024-12-29T04:06:07.500000Z",
        ],
    ),
    "a date and hours": (
        _C.born + timedelta(hours=25), None,
        ["2000-03-01T01:00:00Z", "2025-01-01T01:00:00Z", None, "1970-01-02T01:00:00Z"],
    ),
    "a later date": (_C.born + 1, None, ["2000-03-01", "2025-01-01", None, "1970-01-02"]),
    "as much later as another says": (
        _C.born - _C.cents, None, ["2000-02-24", "2025-01-05", None, "1969-09-23"],
    ),
}  # fmt: skip
# An expression, its declared type where SQLAlchemy knows none, and the values of the rows.
EXPRESSIONS: Final[dict[str, tuple[Any, str | None, list[Any]]]] = {
    "not": (~_C.flag, None, [False, True, None, False]),
    "not, and": (and_(~_C.flag, _C.cents > -9), None, [False, True, None, False]),
    "or": (or_(~_C.flag, _C.cents > 50), None, [False, True, None, True]),
    "not, in a case": (case((~_C.flag, 1), else_=2), None, [2, 1, 2, 2]),
    "between": (_C.cents.between(0, 50), "boolean", [True, False, None, False]),
    "not between": (~_C.cents.between(0, 50), "boolean", [False, True, None, True]),
    "compared": (_C.cents > 0, None, [True, False, None, True]),
    "in a list with null": (_C.cents.in_([5, None]), None, [True, None, None, None]),
    "not in a list with null": (~_C.cents.in_([5, None]), None, [False, None, None, None]),
    "in a list of null": (_C.cents.in_([None]), None, [None, None, None, None]),
    "in": (_C.name.in_(["Ann", ""]), None, [True, True, None, False]),
    "a case of labels": (case((_C.cents > 50, "+"), else_="-"), None, ["-", "-", "-", "+"]),
    "a case of kinds": (case((_C.cents > 50, _C.price), else_=_C.weight), None, [0.5, 2.5, None, 99.99]),
    "the first that is there": (func.coalesce(_C.price, 0), None, [1.25, -1.25, 0, 99.99]),
    "a double or a decimal": (func.coalesce(_C.weight, _C.price), None, [0.5, 2.5, None, 1e15]),
    "as text": (cast(_C.cents, String(20)), None, ["5", "-5", None, "100"]),
    "as an integer": (cast(_C.digits, Integer), None, [12, 7, None, -3]),
    "as a decimal": (cast(_C.cents, Numeric(12, 2)), None, [5, -5, None, 100]),
    "as some decimal": (cast(_C.price, Numeric), None, [1.25, -1.25, None, 99.99]),
    "as a double": (cast(_C.price, Double), None, [1.25, -1.25, None, 99.99]),
    "a flag as a number": (cast(_C.flag, Integer), None, [1, 0, None, 1]),
    "as a date": (cast(_C.at, Date), None, ["2025-10-20", "2025-10-21", "2025-10-22", "2025-10-23"]),
    "as a time": (
        cast(_C.born, DateTime), None,
        ["2000-02-29T00:00:00Z", "2024-12-31T00:00:00Z", None, "1970-01-01T00:00:00Z"],
    ),
    "rounded": (func.round(_C.price, 1), "numeric", [1.3, -1.3, None, 100]),
    "a quotient, rounded": (func.round(_C.price / 3, 1), "numeric", [0.4, -0.4, None, 33.3]),
    "absolute": (func.abs(_C.price), "numeric", [1.25, 1.25, None, 99.99]),
    "nothing if empty": (func.nullif(_C.name, ""), "string", ["Ann", None, None, "b"]),
    "put together": (_C.name + "-" + _C.digits, None, ["Ann-12", "-7", None, "b--3"]),
    "beyond 32 bits": (_C.cents * 2_000_000_000 - 7, None, [10**10 - 7, -(10**10) - 7, None, 2 * 10**11 - 7]),
    "in steps": ((_C.cents + 1) * (_C.id - 4) * 10**9, None, [-24 * 10**9, 12 * 10**9, None, -101 * 10**9]),
    "three in a row": (_C.cents * _C.cents * _C.cents * 10_000, None, [1_250_000, -1_250_000, None, 10**10]),
    "three kinds in a row": (_C.cents + _C.price + _C.weight, None, [6.75, -3.75, None, 1e15 + 199.99]),
    "three kinds in a product": (_C.price * _C.cents * _C.weight, None, [3.125, 15.625, None, 9.999e18]),
    "a decimal less another": (_C.price - Decimal("1.15"), None, [0.1, -2.4, None, 98.84]),
    "a decimal by a double": (_C.price * 1.00001, None, [1.2500125, -1.2500125, None, 99.9909999]),
    "a decimal by another": (_C.price * Decimal("1.00001"), None, [1.2500125, -1.2500125, None, 99.9909999]),
    "minus a product": (-(_C.price * _C.cents), None, [-6.25, -6.25, None, -9_999]),
    "a decimal and its size": (_C.price + func.abs(_C.price, type_=Numeric()), None, [2.5, 0, None, 199.98]),
    "a decimal in parentheses": (_C.price - (_C.price - _C.cents), None, [5, -5, None, 100]),
    "a decimal and an integer": (_C.price * 3 + 1, None, [4.75, -2.75, None, 300.97]),
    "is true": (_C.flag.is_(True), None, [True, False, False, True]),
    "a length in parentheses": (
        (_C.ended - _C.at).self_group() >= timedelta(minutes=60), None, [False, True, None, False],
    ),
    "the rest": (_C.cents % 3, None, [2, -2, None, 1]),
    "a length of time": (
        _C.ended - _C.at > timedelta(minutes=59, seconds=59), None, [True, True, None, False],
    ),
    "a length, to the microsecond": (
        _C.ended - _C.at == timedelta(microseconds=3_599_999_999), None, [True, False, None, False],
    ),
    "a length, in words": (
        case((_C.ended - _C.at >= timedelta(hours=1), "long"), else_="short"), None,
        ["short", "long", "short", "short"],
    ),
    "two lengths": (_C.at - _C.ended < _C.ended - _C.at, None, [True, True, None, False]),
    "since a time": (
        _C.ended - datetime(2025, 10, 20, 23), None, [3_599.999999, 90_000, None, -25_552_432.5],
    ),
    **LATER,
    "years later": (extract("year", _C.born + 366), None, [2001, 2026, None, 1971]),
    "year": (extract("year", _C.ended), None, [2025, 2025, None, 2024]),
    "quarter": (extract("quarter", _C.born), None, [1, 4, None, 1]),
    "month": (extract("month", _C.born), None, [2, 12, None, 1]),
    "week": (extract("week", _C.born), None, [9, 1, None, 1]),
    "day": (extract("day", _C.born), None, [29, 31, None, 1]),
    "day of year": (extract("doy", _C.born), None, [60, 366, None, 1]),
    "day of week": (extract("dow", _C.ended), None, [1, 3, None, 0]),
    "day of ISO week": (extract("isodow", _C.ended), None, [1, 3, None, 7]),
    "hour": (extract("hour", _C.ended), None, [23, 0, None, 5]),
    "minute": (extract("minute", _C.ended), None, [59, 0, None, 6]),
    "second": (extract("second", _C.ended), None, [59, 0, None, 7]),
    "seconds since 1970": (
        extract("epoch", _C.ended), None, [1_761_004_799, 1_761_091_200, None, 1_735_448_767],
    ),
    "weekend": (
        case((extract("dow", _C.ended).in_([0, 6]), "weekend"), else_="week"), None,
        ["week", "week", "week", "weekend"],
    ),
    "a flag as text": (cast(_C.flag, String(9)), None, ["true", "false", None, "true"]),
    "a time as text": (
        cast(_C.ended, Text), None,
        ["2025-10-20 23:59:59.999999", "2025-10-22 00:00:00.000000", None, "2024-12-29 05:06:07.500000"],
    ),
    "a date as text": (cast(_C.ended, String(10)), None, ["2025-10-20", "2025-10-22", None, "2024-12-29"]),
    "a short text": (cast(_C.name, String(2)), None, ["An", "", None, "b"]),
    "a decimal, cut off": (cast(_C.price, Integer), None, [1, -1, None, 99]),
    "a double, cut off": (cast(_C.weight, Integer), None, [0, 2, None, 10**15]),
    "beyond 64 bits": (cast(_C.weight * 1e4, BigInteger), None, [5_000, 25_000, None, None]),
    "to the cent": (cast(_C.price / 3, Numeric(12, 2)), None, [0.42, -0.42, None, 33.33]),
    "a double, to the cent": (
        cast(case((_C.weight < 10, _C.weight * 0.277)), Numeric(12, 2)), None, [0.14, 0.69, None, None],
    ),
    "to a tenth": (cast(_C.price, Numeric(12, 1)), None, [1.3, -1.3, None, 100]),
    "with too few digits": (cast(_C.price, Numeric(3, 2)), None, [1.25, -1.25, None, None]),
    "rounded to too many": (cast(_C.price, Numeric(3, 1)), None, [1.3, -1.3, None, None]),
    "a double of too many": (cast(_C.weight, Numeric(6, 2)), None, [0.5, 2.5, None, None]),
    "an integer of too many": (cast(_C.cents, Numeric(4, 2)), None, [5, -5, None, None]),
    "a narrow integer": (
        cast(_C.cents * 30_000_000, SmallInteger), None, [150_000_000, -150_000_000, None, 3_000_000_000],
    ),
    "decimals of a case": (
        case((_C.cents > 0, _C.price), else_=_C.cents) * 3, None, [3.75, -15, None, 299.97],
    ),
    "decimals that are there": (func.coalesce(_C.price, 0) * 3, None, [3.75, -3.75, 0, 299.97]),
    "without decimals": (cast(_C.price, Numeric(12, 0)), None, [1, -1, None, 100]),
    "a number as a flag": (cast(_C.cents + 5, Boolean), None, [True, False, None, True]),
    "or a date": (
        func.coalesce(_C.born, date(2001, 2, 3)), None,
        ["2000-02-29", "2024-12-31", "2001-02-03", "1970-01-01"],
    ),
    "or a time": (
        func.coalesce(_C.ended, datetime(2001, 2, 3, 4)), None,
        [
            "2025-10-20T23:59:59.999999Z", "2025-10-22T00:00:00Z", "2001-02-03T04:00:00Z",
            "2024-12-29T05:06:07.500000Z",
        ],
    ),
    "the database's date": (
        func.date(_C.ended), "datetime",
        ["2025-10-20T00:00:00Z", "2025-10-22T00:00:00Z", None, "2024-12-29T00:00:00Z"],
    ),
    "the database's date as text": (
        func.date(_C.ended), "string", ["2025-10-20", "2025-10-22", None, "2024-12-29"],
    ),
    "nothing": (null(), "string", [None, None, None, None]),
    "no number": (null(), "numeric", [None, None, None, None]),
    "less than the largest": (
        _C.price - select(func.max(_OTHER.c.price)).scalar_subquery(), None, [-98.74, -101.24, None, 0],
    ),
    "less than another's": (
        _C.price - select(_OTHER.c.price).where(_OTHER.c.id == 3).scalar_subquery(), None,
        [-98.74, -101.24, None, 0],
    ),
    "another's, or nothing": (
        func.coalesce(select(_OTHER.c.price).where(_OTHER.c.id == 2).scalar_subquery(), 0), None,
        [0, 0, 0, 0],
    ),
    "a subquery": (select(func.count()).select_from(people.alias()).scalar_subquery(), None, [4, 4, 4, 4]),
}  # fmt: skip

IN_JSON: Final[dict[str, tuple[Any, str | None, list[Any]]]] = {
    "a flag": (_C.data["vip"].as_boolean(), None, [True, False, None, None]),
    "further in": (_C.data[("in", "vip")].as_boolean(), None, [False, None, None, None]),
    "not a flag": (~_C.data["vip"].as_boolean(), None, [False, True, None, None]),
    "a number": (_C.data["n"].as_integer(), None, [7, None, None, None]),
    "a number further in": (_C.data[("in", "n")].as_float(), None, [0.5, None, None, None]),
    "a text": (_C.data["s"].as_string(), None, ["", "x", None, None]),
}
"""What SQLAlchemy finds in a document, where its dialect can: neither on ClickHouse nor on Spark."""

_FINDS_IN_JSON: Final = {"sqlite", "postgresql", "mysql", "mariadb", "duckdb"}

_TIMES: Final = {"as a date", "as a time", "or a date", "or a time", "the database's date", *LATER}
LABELLED: Final = [
    name
    for name, (_, _, values) in EXPRESSIONS.items()
    if name not in _TIMES and isinstance(values[0], str | bool)
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {people: ROWS}


# Those of a function that databases have of their own, and of a subquery.
OF_THE_DATABASE: Final = {
    "as an integer", "rounded", "a quotient, rounded", "absolute",
    "the rest", "a decimal and its size", "the database's date", "the database's date as text", "a subquery",
    "less than the largest", "less than another's", "another's, or nothing",
}  # fmt: skip


def _field(name: str) -> Field:
    expression, declared, _ = (EXPRESSIONS | IN_JSON)[name]
    return Field(expression) if declared is None else Field(expression, type=declared)


def _dataset(name: str) -> Dataset:
    return Dataset(
        people, id=_C.id, timestamp=_C.at, fields={"it": _field(name)}, limits=Limits(max_range=None)
    )


PEOPLE: Final = Dataset(
    people,
    id=_C.id,
    timestamp=_C.at,
    fields={f"e{at}": _field(name) for at, name in enumerate(EXPRESSIONS)}
    | {f"j{at}": _field(name) for at, name in enumerate(IN_JSON)},
    limits=Limits(max_range=None),
)
"""Each of them as `e0`, `e1` and so on, what is in documents as `j0`."""


def _shown(connection: Connection, name: str, widget: dict[str, Any]) -> Any:
    return compute_widget_data(connection, {"field": "it"} | widget, _dataset(name), now=NOW).to_dict()[
        "data"
    ]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_it_is_shown(connection: Connection, name: str) -> None:
    shown = _shown(connection, name, {"chart_type": "list"})
    assert [row["value"] for row in sorted(shown, key=lambda row: row["id"])] == EXPRESSIONS[name][2]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_what_is_shown_is_found(connection: Connection, name: str) -> None:
    values = EXPRESSIONS[name][2]
    for op, value in (("isnull", True), *(("eq", value) for value in values if value is not None)):
        condition = compile_filter({"field": "it", "op": op, "value": value}, _dataset(name), now=NOW)
        found = sorted(connection.scalars(select(_C.id).where(condition)))
        assert found == [id for id, one in enumerate(values) if one == (None if op == "isnull" else value)]


@pytest.mark.parametrize("name", [name for name in EXPRESSIONS if name not in OF_THE_DATABASE])
def test_so_it_is_to_the_interpreter(name: str) -> None:
    widget = {"chart_type": "list", "field": "it"}
    answer = expected_widget_data(widget, _dataset(name), {people: ROWS}, now=NOW)
    shown = sorted(answer["data"], key=lambda row: row["id"])
    assert [row["value"] for row in shown] == EXPRESSIONS[name][2]


@pytest.mark.parametrize("name", sorted(OF_THE_DATABASE))
def test_or_it_is_not_known_there(name: str) -> None:
    with pytest.raises(NotImplementedError, match="the interpreter evaluates no"):
        expected_widget_data({"chart_type": "list", "field": "it"}, _dataset(name), {people: ROWS}, now=NOW)


@pytest.mark.parametrize("name", IN_JSON)
def test_what_is_in_a_document_is_shown_and_found(connection: Connection, name: str) -> None:
    values = IN_JSON[name][2]
    if connection.dialect.name not in _FINDS_IN_JSON:
        with pytest.raises(UnsupportedCompilationError):
            _shown(connection, name, {"chart_type": "list"})
        return
    shown = _shown(connection, name, {"chart_type": "list"})
    assert [row["value"] for row in sorted(shown, key=lambda row: row["id"])] == values
    for value in {*values} - {None}:
        condition = compile_filter({"field": "it", "op": "eq", "value": value}, _dataset(name), now=NOW)
        found = sorted(connection.scalars(select(_C.id).where(condition)))
        assert found == [id for id, one in enumerate(values) if one == value]


@pytest.mark.parametrize("name", LABELLED)
def test_slices_are_of_its_values(connection: Connection, name: str) -> None:
    values = EXPRESSIONS[name][2]
    shown = _shown(connection, name, {"chart_type": "pie", "include_missing": True})
    assert {row["label"]: row["value"] for row in shown} == {one: values.count(one) for one in values}


@pytest.mark.parametrize(
    "expression",
    [
        func.max(_C.cents).over(),
        func.count(),
        func.sum(_C.cents),
        1 + func.sum(_C.cents).over(),
        func.max(_C.cents),
        func.AVG(_C.cents),
        func.string_agg(_C.name, ","),
        func.count(_C.id).filter(_C.cents > 0),
        func.percentile_cont(0.5).within_group(_C.cents),
    ],
    ids=["over", "count", "sum", "within", "max", "avg", "texts", "filtered", "ordered"],
)
def test_what_is_of_several_rows_is_no_field(expression: Any) -> None:
    with pytest.raises(ValueError, match="a value of one row is meant, not one of several"):
        Field(expression, type="numeric")


def test_the_largest_of_several_is_of_one_row() -> None:
    assert Field(func.max(_C.cents, _C.id), type="numeric").type is DataType.NUMERIC
