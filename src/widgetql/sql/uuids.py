"""UUIDs: their canonical text, and how one is bound, read and sorted by."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.values import Text


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
