"""JSON -> the written rule of an alert, checked for form: every problem at once, with pointers into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from widgetql.charts.rules import NAME_LENGTH
from widgetql.documents import is_empty, is_list, text_problem, unknown_keys
from widgetql.errors import Code, Pointer, Problems, shown, unparsed
from widgetql.limits import Limits
from widgetql.types import MAX_DOUBLE, DataType, type_of_operand

PAIRS: Final = frozenset({"between", "outside"})
"""The comparisons with two numbers: inside of both, ends included, or outside."""
COMPARISONS: Final = ("eq", "neq", "gt", "gte", "lt", "lte", "between", "outside")
BREACHES: Final = ("gt", "lt", "outside")
DIRECTIONS: Final = ("up", "down", "both")
_DURATION: Final = re.compile(r"([1-9][0-9]{0,5})([smhdwMy])")
# Of a smaller factor the newest of a thousand values would say nothing.
_LEAST_ALPHA: Final = Fraction(1, 1_000)
# A number of records that no table has.
_MOST_RECORDS: Final = 10**12
_REQUIRED: Final = object()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as written: its type, and what stands under its keys, defaults where nothing does."""

    at: Pointer
    type: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Duration:
    """So many units of the calendar or the clock."""

    amount: int
    unit: str


def parse_rule(source: Any, at: Pointer, limits: Limits, problems: Problems) -> Rule | None:
    """Return the written rule, with everything wrong with its form noted; None where it has no type."""
    if not isinstance(source, Mapping):
        problems.add(at, "not_an_object", f"expected a rule, got {unparsed(source)}")
        return None
    given = cast("Mapping[str, Any]", source)
    reader = _Reader(limits, problems)
    kind = reader.required(given, "type", at)
    if kind is None or reader.word(kind, at / "type", tuple(KEYS)) is None:
        return None
    keys = KEYS[kind]
    unknown_keys(given, {"type", *keys}, at, problems)
    found = {name: reader.key(given, name, key, at) for name, key in keys.items()}
    if "op" in found:
        found["value"] = reader.operand(given, found["op"], at)
    if "of_last" in keys:
        reader.check_last(found, given, at)
    return Rule(at, kind, MappingProxyType(found))


@dataclass(frozen=True, slots=True)
class _Reader:
    limits: Limits
    problems: Problems

    def key(self, given: Mapping[str, Any], name: str, key: _Key, at: Pointer) -> Any:
        """Read what stands under a key; what is not set is the default."""
        if not is_empty(given.get(name)):
            return key.read(self, given[name], at / name)
        return self.required(given, name, at) if key.default is _REQUIRED else key.default

    def required(self, given: Mapping[str, Any], name: str, at: Pointer) -> Any:
        """Return what stands under a key that must be set."""
        if is_empty(given.get(name)):
            of = f"a rule of the type {given['type']}" if name != "type" else "a rule"
            self.refuse(at / name, "missing_key", f"{of} needs its {name}")
            return None
        return given[name]

    def word(self, value: Any, at: Pointer, known: tuple[str, ...]) -> str | None:
        """Read a word of a vocabulary."""
        if isinstance(value, str) and value in known:
            return value
        code: Code = "unknown_operator" if at.tokens[-1] == "op" else "wrong_type"
        self.refuse(at, code, f"{shown(value)} is none of {', '.join(known)}")
        return None

    def comparison(self, value: Any, at: Pointer) -> str | None:
        """Read how a threshold compares."""
        return self.word(value, at, COMPARISONS)

    def breach(self, value: Any, at: Pointer) -> str | None:
        """Read how a value breaches."""
        return self.word(value, at, BREACHES)

    def direction(self, value: Any, at: Pointer) -> str | None:
        """Read the direction of a trend."""
        return self.word(value, at, DIRECTIONS)

    def raw(self, value: Any, at: Pointer) -> Any:
        """Take what is read elsewhere: filters, an operand."""
        del at
        return value

    def widget(self, value: Any, at: Pointer) -> Mapping[str, Any] | None:
        """Take the widget of a threshold, an object; it is read by itself."""
        if isinstance(value, Mapping):
            return cast("Mapping[str, Any]", value)
        self.refuse(at, "not_an_object", f"expected a widget, got {unparsed(value)}")
        return None

    def path(self, value: Any, at: Pointer) -> str | None:
        """Read the path of a field."""
        if not isinstance(value, str):
            self.refuse(at, "not_text", f"expected text, got {shown(value)}")
            return None
        return None if text_problem(value, at, NAME_LENGTH, self.problems) else value

    def operand(self, given: Mapping[str, Any], op: Any, at: Pointer) -> Any:
        """Read what is compared with: a number, or two of them."""
        value: Any = given.get("value")
        at /= "value"
        if op is None or is_empty(value):
            return None
        if op not in PAIRS:
            return self.number(value, at)
        pair: list[Any] = value if is_list(value) else []
        if len(pair) != 2:
            self.refuse(at, "wrong_type", f"{op} takes two numbers, got {unparsed(value)}")
            return None
        low, high = (self.number(one, at / place) for place, one in enumerate(pair))
        if low is not None and high is not None and low > high:
            self.refuse(at, "out_of_range", f"{op} takes a lower number and a higher one")
        return low, high

    def number(self, value: Any, at: Pointer) -> int | float | None:
        """Read a number as the answer's values are: an integer, or a double."""
        if type_of_operand(value) is not DataType.NUMERIC:
            self.refuse(at, "wrong_type", f"expected a number, got {shown(value)}")
            return None
        if abs(value) > MAX_DOUBLE:
            self.refuse(at, "out_of_range", f"{shown(value)} is beyond the largest double")
            return None
        return value if isinstance(value, int) else float(value)

    def whole(self, value: Any, at: Pointer, most: int) -> int | None:
        """Read a whole number from one to the most."""
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(number, bool) or not isinstance(number, int):
            self.refuse(at, "wrong_type", f"expected a whole number, got {shown(value)}")
            return None
        if not 1 <= number <= most:
            self.refuse(at, "out_of_range", f"1 to {most}, got {shown(value)}")
            return None
        return number

    def values(self, value: Any, at: Pointer) -> int | None:
        """Read a number of values: as many as a list may have."""
        return self.whole(value, at, most_values(self.limits))

    def window(self, value: Any, at: Pointer) -> int | None:
        """Read the window of a trend: two of them are read."""
        return self.whole(value, at, max(most_values(self.limits) // 2, 1))

    def records(self, value: Any, at: Pointer) -> int | None:
        """Read a number of records."""
        return self.whole(value, at, _MOST_RECORDS)

    def factor(self, value: Any, at: Pointer) -> Fraction | None:
        """Read a number that is not negative, as the decimal that is written."""
        number = self.number(value, at)
        if number is None:
            return None
        if number < 0:
            self.refuse(at, "out_of_range", f"expected a number from 0 on, got {shown(value)}")
            return None
        return Fraction(Decimal(str(number)))

    def alpha(self, value: Any, at: Pointer) -> Fraction | None:
        """Read how much of a new value goes into the smoothed one."""
        factor = self.factor(value, at)
        if factor is not None and not _LEAST_ALPHA <= factor <= 1:
            self.refuse(at, "out_of_range", f"{float(_LEAST_ALPHA)} to 1, got {shown(value)}")
            return None
        return factor

    def duration(self, value: Any, at: Pointer) -> Duration | None:
        """Read a length of time: `24h`, `7d`."""
        found = _DURATION.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            told = "expected a number and a unit of s m h d w M y, as 24h"
            self.refuse(at, "invalid_time", f"{told}, got {shown(value)}")
            return None
        return Duration(int(found[1]), found[2])

    def check_last(self, found: dict[str, Any], given: Mapping[str, Any], at: Pointer) -> None:
        """Refuse to ask for more breaches than values are read; by default enough of them are."""
        least, last = found["at_least"], found["of_last"]
        if least is None or last is None or least <= last:
            return
        if is_empty(given.get("of_last")):
            found["of_last"] = least
        else:
            self.refuse(at / "at_least", "out_of_range", f"{least} of the last {last}")

    def refuse(self, at: Pointer, code: Code, message: str) -> None:
        """Note a problem."""
        self.problems.add(at, code, message)


def most_values(limits: Limits) -> int:
    """Return how many values a rule may read: their records stand in one list of the evidence."""
    return min(limits.max_rows, limits.max_list_length)


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of a rule: what reads it, and what it is where nothing stands under it."""

    read: Callable[[_Reader, Any, Pointer], Any]
    default: Any = _REQUIRED


_Keys: TypeAlias = Mapping[str, _Key]
_VALUES: Final[_Keys] = {
    "field": _Key(_Reader.path),
    "metric": _Key(_Reader.raw, None),
    "filters": _Key(_Reader.raw, None),
}

KEYS: Final[Mapping[str, _Keys]] = MappingProxyType(
    {
        "threshold": {
            "widget": _Key(_Reader.widget),
            "op": _Key(_Reader.comparison),
            "value": _Key(_Reader.raw),
        },
        "breaches": {
            **_VALUES,
            "op": _Key(_Reader.breach),
            "value": _Key(_Reader.raw),
            "at_least": _Key(_Reader.values, 3),
            "of_last": _Key(_Reader.values, 50),
        },
        "failure": {
            **_VALUES,
            "at_least": _Key(_Reader.values, 1),
            "of_last": _Key(_Reader.values, 1),
        },
        "trend": {
            **_VALUES,
            "window": _Key(_Reader.window, 50),
            "deviations": _Key(_Reader.factor, Fraction(2)),
            "alpha": _Key(_Reader.alpha, Fraction(3, 10)),
            "direction": _Key(_Reader.direction, "both"),
        },
        "spike": {
            "filters": _Key(_Reader.raw, None),
            "recent": _Key(_Reader.duration, Duration(24, "h")),
            "baseline": _Key(_Reader.duration, Duration(7, "d")),
            "at_least": _Key(_Reader.records, 5),
            "times": _Key(_Reader.factor, Fraction(3)),
        },
    }
)
