"""Up to 2^53 a number means what is shown as it, beyond it an integer means itself alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Numeric, Table, select, text

from widgetql import Dataset, Field, compile_filter
from widgetql.testing import matching_ids
from widgetql.testing.databases import filled

METADATA: Final = MetaData()
PRICES: Final = Table(
    "prices",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("price", Numeric(20, 2)),
)
DATASET: Final = Dataset(PRICES, id=PRICES.c.id, fields={"price": Field(PRICES.c.price)})
EDGE: Final = 2**53
LITERALS: Final = {1: f"{EDGE - 1}.75", 2: f"{EDGE}", 3: f"{EDGE}.25", 4: f"{EDGE + 1}", 5: f"-{EDGE + 1}"}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return METADATA


@pytest.mark.parametrize(
    ("operand", "expected"),
    [(EDGE, [1, 2, 3]), (float(EDGE), [1, 2, 3]), (EDGE + 1, [4]), (-EDGE, []), (-EDGE - 1, [5])],
)
def test_an_integer_beyond_is_itself_alone(engine: Engine, operand: Any, expected: list[int]) -> None:
    literals = dict(LITERALS)
    if engine.dialect.name == "sqlite":
        # It has these as doubles: each is the edge.
        literals |= {1: str(EDGE), 3: str(EDGE)}
    rows = {PRICES: [{"id": id, "price": Decimal(one)} for id, one in literals.items()]}
    condition = compile_filter({"field": "price", "op": "eq", "value": operand}, DATASET)
    with filled(engine, {}) as connection:
        for id, literal in literals.items():
            connection.execute(text(f"INSERT INTO prices VALUES ({id}, {literal})"))
        found = connection.scalars(select(PRICES.c.id).where(condition).order_by(PRICES.c.id)).all()
    assert found == expected
    assert matching_ids({"field": "price", "op": "eq", "value": operand}, DATASET, rows) == expected
