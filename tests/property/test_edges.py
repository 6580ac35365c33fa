"""What lies on an edge, on each database, beside the interpreter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.conformance.features import ROWS
from tests.mutants import borders, edges
from tests.mutants.asking import Question, answer_to
from tests.mutants.corpus import interpreted
from tests.testing.everything import TABLES
from widgetql.testing.databases import filled, name_of
from widgetql.testing.sameness import difference

# The mutants ask each on SQLite and DuckDB.
pytestmark = pytest.mark.untraced

_EACH: Final = {"giants": 3, "pointers": 3, "long_texts": 3, "features": 3}
WORLDS: Final = {**edges.WORLDS, **borders.WORLDS, "features": ROWS}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@cache
def _asked() -> Mapping[str, list[tuple[Question, Any]]]:
    found = defaultdict[str, list[tuple[Question, Any]]](list)
    for one in (*edges.on_edges({}), *borders.on_borders({})):
        expected = interpreted(one, WORLDS[one.world]) if one.expected is None else one.expected
        found[one.world].append((one, expected))
    return found


@pytest.mark.parametrize("world", WORLDS)
def test_what_lies_on_an_edge_is_where_the_interpreter_has_it(engine: Engine, world: str) -> None:
    # Spark takes its time; of what is asked in many ways the other databases are asked a part.
    each = (
        9 if engine.dialect.name == "hive" else 1 if engine.dialect.name == "sqlite" else _EACH.get(world, 1)
    )
    with filled(engine, WORLDS[world]) as connection:
        for question, expected in _asked()[world][::each]:
            found = difference(answer_to(question, connection), expected)
            assert found is None, (name_of(connection), question.document, question.options)
    assert len(_asked()[world]) >= 5
