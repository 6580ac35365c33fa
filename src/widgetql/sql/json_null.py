"""JSON's null, which is a value missing as NULL is."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import MARIADB, BooleanConstruct, written
from widgetql.sql.readable import document_sqlite


class is_json_null(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds for JSON's null, and for NULL."""

    inherit_cache = True


@compiles(is_json_null, "sqlite")
def _is_json_null_sqlite(element: is_json_null, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"coalesce(json_type({document_sqlite(column)}), 'null') = 'null'"


@compiles(is_json_null, "postgresql")
def _is_json_null_postgresql(element: is_json_null, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"coalesce(btrim(CAST({column} AS TEXT), E' \\t\\n\\r'), 'null') = 'null'"


@compiles(is_json_null, "duckdb")
def _is_json_null_duckdb(element: is_json_null, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"coalesce(json_type({column}), 'NULL') = 'NULL'"


@compiles(is_json_null, *MARIADB)
def _is_json_null_mariadb(element: is_json_null, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"coalesce(json_type({column}), 'NULL') = 'NULL'"


@compiles(is_json_null, "hive")
def _is_json_null_hive(element: is_json_null, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"coalesce(schema_of_variant(try_parse_json({column})), 'VOID') = 'VOID'"


@compiles(is_json_null, "clickhousedb")
def _is_json_null_clickhouse(element: is_json_null, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"coalesce(JSONType({column}) = 'Null', true)"
