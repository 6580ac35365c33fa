"""Stored times that may be none: what no datetime of Python can be, and what spells no time, is missing.

The instants of the years 1 to 9999 are values; `infinity`, years before and after, `0000-00-00` are not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import bindparam, exists, select, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement, Grouping
from sqlalchemy.sql.selectable import Select

from widgetql.own_times import is_own, is_own_date, other_times
from widgetql.sql.constructs import MARIADB, BooleanConstruct, Construct, everywhere, sql_type_of, written
from widgetql.sql.epochs import EpochTime, as_epoch, is_no_epoch, since
from widgetql.sql.formatted import in_format
from widgetql.sql.spelled import HIGHEST, LOWEST, plainly, respelled
from widgetql.sql.time import Instant
from widgetql.storage import Storage


def as_time(column: ColumnElement[Any], kind: Instant) -> ColumnElement[Any]:
    """Return a stored time as a value, NULL where it is none."""
    if isinstance(kind, EpochTime):
        return as_epoch(column, kind)
    return type_coerce(_time(type_coerce(column, kind)), kind)


_Bound: TypeAlias = ColumnElement[Any] | None


def in_window(column: ColumnElement[Any], kind: Instant, start: _Bound, end: _Bound) -> ColumnElement[bool]:
    """Hold for stored times from `start` until just before `end`, each an instant of the kind or open."""
    if isinstance(kind, EpochTime):
        return since(type_coerce(column, kind), start, end)
    bounds = [bound for bound in (start, end) if bound is not None]
    construct = _WINDOWS[start is not None, end is not None]
    return construct(type_coerce(column, kind), *bounds)


def comparable(instant: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a stored time that is one as it is compared with any other, of a kind that stores fewer too."""
    return type_coerce(_comparable(instant), instant.type)


def others(column: ColumnElement[Any], kind: Instant, *, has_start: bool) -> Select[Any]:
    """Select whether there is, on SQLite, what SQLAlchemy did not write and may be an instant of a window.

    The window is that of `others_between`, its values.
    """
    bounds = [column < bindparam("others_end", type_=sa.Text())]
    bounds += [column >= bindparam("others_start", type_=sa.Text())] if has_start else []
    return select(exists().where(is_other(type_coerce(column, kind)), *bounds))


def others_anywhere(column: ColumnElement[Any], kind: Instant) -> Select[Any]:
    """Select whether there is, on SQLite, what SQLAlchemy did not write into a column."""
    return select(exists().where(is_other(type_coerce(column, kind))))


def others_between(start: datetime | None, end: datetime) -> dict[str, str]:
    """Return the values of `others`: a text may begin with the date of a day before its instant, or after."""
    found = {"others_end": _moved(end, 2, HIGHEST)}
    return found if start is None else found | {"others_start": _moved(start, -2, LOWEST)}


def _moved(at: datetime, days: int, beyond: str) -> str:
    try:
        return (at + timedelta(days=days)).date().isoformat()
    except OverflowError:
        return beyond.strip("'")


def is_no_time(column: ColumnElement[Any], kind: Instant) -> ColumnElement[bool]:
    """Hold where no time is stored."""
    if isinstance(kind, EpochTime):
        return is_no_epoch(column, kind)
    return _is_no_time(type_coerce(column, kind))


class is_other(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Hold for what SQLAlchemy did not write into a column of times on SQLite."""

    inherit_cache = True


@compiles(is_other, "sqlite")
def _is_other_sqlite(element: is_other, compiler: Any, **options: Any) -> str:
    return other_times(written(element, compiler, **options)[0], _kind(element).storage)


class _time(Construct):  # noqa: N801 - reads as SQL
    """A stored time, NULL where it is none."""

    inherit_cache = True


class _comparable(Construct):  # noqa: N801 - reads as SQL
    """A stored time whose bounds may be beyond what its column can hold."""

    inherit_cache = True


@everywhere(_comparable)
def _write_comparable(element: _comparable, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(_comparable, "duckdb")
def _write_comparable_duckdb(element: _comparable, compiler: Any, **options: Any) -> str:
    return _in_micros(written(element, compiler, **options)[0], _kind(element))


@compiles(_comparable, "clickhousedb")
def _write_comparable_clickhouse(element: _comparable, compiler: Any, **options: Any) -> str:
    (column,), kind = written(element, compiler, **options), _kind(element)
    return column if kind.storage is Storage.EPOCH else _in_micros_clickhouse(column, kind)


class _is_no_time(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds where no time is stored."""

    inherit_cache = True


class _is_time(BooleanConstruct):  # noqa: N801 - reads as SQL
    """A stored time inside a window without bounds; those of its subclasses follow the column."""

    inherit_cache = True
    has_start = has_end = False

    def self_group(self, against: Any = None) -> Any:
        """Stand in NOT as a whole: it is several comparisons."""
        name = getattr(against, "__name__", "and_")
        return Grouping(self) if name == "inv" else super().self_group(against)


class _is_since(_is_time):  # noqa: N801 - reads as SQL
    inherit_cache = True
    has_start = True


class _is_before(_is_time):  # noqa: N801 - reads as SQL
    inherit_cache = True
    has_end = True


class _is_within(_is_time):  # noqa: N801 - reads as SQL
    inherit_cache = True
    has_start = has_end = True


_WINDOWS: Final = {(one.has_start, one.has_end): one for one in (_is_time, _is_since, _is_before, _is_within)}
_EVERY: Final = tuple(_WINDOWS.values())
_TYPES: Final = {
    Storage.AWARE: "TIMESTAMP WITH TIME ZONE",
    Storage.NAIVE: "TIMESTAMP",
    Storage.DATE: "DATE",
}
# Spark's and MariaDB's own words; MariaDB has no time with a zone.
_TYPES_HIVE: Final = _TYPES | {Storage.AWARE: "TIMESTAMP", Storage.NAIVE: "TIMESTAMP_NTZ"}
_TYPES_MARIADB: Final = _TYPES | {Storage.AWARE: "TIMESTAMP"}


def _kind(element: Construct) -> Instant:
    kind = sql_type_of(element)
    return kind if isinstance(kind, Instant) else Instant(Storage.NAIVE)


def _is_computed(element: Construct) -> bool:
    """Tell whether a time is computed, of which there is one spelling."""
    value: Any = next(iter(element.clauses))
    while value.__visit_name__ in _WRAPPED:
        value = getattr(value, _WRAPPED[value.__visit_name__])
    return getattr(value, "is_computed_time", False)


_WRAPPED: Final = {"grouping": "element", "type_coerce": "clause"}


def _ends(element: Construct, compiler: Any) -> tuple[str, str]:
    """Return SQL of the first and the last value that is a time."""
    kind, name = _kind(element), compiler.dialect.name
    types = {"hive": _TYPES_HIVE} | dict.fromkeys(MARIADB, _TYPES_MARIADB)
    word = types.get(name, _TYPES)[kind.storage]
    zone = "+00:00" if kind.storage is Storage.AWARE and name not in MARIADB else ""
    first, last = (f"{word} '{text}{zone}'" for text in kind.ends())
    return first, last


def _bounds(element: Construct, compiler: Any, options: Any) -> tuple[str, str | None, str | None]:
    """Return SQL of the column and of the bounds."""
    assert isinstance(element, _is_time)
    column, *rest = written(element, compiler, **options)
    start = rest.pop(0) if element.has_start else None
    return column, start, rest.pop(0) if element.has_end else None


def _window(column: str, start: str | None, end: str | None, ends: tuple[str, str]) -> str:
    low = f"{column} >= {start or ends[0]}"
    return f"{low} AND {column} < {end}" if end else f"{low} AND {column} <= {ends[1]}"


def _write_window(element: _is_time, compiler: Any, **options: Any) -> str:
    return _window(*_bounds(element, compiler, options), _ends(element, compiler))


def _write_window_mariadb(element: _is_time, compiler: Any, **options: Any) -> str:
    column, start, end = _bounds(element, compiler, options)
    return f"{_window(column, start, end, _ends(element, compiler))} AND {_of_calendar(column)}"


def _write_window_duckdb(element: _is_time, compiler: Any, **options: Any) -> str:
    column, start, end = _bounds(element, compiler, options)
    return _window(_in_micros(column, _kind(element)), start, end, _ends(element, compiler))


def _in_micros(column: str, kind: Instant) -> str:
    # No TIMESTAMP_NS, which is what pandas makes, compares with the year 9999. Of others the cast is none.
    return f"CAST({column} AS TIMESTAMP)" if kind.storage is Storage.NAIVE else column


def _write_window_clickhouse(element: _is_time, compiler: Any, **options: Any) -> str:
    # Its times are those of the years 1900 to 2299.
    column, start, end = _bounds(element, compiler, options)
    column = _in_micros_clickhouse(column, _kind(element))
    bounds = [*([f"{column} >= {start}"] if start else ()), *([f"{column} < {end}"] if end else ())]
    return " AND ".join(bounds) or f"{column} IS NOT NULL"


def _in_micros_clickhouse(column: str, kind: Instant) -> str:
    # A DateTime64(9) compares with nothing beyond the year 2262. The order of the key is kept, and looked up.
    return column if kind.storage is Storage.DATE else f"toDateTime64({column}, 6)"


def _write_window_sqlite(element: _is_time, compiler: Any, **options: Any) -> str:
    column, start, end = _bounds(element, compiler, options)
    kind = _kind(element)
    first, last = _ends_sqlite(kind)
    if kind.form is not None:
        read = _read_sqlite(column, kind)
        return f"(SELECT {_window('w', start, end, (first, last))} FROM (SELECT {read} AS w))"
    if kind.storage is Storage.DATE:
        return f"{_window(column, start, end, (first, last))} AND {is_own_date(column)}"
    if _is_computed(element):
        return _window(column, start, end, (first, last))
    # What a text with an offset begins with may be the date of another day, in some zones of two days away.
    low = f"date({start}, '-2 days')" if start else LOWEST
    high = f"coalesce(date({end}, '+3 days'), {HIGHEST})" if end else HIGHEST
    own, other = (_window(value, start, end, (first, last)) for value in (column, "w"))
    plain = "".join(
        f" WHEN {holds} THEN {_window(text, start, end, (first, last))}"
        for holds, text in plainly(column, kind.zone)
    )
    odd = f"CASE WHEN {is_own(column)} THEN {own}{plain} ELSE {respelled(column, kind.zone, other)} END"
    return f"{column} >= {low} AND {column} < {high} AND {odd}"


for _one in _EVERY:
    everywhere(_one)(_write_window)
    compiles(_one, *MARIADB)(_write_window_mariadb)
    compiles(_one, "duckdb")(_write_window_duckdb)
    compiles(_one, "clickhousedb")(_write_window_clickhouse)
    compiles(_one, "sqlite")(_write_window_sqlite)


@everywhere(_time)
def _write_time(element: _time, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    return f"CASE WHEN {_window(column, None, None, _ends(element, compiler))} THEN {column} END"


@compiles(_time, *MARIADB)
def _write_time_mariadb(element: _time, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    whole = _window(column, None, None, _ends(element, compiler))
    return f"CASE WHEN {whole} AND {_of_calendar(column)} THEN {column} END"


@compiles(_time, "duckdb")
def _write_time_duckdb(element: _time, compiler: Any, **options: Any) -> str:
    column = _in_micros(written(element, compiler, **options)[0], _kind(element))
    return f"CASE WHEN {_window(column, None, None, _ends(element, compiler))} THEN {column} END"


@compiles(_time, "clickhousedb")
def _write_time_clickhouse(element: _time, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(_time, "sqlite")
def _write_time_sqlite(element: _time, compiler: Any, **options: Any) -> str:
    (column,), kind = written(element, compiler, **options), _kind(element)
    if _is_computed(element):
        return f"CASE WHEN {_window(column, None, None, _ends_sqlite(kind))} THEN {column} END"
    return time_sqlite(column, kind)


def time_sqlite(column: str, kind: Instant) -> str:
    """Write the text SQLAlchemy would have written for a stored time, NULL where there is none."""
    ends = _ends_sqlite(kind)
    possible = _window(column, None, None, ends)
    if kind.form is not None:
        possible = _window("w", None, None, ends)
        return f"(SELECT CASE WHEN {possible} THEN w END FROM (SELECT {_read_sqlite(column, kind)} AS w))"
    if kind.storage is Storage.DATE:
        return f"CASE WHEN {possible} AND {is_own_date(column)} THEN {column} END"
    odd = respelled(column, kind.zone, f"CASE WHEN {_window('w', None, None, ends)} THEN w END")
    plain = "".join(f"WHEN {holds} THEN {text} " for holds, text in plainly(column, kind.zone))
    return (
        f"CASE WHEN {possible} AND {is_own(column)} THEN {column} {plain}"
        f"WHEN {column} >= {LOWEST} AND {column} < {HIGHEST} THEN {odd} END"
    )


def _read_sqlite(column: str, kind: Instant) -> str:
    """Write what a text in the column's own format means, else in a spelling that is read anyway."""
    assert kind.form is not None
    is_date = kind.storage is Storage.DATE
    own = in_format("v", kind.form, is_date=is_date)
    other = f"CASE WHEN {is_own_date('v')} THEN v END" if is_date else respelled("v", kind.zone, "w")
    return f"(SELECT coalesce({own}, {other}) FROM (SELECT {column} AS v))"


def _ends_sqlite(kind: Instant) -> tuple[str, str]:
    first, last = (f"'{text}'" for text in kind.ends())
    return first, last


@everywhere(_is_no_time)
def _write_no_time(element: _is_no_time, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    first, last = _ends(element, compiler)
    return f"({column} IS NULL OR {column} < {first} OR {column} > {last})"


@compiles(_is_no_time, "duckdb")
def _write_no_time_duckdb(element: _is_no_time, compiler: Any, **options: Any) -> str:
    column = _in_micros(written(element, compiler, **options)[0], _kind(element))
    first, last = _ends(element, compiler)
    return f"({column} IS NULL OR {column} < {first} OR {column} > {last})"


@compiles(_is_no_time, *MARIADB)
def _write_no_time_mariadb(element: _is_no_time, compiler: Any, **options: Any) -> str:
    (column,) = written(element, compiler, **options)
    first, last = _ends(element, compiler)
    outside = f"{column} IS NULL OR {column} < {first} OR {column} > {last}"
    return f"({outside} OR ({_of_calendar(column)}) IS NOT TRUE)"


@compiles(_is_no_time, "clickhousedb")
def _write_no_time_clickhouse(element: _is_no_time, compiler: Any, **options: Any) -> str:
    return f"{written(element, compiler, **options)[0]} IS NULL"


@compiles(_is_no_time, "sqlite")
def _write_no_time_sqlite(element: _is_no_time, compiler: Any, **options: Any) -> str:
    return f"{time_sqlite(written(element, compiler, **options)[0], _kind(element))} IS NULL"


def _of_calendar(column: str) -> str:
    # Under some modes MariaDB keeps a month 0, a day 0 and a 30th of February.
    return f"dayofmonth({column}) BETWEEN 1 AND dayofmonth(last_day({column}))"
