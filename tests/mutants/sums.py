"""Sums that no column of their parts could hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, DateTime, Integer, MetaData, SmallInteger, Table

from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.seldom import each, where
from widgetql import Dataset, Field, Limits
from widgetql.testing import NOW

TABLES: Final = MetaData()
_sums: Final = Table(
    "sums", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("amount", Integer),
    Column("small", SmallInteger),
)  # fmt: skip
_C: Final = _sums.c
_PAIRS: Final = ((2**31 - 1, 2**15 - 1), (-(2**31), -(2**15)), (5, 7))
_ROWS: Final = [
    {"id": id, "at": datetime(2025, 11, 1), "amount": amount, "small": small}
    for id, (amount, small) in enumerate((*_PAIRS, (None, None)))
]


def _made(amount: Any, small: Any) -> dict[str, Any]:
    """What is made of two columns, or of two numbers."""
    return {
        "twice": amount + amount,
        "both": amount + small,
        "small_twice": small + small,
        "one_more": small + 1,
        "in_a_row": amount + amount + small,
        "less": small - amount,
        "times": small * small,
        "turned": (amount + small) * 2,
        "of_a_sum": 10 - (amount + amount),
    }


_FIELDS: Final = {name: Field(made) for name, made in _made(_C.amount, _C.small).items()}
SUMS: Final = Dataset(
    _sums, id=_C.id, timestamp=_C.at, limits=Limits(max_range=None), fields={"at": Field(_C.at), **_FIELDS}
)


def sums(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["sums"] = World(TABLES, {_sums: _ROWS})
    for path in _FIELDS:
        values = [_made(*pair)[path] for pair in _PAIRS]
        for value in values[:2]:
            ids = [id for id, one in enumerate(values) if one == value]
            yield from each(Question("filter", "sums", "sums", where(path, "eq", value), ids, {"now": NOW}))
        above = [id for id, one in enumerate(values) if one > 0]
        yield from each(Question("filter", "sums", "sums", where(path, "gt", 0), above, {"now": NOW}))
