"""What a host extracts of a time: databases count weeks, Sundays and fractions of seconds differently."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.calendars import EXTRACTED
from widgetql.sql.parts import counted_of
from widgetql.sql.possible import as_time
from widgetql.sql.time import Instant
from widgetql.storage import STORED_TIMES, stored_by


def extracted(field: str, value: ColumnElement[Any]) -> ColumnElement[int] | None:
    """Return what `extract` gives of a stored time, in UTC; None for what is the database's own.

    >>> from sqlalchemy import Column, DateTime
    >>> extracted("century", Column("at", DateTime)) is None
    True
    """
    count, stored = EXTRACTED.get(field.lower()), stored_by(value.type)
    if count is None or stored is None or stored not in STORED_TIMES:
        return None
    return counted_of(as_time(value, Instant(stored)), count, UTC)
