"""What a field's value is in a plain row, and what a widget's answer shows of it."""

from __future__ import annotations

import enum
import math
import re
import struct
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import REAL, Enum, TypeEngine

from widgetql.epochs import Epoch
from widgetql.fields import Dynamic, Field, JsonKeys
from widgetql.paths import Found
from widgetql.relative_time import Clock, format_instant, localize, start_of_date
from widgetql.storage import Storage, decorators, overrides, undecorated
from widgetql.testing.expressions import evaluate
from widgetql.testing.places import Place, is_json, parsed
from widgetql.types import DataType, json_text

Value: TypeAlias = bool | int | float | Decimal | str | date

_DIALECT: Final = DefaultDialect()
# What holds numbers and nothing else: text that stands there, as SQLite lets it, spells no value.
_NUMERIC: Final = frozenset({Storage.INTEGER, Storage.FLOAT, Storage.DECIMAL})
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")
_LONGEST_NUMBER: Final = 400
# Beyond are integers that no double is.
_WHOLE: Final = 2**53
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def value_at(place: Place, found: Found, clock: Clock, as_type: DataType | None = None) -> Value | None:
    """Return a field's value at the end of its path; None where it is missing.

    A dynamic value has no type of its own: `as_type` is the one that it is read as. Instants are in UTC.
    """
    leaf = found.leaf
    if place.is_missing:
        return None
    if isinstance(leaf, JsonKeys):
        assert found.key is not None
        return _read_as(leaf.type, json_text(_document(leaf, place).get(found.key)))
    if isinstance(leaf, Dynamic):
        assert as_type is not None
        return _dynamic(leaf, place, clock, as_type)
    return _field(leaf, evaluate(leaf.column, place.bindings), clock)


def is_stored(place: Place, leaf: Dynamic) -> bool:
    """Tell whether a dynamic value is there at all, whatever it reads as."""
    columns = leaf.columns
    if place.is_missing:
        return False
    if isinstance(columns, Mapping):
        return any(evaluate(field.column, place.bindings) is not None for field in columns.values())
    return _scalar(columns, place) is not None


def shown(value: Value | None) -> Any:
    """Return a value as the answer's JSON has it: infinities and NaN are null."""
    match value:
        case Midnight(on=date() as day):
            return day.isoformat()
        case datetime():
            return format_instant(value)
        case date():
            return value.isoformat()
        case Decimal():
            return _decimal(value)
        case Single():
            return value.shortest()
        case float() if not math.isfinite(value):
            return None
        case _:
            return value


def _decimal(value: Decimal) -> int | float:
    """All digits of an integer; of another the nearest double, which beyond 2^53 is one."""
    if value == value.to_integral_value():
        return int(value)
    double = float(value)
    return double if abs(double) <= _WHOLE else int(Decimal(repr(double)))


def key_of(value: Value | None) -> Value | None:
    """Return a value as it is grouped: decimals that are shown as one number are one group."""
    return cast("Value", shown(value)) if isinstance(value, Decimal) else value


class Single(float):
    """A number of single precision: in arithmetic the double that it is, shown by its fewest digits.

    >>> Single(0.1) == 0.1, shown(Single(0.1)), shown(Single(1e20))
    (False, 0.1, 1.0000000200408773e+20)
    """

    def __new__(cls, number: float | Decimal) -> Single:
        """Round a number to the nearest one of single precision."""
        return super().__new__(cls, struct.unpack("f", struct.pack("f", number))[0])

    def shortest(self) -> float:
        """Return the shortest number that is stored as this one; an integer is itself."""
        number = float(self)
        if number.is_integer():
            return number
        return next(near for digits in range(1, 10) if Single(near := float(f"{number:.{digits}g}")) == self)


class Midnight(datetime):
    """The instant that a date is compared as, and the date that is shown."""

    # What is computed from it is an instant like any other.
    on: date | None = None

    @classmethod
    def of(cls, day: date, zone: tzinfo) -> Midnight:
        """Return the first instant of a date in a zone."""
        at = start_of_date(day, zone)
        found = cls(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, UTC)
        found.on = day
        return found


class Spelt(datetime):
    """A time as another program than SQLAlchemy spelt it: the time that it is, and its text."""

    # What is computed from it is a time like any other.
    text: str = ""

    @classmethod
    def of(cls, at: datetime, text: str) -> Spelt:
        """Return a time with its text."""
        found = cls(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo)
        found.text = text
        return found


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
    if leaf.storage is not Storage.JSON:
        stored = parsed(stored)
    elif not is_json(stored):
        # The database has "NaN", which no JSON is.
        stored = None
    return cast("Mapping[str, Any]", stored) if isinstance(stored, Mapping) else {}


def _dynamic(leaf: Dynamic, place: Place, clock: Clock, as_type: DataType) -> Value | None:
    columns = leaf.columns
    if isinstance(columns, Mapping):
        field = columns.get(as_type)
        return None if field is None else _field(field, evaluate(field.column, place.bindings), clock)
    return _read_as(as_type, _scalar(columns, place))


def _read_as(as_type: DataType, stored: Any) -> Value | None:
    match as_type:
        case DataType.STRING:
            return json_text(stored)
        case DataType.BOOLEAN:
            return _as_boolean(stored)
        case _:
            number = _as_number(stored)
            # A number of a document is a double, however many digits its text has.
            return float(number) if isinstance(number, int) and abs(number) > _WHOLE else number


def _scalar(column: Any, place: Place) -> Any:
    stored = evaluate(column, place.bindings)
    # Bytes are no text, and no document.
    return stored if is_json(stored) and not isinstance(stored, bytes) else None


def _field(leaf: Field, stored: Any, clock: Clock) -> Value | None:
    if leaf.own is not None:
        return cast("Value | None", leaf.own.shown(stored))
    stored = stored_as(stored, leaf.column.type)
    if stored is None:
        return None
    match leaf.type:
        case DataType.NUMERIC:
            return _number_of(leaf, stored)
        case DataType.BOOLEAN:
            return _as_boolean(stored != 0 if isinstance(stored, int | float) else stored)
        case DataType.DATETIME if leaf.epoch is not None:
            number = None if isinstance(stored, str) else _as_number(stored)
            return None if number is None else _since_1970(number, leaf.epoch)
        case DataType.DATETIME:
            return _instant_of(stored, leaf, clock)
        case _:
            return _text_of(leaf, stored)


def stored_as(stored: Any, sql_type: TypeEngine[Any]) -> Any:
    """Return what the database holds for a value of a decorated or enumerated type."""
    for decorator in decorators(sql_type):
        if overrides(decorator, "process_bind_param"):
            stored = decorator.process_bind_param(stored, _DIALECT)
        sql_type = decorator.impl_instance
    if isinstance(stored, enum.Enum) and isinstance(sql_type, Enum):
        return _label(stored, sql_type)
    return stored


def _label(member: enum.Enum, sql_type: Enum) -> str:
    members = [own for name, own in type(member).__members__.items() if own.name == name]
    labels = sql_type.values_callable(type(member)) if sql_type.values_callable else [m.name for m in members]
    return str(dict(zip(members, labels, strict=True))[member])


def _number_of(leaf: Field, stored: Any) -> int | float | Decimal | None:
    if isinstance(stored, str) and leaf.storage in _NUMERIC:
        return None
    if isinstance(stored, timedelta):
        return stored / timedelta(seconds=1)
    number = _as_number(stored)
    match leaf.storage:
        case Storage.FLOAT if number is not None:
            return Single(number) if isinstance(undecorated(leaf.column.type), REAL) else float(number)
        case Storage.DECIMAL if number is not None:
            return number if isinstance(number, Decimal) else Decimal(str(number))
        case _:
            return number


def _as_number(stored: Any) -> int | float | Decimal | None:
    """The number that is stored, in text or as one; infinities and NaN are none."""
    if isinstance(stored, str):
        return number_in(stored)
    if isinstance(stored, bool) or not isinstance(stored, int | float | Decimal):
        return None
    return stored if math.isfinite(stored) else None


def _text_of(leaf: Field, stored: Any) -> str | None:
    if leaf.storage is Storage.UUID:
        return str(UUID(str(stored)))
    # Bytes are no text, nor is what no encoding could write.
    return stored if isinstance(stored, str) and not _SURROGATE.search(stored) else None


def _as_boolean(stored: Any) -> bool | None:
    if isinstance(stored, str):
        return {"true": True, "false": False}.get(stored)
    return stored if isinstance(stored, bool) else None


def _since_1970(number: int | float | Decimal, epoch: Epoch) -> datetime | None:
    """The microsecond that is nearest to a number, of two the later; None where no datetime can be it."""
    micros = math.floor(Fraction(number) * epoch.unit + Fraction(1, 2))
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    except OverflowError:
        return None


def _instant_of(stored: Any, leaf: Field, clock: Clock) -> datetime | None:
    try:
        return _as_instant(stored, leaf, clock) if isinstance(stored, date) else None
    except OverflowError:
        # The last hours of the year 9999 in a zone are an instant that nobody can write.
        return None


def _as_instant(stored: date, leaf: Field, clock: Clock) -> datetime:
    if not isinstance(stored, datetime):
        return Midnight.of(stored, leaf.timezone or clock.zone)
    return _shown_at(stored, leaf.timezone or UTC) if stored.tzinfo is None else stored.astimezone(UTC)


def _shown_at(wall: datetime, zone: tzinfo) -> datetime:
    """The instant at which clocks first show a time; the instant of the jump where they skip it."""
    late, early = localize(wall, zone), wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if late <= early:
        return late
    while late - early > timedelta.resolution:
        middle = early + (late - early) // 2
        is_before = middle.astimezone(zone).replace(tzinfo=None, fold=0) < wall
        early, late = (middle, late) if is_before else (early, middle)
    return late
