"""Columns that no other dataset has: decimals of one digit or none, large divisors, UUIDs kept as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Numeric, Table, Text, Uuid

from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.seldom import each
from widgetql import Dataset, Field

Json = dict[str, Any]

TABLES: Final = MetaData()
figures: Final = Table(
    "figures",
    TABLES,
    Column("id", Uuid(native_uuid=False), primary_key=True),
    Column("at", DateTime),
    Column("name", Text),
    Column("tenths", Numeric(20, 1)),
    Column("hundredths", Numeric(20, 2)),
    Column("whole", Numeric(20, 0)),
    Column("large", BigInteger),
    Column("larger", BigInteger),
)
FIGURES: Final = Dataset(
    figures,
    id=figures.c.id,
    timestamp=figures.c.at,
    fields={
        **{name: Field(figures.c[name]) for name in ("id", "name", "tenths", "hundredths", "whole", "large")},
        "share": Field(figures.c.large / figures.c.larger),
        "part": Field(figures.c.tenths / figures.c.larger),
        "per_large": Field(figures.c.whole / figures.c.large),
        # By what is nothing there is nothing, and it is no infinity to divide by.
        "again": Field(figures.c.whole / (figures.c.large / figures.c.larger)),
    },
)
_LARGE: Final = 12 * 10**17
# SQLite keeps a decimal as a double.
_WHOLE: Final = 9 * 10**15
_OPTIONS: Final[Json] = {"now": datetime(2025, 11, 7, tzinfo=UTC), "limits": {"max_range": None}}
# Some are one double each with their neighbours, some are not.
ROWS: Final = tuple(
    {
        "id": UUID(int=2**127 + 2**100 * (at * 7 % 12)),
        "at": datetime(2025, 11, 1, at),
        "name": "ab"[at % 2],
        "tenths": Decimal(_LARGE * 10 + at // 2) / 10 if at % 3 else Decimal(at) / 10,
        "hundredths": Decimal(_LARGE * 10 + at // 2) / 100 if at % 3 else Decimal(at) / 100,
        "whole": Decimal(_WHOLE + at // 2) if at % 3 else Decimal(at),
        "large": _LARGE + at if at % 4 else at,
        "larger": (_LARGE * 7 + 3 * at, 0, 3, 10**15)[at % 4],
    }
    for at in range(12)
)


def of_figures(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["figures"] = World(TABLES, {figures: ROWS})
    count = {"name": "n", "aggregation_function": "count"}
    for field in ("tenths", "hundredths", "whole"):
        # By the type of the column DuckDB groups it: it is asked each of them.
        yield from each(_asked({"chart_type": "table", "dimensions": [field], "metrics": [count]}))
    for field, name in product(("share", "part", "per_large", "again"), ("max", "sum", "count")):
        measure = {"name": "m", "aggregation_function": name, "field": field}
        yield _asked({"chart_type": "table", "dimensions": ["name"], "metrics": [measure]})
    for field in ("share", "part", "per_large", "again"):
        for op, value in product(("gt", "lte"), (0, 1, 400_000_000_000_000_000)):
            document = {"field": field, "op": op, "value": value}
            yield Question("filter", "figures", "figures", document, None, _OPTIONS)
    yield _asked({"chart_type": "list", "field": "large", "limit": 20})
    for more in ({}, {"field": "share"}, {"field": "large"}):
        pages = {"chart_type": "list", "limit": 5, **more}
        yield Question("pages", "figures", "figures", pages, None, _OPTIONS)
    for field in ("tenths", "whole", "large", "name", "share"):
        order = {"order_by": [{"name": field, "direction": "desc"}]}
        rows = {"chart_type": "table", "dimensions": [field], "limit": 20}
        yield _asked(rows | order)
        pages = {"chart_type": "list", "columns": [field], "limit": 5}
        yield Question("pages", "figures", "figures", pages | order, None, _OPTIONS)


def _asked(widget: Json) -> Question:
    return Question("widget", "figures", "figures", widget, None, _OPTIONS)
