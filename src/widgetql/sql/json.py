"""JSON: the text behind a key, and the scalar that a JSON column holds."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.canonical import (
    canonical_arms_sqlite,
    canonical_double,
    canonical_double_mariadb,
    named,
)
from widgetql.sql.compiled import DOUBTED
from widgetql.sql.constructs import (
    MARIADB,
    Construct,
    mariadb_text,
    refuse_mysql,
    sql_type_of,
    written,
)
from widgetql.sql.json_key import KeyText, is_plain
from widgetql.sql.numbers import MAX_DOUBLE, mariadb_double
from widgetql.sql.readable import certain_sqlite, document_sqlite
from widgetql.sql.values import Text
from widgetql.storage import undecorated

# PostgreSQL reads a backslash in a plain literal by a setting.
_SURROGATES: Final = r"E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}'"
_UNDECODABLE: Final = r"E'\\\\u(0000|[dD][89a-fA-F])'"
_INT64: Final = "-9223372036854775808 AND 9223372036854775807"


class _key_text(Construct):  # noqa: N801 - reads as SQL
    inherit_cache = True
    result = Text()


class _plain_key_text(_key_text):  # noqa: N801 - reads as SQL
    """The same for a key that every writer of JSON spells alike: ASCII without an escape."""

    inherit_cache = True


class _sure_key_text(_key_text):  # noqa: N801 - reads as SQL
    """The same, NULL also for what no text decodes to, as half of a surrogate pair."""

    inherit_cache = True


class _sure_plain_key_text(_plain_key_text):  # noqa: N801 - reads as SQL
    inherit_cache = True


class scalar_text(Construct):  # noqa: N801 - reads as SQL
    """A JSON column's own scalar as text; NULL for null, objects and arrays. Numbers as they are written."""

    inherit_cache = True
    result = Text()


class canonical_scalar(scalar_text):  # noqa: N801 - reads as SQL
    """The same with numbers in their canonical text."""

    inherit_cache = True


class sure_scalar(canonical_scalar):  # noqa: N801 - reads as SQL
    """The same, NULL also for what no text decodes to."""

    inherit_cache = True


_SURE: Final = (_sure_key_text, _sure_plain_key_text, sure_scalar)


def key_text(column: ColumnElement[Any], key: str, *, is_sure: bool = False) -> ColumnElement[str]:
    """Return the value of a top-level key as text: strings as they are, numbers and booleans canonical.

    NULL for null, objects, arrays, and where the key is missing; where it is to be sure, for what no text
    decodes to as well.
    """
    is_it = is_plain(key)
    construct = _plain_key_text if is_it else _key_text
    if is_sure:
        construct = _sure_plain_key_text if is_it else _sure_key_text
    return construct(column, bindparam(None, key, KeyText(), unique=True))


def text_at(column: ColumnElement[Any], place: ColumnElement[str]) -> ColumnElement[str]:
    """Return the same for a key that each row names: its place, as the database takes one."""
    return _sure_plain_key_text(column, place)


def _is_json(element: Construct) -> bool:
    """Tell whether a column is JSON; a text may be broken, and is then as if it were missing."""
    return isinstance(undecorated(sql_type_of(element)), sa.JSON)


# SQLite: json_each finds keys of any spelling, where a path does not. A column of JSON may hold anything, and
# one document that is none would fail every query.


@compiles(_key_text, "sqlite")
def _key_text_sqlite(element: _key_text, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    case = _case_sqlite(is_sure=isinstance(element, _SURE))
    return f"(SELECT {case} FROM json_each({document_sqlite(column)}) AS wq WHERE wq.key = {key})"


@compiles(canonical_scalar, "sqlite")
def _canonical_sqlite(element: canonical_scalar, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    case = _case_sqlite(is_sure=isinstance(element, _SURE))
    return f"(SELECT {case} FROM json_each(json_array(json({document_sqlite(column)}))) AS wq)"


@compiles(scalar_text, "sqlite")
def _scalar_sqlite(element: scalar_text, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    value = f"json_extract({column}, '$')"
    return (
        f"CASE json_type({document_sqlite(column)}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
        f"WHEN 'text' THEN {value} WHEN 'integer' THEN trim({column}) WHEN 'real' THEN trim({column}) END"
    )


def _case_sqlite(*, is_sure: bool) -> str:
    return element_case_sqlite("wq.type", "wq.atom", is_sure=is_sure)


def element_case_sqlite(kind: str, atom: str, *, is_sure: bool = False) -> str:
    """Write the text of what json_each gives, from SQL of its type and its atom."""
    text = certain_sqlite(atom) if is_sure or DOUBTED.get() else atom
    return (
        f"CASE WHEN {kind} = 'text' THEN {text} WHEN {kind} IN ('true', 'false') THEN {kind} "
        f"WHEN typeof({atom}) = 'integer' THEN CAST({atom} AS TEXT) "
        f"WHEN typeof({atom}) <> 'real' OR abs({atom}) > {MAX_DOUBLE} THEN NULL "
        f"{canonical_arms_sqlite(atom)} END"
    )


# PostgreSQL: json and jsonb have different functions, but the same operators and the same text.


@compiles(_key_text, "postgresql")
def _key_text_postgresql(element: _key_text, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    if not _is_json(element):
        column = f"CASE WHEN {column} IS JSON OBJECT THEN CAST({column} AS JSON) END"
    case = _case_postgresql(f"CAST({column} -> {key} AS TEXT)", f"({column} ->> {key})", _canonical_number_pg)
    return decodable(element, compiler, column, case)


@compiles(scalar_text, "postgresql")
def _scalar_postgresql(element: scalar_text, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    case = _case_postgresql(f"CAST({column} AS TEXT)", f"({column} #>> '{{}}')", str)
    return decodable(element, compiler, column, case)


@compiles(canonical_scalar, "postgresql")
def _canonical_postgresql(element: canonical_scalar, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    case = _case_postgresql(f"CAST({column} AS TEXT)", f"({column} #>> '{{}}')", _canonical_number_pg)
    return decodable(element, compiler, column, case)


def decodable(element: Construct, compiler: Any, column: str, case: str) -> str:
    """Read a document that PostgreSQL cannot decode as missing: one such row would fail every query.

    The type json, unlike jsonb, stores escapes of NUL and of half surrogate pairs, and raises when read.
    """
    # By name: importing the dialect costs more than all of widgetql.
    if sql_type_of(element).dialect_impl(compiler.dialect).__visit_name__ == "JSONB":
        return case
    text = f"CAST({column} AS TEXT)"
    whole = f"regexp_replace(replace({text}, E'\\\\\\\\', ''), {_SURROGATES}, '', 'g')"
    return f"CASE WHEN strpos({text}, E'\\\\u') > 0 AND {whole} ~ {_UNDECODABLE} THEN NULL ELSE {case} END"


def _case_postgresql(json: str, text: str, number: Any) -> str:
    first = f"left(ltrim({json}, E' \\t\\n\\r'), 1)"
    return (
        f"CASE WHEN {first} IN ('{{', '[', 'n') THEN NULL WHEN {first} IN ('\"', 't', 'f') THEN {text} "
        f"ELSE {number(text)} END"
    )


def _canonical_number_pg(text: str) -> str:
    number = f"CAST({text} AS NUMERIC)"
    # float8 -> numeric keeps 15 significant digits, and numeric is written without an exponent.
    rounded = f"CAST(trim_scale(CAST(CAST({text} AS DOUBLE PRECISION) AS NUMERIC)) AS TEXT)"
    return (
        f"CASE WHEN length({text}) > 400 OR {text} ~ '[eE][-+]?[0-9]{{5}}' THEN NULL "
        f"WHEN {text} ~ '^-?[0-9]+$' AND {number} BETWEEN {_INT64} THEN CAST({number} AS TEXT) "
        f"WHEN abs({number}) > {MAX_DOUBLE} THEN NULL WHEN abs({number}) < 5e-324 THEN '0' ELSE {rounded} END"
    )


# DuckDB: a JSON pointer finds any key, but would index into arrays.


@compiles(_key_text, "duckdb")
def _key_text_duckdb(element: _key_text, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    if not _is_json(element):
        column = f"CASE WHEN json_valid({column}) THEN CAST({column} AS JSON) END"
    case = _case_duckdb(
        f"json_type({column}, {key})", f"json_extract_string({column}, {key})", canonical=True
    )
    return f"CASE WHEN json_type({column}) = 'OBJECT' THEN {case} END"


@compiles(scalar_text, "duckdb")
def _scalar_duckdb(element: scalar_text, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return _case_duckdb(f"json_type({column})", f"json_extract_string({column}, '$')", canonical=False)


@compiles(canonical_scalar, "duckdb")
def _canonical_duckdb(element: canonical_scalar, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return _case_duckdb(f"json_type({column})", f"json_extract_string({column}, '$')", canonical=True)


def _case_duckdb(kind: str, text: str, canonical: bool) -> str:
    number = text
    if canonical:
        double = f"TRY_CAST({text} AS DOUBLE)"
        number = (
            f"CASE WHEN {kind} IN ('BIGINT', 'UBIGINT') AND TRY_CAST({text} AS BIGINT) IS NOT NULL "
            f"THEN CAST(TRY_CAST({text} AS BIGINT) AS VARCHAR) "
            f"WHEN isfinite({double}) THEN {canonical_double(double, 'duckdb')} END"
        )
    return (
        f"CASE WHEN {kind} IN ('VARCHAR', 'BOOLEAN') THEN {text} "
        f"WHEN {kind} IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN {number} END"
    )


# MariaDB: a JSON column is text, kept as it was written. Paths compare keys as they are spelt there, so that
# `é` does not find `\u00e9`; json_search compares what they mean, but is slower.


@compiles(_plain_key_text, *MARIADB)
def _plain_key_text_mariadb(element: _plain_key_text, compiler: Any, **options: Any) -> str:
    column, path = written(element, compiler, **options)
    return _case_mariadb(document_mariadb(element, column, compiler), path, canonical=True)


@compiles(_key_text, *MARIADB)
def _key_text_mariadb(element: _key_text, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    document = document_mariadb(element, column, compiler)
    place = f"json_unquote(json_search(json_keys({document}), 'one', {key}, '!'))"
    # As it is spelt there: its place among the values may be another. Behind a key with a quotation mark in
    # it json_keys leaves out an empty one.
    path = f"concat('$.', json_extract(json_keys({document}), {place}))"
    return _case_mariadb(document, path, canonical=True)


@compiles(scalar_text, *MARIADB)
def _scalar_mariadb(element: scalar_text, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    refuse_mysql("JSON scalar", compiler)
    return _case_mariadb(column, "'$'", canonical=False)


@compiles(canonical_scalar, *MARIADB)
def _canonical_mariadb(element: canonical_scalar, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    refuse_mysql("JSON scalar", compiler)
    return _case_mariadb(column, "'$'", canonical=True)


def document_mariadb(element: Construct, column: str, compiler: Any) -> str:
    """Write a column whose keys compare exactly; a JSON column has a binary collation of its own."""
    refuse_mysql("JSON key", compiler)
    if _is_json(element):
        return column
    text = mariadb_text(column, compiler)
    return f"CASE WHEN json_valid({column}) THEN {text} END"


def _case_mariadb(document: str, path: str, canonical: bool) -> str:
    # json_value is NULL for null, objects and arrays, and writes true as 1: what might be a number is looked
    # at again.
    text = f"json_value({document}, {path})"
    number = _canonical_number_mariadb(text) if canonical else text
    return (
        f"CASE WHEN {text} COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN {text} "
        f"ELSE CASE left(json_extract({document}, {path}), 1) WHEN '\"' THEN {text} "
        f"WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE {number} END END"
    )


def _canonical_number_mariadb(text: str) -> str:
    exact, double = f"CAST({text} AS DECIMAL(65))", mariadb_double(text)
    return (
        f"CASE WHEN {text} REGEXP '^-?[0-9]{{1,19}}$' AND {exact} BETWEEN {_INT64} "
        f"THEN CAST({exact} AS CHAR) WHEN {double} IS NOT NULL "
        f"THEN {canonical_double_mariadb(f'CAST({text} AS DOUBLE)')} END"
    )


# Spark: a document becomes a VARIANT, an object of it a map, in which any key is found.


@compiles(_key_text, "hive")
def _key_text_hive(element: _key_text, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    document, path = f"try_parse_json({column})", "$"
    if not _is_json(element):
        # As the one item of an array: what follows a document would be ignored.
        document, path = f"try_parse_json(concat('[', {column}, ']'))", "$[0]"
    value = f"try_element_at(try_variant_get({document}, '{path}', 'map<string,variant>'), {key})"
    case = _case_hive(value, canonical=True)
    if _is_json(element):
        return case
    return f"CASE WHEN try_variant_get({document}, '$[1]', 'variant') IS NULL THEN {case} END"


@compiles(scalar_text, "hive")
def _scalar_hive(element: scalar_text, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return _case_hive(f"try_parse_json({column})", canonical=False)


@compiles(canonical_scalar, "hive")
def _canonical_hive(element: canonical_scalar, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return _case_hive(f"try_parse_json({column})", canonical=True)


def element_case_hive(value: str) -> str:
    """Write the canonical text of a VARIANT."""
    return _case_hive(value, canonical=True)


def _case_hive(value: str, canonical: bool) -> str:
    kind, text, double = "schema_of_variant(wq_v)", "CAST(wq_v AS STRING)", "CAST(wq_v AS DOUBLE)"
    numbers = text
    if canonical:
        numbers = f"CASE WHEN abs({double}) <= {MAX_DOUBLE} THEN {canonical_double(double, 'hive')} END"
    scalar = (
        f"CASE WHEN {kind} IN ('STRING', 'BOOLEAN', 'BIGINT') THEN {text} "
        f"WHEN {kind} = 'DOUBLE' OR startswith({kind}, 'DECIMAL') THEN {numbers} END"
    )
    return named(value, "wq_v", scalar)


# ClickHouse: JSON in a String column. It reads an integer beyond 64 bits as if it were quoted.

_BIG_CLICKHOUSE: Final = "(:[ \\\\t\\\\n\\\\r]*-?[0-9]{19,})([ \\\\t\\\\n\\\\r,}])"
_BARE_CLICKHOUSE: Final = "^[ \\\\t\\\\n\\\\r]*-?[0-9]"


@compiles(_key_text, "clickhousedb")
def _key_text_clickhouse(element: _key_text, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    # Where the value seems to be a text of digits, look whether it is one once numbers have an exponent.
    marked = f"replaceRegexpAll({column}, '{_BIG_CLICKHOUSE}', '\\\\1e0\\\\2')"
    text = f"JSONExtractString({column}, {key})"
    is_number = f"match({text}, '^-?[0-9]{{19,}}$') AND JSONType({marked}, {key}) = 'Double'"
    case = _case_clickhouse(f"{column}, {key}", is_number)
    return f"CASE WHEN JSONType({column}) = 'Object' THEN {case} END"


@compiles(canonical_scalar, "clickhousedb")
def _canonical_clickhouse(element: canonical_scalar, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return _case_clickhouse(column, f"match({column}, '{_BARE_CLICKHOUSE}')")


@compiles(scalar_text, "clickhousedb")
def _scalar_clickhouse(element: scalar_text, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return (
        f"CASE WHEN JSONType({column}) = 'String' THEN JSONExtractString({column}) "
        f"WHEN JSONType({column}) IN ('Bool', 'Int64', 'UInt64', 'Double') THEN JSONExtractRaw({column}) END"
    )


def _case_clickhouse(value: str, is_number: str) -> str:
    kind, text = f"JSONType({value})", f"JSONExtractString({value})"
    number = f"if({kind} = 'String', toFloat64OrNull({text}), JSONExtractFloat({value}))"
    return (
        f"CASE WHEN {kind} = 'Int64' THEN toString(JSONExtractInt({value})) "
        f"WHEN {kind} = 'Bool' THEN JSONExtractRaw({value}) WHEN {kind} = 'String' AND NOT ({is_number}) "
        f"THEN {text} WHEN {kind} IN ('UInt64', 'Double', 'String') "
        f"THEN {canonical_double(number, 'clickhousedb')} END"
    )
