"""Lists of dates: as windows that are united, and asked for in runs that no database finds too deep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, Table, select

from widgetql import Dataset, Field, compile_filter
from widgetql.testing.databases import Rows

# What is large is the same in small, which others ask.
pytestmark = pytest.mark.untraced

TABLES: Final = MetaData()
calls: Final = Table(
    "calls",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime(timezone=True)),
)
DATASET: Final = Dataset(calls, id=calls.c.id, fields={"at": Field(calls.c.at)})
FIRST: Final = datetime(2020, 1, 1, tzinfo=UTC)
ROWS: Final = [{"id": i, "at": FIRST + timedelta(hours=13 * i)} for i in range(600)]
EMPTY: Final = {"id": 600, "at": None}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {calls: [*ROWS, EMPTY]}


def days(count: int, step: int) -> list[str]:
    return [(FIRST + timedelta(days=step * i)).date().isoformat() for i in range(count)]


@pytest.mark.parametrize("op", ["in", "nin"])
@pytest.mark.parametrize(
    "dates",
    [
        pytest.param(days(1_000, 1), id="a-thousand-days-on-end"),
        pytest.param(days(1_000, 2)[::-1], id="a-thousand-days-apart"),
        pytest.param(days(40, 3) + days(40, 5), id="some-twice"),
        pytest.param(["2020-01-05", "2020-01-05T13:00:00Z", "2020-01-06"], id="one-in-another"),
        pytest.param(["0001-01-01", "9999-12-31"], id="the-ends-of-the-calendar"),
    ],
)
def test_dates_select_their_days(connection: Connection, op: str, dates: Any) -> None:
    source = {"field": "at", "op": op, "value": dates}
    found = connection.execute(select(calls.c.id).where(compile_filter(source, DATASET))).scalars()
    meant = {row["id"] for row in ROWS if row["at"].date().isoformat() in dates}
    assert set(found) == (meant if op == "in" else {row["id"] for row in [*ROWS, EMPTY]} - meant)


def test_days_on_end_are_one_window() -> None:
    source = {"field": "at", "op": "in", "value": days(1_000, 1)[::-1]}
    assert str(compile_filter(source, DATASET)) == "calls.at >= :param_1 AND calls.at < :param_2"
