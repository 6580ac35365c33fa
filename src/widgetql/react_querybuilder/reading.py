"""A query of the editor -> a filter."""

from __future__ import annotations

import math
import re
from typing import Any, Final, TypeAlias

from widgetql.dataset import Dataset
from widgetql.documents import is_list, is_object, read_document, unknown_keys
from widgetql.errors import Code, Pointer, Problems, shown, unparsed
from widgetql.fields import Field
from widgetql.filters.budget import Budget
from widgetql.filters.parse import parse_filter
from widgetql.filters.vocabulary import OPERATORS as VOCABULARY
from widgetql.filters.vocabulary import Operand
from widgetql.limits import Limits
from widgetql.paths import Found
from widgetql.react_querybuilder.names import (
    ANY_SIZE,
    BY_CASELESS,
    LABELS,
    MISSING,
    NEGATED,
    PLACEHOLDER,
    op_of,
    split,
)
from widgetql.storage import Storage
from widgetql.types import DataType

_JSON: TypeAlias = dict[str, Any]

# What the editor keeps for itself.
_OWN_KEYS: Final = frozenset({"id", "path", "disabled", "combinatorPreceding", "meta"})
_RULE_KEYS: Final = _OWN_KEYS | {"field", "operator", "value", "valueSource", "match", "muted", "lhs"}
_GROUP_KEYS: Final = _OWN_KEYS | {"combinator", "rules", "not", "muted"}
_COMBINATORS: Final = ("and", "or")
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,40}", re.ASCII)


def from_query(query: _JSON | str | None, dataset: Dataset | None = None) -> dict[str, Any]:
    """Return the filter that a query of the editor means; null, `{}` and blank text are none.

    `query` is a group or a rule, as data or JSON text, with one combinator a group or with independent ones,
    of which `and` binds closer than `or`. `!=` is `neq` and `notIn` is `nin`; `doesNotContain`,
    `doesNotBeginWith`, `doesNotEndWith` and `notBetween` are a `not` around the one condition: all of them
    hold on a missing value. A text where a list is needed is split at its commas, as the editor joins it.
    With a `dataset` a text that spells a value of a numeric or boolean field is that value. `id`, `path` and
    `disabled` mean nothing; a group without rules says nothing. Whether fields exist and take what is asked
    of them is told where the filter is used.

    Raises `InvalidInput`, with pointers into `query`, for what no filter says (`cannot_translate`: `xor`,
    `match`, `muted`, a `valueSource` other than `value`, `lhs`, placeholders), and for what is no query.

    >>> from widgetql.testing.example import dataset
    >>> query = {"combinator": "and", "rules": [{"field": "duration", "operator": ">", "value": "60"}]}
    >>> from_query(query, dataset)
    {'operator': 'and', 'conditions': [{'field': 'duration', 'op': 'gt', 'value': 60}]}
    """
    at, problems, limits = Pointer("query"), Problems(), ANY_SIZE if dataset is None else dataset.limits
    data = read_document(query, at, limits, problems)
    found = None if data is None else _Reader(dataset, limits, problems).node(data, at, 0)
    problems.raise_any()
    return {"operator": "and", "conditions": []} if found is None else found


class _Reader:
    """Walks a query once; each method notes what is wrong and returns None for it."""

    def __init__(self, dataset: Dataset | None, limits: Limits, problems: Problems) -> None:
        self.dataset: Final = dataset
        self.limits: Final = limits
        self.problems: Final = problems
        self.budget: Final = Budget(limits, problems)

    def node(self, data: Any, at: Pointer, depth: int) -> _JSON | None:
        """Read a rule or a group; the recursion ends at `max_depth`."""
        if not is_object(data):
            shapes = 'a rule {"field", "operator", "value"} or a group {"combinator", "rules"}'
            self.problems.add(at, "not_an_object", f"expected {shapes}, got {unparsed(data)}")
        elif "rules" not in data and "combinator" not in data:
            return self.rule(data, at)
        elif depth == self.limits.max_depth:
            self.problems.add(at, "too_deep", f"groups nest deeper than {self.limits.max_depth}")
        else:
            return self.group(data, at, depth + 1)
        return None

    def group(self, data: dict[Any, Any], at: Pointer, depth: int) -> _JSON | None:
        """Read a group, with one combinator or with one between each two rules."""
        unknown_keys(data, _GROUP_KEYS, at, self.problems)
        self.refuse_muted(data, at)
        negated, rules, combinator = data.get("not"), data.get("rules"), data.get("combinator")
        if negated is not None and not isinstance(negated, bool):
            self.problems.add(at / "not", "wrong_type", f"not is true or false, got {shown(negated)}")
        if not is_list(rules):
            code: Code = "not_a_list" if "rules" in data else "missing_key"
            self.problems.add(at / "rules", code, f"a group needs its rules, a list, got {unparsed(rules)}")
            return None
        one = None if combinator is None else self.combinator(combinator, at / "combinator")
        alternatives = self.alternatives(rules, at / "rules", depth, one, independent=combinator is None)
        return self.combined(alternatives, one, at, negated=negated is True)

    def alternatives(
        self, rules: list[Any], at: Pointer, depth: int, combinator: str | None, *, independent: bool
    ) -> list[list[tuple[_JSON, Pointer]]]:
        """Read the parts of a group: those between two `or`s stand together."""
        found: list[list[tuple[_JSON, Pointer]]] = [[]]
        is_due = False
        for index, data in enumerate(rules):
            place = at / index
            if isinstance(data, str):
                self.between(data, place, independent=independent, is_due=is_due)
                is_due = False
                if data.lower() == "or":
                    found.append([])
                continue
            if not self.budget.has_room(place, blank=False):
                break
            if independent and is_due:
                self.problems.add(place, "missing_key", "a combinator is needed between two rules: and, or")
            part, is_due = self.node(data, place, depth), True
            if part is not None:
                if combinator == "or" and found[-1]:
                    found.append([])
                found[-1].append((part, place))
        if independent and rules and not is_due and isinstance(rules[-1], str):
            self.problems.add(at / (len(rules) - 1), "empty_group", "no rule follows the combinator")
        return found

    def between(self, name: str, at: Pointer, *, independent: bool, is_due: bool) -> None:
        """Check a combinator between two rules."""
        self.combinator(name, at)
        if not independent:
            self.problems.add(at, "conflicting_keys", "the group has a combinator for all of its rules")
        elif not is_due:
            self.problems.add(at, "empty_group", "no rule stands before the combinator")

    def combinator(self, name: Any, at: Pointer) -> str | None:
        """Return the name of a combinator, or None with the problem noted."""
        found = name.lower() if isinstance(name, str) else ""
        if found in _COMBINATORS:
            return found
        code: Code = "cannot_translate" if found == "xor" else "unknown_operator"
        self.problems.add(at, code, f"a combinator is and or or, got {shown(name)}")
        return None

    def combined(
        self,
        alternatives: list[list[tuple[_JSON, Pointer]]],
        combinator: str | None,
        at: Pointer,
        *,
        negated: bool,
    ) -> _JSON:
        """Return the group of its alternatives; one that says nothing is nothing in an `and` only."""
        is_or = combinator == "or" or len(alternatives) > 1
        parts = [part for one in alternatives for part in one]
        if negated and not parts:
            self.problems.add(at / "rules", "empty_group", "not of a group without rules has no meaning")
        for one in alternatives if parts and (is_or or negated) else ():
            if one and all(_says_nothing(part) for part, _ in one):
                self.problems.add(one[0][1], "empty_group", "a group without rules has no meaning here")
        if not is_or or not parts:
            group = _grouped("and", [part for part, _ in parts])
        else:
            listed = [[part for part, _ in one] for one in alternatives]
            group = _grouped("or", [one[0] if len(one) == 1 else _grouped("and", one) for one in listed])
        return _grouped("not", [group]) if negated else group

    def rule(self, data: dict[Any, Any], at: Pointer) -> _JSON | None:
        """Read one rule; its operand is checked for form and size."""
        unknown_keys(data, _RULE_KEYS, at, self.problems)
        self.refuse_muted(data, at)
        for key, means in (("match", "a match of a list's elements"), ("lhs", "an expression")):
            if data.get(key) is not None:
                self.problems.add(at / key, "cannot_translate", f"no filter says {means}")
        if data.get("valueSource") not in (None, "value"):
            message = f"a filter compares with values, not with a {shown(data['valueSource'])}"
            self.problems.add(at / "valueSource", "cannot_translate", message)
        name, field = self.operator(data.get("operator"), at / "operator"), data.get("field")
        if field == PLACEHOLDER:
            self.problems.add(at / "field", "cannot_translate", "no field is chosen")
            return None
        return None if name is None else self.condition(data, field, name, at)

    def condition(self, data: dict[Any, Any], field: Any, name: str, at: Pointer) -> _JSON | None:
        """Return the condition of a rule, in a `not` where its operator says so."""
        path, part = split(field) if isinstance(field, str) else (field, None)
        op = op_of(name)
        written = ({} if path is None else {"field": path}) | ({} if part is None else {"part": part})
        written |= {"op": op}
        if op == "isnull":
            written["value"] = MISSING[name]
        elif "value" in data:
            written["value"] = self.value(data["value"], op, path, part, at / "value")
        parse_filter(written, at, self.limits, self.problems, self.budget)
        return _grouped("not", [written]) if name in NEGATED else written

    def operator(self, name: Any, at: Pointer) -> str | None:
        """Return the editor's name of an operator, or None with the problem noted."""
        if name == PLACEHOLDER:
            self.problems.add(at, "cannot_translate", "no operator is chosen")
            return None
        found = BY_CASELESS.get(name.lower()) if isinstance(name, str) else None
        if found is None:
            code: Code = "missing_key" if name is None else "unknown_operator"
            wrong = "a rule needs its operator" if name is None else f"no operator named {shown(name)}"
            self.problems.add(at, code, f"{wrong}: one of {', '.join(LABELS)}")
        return found

    def value(self, value: Any, op: str, path: Any, part: str | None, at: Pointer) -> Any:
        """Return the operand of an operator: a list where it takes one, of the field's type if known."""
        found = self.dataset.find(path) if self.dataset is not None and isinstance(path, str) else None
        if found is not None and value == PLACEHOLDER and _is_chosen(found):
            self.problems.add(at, "cannot_translate", "no value is chosen")
        typed = None if found is None or found.is_hidden else found.leaf.type
        typed = DataType.NUMERIC if part is not None and typed is not None else typed
        if VOCABULARY[op].operand not in (Operand.LIST, Operand.PAIR):
            return _spelled(value, typed) if VOCABULARY[op].takes is None else value
        listed = _listed(value)
        return [_spelled(one, typed) for one in listed] if is_list(listed) else listed

    def refuse_muted(self, data: dict[Any, Any], at: Pointer) -> None:
        """Refuse what is there and does not count."""
        if data.get("muted"):
            self.problems.add(at / "muted", "cannot_translate", "no filter has a part that does not count")


def _grouped(operator: str, parts: list[_JSON]) -> _JSON:
    return {"operator": operator, "conditions": parts}


def _says_nothing(part: _JSON) -> bool:
    """Tell whether a part is an `and` that is empty however deep."""
    return part.get("operator") == "and" and all(map(_says_nothing, part["conditions"]))


def _is_chosen(found: Found) -> bool:
    """Tell whether the editor offers a field's values, so that a placeholder is none of them."""
    enums = isinstance(found.leaf, Field) and found.leaf.storage is Storage.ENUM
    return enums or found.leaf.type is DataType.BOOLEAN


def _listed(value: Any) -> Any:
    r"""Return the items of a list as the editor writes them: a list, or texts between commas.

    >>> _listed("12, 14"), _listed(r"a\,b,c"), _listed(""), _listed(5)
    (['12', '14'], ['a,b', 'c'], [], [5])
    """
    if not isinstance(value, str):
        return value if value is None or is_list(value) or is_object(value) else [value]
    # The character stands in no text that a database takes.
    items = value.replace("\\,", "\0").split(",")
    return [item.strip().replace("\0", ",") for item in items if item.strip()]


def _spelled(value: Any, data_type: DataType | None) -> Any:
    """Return the number or boolean that a text spells, for a field of that type; else the value as it is.

    >>> [_spelled(text, DataType.NUMERIC) for text in ("60", " 1.5 ", "1e400", "")]
    [60, 1.5, '1e400', '']
    >>> _spelled("true", DataType.BOOLEAN), _spelled("60", DataType.STRING)
    (True, '60')
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    if data_type is DataType.BOOLEAN:
        return {"true": True, "false": False}.get(text.lower(), value)
    if data_type is not DataType.NUMERIC or not _NUMBER.fullmatch(text):
        return value
    number = int(text) if _WHOLE.fullmatch(text) else float(text)
    return number if math.isfinite(number) else value
