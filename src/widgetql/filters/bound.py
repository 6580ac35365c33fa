"""The bound tree: paths are fields, operands are values, every relation stands as its own node.

Only positive tests are left (false on a missing value); `neq`, `nin` and `isnull: true` are complements.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from widgetql.errors import Pointer
from widgetql.paths import Found, Step
from widgetql.types import DataType


def is_later(one: tuple[datetime | None, ...], other: tuple[datetime | None, ...]) -> bool:
    """Tell whether a bound lies after another, each as it is and as it is shown; None is no bound.

    Of two at one instant, as of `gt 12:00` and `gte 12:00:00.000001`, what is shown decides.
    """
    pairs = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine and theirs]
    return next((mine > theirs for mine, theirs in pairs if mine != theirs), False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Where a value is in a statement that is kept: its name there."""

    name: str


@dataclass(frozen=True, slots=True)
class Window:
    """The instants that a datetime test admits: `start` included, `end` excluded, None where open.

    `shown_start` and `shown_end` are the bounds as their author gave them: `lte now` admits `now` itself,
    so its `end` is a microsecond later.
    """

    start: datetime | None
    end: datetime | None
    shown_start: datetime | None
    shown_end: datetime | None
    at: Pointer

    @property
    def last(self) -> datetime | None:
        """The end; one that nothing stored is after is left out of the SQL, and is an end all the same."""
        return self.shown_end if self.end is None else self.end

    @property
    def is_empty(self) -> bool:
        """Whether no instant is inside."""
        return self.start is not None and self.last is not None and self.start >= self.last


@dataclass(frozen=True, slots=True)
class Test:
    """A positive test of one field on the row at hand; `type` is how its value is read.

    `undeclared` is for what the column's type does not tell of, and the database may have even so: other
    labels of a native enum, integers beyond 64 bits, on SQLite fractions among integers. `fractional` leaves
    the integers in a range of decimals out.
    """

    found: Found
    op: str
    operand: Any
    type: DataType
    undeclared: bool = False
    fractional: bool = False

    @property
    def may_be_listed(self) -> bool:
        """Tell whether this is an equality that may stand in a list of values, which are of one type."""
        return self.op == "eq" and not (self.undeclared and self.type is DataType.NUMERIC)


@dataclass(frozen=True, slots=True)
class SomeRow:
    """Holds if some row of a relation of the row at hand satisfies the part."""

    step: Step
    part: Bound


@dataclass(frozen=True, slots=True)
class CountedRows:
    """Holds if so many rows at the end of `steps`, but at least one, satisfy the part.

    `op` is `eq gte between in` or `nin`, the operand a number of rows, or a tuple of them; none is among
    them after `nin` only.
    """

    steps: tuple[Step, ...]
    part: Bound
    op: str
    operand: Any


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds if all parts hold."""

    parts: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds if some part holds."""

    parts: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Complement:
    """Holds where the part does not."""

    part: Bound


@dataclass(frozen=True, slots=True)
class Constant:
    """Holds for every record, or for none: what an operand beyond the column's range comes to."""

    holds: bool


@dataclass(frozen=True, slots=True)
class AsStored:
    """Holds as `test` where a database keeps more digits than are declared (SQLite), else as `declared`."""

    test: Test
    declared: Test | Constant


Bound: TypeAlias = AllOf | AnyOf | Complement | SomeRow | CountedRows | Test | Constant | AsStored

EVERY: Final = AllOf(())
"""Holds for every row."""
