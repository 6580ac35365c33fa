"""Rows that a scope lets through, and rows of others: what its conditions say of a table's columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, TypeAlias, cast

from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BooleanClauseList, ColumnClause, Grouping
from sqlalchemy.sql.schema import Table
from sqlalchemy.sql.visitors import iterate

from widgetql.subqueries import is_parameter
from widgetql.testing.expressions import evaluate
from widgetql.testing.strategies.links import base_of
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.values import Pool

# Two rows of three are to be seen.
_VISIBLE: Final = (True, True, False)

# Draws what a row's columns may hold.
_Cells: TypeAlias = Callable[[Pick], Mapping[str, Any]]


class Guard:
    """What one condition of a scope says of a table's rows; `pools` are what its columns may hold.

    A part of the condition that compares several columns, or holds for no known value, is left to chance.
    """

    def __init__(self, condition: Any, pools: Mapping[str, Pool]) -> None:
        self._pools = pools
        self._shown = self._ways(condition)
        others = [(key, self._others(part, key)) for part, key in comparisons(condition)]
        self._hidden = [(key, pool) for key, pool in others if pool]

    def drawn(self, pick: Pick) -> Mapping[str, Any]:
        """Draw the cells that make a row visible; of every third row, those that hide it."""
        if pick(_VISIBLE) or not self._hidden:
            return self._shown(pick)
        key, pool = pick(self._hidden)
        return {**self._shown(pick), key: pick(pool)}

    def _others(self, part: Any, key: str) -> Pool:
        return [value for value in self._candidates(key, [part]) if not _holds(part, key, value)]

    def _ways(self, condition: Any) -> _Cells:
        """Return what draws the cells for which a condition holds."""
        if _joins(condition, operators.or_):
            ways = [self._ways(part) for part in _bare(condition).clauses]
            return lambda pick: pick(ways)(pick)
        every = [*_conjuncts(condition)]
        either = [self._ways(part) for part in every if _joins(part, operators.or_)]
        by_column: dict[str, list[Any]] = {}
        for part in every:
            if (key := _column_of(part)) is not None:
                by_column.setdefault(key, []).append(part)
        cells = {key: self._all_of(key, parts) for key, parts in by_column.items()}

        def draw(pick: Pick) -> Mapping[str, Any]:
            found: dict[str, Any] = {}
            for way in either:
                found |= way(pick)
            return found | {key: pick(pool) for key, pool in cells.items() if pool}

        return draw

    def _all_of(self, key: str, parts: Sequence[Any]) -> Pool:
        candidates = self._candidates(key, parts)
        return [value for value in candidates if all(_holds(part, key, value) for part in parts)]

    def _candidates(self, key: str, parts: Iterable[Any]) -> Pool:
        """What the parts name, and what is beside it, before what the column may hold."""
        said = [value for part in parts for value in named_in(part)]
        beside = [near for value in said for near in _beside(value)]
        return [*said, *beside, *self._pools.get(key, ())]


def guards_of(table: Table, scope: Iterable[tuple[Any, Any]], pools: Mapping[str, Pool]) -> list[Guard]:
    """Return what a scope says of a table."""
    return [Guard(condition, pools) for guarded, condition in scope if base_of(guarded) is table]


def named_in(condition: Any) -> Iterator[Any]:
    """Yield the values that a condition compares with.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("org", Integer))
    >>> [*named_in(calls.c.org.in_([7, 8]))]
    [7, 8]
    """
    found: Any = iterate(condition)
    for element in found:
        if is_parameter(element):
            value: Any = element.effective_value
            yield from value if isinstance(value, list | tuple) else (value,)


def comparisons(condition: Any) -> Iterator[tuple[Any, str]]:
    """Yield the comparisons of one column each, and its key."""
    if isinstance(condition, BooleanClauseList | Grouping):
        for part in condition.get_children():
            yield from comparisons(part)
    elif (key := _column_of(condition)) is not None:
        yield condition, key


def _joins(condition: Any, operator: Any) -> bool:
    return isinstance(_bare(condition), BooleanClauseList) and _bare(condition).operator is operator


def _bare(condition: Any) -> Any:
    found: Any = condition
    return getattr(found, "element", found) if is_grouped(found) else found


def is_grouped(condition: object) -> bool:
    """Tell whether a condition stands in parentheses."""
    return isinstance(condition, Grouping)


def _conjuncts(condition: Any) -> Iterator[Any]:
    if _joins(condition, operators.and_):
        for part in _bare(condition).clauses:
            yield from _conjuncts(part)
    else:
        yield condition


def _column_of(condition: Any) -> str | None:
    """The one column that a condition reads; None where it reads several, or none."""
    columns = {one.key for one in iterate(condition) if isinstance(one, ColumnClause)}
    return columns.pop() if len(columns) == 1 else None


def _holds(part: Any, key: str, value: Any) -> bool:
    (table,) = {cast("Any", one).table for one in iterate(part) if isinstance(one, ColumnClause)}
    try:
        return evaluate(part, {table: {key: value}}) is True
    except TypeError:
        # Of another type: nothing that the column holds.
        return False


def _beside(value: Any) -> Iterator[Any]:
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1)
        case date():
            yield from (value + timedelta(days=1), value - timedelta(days=1))
        case _:
            pass
