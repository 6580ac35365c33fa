"""How records get into time buckets: the one place that decides, by what is known of database and table.

Every way gives the same buckets; they differ in speed. `benchmarks/` measures them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import case, false
from sqlalchemy.sql.elements import ColumnElement

from widgetql.charts.buckets import Edges
from widgetql.sql.buckets import (
    Division,
    Halves,
    day_of_month,
    days_of_month,
    integer,
    threshold_index,
    thresholds,
)
from widgetql.sql.profile import profile_of
from widgetql.sql.ranges import edges_text, inner_edges
from widgetql.sql.time import Instant
from widgetql.storage import Storage

EDGES: Final = "edges"
# Beyond as many buckets it costs more to look each up than to sort the records.
_MOST_RANGES: Final = 1_500
# Beyond as many a tree of comparisons costs more than reading a time.
_MOST_HALVES: Final = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """A way, and why: what `explain` shows."""

    way: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an answer is computed: the ways that were chosen, and the SQL that was run. Its `str` is to read.

    >>> print(Explanation((Choice("ranges", "one of each day"),), ("SELECT 1",)))
    -- ranges: one of each day
    SELECT 1;
    """

    choices: tuple[Choice, ...]
    statements: tuple[str, ...]

    def __str__(self) -> str:
        """Return the statements, below comments that say which ways were chosen, and why."""
        ways = [f"-- {choice.way}: {choice.reason}" for choice in self.choices]
        return "\n".join([*ways, "\n\n".join(f"{statement};" for statement in self.statements)])


@dataclass(frozen=True, slots=True)
class Bucketing:
    """How one statement tells buckets: `sql` of a timestamp, its parameters, and what its values mean.

    `key` is all that shapes the SQL: ways are equal where it is.
    """

    key: Hashable
    choice: Choice = field(compare=False)
    sql: Callable[[ColumnElement[Any]], ColumnElement[Any]] = field(compare=False)
    values: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False)
    places: Mapping[int, int] | None = field(default=None, compare=False)

    def index(self, value: Any) -> int:
        """Return the index of the bucket that a selected value means."""
        return int(value) if self.places is None else self.places[value]


NOWHERE: Final = Bucketing(
    ("nowhere",),
    Choice("nowhere", "no instant is in the range"),
    lambda _: case((false(), integer(0))),
)
"""The buckets of an empty range: no record is in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a statement asks of its bucketing: a name for its parameter, and whether values must ascend."""

    name: str
    in_order: bool = False


def by_ranges(
    edges: Edges,
    span: tuple[datetime, datetime],
    kind: Instant,
    dialect: str,
    *,
    indexed: bool,
    forced: Mapping[str, str],
) -> Bucketing | None:
    """Return the way by ranges where it is the best: an index leads with the timestamp, buckets are few.

    The first and the last range are cut to `span`.
    """
    wanted = forced.get("buckets")
    if not profile_of(dialect).ranges or wanted not in (None, "ranges"):
        return None
    if wanted is None and not (indexed and len(edges) <= _MOST_RANGES):
        return None
    reason = "an index leads with the timestamp" if wanted is None else "forced"
    key = (inner_edges, kind.key, dialect)
    middle = edges.once(key, lambda: inner_edges(edges.starts, kind, dialect))
    text = edges_text(span[0], middle, span[1], kind, dialect)
    return Bucketing(("ranges",), Choice("ranges", reason), lambda column: column, {EDGES: text})


def by_expression(
    edges: Edges, kind: Instant, dialect: str, forced: Mapping[str, str], asked: Asked
) -> Bucketing:
    """Return the cheapest expression of a database for these edges."""
    wanted = forced.get("buckets")
    key = (by_expression, kind.key, dialect, wanted, asked)
    return edges.once(key, lambda: _by_expression(edges, kind, dialect, wanted, asked))


def _by_expression(edges: Edges, kind: Instant, dialect: str, wanted: str | None, asked: Asked) -> Bucketing:
    ways = profile_of(dialect).bucketings
    if wanted in (*_MAKERS, "division"):
        ways = (wanted, *ways) if wanted in ways else ()
    for way in ways:
        found = _MAKERS[way](edges, kind, asked)
        if found is not None:
            return found
    return _division(edges, kind, dialect, asked)


def _thresholds(edges: Edges, kind: Instant, asked: Asked) -> Bucketing:
    choice = Choice("thresholds", "binary search among the edges: one expression for any calendar and zone")
    text = edges.once((thresholds, kind.key), lambda: thresholds(edges.starts, kind))
    return Bucketing(
        ("thresholds", asked.name),
        choice,
        lambda column: threshold_index(column, asked.name),
        {asked.name: text},
    )


def _days(edges: Edges, kind: Instant, asked: Asked) -> Bucketing | None:
    if kind.storage is Storage.EPOCH:
        return None
    key = (days_of_month, kind.key)
    places = edges.once(key, lambda: days_of_month(edges.starts, kind))
    if places is None or asked.in_order:
        return None
    choice = Choice("days", "the day of the month tells these stored days apart")
    return Bucketing(("days",), choice, day_of_month, places=places)


def _halves(edges: Edges, kind: Instant, asked: Asked) -> Bucketing | None:
    if len(edges) > _MOST_HALVES:
        return None
    choice = Choice("halves", "few edges: comparing with them is cheaper than reading a time")
    found = edges.once((Halves, kind.key), lambda: Halves(edges.starts, kind))
    return _by(found, choice, asked)


def _division(edges: Edges, kind: Instant, dialect: str, asked: Asked) -> Bucketing:
    choice = Choice("division", "runs of equal buckets are one division each")
    key = (Division, kind.key, dialect)
    return _by(edges.once(key, lambda: Division(edges.starts, kind, dialect)), choice, asked)


def _by(found: Division | Halves, choice: Choice, asked: Asked) -> Bucketing:
    name = asked.name
    key = (choice.way, name, found.key)
    return Bucketing(key, choice, lambda column: found.index(column, name), found.values(name))


_MAKERS: Final[Mapping[str, Callable[[Edges, Instant, Asked], Bucketing | None]]] = MappingProxyType(
    {"thresholds": _thresholds, "days": _days, "halves": _halves}
)
