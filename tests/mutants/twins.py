"""Datasets in other ways: of what SQLAlchemy wrote, by days, local times, numbers, a host's own texts."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, DateTime, Integer, MetaData, Table
from sqlalchemy.dialects.sqlite import DATE

from tests.hosts.test_epochs import drawn, over
from tests.hosts.test_formats import SLASHES
from tests.testing.everything import EVERYTHING, calls
from widgetql.dataset import Dataset
from widgetql.fields import Field
from widgetql.stats import Count, Max


def _twin(timestamp: Any = calls.c.at, **more: Any) -> Dataset:
    return Dataset(
        calls, id=calls.c.id, timestamp=timestamp, fields=EVERYTHING.fields, stats=EVERYTHING.stats, **more
    )


# Nothing is probed or guarded.
CANONICAL: Final = _twin(canonical=True)
BY_DAY: Final = _twin(calls.c.day)
BY_LOCAL_TIME: Final = _twin(calls.c.started)
PINGS: Final = over("us")
BY_SECONDS: Final = over("s", drawn)
BY_DECIMALS: Final = over("exact", drawn)

appointments: Final = Table(
    "appointments",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("moment", SLASHES),
    Column(
        "on",
        DATE(
            storage_format="%(day)02d.%(month)02d.%(year)04d",
            regexp=r"(?P<day>\d+)\.(?P<month>\d+)\.(?P<year>\d+)",
        ),
    ),
)


def _of_appointments(timestamp: Any) -> Dataset:
    columns = (appointments.c.at, appointments.c.moment, appointments.c.on)
    return Dataset(
        appointments,
        id=appointments.c.id,
        timestamp=timestamp,
        fields={column.key: Field(column) for column in columns},
        stats={"all": Count(), "latest": Max("moment")},
    )


FORMATTED: Final = _of_appointments(appointments.c.at)
BY_MOMENT: Final = _of_appointments(appointments.c.moment)
