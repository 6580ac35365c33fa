"""Fifty questions that people ask of the call centre, each with a widget that answers it.

They were written down before the texts of the tools: the texts are to lead a model to such widgets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection

from examples.call_centre import TABLES, calls, generate, load, scope_of
from widgetql import compute_widget_data
from widgetql.testing import difference, expected_widget_data

NOW: Final = datetime(2025, 11, 14, 15, 30, tzinfo=UTC)
QUESTIONS: Final[list[dict[str, Any]]] = json.loads((Path(__file__).parent / "questions.json").read_text())
DATA: Final = generate(calls=400, days=21, end=NOW)
ROWS: Final = {table: DATA[table.name] for table in TABLES.sorted_tables}


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        load(connection, DATA)
        yield connection
    engine.dispose()


def test_there_are_fifty() -> None:
    assert len({one["question"] for one in QUESTIONS}) == len(QUESTIONS) == 50


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["question"][:40])
def test_a_widget_answers_the_question(asked: dict[str, Any], connection: Connection) -> None:
    options: Any = {"now": NOW, "scope": scope_of(1)}
    found = compute_widget_data(connection, asked["widget"], calls, **options).to_dict()
    expected = expected_widget_data(asked["widget"], calls, ROWS, **options)
    assert difference(found["data"], expected["data"]) is None
    data = found["data"]
    assert data
    assert isinstance(data, dict) or any(row.get("value", row) for row in data)
