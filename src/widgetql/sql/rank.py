"""Order, and the rank of a value among those that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import case
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.buckets import integer
from widgetql.sql.decorated import is_own_text
from widgetql.sql.skipped import one_micros
from widgetql.sql.text import by_code_point
from widgetql.sql.time import epoch_micros
from widgetql.sql.values import bound_value
from widgetql.storage import Storage, storage_of
from widgetql.types import DataType

REST: Final = -1
"""The rank of what is not among those that are kept."""
OUT: Final = -2
"""The rank of what is in no rest either."""


def ordered(
    column: ColumnElement[Any], data_type: DataType, descending: bool = False
) -> list[ColumnElement[Any]]:
    """Return what to sort by: numbers and instants by value, text by code point, missing values last.

    Each direction is said: which one is meant without is a setting on DuckDB.
    """
    is_text = data_type is DataType.STRING and (
        storage_of(column.type) is not Storage.OWN or is_own_text(column.type)
    )
    value = by_code_point(column) if is_text else column
    return [column.is_(None).asc(), value.desc() if descending else value.asc()]


def rank_among(
    group: ColumnElement[Any],
    kept: tuple[Any, ...],
    without: tuple[Any, ...] = (),
    dialect: str | None = None,
) -> ColumnElement[int]:
    """Return the rank of a row's group as SQL; the rest is one group of its own, without some values.

    The `dialect` is asked for where the group has to be computed.
    """
    ranks = [*enumerate(kept), *((OUT, value) for value in without)]
    is_time = isinstance(group, epoch_micros | one_micros)
    if is_time or dialect == "sqlite":
        # What a time is may be long to write; SQLite computes a value anew for each condition that it is in.
        values = [(rank, value) for rank, value in ranks if value is not None]
        whens = [(value if is_time else bound_value(value, group.type), rank) for rank, value in values]
        known = case(*whens, value=group, else_=REST) if whens else integer(REST)
        missing = [(group.is_(None), rank) for rank, value in ranks if value is None]
        return (case(*missing, else_=known) if missing else known).cast(sa.Integer())
    conditions = [(same(group, value), rank) for rank, value in ranks]
    if not conditions:
        return integer(REST)
    return case(*conditions, else_=REST).cast(sa.Integer())


# Into so many parts what is left of conditions is divided.
_ARMS: Final = 4


def first_that_holds(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    """Return which condition is the first that holds, of such as hold from one on; their number if none does.

    Found by quarters, so that a row is held against few, and SQLite's parser is not nested deep.
    """

    def among(low: int, high: int) -> ColumnElement[int]:
        if low == high:
            return integer(low)
        size = -(-(high - low + 1) // _ARMS)
        lasts = range(low + size - 1, high, size)
        arms = [(conditions[last], among(last - size + 1, last)) for last in lasts]
        return case(*arms, else_=among(lasts[-1] + 1, high))

    return among(0, len(conditions))


def same(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    """Hold where a column has a value, which may be none."""
    return column.is_(None) if value is None else column == bound_value(value, column.type)
