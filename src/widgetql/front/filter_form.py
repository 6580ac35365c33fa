"""The form of a filter as JSON Schema: the same tables that parsing and binding read, written down."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from widgetql import clocks
from widgetql.dataset import Dataset, Use
from widgetql.fields import Dynamic, JsonKeys, reads_instants
from widgetql.filters.vocabulary import COUNTED, GROUPS, OPERATORS, Operand, operators_of
from widgetql.limits import Limits
from widgetql.paths import Found
from widgetql.types import MAX_DOUBLE, DataType

Schema = dict[str, Any]

UNSET: Final[Schema] = {"enum": [None, "", {}]}
"""What means "not set", as the wire has it."""
# NUL and halves of surrogate pairs, which no database stores.
_NO_TEXT: Final = "[\\u0000\\ud800-\\udfff]"
# Also before a last newline `$` is the end of a text.
_END: Final = "(?!\\n)$"
# Of JSON text a schema can see what it begins and ends with.
JSON_TEXT: Final[Schema] = {"type": "string", "pattern": rf'^\s*(?:null|""|\{{[\s\S]*\}})?\s*{_END}'}
_SPECIAL: Final = re.compile(r"[][\\^$.*+?(){}|/]")
_DYNAMIC_TYPES: Final = (DataType.NUMERIC, DataType.STRING, DataType.BOOLEAN)
NUMBER: Final[Schema] = {"$ref": "#/$defs/number"}
"""A number as `number` in the definitions has it."""
_TYPES: Final[Mapping[DataType, Schema]] = MappingProxyType(
    {
        DataType.NUMERIC: NUMBER,
        DataType.BOOLEAN: {"type": "boolean"},
        DataType.STRING: {"type": "string"},
        # Which texts are times is no matter of form.
        DataType.DATETIME: {"type": "string"},
    }
)
_SCALAR: Final[Schema] = {"anyOf": [{"type": ["string", "boolean"]}, NUMBER]}
_BLANK: Final[Schema] = {"enum": [None, {}]}
_SUBSTANTIAL: Final[Schema] = {"minItems": 1, "items": {"not": {"$ref": "#/$defs/blank"}}}
# What the parts of a group must be: only in an `and` is a blank one nothing, elsewhere it would widen.
PARTS: Final[Mapping[str, Schema]] = MappingProxyType(
    {"and": {}} | dict.fromkeys(("or", "not", "same_row", "all_rows", "count_rows"), _SUBSTANTIAL)
)


def one_of(schemas: Iterable[Schema]) -> Schema:
    """Return what any of some schemas accepts; one alone as it is.

    >>> one_of([{"type": "string"}])
    {'type': 'string'}
    """
    found = {json.dumps(one, sort_keys=True): one for one in schemas}
    if not found:
        return {"not": {}}
    return next(iter(found.values())) if len(found) == 1 else {"anyOf": [*found.values()]}


def of_keys(properties: Schema, *required: str) -> Schema:
    """Return the objects that have some keys and no others."""
    return {
        "type": "object", "properties": properties, "required": [*required], "additionalProperties": False,
    }  # fmt: skip


def text(length: int) -> Schema:
    """Return the texts that are read as one."""
    return {"type": "string", "minLength": 1, "maxLength": length, "not": {"pattern": _NO_TEXT}}


def no_text(length: int) -> Schema:
    """Return the texts that are too long, or that no database stores: how they are written is no fault."""
    return {"type": "string", "anyOf": [{"minLength": length + 1}, {"pattern": _NO_TEXT}]}


def unless_long(rules: Schema, most: int) -> Schema:
    """Return rules of a list's items; of a list that is too long nothing more is read, so it has none."""
    return {"anyOf": [rules, {"minItems": most + 1}]}


def some(lists: Schema) -> Schema:
    """Return the lists of a form that have something in them."""
    return {"allOf": [lists], "minItems": 1}


def named(found: Iterable[Found]) -> Schema:
    """Return the paths of fields, of a JSON column those of all of its keys that are none of them.

    >>> from widgetql.testing.example import dataset
    >>> named([dataset.paths["topic"], dataset.paths["success"]])
    {'enum': ['topic', 'success']}
    """
    known = [*found]
    paths = [one.path for one in known if not one.is_document]
    schemas: list[Schema] = [{"enum": paths}] if paths else []
    for one in known:
        if one.is_document:
            assert isinstance(one.leaf, JsonKeys)
            typed = [f"{one.path}.{key}" for key in one.leaf.typed]
            keys: Schema = {"type": "string", "pattern": f"^{_escaped(one.path)}\\.[^.]+$"}
            schemas.append({**keys, "not": {"enum": typed}} if typed else keys)
    return one_of(schemas)


def _escaped(path: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", path)


def alike(found: Iterable[Found], by: Callable[[Found], Any]) -> list[list[Found]]:
    """Return fields in groups of which one thing is said alike."""
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(json.dumps(by(one)), []).append(one)
    return [*groups.values()]


def visible(dataset: Dataset, use: Use) -> list[Found]:
    """Return the fields of a use; what is hidden is not there."""
    paths = dataset.paths
    others = [
        replace(paths[str(dataset.timestamp_path)], path=name)
        for name in dataset.timestamp_names - {dataset.timestamp_path}
    ]
    return [found for found in (*paths.values(), *others) if getattr(found.leaf, use)]


def filter_definitions(dataset: Dataset, limits: Limits) -> dict[str, Schema]:
    """Return what the schema of a filter is made of, by name."""
    blank = {"operator": {"const": "and"}, "conditions": {"items": {"$ref": "#/$defs/blank"}}}
    return {
        "number": _number(),
        "filter": {
            "title": "A filter",
            "description": "A condition or a group; null, {} and blank text are none. It may be JSON text.",
            "anyOf": [
                _BLANK,
                {"$ref": "#/$defs/node"},
                {
                    **JSON_TEXT, "contentMediaType": "application/json",
                    "contentSchema": {"$ref": "#/$defs/filter"},
                },
            ],
        },
        "node": {
            "if": {"type": "object", "anyOf": [{"required": ["conditions"]}, _UNLISTED]},
            "then": {"$ref": "#/$defs/group"},
            "else": {"$ref": "#/$defs/condition"},
        },
        "group": _group(),
        "blank": {
            "anyOf": [
                _BLANK,
                {"type": "object", "required": ["operator", "conditions"], "properties": blank},
            ]
        },
        "condition": {
            "title": "A condition",
            **of_keys(
                {
                    "field": {"type": "string"}, "part": {"enum": [None, *clocks.PARTS]},
                    "op": {"enum": [*OPERATORS]}, "value": {},
                },
                *_PARTS,
            ),
            "anyOf": [*_conditions(dataset), *_parts_of_time(dataset), *_unread(limits)],
        },
    }  # fmt: skip


def _number() -> Schema:
    # What readers of JSON make of 1e400 is an infinity, which is no number; an integer has any length.
    within = {"minimum": -MAX_DOUBLE, "maximum": MAX_DOUBLE}
    return {"anyOf": [{"type": "integer"}, {"type": "number", **within}]}


def _group() -> Schema:
    parts = {"type": "array", "items": {"anyOf": [_BLANK, {"$ref": "#/$defs/node"}]}}
    keys: Schema = {"operator": {"enum": [*GROUPS]}, "conditions": parts, "op": {}, "value": {}}
    return {
        "title": "A group",
        **of_keys(keys, "operator", "conditions"),
        **_counted(),
        # The parts are read once for all of the groups: what reads them for each takes 4 ** depth.
        "allOf": [
            {
                "if": {"properties": {"operator": {"const": name}}},
                "then": {"description": told, "properties": {"conditions": PARTS[name]}},
            }
            for name, told in GROUPS.items()
        ],
    }


def _counted() -> Schema:
    """Return that a count of rows has an operator and numbers of rows, and no other group has."""
    numbers = _by_operand((op, _in_form(OPERATORS[op].operand, _TYPES[DataType.NUMERIC])) for op in COUNTED)
    return {
        "if": {"properties": {"operator": {"const": "count_rows"}}},
        "then": {"required": ["op", "value"], "anyOf": numbers},
        "else": {"properties": {"op": {"not": {}}, "value": {"not": {}}}},
    }


_PARTS: Final = ("field", "op", "value")
# A group that lacks its conditions.
_UNLISTED: Final[Schema] = {"required": ["operator"], "not": {"required": ["field"]}}


def _conditions(dataset: Dataset) -> Iterator[Schema]:
    """Yield a schema for the fields that are filtered alike."""
    alike: dict[str, tuple[list[Found], list[Schema]]] = {}
    for found in visible(dataset, "filter"):
        rules = _rules(found)
        if rules:
            alike.setdefault(json.dumps(rules), ([], rules))[0].append(found)
    for fields, rules in alike.values():
        yield {"properties": {"field": named(fields), "part": {"const": None}}, "anyOf": rules}


def _parts_of_time(dataset: Dataset) -> Iterator[Schema]:
    """Yield a schema for the parts of times, which are numbers."""
    times = [found for found in visible(dataset, "filter") if reads_instants(found.leaf)]
    numbers = [op for op in OPERATORS if op in operators_of(DataType.NUMERIC)]
    rules = _by_operand((op, _in_form(OPERATORS[op].operand, _TYPES[DataType.NUMERIC])) for op in numbers)
    if times:
        keys: Schema = {"field": named(times), "part": {"enum": [*clocks.PARTS]}}
        yield {"required": ["part"], "properties": keys, "anyOf": rules}


def _rules(found: Found) -> list[Schema]:
    """Return which operands each operator of a field takes, operators that take the same together."""
    return _by_operand((op, operand(found, op)) for op in OPERATORS if op in found.leaf.operators)


def _by_operand(operators: Iterable[tuple[str, Schema]]) -> list[Schema]:
    by_operand: dict[str, tuple[list[str], Schema]] = {}
    for op, schema in operators:
        by_operand.setdefault(json.dumps(schema), ([], schema))[0].append(op)
    return [{"properties": {"op": {"enum": ops}, "value": schema}} for ops, schema in by_operand.values()]


def operand(found: Found, op: str) -> Schema:
    """Return the operands that an operator takes on a field."""
    operator, leaf = OPERATORS[op], found.leaf
    if operator.operand is Operand.FLAG:
        return {"type": "boolean"}
    if isinstance(leaf, Dynamic):
        # As one type for all of a list: it takes that of its operands.
        has = leaf.columns if isinstance(leaf.columns, dict) else _DYNAMIC_TYPES
        kinds = [kind for kind in _DYNAMIC_TYPES if kind in has and op in operators_of(kind)]
        return one_of(_in_form(operator.operand, _TYPES[operator.takes or kind]) for kind in kinds)
    is_any = isinstance(leaf, JsonKeys) and leaf.type is DataType.STRING and operator.takes is None
    if is_any and operator.operand is not Operand.PATTERN:
        return _in_form(operator.operand, _SCALAR)
    return _in_form(operator.operand, _TYPES[operator.takes or leaf.type])


def _in_form(form: Operand, item: Schema) -> Schema:
    match form:
        case Operand.ONE | Operand.PATTERN:
            return item
        case Operand.LIST:
            return {"type": "array", "items": item}
        case Operand.PAIR:
            return {"type": "array", "items": item, "minItems": 2, "maxItems": 2}
        case Operand.FLAG:
            return {"type": "boolean"}


def _unread(limits: Limits) -> Iterator[Schema]:
    """Yield the conditions whose field or value is beyond a limit, so that nothing more is said of them."""
    by_form: dict[Operand, list[str]] = {}
    for op in OPERATORS.values():
        by_form.setdefault(op.operand, []).append(op.name)
    yield {
        "properties": {"field": no_text(limits.max_text_length)},
        "anyOf": [
            {"properties": {"op": {"enum": ops}, "value": _in_form(form, _SCALAR)}}
            for form, ops in by_form.items()
        ],
    }
    too_long = {"type": "array", "minItems": limits.max_list_length + 1}
    yield {
        "properties": {
            "field": {"minLength": 1},
            "op": {"enum": by_form[Operand.LIST]},
            "value": too_long,
        }
    }
