"""Reading the caller's JSON documents: text or data in, plain data out, every problem noted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Set
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, NoReturn, TypeGuard

from widgetql.errors import Pointer, Problems, shown
from widgetql.limits import Limits

# A longer key is shown, not pointed at.
_LONGEST_KEY: Final = 255
_NO_HINTS: Final[Mapping[str, str]] = MappingProxyType({})


def read_document(source: Any, at: Pointer, limits: Limits, problems: Problems) -> Any:
    """Return the data of a document that may be JSON text; None where it says nothing.

    "Nothing" is None, `{}` and blank text, which the wire treats alike.

    >>> read_document('{"field": "id"}', Pointer("filters"), Limits(), Problems())
    {'field': 'id'}
    """
    if isinstance(source, str):
        if len(source) > limits.max_json_length:
            problems.add(
                at, "too_long", f"JSON text of {len(source)} characters; at most {limits.max_json_length}"
            )
            return None
        source = _parsed(source, at, problems) if source.strip() else None
    return None if is_empty(source) else source


def is_object(value: Any) -> TypeGuard[dict[Any, Any]]:
    """Tell whether a value is a JSON object; a caller's own data may have keys that are no text."""
    return isinstance(value, dict)


def is_mapping(value: Any) -> TypeGuard[Mapping[Any, Any]]:
    """Tell whether a value can be read as a JSON object, be it a dict or not."""
    return isinstance(value, Mapping)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Tell whether a value is a JSON list."""
    return isinstance(value, list)


def is_empty(value: Any) -> bool:
    """Tell whether a value means "not set": null, "" or {}."""
    return value is None or (isinstance(value, str | dict) and not value)


def is_valid_text(text: str) -> bool:
    """Tell whether every database can hold a text: no NUL, no half of a surrogate pair.

    >>> is_valid_text("naïve"), is_valid_text("a\\x00b"), is_valid_text("\\ud800")
    (True, False, False)
    """
    if "\0" in text:
        return False
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text if c > "\ud7ff")


def text_problem(text: str, at: Pointer, limit: int, problems: Problems) -> bool:
    """Note what keeps a text from being an operand; tell whether anything does."""
    if len(text) > limit:
        problems.add(at, "too_long", f"text of {len(text)} characters; at most {limit}")
    elif not is_valid_text(text):
        problems.add(at, "invalid_text", f"{shown(text)} holds NUL or half of a surrogate pair")
    else:
        return False
    return True


def unknown_keys(
    data: Mapping[Any, Any],
    known: Set[str],
    at: Pointer,
    problems: Problems,
    hints: Mapping[str, str] = _NO_HINTS,
) -> None:
    """Note the keys (the first twenty) that mean nothing here: a misspelt key must not drop a condition.

    `hints` say of some what is written in their place.
    """
    if data.keys() <= known or problems.is_full:
        return
    allowed = ", ".join(sorted(known))
    for key in islice((key for key in data if key not in known), 20):
        problems.add(
            at / (key if isinstance(key, str) and len(key) <= _LONGEST_KEY else shown(key)),
            "unknown_key",
            "; ".join([f"unknown key {shown(key)}; allowed: {allowed}", *_hint(key, hints)]),
        )


def _hint(key: Any, hints: Mapping[str, str]) -> list[str]:
    return [hints[key]] if isinstance(key, str) and key in hints else []


def _parsed(text: str, at: Pointer, problems: Problems) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_object)
    # RecursionError: nested beyond the reader's stack. ValueError: no JSON, or an integer of too many digits.
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        problems.add(at, "invalid_json", f"not JSON: {reason[:200]}")
        return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        twice = next(key for key in found if counted[key] > 1)
        # JSON readers keep the last one: of two lists of conditions one would be dropped.
        raise ValueError(f"an object has the key {shown(twice)} twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
