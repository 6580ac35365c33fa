"""Visits with times stored in seven ways, around changes of clocks and over two hundred years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Date, DateTime, Double, Integer, MetaData, Numeric, Table

from widgetql import Count, Dataset, Field, Limits, ToMany

TABLES: Final = MetaData()
NOW: Final = datetime(2025, 11, 7, 12, tzinfo=UTC)
visits: Final = Table(
    "visits",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True)),
    Column("wall", DateTime),
    Column("half", DateTime),
    Column("day", Date),
    Column("seconds", BigInteger),
    Column("millis", Double),
    Column("exact", Numeric(20, 3)),
)
stops: Final = Table(
    "stops",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("visit_id", Integer),
    Column("at", DateTime),
)
VISITS: Final = Dataset(
    visits,
    id=visits.c.id,
    timestamp=visits.c.at,
    fields={
        "at": Field(visits.c.at),
        "wall": Field(visits.c.wall, timezone="America/New_York"),
        "half": Field(visits.c.half, timezone="Australia/Lord_Howe"),
        "day": Field(visits.c.day),
        "seconds": Field(visits.c.seconds, type="datetime", epoch="s"),
        "millis": Field(visits.c.millis, type="datetime", epoch="ms"),
        "exact": Field(visits.c.exact, type="datetime", epoch="s"),
        "number": Field(visits.c.id),
        "stops": ToMany(
            stops, on=stops.c.visit_id == visits.c.id, fields={"at": Field(stops.c.at, operators={"gte"})}
        ),
    },
    stats={"visits": Count()},
    limits=Limits(max_range=timedelta(days=400)),
)
PATHS: Final = ("at", "wall", "half", "day", "seconds", "millis", "exact")
ZONES: Final = ("UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _instants() -> list[datetime]:
    """Around changes of clocks, of days, months, years and centuries, and spread over two hundred years."""
    spots = [
        # As local times these are skipped, in New York and on Lord Howe.
        *(datetime(2025, 3, 9, 2), datetime(2025, 10, 5, 2), datetime(2025, 10, 5, 1, 45)),
        *(
            datetime(2025, 3, 9, 7),
            datetime(2025, 11, 2, 5),
            datetime(2025, 11, 2, 6),
            datetime(2025, 4, 5, 15),
        ),
        *(
            datetime(2025, 10, 4, 15, 30),
            datetime(2011, 12, 30, 10),
            datetime(2024, 2, 29),
            datetime(2000, 3, 1),
        ),
        *(
            datetime(1999, 12, 31),
            datetime(1970, 1, 1),
            datetime(1969, 12, 31, 23, 59, 59),
            datetime(1900, 3, 1),
        ),
        *(
            datetime(2099, 12, 31, 23),
            datetime(2100, 2, 28, 23),
            datetime(1945, 8, 14, 23),
            datetime(2023, 1, 1),
        ),
    ]
    steps = (
        timedelta(0),
        timedelta(microseconds=-1),
        timedelta(minutes=30),
        timedelta(hours=-1),
        timedelta(1),
    )
    near = [spot + step for spot, step in product(spots, steps)]
    spread = [datetime(1901, 1, 1) + timedelta(days=409 * n, seconds=7_919 * n) for n in range(170)]
    return [at.replace(tzinfo=UTC) for at in (*near, *spread)]


INSTANTS: Final = _instants()


def _row(number: int, at: datetime) -> dict[str, Any]:
    since = at - EPOCH
    return {
        "id": number,
        "at": at,
        "wall": at.replace(tzinfo=None),
        "half": at.replace(tzinfo=None),
        "day": at.date(),
        "seconds": since // timedelta(seconds=1),
        "millis": since / timedelta(milliseconds=1),
        "exact": since // timedelta(milliseconds=1) / 1_000,
    }


RECORDS: Final = [_row(number, at) for number, at in enumerate(INSTANTS)]
RECORDS.append({"id": len(RECORDS)})
ROWS: Final[dict[Any, Any]] = {
    visits: RECORDS,
    stops: [
        {"id": 10 * number + one, "visit_id": number, "at": datetime(2025, 11, number + 1, 8 + one)}
        for number in range(4)
        for one in range(number)
    ],
}
