"""The dashboard in a terminal: a table each, with bars and a line of all values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, zip_longest
from typing import Any, Final

from examples.flights.dashboard import Answer
from examples.flights.dataset import NEW_YORK
from examples.flights.words import Column, columns_of, phrase, stat_tiles

# Of more than so many rows the first few are shown.
_WHOLE: Final = 9
_FIRST: Final = 5
_BAR: Final = 24
_SPARKS: Final = "▁▂▃▄▅▆▇█"
_LONGEST: Final = 30
_BETWEEN: Final = "   "


def page(answers: Sequence[Answer], width: int) -> str:
    """All widgets as text, beside each other where there is room."""
    rows: list[list[list[str]]] = []
    for answer in answers:
        block = shown(answer).splitlines()
        if rows and _width(rows[-1]) + len(_BETWEEN) + _width([block]) <= width:
            rows[-1].append(block)
        else:
            rows.append([block])
    return "\n\n".join(_beside(row) for row in rows)


def _width(blocks: Sequence[Sequence[str]]) -> int:
    return sum(max(map(len, block)) for block in blocks) + len(_BETWEEN) * (len(blocks) - 1)


def _beside(blocks: Sequence[Sequence[str]]) -> str:
    widths = [_width([block]) for block in blocks]
    lines = zip_longest(*blocks, fillvalue="")
    return "\n".join(
        _BETWEEN.join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def shown(answer: Answer) -> str:
    """One widget as text."""
    response = answer.data.to_dict()
    kind = response["chart_type"]
    rows: Any = response["data"]
    facts = [kind, f"{1000 * answer.seconds:,.0f} ms"]
    if kind == "stat":
        columns, drawn = [Column(label, [value], right=True) for label, value in stat_tiles(answer)], []
    else:
        columns, drawn = columns_of(answer), _drawn(kind, rows)
    count = len(columns[0].cells) if columns else 0
    start = _change_of_clocks(rows) if response["time_period"] == "hour" else 0
    window = slice(start, start + _FIRST) if count > _WHOLE else slice(None)
    if count > _WHOLE:
        facts.insert(1, f"{_FIRST} of {count:,} rows")
    lines = [f"{answer.name} ({', '.join(facts)})"]
    if asked := phrase(answer.widget.get("filters")):
        lines.append(f"where {asked}")
    if kind != "pie" and len(drawn) > _WHOLE:
        lines.append(_sparkline(drawn))
    cut = [replace(column, cells=column.cells[window]) for column in columns]
    return "\n".join([*lines, *_table(cut, _bars(drawn)[window] if drawn else None)])


def _drawn(kind: str, rows: Any) -> list[float | None]:
    """The values that bars are drawn of: the last of several series, none of groups side by side."""
    if kind not in ("bar", "pie", "line") or (rows and "group" in rows[0]):
        return []
    last = rows[-1].get("series") if rows else None
    return [row["value"] for row in rows if row.get("series") == last]


def _table(columns: list[Column], bars: Sequence[str] | None) -> list[str]:
    """Columns in a box; `bars` go into a last one without a heading."""
    drawn = [*columns, Column("", bars)] if bars else columns
    has_totals = any(column.total for column in drawn)
    widths = [
        min(_LONGEST, max(map(len, (column.heading, *column.cells, column.total or "")))) for column in drawn
    ]

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
        *([rule("├", "┼", "┤"), line([column.total or "" for column in drawn])] if has_totals else []),
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
