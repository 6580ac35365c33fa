"""The keys that a JSON column's objects have, as rows, and what stands under a key that a row names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import MARIADB, Construct, everywhere, refuse_mysql, sql_type_of, written
from widgetql.sql.json import decodable, document_mariadb
from widgetql.sql.readable import document_sqlite
from widgetql.sql.values import Text
from widgetql.storage import undecorated


class key_names(Construct):  # noqa: N801 - reads as SQL
    """The names of an object's keys as a JSON list; what is no object has none."""

    inherit_cache = True
    result = sa.JSON()


class key_name(Construct):  # noqa: N801 - reads as SQL
    """An element of such a list as text."""

    inherit_cache = True
    result = Text()


class key_place(Construct):  # noqa: N801 - reads as SQL
    """An element of such a list as the database's JSON functions take a key."""

    inherit_cache = True
    result = Text()


class kind_at(Construct):  # noqa: N801 - reads as SQL
    """`string`, `boolean` or `numeric`: what stands under a key, where it is one of these."""

    inherit_cache = True
    result = Text()


def _is_json(element: Construct) -> bool:
    return isinstance(undecorated(sql_type_of(element)), sa.JSON)


@everywhere(key_place)
def _place(element: key_place, compiler: Any, **options: Any) -> str:
    return str(compiler.process(key_name(*element.clauses), **options))


@compiles(key_place, "duckdb")
def _place_duckdb(element: key_place, compiler: Any, **options: Any) -> str:
    name = compiler.process(key_name(*element.clauses), **options)
    return f"('/' || replace(replace({name}, '~', '~0'), '/', '~1'))"


@compiles(key_place, *MARIADB)
def _place_mariadb(element: key_place, compiler: Any, **options: Any) -> str:
    refuse_mysql("JSON keys", compiler)
    # A path has the key as the document spells it.
    return f"concat('$.', {written(element, compiler, **options)[0]})"


def _kinds(first: str) -> str:
    string = f"CASE {first} WHEN '\"' THEN 'string'"
    return f"{string} WHEN 't' THEN 'boolean' WHEN 'f' THEN 'boolean' ELSE 'numeric' END"


@compiles(key_names, "sqlite")
def _names_sqlite(element: key_names, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    document = document_sqlite(column)
    objects = f"CASE WHEN json_type({document}) = 'object' THEN {column} END"
    return f"(SELECT json_group_array(wq.key) FROM json_each({objects}) AS wq)"


@compiles(key_name, "sqlite")
def _name_sqlite(element: key_name, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(kind_at, "sqlite")
def _kind_sqlite(element: kind_at, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    kind = "WHEN wq.type IN ('true', 'false') THEN 'boolean' ELSE 'numeric' END"
    kind = f"CASE WHEN wq.type = 'text' THEN 'string' {kind}"
    return f"(SELECT {kind} FROM json_each({document_sqlite(column)}) AS wq WHERE wq.key = {key})"


def _document_postgresql(element: Construct, compiler: Any, column: str) -> tuple[str, str]:
    """Return an object that can be read, and how its functions are called."""
    # By name: importing the dialect costs more than all of widgetql.
    if sql_type_of(element).dialect_impl(compiler.dialect).__visit_name__ == "JSONB":
        return column, "jsonb"
    if not _is_json(element):
        column = f"CASE WHEN {column} IS JSON OBJECT THEN CAST({column} AS JSON) END"
    return f"({decodable(element, compiler, f'({column})', f'({column})')})", "json"


@compiles(key_names, "postgresql")
def _names_postgresql(element: key_names, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    document, word = _document_postgresql(element, compiler, column)
    keys = f"{word}_object_keys(CASE WHEN {word}_typeof({document}) = 'object' THEN {document} END)"
    return f"(SELECT json_agg(wq) FROM {keys} AS wq)"


@compiles(key_name, "postgresql")
def _name_postgresql(element: key_name, compiler: Any, **options: Any) -> str:
    return f"({written(element, compiler, **options)[0]} #>> '{{}}')"


@compiles(kind_at, "postgresql")
def _kind_postgresql(element: kind_at, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    document, _ = _document_postgresql(element, compiler, column)
    return _kinds(f"left(ltrim(CAST({document} -> {key} AS TEXT), E' \\t\\n\\r'), 1)")


def _document_duckdb(element: Construct, column: str) -> str:
    return column if _is_json(element) else f"CASE WHEN json_valid({column}) THEN CAST({column} AS JSON) END"


@compiles(key_names, "duckdb")
def _names_duckdb(element: key_names, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    document = _document_duckdb(element, column)
    return f"CASE WHEN json_type({document}) = 'OBJECT' THEN to_json(json_keys({document})) END"


@compiles(key_name, "duckdb")
def _name_duckdb(element: key_name, compiler: Any, **options: Any) -> str:
    return f"json_extract_string({written(element, compiler, **options)[0]}, '$')"


@compiles(kind_at, "duckdb")
def _kind_duckdb(element: kind_at, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    kind = f"json_type({_document_duckdb(element, column)}, {key})"
    return f"CASE {kind} WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'boolean' ELSE 'numeric' END"


@compiles(key_names, *MARIADB)
def _names_mariadb(element: key_names, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    refuse_mysql("JSON keys", compiler)
    document = document_mariadb(element, column, compiler)
    return f"json_keys(CASE WHEN json_type({document}) = 'OBJECT' THEN {document} END)"


@compiles(key_name, *MARIADB)
def _name_mariadb(element: key_name, compiler: Any, **options: Any) -> str:
    refuse_mysql("JSON keys", compiler)
    return f"json_value({written(element, compiler, **options)[0]}, '$')"


@compiles(kind_at, *MARIADB)
def _kind_mariadb(element: kind_at, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    document = document_mariadb(element, column, compiler)
    return _kinds(f"left(json_extract({document}, {key}), 1)")


@compiles(key_names, "clickhousedb")
def _names_clickhouse(element: key_names, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"toJSONString(JSONExtractKeys(ifNull({column}, '')))"


@compiles(key_name, "clickhousedb")
def _name_clickhouse(element: key_name, compiler: Any, **options: Any) -> str:
    return f"JSONExtractString({written(element, compiler, **options)[0]})"


@compiles(kind_at, "clickhousedb")
def _kind_clickhouse(element: kind_at, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    # It takes an integer beyond 64 bits for a text.
    return _kinds(f"left(JSONExtractRaw({column}, {key}), 1)")


@compiles(key_names, "hive")
def _names_hive(element: key_names, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    value = f"try_variant_get(try_parse_json({column}), '$', 'map<string,variant>')"
    return f"to_json(map_keys({value}))"


@compiles(key_name, "hive")
def _name_hive(element: key_name, compiler: Any, **options: Any) -> str:
    return f"CAST({written(element, compiler, **options)[0]} AS STRING)"


@compiles(kind_at, "hive")
def _kind_hive(element: kind_at, compiler: Any, **options: Any) -> str:
    column, key = written(element, compiler, **options)
    found = f"try_element_at(try_variant_get(try_parse_json({column}), '$', 'map<string,variant>'), {key})"
    return (
        f"CASE schema_of_variant({found}) WHEN 'STRING' THEN 'string' WHEN 'BOOLEAN' THEN 'boolean' "
        "ELSE 'numeric' END"
    )
