"""Problems of user input as data, and the exceptions that widgetql raises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Self, TypeAlias

# A megabyte of mistakes must not make an answer of a hundred.
_MOST_PROBLEMS: Final = 500

# What does more than stand in a line: controls, line and paragraph separators, what turns the direction of
# writing, and halves of surrogate pairs, which UTF-8 cannot write.
_UNPRINTABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# Every stable code: written out, so that a type checker sees a misspelt one.
Code: TypeAlias = Literal[
    "invalid_json",
    "not_an_object",
    "not_a_list",
    "not_text",
    "missing_key",
    "unknown_key",
    "unknown_field",
    "unknown_dataset",
    "unknown_operator",
    "unknown_chart",
    "unknown_aggregation",
    "unknown_period",
    "unknown_part",
    "unknown_type",
    "unknown_metric",
    "unknown_kind",
    "operator_not_allowed",
    "part_not_allowed",
    "not_filterable",
    "not_plottable",
    "wrong_type",
    "invalid_text",
    "invalid_time",
    "invalid_pattern",
    "null_operand",
    "empty_group",
    "too_deep",
    "too_many",
    "too_long",
    "too_many_rows",
    "out_of_range",
    "not_one_relation",
    "chart_not_allowed",
    "aggregation_not_allowed",
    "not_for_chart",
    "conflicting_keys",
    "data_type_mismatch",
    "connection_required",
    "fan_out",
    "invalid_cursor",
    "duplicate_name",
    "timestamp_required",
    "range_too_old",
    "range_too_long",
    "cannot_drill",
    "values_not_listed",
    "cannot_translate",
]

# The sentence that the documentation prints for each.
CODES: Final[Mapping[Code, str]] = MappingProxyType(
    {
        "invalid_json": "The text is not JSON, or nests deeper than a JSON reader can follow.",
        "not_an_object": "An object was expected here.",
        "not_a_list": "A list was expected here.",
        "not_text": "Text was expected here.",
        "missing_key": "A required key is missing or empty.",
        "unknown_key": "A key that means nothing here.",
        "unknown_field": "No field has this path.",
        "unknown_dataset": "The dashboard is over no dataset of this name.",
        "unknown_operator": "No operator has this name.",
        "unknown_chart": "No chart type has this name.",
        "unknown_aggregation": "No aggregation function has this name.",
        "unknown_period": "No time period has this name.",
        "unknown_part": "No part of time has this name.",
        "unknown_type": "No data type has this name.",
        "unknown_metric": "The chooser of the dynamic field has no such row (or the caller may not see it).",
        "unknown_kind": "The metric's kind is not declared on the dynamic field.",
        "operator_not_allowed": "The field does not take this operator.",
        "part_not_allowed": "The field has no parts of time.",
        "not_filterable": "The field is declared for plots only.",
        "not_plottable": "The field is declared for filters only.",
        "wrong_type": "The operand is not of the field's type.",
        "invalid_text": "The text holds NUL or half of a surrogate pair, which no database stores.",
        "invalid_time": "The text is neither an ISO 8601 date or date-time nor a relative time.",
        "invalid_pattern": "The regular expression is not of the portable syntax, or could run too long.",
        "null_operand": "null is no operand: `isnull` asks for missing values.",
        "empty_group": "A group without conditions, or an empty filter where one is needed.",
        "too_deep": "The filter nests deeper than the limit.",
        "too_many": "More conditions, values, searches, relations, columns or buckets than the limit.",
        "too_long": "A text or list longer than the limit.",
        "too_many_rows": "The answer has more rows than the limit, or repeats long labels in many of them.",
        "out_of_range": "A number or instant beyond what can be answered.",
        "not_one_relation": "The conditions of a group about related rows share no to-many relation.",
        "chart_not_allowed": "The field's type does not take this chart.",
        "aggregation_not_allowed": "The field's type does not take this aggregation.",
        "not_for_chart": "The chart type does not use this key.",
        "conflicting_keys": "Two keys exclude each other.",
        "data_type_mismatch": "The declared data type is not the field's.",
        "connection_required": "The field's type depends on its metric, which only the database knows.",
        "fan_out": "A to-many path here would count one record many times.",
        "invalid_cursor": "The cursor was not made by this list.",
        "duplicate_name": "Two columns of the answer have one name.",
        "timestamp_required": "The filters set no lower bound on the timestamp.",
        "range_too_old": "The time range starts before the allowed maximum.",
        "range_too_long": "The time range spans more than the allowed maximum.",
        "cannot_drill": "The records behind this row cannot be said in the dataset's filter language.",
        "values_not_listed": "The field is declared with `values=False`: what it holds is not listed.",
        "cannot_translate": "A query of react-querybuilder says what no filter says, or the other way round.",
    }
)


class Pointer(NamedTuple):
    """A place in one of the caller's documents; `pointer / "key"` goes one step down.

    Half of a surrogate pair in a key, which no answer could be encoded with, is written as its escape.

    >>> at = Pointer("filter") / "conditions" / 1 / "a/b"
    >>> at.document, str(at)
    ('filter', '/conditions/1/a~1b')
    """

    document: str
    tokens: tuple[str | int, ...] = ()

    def __truediv__(self, token: str | int) -> Pointer:
        """Return the place one step below this one."""
        # Past the constructor: every key of every document is a place.
        place = (self.document, (*self.tokens, token))
        return tuple.__new__(Pointer, place)  # pyright: ignore[reportUnknownMemberType]

    def __str__(self) -> str:
        """Write the RFC 6901 pointer."""
        written = "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in self.tokens)
        return _SURROGATE.sub(_escaped, written)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a caller's document.

    `document` is `filter`, `widget`, `dashboard`, `dashboard_filters`, `filters`, `row` (of a drill-down),
    `params` (Kore's), `query` (react-querybuilder's), or the name of an argument; `pointer` an RFC 6901
    pointer into it; `code` is stable across releases; `message` a sentence for people.

    >>> Problem("filter", "/op", "unknown_operator", "No operator is named 'eqs'.").to_dict()["code"]
    'unknown_operator'
    """

    document: str
    pointer: str
    code: Code
    message: str

    def to_dict(self) -> dict[str, str]:
        """Return the problem as plain JSON data."""
        return {
            "document": self.document,
            "pointer": self.pointer,
            "code": self.code,
            "message": self.message,
        }


class Problems(list[Problem]):
    """The problems found so far: what every reader of untrusted input appends to."""

    def add(self, at: Pointer, code: Code, message: str) -> None:
        """Note a problem at a place; beyond the first 500 nobody reads them."""
        if len(self) < _MOST_PROBLEMS:
            self.append(Problem(at.document, str(at), code, printable(message)))

    @property
    def is_full(self) -> bool:
        """Tell whether what is found from now on is not noted: readers may stop."""
        return len(self) >= _MOST_PROBLEMS

    def raise_any(self) -> None:
        """Raise `InvalidInput` if anything was found."""
        if self:
            raise InvalidInput(self)


class InvalidInput(ValueError):
    """Untrusted JSON that cannot be answered, with every problem found in it.

    >>> error = InvalidInput([Problem("filter", "/op", "unknown_operator", "No operator is named 'eqs'.")])
    >>> error.to_dict()["detail"]
    "No operator is named 'eqs'."
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        told = (f"{p.document}{printable(p.pointer)}: {p.message}" for p in self.problems)
        super().__init__("; ".join(told))

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Problem, ...]]]:
        """Pickle by the problems, not by the message."""
        return type(self), (self.problems,)

    def to_dict(self) -> dict[str, object]:
        """Return the body of a 400 answer: `{"detail": <first message>, "problems": [...]}`."""
        return {
            "detail": self.problems[0].message if self.problems else "",
            "problems": [problem.to_dict() for problem in self.problems],
        }


class InvalidOption(ValueError):
    """An option that a host may hand on from a request is none: `option` is `timezone`, `week_start` or
    `now`.

    Where the value is the customer's, the message is fit for the body of a 400 answer.

    >>> error = InvalidOption("week_start", "week_start must be one of monday, ..., got 'payday'")
    >>> error.option
    'week_start'
    """

    option: str

    def __init__(self, option: str, message: str) -> None:
        self.option = option
        super().__init__(printable(message))

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Pickle with the option's name."""
        return type(self), (self.option, str(self))


class QueryTimeout(TimeoutError):
    """A call outran `Limits.timeout`, or one of its queries `Limits.widget_timeout`, and was cancelled.

    The message says so where it could not be cancelled, and ended by itself. On PostgreSQL and DuckDB the
    transaction is aborted: roll it back.
    """


def printable(text: str) -> str:
    """Write a text on one line, so that it can go into a log, a terminal and a UTF-8 answer.

    >>> printable("é\\n\\u202e")
    'é\\\\n\\\\u202e'
    """
    return _UNPRINTABLE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def shown(value: object, length: int = 60) -> str:
    """Write a given value for a message: as JSON has it, short, on one line.

    >>> shown(True), shown(None), shown("x" * 100)[-5:]
    ('true', 'null', 'xx...')
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    # The repr of anything else may be endless, or an error.
    if not isinstance(value, str | int | float | Decimal):
        return f"a value of type {type(value).__name__}"
    # repr of a huge int is slow and refused by Python: say how large it is instead.
    if isinstance(value, int) and value.bit_length() > 256:
        return "an integer of more than 70 digits"
    text = repr(value[: length + 1]) if isinstance(value, str) else str(value)
    return text if len(text) <= length else text[:length] + "..."


def how_many(number: int, what: str) -> str:
    """Write a number of things for a message: beyond what anyone would count only that they are many.

    >>> how_many(3, "bins"), how_many(10**300, "bins")
    ('3 bins', 'more than 10^15 bins')
    """
    return f"{number} {what}" if number <= 10**15 else f"more than 10^15 {what}"


def unparsed(value: object) -> str:
    """Write what stands where an object or a list must: of JSON text it is said what to do.

    >>> print(unparsed('{"field": "a"}'))
    '{"field": "a"}', which is JSON text: parse it first (json.loads)
    >>> unparsed(5)
    '5'
    """
    is_json = isinstance(value, str | bytes) and value.strip()[:1] in ("{", "[", b"{", b"[")
    return f"{shown(value)}, which is JSON text: parse it first (json.loads)" if is_json else shown(value)
