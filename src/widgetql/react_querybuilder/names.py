"""What the editor and the filters call one thing: operators, parts of times, placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from widgetql.clocks import PARTS
from widgetql.limits import Limits

# The editor's names of our operators; `regex` is one that a host adds to it (`fields` does).
OPERATORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "=": "eq", "!=": "neq", "<": "lt", ">": "gt", "<=": "lte", ">=": "gte", "contains": "contains",
        "beginsWith": "startswith", "endsWith": "endswith", "in": "in", "notIn": "nin", "between": "between",
        "regex": "regex",
    }
)  # fmt: skip
# Those that are a `not` around one condition, which holds on a missing value.
NEGATED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "doesNotContain": "contains", "doesNotBeginWith": "startswith", "doesNotEndWith": "endswith",
        "notBetween": "between",
    }
)  # fmt: skip
MISSING: Final[Mapping[str, bool]] = MappingProxyType({"null": True, "notNull": False})
# In the editor's order, with its labels.
LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "=": "=", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "contains": "contains",
        "beginsWith": "begins with", "endsWith": "ends with", "doesNotContain": "does not contain",
        "doesNotBeginWith": "does not begin with", "doesNotEndWith": "does not end with", "null": "is null",
        "notNull": "is not null", "in": "in", "notIn": "not in", "between": "between",
        "notBetween": "not between", "regex": "matches",
    }
)  # fmt: skip
# The editor's own exports read names whatever their case.
BY_CASELESS: Final = {name.lower(): name for name in LABELS}
NAME_OF: Final = {op: name for name, op in OPERATORS.items()}
NEGATED_OF: Final = {op: name for name, op in NEGATED.items()}
MISSING_OF: Final = {is_missing: name for name, is_missing in MISSING.items()}

# What stands for a choice that is not made yet.
PLACEHOLDER: Final = "~"
# A part of a field's times is a field of its own to the editor.
OF: Final = ":"
# A dataset has limits; without one only the depth, which is walked, has any.
ANY_SIZE: Final = Limits(
    max_depth=50, max_conditions=2**31, max_list_length=2**31, max_values=2**31, max_json_length=2**31
)


def op_of(name: str) -> str:
    """Return our operator that one of the editor's is, or is the `not` of."""
    return OPERATORS.get(name) or NEGATED.get(name) or "isnull"


def split(name: str) -> tuple[str, str | None]:
    """Return a field and the part of its times that a name means."""
    path, colon, part = name.rpartition(OF)
    return (path, part) if colon and part in PARTS else (name, None)
