"""Written tree -> bound tree: names become fields, operands values, paths relations. User errors end here."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any, Final

from widgetql.dataset import Dataset, Use
from widgetql.documents import is_list, text_problem
from widgetql.errors import Pointer, Problems, shown
from widgetql.fields import ToMany, in_own_terms, reads_instants
from widgetql.filters.ast import (
    AllRows,
    And,
    Condition,
    CountRows,
    Filter,
    Group,
    Not,
    Or,
    Related,
    SameRow,
    conditions_of,
)
from widgetql.filters.bound import AnyOf, Bound, Complement, Constant, SomeRow, Test
from widgetql.filters.budget import Budget
from widgetql.filters.cost import NEGATED_TO_MANY, search_cost
from widgetql.filters.counting import every, so_many, some
from widgetql.filters.lists import equality_in, listed
from widgetql.filters.operands import Operands
from widgetql.filters.parse import parse_filter
from widgetql.filters.tighten import all_of
from widgetql.filters.vocabulary import OPERATORS, operators_of
from widgetql.limits import Limits
from widgetql.paths import Found, Step
from widgetql.relative_time import Clock, is_relative
from widgetql.request import Request
from widgetql.types import DataType

_Steps = tuple[Step, ...]


def read_filter(
    source: Any, at: Pointer, request: Request, budget: Budget | None = None
) -> tuple[Filter, Bound]:
    """Return the written and the bound tree of a filter document, with everything wrong with it noted.

    `budget` is that of the widget; without one the document is judged by itself.
    """
    budget = Budget(request.limits, request.problems) if budget is None else budget
    known = request.dataset.documents.read(source, (at, request.facts), lambda copy: _read(copy, at, request))
    if known is not None and budget.add(known.budget):
        return known.written, known.bound_at(request)
    written = parse_filter(source, at, request.limits, request.problems, budget)
    return written, bind_filter(
        written, request.dataset, request.clock, request.limits, request.problems, budget
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A document as it was read, with nothing wrong in it, and what it uses up of the limits.

    `bound` is None where times in it move with the clock: then `fixed` are its parts that do not, by their
    identity in the written tree, and its other conditions without their operand; None for other groups.
    """

    written: Filter
    bound: Bound | None
    fixed: dict[int, Bound | _Place | None]
    budget: Budget
    # Of the last moment that was asked for: all widgets of a dashboard have one.
    latest: list[tuple[Clock, Bound]] = field(default_factory=list[tuple[Clock, Bound]])

    def bound_at(self, request: Request) -> Bound:
        """Return the bound tree at the moment of a request."""
        if self.bound is not None:
            return self.bound
        for clock, bound in self.latest:
            if clock is request.clock:
                return bound
        problems = Problems()
        operands = Operands(request.clock, request.limits, problems)
        # It is counted already.
        uncounted = Budget(request.limits, problems)
        found = _Binder(request.dataset, operands, problems, uncounted, self.fixed).bind(self.written, ())
        request.problems.extend(problems)
        if not problems:
            self.latest[:] = [(request.clock, found)]
        return found


def _read(source: Any, at: Pointer, request: Request) -> _Read | None:
    """Return what is kept of a document; None where something is wrong with it."""
    limits, problems = request.limits, Problems()
    budget, fixed = Budget(limits, problems), dict[int, Bound | _Place | None]()
    written = parse_filter(source, at, limits, problems, budget)
    operands = Operands(request.clock, limits, problems)
    bound = _Binder(request.dataset, operands, problems, budget, fixed).bind(written, ())
    if problems:
        return None
    moves = any(isinstance(one, _Place) for one in fixed.values())
    return _Read(written, None if moves else bound, fixed if moves else {}, budget)


def _moves(condition: Condition) -> bool:
    """Tell whether a condition on times says one that moves with the clock."""
    value = condition.value
    return any(map(is_relative, value)) if is_list(value) else is_relative(value)


def bind_filter(
    node: Filter,
    dataset: Dataset,
    clock: Clock,
    limits: Limits,
    problems: Problems,
    budget: Budget | None = None,
) -> Bound:
    """Return the bound tree of a written filter.

    Where problems are noted the tree is not fit for use: the parts they are about are missing in it.
    """
    budget = Budget(limits, problems) if budget is None else budget
    return _Binder(dataset, Operands(clock, limits, problems), problems, budget).bind(node, ())


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
    """Binds the parts of a filter; those that are `fixed` were bound before, or are noted there."""

    def __init__(
        self,
        dataset: Dataset,
        operands: Operands,
        problems: Problems,
        budget: Budget,
        fixed: dict[int, Bound | _Place | None] | None = None,
    ) -> None:
        self.dataset: Final = dataset
        self.operands: Final = operands
        self.problems: Final = problems
        self.budget: Final = budget
        self.fixed: Final = fixed

    def bind(self, node: Filter, row: _Steps, negated: bool = False) -> Bound:
        """Bind a node; `row` is the relation whose row a surrounding group of related rows is about.

        `negated` says that an odd number of `not`s is around it, such groups aside.
        """
        if isinstance(node, Condition):
            return self.condition(node, row, negated)
        if self.fixed is None:
            return self._group(node, row, negated)
        known = self.fixed.get(id(node))
        if known is not None:
            assert not isinstance(known, _Place)
            return known
        found = self._group(node, row, negated)
        if id(node) not in self.fixed:
            moves = any(isinstance(self.fixed.get(id(one)), _Place) for one in conditions_of(node))
            self.fixed[id(node)] = None if moves else found
        return found

    def _group(self, node: Group, row: _Steps, negated: bool) -> Bound:
        match node:
            case And(parts):
                return all_of(self.parts(parts, row, negated, "neq"))
            case Or(parts):
                return AnyOf(self.parts(parts, row, negated, "eq"))
            case Not(parts):
                return Complement(AnyOf(self.parts(parts, row, not negated, "eq")))
            case SameRow() | CountRows() | AllRows():
                return self.related(node, row, negated)

    def parts(self, nodes: tuple[Filter, ...], row: _Steps, negated: bool, alike: str) -> tuple[Bound, ...]:
        """Bind the parts of a group; those with the operator `alike` on one field are one list."""
        lists: dict[Any, list[Bound]] = {}
        for index, node in enumerate(nodes):
            if not isinstance(node, Condition) or node.op != alike:
                lists[index] = [self.bind(node, row, negated)]
                continue
            part = self.condition(node, row, negated, lists)
            test = equality_in(part)
            key = index if test is None else (test.found.path, test.type)
            lists.setdefault(key, []).append(part)
        return tuple(map(listed, lists.values()))

    def condition(self, node: Condition, row: _Steps, negated: bool, lists: Container[Any] = ()) -> Bound:
        """Bind a comparison, and wrap it in the relations that its path goes through.

        It costs nothing where it joins one of the `lists`, each of a path and a type.
        """
        known = None if self.fixed is None else self.fixed.get(id(node))
        if known is None:
            return self._condition(node, row, negated, lists)
        if not isinstance(known, _Place):
            return known
        test = self.operands.test(known.found, known.op, node.value, node.at / "value")
        return Constant(False) if test is None else known.around(test)

    def _condition(self, node: Condition, row: _Steps, negated: bool, lists: Container[Any]) -> Bound:
        at = node.at / "field"
        found = find_field(node.field, "filter", self.dataset, self.operands.limits, at, self.problems)
        if found is None or not self.allows(found, node):
            return Constant(False)
        # What is missing has no part.
        if node.part is not None and node.op != "isnull":
            found = found.part_of_time(node.part)
        operator = OPERATORS[node.op]
        positive = operator.complement_of or node.op
        test = self.operands.test(found, positive, node.value, node.at / "value")
        if test is None:
            return Constant(False)
        asks_missing = node.op == "isnull" and node.value is True
        negative = operator.complement_of is not None or asks_missing
        place = _Place(found, positive, row, negative, asks_missing)
        bound = place.around(test)
        if self.fixed is not None:
            moves = found.leaf.type is DataType.DATETIME and _moves(node)
            self.fixed[id(node)] = place if moves else bound
        equality = equality_in(bound)
        if equality is None or (found.path, equality.type) not in lists:
            self.charge(node, found, test, row, negated or negative)
        return bound

    def charge(self, node: Condition, found: Found, test: Bound, row: _Steps, negated: bool) -> None:
        """Count what a condition costs; what no value can satisfy costs nothing."""
        if isinstance(test, Constant):
            return
        if found.steps:
            self.budget.step(len(found.steps) - len(row), node.at)
        cost = search_cost(
            found, node.op, test.type if isinstance(test, Test) else found.leaf.type, negated=negated,
            related=found.to_many > len(row), indexed=found.path in self.dataset.indexed,
        )  # fmt: skip
        if cost:
            self.budget.search(cost, node.at)

    def allows(self, found: Found, node: Condition) -> bool:
        """Tell whether a field may be filtered by an operator."""
        if not found.leaf.filter:
            self.problems.add(node.at / "field", "not_filterable", f"{found.path} is for plots only")
            return False
        if node.part is not None:
            return self.allows_part(found, node)
        if node.op not in found.leaf.operators:
            allowed = ", ".join(op for op in OPERATORS if op in found.leaf.operators)
            message = f"{found.path} ({found.leaf.type}) does not take {node.op}; it takes {allowed}"
            message = in_own_terms(found.leaf, message) or message
            self.problems.add(node.at / "op", "operator_not_allowed", message)
            return False
        return True

    def allows_part(self, found: Found, node: Condition) -> bool:
        """Tell whether a part of a field's times may be filtered by an operator, of those of a number."""
        if not reads_instants(found.leaf):
            message = f"{found.path} ({found.leaf.type}) has no {node.part}: only times have parts"
            message = in_own_terms(found.leaf, f"{found.path} has no {node.part}") or message
            self.problems.add(node.at / "part", "part_not_allowed", message)
            return False
        operators = operators_of(DataType.NUMERIC)
        if node.op not in operators:
            allowed = ", ".join(op for op in OPERATORS if op in operators)
            message = f"{node.part} of {found.path} does not take {node.op}; it takes {allowed}"
            self.problems.add(node.at / "op", "operator_not_allowed", message)
            return False
        return True

    def related(self, node: Related, row: _Steps, negated: bool) -> Bound:
        """Bind a group about rows of the longest to-many relation that all its paths share."""
        shared = self.relation_of(node, row)
        deeper = shared[len(row) :]
        if deeper:
            self.budget.step(len(deeper), node.at)
        # Where no row may fail, an index finds none that does.
        inside = isinstance(node, AllRows) if deeper else negated
        bound: Bound = all_of(self.parts(node.parts, shared, inside, "neq"))
        match node:
            case SameRow():
                found, is_negative = some(deeper, bound), negated
            case CountRows():
                found = so_many(deeper, bound, node.op, node.value)
                is_negative = isinstance(found, Complement) is not negated and not isinstance(found, Constant)
            case AllRows():
                found, is_negative = every(deeper, bound), True
        if deeper and is_negative:
            self.budget.search(NEGATED_TO_MANY, node.at)
        return found

    def relation_of(self, node: Related, row: _Steps) -> _Steps:
        """Return the steps to the rows that a group is about; a problem is noted where there are none."""
        conditions = conditions_of(node)
        paths = [_visible(condition.field, self.dataset) for condition in conditions]
        shared = shared_relation([found.steps for found in paths if found is not None])
        if len(shared) < len(row):
            shared = row
        # No conditions and unknown fields are problems of their own, and may be all that is wrong.
        if not shared and conditions and all(found is not None for found in paths):
            name = {SameRow: "same_row", CountRows: "count_rows", AllRows: "all_rows"}[type(node)]
            message = f"the conditions of {name} must be about one to-many relation; these share none"
            self.problems.add(node.at, "not_one_relation", message)
        return shared


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


@dataclass(frozen=True, slots=True)
class _Place:
    """A condition without its operand: the field, the positive operator, and what stands around the test."""

    found: Found
    op: str
    row: _Steps
    negative: bool
    every_row: bool

    def around(self, test: Bound) -> Bound:
        """Wrap a test in its relations.

        A to-many condition holds if some row satisfies it, so the complement is taken on the row (a missing
        to-one row counts as missing values); but a value is missing where no related row has one.
        """
        found, row = self.found, self.row
        steps = found.steps[len(row) :]
        to_many = max(found.to_many - len(row), 0)
        bound = test
        for step in reversed(steps[to_many:]):
            bound = SomeRow(step, bound)
        if self.negative and not (self.every_row and to_many):
            bound = Complement(bound)
        for step in reversed(steps[:to_many]):
            bound = SomeRow(step, bound)
        return Complement(bound) if self.every_row and to_many else bound
