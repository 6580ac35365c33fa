"""The empty text, stored and asked for: it is a text, at the start and at the end of each."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, select

from widgetql import Dataset, Field, compile_filter
from widgetql.testing import matching_ids
from widgetql.testing.databases import Rows

TABLES: Final = MetaData()
words: Final = Table(
    "words", TABLES, Column("id", Integer, primary_key=True, autoincrement=False), Column("word", String(20))
)
DATASET: Final = Dataset(words, id=words.c.id, fields={"word": Field(words.c.word)})
ROWS: Final = {words: [{"id": at, "word": word} for at, word in enumerate(["", "a", None, " ", "É"], 1)]}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


@pytest.mark.parametrize("value", ["", "a", "é", " "])
@pytest.mark.parametrize("op", ["contains", "startswith", "endswith", "eq"])
def test_it_begins_and_ends_each(connection: Connection, op: str, value: str) -> None:
    found = {"": [1, 2, 4, 5], "a": [2], "é": [5], " ": [4]}[value]
    if op == "eq":
        found = {"": [1], "é": []}.get(value, found)
    for condition, expected in (
        ({"field": "word", "op": op, "value": value}, found),
        (
            {"operator": "not", "conditions": [{"field": "word", "op": op, "value": value}]},
            [at for at in range(1, 6) if at not in found],
        ),
    ):
        statement = select(DATASET.id).where(compile_filter(condition, DATASET)).order_by(DATASET.id)
        assert list(connection.scalars(statement)) == expected
        assert matching_ids(condition, DATASET, ROWS) == expected
