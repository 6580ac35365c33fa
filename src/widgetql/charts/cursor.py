"""The cursor of a list: the timestamp and id of its last row, as text that says nothing to anyone else."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy.types import TypeEngine

from widgetql.charts.wire import key_on_the_wire
from widgetql.dataset import Dataset
from widgetql.decorated import Own
from widgetql.documents import is_valid_text
from widgetql.errors import Pointer, Problems
from widgetql.storage import Storage, storage_of, undecorated
from widgetql.types import DataType, type_of_operand

# Whatever zone a column is in, these instants have a wall time there.
_FIRST: Final = datetime.min.replace(tzinfo=UTC) + timedelta(days=2)
_LAST: Final = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


def decimal_of(text: str) -> Decimal:
    """Return a number that a column may hold. Raises `ValueError` or `ArithmeticError` for another text."""
    found = Decimal(text)
    # No column holds a number of so many digits, and drivers write them all.
    if not found.is_finite() or abs(found.adjusted()) > 1_000:
        raise ValueError("a number is meant")
    return found


# What is neither an integer nor text is written as text; a forged one must not reach the driver.
_FROM_TEXT: Final[Mapping[Storage | None, Callable[[str], Any]]] = {
    Storage.UUID: UUID,
    Storage.DECIMAL: decimal_of,
    Storage.FLOAT: float,
}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: after the record of this timestamp (aware) and key."""

    timestamp: datetime
    id: Any


def packed(text: str) -> str:
    """Return the text of a cursor."""
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpacked(text: str) -> str:
    """Return what was packed. Raises `ValueError` for any other text: base64 is read in more than one way.

    >>> unpacked(packed("[1]"))
    '[1]'
    """
    found = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    if packed(found) != text:
        raise ValueError("a cursor is written in one way")
    return found


def write_cursor(timestamp: datetime, id: Any) -> str:
    """Return the cursor of a row.

    >>> write_cursor(datetime(2025, 11, 3, tzinfo=UTC), 7)
    'WyIyMDI1LTExLTAzVDAwOjAwOjAwKzAwOjAwIiw3XQ'
    """
    data = json.dumps([timestamp.isoformat(), key_on_the_wire(id)], separators=(",", ":"))
    return packed(data)


def read_cursor(text: str, dataset: Dataset, at: Pointer, problems: Problems) -> Cursor | None:
    """Return what a cursor says, or None with the problem noted.

    >>> from widgetql.testing.example import dataset
    >>> read_cursor("WyIyMDI1LTExLTAzVDAwOjAwOjAwKzAwOjAwIiw3XQ", dataset, Pointer("widget"), Problems()).id
    7
    """
    try:
        timestamp, id = json.loads(unpacked(text))
        return Cursor(moment_of(timestamp), key_value(id, dataset))
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        problems.add(at, "invalid_cursor", "this cursor is not from an answer of this list")
        return None


def moment_of(text: Any) -> datetime:
    """Return an instant that has a wall time in every zone. Raises `ValueError` or `TypeError` otherwise."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not _FIRST < moment < _LAST:
        raise ValueError("an instant is meant")
    return moment.astimezone(UTC)


def _typed_own(id: Any, own: Own) -> Any:
    if isinstance(id, str) and own.type is DataType.NUMERIC:
        id = decimal_of(id)
    if type_of_operand(id) is not own.type or (isinstance(id, str) and not is_valid_text(id)):
        raise TypeError("a value of the decorator is meant")
    own.stored(id)
    return id


def key_value(id: Any, dataset: Dataset) -> Any:
    """Return a record's key as its columns have it. Raises `ValueError` or `TypeError` for what is none."""
    if dataset.key_values is not None:
        return _typed_own(id, dataset.key_values)
    if len(dataset.ids) == 1:
        return _typed(id, dataset.id.type)
    if not isinstance(id, list):
        raise TypeError("the parts of a key are meant")
    parts = zip(cast("list[Any]", cast("object", id)), dataset.ids, strict=True)
    return tuple(_typed(part, column.type) for part, column in parts)


def _typed(id: Any, sql_type: TypeEngine[Any]) -> Any:
    storage = storage_of(sql_type)
    if storage is Storage.INTEGER:
        if isinstance(id, bool) or not isinstance(id, int) or not -(2**63) <= id < 2**64:
            raise TypeError("an integer is meant")
        return id
    if storage is Storage.BOOLEAN:
        if not isinstance(id, bool):
            raise TypeError("true or false is meant")
        return id
    if storage is Storage.DECIMAL and type(id) is int:
        # Of a NUMERIC without a fraction SQLAlchemy 2.0 makes integers on PostgreSQL.
        id = str(id)
    if not isinstance(id, str) or not is_valid_text(id):
        raise TypeError("text is meant")
    read = _FROM_TEXT.get(storage)
    found = id if read is None else read(id)
    # Such a column takes the text, and only that of a UUID.
    is_text = storage is Storage.UUID and not getattr(undecorated(sql_type), "as_uuid", True)
    return str(found) if is_text else found
