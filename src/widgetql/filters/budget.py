"""What the filters of one widget use up of the limits, counted over all of its documents together."""

from __future__ import annotations

from typing import Any, Final

from widgetql.errors import Code, Pointer, Problems
from widgetql.limits import Limits

# Parts of groups for each allowed condition: blanks and groups cost reading, too.
_NODES: Final = 5
# A tenth is no sum of halves: four hundred of them may be a trifle more than forty.
_TRIFLE: Final = 1e-6
_COSTS: Final = (
    "contains, startswith and endswith cost 1, a JSON key 4, regex 8, a negated to-many condition 15, any "
    "other that no index serves 0.25 on text, 0.1 else"
)


class Budget:
    """Counts conditions, values and their texts, searches and relations; each excess is noted once.

    `searches` is the cost of searching as `filters.cost` has it.
    """

    def __init__(self, limits: Limits, problems: Problems) -> None:
        self.limits: Final = limits
        self.problems: Final = problems
        self.conditions = 0
        self.nodes = 0
        self.values = 0
        self.characters = 0
        self.searches = 0.0
        self.steps = 0
        self._said: Final[set[str]] = set()

    def add(self, other: Budget) -> bool:
        """Count what another has counted; tell whether it fits: where it does not, nothing is counted."""
        limits = self.limits
        conditions, nodes = self.conditions + other.conditions, self.nodes + other.nodes
        values, characters = self.values + other.values, self.characters + other.characters
        searches, steps = self.searches + other.searches, self.steps + other.steps
        if (
            conditions > limits.max_conditions
            or nodes > limits.max_conditions * _NODES
            or values > limits.max_values
            or characters > limits.max_json_length
            or searches > limits.max_search_cost + _TRIFLE
            or steps > limits.max_relations
        ):
            return False
        self.conditions, self.nodes, self.values, self.characters = conditions, nodes, values, characters
        self.searches, self.steps = searches, steps
        return True

    def has_room(self, at: Pointer, *, blank: bool) -> bool:
        """Count one more part of a group; tell whether it is to be read."""
        limit = self.limits.max_conditions
        self.nodes += 1
        if (blank or self.conditions < limit) and self.nodes <= limit * _NODES and not self.problems.is_full:
            return True
        self._note("conditions", at, "too_many", f"more than {limit} conditions in the filters of one widget")
        return False

    def take(self, values: list[Any], at: Pointer) -> bool:
        """Count the operands of a condition; tell whether they are within the limits."""
        limits = self.limits
        self.values += len(values)
        if self.values > limits.max_values:
            message = f"more than {limits.max_values} values in the filters of one widget"
            self._note("values", at, "too_many", message)
            return False
        self.characters += sum(len(value) for value in values if isinstance(value, str))
        if self.characters > limits.max_json_length:
            message = f"texts of more than {limits.max_json_length} characters in the filters of one widget"
            self._note("characters", at, "too_long", message)
            return False
        return True

    def search(self, cost: float, at: Pointer) -> None:
        """Count what a condition costs to search for."""
        self.searches += cost
        limit = self.limits.max_search_cost
        if self.searches > limit + _TRIFLE:
            message = f"the filters of one widget cost more than {limit:g} points to search for: {_COSTS}"
            self._note("searches", at, "too_many", message)

    def step(self, number: int, at: Pointer) -> None:
        """Count steps through relations."""
        self.steps += number
        limit = self.limits.max_relations
        if self.steps > limit:
            self._note("steps", at, "too_many", f"more than {limit} steps through relations in one widget")

    def _note(self, what: str, at: Pointer, code: Code, message: str) -> None:
        if what not in self._said:
            self._said.add(what)
            self.problems.add(at, code, message)
