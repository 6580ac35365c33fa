"""An answer as a notebook shows it where it draws nothing: a table, and a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from itertools import islice
from typing import Any, Final

from widgetql import markup
from widgetql.charts.columns import AnswerColumn, Columns
from widgetql.vega.reading import formatted

Row = Mapping[str, Any]
_MOST_ROWS: Final = 100
_MOST_LINES: Final = 10
_LONGEST: Final = 40


def html(title: str, columns: Columns, rows: Sequence[Row], zone: tzinfo) -> str:
    """Return the first rows as an HTML table; texts are escaped."""
    listed = _listed(columns, rows)
    cells = [[_cell(one, row, zone) for one in listed] for row in islice(rows, _MOST_ROWS)]
    more = f", the first {_MOST_ROWS} of {len(rows):,}" if len(rows) > _MOST_ROWS else ""
    return markup.table(f"{title}{more}", list(map(_heading, listed)), cells, list(map(_is_number, listed)))


def text(title: str, columns: Columns, rows: Sequence[Row], zone: tzinfo) -> str:
    """Return what an answer is about, then the first rows in columns of text."""
    listed = _listed(columns, rows)
    lines = [[_printable(_heading(one)) for one in listed]]
    lines += [[_clipped(_cell(one, row, zone)) for one in listed] for row in islice(rows, _MOST_LINES)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    aligned = [
        "  ".join(
            cell.rjust(width) if _is_number(one) else cell.ljust(width)
            for one, cell, width in zip(listed, line, widths, strict=True)
        ).rstrip()
        for line in (lines if rows else ())
    ]
    more = [f"… {len(rows) - _MOST_LINES:,} more"] if len(rows) > _MOST_LINES else []
    return "\n".join([_printable(title), *aligned, *more])


def _listed(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Return the columns of single values, marks only where some row has them."""
    return tuple(
        one
        for one in columns
        if not one.parts and (one.role != "mark" or any(row.get(one.name) for row in rows))
    )


def _heading(column: AnswerColumn) -> str:
    has_own = column.unit and column.format is None
    return f"{column.label} ({column.unit})" if has_own else column.label


def _is_number(column: AnswerColumn) -> bool:
    return column.holds in ("number", "integer") and column.role != "id"


def _cell(column: AnswerColumn, row: Row, zone: tzinfo) -> str:
    value = row.get(column.name)
    if column.role == "mark":
        return "yes" if value else ""
    if column.role == "id":
        # The digits of a key are not set apart.
        return str(value)
    if column.role == "dimension" and isinstance(value, float) and column.format in (None, "number"):
        # What a record has is shown as it is, what is computed by the digits that mean something.
        return f"{value:,.12g}"
    return "—" if value is None else formatted(value, column.format, zone, column.unit)


def _clipped(text: str) -> str:
    line = _printable(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _printable(text: str) -> str:
    """Return a text on one line, without what a terminal would obey."""
    return "".join(one if one.isprintable() else " " for one in " ".join(text.split()))
