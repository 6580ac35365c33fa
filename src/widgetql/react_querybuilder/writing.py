"""A filter -> the query in which the editor shows it."""

from __future__ import annotations

from typing import Any, TypeAlias

from widgetql.documents import is_list
from widgetql.errors import Pointer, Problems, shown
from widgetql.filters.ast import AllRows, And, Condition, CountRows, Filter, Not, Or, SameRow
from widgetql.filters.parse import parse_filter
from widgetql.react_querybuilder.names import (
    ANY_SIZE,
    MISSING_OF,
    NAME_OF,
    NEGATED_OF,
    OF,
    PLACEHOLDER,
    split,
)
from widgetql.types import FilterJSON

_JSON: TypeAlias = dict[str, Any]


def to_query(filter: FilterJSON | None) -> dict[str, Any]:
    """Return the query in which the editor shows a filter: `{"combinator", "rules"}`, in a `not` also `not`.

    `from_query` of it is the same filter, but for blank parts, groups of one, and a `not` of several, which
    is the `not` of their `or`. Lists are lists (the editor's `listsAsArrays`).

    Raises `InvalidInput` for what no query says (`cannot_translate`: `same_row`, `count_rows` and `all_rows`,
    and a field whose name means another one to the editor), and for what is no filter.

    >>> to_query({"operator": "not", "conditions": [{"field": "topic", "op": "contains", "value": "bill"}]})
    {'combinator': 'and', 'rules': [{'field': 'topic', 'operator': 'doesNotContain', 'value': 'bill'}]}
    """
    problems = Problems()
    written = parse_filter(filter, Pointer("filter"), ANY_SIZE, problems)
    problems.raise_any()
    found = _written(written, problems)
    problems.raise_any()
    return found if "rules" in found else {"combinator": "and", "rules": [found]}


def _written(node: Filter, problems: Problems) -> _JSON:
    """Return the rule or the group of a written filter; what no query says is noted."""
    match node:
        case Condition():
            name = MISSING_OF[node.value] if node.op == "isnull" else NAME_OF[node.op]
            return _rule(node, name, problems)
        case And(parts) | Or(parts):
            combinator = "and" if isinstance(node, And) else "or"
            return {"combinator": combinator, "rules": [_written(part, problems) for part in parts]}
        case Not((Condition(op=op) as part,)) if op in NEGATED_OF:
            return _rule(part, NEGATED_OF[op], problems)
        case Not((And() | Or() as part,)):
            return _negated(_written(part, problems))
        case Not(parts):
            combinator = "and" if len(parts) == 1 else "or"
            return _negated({"combinator": combinator, "rules": [_written(part, problems) for part in parts]})
        case SameRow() | CountRows() | AllRows():
            message = "no query says how many related rows satisfy conditions together"
            problems.add(node.at, "cannot_translate", message)
            return {"combinator": "and", "rules": []}


def _negated(group: _JSON) -> _JSON:
    return {"combinator": group["combinator"], "not": True, "rules": group["rules"]}


def _rule(node: Condition, name: str, problems: Problems) -> _JSON:
    if node.field == PLACEHOLDER or split(node.field)[1] is not None:
        message = f"{shown(node.field)} means another field to the editor"
        problems.add(node.at / "field", "cannot_translate", message)
    field = node.field if node.part is None else f"{node.field}{OF}{node.part}"
    value = None if node.op == "isnull" else node.value
    return {"field": field, "operator": name, "value": [*value] if is_list(value) else value}
