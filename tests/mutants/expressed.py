"""Parts of times and decimals that a host computes, of rows that tell each of their steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Double,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    case,
    cast,
    extract,
    func,
)  # fmt: skip

from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.seldom import Json, each, where
from widgetql import Dataset, Field
from widgetql.sql.calendars import EXTRACTED

TABLES: Final = MetaData()
sums: Final = Table(
    "expressed",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True)),
    Column("local", DateTime),
    Column("day", Date),
    Column("price", Numeric(12, 2)),
    Column("rate", Numeric(8, 3)),
    Column("pieces", Integer),
    Column("big", BigInteger),
    Column("double", Double),
    Column("name", Text),
    Column("ended", DateTime),
    Column("low", Integer),
    Column("high", Integer),
)
_C: Final = sums.c
_PRICE: Final = _C.price
_PARTS: Final = tuple(f"{part} of {of}" for part, of in product(EXTRACTED, ("at", "local", "day")))
_DECIMALS: Final = {
    "by three": _PRICE * 3,
    "thrice": 3 * _PRICE,
    "a sum": _PRICE + _C.rate,
    "a rest": _PRICE - _C.rate,
    "a product": _PRICE * _C.rate,
    "in a row": _PRICE * _C.pieces * 3,
    "a sum in a row": _PRICE + _C.rate + _PRICE,
    "in parentheses": (_PRICE + _C.rate) * (_C.pieces - _PRICE),
    "negated": -(_PRICE * 3),
    "negated first": -_PRICE * 3,
    "with a decimal": _PRICE - Decimal("1.15"),
    "by a decimal": _PRICE * Decimal("0.7"),
    "by hundreds": _PRICE * Decimal("1E+2"),
    "with an integer": _PRICE + 1,
    "rounded first": cast(_PRICE, Numeric(12, 1)) * 3,
    "rounded": cast(_PRICE * 3, Numeric(12, 1)),
    "with few digits": cast(_PRICE * 3, Numeric(2, 1)),
    "an integer, with few digits": cast(_C.big, Numeric(10, 2)),
    "a double, with few digits": cast(_C.double, Numeric(4, 2)),
    "of what is there": func.coalesce(_C.rate, _PRICE) * 3,
    "of a case": case((_C.pieces > 0, _PRICE), else_=_C.rate) * 3,
    "with a double": _PRICE * _C.double,
    "by a tenth": _PRICE * 0.1,
}
_HOURS: Final = timedelta(hours=2)
_TOOK: Final = _C.ended - _C.local
_OTHERS: Final = {
    "longer": _TOOK > _HOURS,
    "as long or longer": _TOOK >= _HOURS,
    "shorter": _TOOK < _HOURS,
    "as long or shorter": _TOOK <= _HOURS,
    "as long": _TOOK == _HOURS,
    "not as long": _TOOK != _HOURS,
    "less": _C.low - _C.high,
    "more": _C.high + _C.high,
    "times": _C.high * _C.low,
    "all three": _C.high + _C.high + _C.pieces,
    "later": _C.at + _HOURS,
    "earlier": _C.local - timedelta(microseconds=1),
    "days later": _C.day + _C.pieces,
    "days before": _C.day - 3,
    "among": _C.pieces.in_([3, None]),
    "not among": ~_C.pieces.in_([3, None]),
    "a double": _C.double * 1,
    "there": _C.pieces.is_not(None),
}
_CASTS: Final = {
    "whole": cast(_C.double, BigInteger),
    "small": cast(_C.big, Integer),
    "half": cast(_C.price * 1, Integer),
    "text": cast(_C.big, Text),
    "a day": cast(_C.at, Date),
}
EXPRESSED: Final = Dataset(
    sums,
    id=_C.id,
    timestamp=_C.at,
    fields={
        **{name: Field(extract(name.split()[0], _C[name.split()[2]])) for name in _PARTS},
        **{name: Field(made) for name, made in (_DECIMALS | _CASTS | _OTHERS).items()},
        # DuckDB alone adds to a time what other columns say.
        "as late": Field(_C.local + _TOOK),
    },
)
_LEAST: Final = -(2**63)
_DOUBLES: Final = (float(_LEAST), -1.5, 1.5, 0.0, 2.0**63, -(2.0**63) - 2048, 2.0**63 - 1024, 1e300)
_BIGS: Final = (2**31, 2**31 - 1, -(2**31), -(2**31) - 1, _LEAST, 2**63 - 1, 0, None)
_AT: Final = datetime(2023, 12, 25, 22, 58, 57, 999_999, tzinfo=UTC)
# An hour, a minute and a second more than days: no part keeps its value.
_STEP: Final = timedelta(days=41, hours=1, minutes=1, seconds=1)


def _row(at: int) -> Json:
    time = _AT + _STEP * at
    return {
        "id": at,
        "at": time,
        "local": (time + timedelta(days=5, hours=7)).replace(tzinfo=None) if at % 5 else None,
        "day": (time + timedelta(days=3)).date() if at % 7 else None,
        "price": Decimal(10 + 7 * at - 100 * (at % 3)) / 100 if at % 11 else None,
        "rate": Decimal(1 + 13 * at) / 1_000 if at % 4 else None,
        "pieces": (3, -1, 0, 7, None)[at % 5],
        "big": _BIGS[at % len(_BIGS)],
        "double": _DOUBLES[at % len(_DOUBLES)],
        "name": "ab"[at % 2],
        "ended": (time + timedelta(days=5, hours=7 + (1, 2, 3)[at % 3])).replace(tzinfo=None),
        "low": -(2**31) + at if at % 6 else None,
        "high": 2**31 - 1 - at,
    }


ROWS: Final = tuple(_row(at) for at in range(40))
_OPTIONS: Final[Json] = {"now": _AT + 41 * _STEP, "limits": {"max_range": None}}
_ALL: Final = "2023-01-01T00:00:00Z"


def expressed(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["expressed"] = World(TABLES, {sums: ROWS})
    count: Json = {"name": "n", "aggregation_function": "count"}
    total: Json = {"name": "m", "aggregation_function": "sum"}
    known = [row["id"] for row in ROWS if row["local"] is not None]
    for document, found in (
        (where("as late", "isnull", False), known),
        (where("as late", "eq", f"{ROWS[1]['ended'].isoformat()}Z"), [1]),
    ):
        yield Question("filter", "expressed", "expressed", document, found, _OPTIONS, only="duckdb")
    for name in (*_PARTS, *_DECIMALS, *_CASTS, *_OTHERS):
        yield from _asked({"chart_type": "list", "columns": [name], "limit": 50})
        yield from _asked({"chart_type": "table", "dimensions": [name], "metrics": [count], "limit": 50})
    for name in (*_DECIMALS, "year of at", "epoch of local"):
        yield from _asked({"chart_type": "stat", "metrics": [total | {"field": name}]})
    for name in _PARTS:
        yield from _filter(where(name, "lt", 20))
        yield from _filter(where(name, "in", [0, 1, 2, 7, 2024]))
    for name, value in product(_DECIMALS, (0.3, -2.7, 1.05, 0)):
        yield from _filter(where(name, "eq", value))
        yield from _filter(where(name, "gte", value))


def _asked(widget: Json) -> Iterator[Question]:
    widget = {"filters": where("timestamp", "gte", _ALL)} | widget
    return each(Question("widget", "expressed", "expressed", widget, None, _OPTIONS))


def _filter(document: Json) -> Iterator[Question]:
    return each(Question("filter", "expressed", "expressed", document, None, _OPTIONS))
