"""Values apart from structure: a scan with a parameter where each of its values is.

Two requests of one structure are equal when they are placed: a statement is kept by it, and holds no value.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from widgetql.columns import Context
from widgetql.errors import Pointer
from widgetql.filters.bound import (
    AllOf,
    AnyOf,
    AsStored,
    Bound,
    Complement,
    Constant,
    CountedRows,
    Parameter,
    SomeRow,
    Test,
    Window,
)
from widgetql.filters.vocabulary import OPERATORS, Operand
from widgetql.plan.query import Binned, Query, Scan, Where
from widgetql.scoped import Scope, Shaped

START: Final = Parameter("start")
END: Final = Parameter("end")
METRIC: Final = "metric"
# Of a list of more dates each has a window of its own: what is kept would be larger than all else.
_MOST_WINDOWS: Final = 32
_NOWHERE: Final = Pointer("")


@dataclass(frozen=True, slots=True)
class Placed:
    """A scan as its SQL sees it: parameters, of which `values` has what they stand for.

    `key` is the structure that a statement is kept by; None where values stand in the SQL as well. Texts that
    shape it `are_in_key`.
    """

    scan: Scan
    scope: Scope
    filter: Bound
    metric: Any
    start: Parameter | None
    end: Parameter | None
    values: Mapping[str, Any]
    key: Hashable
    are_in_key: bool = False


def placed(scan: Scan, context: Context) -> Placed:
    """Return a scan with parameters for its values, and for those of the host's scope.

    Raises `ValueError` for a parameter of the host's that has no value.
    """
    scope = Scope(context.scope)
    first, last = scan.range.bounds
    values = {**scope.values, **{one: at for one, at in (("start", first), ("end", last)) if at is not None}}
    start, end = None if first is None else START, None if last is None else END
    chosen = None if scan.chosen is None else scan.chosen.operand
    try:
        parameters = _Parameters()
        node, metric = parameters.placed(scan.filter), parameters.metric(chosen)
        # Of two equal zones one may be a host's own.
        key = (scope.key(), node, metric, start, end, context.zone, type(context.zone))
    except Shaped:
        return Placed(scan, scope, scan.filter, chosen, start, end, values, None)
    return Placed(
        scan, scope, node, metric, start, end, values | parameters.values, key, parameters.leaves_texts
    )


def placed_bins(bins: Binned, prefix: str) -> tuple[Binned, dict[str, Any]]:
    """Return bins with a parameter for each edge, and their values."""
    parameters = _Parameters(prefix)
    below: Any = tuple(map(parameters.placed, bins.below))
    return Binned(bins.of, below), parameters.values


def placed_measures(query: Query) -> tuple[Query, dict[str, Any]]:
    """Return a query with a parameter for each value of its measures' conditions, and their values.

    Where the SQL of a condition depends on its values it stays as it is.
    """
    values: dict[str, Any] = {}
    known: dict[Where, Where] = {}
    for one in query.measures:
        if one.where is not None and one.where not in known:
            known[one.where] = _placed_where(one.where, f"w{len(known)}_", values)
    if not known:
        return query, values
    measures = (one if one.where is None else replace(one, where=known[one.where]) for one in query.measures)
    return replace(query, measures=tuple(measures)), values


def _placed_where(where: Where, prefix: str, values: dict[str, Any]) -> Where:
    parameters = _Parameters(prefix)
    try:
        found = Where(parameters.placed(where.filter), parameters.operand(where.metric), is_placed=True)
    except Shaped:
        return where
    if parameters.leaves_texts:
        return where
    values.update(parameters.values)
    return found


class _Parameters:
    """Names values, in the order in which a filter is read."""

    def __init__(self, prefix: str = "v") -> None:
        self.values: Final[dict[str, Any]] = {}
        # Texts that shape the SQL stay where they are.
        self.leaves_texts = False
        self._prefix: Final = prefix

    def placed(self, node: Bound) -> Bound:
        """Return a tree with a parameter for each value. Raises `Shaped` where the SQL depends on them."""
        match node:
            case Test():
                return self._test(node)
            case AllOf(parts):
                return AllOf(tuple(map(self.placed, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(self.placed, parts)))
            case SomeRow(step, part):
                return SomeRow(step, self.placed(part))
            case CountedRows(part=part, op=op, operand=operand):
                return replace(node, part=self.placed(part), operand=self._count(op, operand))
            case Complement(part):
                return Complement(self.placed(part))
            case AsStored(test, declared):
                found = declared if isinstance(declared, Constant) else self._test(declared)
                return AsStored(self._test(test), found)
            case Constant():
                return node

    def metric(self, operand: Any) -> Any:
        """Return the parameter of a metric; None where there is none."""
        if operand is None or isinstance(operand, Window):
            return None if operand is None else self._window(operand)
        self.values[METRIC] = operand
        return Parameter(METRIC)

    def operand(self, operand: Any) -> Any:
        """Return a parameter, or the window of parameters, for a single value; None where there is none."""
        if operand is None or isinstance(operand, Window):
            return None if operand is None else self._window(operand)
        return self._parameter(operand)

    def _test(self, test: Test) -> Test:
        # As `replace` does in five times the time.
        return Test(test.found, test.op, self._operand(test), test.type, test.undeclared, test.fractional)

    def _operand(self, test: Test) -> Any:
        operand: Any = test.operand
        if isinstance(operand, Window):
            return self._window(operand)
        operator = OPERATORS[test.op]
        if operator.operand is Operand.FLAG:
            return operand
        if not operator.parameter:
            if not isinstance(operand, str):
                raise Shaped
            self.leaves_texts = True
            return operand
        match operator.operand:
            case Operand.PAIR:
                return tuple(map(self._parameter, operand))
            case Operand.LIST if all(isinstance(one, Window) for one in operand):
                if len(operand) > _MOST_WINDOWS:
                    raise Shaped
                return tuple(map(self._window, operand))
            case Operand.LIST:
                return self._parameter(list(operand))
            case _:
                return self._parameter(operand)

    def _count(self, op: str, operand: Any) -> Any:
        if op == "between":
            return tuple(map(self._parameter, operand))
        return self._parameter(list(operand) if op in ("in", "nin") else operand)

    def _window(self, window: Window) -> Window:
        ends: Any = (None if one is None else self._parameter(one) for one in (window.start, window.end))
        start, end = ends
        return Window(start, end, None, None, _NOWHERE)

    def _parameter(self, value: Any) -> Parameter:
        found = Parameter(f"{self._prefix}{len(self.values)}")
        self.values[found.name] = value
        return found
