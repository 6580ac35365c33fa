"""Documents with anything in the place of anything: the JSON schemas say which of them are refused."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any, Final

# Of what is asked exhaustively one of so many: prime numbers, so that each value meets each place in time.
_STEP: Final = 11
_STEP_OF_SHORT_RUNS: Final = 997
_OPS_A_QUESTION: Final = 3


def documents(*, is_short: bool = False) -> Iterator[tuple[str, list[Any], list[list[Any]]]]:
    """Yield documents of a kind, `filter` or `widget`, and of each what must be said."""
    from tests.front import test_schema as schemas
    from widgetql.filters.vocabulary import OPERATORS

    step = _STEP_OF_SHORT_RUNS if is_short else _STEP
    for widget in schemas.WIDGETS:
        every = schemas.every_change(widget)
        yield _judged("widget", [widget, *islice(every, 0, None, step)])
    values = (*schemas.VALUES, [1, 2], ["a", "b"], [1, "a"], ["2025-11-03", "now"])
    paths = [*schemas.JOBS.paths, "meta.a", "meta.a.b", "x"]
    names = [*OPERATORS]
    for first in range(0, len(names), _OPS_A_QUESTION):
        some = product(names[first : first + _OPS_A_QUESTION], paths, values)
        found = [{"field": path, "op": op, "value": value} for op, path, value in some]
        yield _judged("filter", found[::step])


def _judged(what: str, found: list[Any]) -> tuple[str, list[Any], list[list[Any]]]:
    """Return documents with what their schema says of each; those with names of rows it knows nothing of."""
    from tests.front import test_schema as schemas
    from tests.front.schemas.judging import Verdict, as_json

    validator = schemas.schema("jobs", what)
    read = [one for one in map(as_json, found) if one is not ...]
    kept = [one for one in read if said_of(what, one)[0] != Verdict.NAMES]
    expected = [["accepted" if validator.is_valid(one) else "refused", []] for one in kept]
    return what, kept, expected


def said_of(what: str, document: Any) -> list[Any]:
    """Return what is said of a document of jobs, and those problems whose places or codes there are not."""
    from tests.front.declared import JOBS
    from tests.front.schemas.judging import JUDGES, of_problems
    from widgetql.errors import CODES
    from widgetql.testing import NOW

    problems = JUDGES[what](document, JOBS, now=NOW)
    odd = [one.pointer for one in problems if one.code not in CODES or not _is_place(document, one.pointer)]
    return [str(of_problems(problems)), odd]


def _is_place(document: Any, pointer: Any) -> bool:
    """Tell whether a pointer leads into a document: all but its last step to what is there."""
    if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
        return False
    *steps, _ = pointer.split("/")[1:] or [""]
    at = document
    for step in (one.replace("~1", "/").replace("~0", "~") for one in steps):
        if isinstance(at, list) and step.isdigit() and int(step) < len(at):
            at = at[int(step)]
        elif isinstance(at, dict) and step in at:
            at = at[step]
        else:
            return False
    return True
