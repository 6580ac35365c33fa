"""UUIDs: their canonical text, and how one is bound, read and sorted by.

SQLite has no type for them: SQLAlchemy writes 32 lower-case digits, others dashes or capitals.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import (
    MARIADB,
    BooleanConstruct,
    Construct,
    bare,
    everywhere,
    sql_type_of,
    written,
)
from widgetql.sql.values import Text
from widgetql.storage import undecorated


class uuid_text(Construct):  # noqa: N801 - reads as SQL
    """A UUID in its canonical text: lower case, with dashes."""

    inherit_cache = True
    result = Text()


@everywhere(uuid_text)
def _uuid_text(element: uuid_text, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    if compiler.dialect.supports_native_uuid and getattr(sql_type_of(element), "native_uuid", True):
        return f"CAST({value} AS VARCHAR)"
    # Without a UUID type SQLAlchemy stores 32 hexadecimal digits.
    parts = [f"substr({value}, {start}, {length})" for start, length in _UUID_PARTS]
    return "lower(" + " || '-' || ".join(parts) + ")"


@compiles(uuid_text, *MARIADB)
def _uuid_text_mariadb(element: uuid_text, compiler: Any, **options: Any) -> str:
    # A UUID since MariaDB 10.7, else 32 hexadecimal digits.
    text = f"replace(CAST({written(element, compiler, **options)[0]} AS CHAR), '-', '')"
    for start, _ in reversed(_UUID_PARTS[1:]):
        text = f"insert({text}, {start}, 0, '-')"
    return f"lower({text})"


@compiles(uuid_text, "clickhousedb")
def _uuid_text_clickhouse(element: uuid_text, compiler: Any, **options: Any) -> str:
    return f"toString({written(element, compiler, **options)[0]})"


_UUID_PARTS: Final = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


class uuid_value(Construct):  # noqa: N801 - reads as SQL
    """A UUID operand, which ClickHouse's driver writes as text."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        self.type = value.type


class uuid_key(uuid_value):  # noqa: N801 - reads as SQL
    """A record's UUID as it is read and sorted by: ClickHouse sorts its own type by the second half."""

    inherit_cache = True


@everywhere(uuid_value)
def _uuid_value(element: uuid_value, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(uuid_value, "clickhousedb")
def _uuid_value_clickhouse(element: uuid_value, compiler: Any, **options: Any) -> str:
    return f"toUUID({written(element, compiler, **options)[0]})"


@compiles(uuid_key, "clickhousedb")
def _uuid_key_clickhouse(element: uuid_key, compiler: Any, **options: Any) -> str:
    return f"toString(toUUID({written(element, compiler, **options)[0]}))"


class spelt_uuid(uuid_text):  # noqa: N801 - reads as SQL
    """A UUID that others may have written: its canonical text, NULL for what is none."""

    inherit_cache = True


@compiles(spelt_uuid, "sqlite")
def _spelt_uuid_sqlite(element: spelt_uuid, compiler: Any, **options: Any) -> str:
    return _spelt_sqlite(written(element, compiler, **options)[0])


@compiles(spelt_uuid, "postgresql", *MARIADB)
def _spelt_uuid_of_digits(element: spelt_uuid, compiler: Any, **options: Any) -> str:
    write = _uuid_text if compiler.dialect.name == "postgresql" else _uuid_text_mariadb
    text, holds = write(element, compiler, **options), _has_digits(element, compiler, **options)
    return f"CASE WHEN {holds} THEN {text} END" if holds else text


def _has_digits(element: Construct, compiler: Any, **options: Any) -> str | None:
    """Write the condition that a text is a UUID's digits; None where the column's type sees to that."""
    if compiler.dialect.supports_native_uuid and getattr(sql_type_of(element), "native_uuid", True):
        return None
    value = written(element, compiler, **options)[0]
    if compiler.dialect.name in MARIADB:
        return f"{value} REGEXP '^(?-mx)[0-9a-fA-F]{{32}}(?![^x]|x)'"
    return f"{value} ~ '^[0-9a-f]{{32}}$'"


class _SpeltKey(sa.Uuid[Any]):
    """A UUID, on SQLite its canonical text; what is none there is as it is."""

    def bind_processor(self, dialect: Any) -> Any:
        """Return what writes a UUID."""
        return str if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Any, coltype: object) -> Any:
        """Return what reads a UUID."""
        if dialect.name == "sqlite":
            return None
        return super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]


class spelt_uuid_key(uuid_key):  # noqa: N801 - reads as SQL
    """A record's UUID that others may have written, as it is read and sorted by."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        declared = undecorated(value.type)
        as_uuid: Any = getattr(declared, "as_uuid", True)
        self.type = _SpeltKey(as_uuid=as_uuid, native_uuid=getattr(declared, "native_uuid", True))


@compiles(spelt_uuid_key, "sqlite")
def _spelt_uuid_key_sqlite(element: spelt_uuid_key, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    return f"coalesce({_spelt_sqlite(value)}, {value})"


class is_uuid(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds for what is a UUID, not for NULL."""

    inherit_cache = True


class is_no_uuid(BooleanConstruct):  # noqa: N801 - reads as SQL
    """The complement of `is_uuid`."""

    inherit_cache = True


class is_spelt(BooleanConstruct):  # noqa: N801 - reads as SQL
    """A condition that a UUID is one of some. Arguments: it, the UUID, and their spellings."""

    inherit_cache = True


class is_not_spelt(BooleanConstruct):  # noqa: N801 - reads as SQL
    """The complement of `is_spelt`, of which it has the arguments but for the condition, which is its own."""

    inherit_cache = True


class Spellings(Text):
    """UUIDs as a JSON array of all the ways to write them."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        """Write one UUID or several."""
        uuids = cast("Sequence[Any]", value if isinstance(value, list | tuple) else [value])
        texts = (spelling for one in uuids for spelling in (UUID(str(one)).hex, str(UUID(str(one)))))
        return super().process_bind_param(
            json.dumps([case for text in texts for case in (text, text.upper())]), dialect
        )


@everywhere(is_uuid)
def _is_uuid(element: is_uuid, compiler: Any, **options: Any) -> str:
    return f"{written(element, compiler, **options)[0]} IS NOT NULL"


@compiles(is_uuid, "postgresql", *MARIADB)
def _is_uuid_of_digits(element: is_uuid, compiler: Any, **options: Any) -> str:
    return _has_digits(element, compiler, **options) or _is_uuid(element, compiler, **options)


@compiles(is_uuid, "sqlite")
def _is_uuid_sqlite(element: is_uuid, compiler: Any, **options: Any) -> str:
    return f"{_spelt_sqlite(written(element, compiler, **options)[0])} IS NOT NULL"


@everywhere(is_no_uuid)
def _is_no_uuid(element: is_no_uuid, compiler: Any, **options: Any) -> str:
    return f"{written(element, compiler, **options)[0]} IS NULL"


@compiles(is_no_uuid, "postgresql", *MARIADB)
def _is_no_uuid_of_digits(element: is_no_uuid, compiler: Any, **options: Any) -> str:
    holds = _has_digits(element, compiler, **options)
    return f"({holds}) IS NOT TRUE" if holds else _is_no_uuid(element, compiler, **options)


@compiles(is_no_uuid, "sqlite")
def _is_no_uuid_sqlite(element: is_no_uuid, compiler: Any, **options: Any) -> str:
    return f"{_spelt_sqlite(written(element, compiler, **options)[0])} IS NULL"


@everywhere(is_spelt)
@everywhere(is_not_spelt)
def _is_spelt(element: Construct, compiler: Any, **options: Any) -> str:
    return str(compiler.process(bare(next(iter(element.clauses))), **options))


@compiles(is_spelt, "sqlite")
def _is_spelt_sqlite(element: is_spelt, compiler: Any, **options: Any) -> str:
    value, spellings = written(element, compiler, of=(1, 2), **options)
    return f"{value} IN (SELECT wq.value FROM json_each({spellings}) AS wq)"


@compiles(is_not_spelt, "sqlite")
def _is_not_spelt_sqlite(element: is_not_spelt, compiler: Any, **options: Any) -> str:
    value, spellings = written(element, compiler, of=(1, 2), **options)
    return f"({value} IN (SELECT wq.value FROM json_each({spellings}) AS wq)) IS NOT TRUE"


def _spelt_sqlite(value: str) -> str:
    # One case throughout: these spellings are what an index finds.
    lower, upper = (f"{value} NOT GLOB '*[^{{}}0-9{letters}]*'" for letters in ("a-f", "A-F"))
    digits = f"({lower.format('')} OR {upper.format('')})"
    dashed = f"({lower.format('-')} OR {upper.format('-')}) AND length(replace({value}, '-', '')) = 32"
    parts = " || '-' || ".join(f"substr({value}, {start}, {length})" for start, length in _UUID_PARTS)
    return (
        f"CASE WHEN {value} >= x'' THEN NULL WHEN length({value}) = 32 AND {digits} THEN lower({parts}) "
        f"WHEN {value} GLOB '{_SHAPE}' AND {dashed} THEN lower({value}) END"
    )


_SHAPE: Final = "-".join("?" * length for _, length in _UUID_PARTS)
