"""The charts made of text: stat, list and table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from widgetql.vega.previous import earlier_of
from widgetql.vega.reading import MISSING, Chart, Spec, spoken

INK: Final = "#1F2933"
SOFT: Final = "#5B6573"
RULE: Final = "#E6E9EE"
# Keys that widgetql adds to a row for drilling down: no columns of the answer.
_EXTRAS: Final = frozenset({"sample_count", "record_count", "excluded", "partial", "other", "previous"})
_LONGEST: Final = 36
_ROW: Final = 24


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as text; numbers stand on the right."""

    heading: str
    cells: Sequence[str]
    is_number: bool

    @property
    def length(self) -> int:
        return max(map(len, (self.heading, *self.cells))) + 3


def stat(chart: Chart, size: Spec) -> Spec:
    """Draw a tile for each stat; with groups, a table."""
    if chart.is_grouped or len(chart.rows) != 1:
        return table(chart, size)
    earlier = chart.rows[0].get("previous")
    tiles = [
        {"name": spoken(name), "text": "—" if value is None else chart.text(value)}
        | ({"earlier": earlier_of(chart, earlier, name)} if earlier else {})
        for name, value in chart.rows[0].items()
        if name not in _EXTRAS
    ]
    # A date is longer than a number: fewer tiles in a row then, all in the size that the longest allows.
    longest = max((len(tile["text"]) for tile in tiles), default=1)
    across = min(4 if longest <= 12 else 2, len(tiles)) or 1
    down = -(-len(tiles) // across)
    room = (size["width"] if isinstance(size["width"], int) else 600) / across
    large = max(13, min(26, round(1.6 * room / longest)))
    placed: list[Spec] = [
        {**tile, "column": place % across + 0.5, "row": place // across + 0.5}
        for place, tile in enumerate(tiles)
    ]
    return {
        "data": {"values": placed},
        "width": size["width"],
        "height": 90 * down,
        "layer": [
            _words("text", {"fontSize": large, "fontWeight": "bold", "color": INK, "dy": -8}),
            _words("name", {"fontSize": 12, "color": SOFT, "dy": 18}),
            *([_words("earlier", {"fontSize": 11, "color": SOFT, "dy": 34})] if earlier else []),
        ],
        "encoding": _grid("column", across, "row", down),
    }


def table(chart: Chart, size: Spec) -> Spec:
    """Draw rows as a grid of text under their headings."""
    columns = _columns(chart)
    edges = [0, *accumulate(column.length for column in columns)]
    cells: list[Spec] = []
    for column, left, right in zip(columns, edges[:-1], edges[1:], strict=True):
        at = {"column": right - 1.5 if column.is_number else left + 0.5, "number": column.is_number}
        cells.append(at | {"row": 0.5, "text": column.heading, "heading": True})
        cells.extend(at | {"row": row + 1.5, "text": text} for row, text in enumerate(column.cells))
    height = len(chart.rows) + 1
    width = size["width"] if size["width"] == "container" else max(size["width"], round(edges[-1] * 5.6))
    body: Spec = {"fontSize": 12, "color": INK}
    head: Spec = {"fontSize": 11, "fontWeight": "bold", "color": SOFT}
    rules = [{"row": row + 1, "column": 0, "end": edges[-1]} for row in range(height)]
    return {
        "width": width,
        "height": _ROW * height,
        "layer": [
            {
                "data": {"values": rules},
                "mark": {"type": "rule", "color": RULE},
                "encoding": {"x2": {"field": "end"}},
            },
            *(
                {"data": {"values": cells}}
                | _words("text", look | {"align": "right" if number else "left"}, heading, number)
                for look, heading in ((head, True), (body, False))
                for number in (False, True)
            ),
        ],
        "encoding": _grid("column", edges[-1], "row", height),
    }


def _columns(chart: Chart) -> list[_Column]:
    """The columns of the answer in its own order; an empty one has no type, and stands on the left."""
    keys = dict.fromkeys(key for row in chart.rows for key in row if key not in _EXTRAS)
    return [_column(chart, key) for key in keys]


def _column(chart: Chart, key: str) -> _Column:
    values = [row.get(key) for row in chart.rows]
    present: list[Any] = [value for value in values if value is not None]
    is_number = bool(present) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in present
    )
    missing = MISSING if key == "group" else "—"
    # An identifier is no quantity: its digits are not set apart.
    write = chart.measure if key == "value" else str if key == "id" else chart.text
    cells = [_clipped(missing if value is None else write(value)) for value in values]
    return _Column(_heading(chart, key), cells, is_number)


def _heading(chart: Chart, key: str) -> str:
    """A column's heading: the name of what is plotted or grouped by, else its own."""
    match key:
        case "value":
            return str(chart.meta.get("display_name") or "Value")
        case "group":
            return spoken(str(chart.group_by.get("field") or "group"))
        case "id":
            return "ID"
        case "timestamp":
            return "Time"
        case _:
            return spoken(key)


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _words(field: str, look: Spec, heading: bool | None = None, number: bool | None = None) -> Spec:
    """A layer of text; of a table's cells, the headings or the rest, the numbers or the rest."""
    layer: Spec = {
        "mark": {"type": "text", "baseline": "middle", **look},
        "encoding": {"text": {"field": field, "type": "nominal"}},
    }
    if heading is not None:
        parts = [
            f"{'' if wanted else '!'}datum.{name}"
            for name, wanted in (("heading", heading), ("number", number))
        ]
        layer["transform"] = [{"filter": " && ".join(parts)}]
    return layer


def _grid(across: str, columns: float, down: str, rows: float) -> Spec:
    """Positions in columns and rows, counted from the top left."""
    return {
        "x": {
            "field": across,
            "type": "quantitative",
            "scale": {"domain": [0, columns], "nice": False},
            "axis": None,
        },
        "y": {
            "field": down,
            "type": "quantitative",
            "scale": {"domain": [rows, 0], "nice": False},
            "axis": None,
        },
    }
