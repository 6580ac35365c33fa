"""Request bodies as untrusted data: read within a size, and refused as widgetql refuses what it reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any, Final

from fastapi import HTTPException, Request

from examples.call_centre import calls
from widgetql import InvalidInput, Problem

MOST_BYTES: Final = 2_000_000
# What the tables' keys hold.
MOST: Final = 2**31 - 1
# As many widgets, or ids of such, are read at once as the library computes of one dashboard.
MOST_WIDGETS: Final = calls.limits.max_widgets


def refused(pointer: str, code: Any, message: str, document: str = "body") -> InvalidInput:
    """Return the 400 of one problem that the host itself has with a body."""
    return InvalidInput([Problem(document, pointer, code, message)])


async def body_of(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request; 413 for one that is too large, 400 for anything else."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise HTTPException(413, f"A body has at most {MOST_BYTES:,} bytes.")
    try:
        body = json.loads(raw, parse_constant=_no_number, parse_float=_number, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise refused("", "invalid_json", "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise refused("", "not_an_object", "The body must be an object.")
    # What no database stores, and no answer could be encoded with, wherever it stands.
    if any("\0" in text or not _is_unicode(text) for text in _texts(body)):
        raise refused("", "invalid_text", "The body has a NUL or half of a surrogate pair in a text.")
    return body


def _number(text: str) -> float:
    """Return a number; raise `ValueError` for one beyond the doubles: no answer could be encoded with it."""
    found = float(text)
    if not isfinite(found):
        raise ValueError(text)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raise `ValueError` for a key twice: the last would hide a filter's conditions."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def check_keys(body: dict[str, Any], known: frozenset[str]) -> None:
    """Raise the 400 of keys that mean nothing."""
    problems = [
        Problem("body", f"/{key.replace('~', '~0').replace('/', '~1')}", "unknown_key", f"no key {key!r:.60}")
        for key in body
        if key not in known
    ]
    if problems:
        raise InvalidInput(problems)


def ids_in(body: dict[str, Any], key: str) -> list[int]:
    """Return a list of ids."""
    return [one for one in _ids_or_nulls(body, key, nulls=False) if one is not None]


def order_in(body: dict[str, Any], created: int) -> list[int | None]:
    """Return the `order` of widgets by their ids; a null is the next of those that are created."""
    found = _ids_or_nulls(body, "order", nulls=True)
    if found.count(None) > created:
        raise refused("/order", "too_many", f"{found.count(None)} nulls for {created} new widgets")
    return found


def _ids_or_nulls(body: dict[str, Any], key: str, *, nulls: bool) -> list[int | None]:
    found = body.get(key) or []
    if not isinstance(found, list):
        raise refused(f"/{key}", "not_a_list", "expected a list of ids")
    _check_size(found, key)
    for place, one in enumerate(found):
        is_id = isinstance(one, int) and not isinstance(one, bool) and 0 < one <= MOST
        if not is_id and not (nulls and one is None):
            raise refused(f"/{key}/{place}", "wrong_type", "expected an id")
    return found


def objects_in(body: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return a list of objects."""
    found = body.get(key) or []
    if not isinstance(found, list):
        raise refused(f"/{key}", "not_a_list", "expected a list of objects")
    _check_size(found, key)
    for place, one in enumerate(found):
        if not isinstance(one, dict):
            raise refused(f"/{key}/{place}", "not_an_object", "expected an object")
    return found


def _check_size(found: list[Any], key: str) -> None:
    """Raise the 400 of a list that nobody needs."""
    if len(found) > MOST_WIDGETS:
        raise refused(f"/{key}", "too_many", f"{len(found)} widgets; at most {MOST_WIDGETS}")


def text_in(body: dict[str, Any], key: str) -> str | None:
    """Return a text, or None where there is none."""
    found = body.get(key)
    if found is not None and not isinstance(found, str):
        raise refused(f"/{key}", "not_text", "expected a text")
    return found or None


def _no_number(word: str) -> None:
    raise ValueError(word)


def _texts(found: Any) -> Iterator[str]:
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
