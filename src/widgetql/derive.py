"""What a table's own columns and foreign keys already say: the quick start of `Dataset.from_table`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Column, ForeignKey, MetaData
from sqlalchemy.sql.selectable import FromClause

from widgetql.decorated import own_of
from widgetql.fields import Field, Items, JsonKeys, Member, ToOne
from widgetql.stats import Avg, Count, Stat
from widgetql.storage import Storage, item_type, storage_of, stored_by
from widgetql.types import DataType

_TIMESTAMP_NAMES: Final = ("timestamp", "created_at", "started_at", "occurred_at", "time", "date")
_TIMES: Final = frozenset({Storage.AWARE, Storage.NAIVE, Storage.DATE})


def likely_timestamp(table: FromClause) -> ColumnElement[Any] | None:
    """Return the column that says when a record happened: by its usual name, else the first of its type."""
    times = [column for column in table.c if storage_of(column.type) in _TIMES]
    named = {column.key: column for column in reversed(times)}
    return next((named[name] for name in _TIMESTAMP_NAMES if name in named), times[0] if times else None)


def derived_fields(table: FromClause) -> dict[str, Member]:
    """Return a field for each column that has a reading, and a to-one relation for each foreign key."""
    fields = _columns(table)
    for column in table.c:
        for key in column.foreign_keys:
            if key.constraint is None or len(key.constraint.elements) > 1:
                # Half a key would find many rows.
                continue
            name = column.key.removesuffix("_id")
            target = key.column.table if _known(key) else table
            if name != column.key and name not in fields and target is not table:
                fields[name] = ToOne(target, on=key.column == column, fields=_columns(target))
    return fields


def derived_stats(table: FromClause, fields: Mapping[str, Member]) -> dict[str, Stat]:
    """Return the number of records, and the mean of every number that is no key."""
    stats: dict[str, Stat] = {"total": Count()}
    for column in table.c:
        field = fields.get(column.key)
        is_key = isinstance(column, Column) and (column.primary_key or bool(column.foreign_keys))
        if isinstance(field, Field) and field.type is DataType.NUMERIC and field.own is None and not is_key:
            stats[f"avg_{column.key}"] = Avg(column.key)
    return stats


def _columns(table: FromClause) -> dict[str, Member]:
    fields: dict[str, Member] = {}
    for column in table.c:
        field = _field_over(column)
        if field is not None:
            fields[column.key] = field
    return fields


def _field_over(column: ColumnElement[Any]) -> Member | None:
    storage = storage_of(column.type)
    if stored_by(column.type) is Storage.JSON:
        return JsonKeys(column)
    item = item_type(column.type)
    if item is not None:
        return Items(column) if storage_of(item) not in (None, Storage.JSON, Storage.OWN) else None
    told = storage is not Storage.OWN or own_of(column.type, None) is not None
    return Field(column) if storage is not None and told else None


def _known(key: ForeignKey) -> bool:
    """Tell whether the table that a foreign key names is in the same MetaData."""
    parent = getattr(key.parent, "table", None)
    target = key.target_fullname.rpartition(".")[0]
    return parent is not None and target in getattr(parent, "metadata", MetaData()).tables
