"""Patterns: the portable regular expressions, searched for by each database's own engine.

SQLite has none. SQLAlchemy gives its connections Python's `re.search` as REGEXP, which backtracks and holds
all threads of the process meanwhile; statements that are run here use a function of our own, in linear time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.regex import parse_pattern, render
from widgetql.sql.constructs import MARIADB, BooleanConstruct, written
from widgetql.sql.profile import profile_of
from widgetql.sql.searching import FUNCTION
from widgetql.sql.values import Text


class _PatternText(Text):
    """A portable pattern, written anew in the syntax of the database it is sent to."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Translate the pattern for the dialect."""
        written = None if value is None else render(parse_pattern(value), dialect.name)
        return super().process_bind_param(written, dialect)


class _SourceText(_PatternText):
    """The same, but for a database that has our function: that one reads the portable syntax."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Translate the pattern for the dialect where it is not read as it is."""
        if profile_of(dialect.name).searches_here:
            return Text.process_bind_param(self, value, dialect)
        return super().process_bind_param(value, dialect)


class _matches_pattern(BooleanConstruct):  # noqa: N801 - reads as SQL
    inherit_cache = True


class _matches_anywhere(_matches_pattern):  # noqa: N801 - reads as SQL
    inherit_cache = True


# Neither takes a number: a column whose type SQLite does not know holds one where a text spells it.


@compiles(_matches_pattern, "sqlite")
def _matches_pattern_sqlite(element: _matches_pattern, compiler: Any, **options: Any) -> str:
    return "{}(CAST({} AS TEXT), {})".format(FUNCTION, *written(element, compiler, **options))


@compiles(_matches_anywhere, "sqlite")
def _matches_anywhere_sqlite(element: _matches_anywhere, compiler: Any, **options: Any) -> str:
    return "CAST({} AS TEXT) REGEXP {}".format(*written(element, compiler, **options))


@compiles(_matches_pattern, "postgresql")
def _matches_pattern_postgresql(element: _matches_pattern, compiler: Any, **options: Any) -> str:
    return "{} ~ {}".format(*written(element, compiler, **options))


@compiles(_matches_pattern, "clickhousedb")
def _matches_pattern_clickhouse(element: _matches_pattern, compiler: Any, **options: Any) -> str:
    return "match({}, {})".format(*written(element, compiler, **options))


@compiles(_matches_pattern, "duckdb")
def _matches_pattern_duckdb(element: _matches_pattern, compiler: Any, **options: Any) -> str:
    return "regexp_matches({}, {})".format(*written(element, compiler, **options))


@compiles(_matches_pattern, *MARIADB)
def _matches_pattern_mariadb(element: _matches_pattern, compiler: Any, **options: Any) -> str:
    return "{} REGEXP {}".format(*written(element, compiler, **options))


@compiles(_matches_pattern, "hive")
def _matches_pattern_hive(element: _matches_pattern, compiler: Any, **options: Any) -> str:
    return "{} RLIKE {}".format(*written(element, compiler, **options))


def matches_pattern(value: ColumnElement[Any], source: str) -> ColumnElement[bool]:
    """Return the condition that a text has a match of a portable pattern. NULL on NULL.

    It is for statements that a `Runner` runs, which sees to it that the connection has our function.
    """
    return _matches_pattern(value, bindparam(None, source, _SourceText(), unique=True))


def matches_anywhere(value: ColumnElement[Any], source: str) -> ColumnElement[bool]:
    """Return the same for statements that the host runs, on any connection of SQLAlchemy's."""
    return _matches_anywhere(value, bindparam(None, source, _PatternText(), unique=True))
