"""JSON -> how groups rank, how many are kept, what they must satisfy: as a widget says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from widgetql.documents import is_empty, text_problem
from widgetql.errors import Pointer, Problems, shown
from widgetql.filters.ast import Filter
from widgetql.filters.parse import parse_filter, says_nothing
from widgetql.limits import Limits

RANK_KEYS: Final = ("limit", "rank_by", "direction", "other")
DIRECTIONS: Final = ("asc", "desc")


def read_rank(
    given: Mapping[str, Any], at: Pointer, limits: Limits, problems: Problems, length: int
) -> dict[str, Any]:
    """Read the keys of a `group_by` that rank its groups; a name has `length` characters at most."""
    found: dict[str, Any] = {}
    if not is_empty(limit := given.get("limit")):
        found["limit"] = _number_of_groups(limit, at / "limit", limits, problems)
    if not is_empty(rank_by := given.get("rank_by")):
        if not isinstance(rank_by, str):
            problems.add(at / "rank_by", "not_text", f"expected text, got {shown(rank_by)}")
        elif not text_problem(rank_by, at / "rank_by", length, problems):
            found["rank_by"] = rank_by
    if not is_empty(direction := given.get("direction")):
        if isinstance(direction, str) and direction in DIRECTIONS:
            found["descending"] = direction == "desc"
        else:
            problems.add(at / "direction", "wrong_type", f"{shown(direction)} is none of asc, desc")
    if not is_empty(other := given.get("other")):
        if not isinstance(other, bool):
            problems.add(at / "other", "wrong_type", f"expected true or false, got {shown(other)}")
        found["other"] = other is True
    return found


def _number_of_groups(value: Any, at: Pointer, limits: Limits, problems: Problems) -> int | None:
    # JSON knows no difference between 5 and 5.0.
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    if not isinstance(value, int) or isinstance(value, bool):
        problems.add(at, "wrong_type", f"expected a number of groups, got {shown(value)}")
        return None
    if not 1 <= value <= limits.max_groups:
        problems.add(at, "out_of_range", f"1 to {limits.max_groups} groups, got {shown(value)}")
        return None
    return value


def read_having(value: Any, at: Pointer, limits: Limits, problems: Problems) -> Filter | None:
    """Read a filter over what is shown of a group; one that says nothing is none."""
    found = parse_filter(value, at, limits, problems)
    return None if says_nothing(found) else found
