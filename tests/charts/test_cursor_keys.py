"""What stands in a cursor for a record's key: a value of its column's type, whoever wrote it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.types import TypeEngine

from tests.hosts.decorators import Cents
from widgetql import Dataset, Field
from widgetql.charts.cursor import key_value

_UUID: Final = UUID(int=2**127 + 1)
_LONG: Final = "1" + "0" * 1_000
# By the type of a key: what is read, and as what; and what is none.
TAKEN: Final[dict[str, tuple[TypeEngine[Any], list[tuple[Any, Any]]]]] = {
    "an integer": (BigInteger(), [(one, one) for one in (0, -1, -(2**63), 2**64 - 1)]),
    "a boolean": (Boolean(), [(True, True), (False, False)]),
    "a decimal": (
        Numeric(38, 2), [("1.50", Decimal("1.50")), (7, Decimal(7)), ("1E+1000", Decimal("1E+1000"))],
    ),
    "a double": (Double(), [("0.1", 0.1), ("1e300", 1e300)]),
    "a uuid": (Uuid(), [(str(_UUID), _UUID)]),
    "a uuid in text": (Uuid(as_uuid=False), [(str(_UUID).upper(), str(_UUID))]),
    "text": (Text(), [("", ""), ("7", "7"), ("é", "é")]),
    "a decorator's decimal": (Cents(), [("1.50", Decimal("1.50")), (7, 7)]),
}  # fmt: skip
REFUSED: Final[dict[str, tuple[TypeEngine[Any], list[Any]]]] = {
    "an integer": (BigInteger(), [True, "7", 7.0, None, -(2**63) - 1, 2**64, [7]]),
    "a boolean": (Boolean(), [1, 0, "true", None]),
    "a decimal": (Numeric(38, 2), [True, 1.5, "x", "NaN", "Infinity", f"{_LONG}0", "1E+1001", None, []]),
    "a double": (Double(), [True, 1.5, 2, "x", None]),
    "a uuid": (Uuid(), ["x", 7, None, str(_UUID)[1:]]),
    "text": (Text(), [7, None, True, "\ud800", "x\0", ["x"]]),
    "a decorator's decimal": (Cents(), ["x", True, "NaN", None, []]),
}
_PAIR: Final = Table(
    "pairs", MetaData(), Column("a", Integer, primary_key=True), Column("b", Text, primary_key=True)
)
_BY_PAIR: Final = Dataset(_PAIR, id=(_PAIR.c.a, _PAIR.c.b), fields={"b": Field(_PAIR.c.b)})


def _by(kind: TypeEngine[Any]) -> Dataset:
    table = Table("records", MetaData(), Column("id", kind, primary_key=True), Column("day", Date))
    return Dataset(table, id=table.c.id, fields={"day": Field(table.c.day)})


@pytest.mark.parametrize(
    ("kind", "written", "read"), [(kind, *pair) for kind, pairs in TAKEN.values() for pair in pairs]
)
def test_a_key_is_read_as_its_column_has_it(kind: TypeEngine[Any], written: Any, read: Any) -> None:
    found = key_value(written, _by(kind))
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(("kind", "written"), [(kind, one) for kind, all in REFUSED.values() for one in all])
def test_what_is_no_key_is_refused(kind: TypeEngine[Any], written: Any) -> None:
    with pytest.raises((ValueError, TypeError, ArithmeticError)):
        key_value(written, _by(kind))


def test_a_key_of_several_columns_is_a_list() -> None:
    assert key_value([1, "x"], _BY_PAIR) == (1, "x")


@pytest.mark.parametrize("written", [[1], [1, "x", 2], ["x", 1], "ab", (1, "x"), None, {"a": 1, "b": "x"}])
def test_a_list_of_others_is_refused(written: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        key_value(written, _BY_PAIR)
