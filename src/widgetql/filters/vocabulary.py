"""The operators by name: what each needs of a type, and what its operand looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from types import MappingProxyType
from typing import Final

from widgetql.types import TRAITS, DataType, Trait


class Operand(StrEnum):
    """The form of an operator's value."""

    ONE = "one value"
    LIST = "a list of values"
    PAIR = "a list of two values, low and high"
    FLAG = "true or false"
    PATTERN = "a regular expression"


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator; `complement_of` names the one it negates, so that only positive tests reach SQL.

    `takes` is the type of its operands where that is not its field's own; `cost` what a search for it costs
    on any field (filters/cost.py), `indexed` that an index finds what it holds for; `parameter` that its
    values are parameters of one statement, whatever they are: those of others shape the SQL.
    """

    name: str
    operand: Operand
    needs: Trait | None
    meaning: str
    complement_of: str | None = None
    takes: DataType | None = None
    cost: float | None = None
    indexed: bool = False
    parameter: bool = False


def _table(*rows: Operator) -> Mapping[str, Operator]:
    return MappingProxyType({row.name: row for row in rows})


# What is compared as it is stored.
_compared = partial(Operator, indexed=True, parameter=True)
_part = partial(Operator, cost=1)

OPERATORS: Final = _table(
    _compared("eq", Operand.ONE, Trait.EQUATABLE, "equals; of a period: inside it"),
    Operator("neq", Operand.ONE, Trait.EQUATABLE, "does not equal; holds on a missing value", "eq"),
    _compared("gt", Operand.ONE, Trait.ORDERED, "is greater than; of a period: after its end"),
    _compared("gte", Operand.ONE, Trait.ORDERED, "is at least; of a period: from its start"),
    _compared("lt", Operand.ONE, Trait.ORDERED, "is less than; of a period: before its start"),
    _compared("lte", Operand.ONE, Trait.ORDERED, "is at most; of a period: through its end"),
    _part("contains", Operand.ONE, Trait.TEXT, "has the text in it, whatever the case"),
    _part("startswith", Operand.ONE, Trait.TEXT, "begins with the text, whatever the case"),
    _part("endswith", Operand.ONE, Trait.TEXT, "ends with the text, whatever the case"),
    _compared("in", Operand.LIST, Trait.EQUATABLE, "equals one of the list"),
    Operator("nin", Operand.LIST, Trait.EQUATABLE, "equals none of the list; holds on a missing value", "in"),
    _compared("between", Operand.PAIR, Trait.ORDERED, "is within the two, both included"),
    Operator("isnull", Operand.FLAG, None, "is missing (true) or present (false)"),
    Operator("regex", Operand.PATTERN, Trait.TEXT, "has a match of the pattern, case-sensitive", cost=8),
)

GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "and": "all conditions hold",
        "or": "at least one condition holds",
        "not": "none of the conditions holds",
        "same_row": "all conditions hold for the same related row",
        "count_rows": "so many related rows, as `op` and `value` say, satisfy all conditions",
        "all_rows": "there are related rows, and all conditions hold for each",
    }
)
COUNTED: Final = ("eq", "neq", "gt", "gte", "lt", "lte", "between", "in")
"""The operators that a number of related rows takes."""


@cache
def operators_of(data_type: DataType) -> frozenset[str]:
    """Return the operators that a type takes.

    >>> sorted(operators_of(DataType.BOOLEAN))
    ['eq', 'in', 'isnull', 'neq', 'nin']
    """
    traits = TRAITS[data_type]
    return frozenset(op.name for op in OPERATORS.values() if op.needs is None or op.needs in traits)
