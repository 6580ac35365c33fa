"""The bucket of an instant as an integer expression, in the ways that are fast on one database or another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import bindparam, case, cast, false, literal_column, select
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import Construct, written
from widgetql.sql.possible import comparable
from widgetql.sql.profile import profile_of
from widgetql.sql.stored import stored_bound, stored_micros
from widgetql.sql.time import Instant, epoch_micros, epoch_seconds, whole_quotient
from widgetql.sql.values import Text
from widgetql.storage import Storage

_MICROS: Final = 1_000_000
# As many arms stand in one CASE, one after the other.
_ARMS: Final = 8
_LISTS: Final = ("starts", "indexes")
# Days of the month tell at most so many buckets apart.
_MOST_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class _Run:
    """Buckets of one length that follow each other: the first's index, start and length in microseconds."""

    index: int
    start: int
    length: int
    end: int
    edge: Any

    @property
    def is_single(self) -> bool:
        """Tell whether it is one bucket: nothing needs to be divided."""
        return self.end - self.start == self.length


class Division:
    """Buckets told apart by division: one for each run of equal ones, so a clock change costs an arm or two.

    `starts` are the edges, the last of them the end of the last bucket. What changes with them are parameters
    whose names begin with the one given; `key` is what else shapes the SQL.
    """

    def __init__(self, starts: Sequence[datetime], kind: Instant, dialect: str) -> None:
        profile = profile_of(dialect)
        runs = _runs([_position(edge, kind) for edge in starts], starts)
        in_seconds = not profile.counts_micros and kind.storage is not Storage.EPOCH
        self._is_whole: Final = in_seconds and all(
            run.start % _MICROS == 0 and run.length % _MICROS == 0 for run in runs
        )
        self._scale: Final = _MICROS if self._is_whole else 1
        self._runs: Final = runs
        self._kind: Final = kind
        uneven = len(runs) > _ARMS and 2 * len(runs) >= len(starts)
        self._rounds_down: Final = profile.rounds_down and uneven
        arms = () if self._rounds_down else tuple((run.index, run.is_single) for run in runs)
        self.key: Final = (self._is_whole, self._rounds_down, arms)

    def index(self, column: ColumnElement[Any], name: str) -> ColumnElement[int]:
        """Return the index of the bucket that an instant inside the edges is in; `column` is an `Instant`."""
        elapsed = epoch_seconds(column) if self._is_whole else epoch_micros(column)
        if self._rounds_down:
            return nearest_index(elapsed, *(bindparam(f"{name}_{part}", type_=Text()) for part in _LISTS))
        arms = [
            (
                bindparam(f"{name}_edge{number}", type_=self._kind),
                _in_run(
                    run,
                    elapsed,
                    bindparam(f"{name}_start{number}", type_=sa.BigInteger()),
                    bindparam(f"{name}_length{number}", type_=sa.BigInteger()),
                ),
            )
            for number, run in enumerate(self._runs)
        ]
        return _picked(comparable(column), arms)

    def values(self, name: str) -> dict[str, Any]:
        """Return the parameters."""
        if self._rounds_down:
            return {f"{name}_{part}": text for part, text in zip(_LISTS, self._lists(), strict=True)}
        found: dict[str, Any] = {}
        for number, run in enumerate(self._runs):
            found[f"{name}_edge{number}"] = run.edge
            found[f"{name}_start{number}"] = run.start // self._scale
            found[f"{name}_length{number}"] = run.length // self._scale
        return found

    def _lists(self) -> tuple[str, str]:
        """Return where buckets start, and their indexes: a time is rounded down to one of them."""
        found = {
            (run.start + count * run.length) // self._scale: run.index + count
            for run in self._runs
            for count in range((run.end - run.start) // run.length)
        }
        starts, indexes = ("[" + ",".join(map(str, numbers)) + "]" for numbers in (found, found.values()))
        return starts, indexes


class Halves:
    """The same by comparisons alone: an instant is compared with few edges."""

    def __init__(self, starts: Sequence[datetime], kind: Instant) -> None:
        positions = [_position(edge, kind) for edge in starts]
        self._kind: Final = kind
        # The repeated hour of a naive column: no stored value falls into its second run.
        self._edges: Final = {
            index: starts[index] for index, (low, high) in enumerate(pairwise(positions)) if low < high
        }
        self.key: Final = tuple(self._edges)

    def index(self, column: ColumnElement[Any], name: str) -> ColumnElement[int]:
        """Return the index of the bucket that an instant inside the edges is in; `column` is an `Instant`."""
        return _picked(
            comparable(column),
            [(bindparam(f"{name}_edge{index}", type_=self._kind), integer(index)) for index in self._edges],
            most=2,
        )

    def values(self, name: str) -> dict[str, Any]:
        """Return the parameters."""
        return {f"{name}_edge{index}": edge for index, edge in self._edges.items()}


def _picked(
    column: ColumnElement[Any], arms: Sequence[tuple[Any, ColumnElement[int]]], most: int = _ARMS
) -> ColumnElement[int]:
    """Return the arm that an instant is in: of many by halves, so that a row is compared with few."""
    if not arms:
        # No stored value is in any bucket: a range of hours without a midnight, where dates are stored.
        return case((false(), integer(0)))
    if len(arms) <= most:
        whens = [(column < edge, index) for (_, index), (edge, _) in pairwise(arms)]
        return case(*whens, else_=arms[-1][1]) if whens else arms[0][1]
    middle = len(arms) // 2
    return case(
        (column < arms[middle][0], _picked(column, arms[:middle], most)),
        else_=_picked(column, arms[middle:], most),
    )


class nearest_index(Construct):  # noqa: N801 - reads as SQL
    """What stands for the last number at or before one; arguments: it, the numbers, what stands for them."""

    inherit_cache = True
    result = sa.BigInteger()


@compiles(nearest_index, "clickhousedb")
def _nearest_index_clickhouse(element: nearest_index, compiler: Any, **options: Any) -> str:
    value, *lists = written(element, compiler, **options)
    numbers, places = (f"JSONExtract({one}, 'Array(Int64)')" for one in lists)
    return f"transform(roundDown({value}, {numbers}), {numbers}, {places}, toInt64(0))"


def regrouped(index: ColumnElement[int], places: Sequence[int]) -> ColumnElement[int]:
    """Return the coarse bucket of a fine one; `places` are the coarse edges among the fine buckets.

    The numbers stand in the SQL: they are the same in GROUP BY and beside it, and none is a tenant's.
    """
    if len(places) == places[-1] + 1:
        return index
    if len(places) == 2:
        # A number alone in GROUP BY would be the place of a column.
        return index * _constant(0)
    runs = _runs(list(places), list(places))
    if len(runs) < len(places) - 1:
        arms = [
            (_constant(run.edge), _in_run(run, index, _constant(run.start), _constant(run.length)))
            for run in runs
        ]
    else:
        arms = [(_constant(place), _constant(number)) for number, place in enumerate(places[:-1])]
    return _picked(index, arms)


def _constant(value: int) -> ColumnElement[int]:
    return literal_column(str(value), sa.BigInteger())


def _position(edge: datetime, kind: Instant) -> int:
    return stored_micros(stored_bound(edge, kind.storage, kind.zone))


def _runs(positions: list[int], starts: Sequence[Any]) -> list[_Run]:
    runs: list[_Run] = []
    for index, (low, high) in enumerate(pairwise(positions)):
        if low >= high:
            # The repeated hour of a naive column: no stored value falls into this bucket.
            continue
        last = runs[-1] if runs else None
        if last is not None and last.end == low and _continues(last, index, high - low):
            runs[-1] = _Run(last.index, last.start, last.length, high, last.edge)
        else:
            runs.append(_Run(index, low, high - low, high, starts[index]))
    return runs


def _continues(run: _Run, index: int, length: int) -> bool:
    return run.length == length and run.index + (run.end - run.start) // run.length == index


def _in_run(
    run: _Run, elapsed: ColumnElement[int], start: ColumnElement[int], length: ColumnElement[int]
) -> ColumnElement[int]:
    if run.is_single:
        return integer(run.index)
    quotient = whole_quotient(elapsed - start, length)
    return quotient if run.index == 0 else quotient + _constant(run.index)


def integer(value: int) -> ColumnElement[int]:
    """Return a 64-bit integer as a bound value."""
    return bindparam(None, value, sa.BigInteger(), unique=True)


class thresholds_below(Construct):  # noqa: N801 - reads as SQL
    """How many of ascending thresholds are at or below a stored time; arguments are it and their text."""

    inherit_cache = True
    result = sa.Integer()


@compiles(thresholds_below, "postgresql")
def _thresholds_below_postgresql(element: thresholds_below, compiler: Any, **options: Any) -> str:
    return "width_bucket({}, {})".format(*written(element, compiler, **options))


def threshold_index(column: ColumnElement[Any], edges: str) -> ColumnElement[int]:
    """Return the bucket of an instant by binary search among the edges, a parameter called `edges`.

    One expression for any calendar in any zone; `thresholds` writes its value.
    """
    kind = column.type
    assert isinstance(kind, Instant)
    places = cast(bindparam(edges, type_=sa.Text()), sa.ARRAY(kind.stored_type()))
    # In a subquery it is read once: how a text is cast to times depends on settings, so it is no constant.
    return thresholds_below(column, select(places).scalar_subquery()) - 1


def thresholds(starts: Sequence[datetime], kind: Instant) -> str:
    """Return edges as the text of a PostgreSQL array."""
    return "{" + ",".join(f'"{kind.literal(edge)}"' for edge in starts[:-1]) + "}"


class day_of_month(Construct):  # noqa: N801 - reads as SQL
    """The day of the month of a stored time, as SQLite's text shows it."""

    inherit_cache = True
    result = sa.Integer()


@compiles(day_of_month, "sqlite")
def _day_of_month_sqlite(element: day_of_month, compiler: Any, **options: Any) -> str:
    return f"CAST(substr({written(element, compiler, **options)[0]}, 9, 2) AS INTEGER)"


def days_of_month(starts: Sequence[datetime], kind: Instant) -> dict[int, int] | None:
    """Return each bucket by its day of the month; None where buckets are no stored days, or share one."""
    if len(starts) - 1 > _MOST_DAYS:
        return None
    midnights = [datetime.fromisoformat(kind.text(edge)) for edge in starts]
    whole = all(high - low == timedelta(days=1) for low, high in pairwise(midnights))
    if not whole or midnights[0].time() != datetime.min.time():
        return None
    found = {midnight.day: index for index, midnight in enumerate(midnights[:-1])}
    return found if len(found) == len(starts) - 1 else None
