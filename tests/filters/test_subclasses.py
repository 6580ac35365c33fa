"""Operands of subclasses of number and text, as numpy and enumerations have: they mean what they equal."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.charts.calls import DATASET, NOW, TABLES, call, calls
from widgetql import compile_filter, validate_filter
from widgetql.testing.databases import filled


class Double(float):
    """As numpy's: its `repr` is no number."""

    def __repr__(self) -> str:
        return f"Double({float(self)})"


class Level(IntEnum):
    HIGH = 5


class Topic(StrEnum):
    A = "a"


class Mixed(str):
    def __str__(self) -> str:
        return "another"


CASES: Final[list[tuple[str, Any]]] = [
    ("cost", Double(5.5)),
    ("score", Double(5.5)),
    ("seconds", Double(5)),
    ("seconds", Level.HIGH),
    ("topic", Topic.A),
    ("topic", Mixed("a")),
    ("meta.number", Double(5.5)),
    ("meta.text", Mixed("a")),
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("op", ["eq", "in"])
@pytest.mark.parametrize(("field", "value"), CASES)
def test_it_is_what_it_equals(engine: Engine, field: str, value: Any, op: str) -> None:
    document = {"field": field, "op": op, "value": [value] if op == "in" else value}
    assert validate_filter(document, DATASET, now=NOW) == []
    meta = {"number": 5.5, "text": "a"}
    own = call(1, "03 10:00", topic="a", seconds=5, cost=5.5, score=5.5, meta=meta)
    other = call(2, "03 10:00", topic="b", seconds=6, cost=6.5, score=6.5, meta={})
    with filled(engine, {calls: [own, other]}) as connection:
        condition = compile_filter(document, DATASET, now=NOW)
        assert connection.scalars(select(calls.c.id).where(condition)).all() == [1]
