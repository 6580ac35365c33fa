"""Bound tree -> SQL. Cannot meet invalid input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, false, or_, true
from sqlalchemy.sql.elements import ColumnElement

from widgetql.columns import Context, Reading, raw_present, read
from widgetql.fields import Dynamic
from widgetql.filters.bound import (
    AllOf,
    AnyOf,
    AsStored,
    Bound,
    Complement,
    Constant,
    CountedRows,
    SomeRow,
    Test,
)
from widgetql.filters.operators import ANYWHERE, MOST_ARMS, SQL, Operation, complement, counted
from widgetql.joins import is_related, parents_key, related, related_along, so_many_rows, some_row
from widgetql.paths import Found
from widgetql.rows import Rows
from widgetql.sql.finite import is_fractional
from widgetql.sql.logic import as_stored, is_not_true, together
from widgetql.types import DataType

_Condition = ColumnElement[bool]
# So many groups in each other are few.
_DEEP: Final = 3


def compile_bound(node: Bound, rows: Rows, context: Context, *, given_out: bool = False) -> _Condition:
    """Return the condition on the rows. It may be NULL where it does not hold, as a WHERE allows.

    One that is `given_out` is run by the host: its connection need not have functions of ours.
    """
    return _Compiler(context, ANYWHERE if given_out else SQL, {}).compile(node, rows)


def compile_on(node: Test | AsStored | Constant, reading: Reading) -> _Condition:
    """Return a test's condition on a value that has been read."""
    match node:
        case AsStored(test, declared):
            return as_stored(compile_on(test, reading), compile_on(declared, reading))
        case Constant(holds):
            return true() if holds else false()
        case Test():
            return SQL[node.op](reading.as_database if node.undeclared else reading, node.operand)


@dataclass(frozen=True, slots=True)
class _Compiler:
    context: Context
    operators: Mapping[str, Operation]
    # The fields that were read, of the same rows.
    readings: dict[tuple[int, Found, DataType], tuple[Rows, Reading]]

    def compile(self, node: Bound, rows: Rows) -> _Condition:
        """Compile a node on the rows at hand."""
        match node:
            case AllOf(parts):
                return _all([self.compile(part, rows) for part in _deepest_first(parts)])
            case AnyOf(parts):
                return _any([self.compile(part, rows) for part in _deepest_first(parts)])
            case Complement(part):
                return self.complement(part, rows)
            case SomeRow():
                return self.some_row(node, rows)
            case CountedRows():
                return self.counted_rows(node, rows)
            case Test():
                return self.test(node, rows)
            case AsStored(test, declared):
                return as_stored(self.compile(test, rows), self.compile(declared, rows))
            case Constant(holds):
                return true() if holds else false()

    def complement(self, node: Bound, rows: Rows) -> _Condition:
        """Compile what holds exactly where a node does not, NULLs included."""
        match node:
            case Complement(part):
                return self.compile(part, rows)
            case AsStored(test, declared):
                return as_stored(self.complement(test, rows), self.complement(declared, rows))
            case Constant(holds):
                return false() if holds else true()
            # De Morgan keeps an index on what stands under a `not`, and EXISTS out of IS NOT TRUE.
            case AllOf(parts):
                return _any([self.complement(part, rows) for part in _deepest_first(parts)])
            case AnyOf(parts):
                return _all([self.complement(part, rows) for part in _deepest_first(parts)])
            case Test():
                return self.test(node, rows, negative=True)
            case CountedRows():
                return self.counted_rows(node, rows, negative=True)
            case SomeRow():
                found = self.parents_reading(node, rows)
                if found is not None:
                    return self.on_reading(*found, negative=True)
                there = related(node.step, rows)
                condition = self.compile(node.part, there)
                return some_row(node.step, rows, there, condition, self.context, negative=True)

    def some_row(self, node: SomeRow, rows: Rows) -> _Condition:
        """Compile a relation to a semi-join, or to a test of the parent's own key."""
        found = self.parents_reading(node, rows)
        if found is not None:
            return self.on_reading(*found, negative=False)
        there = related(node.step, rows)
        return is_related(node.step, rows, there, self.compile(node.part, there), self.context)

    def counted_rows(self, node: CountedRows, rows: Rows, negative: bool = False) -> _Condition:
        """Compile a number of related rows, or its complement."""
        there = related_along(node.steps, rows)
        condition, count = self.compile(node.part, there[-1]), counted(node.op, node.operand)
        return so_many_rows(node.steps, rows, there, condition, count, self.context, negative)

    def parents_reading(self, node: SomeRow, rows: Rows) -> tuple[Reading, Test] | None:
        """Return the parent's column for a test of a key that stands on both sides of a relation."""
        if not isinstance(node.part, Test) or node.part.fractional or not node.part.found.steps:
            return None
        if node.part.found.part is not None:
            return None
        reading = parents_key(node.step, node.part.found.leaf, rows, self.context)
        return None if reading is None else (reading, node.part)

    def on_reading(self, reading: Reading, test: Test, negative: bool) -> _Condition:
        """Compile a test, or its complement, on a value that has been read."""
        if test.undeclared:
            reading = reading.as_database
        if negative:
            return complement(test.op, reading, test.operand, self.operators)
        return self.operators[test.op](reading, test.operand)

    def reading(self, node: Test, rows: Rows) -> Reading:
        """Read the field of a test: many conditions may be on one."""
        key = id(rows), node.found, node.type
        if key not in self.readings:
            self.readings[key] = rows, read(node.found, rows, self.context, node.type)
        return self.readings[key][1]

    def test(self, node: Test, rows: Rows, negative: bool = False) -> _Condition:
        """Compile a test, or its complement, on the row at hand."""
        if isinstance(node.found.leaf, Dynamic) and node.op == "isnull":
            stored = raw_present(node.found.leaf, rows)
            return is_not_true(stored) if negative else stored
        reading = self.reading(node, rows)
        if node.fractional:
            within = and_(SQL[node.op](reading, node.operand), is_fractional(reading.sql))
            return is_not_true(within) if negative else within
        return self.on_reading(reading, node, negative)


def _deepest_first(parts: tuple[Bound, ...]) -> list[Bound]:
    """Return the parts of a group in their order, but for deep groups, which come first.

    A parser has a stack: what stands before an open parenthesis waits there. SQLite's holds a hundred.
    """
    heights = [height_of(part) for part in parts]
    order = sorted(range(len(parts)), key=lambda index: -heights[index] if heights[index] >= _DEEP else 0)
    return [parts[index] for index in order]


def height_of(node: Bound) -> int:
    """Return how many groups stand in each other."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            return 1 + max(map(height_of, parts), default=0)
        case Complement(part):
            return height_of(part)
        case SomeRow() | CountedRows():
            return 1 + height_of(node.part)
        case Test():
            # What is computed in many steps is as a group.
            return 0 if node.found.part is None else _DEEP
        case Constant() | AsStored():
            return 0


def _all(conditions: list[_Condition]) -> _Condition:
    return and_(true(), *_in_runs(conditions, _all))


def _any(conditions: list[_Condition]) -> _Condition:
    return or_(false(), *_in_runs(conditions, _any))


def _in_runs(
    conditions: list[_Condition], join: Callable[[list[_Condition]], _Condition]
) -> list[_Condition]:
    """Return few conditions that mean the same: those of many are in parentheses, a run at a time."""
    if len(conditions) <= MOST_ARMS:
        return conditions
    size = max(MOST_ARMS, -(-len(conditions) // MOST_ARMS))
    runs = [conditions[first : first + size] for first in range(0, len(conditions), size)]
    return [together(join(run)) for run in runs]
