"""Random filters and widgets over types that hosts have: SQL and the interpreter give them one meaning."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import JSON, Column, Date, DateTime, Engine, Integer, Interval, MetaData, Table

from tests.hosts.decorators import ByNumber, Cents, InUtc, YesNo
from tests.property.test_bulk import agreed_filters, agreed_widgets
from widgetql import Avg, Count, Dataset, Field, JsonKeys, Max, Sum

TABLES: Final = MetaData()
visits: Final = Table(
    "visits",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("day", Date),
    Column("local", Date),
    Column("price", Cents),
    Column("mood", ByNumber),
    Column("seen", InUtc),
    Column("paid", YesNo),
    Column("took", Interval),
    Column("meta", JSON),
    Column("about", JSON),
)
VISITS: Final = Dataset(
    visits,
    id=visits.c.id,
    timestamp=visits.c.at,
    fields={
        **{column.key: Field(column) for column in visits.c if column.key not in ("local", "meta", "about")},
        "local": Field(visits.c.local, timezone="Asia/Kolkata"),
        "meta": JsonKeys(visits.c.meta, types={"region": "numeric"}),
        "about": JsonKeys(visits.c.about, types={"region": "boolean"}),
    },
    stats={
        "visits": Count(),
        "priced": Count("price"),
        "took": Sum("took"),
        "longest": Max("took"),
        "last": Max("day"),
        "region": Avg("meta.region"),
        "share": Avg("about.region"),
    },
)
# The same, read as the time that is stored: also a field of its own beside the decorator's values.
BY_SEEN: Final = Dataset(
    visits,
    id=visits.c.id,
    timestamp=visits.c.seen,
    fields={
        "seen": Field(visits.c.seen, type="datetime"),
        "spelt": Field(visits.c.seen),
        **{key: Field(visits.c[key]) for key in ("price", "mood", "paid", "took", "day")},
    },
    stats={"visits": Count(), "last": Max("seen")},
)
_CASES: Final = 24

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_types_that_hosts_have_mean_what_the_interpreter_says(engine: Engine) -> None:
    zone = "America/New_York"
    assert agreed_filters(engine, zone, _CASES, VISITS) == _CASES
    assert agreed_widgets(engine, zone, _CASES, VISITS) == _CASES


def test_stored_times_of_a_decorator_mean_what_the_interpreter_says(engine: Engine) -> None:
    zone = "America/New_York"
    assert agreed_filters(engine, zone, _CASES, BY_SEEN) == _CASES
    assert agreed_widgets(engine, zone, _CASES, BY_SEEN) == _CASES
