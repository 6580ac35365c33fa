"""JSON -> the written tree. Form and size only: whether a field exists is the binder's business."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeGuard

from widgetql.clocks import PARTS
from widgetql.documents import is_list, is_object, read_document, unknown_keys
from widgetql.errors import Code, Pointer, Problems, shown, unparsed
from widgetql.filters.ast import AllRows, And, Condition, CountRows, Filter, Not, Or, SameRow
from widgetql.filters.budget import Budget
from widgetql.filters.vocabulary import COUNTED, GROUPS, OPERATORS, Operand
from widgetql.limits import Limits
from widgetql.types import DataType, type_of_operand

# The types of values that are neither, as JSON is read.
_SCALARS: Final = frozenset({str, int, float, bool})
_GROUP: Final[Mapping[str, Callable[[tuple[Filter, ...], Pointer], Filter]]] = MappingProxyType(
    {"and": And, "or": Or, "not": Not, "same_row": SameRow, "all_rows": AllRows}
)
_COUNT: Final = "count_rows"
_GROUP_KEYS: Final = frozenset({"operator", "conditions"})
_COUNT_KEYS: Final = _GROUP_KEYS | {"op", "value"}
_CONDITION_KEYS: Final = frozenset({"field", "part", "op", "value"})
_HINTS: Final[Mapping[str, str]] = MappingProxyType(
    {"metric": "a metric is named by a condition of its own, beside this one in a group `same_row`"}
)
_FOREIGN: Final = frozenset(
    {"and", "or", "not", "nor", "any", "all", "combinator", "rules", "filters", "clauses"}
)
# What a filter looks like, for those who wrote another language's.
_SHAPES: Final = (
    'a condition {"field": ..., "op": ..., "value": ...} or a group {"operator": "and", "conditions": [...]}'
)


def parse_filter(
    source: Any, at: Pointer, limits: Limits, problems: Problems, budget: Budget | None = None
) -> Filter:
    """Return the written tree of a filter document, with everything wrong with its form noted.

    `budget` is that of the widget; without one the document is judged by itself.
    A document that says nothing is an `And` without parts. Parts with problems are left out of the tree,
    so the result of a document with problems is only good for finding more of them.
    """
    data = read_document(source, at, limits, problems)
    if data is None:
        return And((), at)
    reader = _Reader(limits, problems, Budget(limits, problems) if budget is None else budget)
    if is_object(data) and not is_group(data) and not reader.budget.has_room(at, blank=False):
        return And((), at)
    node = reader.node(data, at, depth=0)
    return And((), at) if node is None else node


class _Reader:
    """Walks the JSON once, counting conditions and values against the limits."""

    def __init__(self, limits: Limits, problems: Problems, budget: Budget) -> None:
        self.limits: Final = limits
        self.problems: Final = problems
        self.budget: Final = budget

    def node(self, data: Any, at: Pointer, depth: int) -> Filter | None:
        """Read a condition or a group; the recursion ends at `max_depth`."""
        if not is_object(data):
            self.problems.add(at, "not_an_object", f"expected {_SHAPES}, got {unparsed(data)}")
            return None
        if is_group(data):
            return self.group(data, at, depth + 1)
        return self.condition(data, at)

    def group(self, data: dict[Any, Any], at: Pointer, depth: int) -> Filter | None:
        """Read a group and its parts."""
        if depth > self.limits.max_depth:
            self.problems.add(at, "too_deep", f"groups nest deeper than {self.limits.max_depth}")
            return None
        counts = data.get("operator") == _COUNT
        unknown_keys(data, _COUNT_KEYS if counts else _GROUP_KEYS, at, self.problems)
        name = self.group_operator(data.get("operator"), at / "operator")
        is_good = self.count(data, at) if counts else True
        listed = data.get("conditions")
        if not is_list(listed):
            code: Code = "missing_key" if "conditions" not in data else "not_a_list"
            given = f", got {unparsed(listed)}" if "conditions" in data else ""
            message = (
                f'a group needs its conditions, a list{given}: {{"operator": "and", "conditions": [...]}}'
            )
            self.problems.add(at / "conditions", code, message)
            return None
        parts = self.parts(listed, at / "conditions", depth, within_and=name == "and")
        if not listed and name not in ("and", None):
            self.problems.add(at / "conditions", "empty_group", f"{name} needs at least one condition")
        if counts:
            op, value = (data["op"], data["value"]) if is_good else ("eq", 0)
            return CountRows(parts, at, op, value)
        return _GROUP[name](parts, at) if name is not None else And(parts, at)

    def group_operator(self, name: Any, at: Pointer) -> str | None:
        """Return the name of a group's operator, or None with the problem noted."""
        if isinstance(name, str) and name in GROUPS:
            return name
        code: Code = "missing_key" if name is None else "unknown_operator"
        wrong = "a group needs its operator" if name is None else f"no group operator {shown(name)}"
        meant = f" (did you mean '{name.lower()}'?)" if _is_group(name) else ""
        self.problems.add(at, code, f"{wrong}{meant}: one of {', '.join(GROUPS)}")
        return None

    def count(self, data: dict[Any, Any], at: Pointer) -> bool:
        """Check how many rows a group asks for."""
        op, known, good = data.get("op"), ", ".join(COUNTED), True
        if not isinstance(op, str) or op not in COUNTED:
            code: Code = "missing_key" if op is None else "unknown_operator"
            if isinstance(op, str) and op in OPERATORS:
                code = "operator_not_allowed"
            wrong = f"{_COUNT} needs its op" if op is None else f"{_COUNT} takes no op {shown(op)}"
            self.problems.add(at / "op", code, f"{wrong}: one of {known}")
            good = False
        if "value" not in data:
            self.problems.add(at / "value", "missing_key", f"{_COUNT} needs its value, a number of rows")
            return False
        return good and self.operand(data["value"], str(op), at) and self.numbers(data["value"], at / "value")

    def numbers(self, value: Any, at: Pointer) -> bool:
        """Check that a number of rows, or each of several, is a number."""
        good = True
        for item, place in (
            [(one, at / i) for i, one in enumerate(value)] if is_list(value) else [(value, at)]
        ):
            if type_of_operand(item) is not DataType.NUMERIC:
                message = f"{_COUNT} takes a number of rows, got {shown(item)}"
                self.problems.add(place, "wrong_type", message)
                good = False
        return good

    def parts(self, listed: list[Any], at: Pointer, depth: int, within_and: bool) -> tuple[Filter, ...]:
        """Read the parts of a group. A blank part is nothing in an `and`; elsewhere it could widen."""
        parts: list[Filter] = []
        for index, data in enumerate(listed):
            blank, place = data is None or data == {}, at / index
            if not self.budget.has_room(place, blank=blank):
                break
            before = len(self.problems)
            node = None if blank else self.node(data, place, depth)
            if blank or (says_nothing(node) and len(self.problems) == before):
                if not within_and:
                    self.problems.add(place, "empty_group", "an empty filter has no meaning here")
            elif node is not None:
                parts.append(node)
        return tuple(parts)

    def condition(self, data: dict[Any, Any], at: Pointer) -> Filter | None:
        """Read one comparison; its operand is checked for form and size."""
        self.budget.conditions += 1
        field, op = data.get("field"), data.get("op")
        if field is None and self.is_foreign(data, at):
            return None
        unknown_keys(data, _CONDITION_KEYS, at, self.problems, _HINTS)
        good = True
        if not isinstance(field, str) or not field:
            code: Code = "not_text" if field else "missing_key"
            given = f", got {unparsed(field)}" if "field" in data else ""
            self.problems.add(at / "field", code, f"a condition needs its field, a path{given}")
            good = False
        if not isinstance(op, str) or op not in OPERATORS:
            code = "missing_key" if op is None else "unknown_operator"
            known = ", ".join(OPERATORS)
            wrong = "a condition needs its op" if op is None else f"no operator named {shown(op)}"
            self.problems.add(at / "op", code, f"{wrong}: one of {known}")
            good = False
        if "value" not in data:
            self.problems.add(at / "value", "missing_key", f"the condition on {shown(field)} needs its value")
            good = False
        elif isinstance(op, str) and op in OPERATORS:
            good = self.operand(data["value"], op, at) and good
        if data.get("part") is not None:
            good = self.part(data["part"], at / "part") and good
        return Condition(field, op, data["value"], at, data.get("part")) if good else None  # type: ignore[arg-type]

    def part(self, part: Any, at: Pointer) -> bool:
        """Check the name of a part of time."""
        if isinstance(part, str) and part in PARTS:
            return True
        message = f"no part of time named {shown(part)}: one of {', '.join(PARTS)}"
        self.problems.add(at, "unknown_part", message)
        return False

    def is_foreign(self, data: dict[Any, Any], at: Pointer) -> bool:
        """Tell whether an object is a group as other languages write it, and say what ours looks like.

        `{"AND": [...]}`, `{"$or": [...]}`, `{"combinator": "and", "rules": [...]}`, `{"op": "and", ...}`.
        """
        words = (key.lower().lstrip("$") for key in data if isinstance(key, str))
        if not _is_group(data.get("op")) and _FOREIGN.isdisjoint(words):
            return False
        self.problems.add(at, "missing_key", f"expected {_SHAPES}")
        unknown_keys(data, _CONDITION_KEYS | _GROUP_KEYS, at, self.problems)
        return True

    def operand(self, value: Any, op: str, at: Pointer) -> bool:
        """Check the form of a condition's operand; its type is the field's business."""
        form = OPERATORS[op].operand
        if value is None:
            message = f'{op} takes no null: to ask for missing values write {{"op": "isnull", "value": true}}'
            self.problems.add(at / "value", "null_operand", message)
            return False
        if form is Operand.LIST or form is Operand.PAIR:
            return self.list_operand(value, op, form, at / "value")
        if form is Operand.FLAG and not isinstance(value, bool):
            self.problems.add(at / "value", "wrong_type", f"{op} takes true or false, got {shown(value)}")
            return False
        if is_list(value) or is_object(value):
            self.problems.add(at / "value", "wrong_type", f"{op} takes {form.value}, got {unparsed(value)}")
            return False
        return self.budget.take([value], at / "value")

    def list_operand(self, value: Any, op: str, form: Operand, at: Pointer) -> bool:
        """Check a list of operands: its length, and that no item is null or nested."""
        if not is_list(value):
            self.problems.add(at, "not_a_list", f"{op} takes {form.value}, got {unparsed(value)}")
            return False
        if form is Operand.PAIR and len(value) != 2:
            count = "1 value" if len(value) == 1 else f"{len(value)} values"
            self.problems.add(at, "wrong_type", f"{op} takes {form.value}, got {count}")
            return False
        if len(value) > self.limits.max_list_length:
            limit = self.limits.max_list_length
            self.problems.add(at, "too_long", f"a list of {len(value)} values; at most {limit}")
            return False
        # Those that are beyond the budget are not looked at.
        return self.budget.take(value, at) and self.items(value, op, at)

    def items(self, value: list[Any], op: str, at: Pointer) -> bool:
        """Check that no item of a list is null or nested."""
        if _SCALARS.issuperset(map(type, value)):
            return True
        good = True
        for index, item in enumerate(value):
            if not (item is None or is_list(item) or is_object(item)):
                continue
            good = False
            if self.problems.is_full:
                break
            if item is None:
                message = f"{op} takes no null: isnull asks for missing values"
                self.problems.add(at / index, "null_operand", message)
            else:
                self.problems.add(at / index, "wrong_type", f"expected a value, got {shown(item)}")
        return good


def _is_group(name: object) -> TypeGuard[str]:
    return isinstance(name, str) and name.lower() in GROUPS


def is_group(data: dict[Any, Any]) -> bool:
    """Tell a group from a condition."""
    # An `operator` beside a `field` is a misspelt `op`, not a group.
    return "conditions" in data or ("operator" in data and "field" not in data)


def says_nothing(node: Filter | None) -> bool:
    """Tell whether a filter is an `and` that is empty however deep."""
    return isinstance(node, And) and not node.parts
