"""What a table's own columns and foreign keys already say: the quick start of `Dataset.from_table`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import and_
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.schema import Column, ForeignKey, ForeignKeyConstraint, MetaData
from sqlalchemy.sql.selectable import FromClause

from widgetql.decorated import own_of
from widgetql.fields import Field, Items, JsonKeys, Member, ToOne
from widgetql.stats import Avg, Count, Stat
from widgetql.storage import Storage, item_type, storage_of, stored_by
from widgetql.types import DataType

_TIMESTAMP_NAMES: Final = ("timestamp", "created_at", "started_at", "occurred_at", "time", "date")
_SECRETS: Final = frozenset(
    ("password", "passwd", "passphrase", "secret", "token", "api_key", "private_key", "credentials")
)
# Numbers that name something or are a part of a date: their mean says nothing. By the last word of a name.
_NAMES_OF_NAMES: Final = frozenset(
    [
        *("id", "ids", "key", "index", "nr", "no", "number", "code", "zip", "zipcode", "postcode", "phone"),
        *("port", "version", "rank", "year", "quarter", "month", "week", "weekday", "day", "hour", "minute"),
        *("latitude", "longitude", "lat", "lon", "lng"),
    ]
)
# What the key of a table that declares none is called, by pandas among others.
_KEY_NAMES: Final = ("id", "index", "rowid")
_TIMES: Final = frozenset({Storage.AWARE, Storage.NAIVE, Storage.DATE})


def likely_timestamp(table: FromClause) -> ColumnElement[Any] | None:
    """Return the column that says when a record happened.

    It is the one with a usual name, else the first that each record has, else the first.
    """
    times = [column for column in table.c if storage_of(column.type) in _TIMES]
    named = {column.key: column for column in reversed(times)}
    first = next((column for column in times if not getattr(column, "nullable", True)), *times[:1] or (None,))
    return next((named[name] for name in _TIMESTAMP_NAMES if name in named), first)


def likely_key(table: FromClause) -> tuple[ColumnElement[Any], ...]:
    """Return the columns of the primary key, else the one with a usual name (pandas declares no key)."""
    keys = tuple(table.primary_key)
    named = {column.key.lower(): column for column in table.c}
    names = (*_KEY_NAMES, f"{getattr(table, 'name', '')}_id".lower())
    return keys or tuple(named[name] for name in names if name in named)[:1]


def derived_fields(table: FromClause) -> dict[str, Member]:
    """Return a field for each column that has a reading, and a to-one relation for each foreign key.

    What is named as a secret is left out.
    """
    fields = _columns(table)
    for constraint in getattr(table, "foreign_key_constraints", ()):
        relation = _relation(constraint, table)
        if relation is not None and relation[0] not in fields:
            fields[relation[0]] = relation[1]
    return fields


def _relation(constraint: ForeignKeyConstraint, table: FromClause) -> tuple[str, ToOne] | None:
    """Return a name and the relation of a foreign key: `agent` of `agent_id`, else the other table's name."""
    keys = constraint.elements
    if not all(map(_is_known, keys)):
        return None
    target: FromClause = keys[0].column.table
    own = [table.c[key.parent.key] for key in keys]
    name = own[0].key.removesuffix("_id")
    if len(own) > 1:
        name = constraint.referred_table.name
    elif name == own[0].key:
        return None
    # Beside the rows of a table others of it have a name of their own.
    there = target.alias(name) if target is table else target
    on = and_(*(there.c[key.column.key] == column for key, column in zip(keys, own, strict=True)))
    return name, ToOne(there, on=on, fields=_columns(there))


def derived_stats(table: FromClause, fields: Mapping[str, Member]) -> dict[str, Stat]:
    """Return the number of records, and the mean of every number that is no key, name or part of a date."""
    stats: dict[str, Stat] = {"total": Count()}
    for column in table.c:
        path = _path(column)
        field = fields.get(path)
        is_name = _words(column.key)[-1:] and _words(column.key)[-1] in _NAMES_OF_NAMES
        is_key = isinstance(column, Column) and (column.primary_key or bool(column.foreign_keys))
        is_number = isinstance(field, Field) and field.type is DataType.NUMERIC and field.own is None
        if is_number and not is_key and not is_name:
            stats[f"avg_{'_'.join(path.split())}"] = Avg(path)
    return stats


def _columns(table: FromClause) -> dict[str, Member]:
    fields: dict[str, Member] = {}
    for column in table.c:
        field = None if _is_secret(column.key) else _field_over(column)
        if field is not None:
            fields[_path(column)] = field
    return fields


def _path(column: ColumnElement[Any]) -> str:
    """Return a column's name as a path, in which a dot leads to a relation."""
    return str(column.key).replace(".", "_")


def _is_secret(name: str) -> bool:
    words = _words(name)
    return not _SECRETS.isdisjoint(words) or not _SECRETS.isdisjoint(map("_".join, pairwise(words)))


def _words(name: str) -> list[str]:
    """Return the words of a name: `flightNumber`, `flight_number` and `Flight Number` have two."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return re.split(r"[\W_]+", spaced.strip().lower())


def _field_over(column: ColumnElement[Any]) -> Member | None:
    storage = storage_of(column.type)
    if stored_by(column.type) is Storage.JSON:
        return JsonKeys(column)
    item = item_type(column.type)
    if item is not None:
        return Items(column) if storage_of(item) not in (None, Storage.JSON, Storage.OWN) else None
    told = storage is not Storage.OWN or own_of(column.type, None) is not None
    return Field(column) if storage is not None and told else None


def _is_known(key: ForeignKey) -> bool:
    """Tell whether the table that a foreign key names is in the same MetaData."""
    parent = getattr(key.parent, "table", None)
    target = key.target_fullname.rpartition(".")[0]
    return parent is not None and target in getattr(parent, "metadata", MetaData()).tables
