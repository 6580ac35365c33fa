"""Verdicts on every database are the interpreter's, and so are the records that their evidence selects."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random
from typing import Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.alerts.asked import asked
from tests.alerts.rules import drawn_rule
from tests.testing.everything import EVERYTHING, TABLES
from widgetql.testing import cases
from widgetql.testing.databases import filled

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced

_RULES_OF_A_CASE: Final = 18


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_a_verdict_is_the_interpreters(engine: Engine) -> None:
    said = Counter[tuple[str, str]]()
    for case in islice(cases(EVERYTHING, first=19), 0, 24, 8):
        with filled(engine, case.rows) as connection:
            pick = Random(case.seed).choice
            for _ in range(_RULES_OF_A_CASE):
                rule = drawn_rule(case, pick)
                found = asked(connection, rule, EVERYTHING, case.rows, **case.options)
                said[rule["type"], found["state"]] += 1
    # Of each type of rule there is an alarm and none.
    kinds = ("threshold", "breaches", "failure", "trend", "spike")
    assert {(kind, state) for kind in kinds for state in ("ok", "alert")} <= said.keys(), said
