"""Documents drawn from a JSON Schema: what one who reads nothing else may write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from random import Random
from typing import Any, Final

from jsonschema import Draft202012Validator

Schema = dict[str, Any]
# By these keys schemas tell what else a document is.
_TELLING: Final = ("chart_type", "operator")
# Groups within groups end here, as blank ones, which each schema names first.
_DEEPEST: Final = 7
# How many of what may be too long to be read are read: each item of a long list is judged by itself.
_READ: Final = 0.95
# How often the choices within a value are made anew where they leave none.
_TRIES: Final = 5
_TYPES: Final = ("object", "array", "string", "integer", "number", "boolean", "null")
_NUMBERS: Final[tuple[Any, ...]] = (
    0,
    1,
    -1,
    2,
    5,
    7,
    30,
    50,
    60,
    1_000,
    10**9,
    2**53 + 1,
    10**20,
    5.0,
    0.5,
    -2.25,
)
_TEXTS: Final = (
    *(
        "a",
        "count",
        "n",
        "share",
        "p75",
        "p99.9",
        "p100",
        "p0.5",
        "now",
        "today-7d",
        "2025-11-03",
        "timestamp",
        "é",
    ),
    *(
        "",
        " ",
        "null",
        '""',
        '{"field": "duration", "op": "gt", "value": 60}',
        "{}",
        "\0",
        "a\ud800",
        "x" * 256,
    ),
    *("x" * 1_001, "x" * 2_001, "x" * 5_001),
)


class Dead(Exception):
    """What was chosen leaves no document."""


def _is_long(rule: Schema) -> bool:
    """Tell whether a rule is of texts and lists that are beyond a limit, alone or among a few others."""
    own = [rule, *rule.get("anyOf", ()), rule.get("items", {})]
    return any(one.get("minItems", 0) > 40 or one.get("minLength", 0) > 200 for one in own)


class Drawing:
    """Draws documents of a schema; each `of` chooses anew."""

    def __init__(self, schema: Schema, random: Random, paths: Sequence[str]) -> None:
        self._defs: Final[Schema] = schema["$defs"]
        self._root: Final = schema
        self._validator: Final = Draft202012Validator(schema)
        self._random: Final = random
        # Texts that its patterns are of: keys of JSON columns.
        self._texts: Final = (*_TEXTS, *paths)
        self._fitting: Final[dict[int, tuple[Any, list[Any]]]] = {}

    def documents(self) -> Iterator[Any]:
        """Yield documents that the schema accepts, without end, of each of its kinds in turn."""
        for start in cycle(self._starts()):
            found = self._document(start)
            if found is not ...:
                yield found

    def _starts(self) -> list[list[Schema]]:
        """Return what documents begin with: a chart, of filters mostly those that are some."""
        root: Schema = {"$ref": self._root["$ref"]}
        if "chart_type" in self._defs.get("widget", {}).get("properties", ()) and root["$ref"].endswith(
            "/widget"
        ):
            charts = self._defs["widget"]["properties"]["chart_type"]["enum"]
            return [[root, {"properties": {"chart_type": {"const": chart}}}] for chart in charts]
        return [[root], *([{"$ref": "#/$defs/node"}] for _ in range(6) if root["$ref"].endswith("/filter"))]

    def _document(self, start: list[Schema]) -> Any:
        for _ in range(400):
            try:
                found = self._value(start, 0)
            except Dead:
                continue
            if self._validator.is_valid(found):
                return found
        return ...

    def _value(self, rules: Sequence[Any], depth: int) -> Any:
        plain, conditional = self._flat(rules, depth)
        listed = next((one for one in plain if "enum" in one or "const" in one), None)
        if listed is not None:
            return self._one_of(
                [one for one in listed.get("enum", [listed.get("const")]) if self._fits(one, plain)]
            )
        match "object" if conditional else self._type(plain):
            case "object":
                return self._object(plain, conditional, depth)
            case "array":
                return self._array(plain, depth)
            case "string":
                return self._one_of(self._all_fitting(self._texts, plain))
            case "integer" | "number":
                bounds = [one[key] for one in plain for key in ("minimum", "maximum") if key in one]
                return self._one_of(self._all_fitting((*_NUMBERS, *bounds), plain))
            case "boolean":
                return self._one_of([one for one in (True, False) if self._fits(one, plain)])
            case _:
                return None

    def _flat(self, rules: Sequence[Any], depth: int) -> tuple[list[Schema], list[Schema]]:
        """Return rules without references and choices, and those with a condition, which come later."""
        plain, conditional, waiting = [], [], [*rules]
        while waiting:
            rule = waiting.pop()
            if rule is True:
                continue
            if "$ref" in rule:
                waiting.append(self._defs[rule["$ref"].removeprefix("#/$defs/")])
            waiting.extend(rule.get("allOf", ()))
            if "anyOf" in rule:
                waiting.append(rule["anyOf"][0] if depth > _DEEPEST else self._chosen(rule["anyOf"]))
            if "if" in rule:
                conditional.append({key: rule[key] for key in ("if", "then", "else") if key in rule})
            if rule.keys() - {"$ref", "allOf", "anyOf", "if", "then", "else", "title", "description"}:
                plain.append(rule)
        return plain, conditional

    def _chosen(self, rules: Sequence[Schema]) -> Schema:
        """Return one of some rules, seldom one of what is too long to be read."""
        read = [one for one in rules if not _is_long(one)]
        is_read = read and self._random.random() < _READ
        return self._random.choice(read if is_read else rules)

    def _type(self, plain: Sequence[Schema]) -> str:
        types = {*_TYPES}
        for one in plain:
            if "type" in one:
                of = one["type"]
                types &= {of} if isinstance(of, str) else {*of}
        if len(types) == len(_TYPES):
            keys = {key for one in plain for key in one}
            if keys & {"properties", "required"}:
                return "object"
            if keys & {"items", "contains", "minItems"}:
                return "array"
        return str(self._one_of(sorted(types)))

    def _object(self, plain: list[Schema], conditional: list[Schema], depth: int) -> Any:
        found: Schema = {}
        while conditional:
            rule = conditional.pop()
            for name in self._told(rule):
                if name not in found and self._is_known(name, plain):
                    found[name] = self._value(self._rules_of(name, plain), depth + 1)
            more, conditions = self._flat(self._branch(rule, found), depth)
            plain, conditional = [*plain, *more], [*conditional, *conditions]
        required = {name for one in plain for name in one.get("required", ())}
        optional = sorted({name for one in plain for name in one.get("properties", ())} - required)
        often = self._random.choice((0.05, 0.15, 0.3))
        chosen = [name for name in optional if self._random.random() < often]
        for name in (*sorted(required), *chosen):
            if name in found or not (name in required or self._is_known(name, plain)):
                continue
            try:
                found[name] = self._tried(self._rules_of(name, plain), depth + 1)
            except Dead:
                if name in required:
                    raise
        return found

    def _tried(self, rules: Sequence[Any], depth: int) -> Any:
        """Return a value of some rules: another choice among them may leave one."""
        for _ in range(_TRIES):
            with suppress(Dead):
                return self._value(rules, depth)
        raise Dead

    def _branch(self, rule: Schema, found: Schema) -> list[Any]:
        """Return what holds of an object: where what it has by now tells, by that, else as it falls."""
        is_so = self._holds(rule["if"], found) if self._told(rule) else self._random.random() < 0.5
        if is_so:
            return [rule["if"], *([rule["then"]] if "then" in rule else [])]
        return [rule["else"]] if "else" in rule else []

    @staticmethod
    def _told(rule: Schema) -> list[str]:
        """Return the keys that a condition is about, if it is about such that tell."""
        return [name for name in _TELLING if name in rule["if"].get("properties", ())]

    def _holds(self, rule: Schema, value: Any) -> bool:
        return bool(Draft202012Validator({"$defs": self._defs, **rule}).is_valid(value))

    @staticmethod
    def _is_known(name: str, plain: Sequence[Schema]) -> bool:
        """Tell whether an object may have a key: it is named, by all that take no others."""
        own = [one for one in plain if "properties" in one or "additionalProperties" in one]
        named = any(name in one.get("properties", ()) for one in own)
        closed = [one for one in own if one.get("additionalProperties") is False]
        return named and all(name in one.get("properties", ()) for one in closed)

    @staticmethod
    def _rules_of(name: str, plain: Sequence[Schema]) -> list[Any]:
        return [one["properties"][name] for one in plain if name in one.get("properties", ())]

    def _array(self, plain: Sequence[Schema], depth: int) -> list[Any]:
        least = max((one.get("minItems", 0) for one in plain), default=0)
        most = min((one["maxItems"] for one in plain if "maxItems" in one), default=least + 3)
        if least > most:
            raise Dead
        items = [one["items"] for one in plain if "items" in one]
        if least > 40:
            return [self._value(items, depth + 1)] * least
        needed = [one["contains"] for one in plain if "contains" in one and one.get("minContains", 1)]
        found = [self._value([*items, one], depth + 1) for one in needed]
        count = self._random.randint(least, min(most, least + 3))
        found += [self._value(items, depth + 1) for _ in range(count - len(found))]
        self._random.shuffle(found)
        return found

    def _fits(self, value: Any, plain: Sequence[Schema]) -> bool:
        return all(self._holds(one, value) for one in plain)

    def _all_fitting(self, values: Sequence[Any], plain: Sequence[Schema]) -> list[Any]:
        """Return the values that some rules take, found once for each rule."""
        found = [*values]
        for rule in plain:
            if id(rule) not in self._fitting:
                # With the rule itself, so that its place in memory is nobody else's.
                own = [one for one in values if self._holds(rule, one)]
                self._fitting[id(rule)] = rule, own
            of_rule = self._fitting[id(rule)][1]
            found = [one for one in found if one in of_rule] if len(plain) > 1 else of_rule
        return found

    def _one_of(self, values: Sequence[Any]) -> Any:
        if not values:
            raise Dead
        return self._random.choice(values)
