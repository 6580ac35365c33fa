"""What a host extracts of a time: databases count weeks, Sundays and fractions of seconds differently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any, Final

from sqlalchemy import BigInteger, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.calendars import EXTRACTED
from widgetql.sql.constructs import Construct, everywhere, written
from widgetql.sql.parts import counted_of
from widgetql.sql.possible import as_time
from widgetql.sql.time import Instant
from widgetql.storage import STORED_TIMES, stored_by

# Counted as elsewhere it would fill the stack of SQLite's parser.
_SQLITE: Final[Mapping[str, str]] = {
    "year": "CAST(strftime('%Y', {}) AS INTEGER)",
    "quarter": "((CAST(strftime('%m', {}) AS INTEGER) + 2) / 3)",
    "month": "CAST(strftime('%m', {}) AS INTEGER)",
    "week": "((CAST(strftime('%j', {}, '-3 days', 'weekday 4') AS INTEGER) + 6) / 7)",
    "day": "CAST(strftime('%d', {}) AS INTEGER)",
    "doy": "CAST(strftime('%j', {}) AS INTEGER)",
    "dow": "CAST(strftime('%w', {}) AS INTEGER)",
    "isodow": "(CAST(strftime('%w', {}, '-1 day') AS INTEGER) + 1)",
    "hour": "CAST(strftime('%H', {}) AS INTEGER)",
    "minute": "CAST(strftime('%M', {}) AS INTEGER)",
    "second": "CAST(strftime('%S', {}) AS INTEGER)",
    "epoch": "CAST(strftime('%s', {}) AS INTEGER)",
}


class extract_of(Construct):  # noqa: N801 - reads as SQL
    """A field of a time. Arguments: its name, the time, and what is counted of it."""

    inherit_cache = True
    result = BigInteger()


def extracted(field: str, value: ColumnElement[Any]) -> ColumnElement[int] | None:
    """Return what `extract` gives of a stored time, in UTC; None for what is the database's own.

    >>> from sqlalchemy import Column, DateTime
    >>> extracted("century", Column("at", DateTime)) is None
    True
    """
    name, stored = field.lower(), stored_by(value.type)
    if name not in EXTRACTED or stored is None or stored not in STORED_TIMES:
        return None
    time = as_time(value, Instant(stored))
    return extract_of(literal_column(name), time, counted_of(time, EXTRACTED[name], UTC))


@everywhere(extract_of)
def _extract_of(element: extract_of, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=[2], **options)[0]


@compiles(extract_of, "sqlite")
def _extract_of_sqlite(element: extract_of, compiler: Any, **options: Any) -> str:
    name, time = written(element, compiler, of=[0, 1], **options)
    # It rounds the last microseconds of a second up.
    return _SQLITE[name].format(f"substr({time}, 1, 19)")
