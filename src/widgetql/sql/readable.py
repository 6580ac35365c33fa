"""Texts that a driver can read: on SQLite and ClickHouse a column of text may hold any bytes."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.compiled import DOUBTED
from widgetql.sql.constructs import BooleanConstruct, Construct, bare, everywhere, written

# The bytes of a text, for Python's re, which is SQLite's REGEXP under SQLAlchemy.
_UTF8: Final = (
    r"\A(?:[\x00-\x7f]++|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    r"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    r"|\xf4[\x80-\x8f][\x80-\xbf]{2})*\Z"
)


class readable(Construct):  # noqa: N801 - reads as SQL
    """A stored text, to be selected; NULL for bytes. For undecodable texts too where texts are doubted."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        self.type = value.type


class certain(readable):  # noqa: N801 - reads as SQL
    """A stored text; NULL for bytes and for what no text decodes to."""

    inherit_cache = True


class matched(readable):  # noqa: N801 - reads as SQL
    """A stored text, for a condition that is `readable_too`."""

    inherit_cache = True


class is_readable(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds for a stored text; not for NULL, bytes, and what no text decodes to."""

    inherit_cache = True


class is_unreadable(BooleanConstruct):  # noqa: N801 - reads as SQL
    """The complement of `is_readable`."""

    inherit_cache = True


class readable_too(BooleanConstruct):  # noqa: N801 - reads as SQL
    """A condition on a text, which bytes might satisfy, for what is readable. Arguments: both."""

    inherit_cache = True


class unless_bytes(Construct):  # noqa: N801 - reads as SQL
    """What is computed of a text; NULL for bytes. Arguments: both."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any], text: ColumnElement[Any]) -> None:
        super().__init__(value, text)
        self.type = value.type


@everywhere(readable)
def _readable(element: readable, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(readable, "sqlite")
def _readable_sqlite(element: readable, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    # Bytes sort after all texts.
    holds = _is_certain_sqlite(value) if DOUBTED.get() else f"{value} < x''"
    return f"CASE WHEN {holds} THEN {value} END"


@compiles(certain, "sqlite")
def _certain_sqlite(element: certain, compiler: Any, **options: Any) -> str:
    (value,) = written(element, compiler, **options)
    return certain_sqlite(value)


@compiles(matched, "sqlite")
def _matched_sqlite(element: matched, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(readable, "clickhousedb")
def _readable_clickhouse(element: readable, compiler: Any, **options: Any) -> str:
    # A FixedString, which its SQLAlchemy type need not say, becomes a text without the zeros at its end.
    value = f"toString({written(element, compiler, **options)[0]})"
    return f"if(isValidUTF8({value}), {value}, NULL)"


@everywhere(is_readable)
def _is_readable(element: is_readable, compiler: Any, **options: Any) -> str:
    return f"{written(element, compiler, **options)[0]} IS NOT NULL"


@compiles(is_readable, "sqlite")
def _is_readable_sqlite(element: is_readable, compiler: Any, **options: Any) -> str:
    return f"({_is_certain_sqlite(written(element, compiler, **options)[0])})"


@compiles(is_readable, "clickhousedb")
def _is_readable_clickhouse(element: is_readable, compiler: Any, **options: Any) -> str:
    return _is_valid_clickhouse(written(element, compiler, **options)[0])


@everywhere(is_unreadable)
def _is_unreadable(element: is_unreadable, compiler: Any, **options: Any) -> str:
    return f"{written(element, compiler, **options)[0]} IS NULL"


@compiles(is_unreadable, "sqlite")
def _is_unreadable_sqlite(element: is_unreadable, compiler: Any, **options: Any) -> str:
    return f"({_is_certain_sqlite(written(element, compiler, **options)[0])}) IS NOT TRUE"


@compiles(is_unreadable, "clickhousedb")
def _is_unreadable_clickhouse(element: is_unreadable, compiler: Any, **options: Any) -> str:
    return f"NOT {_is_valid_clickhouse(written(element, compiler, **options)[0])}"


def _is_valid_clickhouse(value: str) -> str:
    return f"coalesce(isValidUTF8(toString({value})), 0)"


@everywhere(readable_too)
def _readable_too(element: readable_too, compiler: Any, **options: Any) -> str:
    return str(compiler.process(bare(next(iter(element.clauses))), **options))


@compiles(readable_too, "sqlite")
def _readable_too_sqlite(element: readable_too, compiler: Any, **options: Any) -> str:
    condition, value = (compiler.process(part, **options) for part in element.clauses)
    return f"({condition} AND {_is_certain_sqlite(value)})"


@everywhere(unless_bytes)
def _unless_bytes(element: unless_bytes, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=(0,), **options)[0]


@compiles(unless_bytes, "sqlite")
def _unless_bytes_sqlite(element: unless_bytes, compiler: Any, **options: Any) -> str:
    value, text = written(element, compiler, **options)
    return f"CASE WHEN {text} < x'' THEN {value} END"


def _is_certain_sqlite(value: str) -> str:
    # A text ends at a NUL for GLOB and length(), not for the driver.
    ends_there = f"length({value}) = length(CAST({value} AS BLOB))"
    is_ascii = f"{value} NOT GLOB '*[^' || char(1) || '-~]*' AND {ends_there}"
    return f"{value} < x'' AND ({is_ascii} OR CAST({value} AS BLOB) REGEXP CAST('{_UTF8}' AS BLOB))"


def certain_sqlite(value: str) -> str:
    """Write a value where it is a text that can be decoded, else NULL."""
    return f"CASE WHEN {_is_certain_sqlite(value)} THEN {value} END"


def document_sqlite(value: str) -> str:
    """Write a JSON document where it is one, else NULL."""
    return f"CASE WHEN {value} < x'' AND json_valid({value}) THEN {value} END"
