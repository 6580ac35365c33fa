"""The elements of a list as rows, as each database writes them: in FROM, beside the row that has the list."""

from __future__ import annotations

from itertools import product
from typing import Any, cast

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Join

from widgetql.lists import ElementRows, element_text, elements
from widgetql.sql.constructs import MARIADB, everywhere, refuse_mysql, sql_type_of, written
from widgetql.sql.json import canonical_scalar, element_case_hive, element_case_sqlite
from widgetql.sql.readable import document_sqlite
from widgetql.storage import is_array, undecorated


class _Beside(Join):
    """A row and the elements of its list."""

    inherit_cache = True


def beside(source: FromClause, rows: FromClause, on: ColumnElement[bool]) -> FromClause:
    """Join the elements of a list to the row that has it."""
    return _Beside(source, rows, on)


def array_of(rows: Any) -> elements | None:
    """Return the list whose elements some rows are; None for other rows."""
    return cast("elements", rows.element) if isinstance(rows, ElementRows) else None


def _is_json(element: Any) -> bool:
    return isinstance(undecorated(sql_type_of(element)), sa.JSON)


@everywhere(elements)
def _elements(element: Any, compiler: Any, **options: Any) -> str:
    return f"elements({written(element, compiler, **options)[0]})"


@compiles(elements, "sqlite")
def _elements_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    document = document_sqlite(column)
    return f"json_each(CASE WHEN json_type({document}) = 'array' THEN {column} END)"


@compiles(elements, "postgresql")
def _elements_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    if is_array(sql_type_of(element)):
        return f"unnest({column})"
    if not _is_json(element):
        return f"json_array_elements(CASE WHEN {column} IS JSON ARRAY THEN CAST({column} AS JSON) END)"
    # By name: importing the dialect costs more than all of widgetql.
    is_binary = sql_type_of(element).dialect_impl(compiler.dialect).__visit_name__ == "JSONB"
    word = "jsonb" if is_binary else "json"
    return f"{word}_array_elements(CASE WHEN {word}_typeof({column}) = 'array' THEN {column} END)"


@compiles(elements, "duckdb")
def _elements_duckdb(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    if is_array(sql_type_of(element)):
        return f"unnest({column})"
    document = column if _is_json(element) else f"CASE WHEN json_valid({column}) THEN {column} END"
    return f"unnest(CASE WHEN json_type({document}) = 'ARRAY' THEN json_extract({column}, '$[*]') END)"


@compiles(elements, *MARIADB)
def _elements_mariadb(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    refuse_mysql("list of elements", compiler)
    document = f"CASE WHEN json_valid({column}) THEN {column} END"
    array = f"CASE WHEN json_type({document}) = 'ARRAY' THEN {column} END"
    return f"JSON_TABLE({array}, '$[*]' COLUMNS (value JSON PATH '$'))"


@compiles(elements, "clickhousedb")
def _elements_clickhouse(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return column if is_array(sql_type_of(element)) else f"JSONExtractArrayRaw(ifNull({column}, ''))"


@compiles(elements, "hive")
def _elements_hive(element: Any, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    if is_array(sql_type_of(element)):
        return column
    return f"try_variant_get(try_parse_json({column}), '$', 'array<variant>')"


@everywhere(ElementRows)
def _element_rows(element: ElementRows, compiler: Any, **options: Any) -> str:
    text: str = compiler.visit_table_valued_alias(element, **options)
    return text


@compiles(ElementRows, "postgresql", "duckdb")
def _element_rows_named(element: ElementRows, compiler: Any, **options: Any) -> str:
    text: str = compiler.visit_table_valued_alias(element, **options)
    return f"{text}(value)" if options.get("asfrom") else text


@compiles(ElementRows, "hive")
def _element_rows_hive(element: ElementRows, compiler: Any, **options: Any) -> str:
    text: str = compiler.visit_table_valued_alias(element, **options)
    if not options.get("asfrom"):
        return text
    array, _, name = text.rpartition(" AS ")
    return f"LATERAL (SELECT explode({array}) AS value) AS {name}"


@everywhere(_Beside)
def _beside(element: _Beside, compiler: Any, **options: Any) -> str:
    _note_joined(element, options)
    text: str = compiler.visit_join(element, **options)
    return text


def _note_joined(element: _Beside, options: Any) -> None:
    """Say what joins them, where SQLAlchemy would warn that nothing does."""
    if (linter := options.get("from_linter")) is not None:
        sides: Any = (element.left, element.right)
        left, right = (side._from_objects for side in sides)
        linter.edges.update(product(left, right))


@compiles(_Beside, "clickhousedb")
def _beside_clickhouse(element: _Beside, compiler: Any, **options: Any) -> str:
    _note_joined(element, options)
    left = compiler.process(element.left, **{**options, "asfrom": True})
    array, _, name = compiler.process(element.right, **{**options, "asfrom": True}).rpartition(" AS ")
    # So an element has the name that the column of an alias would have.
    quoted = compiler.preparer.quote_identifier(f"{name.strip('`')}.value")
    return f"{left} ARRAY JOIN {array} AS {quoted}"


@everywhere(element_text)
def _element_text(element: Any, compiler: Any, **options: Any) -> str:
    value = next(iter(element.clauses))
    return str(compiler.process(canonical_scalar(value), **options))


@compiles(element_text, "sqlite")
def _element_text_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    kind, atom = written(element, compiler, of=[1, 2], **options)
    return element_case_sqlite(kind, atom)


@compiles(element_text, "hive")
def _element_text_hive(element: Any, compiler: Any, **options: Any) -> str:
    return element_case_hive(written(element, compiler, of=[0], **options)[0])
