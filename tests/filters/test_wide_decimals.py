"""A number means what is shown as it: beyond 2^53 an integer means itself, and the fractions shown as it."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any, Final

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Numeric, Table, create_engine, select, text

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
    assert_found(engine, literals, {"field": "price", "op": "eq", "value": operand}, expected)


def assert_found(
    engine: Engine, literals: dict[int, str], source: dict[str, Any], expected: list[int]
) -> None:
    rows = {PRICES: [{"id": id, "price": Decimal(one)} for id, one in literals.items()]}
    is_sqlite = engine.dialect.name == "sqlite"
    with filled(engine, {} if is_sqlite else rows) as connection:
        # SQLAlchemy writes decimals into SQLite as doubles.
        for id, literal in literals.items() if is_sqlite else ():
            connection.execute(text(f"INSERT INTO prices VALUES ({id}, {literal})"))
        condition = compile_filter(source, DATASET)
        found = connection.scalars(select(PRICES.c.id).where(condition).order_by(PRICES.c.id)).all()
    assert found == expected
    assert matching_ids(source, DATASET, rows) == expected


# Shown as 90071992547409940 are the first three, whose nearest double is written so.
BEYOND: Final = {
    1: "90071992547409931.25",
    2: "90071992547409940",
    3: "90071992547409943.99",
    4: "90071992547409936",
    5: "90071992547409944.01",
    6: "90071992547409927.99",
}


@pytest.mark.parametrize(
    ("op", "operand", "expected"),
    [
        ("eq", 90071992547409940, [1, 2, 3]),
        ("eq", 90071992547409931.25, [1, 2, 3]),
        ("eq", 90071992547409936, [4]),
        ("in", [90071992547409940, 90071992547409936, 7], [1, 2, 3, 4]),
        ("neq", 90071992547409940, [4, 5, 6]),
        ("nin", [90071992547409940, 90071992547409936], [5, 6]),
        ("gt", 90071992547409940, [3, 5]),
    ],
    ids=str,
)
def test_fractions_beyond_are_found_by_what_is_shown(
    engine: Engine, op: str, operand: Any, expected: list[int]
) -> None:
    # SQLite has doubles, which are integers there.
    kept = {id: one for id, one in BEYOND.items() if "." not in one or engine.dialect.name != "sqlite"}
    source = {"field": "price", "op": op, "value": operand}
    assert_found(engine, kept, source, [id for id in expected if id in kept])


SIZES: Final = Table(
    "sizes",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("widest", Numeric(38, 1)),
    Column("free", Numeric),
)
OF_SIZES: Final = Dataset(
    SIZES, id=SIZES.c.id, fields={name: Field(SIZES.c[name]) for name in ("widest", "free")}
)
SIZED: Final[dict[Any, list[dict[str, Any]]]] = {
    SIZES: [{"id": 1, "widest": Decimal(7), "free": Decimal(7)}, {"id": 2, "widest": None, "free": None}]
}


@pytest.mark.parametrize("field", ["widest", "free"])
def test_a_number_just_beyond_a_column_is_compared_with_it(engine: Engine, field: str) -> None:
    """Its largest was rounded to 28 digits; of an integer of 36 there was none beside DuckDB's decimals."""
    # ClickHouse converts a list to the column's type, of which nobody says what it holds.
    lists = () if (field, engine.dialect.name) == ("free", "clickhousedb") else ("in",)
    with filled(engine, SIZED) as connection:
        for op, operand in product(("eq", "neq", "lt", "gt", *lists), (10**35, 10**37, 1e37, 2**127, 1e300)):
            for value in (operand, -operand):
                source = {"field": field, "op": op, "value": [value, 1] if op == "in" else value}
                condition = compile_filter(source, OF_SIZES)
                found = connection.scalars(select(SIZES.c.id).where(condition).order_by(SIZES.c.id)).all()
                assert (source, found) == (source, matching_ids(source, OF_SIZES, SIZED))


SHORT: Final = Table(
    "amounts", MetaData(), Column("id", Integer, primary_key=True), Column("amount", Numeric(10, 2))
)
AMOUNTS: Final = Dataset(SHORT, id=SHORT.c.id, fields={"amount": Field(SHORT.c.amount)})
KEPT: Final = {1: "19.999", 2: "0.30000000000000004", 3: "123456789.5", 4: "20", 5: "0.3", 6: "1000000000000"}


@pytest.mark.parametrize(
    ("op", "operand", "expected"),
    [
        ("eq", 19.999, [1]),
        ("eq", 0.1 + 0.2, [2]),
        ("eq", 0.3, [5]),
        ("eq", 10**12, [6]),
        ("eq", 123456789.5, [3]),
        ("neq", 19.999, [2, 3, 4, 5, 6]),
        ("gte", 19.995, [1, 3, 4, 6]),
        ("lt", 19.9995, [1, 2, 5]),
        ("gt", 123456789, [3, 6]),
        ("lt", 123456789.25, [1, 2, 4, 5]),
        ("between", [19.9985, 19.9995], [1]),
        ("in", [19.999, 0.3, 123456789.5], [1, 3, 5]),
        ("nin", [19.999, 0.3, 123456789.5], [2, 4, 6]),
    ],
    ids=str,
)
def test_sqlite_keeps_more_digits_than_are_declared(op: str, operand: Any, expected: list[int]) -> None:
    source = {"field": "amount", "op": op, "value": operand}
    rows = {SHORT: [{"id": id, "amount": Decimal(one)} for id, one in KEPT.items()]}
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        SHORT.create(connection)
        for id, literal in KEPT.items():
            connection.exec_driver_sql(f"INSERT INTO amounts VALUES ({id}, {literal})")
        condition = compile_filter(source, AMOUNTS)
        found = connection.scalars(select(SHORT.c.id).where(condition).order_by(SHORT.c.id)).all()
    engine.dispose()
    assert found == expected
    assert matching_ids(source, AMOUNTS, rows) == expected
