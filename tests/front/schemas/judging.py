"""What a validator says of a document, as far as a schema may say it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from widgetql import Dataset, Problem, json_schema, validate_dashboard, validate_filter, validate_widget
from widgetql.testing import NOW
from widgetql.types import MAX_DOUBLE

JUDGES: Final[Mapping[str, Callable[..., list[Problem]]]] = {
    "filter": validate_filter,
    "widget": validate_widget,
    "dashboard": validate_dashboard,
}
# What is shown of a row, by which it is sorted, ranked or left out, is not said in a schema.
_OF_ROWS: Final = re.compile(
    "(?:/widgets/[0-9]+)?/(?:order_by|having|group_by/rank_by|metrics/[0-9]+/(?:ratio|share|within))/"
)


class Verdict(StrEnum):
    """What is said of a document."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    # Refused for a name that rows do not have, and for nothing else.
    NAMES = "names"


def verdict(document: Any, dataset: Dataset, what: str) -> Verdict:
    """Return what validating says of a document's form."""
    return of_problems(JUDGES[what](document, dataset, now=NOW))


def of_problems(found: list[Problem]) -> Verdict:
    """Return what problems say of a document's form."""
    not_form: tuple[str, ...] = json_schema.NOT_FORM  # type: ignore[attr-defined]
    problems = [one for one in found if one.code not in not_form]
    if not problems:
        return Verdict.ACCEPTED
    is_of_names = all(_OF_ROWS.match(f"{one.pointer}/") for one in problems)
    return Verdict.NAMES if is_of_names else Verdict.REFUSED


def as_json(document: Any) -> Any:
    """Return the document as JSON has it, or `...`: one that no JSON is, or whose texts are none."""
    try:
        found = json.loads(json.dumps(document, allow_nan=False))
    except (ValueError, TypeError, RecursionError):
        return ...
    return ... if _has_json_text(found) else found


def _has_json_text(document: Any) -> bool:
    """Tell whether a filter is given as JSON text, of which a schema sees the ends only."""
    if isinstance(document, str):
        return bool(document.strip())
    if not isinstance(document, dict):
        return False
    filters = [document.get(name) for name in ("filters", "dashboard_filters")]
    widgets = document.get("widgets")
    own = [one for one in widgets if isinstance(one, dict)] if isinstance(widgets, list) else []
    return any(isinstance(one, str) and one.strip() for one in filters) or any(map(_has_json_text, own))


def is_of_doubles(document: Any) -> bool:
    """Tell whether every number of a document is one to JavaScript, too."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, int) and abs(one) > MAX_DOUBLE:
            return False
    return True
