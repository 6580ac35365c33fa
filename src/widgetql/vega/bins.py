"""The chart over numbers: a histogram."""

from __future__ import annotations

from typing import Any, Final

from widgetql.vega.look import PALETTE
from widgetql.vega.reading import Chart, Row, Spec

# Between two bars, of their width; an open one is as wide as its neighbour, and lighter.
_GAP: Final = 0.03


def histogram(chart: Chart, size: Spec) -> Spec:
    """Draw bins as bars as wide as they are; what lies outside of all is lighter, what is missing is told."""
    inside = [row for row in chart.rows if not row.get("missing")]
    values = [_bar(chart, row, inside) for row in inside]
    unit = chart.meta.get("unit")
    axis: Spec = {"title": f"{chart.plot_name} ({unit})" if unit else chart.plot_name or None, "grid": False}
    axis["tickCount"] = max(2, (size["width"] if isinstance(size["width"], int) else 600) // 75)
    encoding: Spec = {
        "x": {"field": "left", "type": "quantitative", "axis": axis, "scale": {"zero": False, "nice": False}},
        "x2": {"field": "right"},
        "y": {"field": "value", "type": "quantitative", "axis": {"title": None, "tickCount": _ticks(values)}},
        "y2": {"datum": 0},
        "color": {"value": PALETTE[0]},
        "tooltip": [
            {"field": field, "type": "nominal", "title": title}
            for field, title in (("bin", "Values"), ("shown", "Count"), ("share", "Share"))
        ],
        "description": {"field": "about", "type": "nominal"},
    }
    if any(value["open"] for value in values):
        encoding["opacity"] = {"condition": {"test": "datum.open", "value": 0.45}, "value": 1}
    return {"data": {"values": values}, **size, "mark": {"type": "rect"}, "encoding": encoding}


def _ticks(values: list[Spec]) -> int:
    """Return how many ticks counts have: no more than there are numbers."""
    return max(1, min(5, max((value["value"] or 0 for value in values), default=1)))


def _bar(chart: Chart, row: Row, rows: list[Row]) -> Spec:
    low, high, width = row.get("from"), row.get("to"), _width(rows)
    is_open = low is None or high is None
    left: Any = high - width if low is None and high is not None else low
    right: Any = low + width if high is None and low is not None else high
    named = f"below {chart.text(high)}" if low is None else f"{chart.text(low)} and more"
    named = named if is_open else f"{chart.text(low)} to {chart.text(high)}"
    shown, share = chart.measure(row.get("value")), f"{row.get('percentage') or 0:.1f} %"
    return {
        "left": left + _GAP * (right - left) / 2,
        "right": right - _GAP * (right - left) / 2,
        "value": row.get("value"),
        "open": is_open,
        "bin": named,
        "shown": shown,
        "share": share,
        "about": f"{named}: {shown}, {share}",
    }


def _width(rows: list[Row]) -> Any:
    """Return how wide an open bin is drawn: as the narrowest of the others."""
    widths = [
        row["to"] - row["from"] for row in rows if row.get("from") is not None and row.get("to") is not None
    ]
    return min(widths, default=1)
