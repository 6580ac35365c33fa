"""The bucket of an instant as an integer expression: piecewise division, for any calendar in any zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import bindparam, case
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.time import (
    Instant,
    epoch_micros,
    epoch_seconds,
    stored_bound,
    stored_micros,
    whole_quotient,
)

_MICROS: Final = 1_000_000
# As many arms stand in one CASE, one after the other.
_ARMS: Final = 8


@dataclass(frozen=True, slots=True)
class _Run:
    """Buckets of one length that follow each other: the first's index, start and length in microseconds."""

    index: int
    start: int
    length: int
    end: int
    edge: datetime


def bucket_index(column: ColumnElement[Any], starts: Sequence[datetime]) -> ColumnElement[int]:
    """Return the index of the bucket that an instant inside the edges is in.

    `column` is of type `Instant`; `starts` are the edges, the last of them the end of the last bucket.
    Runs of equal buckets become one division each; a clock change costs a CASE arm or two.
    """
    kind = column.type
    assert isinstance(kind, Instant)
    runs = _runs([_position(edge, kind) for edge in starts], starts)
    whole = all(run.start % _MICROS == 0 and run.length % _MICROS == 0 for run in runs)
    scale = _MICROS if whole else 1
    elapsed = epoch_seconds(column) if whole else epoch_micros(column)
    arms = [(run, _in_run(run, elapsed, scale)) for run in runs]
    return _picked(column, [(run.edge, index) for run, index in arms])


def _picked(
    column: ColumnElement[Any], arms: Sequence[tuple[datetime, ColumnElement[int]]]
) -> ColumnElement[int]:
    """Return the arm that an instant is in: of many by halves, so that a row is compared with few."""
    if len(arms) <= _ARMS:
        whens = [(column < edge, index) for (_, index), (edge, _) in pairwise(arms)]
        return case(*whens, else_=arms[-1][1]) if whens else arms[0][1]
    middle = len(arms) // 2
    return case(
        (column < arms[middle][0], _picked(column, arms[:middle])), else_=_picked(column, arms[middle:])
    )


def _position(edge: datetime, kind: Instant) -> int:
    return stored_micros(stored_bound(edge, kind.storage, kind.zone))


def _runs(positions: list[int], starts: Sequence[datetime]) -> list[_Run]:
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


def _in_run(run: _Run, elapsed: ColumnElement[int], scale: int) -> ColumnElement[int]:
    if run.end - run.start == run.length:
        return integer(run.index)
    since = elapsed - integer(run.start // scale)
    quotient = whole_quotient(since, integer(run.length // scale))
    return quotient if run.index == 0 else quotient + integer(run.index)


def integer(value: int) -> ColumnElement[int]:
    """Return a 64-bit integer as a bound value."""
    return bindparam(None, value, sa.BigInteger(), unique=True)
