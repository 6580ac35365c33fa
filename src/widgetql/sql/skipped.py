"""Stored local times as instants to group by: those that the clocks skip are the instant of their jump."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of
from widgetql.sql.spelled import offsets
from widgetql.sql.time import Instant, epoch_micros
from widgetql.storage import Storage

_MICROS: Final = 1_000_000
_SECOND: Final = timedelta(seconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# The first microsecond of the year 1: no time that is stored is before it.
_FIRST: Final = -62_135_596_800_000_000


def in_one_order(instant: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a stored time as it sorts where several may be one instant: no index has a part in it."""
    return one_micros(instant) if skips(instant.type) else instant


def skips(kind: TypeEngine[Any]) -> bool:
    """Tell whether times of a kind may be such as the clocks skip: several are one instant."""
    return isinstance(kind, Instant) and kind.storage is Storage.NAIVE and bool(gaps_of(kind.zone))


def is_jump(at: datetime | None, kind: Any) -> bool:
    """Tell whether several stored times of a kind are an instant, if any times of it are."""
    return at is not None and any((at - _EPOCH) // _SECOND == change for change, _ in offsets(kind.zone))


class one_micros(Construct):  # noqa: N801 - reads as SQL
    """The microseconds from 1970 to a stored time, the same for all that are one instant."""

    inherit_cache = True
    result = sa.BigInteger()


@everywhere(one_micros)
def _write(element: one_micros, compiler: Any, **options: Any) -> str:
    value, gaps = _micros(element, compiler, options), _gaps_of(element)
    return _shown(value, _last(value, gaps), "greatest") if gaps else value


@compiles(one_micros, "sqlite")
def _write_sqlite(element: one_micros, compiler: Any, **options: Any) -> str:
    value, gaps = _micros(element, compiler, options), _gaps_of(element)
    if not gaps:
        return value
    return f"(SELECT {_shown('wq_m', _last('wq_m', gaps), 'max')} FROM (SELECT {value} AS wq_m))"


@compiles(one_micros, "hive")
def _write_hive(element: one_micros, compiler: Any, **options: Any) -> str:
    value, gaps = _micros(element, compiler, options), _gaps_of(element)
    if not gaps:
        return value
    # Read once: what its microseconds are is long, and would stand in each comparison.
    return f"transform(array({value}), wq_m -> {_shown('wq_m', _last('wq_m', gaps), 'greatest')})[0]"


@compiles(one_micros, "postgresql")
def _write_postgresql(element: one_micros, compiler: Any, **options: Any) -> str:
    value, gaps = _micros(element, compiler, options), _gaps_of(element)
    starts, ends = (f"'{{{','.join(map(str, one))}}}'::bigint[]" for one in _lists(gaps))
    return _shown(value, f"({ends})[width_bucket({value}, {starts})]", "greatest") if gaps else value


@compiles(one_micros, *MARIADB)
def _write_mariadb(element: one_micros, compiler: Any, **options: Any) -> str:
    value, gaps = _micros(element, compiler, options), _gaps_of(element)
    starts, ends = (", ".join(map(str, one)) for one in _lists(gaps))
    last = f"CAST(elt(interval({value}, {starts}), {ends}) AS SIGNED)"
    return _shown(value, last, "greatest") if gaps else value


@compiles(one_micros, "clickhousedb")
def _write_clickhouse(element: one_micros, compiler: Any, **options: Any) -> str:
    value, gaps = _micros(element, compiler, options), _gaps_of(element)
    starts, ends = (f"[{', '.join(map(str, one))}]" for one in _lists(gaps))
    last = f"transform(roundDown({value}, {starts}), {starts}, {ends}, toInt64(0))"
    return _shown(value, last, "greatest") if gaps else value


def _micros(element: one_micros, compiler: Any, options: Any) -> str:
    return str(compiler.process(epoch_micros(*element.clauses), **options))


def _shown(value: str, last: str, greatest: str) -> str:
    """Write a local time, or where a jump that begins before it ends, which may be later."""
    return f"CASE WHEN {value} IS NOT NULL THEN {greatest}({value}, {last}) END"


def _gaps_of(element: one_micros) -> Sequence[tuple[int, int]]:
    kind: Any = sql_type_of(element)
    return gaps_of(kind.zone) if skips(kind) else ()


def gaps_of(zone: tzinfo) -> Sequence[tuple[int, int]]:
    """Return from when until when on a zone's clocks each of their jumps is, in microseconds since 1970.

    >>> from zoneinfo import ZoneInfo
    >>> gaps_of(ZoneInfo("America/Lima"))[-1]
    (757382400000000, 757386000000000)
    """
    return [
        ((at + before) * _MICROS, (at + after) * _MICROS)
        for (_, before), (at, after) in pairwise(offsets(zone))
        if before < after
    ]


def _lists(gaps: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [_FIRST, *(start for start, _ in gaps)], [_FIRST, *(end for _, end in gaps)]


def _last(value: str, gaps: Sequence[tuple[int, int]]) -> str:
    """Write where the last jump ends that begins at or before a local time."""
    return _halved(value, [(_FIRST, _FIRST), *gaps])


def _halved(value: str, gaps: Sequence[tuple[int, int]]) -> str:
    if len(gaps) == 1:
        return str(gaps[0][1])
    middle = len(gaps) // 2
    before, after = _halved(value, gaps[:middle]), _halved(value, gaps[middle:])
    return f"CASE WHEN {value} < {gaps[middle][0]} THEN {before} ELSE {after} END"
