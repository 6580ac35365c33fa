"""Written tree -> bound tree: names become fields, operands values, paths relations. User errors end here."""

from __future__ import annotations

from typing import Any

from widgetql.dataset import Dataset, Found, Step, Use
from widgetql.documents import text_problem
from widgetql.errors import Pointer, Problems, shown
from widgetql.fields import ToMany
from widgetql.filters.ast import And, Condition, Filter, Not, Or, SameRow, conditions_of
from widgetql.filters.bound import AllOf, AnyOf, Bound, Complement, Constant, SomeRow
from widgetql.filters.operands import Operands
from widgetql.filters.parse import parse_filter
from widgetql.filters.vocabulary import OPERATORS
from widgetql.limits import Limits
from widgetql.relative_time import Clock
from widgetql.request import Request

_Steps = tuple[Step, ...]


def read_filter(source: Any, at: Pointer, request: Request) -> tuple[Filter, Bound]:
    """Return the written and the bound tree of a filter document, with everything wrong with it noted."""
    written = parse_filter(source, at, request.limits, request.problems)
    return written, bind_filter(written, request.dataset, request.clock, request.limits, request.problems)


def bind_filter(node: Filter, dataset: Dataset, clock: Clock, limits: Limits, problems: Problems) -> Bound:
    """Return the bound tree of a written filter.

    Where problems are noted the tree is not fit for use: the parts they are about are missing in it.
    """
    return _Binder(dataset, Operands(clock, limits, problems), problems).bind(node, ())


def find_field(
    path: str, use: Use, dataset: Dataset, limits: Limits, at: Pointer, problems: Problems
) -> Found | None:
    """Return what a path names, or None with the problem noted: it lists what has that use.

    A field that is hidden from filters and widgets is as one that is not there.
    """
    found = _visible(path, dataset)
    # A key of a JSON column is the author's own text, as what names nothing is.
    if (found is None or found.key is not None) and text_problem(path, at, limits.max_text_length, problems):
        return None
    if found is None:
        problems.add(at, "unknown_field", _no_field(path, dataset.names(use)))
    return found


def _visible(path: str, dataset: Dataset) -> Found | None:
    found = dataset.find(path)
    return None if found is None or found.is_hidden else found


def _no_field(path: str, names: list[str]) -> str:
    """Say why a path names nothing: of JSON only top-level keys, of a relation only its fields."""
    for name in names:
        column = name.removesuffix(".*")
        if column != name and path == column:
            return f"{shown(path)} is an object: name one of its keys, as {column}.key"
        if column != name and path.startswith(column + "."):
            return f"no field {shown(path)}: of {column} only the top-level keys can be named"
    inside = [name for name in names if name.startswith(path + ".")]
    if inside:
        return f"{shown(path)} is a relation: name one of its fields, as {', '.join(inside[:10])}"
    listed = ", ".join(names[:30]) + (", ..." if len(names) > 30 else "")
    return f"no field {shown(path)}" + (f"; one of {listed}" if names else "")


class _Binder:
    def __init__(self, dataset: Dataset, operands: Operands, problems: Problems) -> None:
        self.dataset = dataset
        self.operands = operands
        self.problems = problems

    def bind(self, node: Filter, row: _Steps) -> Bound:
        """Bind a node; `row` is the relation whose one row a surrounding `same_row` is about."""
        match node:
            case Condition():
                return self.condition(node, row)
            case And(parts):
                return AllOf(tuple(self.bind(part, row) for part in parts))
            case Or(parts):
                return AnyOf(tuple(self.bind(part, row) for part in parts))
            case Not(parts):
                return Complement(AnyOf(tuple(self.bind(part, row) for part in parts)))
            case SameRow():
                return self.same_row(node, row)

    def condition(self, node: Condition, row: _Steps) -> Bound:
        """Bind a comparison, and wrap it in the relations that its path goes through."""
        at = node.at / "field"
        found = find_field(node.field, "filter", self.dataset, self.operands.limits, at, self.problems)
        if found is None or not self.allows(found, node):
            return Constant(False)
        operator = OPERATORS[node.op]
        positive = operator.complement_of or node.op
        test = self.operands.test(found, positive, node.value, node.at / "value")
        if test is None:
            return Constant(False)
        asks_missing = node.op == "isnull" and node.value is True
        negative = operator.complement_of is not None or asks_missing
        return _through(found, row, test, negative, every_row=asks_missing)

    def allows(self, found: Found, node: Condition) -> bool:
        """Tell whether a field may be filtered by an operator."""
        if not found.leaf.filter:
            self.problems.add(node.at / "field", "not_filterable", f"{found.path} is for plots only")
            return False
        if node.op not in found.leaf.operators:
            allowed = ", ".join(op for op in OPERATORS if op in found.leaf.operators)
            message = f"{found.path} ({found.leaf.type}) does not take {node.op}; it takes {allowed}"
            self.problems.add(node.at / "op", "operator_not_allowed", message)
            return False
        return True

    def same_row(self, node: SameRow, row: _Steps) -> Bound:
        """Bind the parts to one row of the longest to-many relation that all their paths share."""
        conditions = conditions_of(node)
        paths = [_visible(condition.field, self.dataset) for condition in conditions]
        shared = shared_relation([found.steps for found in paths if found is not None])
        if len(shared) < len(row):
            shared = row
        if not shared:
            message = "the conditions of same_row must be about one to-many relation; these share none"
            # No conditions and unknown fields are problems of their own, and may be all that is wrong.
            if conditions and all(found is not None for found in paths):
                self.problems.add(node.at, "not_one_relation", message)
        bound: Bound = AllOf(tuple(self.bind(part, shared) for part in node.parts))
        for step in reversed(shared[len(row) :]):
            bound = SomeRow(step, bound)
        return bound


def shared_relation(paths: list[_Steps]) -> _Steps:
    """Return the longest prefix of steps that all paths share and that ends in a to-many relation.

    >>> shared_relation([])
    ()
    """
    if not paths:
        return ()
    shared = 0
    first = paths[0]
    for index, step in enumerate(first):
        if any(len(path) <= index or path[index] is not step for path in paths):
            break
        if isinstance(step.relation, ToMany):
            shared = index + 1
    return first[:shared]


def _through(found: Found, row: _Steps, test: Bound, negative: bool, every_row: bool) -> Bound:
    """Wrap a test in its relations.

    A to-many condition holds if some row satisfies it, so the complement is taken on the row (a missing
    to-one row counts as missing values); but a value is missing where no related row has one.
    """
    steps = found.steps[len(row) :]
    to_many = max(found.to_many - len(row), 0)
    bound = test
    for step in reversed(steps[to_many:]):
        bound = SomeRow(step, bound)
    if negative and not (every_row and to_many):
        bound = Complement(bound)
    for step in reversed(steps[:to_many]):
        bound = SomeRow(step, bound)
    return Complement(bound) if every_row and to_many else bound
