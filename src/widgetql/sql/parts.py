"""Parts of time: what the clocks and the calendar of a zone show, as integers to compare or to group by.

Zones are known by their offsets from 1900 to 2100, which stand in the SQL: what a database knows of zones may
be of another year, or nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import literal_column, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from widgetql.sql.calendars import PARTS, SINCE, Number, constant
from widgetql.sql.constructs import MARIADB, Construct, everywhere, sql_type_of, written
from widgetql.sql.spelled import offsets
from widgetql.sql.time import Instant, epoch_micros, epoch_seconds, whole_quotient
from widgetql.storage import Storage

_DAY: Final = 86_400
_MICROS: Final = 1_000_000
# A time, its seconds, and those that clocks show, where they are computed one after the other.
_TIME, _SECOND, _LOCAL = "wq_time", "wq_second", "wq_local"
_WHOLE: Final = sa.BigInteger()
# So many comparisons stand in one CASE: three of them find one of some hundreds.
_ARMS: Final = 8
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# No clocks are two days apart.
_BESIDE: Final = 3 * _DAY
# So many changes of the clocks, of a time so long in SQL, are as many comparisons of it.
_FEW, _SHORT = 16, 400
# Before and after all times.
_ALWAYS: Final = -(10**12)
_FOREVER: Final = 10**12

Span: TypeAlias = tuple[int, int]
"""A second since 1970 before all times that are read, and one after them."""
ALWAYS: Final[Span] = (_ALWAYS, _FOREVER)


def span_of(start: datetime | None, end: datetime | None) -> Span:
    """Return the years that a range is in, and some days: statements are kept by them.

    >>> span_of(datetime(1970, 5, 1, tzinfo=UTC), None)
    (-259200, 1000000000000)
    """
    low = _ALWAYS if start is None else _second(start.year, 1, 1) - _BESIDE
    return low, _FOREVER if end is None else _second(end.year, 12, 31) + _BESIDE


def _second(year: int, month: int, day: int) -> int:
    return int((datetime(year, month, day, tzinfo=UTC) - _EPOCH).total_seconds())


def part_of(instant: ColumnElement[Any], part: str, zone: tzinfo, span: Span = ALWAYS) -> Number:
    """Return a part of a stored time in a zone, NULL where there is none.

    `instant` has the type that says how it is stored: an `Instant`. A repeated hour counts in its hour. Of a
    time outside of the span it is anything.
    """
    return counted_of(instant, PARTS[part], zone, span)


def counted_of(
    instant: ColumnElement[Any], count: Callable[[Number], Number], zone: tzinfo, span: Span = ALWAYS
) -> Number:
    """Return what is counted of the seconds that a zone's clocks show since 1 March of the year 0."""
    kind = instant.type
    assert isinstance(kind, Instant)
    own = None if kind.storage in (Storage.AWARE, Storage.EPOCH) else kind.zone
    clocks = Clocks(own, zone, span)

    def shown(seconds: Number) -> Number:
        return on_clocks(type_coerce(seconds, clocks))

    def counted(seconds: Number) -> Number:
        return count(seconds + constant(SINCE))

    kinds: tuple[TypeEngine[Any], ...] = (kind, _WHOLE, _WHOLE)
    stored, second, local = map(_named, (_TIME, _SECOND, _LOCAL), kinds)
    seconds = _seconds(instant, kind)
    steps = (_seconds(stored, kind), shown(second), counted(local))
    return of_time(instant, seconds, *steps, counted(shown(seconds)))


def _named(name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    return literal_column(name, kind)


def _seconds(instant: ColumnElement[Any], kind: Instant) -> Number:
    if kind.storage is not Storage.EPOCH:
        return epoch_seconds(instant)
    # Of what is not negative a quotient is rounded down everywhere.
    since = epoch_micros(instant) + constant(SINCE * _MICROS)
    return whole_quotient(since, constant(_MICROS)) - constant(SINCE)


class of_time(Construct):  # noqa: N801 - reads as SQL
    """A part of time, as a whole and in steps.

    Arguments: the time; its seconds; those of its name; what clocks show of theirs; the part of that; it as a
    whole.
    """

    inherit_cache = True
    result = sa.BigInteger()


@everywhere(of_time)
def _of_time(element: of_time, compiler: Any, **options: Any) -> str:
    return written(element, compiler, of=[5], **options)[0]


@compiles(of_time, "sqlite")
def _of_time_sqlite(element: of_time, compiler: Any, **options: Any) -> str:
    # One after the other, not one in the other: SQLite's parser has a stack of a hundred.
    time, seconds, of_name, shown, part = written(element, compiler, of=[0, 1, 2, 3, 4], **options)
    if " " in time:
        first = f"{_TIME}s AS (SELECT {time} AS {_TIME}), "
        # With a limit it is computed once, else in each comparison with a change of the clocks.
        first += f"{_SECOND}s AS (SELECT {of_name} AS {_SECOND} FROM {_TIME}s LIMIT 1)"
    else:
        # So is what is selected from nothing.
        first = f"{_SECOND}s AS (SELECT {seconds} AS {_SECOND})"
    second = f"{_LOCAL}s AS (SELECT {shown} AS {_LOCAL} FROM {_SECOND}s)"
    return f"(WITH {first}, {second} SELECT {part} FROM {_LOCAL}s)"


class Stretch(NamedTuple):
    """From `start` on clocks show `shift` seconds more than is stored; where they stand, as at the start."""

    start: int
    shift: int
    stands: bool = False


def stretches(own: tzinfo | None, zone: tzinfo, span: Span = ALWAYS) -> Sequence[Stretch]:
    """Return what a zone's clocks show, beside seconds since 1970 on those of another zone, or in UTC.

    Those of a span are enough for the times in it: few, where clocks have changed for two hundred years.

    What is stored of a repeated hour is its first run; what clocks skip is the instant of their jump.

    >>> from zoneinfo import ZoneInfo
    >>> stretches(ZoneInfo("America/Lima"), ZoneInfo("America/Lima"))[-2:]
    [Stretch(start=757382400, shift=3600, stands=True), Stretch(start=757386000, shift=0, stands=False)]
    """
    found: list[Stretch] = []
    for one in _stretches(offsets(own) if own is not None else [(_ALWAYS, 0)], offsets(zone)):
        if not found or one.stands or found[-1].stands or one.shift != found[-1].shift:
            found.append(one)
    first = max(place for place, one in enumerate(found) if place == 0 or one.start <= span[0])
    return [one for one in found[first:] if one.start < span[1]] or found[first : first + 1]


def _stretches(own: Sequence[tuple[int, int]], shown: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    changes = [at for at, _ in shown]
    end = _ALWAYS
    for (at, offset), (following, _) in pairwise([*own, (_FOREVER, 0)]):
        first, last = max(end, at + offset) if at > _ALWAYS else end, following + offset
        if first > end:
            # They jump over it.
            yield Stretch(end, at + shown[bisect_right(changes, at) - 1][1] - end, stands=True)
        if last <= first:
            continue
        place = bisect_right(changes, first - offset) - 1
        yield Stretch(first, shown[place][1] - offset)
        for change, there in shown[place + 1 :]:
            if change + offset >= last:
                break
            yield Stretch(change + offset, there - offset)
        end = last


class Clocks(sa.BigInteger):
    """Seconds since 1970 on the clocks of `own`, in UTC if None; those of `zone` are asked for, in a span."""

    def __init__(self, own: tzinfo | None = None, zone: tzinfo | None = None, span: Span = ALWAYS) -> None:
        super().__init__()
        self.own = own
        self.zone = zone
        self.span = span


class on_clocks(Construct):  # noqa: N801 - reads as SQL
    """The seconds since 1970 that the clocks of a zone show, from those of a type of `Clocks`."""

    inherit_cache = True
    result = sa.BigInteger()


def _of(element: on_clocks, compiler: Any, options: Any) -> tuple[str, Sequence[Stretch]]:
    value, kind = written(element, compiler, **options)[0], sql_type_of(element)
    if not isinstance(kind, Clocks) or kind.zone is None:
        return value, [_PLAIN]
    return value, stretches(kind.own, kind.zone, kind.span)


_PLAIN: Final = Stretch(_ALWAYS, 0)


@everywhere(on_clocks)
def _on_clocks(element: on_clocks, compiler: Any, **options: Any) -> str:
    value, parts = _of(element, compiler, options)
    if len(parts) == 1:
        return _shown(value, parts[0])
    if " " not in value:
        return _picked(value, parts)
    # Read once: it would stand in each comparison.
    return f"(SELECT {_picked('wq_m', parts)} FROM (SELECT {value} AS wq_m) AS wq_n)"


@compiles(on_clocks, "duckdb")
def _on_clocks_duckdb(element: on_clocks, compiler: Any, **options: Any) -> str:
    value, parts = _of(element, compiler, options)
    # To read it once is a join, which takes longer than a few comparisons.
    few = len(parts) <= _FEW and len(value) <= _SHORT
    return _picked(value, parts) if few else _on_clocks(element, compiler, **options)


@compiles(on_clocks, "hive")
def _on_clocks_hive(element: on_clocks, compiler: Any, **options: Any) -> str:
    value, parts = _of(element, compiler, options)
    if len(parts) == 1:
        return _shown(value, parts[0])
    return f"transform(array({value}), wq_m -> {_picked('wq_m', parts)})[0]"


@compiles(on_clocks, "postgresql")
def _on_clocks_postgresql(element: on_clocks, compiler: Any, **options: Any) -> str:
    value, parts = _of(element, compiler, options)
    starts, shifts, caps = (f"'{{{one}}}'::bigint[]" for one in _lists(parts))
    place = f"[width_bucket({value}, {starts})]"
    return _looked_up(value, parts, f"({shifts}){place}", f"({caps}){place}")


@compiles(on_clocks, *MARIADB)
def _on_clocks_mariadb(element: on_clocks, compiler: Any, **options: Any) -> str:
    value, parts = _of(element, compiler, options)
    starts, shifts, caps = _lists(parts)
    place = f"interval({value}, {starts})"
    shift, cap = (f"CAST(elt({place}, {one}) AS SIGNED)" for one in (shifts, caps))
    return _looked_up(value, parts, shift, cap)


@compiles(on_clocks, "clickhousedb")
def _on_clocks_clickhouse(element: on_clocks, compiler: Any, **options: Any) -> str:
    value, parts = _of(element, compiler, options)
    if len(parts) == 1:
        return _shown(value, parts[0])
    starts = f"CAST([{', '.join(str(one.start) for one in parts)}] AS Array(Int64))"
    # Each list once, and the value twice: the server reads so many bytes of a statement.
    stored, shift = "wq_m", _one_of("wq_p", {one.start: one.shift for one in parts})
    if standing := ", ".join(str(one.start) for one in parts if one.stands):
        stored = f"least(wq_m, if(wq_p IN ({standing}), wq_p, {_FOREVER}))"
    # Of a NULL and a number the least is the number.
    found = f"CASE WHEN wq_m IS NOT NULL THEN ({stored} + {shift}) END"
    return f"arrayMap((wq_m, wq_p) -> {found}, [{value}], [roundDown({value}, {starts})])[1]"


def _one_of(place: str, numbers: Mapping[int, int]) -> str:
    """Write the number of a place for ClickHouse, by the places of each number but the most frequent."""
    usual = Counter(numbers.values()).most_common(1)[0][0]
    others = sorted({*numbers.values()} - {usual})
    if not others:
        return f"toInt64({usual})"
    arms = (
        f"{place} IN ({', '.join(str(at) for at, own in numbers.items() if own == one)}), {one}"
        for one in others
    )
    return f"multiIf({', '.join(arms)}, {usual})"


def _lists(parts: Sequence[Stretch]) -> Iterator[str]:
    """Yield the starts, the shifts, and what is least with each number."""
    caps = [one.start if one.stands else _FOREVER for one in parts]
    for numbers in ([one.start for one in parts], [one.shift for one in parts], caps):
        yield ", ".join(map(str, numbers))


def _looked_up(value: str, parts: Sequence[Stretch], shift: str, cap: str) -> str:
    if len(parts) == 1:
        return _shown(value, parts[0])
    stored = f"least({value}, {cap})" if any(one.stands for one in parts) else value
    return f"({stored} + {shift})"


def _picked(value: str, parts: Sequence[Stretch]) -> str:
    """Write what clocks show by arms of arms: halves of halves would fill the stack of SQLite's parser."""
    if len(parts) == 1:
        return _shown(value, parts[0])
    size = -(-len(parts) // _ARMS)
    runs = [parts[first : first + size] for first in range(0, len(parts), size)]
    arms = [f"WHEN {value} < {after[0].start} THEN {_picked(value, run)} " for run, after in pairwise(runs)]
    return f"CASE {''.join(arms)}ELSE {_picked(value, runs[-1])} END"


def _shown(value: str, part: Stretch) -> str:
    if part.stands:
        return str(part.start + part.shift)
    return f"({value} + {part.shift})" if part.shift else value
