"""What may be asked of the flights: the one declaration that a host writes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_

from examples.flights.tables import airlines, airports, flights, measurements, metrics, planes, weather
from widgetql import (
    Avg,
    Count,
    CountDistinct,
    Dataset,
    Dynamic,
    Field,
    JsonKeys,
    Kind,
    Limits,
    Percentile,
    ToMany,
    ToOne,
)

NEW_YORK: Final = ZoneInfo("America/New_York")
# The flights are of 2013, so "now" is its last evening: relative filters mean what they would have meant.
NOW: Final = datetime(2013, 12, 31, 18, 0, tzinfo=NEW_YORK)

FLIGHTS: Final = Dataset(
    flights,
    id=flights.c.id,
    timestamp=flights.c.departs_at,
    timezone="America/New_York",
    limits=Limits(max_range=timedelta(days=366)),
    fields={
        "id": Field(flights.c.id),
        "timestamp": Field(flights.c.departs_at, label="Scheduled departure"),
        "number": Field(flights.c.number, label="Flight number"),
        "dest": Field(flights.c.dest, label="To"),
        "tail_number": Field(flights.c.tailnum, label="Tail number"),
        "departure_delay": Field(flights.c.dep_delay, label="Departure delay", unit="min"),
        "arrival_delay": Field(flights.c.arr_delay, label="Arrival delay", unit="min"),
        "air_time": Field(flights.c.air_time, label="Time in the air", unit="min"),
        "distance": Field(flights.c.distance, label="Distance", unit="mi"),
        "cancelled": Field(flights.c.cancelled, label="Cancelled"),
        "on_time": Field(flights.c.on_time, label="Arrived on time"),
        "metadata": JsonKeys(flights.c.metadata),
        "airline": ToOne(
            airlines,
            on=airlines.c.carrier == flights.c.carrier,
            always_present=True,
            fields={"code": Field(airlines.c.carrier), "name": Field(airlines.c.name, label="Airline")},
        ),
        "origin": ToOne(
            airports,
            on=airports.c.faa == flights.c.origin,
            always_present=True,
            fields={"code": Field(airports.c.faa), "name": Field(airports.c.name, label="Departing from")},
        ),
        "destination": ToOne(
            airports,
            on=airports.c.faa == flights.c.dest,
            fields={
                "code": Field(airports.c.faa),
                "name": Field(airports.c.name, label="Destination"),
                "altitude": Field(airports.c.alt, unit="ft"),
            },
        ),
        "plane": ToOne(
            planes,
            on=planes.c.tailnum == flights.c.tailnum,
            fields={
                "manufacturer": Field(planes.c.manufacturer),
                "model": Field(planes.c.model),
                "built": Field(planes.c.year, label="Year built"),
                "seats": Field(planes.c.seats),
            },
        ),
        "weather": ToOne(
            weather,
            on=and_(weather.c.origin == flights.c.origin, weather.c.time_hour == flights.c.departs_hour),
            fields={
                "temperature": Field(weather.c.temp, unit="°F"),
                "wind_speed": Field(weather.c.wind_speed, unit="mph"),
                "visibility": Field(weather.c.visib, unit="mi"),
            },
        ),
        "measurements": ToMany(
            measurements,
            on=measurements.c.flight_id == flights.c.id,
            fields={
                "value": Dynamic(
                    measurements.c.value,
                    chosen_by="metric.id",
                    kind=metrics.c.eval_type,
                    name=metrics.c.name,
                    kinds={
                        "NUMERIC": Kind("numeric"),
                        "BOOLEAN": Kind("boolean"),
                        "ENUM": Kind("string", charts={"pie"}),
                    },
                ),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == measurements.c.metric_id,
                    always_present=True,
                    fields={"id": Field(metrics.c.id), "name": Field(metrics.c.name)},
                ),
            },
        ),
    },
    stats={
        "flights": Count(),
        "on_time": Avg("on_time"),
        "cancelled": Avg("cancelled"),
        "average_delay": Avg("arrival_delay"),
        "p95_delay": Percentile("arrival_delay", 0.95),
        "aircraft": CountDistinct("tail_number"),
    },
)
