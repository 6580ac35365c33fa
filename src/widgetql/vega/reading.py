"""A response read once: what drawing asks of it, and its values as text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from widgetql.vega.clock import bucket, clock, is_instant, zone_named
from widgetql.vega.long import as_groups

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

    @classmethod
    def read(cls, response: Row) -> Chart:
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
    def unit(self) -> str:
        """The unit of the values; a count has none."""
        counted = self.kind in ("pie", "histogram") or (self.kind == "bar" and self.aggregation in _COUNTS)
        return "" if counted else "%" if self.is_share else str(self.meta.get("unit") or "")

    def has_values(self) -> bool:
        """Whether there is anything to draw."""
        plotted = self.kind in {"line", "bar", "pie", "histogram"}
        return any(row.get("value") is not None for row in self.rows) if plotted else bool(self.rows)

    def text(self, value: object) -> str:
        """Write a value as people read it."""
        return text_of(value, self.zone)

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
        """Return the whole range that was asked for, in milliseconds: the charts of a dashboard line up."""
        asked: Row = self.meta.get("range") or {}
        ends = [self.clock(end) for end in (asked.get("start"), asked.get("end")) if end]
        every = [*ends, *clocks]
        return [min(every).timestamp() * 1000, max(every).timestamp() * 1000]

    def title(self, given: str | None) -> Spec:
        """Return the title: the host's, with what is plotted below it, or what is plotted."""
        name = str(self.meta.get("display_name") or "")
        how = ""
        if self.kind == "bar":
            every = self.period or duration_text(self.interval or 0)
            how = f"{_AGGREGATIONS.get(self.aggregation, self.aggregation)} per {every}".lstrip()
        made = ", ".join(part for part in (name, how) if part)
        notes = [made] if given and made and made != given else []
        if self.meta.get("sampled"):
            notes.append(f"{len(self.rows):,} of {self.text(self.meta.get('total'))} points shown")
        elif self.meta.get("truncated"):
            notes.append(f"{len(self.rows):,} shown, there are more")
        return {"text": given or made, "subtitle": notes}


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
            local = datetime.fromisoformat(value).astimezone(zone)
            seconds = ":%S" if local.second or local.microsecond else ""
            return local.strftime(f"%Y-%m-%d %H:%M{seconds} %Z")
        case _:
            return str(value)


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
