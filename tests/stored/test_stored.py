"""What a database really holds reads the same everywhere: shown, found, drilled into, ordered, aggregated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import Engine

from tests.conftest import NAMES
from tests.stored import epochs, numbers, texts, times
from tests.stored.stored import QUESTIONS, Asked, Stored, questions_of

# Each question is the same for all that is stored.
pytestmark = pytest.mark.untraced

STORED: Final = (*numbers.CASES, *texts.CASES, *times.CASES, *epochs.CASES)
CASES: Final = [case for case in STORED if case.database in NAMES]


def _each() -> Iterator[Any]:
    for case in CASES:
        for question in questions_of(case):
            yield pytest.param(case.database, case, question, id=f"{case.name} {question}")


# The case whose table each database has.
_MADE: Final[WeakKeyDictionary[Engine, str]] = WeakKeyDictionary()


@pytest.mark.parametrize(("engine", "case", "question"), [*_each()], indirect=["engine"])
def test_a_stored_value_is_what_it_spells(engine: Engine, case: Stored, question: str) -> None:
    answer, expected = QUESTIONS[question]
    with engine.connect() as connection:
        asked = Asked(case, connection)
        if _MADE.get(engine) != case.name:
            asked.create()
            _MADE[engine] = case.name
        assert answer(asked) == expected(asked)
