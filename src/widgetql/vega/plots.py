"""The charts with marks and axes: line, bar and pie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from widgetql.vega import over
from widgetql.vega.clock import stamp
from widgetql.vega.look import PALETTE, Look
from widgetql.vega.previous import before, with_lines
from widgetql.vega.reading import Chart, Row, Spec
from widgetql.vega.series import Series, groups_of, slices_of

# A stack of these reads as their total; averages on top of each other would say nothing.
_ADDITIVE: Final = frozenset({"count", "sum", "share"})
# More bars than this, side by side, are thinner than the eye resolves: lines instead.
_MOST_BARS: Final = 150
# A range below this, in milliseconds, needs the year on one tick only.
_YEARS: Final = 500 * 86_400_000
# Every point of a line is marked up to this many; beyond it only the pointer finds them.
_MOST_DOTS: Final = 80
# The room between bars, as a part of the bucket, on either side.
_GAP: Final = 0.07
_DOT: Final[Spec] = {"type": "point", "filled": True, "size": 45, "opacity": 1}
# A ring beside its legend is no smaller, in pixels.
_SMALLEST: Final = 150
_TIME_FORMAT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "milliseconds": "%H:%M:%S.%L",
        "seconds": "%H:%M:%S",
        "minutes": "%H:%M",
        "hours": "%H:%M",
        "date": "%b %-d",
        "day": "%b %-d",
        "week": "%b %-d",
        "month": "%b %Y",
        "quarter": "%b %Y",
        "year": "%Y",
    }
)


def line(chart: Chart, size: Spec) -> Spec:
    """Draw points over time, joined; a missing value leaves a gap."""
    groups = groups_of(chart) if chart.is_grouped else None
    moments = [chart.clock(row["timestamp"]) for row in chart.rows]
    points = [
        _point(chart, row, (at, row["timestamp"]), place, groups)
        for place, (row, at) in enumerate(zip(chart.rows, moments, strict=True))
    ]
    mark: Spec = {"type": "line", "strokeWidth": 1.8, "point": {"size": 24}}
    if len(points) > _MOST_DOTS:
        mark = {"type": "line", "strokeWidth": 1.3, "point": "transparent"}
    if _are_words(chart, points):
        mark = _DOT
    return _over_time(chart, size, points, mark, moments, groups)


def bar(chart: Chart, size: Spec) -> Spec:
    """Draw time buckets as bars as wide as they last; those that the range cuts are lighter.

    Groups are stacked where their sum means something, else side by side (or lines where they are many).
    First and last instants have no baseline to stand on: they are points.
    """
    if over.is_over(chart):
        return over.bar(chart, size)
    groups = groups_of(chart) if chart.is_grouped else None
    buckets = [chart.bucket(row["time_interval"]) for row in chart.rows]
    points = [
        _point(chart, row, (start + (end - start) / 2, row["time_interval"]), place, groups)
        for place, (row, (start, end)) in enumerate(zip(chart.rows, buckets, strict=True))
    ]
    moments = [moment for ends in buckets for moment in ends]
    beside = groups is not None and chart.aggregation not in _ADDITIVE
    if chart.is_time or _are_words(chart, points):
        return _over_time(chart, size, points, _DOT, moments, groups)
    if beside and len(points) > _MOST_BARS:
        mark: Spec = {"type": "line", "strokeWidth": 1.5, "point": {"size": 12}}
        return _over_time(chart, size, points, mark, moments, groups)
    slots = len(groups.ordered) if beside and groups else 1
    for point, (start, end) in zip(points, buckets, strict=True):
        width = (end - start) * (1 - 2 * _GAP) / slots
        left = start + (end - start) * _GAP + width * (point["rank"] if beside else 0)
        point |= {"from": stamp(left), "to": stamp(left + width)}
    return _bars(chart, size, points, moments, groups)


def pie(chart: Chart, size: Spec) -> Spec:
    """Draw a ring of slices in the data's order, the share in the legend; one ring for each group."""
    slices = slices_of(chart)
    groups = groups_of(chart) if chart.is_grouped else None
    values: list[Spec] = []
    for place, row in enumerate(chart.rows):
        name, share = slices.of_rows[place], f"{row.get('percentage') or 0:.1f} %"
        shown, rank = chart.measure(row.get("value")), slices.rank(name)
        value: Spec = {"label": name, "value": row.get("value"), "rank": rank, "shown": shown, "share": share}
        if groups:
            value["group"] = groups.of_rows[place]
        value["name"] = name if groups else f"{name} · {share}{_earlier(row)}"
        values.append(value | {"about": f"{name}: {shown}, {share}"})
    if groups:
        return _rings(values, slices.colour(size["width"]), groups, size, chart.look)
    named = slices.renamed([value["name"] for value in values])
    colour = named.colour(size["width"])
    legend, size = _beside(size, max(map(len, named.ordered)))
    colour["legend"] = {"rowPadding": 5, "symbolType": "circle", "title": slices.title} | legend
    mark = _ring({"expr": "min(width, height) * 0.29"}, chart.look)
    return {"data": {"values": values}, **size, "mark": mark, "encoding": _slices(colour)}


def _earlier(row: Row) -> str:
    """Return the share that a slice had before."""
    previous: Row = row.get("previous") or {}
    percentage = previous.get("percentage")
    return "" if percentage is None else f", before {percentage:.1f} %"


def _beside(size: Spec, longest: int) -> tuple[Spec, Spec]:
    """Return where a ring's legend stands, and what is left for the ring: beside it where that is enough."""
    width, height = size["width"], size["height"]
    if width == "container":
        return {"orient": "right", "offset": 24, "labelLimit": 220}, size
    label = min(220, 6 * longest)
    left = width - label - 60
    if width <= height or left < min(_SMALLEST, height):
        return {"orient": "bottom", "columns": 1, "offset": 14, "labelLimit": width - 30}, size | {
            "width": min(width, height)
        }
    return {"orient": "right", "offset": 24, "labelLimit": label}, size | {"width": min(left, height)}


def _rings(values: list[Spec], colour: Spec, groups: Series, size: Spec, look: Look) -> Spec:
    """A ring for each group, at most four in a row."""
    columns = min(len(groups.ordered), 4)
    whole = size["width"] if isinstance(size["width"], int) else 600
    side = max(60, min(whole // columns - 20, size["height"]))
    return {
        "data": {"values": values},
        "facet": {"field": "group", "type": "nominal", "sort": list(groups.ordered), "title": groups.title},
        "columns": columns,
        "spec": {
            "width": side,
            "height": side,
            "mark": _ring(side * 0.29, look),
            "encoding": _slices(colour),
        },
    }


def _ring(hole: object, look: Look) -> Spec:
    """A ring whose slices are set apart by lines of the page's colour, if that is known."""
    apart: Spec = {} if look.paper is None else {"stroke": look.paper, "strokeWidth": 1}
    return {"type": "arc", "innerRadius": hole, **apart}


def _slices(colour: Spec) -> Spec:
    return {
        "theta": {"field": "value", "type": "quantitative", "stack": True},
        "order": {"field": "rank", "type": "quantitative"},
        "color": colour,
        "description": {"field": "about", "type": "nominal"},
        "tooltip": _tooltip(("label", "Value"), ("shown", "Records"), ("share", "Share")),
    }


def _point(chart: Chart, row: Row, at: tuple[datetime, str], place: int, groups: Series | None) -> Spec:
    """One row of data: where it stands, and what the pointer and a screen reader say of it."""
    value, (moment, instant) = row.get("value"), at
    drawn = stamp(chart.clock(value)) if chart.is_time and isinstance(value, str) else value
    when, shown = chart.text(instant), chart.measure(value)
    if row.get("partial"):
        when += " (part of it)"
    point: Spec = {
        "at": stamp(moment),
        "value": drawn,
        "when": when,
        "shown": shown,
        "about": f"{when}: {shown}",
    }
    if groups is not None:
        name = groups.of_rows[place]
        point |= {"name": name, "rank": groups.rank(name), "about": f"{when}, {name}: {shown}"}
    if "sample_count" in row:
        point["records"] = chart.text(row["sample_count"])
    if row.get("partial"):
        point["partial"] = True
    return point | before(chart, row)


def _over_time(
    chart: Chart,
    size: Spec,
    points: list[Spec],
    mark: Spec,
    moments: Sequence[datetime],
    groups: Series | None,
) -> Spec:
    """Marks at moments: lines and points."""
    value: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False},
        "axis": _measure_axis(chart),
    }
    if chart.is_time:
        value |= {
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": {"title": None, "format": dict(_TIME_FORMAT)},
        }
    elif _are_words(chart, points):
        # What a word is in full the pointer says.
        value = {"field": "value", "type": "nominal", "axis": {"title": None, "labelLimit": 40}}
    encoding: Spec = {"x": {"field": "at", **_time_channel(chart, size, moments)}, "y": value}
    encoding |= _channels(points, groups, size)
    return {"data": {"values": points}, **size, "mark": mark, "encoding": encoding}


def _bars(
    chart: Chart, size: Spec, points: list[Spec], moments: Sequence[datetime], groups: Series | None
) -> Spec:
    """Rectangles from a bucket's start to its end, on the zero line or on each other."""
    encoding: Spec = {
        "x": {"field": "from", **_time_channel(chart, size, moments)},
        "x2": {"field": "to"},
        "y": {"field": "low", "type": "quantitative", "axis": _measure_axis(chart)},
        "y2": {"field": "high"},
    }
    encoding |= _channels(points, groups, size)
    if any("partial" in point for point in points):
        encoding["opacity"] = {"condition": {"test": "datum.partial", "value": 0.45}, "value": 1}
    bars: Spec = {
        "data": {"values": points},
        **size,
        "transform": [
            {"filter": "isValid(datum.value)"},
            {"stack": "value", "groupby": ["from"], "sort": [{"field": "rank"}], "as": ["low", "high"]},
        ],
        "mark": {"type": "rect"},
        "encoding": encoding,
    }
    # On a stack no height is one group's.
    return bars if groups is not None else with_lines(bars, points, chart.look)


def _channels(points: list[Spec], groups: Series | None, size: Spec) -> Spec:
    """What every mark over time has: its colour, its tooltip and its description."""
    said = [("when", "Time"), ("shown", "Value")]
    if groups is not None:
        said.insert(1, ("name", "Group"))
    if any("records" in point for point in points):
        said.append(("records", "Records"))
    if any("earlier" in point for point in points):
        said.append(("earlier", "Before"))
    return {
        "color": {"value": PALETTE[0]} if groups is None else groups.colour(size["width"]),
        "tooltip": _tooltip(*said),
        "description": {"field": "about", "type": "nominal"},
    }


def _time_channel(chart: Chart, size: Spec, moments: Sequence[datetime]) -> Spec:
    width = size["width"] if isinstance(size["width"], int) else 600
    first, last = chart.domain(moments)
    form = dict(_TIME_FORMAT)
    if last - first < _YEARS:
        form |= {"month": "%b", "quarter": "%b", "year": "%b %Y"}
    axis: Spec = {"title": chart.zone_name, "format": form, "tickCount": max(2, width // 75)}
    if chart.kind == "bar":
        # A tick between two buckets says nothing.
        axis["tickCount"] = min(axis["tickCount"], max(2, len({row["time_interval"] for row in chart.rows})))
        if chart.period == "week":
            axis |= _weeks(chart, axis["tickCount"])
    # Not "domain": with a bar's two ends on one scale Vega-Lite warns of conflicting ones.
    scale: Spec = {"type": "utc", "nice": False, "domainMin": first, "domainMax": last}
    return {"type": "temporal", "scale": scale, "axis": axis}


def _weeks(chart: Chart, most: int) -> Spec:
    """Put ticks where weeks begin, or every second, in milliseconds: Vega's own weeks begin on Sunday.

    Of a longer range its ticks are months.
    """
    starts = sorted({chart.bucket(row["time_interval"])[0] for row in chart.rows})
    weeks = [starts[0] + place * timedelta(days=7) for place in range((starts[-1] - starts[0]).days // 7 + 1)]
    step = -(-len(weeks) // most)
    return {"values": [week.timestamp() * 1000 for week in weeks[::step]]} if step <= 2 else {}


def _measure_axis(chart: Chart) -> Spec:
    if chart.is_share:
        return {"title": None, "format": ".0%"}
    return {"title": chart.named_unit}


def _are_words(chart: Chart, points: list[Spec]) -> bool:
    return not chart.is_time and any(isinstance(point["value"], str | bool) for point in points)


def _tooltip(*said: tuple[str, str]) -> list[Spec]:
    return [{"field": field, "type": "nominal", "title": title} for field, title in said]
