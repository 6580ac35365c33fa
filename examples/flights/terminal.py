"""The dashboard in a terminal: a table each, with bars and a line of all values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from examples.flights.dashboard import Answer
from examples.flights.dataset import NEW_YORK
from examples.flights.words import Column, columns_of, phrase, stat_tiles

_MOST_ROWS: Final = 12
_BAR: Final = 24
_SPARKS: Final = "▁▂▃▄▅▆▇█"
_LONGEST: Final = 30


def shown(answer: Answer) -> str:
    """One widget as text."""
    response = answer.data.to_dict()
    kind = response["chart_type"]
    lines = [f"{answer.name}", f"{kind}, {1000 * answer.seconds:.0f} ms"]
    if asked := phrase(answer.widget.get("filters")):
        lines.append(f"where {asked}")
    if kind == "stat":
        tiles = stat_tiles(answer)
        return "\n".join(
            [*lines, *_table([Column(label, [value], right=True) for label, value in tiles], None)]
        )
    rows: Any = response["data"]
    columns = columns_of(answer)
    if kind in ("bar", "line") and len(columns) <= 3 and len(rows) > _MOST_ROWS:
        lines.append(_sparkline([row["value"] for row in rows]))
    start = _change_of_clocks(rows) if response["time_period"] == "hour" else 0
    window = slice(start, start + _MOST_ROWS)
    bars = None
    if kind in ("bar", "pie", "line") and len(columns) <= 3:
        bars = _bars([row["value"] for row in rows])[window]
    count = len(columns[0].cells) if columns else 0
    cut = [Column(column.heading, column.cells[window], column.right) for column in columns]
    lines += _table(cut, bars)
    if count > _MOST_ROWS:
        lines.append(f"{_MOST_ROWS} of {count:,} rows")
    return "\n".join(lines)


def _table(columns: list[Column], bars: Sequence[str] | None) -> list[str]:
    """Columns in a box; `bars` go into a last one without a heading."""
    drawn = [*columns, Column("", bars)] if bars else columns
    widths = [min(_LONGEST, max(map(len, (column.heading, *column.cells)), default=0)) for column in drawn]

    def line(cells: Sequence[str]) -> str:
        fitted = [
            cell[:width].rjust(width) if column.right else cell[:width].ljust(width)
            for cell, width, column in zip(cells, widths, drawn, strict=True)
        ]
        return f"│ {' │ '.join(fitted)} │"

    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * (width + 2) for width in widths) + right

    height = len(drawn[0].cells) if drawn else 0
    return [
        rule("┌", "┬", "┐"),
        line([column.heading for column in drawn]),
        rule("├", "┼", "┤"),
        *(line([column.cells[row] for column in drawn]) for row in range(height)),
        rule("└", "┴", "┘"),
    ]


def _bars(values: Sequence[float | None]) -> list[str]:
    """A bar for each value, to the eighth of a character; below zero there is none."""
    top = max((value for value in values if value is not None), default=0) or 1
    bars: list[str] = []
    for value in values:
        whole, part = divmod(round(8 * _BAR * max(0, value or 0) / top), 8)
        bars.append("█" * whole + (" ▏▎▍▌▋▊▉"[part] if part else ""))
    return bars


def _sparkline(values: Sequence[float | None], width: int = 90) -> str:
    """All values in one line, the means of neighbours where there are too many."""
    step = max(1, -(-len(values) // width))
    chunks = [[v for v in values[at : at + step] if v is not None] for at in range(0, len(values), step)]
    means = [sum(chunk) / len(chunk) if chunk else None for chunk in chunks]
    known = [mean for mean in means if mean is not None]
    low, high = min(known), max(known)
    scale = (len(_SPARKS) - 1) / ((high - low) or 1)
    return "".join(" " if mean is None else _SPARKS[round((mean - low) * scale)] for mean in means)


def _change_of_clocks(rows: Sequence[dict[str, Any]]) -> int:
    """The row that is a few hours before New York's clocks change, or the first."""
    offsets = [datetime.fromisoformat(row["time_interval"]).astimezone(NEW_YORK).utcoffset() for row in rows]
    for place, (before, after) in enumerate(pairwise(offsets)):
        if (before or timedelta()) != (after or timedelta()):
            return max(0, place - 3)
    return 0
