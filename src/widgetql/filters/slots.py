"""Values apart from structure: the key of a bound filter, its values by name, a tree with their places."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import bindparam
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import copied
from widgetql.filters.bound import AllOf, AnyOf, AsStored, Bound, Complement, Constant, SomeRow, Test, Window
from widgetql.filters.vocabulary import OPERATORS, Operand
from widgetql.subqueries import is_from, is_parameter, parameters_in
from widgetql.types import DataType


class Shaped(Exception):
    """The SQL of a filter depends on its values."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in a statement: the name of its parameter."""

    name: str


class Slots:
    """Names the values of filters, in the order in which a filter is read.

    `key` and `placed` read a tree in the same order, so that a key's values fit the tree of any other filter
    with an equal key.
    """

    def __init__(self) -> None:
        self.values: Final[dict[str, Any]] = {}
        self._noted = 0
        self._placed = 0
        self._of_scope: Final[list[Sequence[BindParameter[Any]]]] = []
        self.of_scope: Final[dict[str, Any]] = {}

    def key(self, node: Bound) -> Hashable:
        """Return the structure of a tree, noting its values by name.

        Raises `Shaped` where the SQL depends on the values.
        """
        match node:
            case Test():
                return self._key_of_test(node)
            case AllOf(parts) | AnyOf(parts):
                return (type(node), *[self.key(part) for part in parts])
            case SomeRow(step, part):
                return (SomeRow, step.path, self.key(part))
            case Complement(part):
                return (Complement, self.key(part))
            case AsStored(test, declared):
                return (AsStored, self.key(test), self.key(declared))
            case Constant(holds):
                return holds

    def placed(self, node: Bound) -> Bound:
        """Return the same tree with a place where each value is."""
        match node:
            case Test():
                return replace(node, operand=self._place(node.operand, node.op))
            case AllOf(parts):
                return AllOf(tuple(self.placed(part) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self.placed(part) for part in parts))
            case SomeRow(step, part):
                return SomeRow(step, self.placed(part))
            case Complement(part):
                return Complement(self.placed(part))
            case AsStored(test, declared):
                return AsStored(
                    replace(test, operand=self._place(test.operand, test.op)), self._declared(declared)
                )
            case Constant():
                return node

    def _declared(self, node: Test | Constant) -> Test | Constant:
        return replace(node, operand=self._place(node.operand, node.op)) if isinstance(node, Test) else node

    def _key_of_test(self, test: Test) -> Hashable:
        op, operand = test.op, test.operand
        if test.found.key is not None:
            # A key of a JSON column is the author's own text, and stands in the SQL.
            raise Shaped
        head = (test.found.path, op, test.type, test.undeclared)
        if isinstance(operand, Window):
            return (*head, self._note(operand.start), self._note(operand.end))
        operator = OPERATORS[op]
        if operator.operand is Operand.FLAG:
            return head
        # Of times a list is windows, as many as it has.
        if not operator.parameter or (operator.operand is Operand.LIST and test.type is DataType.DATETIME):
            raise Shaped
        for value in operand if operator.operand is Operand.PAIR else [operand]:
            self._note(list(value) if operator.operand is Operand.LIST else value)
        return head

    def _note(self, value: Any) -> bool:
        if value is None:
            return False
        self.values[f"v{self._noted}"] = value
        self._noted += 1
        return True

    def _place(self, operand: Any, op: str) -> Any:
        if isinstance(operand, Window):
            return replace(operand, start=self._slot(operand.start), end=self._slot(operand.end))
        match OPERATORS[op].operand:
            case Operand.PAIR:
                return self._slot(operand[0]), self._slot(operand[1])
            case Operand.FLAG:
                return operand
            case _:
                return self._slot(operand)

    def _slot(self, value: Any) -> Any:
        if value is None:
            return None
        self._placed += 1
        return Slot(f"v{self._placed - 1}")

    def note_scope(self, scope: Mapping[FromClause, ColumnElement[bool]]) -> None:
        """Note the values of the host's conditions by names of ours, which no value of a document has.

        Raises `ValueError` for a parameter without a value.
        """
        for condition in scope.values():
            found = parameters_in(condition)
            for i, one in enumerate(found):
                if one.required and one.callable is None:
                    raise ValueError(f"scope: the parameter {one.key} has no value: give it one")
                self.of_scope[f"s{len(self._of_scope)}p{i}"] = one.effective_value
            self._of_scope.append(found)
        self.values.update(self.of_scope)

    def key_of_scope(self, scope: Mapping[FromClause, ColumnElement[bool]]) -> Hashable:
        """Return the structure of the host's conditions.

        Raises `Shaped` for a condition that SQLAlchemy itself would not cache, and for one with values out of
        our reach, as in the options of a SELECT: they would be kept.
        """
        keys: list[Hashable] = []
        for (table, condition), noted in zip(scope.items(), self._of_scope, strict=True):
            found = condition._generate_cache_key()  # pyright: ignore[reportPrivateUsage]
            if found is None or {one.key for one in found.bindparams} - {one.key for one in noted}:
                raise Shaped
            keys.append((table, found.key))
        return tuple(keys)

    def placed_scope(
        self, scope: Mapping[FromClause, ColumnElement[bool]]
    ) -> Mapping[FromClause, ColumnElement[bool]]:
        """Return the host's conditions with a place where each value is: none of a tenant's is kept."""
        return {
            table: _placed(condition, noted, f"s{number}p")
            for number, ((table, condition), noted) in enumerate(
                zip(scope.items(), self._of_scope, strict=True)
            )
        }


def _placed(
    condition: ColumnElement[bool], noted: Sequence[BindParameter[Any]], prefix: str
) -> ColumnElement[bool]:
    places = {one.key: _place_of(one, f"{prefix}{i}") for i, one in enumerate(noted)}
    left = set(places)

    def place(part: Any) -> Any:
        if is_parameter(part):
            left.discard(part.key)
            return places[part.key]
        # The columns of a FROM element are known by it: only what has a value is copied.
        return part if is_from(part) and not parameters_in(part) else None

    found = copied(condition, place)
    # What is not found would be kept with the value of the first who asked.
    assert not left, f"scope: the parameters {sorted(left)} have no place"
    return found


def _place_of(value: BindParameter[Any], name: str) -> BindParameter[Any]:
    place: BindParameter[Any] = bindparam(
        name, type_=value.type, expanding=value.expanding, literal_execute=value.literal_execute
    )
    place.expand_op = value.expand_op
    return place
