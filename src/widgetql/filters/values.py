"""Conditions on a field's value as JSON, by whichever of its operators a host left it."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any, Final

from widgetql.errors import Pointer, shown
from widgetql.fields import Dynamic, reads_instants
from widgetql.filters.bound import Window
from widgetql.filters.operands import is_date
from widgetql.filters.pinned import Pinner, all_of, beside, condition, group
from widgetql.paths import Found
from widgetql.relative_time import RESOLUTION, Clock, Instant, InvalidTime, format_instant, read_time
from widgetql.types import DataType

_JSON = dict[str, Any]
# Two tests of which one holds for every value of the type, and none for a missing one.
_EITHER: Final = (("gte", "lt"), ("gt", "lte"))


class Values:
    """Says "is this value", "is none of these", "is missing", "is present" for a field."""

    def __init__(self, pinner: Pinner, clock: Clock) -> None:
        self.pinner: Final = pinner
        self.clock: Final = clock

    def equals(self, found: Found, value: Any, at: Pointer, types: Set[DataType] | None = None) -> _JSON:
        """Hold for a value as the answer has it; null is a missing one."""
        if value is None:
            return self.missing(found, {found.leaf.type} if types is None else types, at)
        if reads_instants(found.leaf) and not is_date(found.leaf, value):
            moment = self.moment(value, at)
            if moment is None:
                return all_of([])
            window = Window(moment, beside(moment, RESOLUTION), moment, moment, at)
            return self.pinner.within(found, window, at)
        for op, operand in (("eq", value), ("in", [value]), ("between", [value, value])):
            if op in found.leaf.operators:
                return condition(found.path, op, operand)
        if is_date(found.leaf, value) and {"gte", "lte"} <= found.leaf.operators:
            return group("and", [condition(found.path, op, value) for op in ("gte", "lte")])
        return self._refused(found, "one value", at)

    def none_of(self, found: Found, values: list[Any], at: Pointer) -> list[_JSON]:
        """Hold for all but some values: one condition or none; null is for the caller to exclude."""
        present = [value for value in values if value is not None]
        if not present:
            # An empty list has no type, and an empty group no meaning among a related row's conditions.
            return []
        by_value = not reads_instants(found.leaf) or all(is_date(found.leaf, one) for one in present)
        if by_value and "nin" in found.leaf.operators:
            return [condition(found.path, "nin", present)]
        if by_value and "in" in found.leaf.operators:
            return [group("not", [condition(found.path, "in", present)])]
        return [group("not", [self.equals(found, value, at) for value in present])]

    def missing(self, found: Found, types: Set[DataType], at: Pointer) -> _JSON:
        """Hold where there is no value."""
        if "isnull" in found.leaf.operators and not isinstance(found.leaf, Dynamic):
            return condition(found.path, "isnull", True)
        return group("not", [self.present(found, types, at)])

    def present(self, found: Found, types: Set[DataType], at: Pointer) -> _JSON:
        """Hold where there is a value of one of the types.

        `isnull` of a dynamic field asks for what is stored, which need not be a value of the metric's type.
        """
        if "isnull" in found.leaf.operators and not isinstance(found.leaf, Dynamic):
            return condition(found.path, "isnull", False)
        parts = [part for one in sorted(types) for part in self._some(found, one)]
        return group("or", parts) if parts else self._refused(found, "any value", at)

    def _some(self, found: Found, data_type: DataType) -> list[_JSON]:
        path, allowed = found.path, found.leaf.operators
        if data_type is DataType.BOOLEAN:
            if "in" in allowed:
                return [condition(path, "in", [True, False])]
            return [condition(path, "eq", value) for value in (True, False)] if "eq" in allowed else []
        if data_type is DataType.STRING:
            for op in ("contains", "startswith", "endswith"):
                if op in allowed:
                    return [condition(path, op, "")]
            return []
        middle: Any = 0 if data_type is DataType.NUMERIC else format_instant(self.clock.now)
        for low, high in _EITHER:
            if low in allowed and high in allowed:
                return [condition(path, low, middle), condition(path, high, middle)]
        return []

    def moment(self, value: Any, at: Pointer) -> datetime | None:
        """Return an instant as the answer has it; None, with the problem noted, for anything else."""
        try:
            moment = read_time(value, self.clock) if isinstance(value, str) else None
        except InvalidTime:
            moment = None
        # An answer's instants are absolute; a phrase would mean another moment each time.
        if isinstance(moment, Instant) and not value.startswith(("now", "today")):
            return moment.at
        self.pinner.problems.add(at, "invalid_time", f"expected an instant of the answer, got {shown(value)}")
        return None

    def _refused(self, found: Found, what: str, at: Pointer) -> _JSON:
        self.pinner.refuse(at, f"the operators of {found.path} cannot ask for {what}")
        return condition(found.path, "isnull", False)
