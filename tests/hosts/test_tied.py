"""A field that is a subquery over an alias of its own table, tied to the row around it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import pytest
from sqlalchemy import Column, Connection, DateTime, Engine, Integer, MetaData, Table, func, select
from sqlalchemy.exc import CompileError, DatabaseError

from widgetql import Dataset, Field, ToOne, compile_filter, compute_widget_data
from widgetql.testing import NOW
from widgetql.testing.databases import filled

TABLES: Final = MetaData()
calls: Final = Table(
    "calls", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("cents", Integer),
    Column("parent", Integer),
)  # fmt: skip
_C: Final = calls.c
_other: Final = calls.alias("other")
_parents: Final = calls.alias("parents")
_LESS: Final = select(func.count()).where(_other.c.cents < _C.cents).scalar_subquery()
_LESS_THAN_PARENT: Final = select(func.count()).where(_other.c.cents < _parents.c.cents).scalar_subquery()
CALLS: Final = Dataset(
    calls,
    id=_C.id,
    timestamp=_C.at,
    fields={
        "less": Field(_LESS),
        "more": Field(_LESS * -1 + 3),
        "parent": ToOne(
            _parents, on=_parents.c.id == _C.parent,
            fields={"less": Field(_LESS_THAN_PARENT), "cents": Field(_parents.c.cents)},
        ),
    },
)  # fmt: skip
_SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
_AT: Final = datetime(2025, 11, 1)
_ROWS: Final = {calls: [{"id": id, "at": _AT, "cents": id * 10, "parent": id - 1} for id in range(1, 5)]}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def _shown(connection: Connection, field: str) -> list[int | None]:
    widget = {
        "chart_type": "list",
        "columns": [field],
        "filters": _SINCE,
        "order_by": [{"name": "id", "direction": "asc"}],
    }
    data = compute_widget_data(connection, widget, CALLS, now=NOW).to_dict()["data"]
    return [row[field] for row in data]


def _found(connection: Connection, field: str, value: int) -> list[int]:
    condition = compile_filter({"field": field, "op": "eq", "value": value}, CALLS, now=NOW)
    return sorted(connection.scalars(select(_C.id).where(condition)))


@pytest.mark.parametrize(("field", "values"), [("less", [0, 1, 2, 3]), ("more", [3, 2, 1, 0])])
def test_it_speaks_of_the_row_around_it(engine: Engine, field: str, values: list[int]) -> None:
    with filled(engine, _ROWS) as connection:
        if engine.dialect.name == "clickhousedb":
            # There a column of the table is, within the subquery, the alias's.
            with pytest.raises(
                CompileError, match="no tied_to_alias on clickhousedb: a subquery over an alias"
            ):
                _shown(connection, field)
            with pytest.raises(
                CompileError, match="no tied_to_alias on clickhousedb: a subquery over an alias"
            ):
                _found(connection, field, 1)
            return
        assert _shown(connection, field) == values
        assert _found(connection, field, 1) == [values.index(1) + 1]


def test_of_an_alias_it_speaks_too(engine: Engine) -> None:
    with filled(engine, _ROWS) as connection:
        if engine.dialect.name == "clickhousedb":
            # Tied to what is joined it is none that ClickHouse has.
            with pytest.raises(DatabaseError, match="not supported yet"):
                _shown(connection, "parent.less")
            return
        assert _shown(connection, "parent.less") == [None, 0, 1, 2]
        assert _found(connection, "parent.less", 1) == [3]
