"""Each construct of a chart in each shape, on each database, beside the interpreter: `make fuzz` asks all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData

from tests.conformance.features import ROWS
from tests.mutants.asking import Question, answer_to
from tests.mutants.constructs import constructs
from tests.mutants.corpus import interpreted
from tests.testing.everything import TABLES
from widgetql.testing.databases import Rows, name_of
from widgetql.testing.sameness import same

# One of so many, a prime number: each shape has its turn.
_STEP: Final = int(os.environ.get("WIDGETQL_CONSTRUCTS", "61"))
# The mutants ask each on SQLite and DuckDB.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


@cache
def _asked() -> Mapping[int, tuple[Question, Any]]:
    questions = islice(enumerate(constructs()), 0, None, _STEP)
    return {number: (one, _expected(one)) for number, one in questions}


def _expected(question: Question) -> Any:
    return interpreted(question, ROWS) if question.expected is None else question.expected


def test_each_construct_is_answered_as_the_interpreter_does(connection: Connection) -> None:
    wrong = []
    # Spark takes its time.
    each = 8 if name_of(connection) == "spark" else 1
    for number, (question, expected) in islice(_asked().items(), 0, None, each):
        found = answer_to(question, connection)
        if not same(found, expected):
            wrong.append((number, question.document, question.options, found, expected))
    assert wrong == []
    assert len(_asked()) > 20
