"""Whether a column of a database is stored as its declaration says: how types that differ are alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import types as sa
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from widgetql.storage import NUMBERS, Storage, stored_by, undecorated

# What may be in the place of a declared type, by the dialect, beside itself: what the database lacks, and
# what it reads and compares in the same way. SQLite has affinities, which are another matter.
_INSTEAD: Final[Mapping[str, Mapping[Storage, frozenset[Storage]]]] = MappingProxyType(
    {
        "mysql": {
            Storage.BOOLEAN: frozenset({Storage.INTEGER}),
            Storage.JSON: frozenset({Storage.TEXT}),
            Storage.AWARE: frozenset({Storage.NAIVE}),
            Storage.INTERVAL: frozenset({Storage.NAIVE}),
            Storage.UUID: frozenset({Storage.TEXT}),
            Storage.ENUM: frozenset({Storage.TEXT}),
            Storage.TEXT: frozenset({Storage.ENUM, Storage.JSON}),
        },
        "clickhousedb": {
            Storage.BOOLEAN: frozenset({Storage.INTEGER}),
            Storage.JSON: frozenset({Storage.TEXT}),
            Storage.AWARE: frozenset({Storage.NAIVE}),
            Storage.ENUM: frozenset({Storage.TEXT}),
        },
    }
)
_NOTHING: Final[Mapping[Storage, frozenset[Storage]]] = MappingProxyType({})
# SQLite makes text of numbers in columns of the one, and numbers of text in those of the other.
_NUMBERS: Final = NUMBERS | {Storage.BOOLEAN}
_TEXTS: Final = frozenset({Storage.TEXT, Storage.ENUM, Storage.UUID})


def is_stored_otherwise(declared: TypeEngine[Any], found: TypeEngine[Any], dialect: Any) -> bool:
    """Tell whether a database, as SQLAlchemy reflects it, stores a column otherwise than is declared.

    What a type that is unknown here means, nobody can tell.

    >>> from sqlalchemy.dialects import mysql, postgresql, sqlite
    >>> timed = sa.TIMESTAMP(timezone=True)
    >>> is_stored_otherwise(sa.DateTime(), timed, postgresql.dialect())
    True
    >>> is_stored_otherwise(sa.DateTime(timezone=True), sa.DATETIME(), mysql.dialect())
    False
    >>> is_stored_otherwise(sa.Integer(), sa.TEXT(), sqlite.dialect())
    True
    """
    declared = _of_dialect(declared, dialect)
    wanted, stored = stored_by(declared), stored_by(found)
    if wanted is None or isinstance(found, NullType):
        return False
    if dialect.name == "sqlite":
        return (wanted in _NUMBERS and stored in _TEXTS) or (wanted in _TEXTS and stored in _NUMBERS)
    if wanted is Storage.TEXT and stored is Storage.TEXT:
        # PostgreSQL compares what is filled with blanks without them.
        return dialect.name == "postgresql" and _is_padded(found) and not _is_padded(declared)
    return stored not in {wanted, *_alike(declared, wanted, dialect)}


def _of_dialect(declared: TypeEngine[Any], dialect: Any) -> TypeEngine[Any]:
    """Return what a host's decorator stands on, which may be another type on each database."""
    while isinstance(declared, TypeDecorator) and not isinstance(declared, sa.Interval):
        declared = declared.load_dialect_impl(dialect)
    return declared


def _is_padded(kind: TypeEngine[Any]) -> bool:
    return isinstance(undecorated(kind), sa.CHAR)


def _alike(declared: TypeEngine[Any], wanted: Storage, dialect: Any) -> frozenset[Storage]:
    bare = undecorated(declared)
    is_text = (wanted is Storage.ENUM and not getattr(bare, "native_enum", True)) or (
        wanted is Storage.UUID and not getattr(bare, "native_uuid", True)
    )
    name = "mysql" if dialect.name == "mariadb" else dialect.name
    found = _INSTEAD.get(name, _NOTHING).get(wanted, frozenset())
    return found | {Storage.TEXT} if is_text else found
