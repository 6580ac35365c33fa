"""The charts made of text: stat, list and table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

from widgetql.vega.previous import changed, earlier_of
from widgetql.vega.reading import MISSING, Chart, Spec, spoken

# Keys that widgetql adds to a row for drilling down: no columns of the answer.
_EXTRAS: Final = frozenset(
    {"sample_count", "sample_counts", "record_count", "excluded", "partial", "other", "previous"}
)
_LONGEST: Final = 36
_ROW: Final = 24
# The width of a letter, in pixels, with some room.
_LETTER: Final = 6.2


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as text; numbers stand on the right."""

    heading: str
    cells: Sequence[str]
    is_number: bool

    @property
    def length(self) -> int:
        return max(map(len, (self.heading, *self.cells))) + 3

    def within(self, room: int) -> _Column:
        """Return the column with what is longer cut."""
        longest = max(6, room - 3)
        return replace(
            self,
            heading=_clipped(self.heading, longest),
            cells=[_clipped(one, longest) for one in self.cells],
        )


def stat(chart: Chart, size: Spec) -> Spec:
    """Draw a tile for each stat; with groups, a table."""
    if chart.is_grouped or len(chart.rows) != 1:
        return table(chart, size)
    earlier, look = chart.rows[0].get("previous"), chart.look
    tiles = [
        {"name": chart.heading(name, spoken(name)), "text": "—" if value is None else chart.cell(name, value)}
        | ({"earlier": earlier_of(chart, earlier, name)} if earlier else {})
        for name, value in chart.rows[0].items()
        if name not in _EXTRAS
    ]
    # A date is longer than a number: fewer tiles in a row then, all in the size that the longest allows.
    longest = max((len(tile["text"]) for tile in tiles), default=1)
    named = max((len(tile[key]) for tile in tiles for key in ("name", "earlier") if key in tile), default=1)
    whole = size["width"] if isinstance(size["width"], int) else 600
    across = min(4 if longest <= 12 else 2, len(tiles), max(1, whole // (6 * named + 12))) or 1
    down, room = -(-len(tiles) // across), whole / across
    large = max(13, min(26, round(1.6 * room / longest)))
    placed: list[Spec] = [
        {**tile, "column": place % across + 0.5, "row": place // across + 0.5}
        for place, tile in enumerate(tiles)
    ]
    small: Spec = {"color": look.soft, "limit": round(room)}
    return {
        "data": {"values": placed},
        "width": size["width"],
        "height": 90 * down,
        "layer": [
            _words("text", {"fontSize": large, "fontWeight": "bold", "color": look.ink, "dy": -8}),
            _words("name", small | {"fontSize": 12, "dy": 18}),
            *([_words("earlier", small | {"fontSize": 11, "dy": 34})] if earlier else []),
        ],
        "encoding": _grid("column", across, "row", down),
    }


def table(chart: Chart, size: Spec) -> Spec:
    """Draw rows as a grid of text under their headings.

    Columns that do not fit beside each other stand below, the first again before them.
    """
    whole = size["width"] if isinstance(size["width"], int) else 600
    columns = _columns(chart)
    blocks = _blocks(columns, int(whole / _LETTER))
    edge = max(sum(column.length for column in block) for block in blocks)
    # As wide as is asked for: what is spare is at the right.
    edge = max(edge, int(whole / _LETTER))
    high = len(columns[0].cells) + 1
    cells = [cell for place, block in enumerate(blocks) for cell in _cells(block, place * (high + 0.5))]
    rules = [
        {"row": place * (high + 0.5) + row + 1, "column": 0, "end": edge}
        for place in range(len(blocks))
        for row in range(high)
    ]
    height = len(blocks) * (high + 0.5) - 0.5
    body: Spec = {"fontSize": 12, "color": chart.look.ink}
    head: Spec = {"fontSize": 11, "fontWeight": "bold", "color": chart.look.soft}
    return {
        "width": size["width"],
        "height": round(_ROW * height),
        "layer": [
            {
                "data": {"values": rules},
                "mark": {"type": "rule", "color": chart.look.rule},
                "encoding": {"x2": {"field": "end"}},
            },
            *(
                {"data": {"values": cells}}
                | _words("text", look | {"align": "right" if number else "left"}, heading, number)
                for look, heading in ((head, True), (body, False))
                for number in (False, True)
            ),
        ],
        "encoding": _grid("column", edge, "row", height),
    }


def _blocks(columns: Sequence[_Column], room: int) -> list[list[_Column]]:
    """Return the columns in blocks of which each fits in a number of letters."""
    first, *others = [column.within(room if len(columns) == 1 else room // 2) for column in columns]
    blocks = [[first]]
    for column in others:
        if sum(one.length for one in blocks[-1]) + column.length > room and len(blocks[-1]) > 1:
            blocks.append([first])
        blocks[-1].append(column)
    return blocks


def _cells(block: Sequence[_Column], top: float) -> Iterator[Spec]:
    """Yield the texts of a block of columns, headings first."""
    edges = [0, *accumulate(column.length for column in block)]
    for column, left, right in zip(block, edges[:-1], edges[1:], strict=True):
        at = {"column": right - 1.5 if column.is_number else left + 0.5, "number": column.is_number}
        yield at | {"row": top + 0.5, "text": column.heading, "heading": True}
        for row, text in enumerate(column.cells):
            yield at | {"row": top + row + 1.5, "text": text}


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
    write: Callable[[Any], str] = str if key == "id" else lambda value: chart.cell(key, value)
    is_dimension = chart.columns.get(key, {}).get("role") == "dimension"
    cells = [
        _clipped(
            "other"
            if is_dimension and value is None and row.get("other") is True
            else missing
            if value is None
            else f"{write(value)}{changed(row, key)}"
        )
        for row, value in zip(chart.rows, values, strict=True)
    ]
    if (totals := chart.meta.get("totals")) is not None:
        value = totals.get(key)
        last = (
            "total" if is_dimension else missing if value is None else f"{write(value)}{changed(totals, key)}"
        )
        cells.append(_clipped(last))
    return _Column(_clipped(_heading(chart, key)), cells, is_number)


def _heading(chart: Chart, key: str) -> str:
    """A column's heading: the name of what is plotted or grouped by, else its own."""
    match key:
        case "value":
            return chart.plot_name or "Value"
        case "group":
            return chart.group_name
        case "id":
            return chart.heading("id", "ID")
        case "timestamp":
            return chart.heading("timestamp", "Time")
        case _:
            return chart.heading(key, spoken(key))


def _clipped(text: str, longest: int = _LONGEST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


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
