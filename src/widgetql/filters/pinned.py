"""Filters with absolute instants: what a relative one meant at one moment, as JSON again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias, cast

from widgetql.dataset import Dataset
from widgetql.errors import Pointer, Problems
from widgetql.fields import reads_instants
from widgetql.filters.ast import AllRows, And, Condition, CountRows, Filter, Not, Or, SameRow
from widgetql.filters.bound import Window
from widgetql.filters.operands import Operands, is_date
from widgetql.filters.vocabulary import OPERATORS
from widgetql.limits import Limits
from widgetql.paths import Found
from widgetql.relative_time import RESOLUTION, Clock, format_instant

_JSON = dict[str, Any]
Mover: TypeAlias = Callable[[Window], Window]
"""Where a window of the timestamp is at another time."""


def condition(path: str, op: str, value: Any) -> _JSON:
    """Return a condition as JSON."""
    return {"field": path, "op": op, "value": value}


def group(operator: str, conditions: list[_JSON]) -> _JSON:
    """Return a group as JSON; an `and` or `or` of one is that one."""
    if len(conditions) == 1 and operator in ("and", "or"):
        return conditions[0]
    return {"operator": operator, "conditions": conditions}


def all_of(conditions: list[_JSON]) -> _JSON:
    """Return an `and` as JSON, with the parts of inner ones drawn up."""
    parts: list[_JSON] = []
    for one in conditions:
        parts.extend(one["conditions"] if one.get("operator") == "and" else [one])
    return {"operator": "and", "conditions": parts}


def beside(instant: datetime, step: timedelta) -> datetime | None:
    """Return the instant a step away; None beyond the calendar."""
    try:
        return instant + step
    except OverflowError:
        return None


def _value(node: Condition | CountRows) -> Any:
    """Return what a condition is written with; a list as a copy: that of a kept document is nobody's."""
    value: Any = node.value
    return [*value] if isinstance(value, list) else value


class Pinner:
    """Writes bound times back as conditions on a dataset's fields, by the operators that they allow."""

    def __init__(self, dataset: Dataset, clock: Clock, limits: Limits, problems: Problems) -> None:
        self.dataset: Final = dataset
        self.problems: Final = problems
        self.operands: Final = Operands(clock, limits, problems)

    def pinned(self, node: Filter, move: Mover | None = None) -> _JSON:
        """Return a written filter as JSON in which every time is an absolute instant.

        `move` gives each window of the dataset's timestamp another place.
        """
        match node:
            case And(parts):
                return all_of([self.pinned(part, move) for part in parts])
            case Or(parts):
                return group("or", [self.pinned(part, move) for part in parts])
            case Not(parts):
                return group("not", [self.pinned(part, move) for part in parts])
            case SameRow(parts):
                return group("same_row", [self.pinned(part) for part in parts])
            case AllRows(parts):
                return group("all_rows", [self.pinned(part) for part in parts])
            case CountRows(parts):
                counted = group("count_rows", [self.pinned(part) for part in parts])
                return {**counted, "op": node.op, "value": _value(node)}
            case Condition():
                is_moved = move is not None and node.field in self.dataset.timestamp_names
                return self._condition(node, move if is_moved else None)

    def _condition(self, node: Condition, move: Mover | None) -> _JSON:
        found = self.dataset.find(node.field)
        if node.part is not None:
            return {"field": node.field, "part": node.part, "op": node.op, "value": _value(node)}
        if found is None or not reads_instants(found.leaf) or node.op == "isnull":
            return condition(node.field, node.op, _value(node))
        given: Any = node.value
        operands = cast("list[Any]", cast("object", given)) if isinstance(given, list) else [given]
        if move is None and all(is_date(found.leaf, one) for one in operands):
            return condition(node.field, node.op, _value(node))
        positive = OPERATORS[node.op].complement_of or node.op
        windows = self.operands.windows(found, positive, node.value, node.at / "value") or ()
        parts = [self.within(found, window if move is None else move(window), node.at) for window in windows]
        admitted = group("or", parts)
        if positive != node.op:
            admitted = group("not", [admitted])
        # Of a to-many relation all of it must be about one row.
        simple = "field" in admitted or not found.to_many
        return admitted if simple else group("same_row", [admitted])

    def within(self, found: Found, window: Window, at: Pointer) -> _JSON:
        """Return the condition that a time is inside a half-open window."""
        path, allowed = found.path, found.leaf.operators
        start, end = window.start, window.end
        if start is not None and end is not None:
            if end - start == RESOLUTION and allowed & {"eq", "in"}:
                written = format_instant(start)
                one = condition(path, "eq", written)
                return one if "eq" in allowed else condition(path, "in", [written])
            if "between" in allowed and not {"gte", "lt"} <= allowed:
                last = beside(end, -RESOLUTION) or start
                return condition(path, "between", [format_instant(start), format_instant(last)])
        bounds: list[_JSON] = []
        if start is not None:
            bounds.append(self._bound(found, ("gte", start), ("gt", beside(start, -RESOLUTION)), at=at))
        if end is not None:
            bounds.append(self._bound(found, ("lt", end), ("lte", beside(end, -RESOLUTION)), at=at))
        if not bounds and "isnull" not in allowed:
            # Any time: none is before the first of the calendar.
            first = datetime.min.replace(tzinfo=UTC)
            return self._bound(found, ("gte", first), at=at)
        if not bounds:
            return group("not", [condition(path, "isnull", True)])
        return group("and", bounds)

    def _bound(self, found: Found, *sides: tuple[str, datetime | None], at: Pointer) -> _JSON:
        """Return the first comparison that the field takes; None is an instant before the calendar begins."""
        for op, instant in sides:
            if op in found.leaf.operators and instant is not None:
                return condition(found.path, op, format_instant(instant))
        self.refuse(at, f"{found.path} takes neither {' nor '.join(op for op, _ in sides)}")
        return all_of([])

    def refuse(self, at: Pointer, message: str) -> None:
        """Note that the dataset's operators cannot say what is meant."""
        self.problems.add(at, "cannot_drill", message)
