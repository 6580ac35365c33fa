"""Dynamic types: the kind and the name of a metric, by one lookup before anything is bound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select

from widgetql.columns import Context, read
from widgetql.dataset import Dataset
from widgetql.errors import Pointer, Problems, shown
from widgetql.execution import Runner
from widgetql.fields import Dynamic, Kind
from widgetql.filters.bound import AnyOf, Bound, Parameter, Test
from widgetql.filters.operands import Operands
from widgetql.filters.operators import SQL
from widgetql.paths import Found, chooser_path
from widgetql.request import Request
from widgetql.rows import Rows
from widgetql.scoped import Scope, Shaped
from widgetql.sql.readable import readable

_METRIC: Final = Parameter("metric")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A metric as its table has it; `operand` is its id, fitted to the column of the chooser."""

    value: Any
    operand: Any
    kind: Kind
    name: str | None


def chooser_of(dynamic: Found, dataset: Dataset) -> Found:
    """Return the field that a widget's `metric` is compared with."""
    return dataset.paths[chooser_path(dynamic)]


def look_up(
    runner: Runner | None, value: Any, dynamic: Found, request: Request, at: Pointer
) -> Chosen | None:
    """Return the metric's kind and name; None, with the problem noted, where there is none.

    A metric outside the host's scope reads as one that does not exist.
    """
    leaf, dataset, problems = dynamic.leaf, request.dataset, request.problems
    assert isinstance(leaf, Dynamic)
    test = _compared(chooser_of(dynamic, dataset), value, request, at)
    if test is None:
        return None
    if runner is None:
        message = f"the type of {dynamic.path} depends on its metric: validate it with a connection"
        problems.add(at, "connection_required", message)
        return None
    # An id that does not even fit its column is no metric's.
    operand = _id(test, value) if isinstance(test, Test | AnyOf) else None
    found = None if operand is None else _known(runner, operand, dynamic, request)
    if found is None:
        problems.add(at, "unknown_metric", f"there is no metric {shown(value)}")
        return None
    kind = leaf.kinds.get(found.kind)
    if kind is None:
        known = ", ".join(map(str, leaf.kinds))
        message = f"metric {shown(value)} is {shown(found.kind)}, which is none of {known}"
        problems.add(at, "unknown_kind", message)
        return None
    # An empty text names nothing: what is shown then is the field's own name.
    name = None if leaf.name is None or found.name is None else str(found.name) or None
    return Chosen(value, operand, kind, name)


def _compared(chooser: Found, value: Any, request: Request, at: Pointer) -> Bound | None:
    """Return the test of the chooser; the problems of one that is hidden do not name it."""
    found = Problems()
    test = Operands(request.clock, request.limits, found).test(chooser, "eq", value, at)
    for problem in found:
        message = problem.message.replace(chooser.path, chooser.told("the metric"))
        request.problems.add(at, problem.code, message)
    return test


def _id(test: Test | AnyOf, value: Any) -> Any:
    """Return the id as its column has it, None where it has none: a decimal, not all that is shown as it."""
    if isinstance(test, AnyOf) or test.op != "eq":
        return Decimal(value if isinstance(value, int) else str(value))
    return None if test.undeclared else test.operand


def _known(runner: Runner, operand: Any, dynamic: Found, request: Request) -> Any:
    """Return the metric's row, read once for all widgets of a dashboard."""
    # 1 and True are one key of a dict.
    key = (request.dataset, dynamic.path, type(operand).__name__, operand)
    return runner.once(key, lambda: _row(runner, operand, dynamic, request))


def _row(runner: Runner, operand: Any, dynamic: Found, request: Request) -> Any:
    """Read the metric's row, as far as the host's scope shows it."""
    leaf, dataset = dynamic.leaf, request.dataset
    assert isinstance(leaf, Dynamic)
    scope = Scope(request.context.scope)
    # By its type: 1 and True are one key.
    key = (_row, runner.dialect, dynamic.path, type(operand).__name__)

    def build() -> Any:
        context = replace(request.context, scope=scope.placed())
        return _lookup(leaf, chooser_of(dynamic, dataset), dataset, context)

    try:
        statement = dataset.kept.get((*key, request.clock.calendar, scope.key()), build)
    except Shaped:
        statement = build()
    return next(iter(runner.rows(statement, {**scope.values, _METRIC.name: operand})), None)


def _lookup(leaf: Dynamic, chooser: Found, dataset: Dataset, context: Context) -> Any:
    """Return the statement that reads the row of a metric."""
    owner = chooser.steps[-1].relation if chooser.steps else dataset
    rows = Rows(owner.table, owner.table, owner.criterion)
    columns = [rows.of(leaf.kind).label("kind")]
    if leaf.name is not None:
        columns.append(readable(rows.of(leaf.name)).label("name"))
    is_it = SQL["eq"](read(chooser, rows, context), _METRIC)
    return select(*columns).select_from(owner.table).where(is_it, *context.guard(rows)).limit(1)
