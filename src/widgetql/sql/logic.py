"""Two-valued logic: the complement of a condition, on every database; and values that may be NULL."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import BooleanConstruct, Construct, bare, everywhere, written


class is_not_true(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds where the condition is false or NULL: the exact complement of its holding."""

    inherit_cache = True


@everywhere(is_not_true)
def _is_not_true(element: is_not_true, compiler: Any, **options: Any) -> str:
    (condition,) = written(element, compiler, **options)
    return f"({condition}) IS NOT TRUE"


@compiles(is_not_true, "clickhousedb")
def _is_not_true_clickhouse(element: is_not_true, compiler: Any, **options: Any) -> str:
    return f"NOT coalesce({written(element, compiler, **options)[0]}, false)"


class together(BooleanConstruct):  # noqa: N801 - reads as SQL
    """A condition in parentheses of its own: beside others of its kind SQLAlchemy would leave them out."""

    inherit_cache = True


@everywhere(together)
def _together(element: together, compiler: Any, **options: Any) -> str:
    (condition,) = element.clauses
    return f"({compiler.process(condition, **options)})"


class as_stored(BooleanConstruct):  # noqa: N801 - reads as SQL
    """The first condition where a database keeps more than is declared, as SQLite does, else the second."""

    inherit_cache = True


@everywhere(as_stored)
def _as_declared(element: as_stored, compiler: Any, **options: Any) -> str:
    return _one_of(element, compiler, 1, options)


@compiles(as_stored, "sqlite")
def _as_stored_sqlite(element: as_stored, compiler: Any, **options: Any) -> str:
    return _one_of(element, compiler, 0, options)


def _one_of(element: as_stored, compiler: Any, place: int, options: Any) -> str:
    conditions: list[ColumnElement[Any]] = list(element.clauses)
    return str(compiler.process(bare(conditions[place]), **options))


class differs(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds where a value is not another: a value that is NULL is none."""

    inherit_cache = True


@everywhere(differs)
def _differs(element: differs, compiler: Any, **options: Any) -> str:
    value, other = element.clauses
    return str(compiler.process(value.is_distinct_from(other), **options))


@compiles(differs, "duckdb")
def _differs_duckdb(element: differs, compiler: Any, **options: Any) -> str:
    # Of two IS DISTINCT FROM with OR between them DuckDB finds nothing in a column without a value.
    return "({} = {}) IS NOT TRUE".format(*written(element, compiler, **options))


class nullable(Construct):  # noqa: N801 - reads as SQL
    """A value as aggregates want it: of no rows, the least of a plain type is 0 on ClickHouse."""

    inherit_cache = True

    def __init__(self, value: ColumnElement[Any]) -> None:
        super().__init__(value)
        self.type = value.type


@everywhere(nullable)
def _nullable(element: nullable, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(nullable, "clickhousedb")
def _nullable_clickhouse(element: nullable, compiler: Any, **options: Any) -> str:
    return f"toNullable({written(element, compiler, **options)[0]})"
