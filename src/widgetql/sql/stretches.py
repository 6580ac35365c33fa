"""Stretches of time: which of equal ones an instant is in; and how often a database computes a subquery."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Select

from widgetql.sql.constructs import Construct, everywhere, sql_type_of, written
from widgetql.sql.epochs import Micros, in_micros
from widgetql.sql.profile import profile_of
from widgetql.sql.rollup import materialized
from widgetql.sql.time import Instant, epoch_micros, whole_quotient
from widgetql.storage import Adapter, Storage

_EPOCH: Final = datetime(1970, 1, 1)


def is_shared(dialect: str) -> bool:
    """Tell whether what `once` returns is computed once by itself."""
    return profile_of(dialect).shared_cte == "always"


def once(rows: Select[Any], name: str, dialect: str) -> FromClause:
    """Return rows to select from, computed once where the database can."""
    return materialized(rows, name) if is_shared(dialect) else rows.subquery(name)


def position(instant: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """Return an instant as what is equal for equal instants, and sorts: it is read as an instant.

    Of texts, and of numbers, several may mean one instant: these are taken as microseconds since 1970.
    """
    if isinstance(instant.type, Micros):
        return in_micros(instant)
    return type_coerce(epoch_micros(instant), instant.type) if profile_of(dialect).times_as_text else instant


def stretch_of(
    position: ColumnElement[Any], first: ColumnElement[int], width: ColumnElement[int]
) -> ColumnElement[Any]:
    """Return what tells one stretch from another; `first` and `width` are microseconds."""
    return _stretch(position, first, width)


def stretch_start(name: str, kind: Instant) -> ColumnElement[int]:
    """Return where the first stretch starts, as a parameter: in microseconds since 1970."""
    return bindparam(name, type_=sa.BigInteger() if _counts(kind) else _Start(kind.storage))


def stretch_width(name: str, kind: Instant) -> ColumnElement[int]:
    """Return how long a stretch is, as a parameter: in microseconds."""
    return bindparam(name, type_=sa.BigInteger() if _counts(kind) else _Width())


def _counts(kind: Any) -> bool:
    """Tell whether the position of an instant is a number on every database."""
    return isinstance(kind, Micros)


class _Start(Adapter[int]):
    """Microseconds since 1970 as `date_bin` wants them on PostgreSQL: there a constant is a bound value."""

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, storage: Storage) -> None:
        super().__init__()
        self.storage = storage

    def load_dialect_impl(self, dialect: Any) -> sa.TypeEngine[Any]:
        aware = self.storage is Storage.AWARE
        native = sa.DateTime(timezone=aware) if dialect.name == "postgresql" else sa.BigInteger()
        found: sa.TypeEngine[Any] = dialect.type_descriptor(native)
        return found

    def process_bind_param(self, value: int | None, dialect: Any) -> Any:
        if value is None or dialect.name != "postgresql":
            return value
        start = _EPOCH + timedelta(microseconds=value)
        return start.replace(tzinfo=UTC) if self.storage is Storage.AWARE else start


class _Width(Adapter[int]):
    """Microseconds as an interval on PostgreSQL."""

    impl = sa.BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> sa.TypeEngine[Any]:
        native = sa.Interval() if dialect.name == "postgresql" else sa.BigInteger()
        found: sa.TypeEngine[Any] = dialect.type_descriptor(native)
        return found

    def process_bind_param(self, value: int | None, dialect: Any) -> Any:
        native = value is not None and dialect.name == "postgresql"
        return timedelta(microseconds=value or 0) if native else value


class _stretch(Construct):  # noqa: N801 - reads as SQL
    """The stretch of a position; arguments are the position, where the first starts, and their width."""

    inherit_cache = True


@everywhere(_stretch)
def _stretch_by_division(element: _stretch, compiler: Any, **options: Any) -> str:
    at, first, width = element.clauses
    return str(compiler.process(whole_quotient(epoch_micros(at) - first, width), **options))


@compiles(_stretch, "sqlite")
def _stretch_sqlite(element: _stretch, compiler: Any, **options: Any) -> str:
    # The position is a number of microseconds already.
    return "(({} - {}) / {})".format(*written(element, compiler, **options))


@compiles(_stretch, "postgresql")
def _stretch_postgresql(element: _stretch, compiler: Any, **options: Any) -> str:
    if _counts(sql_type_of(element)):
        return _stretch_by_division(element, compiler, **options)
    at, first, width = written(element, compiler, **options)
    kind = sql_type_of(element)
    date = isinstance(kind, Instant) and kind.storage is Storage.DATE
    return f"date_bin({width}, {f'CAST({at} AS TIMESTAMP)' if date else at}, {first})"
