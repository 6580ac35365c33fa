"""What SQLAlchemy writes into columns of times on SQLite: by that what others wrote is told from it."""

from __future__ import annotations

from sqlalchemy.engine.default import DefaultDialect

from widgetql.storage import Storage


def is_own(value: str) -> str:
    """Write what holds for a text of SQLAlchemy's own shape that is a date and time of the calendar.

    SQLite takes "24:00" and a 30th of February, and shows them as other times once it has to move them.
    """
    whole = f"substr({value}, 1, 19)"
    # It rounds 23:59:59.9996 up; but for these a time without substr takes half.
    rounded = f"{value} GLOB '*.999*' AND datetime({whole}, '+0 days') = {whole}"
    shaped = f"{value} GLOB '????-??-?? ??:??:??.?????[0-9]'"
    return f"({shaped} AND (datetime({value}, '+0 days') = {whole} OR {rounded}))"


def other_times(value: str, storage: Storage) -> str:
    """Write what holds for what SQLAlchemy did not write into a column of times.

    Days that are another year's in some zone, which may be none of Python's, count among it.

    >>> other_times("day", Storage.DATE).partition(" AND ")[2]
    "((date(day, '+0 days') = day) AND day > '0001-01-02' AND day < '9999-12-31') IS NOT TRUE"
    """
    own = is_own_date(value) if storage is Storage.DATE else is_own(value)
    return (
        f"{value} IS NOT NULL AND ({own} AND {value} > '0001-01-02' AND {value} < '9999-12-31') IS NOT TRUE"
    )


def condition_on(name: str, storage: Storage) -> str:
    """Write the same of a column by its name, as the condition of an index."""
    return other_times(DefaultDialect().identifier_preparer.quote(name), storage)


def is_own_date(value: str) -> str:
    """Write what holds for the text of a date."""
    return f"(date({value}, '+0 days') = {value})"
