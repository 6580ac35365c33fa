"""A host's own types: what the values of a converting `TypeDecorator` are in Python, in JSON and stored."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast, get_args, get_type_hints
from uuid import UUID

from sqlalchemy import types as sa
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from widgetql.errors import shown
from widgetql.storage import decorators, overrides, undecorated
from widgetql.types import DataType

_DIALECT: Final = DefaultDialect()
# What a conversion raises for a value that it has no other side for.
REFUSALS: Final = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, AssertionError)
_TYPES: Final[tuple[tuple[type, DataType], ...]] = (
    (enum.Enum, DataType.STRING),
    (bool, DataType.BOOLEAN),
    (int, DataType.NUMERIC),
    (float, DataType.NUMERIC),
    (Decimal, DataType.NUMERIC),
    (timedelta, DataType.NUMERIC),
    (date, DataType.DATETIME),
    (str, DataType.STRING),
    (UUID, DataType.STRING),
)


class Unstorable(ValueError):
    """A value that a decorator has no stored form for: no stored value is equal to it."""


@dataclass(frozen=True, slots=True)
class Own:
    """A decorator's values: of a class in Python, of a type in JSON.

    `kind` is the class, None where it is not known: then values are given to the decorator as JSON has them.
    """

    decorator: TypeDecorator[Any]
    kind: type | None
    type: DataType
    is_aware: bool = True

    def shown(self, value: Any) -> Any:
        """Return a value as its type has it: a number, a text, a boolean, an aware datetime or a date.

        None for what is none of these: it does not spell a value of the type.
        """
        try:
            return None if value is None else self._shown(value)
        except REFUSALS:
            return None

    def _shown(self, value: Any) -> Any:
        match self.type:
            case DataType.NUMERIC:
                return _number(value.value if isinstance(value, enum.Enum) else value)
            case DataType.BOOLEAN:
                return bool(value)
            case DataType.DATETIME if isinstance(value, datetime):
                return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            case DataType.DATETIME:
                return value if isinstance(value, date) else None
            case _:
                return value.name if isinstance(value, enum.Enum) else str(value)

    def meant(self, value: Any) -> Any:
        """Return the Python value that one of JSON's stands for; raises `Unstorable` where there is none."""
        try:
            return self._meant(value)
        except REFUSALS as error:
            raise Unstorable(f"no value of {type(self.decorator).__name__}: {shown(value)}") from error

    def _meant(self, value: Any) -> Any:
        kind: Any = self.kind
        if self.type is DataType.DATETIME:
            return value if self.is_aware or not isinstance(value, datetime) else value.replace(tzinfo=None)
        if kind is None or type(value) is kind:
            return value
        if kind is Decimal:
            return Decimal(str(value))
        if kind is timedelta:
            return timedelta(seconds=float(value))
        if issubclass(kind, enum.Enum):
            return kind[value] if self.type is DataType.STRING else kind(value)
        found = kind(value)
        # 5.5 is no integer, and of a UUID only the form with dashes is its text.
        if self._shown(found) != (value.lower() if kind is UUID else value):
            raise ValueError("another value")
        return found

    def stored(self, value: Any) -> Any:
        """Return what the column holds for one of JSON's values; raises `Unstorable` where it holds none."""
        try:
            return self.bound(self.meant(value), _DIALECT)
        except REFUSALS as error:
            raise Unstorable(f"no value of {type(self.decorator).__name__}: {shown(value)}") from error

    def bound(self, value: Any, dialect: Any) -> Any:
        """Return what the decorators give to a driver for their value."""
        for decorator in decorators(self.decorator):
            value = _bound(decorator, value, dialect)
        return value

    def read(self, stored: Any, dialect: Any) -> Any:
        """Return the decorators' value for what a driver gave."""
        for decorator in reversed(list(decorators(self.decorator))):
            stored = _read(decorator, stored, dialect)
        return stored


def own_of(sql_type: TypeEngine[Any], declared: DataType | None) -> Own | None:
    """Return what a converting decorator's values are; `declared` says their type, else it is looked for.

    In the annotations of `process_result_value`, by `python_type`, and by reading a plain stored value. None
    where nothing tells.
    """
    assert isinstance(sql_type, TypeDecorator)
    sample = _sampled(sql_type, declared)
    kind = _annotated(sql_type) or (None if sample is None else type(sample))
    found = _type_of_class(kind) if declared is None and kind is not None else declared
    if found is None:
        return None
    is_aware = sample.tzinfo is not None if isinstance(sample, datetime) else True
    return Own(sql_type, kind, found, is_aware)


def _bound(decorator: TypeDecorator[Any], value: Any, dialect: Any) -> Any:
    if overrides(decorator, "process_bind_param"):
        return decorator.process_bind_param(value, dialect)
    process = decorator.bind_processor(dialect) if overrides(decorator, "bind_processor") else None
    return value if process is None else process(value)


def _read(decorator: TypeDecorator[Any], stored: Any, dialect: Any) -> Any:
    if overrides(decorator, "process_result_value"):
        return decorator.process_result_value(stored, dialect)
    wanted = overrides(decorator, "result_processor")
    process = decorator.result_processor(dialect, None) if wanted else None
    return stored if process is None else process(stored)


def _number(value: Any) -> int | float | Decimal | None:
    if isinstance(value, timedelta):
        return value / timedelta(seconds=1)
    if not isinstance(value, int | float | Decimal):
        return None
    return value if math.isfinite(value) else None


def _type_of_class(kind: type) -> DataType | None:
    return next((found for base, found in _TYPES if issubclass(kind, base)), None)


def _annotated(decorator: TypeDecorator[Any]) -> type | None:
    """Return the class that a decorator says its values are of."""
    said: list[Any] = []
    # An annotation may be of what is imported for type checkers only.
    with suppress(NameError, TypeError):
        said.append(get_type_hints(type(decorator).process_result_value).get("return"))
    with suppress(NotImplementedError):
        said.append(decorator.python_type)
    for one in said:
        parts: list[Any] = [part for part in (get_args(one) or (one,)) if part is not type(None)]
        if len(parts) == 1 and isinstance(parts[0], type) and _type_of_class(parts[0]) is not None:
            return parts[0]
    return None


def _sampled(decorator: TypeDecorator[Any], declared: DataType | None) -> Any:
    """Return the first value that the decorator reads from one of some plain stored ones."""
    own = Own(decorator, None, DataType.STRING)
    for stored in _plain(undecorated(decorator)):
        try:
            found = own.read(stored, _DIALECT)
        # The host's own code, given what none of its columns may hold.
        except Exception:
            continue
        fits = None if found is None else _type_of_class(cast("type", found.__class__))
        if fits is not None and declared in (None, fits):
            return found
    return None


def _plain(impl: TypeEngine[Any]) -> Iterator[Any]:
    match impl:
        case sa.Boolean():
            yield from (True, False)
        case sa.Integer():
            yield from (1, 0, 2)
        case sa.Float():
            yield from (1.0, 0.0)
        case sa.Numeric():
            yield from (Decimal(1), Decimal(0))
        case sa.DateTime():
            yield datetime(2001, 1, 1, tzinfo=UTC if impl.timezone else None)
        case sa.Date():
            yield date(2001, 1, 1)
        case sa.Uuid():
            yield UUID(int=1)
        case sa.JSON():
            yield from ({}, [])
        case sa.String():
            yield from (str(UUID(int=1)), "1", "a", "2001-01-01T00:00:00", "2001-01-01", "")
        case _:
            return
