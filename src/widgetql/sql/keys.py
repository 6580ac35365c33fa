"""A key of several columns as one value: what tells a record from all others, on every database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import cast, func, literal_column, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.labels import label_text
from widgetql.sql.text import exact_text
from widgetql.sql.uuids import uuid_text
from widgetql.storage import KEY_PARTS, Adapter, Storage, is_native_enum, storage_of

# Between two parts; in a part "~" is "~0".
_BETWEEN: Final = "~1"


class KeyList(Adapter[tuple[Any, ...]]):
    """The parts of a key in one text; a tuple in Python."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, storages: tuple[Storage, ...]) -> None:
        super().__init__()
        self.storages: Final = storages

    def process_result_value(self, value: str | None, dialect: Any) -> tuple[Any, ...] | None:  # noqa: ARG002
        """Read the parts."""
        if value is None:
            return None
        parts = [part.replace("~0", "~") for part in value.split(_BETWEEN)]
        read = zip(self.storages, parts, strict=True)
        return tuple(int(part) if one is Storage.INTEGER else part for one, part in read)


def key_of(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """Return a key of several columns as one value.

    >>> from sqlalchemy import Column, Integer, Text
    >>> str(key_of([Column("a", Integer), Column("b", Integer)]))
    "CAST(a AS TEXT) || '~1' || CAST(b AS TEXT)"
    """
    storages: list[Storage] = []
    found: Any = None
    for column in columns:
        storage = storage_of(column.type)
        assert storage is not None
        assert storage in KEY_PARTS
        storages.append(storage)
        part = _text_of(column, storage)
        found = part if found is None else found.concat(literal_column(f"'{_BETWEEN}'")).concat(part)
    return type_coerce(found, KeyList(tuple(storages)))


def _text_of(column: ColumnElement[Any], storage: Storage) -> ColumnElement[Any]:
    if storage is Storage.INTEGER:
        return cast(column, sa.Text())
    if storage is Storage.UUID:
        return uuid_text(column)
    text = exact_text(label_text(column) if is_native_enum(column.type) else type_coerce(column, sa.Text()))
    return func.replace(text, literal_column("'~'"), literal_column("'~0'"), type_=sa.Text())
