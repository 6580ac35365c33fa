"""Texts that hold a NUL, which all but PostgreSQL store: shown and searched whole; no operand has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import Engine, Enum, Text

from tests.conftest import NAMES
from tests.stored.stored import SINCE, Asked, Stored
from widgetql import InvalidInput, drill_down
from widgetql.testing import NOW

HELD: Final = "\u00e9\0A\u00e7"
LITERALS: Final = {
    "sqlite": ("TEXT", "'\u00e9' || char(0) || 'A\u00e7'"),
    "duckdb": ("VARCHAR", "'\u00e9' || chr(0) || 'A\u00e7'"),
    "mariadb": ("VARCHAR(20) CHARACTER SET utf8mb4", "concat('\u00e9', char(0), 'A\u00e7')"),
    "clickhouse": ("String", "'\u00e9\\0A\u00e7'"),
}
DECLARED: Final = {"text": Text(), "labels": Enum("plain", "other", native_enum=False, length=20)}
pytestmark = pytest.mark.parametrize(
    ("engine", "declared"),
    [
        pytest.param(name, kind, id=f"{name}-{kind}")
        for name in LITERALS
        if name in NAMES
        for kind in DECLARED
    ],
    indirect=["engine"],
)


@pytest.fixture
def asked(engine: Engine, declared: str) -> Iterator[Asked]:
    name = {"clickhousedb": "clickhouse"}.get(engine.dialect.name, engine.dialect.name)
    column, literal = LITERALS[name]
    case = Stored(database=name, column=column, declared=DECLARED[declared], literal=literal, reads=HELD)
    with engine.connect() as connection:
        found = Asked(case, connection)
        found.literal = "'plain'"
        found.create()
        yield found


@pytest.mark.parametrize(
    ("op", "operand", "expected"),
    [
        pytest.param("contains", "a", [1, 2], id="contains-ascii"),
        pytest.param("contains", "\u00c7", [1], id="contains-behind-it"),
        pytest.param("contains", "a\u00c7", [1], id="contains-mixed"),
        pytest.param("startswith", "\u00c9", [1], id="startswith"),
        pytest.param("startswith", "A", [], id="startswith-behind-it"),
        pytest.param("endswith", "\u00c7", [1], id="endswith"),
        pytest.param("endswith", "\u00c9", [], id="endswith-before-it"),
        pytest.param("endswith", "*\u00c7", [], id="endswith-a-star"),
        pytest.param("regex", "\u00e7$", [1], id="regex-end"),
        pytest.param("regex", "^\u00e9.A", [1], id="regex-dot"),
        pytest.param("eq", "\u00e9", [], id="eq-before-it"),
        pytest.param("nin", ["\u00e9", "plain"], [1, 3], id="nin"),
        pytest.param("isnull", False, [1, 2], id="present"),
    ],
)
def test_it_is_searched_whole(asked: Asked, op: str, operand: Any, expected: list[int]) -> None:
    assert asked.ids(op, operand) == expected


def test_it_is_shown_and_its_drill_down_refused(asked: Asked) -> None:
    pie = {"chart_type": "pie", "field": "x"}
    slices = {row["label"]: row for row in asked.data(pie)}
    assert {label: row["value"] for label, row in slices.items()} == {HELD: 1, "plain": 1}
    with pytest.raises(InvalidInput, match="holds NUL") as refused:
        drill_down(pie, slices[HELD], asked.dataset, dashboard_filters=SINCE, now=NOW)
    assert [(one.pointer, one.code) for one in refused.value.problems] == [("/label", "invalid_text")]
