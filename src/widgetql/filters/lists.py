"""Comparisons with one value each, of one field, as the one list that they are together."""

from __future__ import annotations

from dataclasses import replace

from widgetql.filters.bound import Bound, Complement, SomeRow, Test, Window
from widgetql.filters.operands import united


def equality_in(bound: Bound) -> Test | None:
    """Return the `eq` that a bound `eq`, or a `neq` off to-many paths, comes to; None for anything else."""
    node = bound.part if isinstance(bound, Complement) else bound
    while isinstance(node, SomeRow):
        node = node.part
    return node if isinstance(node, Test) and node.may_be_listed else None


def listed(alike: list[Bound]) -> Bound:
    """Return an `in` that holds where some `eq` of a field does, or a `nin` where all `neq`s do."""
    if len(alike) == 1:
        return alike[0]
    tests = [test for one in alike if (test := equality_in(one)) is not None]
    windows = [test.operand for test in tests if isinstance(test.operand, Window)]
    values = united(windows) if windows else tuple(dict.fromkeys(test.operand for test in tests))
    undeclared = any(test.undeclared for test in tests)
    return _with(alike[0], replace(tests[0], op="in", operand=values, undeclared=undeclared))


def _with(bound: Bound, test: Test) -> Bound:
    match bound:
        case Complement(part) | SomeRow(part=part):
            return replace(bound, part=_with(part, test))
        case _:
            return test
