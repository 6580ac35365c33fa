"""The written tree: a filter as its author nested it, checked for form only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from widgetql.errors import Pointer


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison; `value` is still the JSON operand. It may be of a `part` of the field's times."""

    field: str
    op: str
    value: Any
    at: Pointer
    part: str | None = None


@dataclass(frozen=True, slots=True)
class And:
    """Holds if all parts hold; without parts it holds for everything."""

    parts: tuple[Filter, ...]
    at: Pointer


@dataclass(frozen=True, slots=True)
class Or:
    """Holds if one part holds."""

    parts: tuple[Filter, ...]
    at: Pointer


@dataclass(frozen=True, slots=True)
class Not:
    """Holds if none of its parts holds."""

    parts: tuple[Filter, ...]
    at: Pointer


@dataclass(frozen=True, slots=True)
class SameRow:
    """Holds if one related row satisfies all parts."""

    parts: tuple[Filter, ...]
    at: Pointer


@dataclass(frozen=True, slots=True)
class CountRows:
    """Holds if so many related rows satisfy all parts; `value` is still the JSON operand of `op`."""

    parts: tuple[Filter, ...]
    at: Pointer
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class AllRows:
    """Holds if there are related rows, and each satisfies all parts."""

    parts: tuple[Filter, ...]
    at: Pointer


Related: TypeAlias = SameRow | CountRows | AllRows
"""A group about the rows of one to-many relation."""

Group: TypeAlias = And | Or | Not | Related

Filter: TypeAlias = Group | Condition


def conditions_of(node: Filter) -> list[Condition]:
    """Return every condition of a tree, in reading order."""
    found: list[Condition] = []
    waiting: list[Filter] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Condition):
            found.append(node)
        else:
            waiting.extend(reversed(node.parts))
    return found
