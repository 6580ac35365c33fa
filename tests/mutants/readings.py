"""A dataset of numbers on their edges: decimals of one nearest double, lists of all of them.

Its dynamic fields are chosen by a column of the record, of a related row, and of a row far from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, MetaData, Numeric, Table, Text

from widgetql.dataset import Dataset
from widgetql.fields import Dynamic, Field, Kind, ToMany, ToOne

Json = dict[str, Any]

COMPARED: Final = ("eq", "neq", "gt", "gte", "lt", "lte")


def _where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def _group(operator: str, *conditions: Json) -> Json:
    return {"operator": operator, "conditions": list(conditions)}


TABLES: Final = MetaData()
readings: Final = Table(
    "readings",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("day", Date),
    Column("whole", Integer),
    Column("big", BigInteger),
    Column("small", Numeric(15, 1)),
    Column("wide", Numeric(16, 1)),
    Column("wider", Numeric(17, 2)),
    Column("widest", Numeric(38, 1)),
    Column("free", Numeric),
    Column("sensor", Integer),
    Column("value", Text),
    Column("kind", Text, nullable=False),
)
samples: Final = Table(
    "samples",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("reading", Integer),
    Column("sensor", Integer),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("value", Text),
    Column("maker", Integer),
)
makers: Final = Table(
    "makers",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("line", Integer),
)
lines: Final = Table(
    "lines",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("code", Integer),
    Column("kind", Text, nullable=False),
)
_KINDS: Final = {"n": Kind("numeric"), "s": Kind("string"), "b": Kind("boolean")}
_NUMBERS: Final = ("whole", "big", "small", "wide", "wider", "widest", "free")
READINGS: Final = Dataset(
    readings,
    id=readings.c.id,
    timestamp=readings.c.at,
    fields={
        "at": Field(readings.c.at),
        "day": Field(readings.c.day),
        **{name: Field(readings.c[name]) for name in _NUMBERS},
        "sensor": Field(readings.c.sensor),
        "value": Dynamic(readings.c.value, chosen_by="sensor", kind=readings.c.kind, kinds=_KINDS),
        "samples": ToMany(
            samples,
            on=samples.c.reading == readings.c.id,
            fields={
                "sensor": Field(samples.c.sensor),
                "value": Dynamic(
                    samples.c.value,
                    chosen_by="sensor",
                    kind=samples.c.kind,
                    name=samples.c.name,
                    kinds=_KINDS,
                ),
                "of_line": Dynamic(
                    samples.c.value, chosen_by="maker.line.code", kind=lines.c.kind, kinds=_KINDS
                ),
                "maker": ToOne(
                    makers,
                    on=makers.c.id == samples.c.maker,
                    fields={
                        "id": Field(makers.c.id),
                        "line": ToOne(
                            lines, on=lines.c.id == makers.c.line, fields={"code": Field(lines.c.code)}
                        ),
                    },
                ),
            },
        ),
    },
)


# Decimals of which several have one nearest double, integers next to 2^53 and 2^63, and halves between them.
_WIDE: Final = [Decimal(f"999999999999999.{digit}") for digit in range(10)]
ROWS: Final[Mapping[Table, list[Json]]] = {
    readings: [
        {
            "id": number,
            "at": datetime(2025, 11, 1) + timedelta(hours=7 * number),
            "day": date(2025, 10, 28) + timedelta(days=number * 5 % 7),
            "whole": number % 5 - 2,
            "big": 2**53 - 3 + number % 6,
            "small": Decimal(number * 3 % 8) / 2,
            "wide": _WIDE[number % 10] * (-1) ** (number % 2),
            "wider": _WIDE[9] - 10**14 + Decimal(number * 3 % 10) / 100,
            "widest": Decimal((number % 4 - 1) * (2**61 + 1024 * (number % 3))),
            "free": (None, Decimal(1) / 8, Decimal(2**40), Decimal(-3))[number % 4],
            "sensor": number % 3,
            "value": ("1.5", "x", "true")[number % 3],
            "kind": "nsb"[number % 3],
        }
        for number in range(20)
    ],
    lines: [{"id": number, "code": number + 10, "kind": "nsb"[number]} for number in range(3)],
    makers: [{"id": number, "line": number % 3} for number in range(5)],
    samples: [
        {
            "id": number,
            "reading": number * 7 % 20,
            "sensor": number % 3,
            "kind": "nsb"[number % 3],
            "name": f"s{number % 3}",
            "value": ("0.5", "y", "false", "2")[number % 4],
            "maker": number % 5,
        }
        for number in range(40)
    ],
}


def numbers() -> Iterator[Json]:
    """Numbers between those of a column, beside its largest, and far beyond it; and lists of all of them."""
    for field, values in (
        ("whole", [1, 0.5, -0.5, 1.5, 2**31, 2**63, 2**80]),
        ("big", [2**53, 2**53 + 1, float(2**53), 2**53 - 0.5, -(2**63), 1e300]),
        ("small", [1.5, 0.25, 1e15, 1e14 - 0.1, 10**30, 1e300]),
        ("wide", [999999999999999.25, -999999999999999.125, 999999999999999, 1e16, 10**40, -1e300]),
        ("wider", [99999999999999.92, 9999999999.99, 1e15, 10**40]),
        ("widest", [2**61, float(2**61), -(2**61) - 1024, 1e37, 1e39, 10**200, 1e308]),
        ("free", [0.125, 2**40, 10**35, 10**35 - 1, 2**127, -(10**60), 1e300, -3]),
    ):
        yield from (_where(field, op, value) for op, value in product(COMPARED, values))
        yield _where(field, "in", values)
        yield _where(field, "between", [values[1], values[0]])
        yield _where(field, "between", [min(values), max(values)])
        yield _group("or", *(_where(field, "eq", one) for one in values))
        yield _group("and", *(_where(field, "neq", one) for one in values))


def widgets() -> Iterator[Json]:
    """Groups by decimals that are shown alike; metrics that are chosen by a column near or far."""
    since = {"filters": _where("at", "gte", "2025-10-01")}
    count = [{"name": "n", "aggregation_function": "count"}]
    for field in _NUMBERS:
        yield {"chart_type": "table", "dimensions": [field], "metrics": count, **since}
        # SQLite has doubles alone: of wide decimals few digits are left of a sum.
        for name in ("sum", "avg", "max", "count_distinct", "median") if "wide" not in field else ("max",):
            one = [{"name": "m", "aggregation_function": name, "field": field}]
            yield {"chart_type": "table", "dimensions": ["day"], "metrics": one, **since}
    for path, metrics in (
        ("value", (0, 1, 2)),
        ("samples.value", (0, 1, 2)),
        ("samples.of_line", (10, 11, 12)),
    ):
        for metric in metrics:
            bar = {"chart_type": "bar", "field": path, "metric": metric, "time_period": "day", **since}
            yield bar | {"aggregation_function": "count"}
