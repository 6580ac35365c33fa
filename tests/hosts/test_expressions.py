"""What hosts write in the place of a column, as a field, means the same on every engine."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Double,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)  # fmt: skip

from widgetql import Dataset, Field, Limits, compile_filter, compute_widget_data
from widgetql.testing import NOW, Rows

TABLES: Final = MetaData()
people: Final = Table(
    "people", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
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
ROWS: Final = [
    {"id": id, "at": datetime(2025, 10, 20 + id, 23), **dict(zip(_NAMES, values, strict=True))}
    for id, values in enumerate(_VALUES)
]
_C: Final = people.c
# An expression, its declared type where SQLAlchemy knows none, and the values of the rows.
EXPRESSIONS: Final[dict[str, tuple[Any, str | None, list[Any]]]] = {
    "not": (~_C.flag, None, [False, True, None, False]),
    "not, and": (and_(~_C.flag, _C.cents > -9), None, [False, True, None, False]),
    "or": (or_(~_C.flag, _C.cents > 50), None, [False, True, None, True]),
    "not, in a case": (case((~_C.flag, 1), else_=2), None, [2, 1, 2, 2]),
    "between": (_C.cents.between(0, 50), "boolean", [True, False, None, False]),
    "not between": (~_C.cents.between(0, 50), "boolean", [False, True, None, True]),
    "compared": (_C.cents > 0, None, [True, False, None, True]),
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
    "the rest": (_C.cents % 3, None, [2, -2, None, 1]),
    "a subquery": (select(func.count()).select_from(people.alias()).scalar_subquery(), None, [4, 4, 4, 4]),
}  # fmt: skip

_TIMES: Final = {"as a date", "as a time"}
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


def _field(name: str) -> Field:
    expression, declared, _ = EXPRESSIONS[name]
    return Field(expression) if declared is None else Field(expression, type=declared)


def _dataset(name: str) -> Dataset:
    return Dataset(
        people, id=_C.id, timestamp=_C.at, fields={"it": _field(name)}, limits=Limits(max_range=None)
    )


PEOPLE: Final = Dataset(
    people,
    id=_C.id,
    timestamp=_C.at,
    fields={f"e{at}": _field(name) for at, name in enumerate(EXPRESSIONS)},
    limits=Limits(max_range=None),
)
"""Each of them as `e0`, `e1` and so on."""


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


@pytest.mark.parametrize("name", LABELLED)
def test_slices_are_of_its_values(connection: Connection, name: str) -> None:
    values = EXPRESSIONS[name][2]
    shown = _shown(connection, name, {"chart_type": "pie", "include_missing": True})
    assert {row["label"]: row["value"] for row in shown} == {one: values.count(one) for one in values}


@pytest.mark.parametrize(
    "expression",
    [func.max(_C.cents).over(), func.count(), func.sum(_C.cents), 1 + func.sum(_C.cents).over()],
    ids=["over", "count", "sum", "within"],
)
def test_what_is_of_several_rows_is_no_field(expression: Any) -> None:
    with pytest.raises(ValueError, match="a value of one row is meant, not one of several"):
        Field(expression)
