"""An `eq` on each value selects what is counted, whatever columns hold."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, MetaData

from tests.front.test_values import PATHS, count, values
from tests.property.test_odd import STORED_BY
from tests.testing.everything import EVERYTHING, TABLES
from widgetql.testing import NOW, cases
from widgetql.testing.databases import filled, name_of
from widgetql.types import DataType

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("seed", range(6))
def test_eq_on_a_value_selects_what_is_counted(engine: Engine, seed: int) -> None:
    with engine.connect() as connection:
        database = name_of(connection)
    odd = [kind for kind, databases in STORED_BY.items() if database in databases] if seed % 2 else []
    case = next(cases(EVERYTHING, first=seed, now=NOW, timezone="UTC", odd=odd))
    # A text beyond the limits is listed, though a filter may not be as long.
    limits = EVERYTHING.limits.lifted()
    with filled(engine, case.rows) as connection:
        for path in PATHS:
            found = EVERYTHING.find(path)
            if found is not None and found.leaf.type is not DataType.DYNAMIC:
                listed = [(one["value"], one["count"]) for one in values(connection, path)["values"]]
                asked = [
                    (value, count(connection, {"field": path, "op": "eq", "value": value}, limits=limits))
                    for value, _ in listed
                ]
                assert (path, listed) == (path, asked)
