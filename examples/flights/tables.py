"""The tables of the example: what a host application would have anyway."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata: Final = MetaData()

airlines = Table(
    "airlines",
    metadata,
    Column("carrier", String(2), primary_key=True),
    Column("name", String(80), nullable=False),
)

airports = Table(
    "airports",
    metadata,
    Column("faa", String(3), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("alt", Integer, nullable=False),
    Column("tzone", String(40)),
)

planes = Table(
    "planes",
    metadata,
    Column("tailnum", String(6), primary_key=True),
    Column("year", Integer),
    Column("type", String(40), nullable=False),
    Column("manufacturer", String(40), nullable=False),
    Column("model", String(40), nullable=False),
    Column("engines", Integer, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("engine", String(20), nullable=False),
)

weather = Table(
    "weather",
    metadata,
    Column("origin", String(3), primary_key=True),
    Column("time_hour", DateTime, primary_key=True),  # UTC
    Column("temp", Float),  # degrees Fahrenheit
    Column("humid", Float),  # percent
    Column("wind_speed", Float),  # miles per hour
    Column("precip", Float),  # inches per hour
    Column("visib", Float),  # miles
    sqlite_with_rowid=False,
)

flights = Table(
    "flights",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("departs_at", DateTime, nullable=False),  # as scheduled, UTC
    Column("departs_hour", DateTime, nullable=False),  # the hour of it: what the weather is known for
    Column("carrier", String(2), ForeignKey(airlines.c.carrier), nullable=False),
    Column("number", Integer, nullable=False),
    # Neither key is enforced: 4 destinations and 721 tail numbers are in no other table.
    Column("tailnum", String(6)),
    Column("origin", String(3), nullable=False),
    Column("dest", String(3), nullable=False),
    Column("dep_delay", Integer),  # minutes
    Column("arr_delay", Integer),  # minutes
    Column("air_time", Integer),  # minutes
    Column("distance", Integer, nullable=False),  # miles
    Column("cancelled", Boolean, nullable=False),
    Column("on_time", Boolean),  # at most 15 minutes late; unknown where it never arrived
    Column("metadata", JSON, nullable=False),
    Index("ix_flights_departs_at", "departs_at"),
    Index("ix_flights_dest_departs_at", "dest", "departs_at"),
    Index("ix_flights_carrier_departs_at", "carrier", "departs_at"),
)

metrics = Table(
    "metrics",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("eval_type", String(10), nullable=False),
)

measurements = Table(
    "measurements",
    metadata,
    Column("flight_id", Integer, ForeignKey(flights.c.id), primary_key=True),
    Column("metric_id", Integer, ForeignKey(metrics.c.id), primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)
