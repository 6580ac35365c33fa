"""The chart of two axes: a pivot as a heat map of its first measure, with its margins beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

from widgetql.vega.clock import is_instant
from widgetql.vega.look import PALETTE
from widgetql.vega.over import DAYS, MONTHS
from widgetql.vega.reading import MISSING, Chart, Row, Spec

_MARKS: Final = ("other", "total", "excluded")
_COUNTS: Final = ("sample_count", "sample_counts", "record_count")
_WORDS: Final[Mapping[str, Sequence[str]]] = {"day_of_week": DAYS, "month_of_year": MONTHS}
_PALE: Final = "#DCE9F3"
_DARK: Final = "#1F2933"
_ROW: Final = 24
# The width of a letter, in pixels, with some room.
_LETTER: Final = 6.5
# Two texts of one name are two places: what tells them apart is not seen.
_UNSEEN: Final = "\u200b"


def pivot(chart: Chart, size: Spec) -> Spec:
    """Draw cells as coloured fields with their values, margins without a colour; what is missing is empty."""
    data: Any = chart.rows[0]
    rows, columns = _names(chart, data["rows"]), _names(chart, data["columns"])
    measure = _measure(chart, data["cells"])
    values = [
        _value(chart, measure, (row, column), cell, is_margin=_is_total(data, place, at))
        for place, (row, cells) in enumerate(zip(rows, data["cells"], strict=True))
        for at, (column, cell) in enumerate(zip(columns, cells, strict=True))
        if cell is not None
    ]
    _mark_dark(values)
    room = min(160, 12 + round(_LETTER * max(map(len, rows))))
    width = max(120, size["width"] - room) if isinstance(size["width"], int) else size["width"]
    wide = (width if isinstance(width, int) else 480) / len(columns)
    shows_text = wide >= 4 + _LETTER * max(len(one["shown"]) for one in values)
    fields = _fields(values, legend=not shows_text, title=chart.heading(measure, measure))
    return {
        "data": {"values": values},
        "width": width,
        "height": max(size["height"], _ROW * len(rows)) if len(rows) > 6 else 2 * _ROW * len(rows),
        "layer": [fields, *([_texts(chart)] if shows_text else [])],
        "encoding": _axes(rows, columns, room, wide),
    }


def _axes(rows: Sequence[str], columns: Sequence[str], room: int, wide: float) -> Spec:
    labels: Spec = {
        "title": None,
        "labelLimit": max(room, 48),
        "ticks": False,
        "domain": False,
        "grid": False,
    }
    angle = 0 if max(map(len, columns)) * _LETTER <= wide else -45
    across = labels | {
        "labelLimit": 90 if angle else max(90, round(wide)),
        "labelAngle": angle,
        "orient": "top",
    }
    said = [("row", "Row"), ("column", "Column"), ("shown", "Value"), ("n", "Samples")]
    return {
        "x": {"field": "column", "type": "nominal", "sort": [*columns], "axis": across},
        "y": {"field": "row", "type": "nominal", "sort": [*rows], "axis": labels},
        "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in said],
        "description": {"field": "about", "type": "nominal"},
    }


def _fields(values: Sequence[Spec], *, legend: bool, title: str) -> Spec:
    """Return the layer of colours: of cells alone, as margins are larger than all of them."""
    is_number = any(one["value"] is not None for one in values if not one["margin"])
    colour: Spec = {"value": _PALE}
    if is_number:
        colour = {
            "field": "value",
            "type": "quantitative",
            "scale": {"range": [_PALE, PALETTE[0]], "zero": False},
            "legend": {"title": title, "orient": "bottom", "direction": "horizontal"} if legend else None,
        }
    return {
        "transform": [{"filter": "!datum.margin"}],
        "mark": {"type": "rect"},
        "encoding": {"color": colour},
    }


def _texts(chart: Chart) -> Spec:
    """Return the layer of values: on dark fields in white, outside of them in the colour of all text."""
    dark: Spec = {"test": "datum.dark", "value": "#FFFFFF"}
    margin: Spec = {"test": "datum.margin", "value": chart.look.ink}
    return {
        "mark": {"type": "text", "fontSize": 11, "baseline": "middle"},
        "encoding": {
            "text": {"field": "shown", "type": "nominal"},
            "color": {"condition": [dark, margin], "value": _DARK},
        },
    }


def _names(chart: Chart, headers: Sequence[Row]) -> list[str]:
    """Return what headers are called, each once."""
    found: list[str] = []
    for header in headers:
        name = _name(chart, header)
        while name in found:
            name += _UNSEEN
        found.append(name)
    return found


def _name(chart: Chart, header: Row) -> str:
    for mark in ("other", "total"):
        if header.get(mark) is True:
            return mark
    parts: list[str] = []
    for key, value in header.items():
        if key in _MARKS:
            continue
        low = key.removesuffix(".from")
        if low != key and f"{low}.to" in header:
            parts.append(_bin(chart, value, header[f"{low}.to"]))
        elif not (key.endswith(".to") and f"{key.removesuffix('.to')}.from" in header):
            parts.append(_word(key, value) or _text(chart, value))
    return " · ".join(parts)


def _word(key: str, value: Any) -> str | None:
    """Return what people call a weekday or a month."""
    words = next((words for part, words in _WORDS.items() if key.endswith(f".{part}")), None)
    return words[value - 1] if words and isinstance(value, int) else None


def _text(chart: Chart, value: Any) -> str:
    """Write a value on one line; a day begins at midnight, which need not be said."""
    if is_instant(value) and chart.clock(value).time() == time():
        return chart.clock(value).date().isoformat()
    return " ".join(chart.text(value).split())


def _bin(chart: Chart, low: Any, high: Any) -> str:
    if low is None:
        return MISSING if high is None else f"below {chart.text(high)}"
    return f"{chart.text(low)} and more" if high is None else f"{chart.text(low)} to {chart.text(high)}"


def _measure(chart: Chart, cells: Sequence[Sequence[Row | None]]) -> str:
    """Return the name of the first measure."""
    named = [name for name, one in chart.columns.items() if one.get("role") == "measure"]
    every = [key for row in cells for cell in row if cell for key in cell]
    known = [key for key in every if key not in _COUNTS]
    return next((name for name in named if name in every), next(iter(known), "sample_count"))


def _is_total(data: Mapping[str, Any], row: int, column: int) -> bool:
    return any(one.get("total") is True for one in (data["rows"][row], data["columns"][column]))


def _value(chart: Chart, measure: str, at: tuple[str, str], cell: Row, *, is_margin: bool) -> Spec:
    value, (row, column) = cell.get(measure), at
    shown = "—" if value is None else chart.cell(measure, value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return {
        "row": row,
        "column": column,
        "value": value if is_number else None,
        "shown": shown,
        "n": chart.text(cell.get("sample_count")),
        "margin": is_margin,
        "about": f"{row}, {column}: {shown}",
    }


def _mark_dark(values: Sequence[Spec]) -> None:
    """Say which values stand on dark fields."""
    inside = [one["value"] for one in values if not one["margin"] and one["value"] is not None]
    low, high = min(inside, default=0), max(inside, default=0)
    for one in values:
        is_high = one["value"] is not None and high > low and one["value"] - low > 0.55 * (high - low)
        one["dark"] = is_high and not one["margin"]
