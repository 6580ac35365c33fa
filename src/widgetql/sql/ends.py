"""The first and the last value of a group, by the time of its rows: no aggregate, which knows no order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery

from widgetql.sql.rank import ordered
from widgetql.sql.source import Source, sortable
from widgetql.types import DataType

TIME: Final = "ts"
"""The column of the time of a row."""


def places_of(source: Source) -> dict[str, ColumnElement[Any]]:
    """Return the columns that rows are put in order by, beside their values."""
    return {TIME: source.time, **{f"key{index}": part for index, part in enumerate(source.keys)}}


def ends(
    samples: Subquery, keys: Sequence[str], value: str, data_type: DataType, end: str, names: Collection[str]
) -> Subquery:
    """Return the value at one end of each group, by each name. A group without values is left out."""
    is_last, own = end == "last", samples.c[value]
    parts = [samples.c[TIME], *(sortable(one) for one in samples.c if str(one.key).startswith("key"))]
    order: list[ColumnElement[Any]] = [part.desc() if is_last else part.asc() for part in parts]
    order += ordered(own, data_type, is_last)
    groups = [samples.c[key] for key in keys]
    place = func.row_number().over(partition_by=groups or None, order_by=order).label("place")
    placed = select(*groups, own, place).where(own.is_not(None)).subquery(f"{end}_first_{value}")
    found = select(*(placed.c[key] for key in keys), *(placed.c[value].label(name) for name in names))
    return found.where(placed.c.place == 1).subquery(f"{end}_{value}")
