"""What a field's value is in a plain row, and what a widget's answer shows of it."""

from __future__ import annotations

import enum
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import Enum, TypeDecorator, TypeEngine

from widgetql.dataset import Found
from widgetql.fields import Dynamic, Field, JsonKeys
from widgetql.relative_time import Clock, format_instant, localize, start_of_date
from widgetql.storage import Storage
from widgetql.testing.places import Place, evaluate
from widgetql.types import DataType, json_text

Value: TypeAlias = bool | int | float | Decimal | str | datetime

_DIALECT: Final = DefaultDialect()
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")
_LONGEST_NUMBER: Final = 400


def value_at(place: Place, found: Found, clock: Clock, as_type: DataType | None = None) -> Value | None:
    """Return a field's value at the end of its path; None where it is missing.

    A dynamic value has no type of its own: `as_type` is the one that it is read as. Instants are in UTC.
    """
    leaf = found.leaf
    if isinstance(leaf, JsonKeys):
        assert found.key is not None
        return json_text(_document(leaf, place).get(found.key))
    if isinstance(leaf, Dynamic):
        assert as_type is not None
        return _dynamic(leaf, place, clock, as_type)
    return _field(leaf, evaluate(leaf.column, place.bindings), clock)


def is_stored(place: Place, leaf: Dynamic) -> bool:
    """Tell whether a dynamic value is there at all, whatever it reads as."""
    columns = leaf.columns
    if isinstance(columns, Mapping):
        return any(evaluate(field.column, place.bindings) is not None for field in columns.values())
    return evaluate(columns, place.bindings) is not None


def shown(value: Value | None) -> Any:
    """Return a value as the answer's JSON has it: infinities and NaN are null."""
    match value:
        case datetime():
            return format_instant(value)
        case Decimal():
            return float(value)
        case float() if not math.isfinite(value):
            return None
        case _:
            return value


def key_of(value: Value | None) -> Value | None:
    """Return a value as it is grouped: an infinity, which has no JSON, belongs to the missing ones."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def shown_key(value: Any, sql_type: TypeEngine[Any]) -> Any:
    """Return a record's key as the answer's JSON has it."""
    bare = stored_as(value, sql_type)
    return str(bare) if isinstance(bare, UUID) else shown(bare)


def number_in(text: str) -> float | None:
    """Return the number that a text is, by JSON's grammar; None where it is none, or no finite double.

    >>> [number_in(text) for text in ("5", "-1.5e3", " 5", "0x10", "01", "1e400")]
    [5.0, -1500.0, None, None, None, None]
    """
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def _document(leaf: JsonKeys, place: Place) -> Mapping[str, Any]:
    stored = evaluate(leaf.column, place.bindings)
    if isinstance(stored, str) and leaf.storage is not Storage.JSON:
        stored = json.loads(stored)
    return cast("Mapping[str, Any]", stored) if isinstance(stored, Mapping) else {}


def _dynamic(leaf: Dynamic, place: Place, clock: Clock, as_type: DataType) -> Value | None:
    columns = leaf.columns
    if isinstance(columns, Mapping):
        field = columns.get(as_type)
        return None if field is None else _field(field, evaluate(field.column, place.bindings), clock)
    stored = evaluate(columns, place.bindings)
    match as_type:
        case DataType.STRING:
            return json_text(stored)
        case DataType.BOOLEAN:
            return _as_boolean(stored)
        case _:
            return _as_number(stored)


def _field(leaf: Field, stored: Any, clock: Clock) -> Value | None:
    stored = stored_as(stored, leaf.column.type)
    if stored is None:
        return None
    match leaf.type:
        case DataType.NUMERIC:
            return _as_number(stored, leaf.storage)
        case DataType.BOOLEAN:
            return _as_boolean({0: False, 1: True}.get(stored) if isinstance(stored, int) else stored)
        case DataType.DATETIME:
            return _as_instant(stored, leaf, clock)
        case _:
            return str(UUID(str(stored))) if leaf.storage is Storage.UUID else str(stored)


def stored_as(stored: Any, sql_type: TypeEngine[Any]) -> Any:
    """Return what the database holds for a value of a decorated or enumerated type."""
    while isinstance(sql_type, TypeDecorator):
        stored = sql_type.process_bind_param(stored, _DIALECT)
        sql_type = sql_type.impl_instance
    if isinstance(stored, enum.Enum) and isinstance(sql_type, Enum):
        return _label(stored, sql_type)
    return stored


def _label(member: enum.Enum, sql_type: Enum) -> str:
    members = [own for name, own in type(member).__members__.items() if own.name == name]
    labels = sql_type.values_callable(type(member)) if sql_type.values_callable else [m.name for m in members]
    return str(dict(zip(members, labels, strict=True))[member])


def _as_number(stored: Any, storage: Storage | None = None) -> int | float | Decimal | None:
    if isinstance(stored, str):
        return number_in(stored)
    if isinstance(stored, bool) or not isinstance(stored, int | float | Decimal):
        return None
    if math.isnan(stored):
        return None
    match storage:
        case Storage.FLOAT:
            return float(stored)
        case Storage.DECIMAL:
            return stored if isinstance(stored, Decimal) else Decimal(str(stored))
        case _:
            return stored


def _as_boolean(stored: Any) -> bool | None:
    if isinstance(stored, str):
        return {"true": True, "false": False}.get(stored)
    return stored if isinstance(stored, bool) else None


def _as_instant(stored: date, leaf: Field, clock: Clock) -> datetime:
    if not isinstance(stored, datetime):
        return start_of_date(stored, leaf.timezone or clock.zone)
    return localize(stored, leaf.timezone or UTC) if stored.tzinfo is None else stored.astimezone(UTC)
