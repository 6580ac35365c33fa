"""A response read once: what drawing asks of it, and its values as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from widgetql.vega.clock import bucket, clock, in_zone, is_instant, zone_named
from widgetql.vega.long import as_groups
from widgetql.vega.look import Look, look_of

Row: TypeAlias = Mapping[str, Any]
Spec: TypeAlias = dict[str, Any]

MISSING: Final = "(missing)"
_AGGREGATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "avg": "average",
        "sum": "total",
        "min": "minimum",
        "max": "maximum",
        "count_distinct": "distinct count",
        "p50": "median",
    }
)
_COUNTS: Final = frozenset({"count", "count_distinct"})
_UNITS: Final = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


@dataclass(frozen=True, slots=True)
class Chart:
    """The parts of a response that drawing asks for."""

    kind: str
    rows: Sequence[Row]
    aggregation: str
    period: str | None
    group_by: Row
    meta: Row
    zone: tzinfo
    zone_name: str
    columns: Mapping[str, Row]
    look: Look

    @classmethod
    def read(cls, response: Row, columns: Sequence[Row] = (), theme: str | None = None) -> Chart:
        """Take a response apart; what it leaves out has the wire's defaults."""
        meta: Row = response.get("metadata") or {}
        data: Any = response.get("data") or []
        # A stat without groups is one row.
        rows: Sequence[Row] = [cast("Row", data)] if isinstance(data, Mapping) else data
        is_long = any("series" in row for row in rows)
        zone, zone_name = zone_named(str(meta.get("timezone") or "UTC"))
        return cls(
            kind=str(response.get("chart_type")),
            rows=as_groups(rows, lambda value: text_of(value, zone)),
            # Of several measures each has its own: what they add up to says nothing.
            aggregation=str(response.get("aggregation_function") or ("" if is_long else "count")),
            period=response.get("time_period"),
            group_by=response.get("group_by") or {},
            meta=meta,
            zone=zone,
            zone_name=zone_name,
            columns={str(one["name"]): one for one in (columns or meta.get("columns") or ())},
            look=look_of(theme),
        )

    @property
    def interval(self) -> float | None:
        """The length of fixed buckets, in milliseconds."""
        return self.group_by.get("interval")

    @property
    def is_grouped(self) -> bool:
        """Whether each row belongs to a series."""
        return any("group" in row for row in self.rows)

    @property
    def is_share(self) -> bool:
        """Whether values are averages of yes and no: fractions from 0 to 1, shown as percent."""
        return self.kind == "bar" and self.meta.get("data_type") == "boolean" and self.aggregation == "avg"

    @property
    def is_time(self) -> bool:
        """Whether the values are instants: a line of datetimes, or the first or last of each bucket."""
        return self.meta.get("data_type") == "datetime" and any(
            is_instant(row.get("value")) for row in self.rows
        )

    @property
    def plot_name(self) -> str:
        """What is plotted."""
        return str(self.meta.get("display_name") or "")

    @property
    def group_name(self) -> str:
        """What rows are grouped by: the label of its field, else its path in words."""
        path = str(self.group_by.get("field") or "group")
        named = self.heading("group", spoken(path), path)
        if not self.measures:
            return named
        return f"Measure, {named.lower()}" if self.group_by else "Measure"

    @property
    def measures(self) -> Sequence[str]:
        """The names of the measures that rows are of, each row of one."""
        return list(dict.fromkeys(str(row["series"]) for row in self.rows if "series" in row))

    def heading(self, key: str, otherwise: str, name: str | None = None) -> str:
        """Return the label of a column if it has one of its own."""
        label = str(self.columns.get(key, {}).get("label") or "")
        return otherwise if label in ("", key, name) else label

    @property
    def named_unit(self) -> str | None:
        """What stands at a value's axis: its name with its unit, nothing without one."""
        return f"{self.plot_name} ({self.unit})".strip() if self.unit else None

    @property
    def unit(self) -> str:
        """The unit of the values; a count has none."""
        counted = self.kind in ("pie", "histogram") or (self.kind == "bar" and self.aggregation in _COUNTS)
        if self.meta.get("data_type") == "percentage":
            return "%"
        return "" if counted else "%" if self.is_share else str(self.meta.get("unit") or "")

    def has_values(self) -> bool:
        """Whether there is anything to draw."""
        if self.kind == "pivot":
            return any(cell is not None for row in self.rows for cells in row["cells"] for cell in cells)
        plotted = self.kind in {"line", "bar", "pie", "histogram"}
        return any(row.get("value") is not None for row in self.rows) if plotted else bool(self.rows)

    def text(self, value: object) -> str:
        """Write a value as people read it."""
        return text_of(value, self.zone)

    def cell(self, key: str, value: object) -> str:
        """Write a value of a column as it says: with its unit, a fraction in percent."""
        column = self.columns.get(key)
        if column is None:
            return self.measure(value) if key == "value" else self.text(value)
        unit, format = column.get("unit"), column.get("format")
        found = formatted(value, format, self.zone, unit)
        is_plain = (
            format in (None, "number") and isinstance(value, int | float) and column["role"] == "measure"
        )
        return f"{found} {unit}" if unit and is_plain and not isinstance(value, bool) else found

    def measure(self, value: object) -> str:
        """Write a plotted value with its unit."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self.text(value)
        if self.is_share:
            return f"{100 * value:.1f} %"
        return f"{self.text(value)} {self.unit}".rstrip()

    def clock(self, text: str) -> datetime:
        """Read the clock of the response's zone at an instant."""
        return clock(text, self.zone)

    def bucket(self, text: str) -> tuple[datetime, datetime]:
        """Return a bucket's start and end on that clock."""
        return bucket(text, self.zone, self.period, self.interval)

    def domain(self, clocks: Iterable[datetime]) -> list[float]:
        """Return the range that was asked for, in milliseconds: the charts of a dashboard line up."""
        asked: Row = self.meta.get("range") or {}
        start, end = asked.get("start"), asked.get("end")
        moments = list(clocks)
        # A range without an end runs to now: the chart ends where its data do.
        is_open = end is not None and end == self.meta.get("now") and moments
        every = [*moments, *(self.clock(one) for one in (start, None if is_open else end) if one)]
        return [min(every).timestamp() * 1000, max(every).timestamp() * 1000]

    def title(self, given: str | None) -> Spec:
        """Return the title: the host's, with what is plotted below it, or what is plotted."""
        name = str(self.meta.get("display_name") or "") or ", ".join(self.measures)
        how = ""
        if self.kind == "pivot":
            name = self._of_two_axes()
        if self.kind == "bar":
            every = self.period or duration_text(self.interval or 0)
            every = f"by {spoken(str(self.meta['x'])).lower()}" if "x" in self.meta else f"per {every}"
            how = f"{_AGGREGATIONS.get(self.aggregation, self.aggregation)} {every}".lstrip()
        made = (" " if self.measures else ", ").join(part for part in (name, how) if part)
        notes = [made] if given and made and made != given else []
        if self.meta.get("sampled"):
            notes.append(f"{len(self.rows):,} of {self.text(self.meta.get('total'))} points shown")
        elif self.meta.get("truncated"):
            notes.append(f"{len(self.rows):,} shown, there are more")
        if self.kind == "bar" and not self.is_grouped and any(map(_before, self.rows)):
            notes.append("dashed: before")
        return {"text": given or made, "subtitle": notes}

    def _of_two_axes(self) -> str:
        """Name a pivot by its first measure and its dimensions, where its columns are known."""
        by_role = {
            role: [name for name, one in self.columns.items() if one.get("role") == role]
            for role in ("measure", "dimension")
        }
        # Bins are two columns.
        names = [name.removesuffix(".from") for name in by_role["dimension"] if not name.endswith(".to")]
        measures = [self.heading(name, name) for name in by_role["measure"][:1]]
        return "".join(f"{one} by {', '.join(spoken(name).lower() for name in names)}" for one in measures)


def _before(row: Row) -> bool:
    """Tell whether a bar is compared with another."""
    previous: Row = row.get("previous") or {}
    return previous.get("value") is not None


def text_of(value: object, zone: tzinfo) -> str:
    """Write a value of a cell, tile, slice or tooltip as people read it."""
    match value:
        case None:
            return MISSING
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value:,}"
        case float():
            return number_text(value)
        case str() if is_instant(value):
            local = in_zone(datetime.fromisoformat(value), zone)
            seconds = ":%S" if local.second or local.microsecond else ""
            # By itself it writes years of fewer digits.
            return local.strftime(f"{local.year:04}-%m-%d %H:%M{seconds} %Z")
        case _:
            return str(value)


def formatted(value: object, format: str | None, zone: tzinfo, unit: str | None = None) -> str:
    """Write a value as its field or stat says: a fraction in percent, bytes and seconds in larger units.

    >>> from datetime import UTC
    >>> [formatted(value, "percent", UTC) for value in (0.6933, 1, None)]
    ['69.3 %', '100.0 %', '(missing)']
    >>> formatted(5_400, "duration", UTC, "s"), formatted(90, "duration", UTC, "min")
    ('1 h 30 min', '90 min')
    >>> formatted(2_500_000, "bytes", UTC), formatted(1234.5, "number", UTC)
    ('2.5 MB', '1,234')
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return text_of(value, zone)
    match format:
        case "percent":
            return f"{100 * value:,.1f} %"
        case "duration":
            return spell_seconds(value) if unit in (None, "s") else f"{text_of(value, zone)} {unit}"
        case "bytes":
            return _bytes_text(value)
        case _:
            return text_of(value, zone)


def spell_seconds(seconds: float) -> str:
    """Write a length of time in its two largest units.

    >>> [spell_seconds(value) for value in (0.25, 59, 61.5, 7200, 100_000)]
    ['0.25 s', '59 s', '1 min 2 s', '2 h', '1 d 4 h']
    """
    size, sign = abs(seconds), "-" if seconds < 0 else ""
    if size < 60:
        return f"{number_text(float(seconds))} s"
    for (name, length), (part, shorter) in pairwise(_UNITS):
        # What rounds up to the larger unit is one.
        whole = round(size / shorter) * shorter
        if whole >= length:
            rest = round(whole % length / shorter)
            return f"{sign}{whole // length:,} {name}" + (f" {rest} {part}" if rest else "")
    return f"{sign}{round(size)} s"


def _bytes_text(value: float) -> str:
    for name in ("B", "kB", "MB", "GB", "TB"):
        if abs(value) < 1000 or name == "TB":
            return f"{number_text(float(value))} {name}"
        value /= 1000
    raise AssertionError


def number_text(value: float) -> str:
    """Write a number with four digits that mean something, thousands apart.

    >>> [number_text(value) for value in (0.012345, 61.5, 12.0, 1234.5, -0.5)]
    ['0.01235', '61.5', '12', '1,234', '-0.5']
    """
    if not value or not math.isfinite(value):
        return "0" if not value else str(value)
    digits = max(0, 3 - math.floor(math.log10(abs(value))))
    if digits > 9 or abs(value) >= 1e15:
        return f"{value:.3g}"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration_text(milliseconds: float) -> str:
    """Write the length of a bucket in its largest whole unit.

    >>> duration_text(5_400_000), duration_text(86_400_000)
    ('90 min', '1 d')
    """
    for unit, length in (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000)):
        if milliseconds and not milliseconds % length:
            return f"{number_text(milliseconds / length)} {unit}"
    return f"{number_text(milliseconds / 1000)} s"


def spoken(path: str) -> str:
    """Write a path or a column's name as a heading; a relation is named unless its field does already.

    >>> spoken("avg_duration"), spoken("agent.agent_name"), spoken("carrier.name")
    ('Avg duration', 'Agent name', 'Carrier name')
    """
    *_, relation, name = ["", *path.split(".")]
    words = (name if name.startswith(relation) else f"{relation} {name}").replace("_", " ").strip() or path
    return words[:1].upper() + words[1:]
