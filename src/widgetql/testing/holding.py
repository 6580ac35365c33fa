"""Whether a filter holds for a record: operators, groups and relations, one sentence of the design each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, assert_never
from uuid import UUID

from widgetql.decorated import Own, Unstorable
from widgetql.fields import Dynamic, Field, ToMany
from widgetql.filters.ast import (
    AllRows,
    And,
    Condition,
    CountRows,
    Filter,
    Not,
    Or,
    Related,
    SameRow,
    conditions_of,
)
from widgetql.filters.vocabulary import OPERATORS, Operand
from widgetql.paths import Found, Step
from widgetql.regex import matches, parse_pattern
from widgetql.relative_time import Clock, read_time, span
from widgetql.storage import Storage
from widgetql.testing.parts import part_at
from widgetql.testing.places import Place, World, follow, shared_steps
from widgetql.testing.readings import Single, Value, is_stored, shown, value_at
from widgetql.types import DataType, Number, json_text, type_of_operand

_WHOLE: Final = 2**53


def holds(node: Filter, place: Place, world: World) -> bool:
    """Tell whether a valid filter holds for a record, or in a group about related rows for one of them."""
    match node:
        case And(parts):
            return all(holds(part, place, world) for part in parts)
        case Or(parts):
            return any(holds(part, place, world) for part in parts)
        case Not(parts):
            return not any(holds(part, place, world) for part in parts)
        case SameRow():
            return any(_of_rows(node, place, world))
        case AllRows():
            held = _of_rows(node, place, world)
            return bool(held) and all(held)
        case CountRows(op=op, value=value):
            return _counts(op, _of_rows(node, place, world).count(True), value)
        case Condition():
            return _condition_holds(node, place, world)
        case _:
            assert_never(node)


def found_at(path: str, world: World) -> Found:
    """Return what a path names; `ValueError` for a path that names nothing."""
    found = world.dataset.find(path)
    if found is None:
        raise ValueError(f"no field {path!r}")
    return found


def fold(text: str) -> str:
    """Fold case character by character, where upper and lower case are one-to-one.

    >>> fold("ÉCOLE"), fold("Straße"), fold("İıſ\u212a")
    ('école', 'straße', 'İıſ\u212a')
    """
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 and lower.upper() == character else character


def _of_rows(node: Related, place: Place, world: World) -> list[bool]:
    """Whether all parts of a group hold, for each of the related rows that it is about."""
    related = follow(place, _relation_of(node, world), world)
    return [all(holds(part, row, world) for part in node.parts) for row in related]


def _counts(op: str, number: int, operand: Any) -> bool:
    """Tell whether a number of rows, or a part of time, is as it is asked for."""
    match op:
        case "neq":
            return bool(number != operand)
        case "in":
            return number in operand
        case "between":
            return bool(operand[0] <= number <= operand[1])
        case _:
            return _ordered(op, number, operand)


def _relation_of(node: Related, world: World) -> tuple[Step, ...]:
    """The longest path to a to-many relation that all conditions inside share."""
    paths = [found_at(condition.field, world).steps for condition in conditions_of(node)]
    shared = list(shared_steps(paths))
    while shared and not isinstance(shared[-1].relation, ToMany):
        shared.pop()
    if not shared:
        raise ValueError("the conditions of a group about related rows share no to-many relation")
    return tuple(shared)


def _condition_holds(node: Condition, place: Place, world: World) -> bool:
    found = found_at(node.field, world)
    rest = found.steps[len(place.steps) :]
    ends = follow(place, found.steps, world)
    if node.op == "isnull" and node.value and any(isinstance(step.relation, ToMany) for step in rest):
        return all(_is_missing(end, found, world) for end in ends)
    return any(_test_holds(node, found, end, world) for end in ends)


def _is_missing(end: Place, found: Found, world: World) -> bool:
    if isinstance(found.leaf, Dynamic):
        return not is_stored(end, found.leaf)
    return value_at(end, found, world.clock) is None


def _test_holds(node: Condition, found: Found, end: Place, world: World) -> bool:
    if node.op == "isnull":
        return _is_missing(end, found, world) is node.value
    positive = OPERATORS[node.op].complement_of
    op, operands = positive or node.op, _alternatives(node)
    if node.part is None:
        held = any(compares(op, operand, found, end, world) for operand in operands)
    else:
        number = _part_of(node.part, found, end, world)
        op = "eq" if op == "in" else op
        held = number is not None and any(_counts(op, number, operand) for operand in operands)
    return held is (positive is None)


def _part_of(part: str, found: Found, end: Place, world: World) -> int | None:
    value = value_at(end, found, world.clock)
    assert value is None or isinstance(value, datetime)
    return None if value is None else part_at(value, part, found.leaf, world.clock)


def _alternatives(node: Condition) -> Iterator[Any]:
    """The operands of which one must fit: each item of a list of values, else the operand itself."""
    if OPERATORS[node.op].operand is Operand.LIST:
        yield from node.value
    else:
        yield node.value


def compares(op: str, operand: Any, found: Found, end: Place, world: World) -> bool:
    """Tell whether a positive comparison holds for the value at the end of a path."""
    op = "eq" if op == "in" else op
    if op == "between":
        low, high = operand
        return compares("gte", low, found, end, world) and compares("lte", high, found, end, world)
    as_type = found.leaf.type
    if isinstance(found.leaf, Dynamic):
        # What takes another type's operand is of text.
        of_operand = type_of_operand(operand) if OPERATORS[op].takes is None else DataType.STRING
        assert of_operand is not None
        as_type = of_operand
    value = value_at(end, found, world.clock, as_type)
    if value is None:
        return False
    if isinstance(found.leaf, Field) and found.leaf.own is not None:
        return _is_same(found.leaf.own, value, operand, world.clock)
    match as_type:
        case DataType.DATETIME:
            assert isinstance(value, datetime)
            covered = span(op, read_time(operand, _clock_for(found, operand, world.clock)))
            return (covered.start is None or covered.start <= value) and (
                covered.end is None or value < covered.end
            )
        case DataType.STRING:
            return _text_holds(op, str(value), operand, found)
        case DataType.BOOLEAN:
            return value is operand
        case _:
            if op == "eq" and isinstance(value, Decimal | Single):
                return _is_shown_as(value, operand)
            return _ordered(op, value, _as_number_of(found, operand))


def _clock_for(found: Found, operand: str, clock: Clock) -> Clock:
    """A date, asked of a field of dates, is that date in the field's own zone."""
    leaf = found.leaf
    is_date = isinstance(leaf, Field) and leaf.storage is Storage.DATE and len(operand) == len("2025-11-03")
    zone = leaf.timezone if isinstance(leaf, Field) else None
    return replace(clock, zone=zone) if is_date and zone is not None and operand[:1].isdigit() else clock


def _is_same(own: Own, value: Value, operand: Any, clock: Clock) -> bool:
    """A host's own values are equal where its decorator stores them alike."""
    if own.type is DataType.DATETIME:
        moment = read_time(operand, clock)
        operand = date.fromisoformat(operand) if own.kind is date else getattr(moment, "at", None)
    try:
        return bool(own.stored(value) == own.stored(operand))
    except Unstorable:
        return False


def _is_shown_as(value: Decimal | Single, operand: Number) -> bool:
    """A number means every stored one that is shown as it."""
    if isinstance(value, Single):
        return value == (Single(operand) if operand % 1 else _double(operand))
    # Beyond a double's digits what is shown is an integer, and an integer is not shown as another.
    number, wanted = shown(value), Decimal(repr(operand) if isinstance(operand, float) else operand)
    is_whole = wanted == wanted.to_integral_value()
    is_exact = not -_WHOLE <= number <= _WHOLE or (is_whole and not -_WHOLE <= wanted <= _WHOLE)
    return bool(number == wanted) if is_exact else float(value) == float(operand)


def _as_number_of(found: Found, operand: Number) -> Number:
    """The operand as the field's own storage would hold it."""
    leaf = found.leaf
    if isinstance(leaf, Dynamic) and isinstance(leaf.columns, dict):
        leaf = leaf.columns[DataType.NUMERIC]
    storage = leaf.storage if isinstance(leaf, Field) else Storage.FLOAT
    if storage is Storage.INTEGER:
        return operand
    return Decimal(str(operand)) if storage is Storage.DECIMAL else _double(operand)


def _double(number: Number) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def _ordered(op: str, value: Value, operand: Any) -> bool:
    number: Any = value
    match op:
        case "eq":
            return bool(number == operand)
        case "gt":
            return bool(number > operand)
        case "gte":
            return bool(number >= operand)
        case "lt":
            return bool(number < operand)
        case "lte":
            return bool(number <= operand)
        case _:
            raise ValueError(f"no comparison of numbers is named {op!r}")


def _with_dashes(digits: str) -> str:
    """The text of a UUID that is written without dashes; any other text as it is."""
    return str(UUID(digits)) if re.fullmatch("[0-9a-f]{32}", digits) else digits


def _text_holds(op: str, text: str, operand: Any, found: Found) -> bool:
    written = json_text(operand)
    assert written is not None
    match op:
        case "eq":
            is_uuid = isinstance(found.leaf, Field) and found.leaf.storage is Storage.UUID
            return text == (_with_dashes(written.lower()) if is_uuid else written)
        case "contains":
            return fold(written) in fold(text)
        case "startswith":
            return fold(text).startswith(fold(written))
        case "endswith":
            return fold(text).endswith(fold(written))
        case "regex":
            return matches(parse_pattern(written), text)
        case _:
            raise ValueError(f"no comparison of texts is named {op!r}")
