"""Answers as people read them: headings, numbers with their units, New York's clock, filters as phrases."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from examples.flights.dashboard import Answer
from examples.flights.dataset import NEW_YORK

NOTHING: Final = "—"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of text, and what stands below it; numbers stand on the right."""

    heading: str
    cells: Sequence[str]
    right: bool = False
    total: str | None = None


def whole(value: Any) -> str:
    # No "-0".
    return f"{round(value):,}"


def percent(value: Any) -> str:
    return f"{100 * value:.1f} %"


def minutes(value: Any) -> str:
    return f"{value:,.1f} min"


# What this application calls the columns and stats that it asks for.
_KNOWN: Final[Mapping[str, tuple[str, Callable[[Any], str] | None]]] = {
    "flights": ("Flights", whole),
    "on_time": ("Arrived on time", percent),
    "cancelled": ("Cancelled", percent),
    "average_delay": ("Average delay", minutes),
    "p90_delay": ("1 in 10 later than", minutes),
    "p95_delay": ("1 in 20 later than", minutes),
    "half later than": ("Half later than", minutes),
    "one in ten later than": ("1 in 10 later than", minutes),
    "average delay": ("Minutes", whole),
    "share": ("Of all flights", percent),
    "punctuality": ("On time", percent),
    "aircraft": ("Aircraft", whole),
    "airline.name": ("Airline", None),
    "dest": ("To", None),
    "plane.model": ("Aircraft", None),
    "metadata.flight": ("Flight", None),
    "metadata.weather": ("Weather", None),
}
_UNSHOWN: Final = frozenset(
    {"id", "sample_count", "sample_counts", "record_count", "other", "excluded", "partial", "previous"}
)


def heading(name: str) -> str:
    """What a column or a stat is called."""
    return _KNOWN.get(name, (name.capitalize(), None))[0]


def stat_tiles(answer: Answer) -> list[tuple[str, str]]:
    """A stat's (label, value) pairs."""
    data = answer.data.to_dict()["data"]
    assert isinstance(data, dict)
    return [(heading(name), _written(name, value)) for name, value in data.items()]


def columns_of(answer: Answer) -> list[Column]:
    """The rows of any chart but a stat as columns of text; groups and series become columns of their own."""
    response = answer.data.to_dict()
    rows, meta = response["data"], response["metadata"]
    if isinstance(rows, dict):
        return _crossed(rows, answer.widget["metrics"][0]["name"])
    unit = f" {meta['unit']}" if meta.get("unit") and response["aggregation_function"] != "count" else ""
    if rows and not {"group", "series"}.isdisjoint(rows[0]):
        return _pivoted(rows, response["time_period"])
    keys = [key for key in dict.fromkeys(key for row in rows for key in row) if key not in _UNSHOWN]
    if response["chart_type"] == "list":
        keys.sort(key=lambda key: key == "value")
    found = [_column(key, [row.get(key) for row in rows], response, unit) for key in keys]
    if rows and "previous" in rows[0]:
        found += _earlier([row["previous"] or {} for row in rows], unit)
    return _with_totals(found, keys, meta["totals"]) if "totals" in meta else found


def _earlier(rows: list[dict[str, Any]], unit: str) -> list[Column]:
    """What was a month before, and the difference."""
    names = {"value": "The month before", "change": "Change"}
    return [
        Column(name, [_number(row.get(key)) + unit * (row.get(key) is not None) for row in rows], right=True)
        for key, name in names.items()
    ]


def _with_totals(columns: list[Column], keys: list[str], totals: dict[str, Any]) -> list[Column]:
    """The columns with what the measures are of all flights; the first says so."""
    cells = ["All flights"] + [_written(key, totals[key]) for key in keys[1:]]
    return [replace(column, total=cell) for column, cell in zip(columns, cells, strict=True)]


def _crossed(data: dict[str, Any], measure: str) -> list[Column]:
    """A pivot of one dimension on each axis."""
    names = [str(value) for header in data["rows"] for value in header.values()]
    hours = [str(value) for header in data["columns"] for value in header.values()]
    columns = zip(*data["cells"], strict=True)
    return [Column("", names)] + [
        Column(hour, [_written(measure, cell and cell[measure]) for cell in cells], right=True)
        for hour, cells in zip(hours, columns, strict=True)
    ]


def _column(key: str, values: list[Any], response: Any, unit: str) -> Column:
    meta = response["metadata"]
    match key:
        case "time_interval" | "timestamp":
            return Column("New York time", [clock(value, response["time_period"]) for value in values])
        case "value":
            counts = response["chart_type"] == "pie" or response["aggregation_function"] == "count"
            name = "Flights" if counts else meta["display_name"]
            return Column(name, [_number(value) + unit for value in values], right=True)
        case "label":
            return Column(meta["display_name"], [_number(value) for value in values])
        case "percentage":
            return Column("Share", [f"{value:.1f} %" for value in values], right=True)
        case _:
            is_number = any(isinstance(value, int | float) for value in values)
            return Column(heading(key), [_written(key, value) for value in values], right=is_number)


def _pivoted(rows: list[dict[str, Any]], period: str | None) -> list[Column]:
    """One column a group, or a series: what a customer would lay side by side."""
    group, place = ("group", "time_interval") if "group" in rows[0] else ("series", "label")
    places = list(dict.fromkeys(row[place] for row in rows))
    found = {(row[place], row[group]): row["value"] for row in rows}
    # What stands over no time stands over an hour of the day.
    cells = [clock(at, period) if place == "time_interval" else f"{at:02}:00" for at in places]
    names = dict.fromkeys(row[group] for row in rows)
    return [Column("New York time", cells)] + [
        Column(
            _KNOWN.get(name, (str(name), None))[0],
            [_written(name, found.get((at, name))) for at in places],
            True,
        )
        for name in names
    ]


def _written(name: str, value: Any) -> str:
    write = _KNOWN.get(name, (name, None))[1]
    if value is None:
        return NOTHING
    return write(value) if write else _number(value)


def _number(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def clock(instant: str, period: str | None = None) -> str:
    """An instant as New York's clock shows it, as finely as the period asks for."""
    local = datetime.fromisoformat(instant).astimezone(NEW_YORK)
    form = {"month": "%B", "week": "%-d %b", "day": "%-d %b", "hour": "%-d %b, %H:%M %Z"}
    return local.strftime(form.get(period or "", "%-d %b, %H:%M"))


def range_of(answers: Sequence[Answer]) -> str:
    """The dashboard's range: `1 Jan to 31 Dec 2013, New York time`."""
    asked: Any = answers[0].data.to_dict()["metadata"]["range"]
    start, end = (datetime.fromisoformat(asked[key]).astimezone(NEW_YORK) for key in ("start", "end"))
    return f"{start:%-d %b} to {end:%-d %b %Y}, New York time"


def phrase(filters: Any) -> str:
    """A filter as a line of text: `destination.code eq "HNL"`."""
    if not filters:
        return ""
    if "operator" in filters:
        parts = [phrase(part) for part in filters["conditions"]]
        if filters["operator"] in ("and", "or"):
            return f" {filters['operator']} ".join(parts)
        return f"{filters['operator']} ({' and '.join(parts)})"
    return f"{filters['field']} {filters['op']} {json.dumps(filters['value'])}"
