"""Bars over something else than time: over labels, parts of time, and bins of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from widgetql.vega.clock import stamp
from widgetql.vega.look import PALETTE
from widgetql.vega.reading import MISSING, Chart, Row, Spec, spoken
from widgetql.vega.series import Series, groups_of, slices_of

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPOKEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hour_of_day": tuple(f"{hour}:00" for hour in range(24)),
        "day_of_week": ("", *DAYS),
        "month_of_year": ("", *MONTHS),
    }
)
# The width of a letter, in pixels, with some room.
_LETTER: Final = 6.5
# A stack of these reads as their total; of others groups stand side by side.
_ADDITIVE: Final = frozenset({"count", "sum"})


def is_over(chart: Chart) -> bool:
    """Tell whether bars stand over something else than time."""
    return "x" in chart.meta


def bar(chart: Chart, size: Spec) -> Spec:
    """Draw a bar for each label, part of time or bin, in the data's order; groups as over time."""
    names = _names(chart)
    groups = _groups(chart) if chart.is_grouped else None
    values = [
        _value(chart, row, name, None if groups is None else groups.of_rows[place])
        for place, (row, name) in enumerate(zip(chart.rows, names, strict=True))
    ]
    places = list(dict.fromkeys(names))
    axis: Spec = {"title": spoken(str(chart.meta["x"])), **_fitted(chart, places, size["width"])}
    over: Spec = {"field": "over", "type": "nominal", "sort": places, "axis": axis}
    measure: Spec = {"title": None, "format": ".0%"} if chart.is_share else {"title": chart.named_unit}
    said = [("over", "Over"), ("name", "Group"), ("shown", "Value"), ("records", "Records")]
    encoding: Spec = {
        "x": over,
        "y": {"field": "value", "type": "quantitative", "axis": measure},
        "color": {"value": PALETTE[0]} if groups is None else groups.colour(size["width"]),
        "tooltip": [
            {"field": field, "type": "nominal", "title": title}
            for field, title in said
            if groups is not None or field != "name"
        ],
        "description": {"field": "about", "type": "nominal"},
    }
    if groups is not None and chart.aggregation not in _ADDITIVE:
        encoding["xOffset"] = {"field": "name", "type": "nominal", "sort": list(groups.ordered)}
    mark: Spec = {"type": "point", "filled": True, "size": 45} if chart.is_time else {"type": "bar"}
    if chart.is_time:
        encoding["y"] |= {"type": "temporal", "scale": {"type": "utc"}}
    return {"data": {"values": values}, **size, "mark": mark, "encoding": encoding}


def _fitted(chart: Chart, names: Sequence[str], width: object) -> Spec:
    """Return how names stand below bars: beside each other, else some of what has an order, else aslant."""
    room = (width if isinstance(width, int) else 600) / len(names)
    has_order = "part" in chart.meta or "bins" in chart.meta
    if has_order or _LETTER * max(map(len, names)) <= room:
        return {"labelAngle": 0, "labelLimit": 120, "labelOverlap": "greedy" if has_order else False}
    return {"labelAngle": -45, "labelLimit": 90}


def _value(chart: Chart, row: Row, name: str, group: str | None) -> Spec:
    given, about = row.get("value"), name if group is None else f"{name}, {group}"
    shown = chart.measure(given)
    drawn = stamp(chart.clock(given)) if chart.is_time and isinstance(given, str) else given
    value: Spec = {"over": name, "value": drawn, "shown": shown, "about": f"{about}: {shown}"}
    if group is not None:
        value["name"] = group
    return value | {"records": chart.text(row.get("sample_count"))}


def _names(chart: Chart) -> Sequence[str]:
    """One name for each row: of a label, a part of time, or a bin."""
    words: Sequence[str] = _SPOKEN.get(str(chart.meta.get("part")), ())
    if words:
        labels: list[Any] = [row.get("label") for row in chart.rows]
        return [MISSING if label is None else words[int(label)] for label in labels]
    if any("from" in row for row in chart.rows):
        return [_bin(chart, row) for row in chart.rows]
    # Of a label's own rest: a group has one, too.
    own = [{**row, "other": "excluded" in row} for row in chart.rows]
    return slices_of(replace(chart, rows=own)).of_rows


def _bin(chart: Chart, row: Row) -> str:
    low, high = row.get("from"), row.get("to")
    if low is None:
        return MISSING if high is None else f"below {chart.text(high)}"
    return f"{chart.text(low)} and more" if high is None else f"{chart.text(low)} to {chart.text(high)}"


def _groups(chart: Chart) -> Series:
    own = [{**row, "other": "group_excluded" in row} for row in chart.rows]
    return groups_of(replace(chart, rows=own))
