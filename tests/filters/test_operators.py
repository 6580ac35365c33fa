"""Every operator on every type, a missing value among the rows, on each database: the ids written by hand."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData

from tests.filters.records import ALL, REFS, ROWS, ids
from tests.testing.everything import TABLES
from widgetql.filters.vocabulary import OPERATORS
from widgetql.testing.databases import Rows


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


NUMERIC: Final = [
    ("duration", "eq", 5, {1}),
    ("duration", "eq", 5.0, {1}),
    ("duration", "eq", 5.5, set()),
    ("duration", "neq", 5, {2, 3, 4, 5}),
    ("duration", "neq", 5.5, ALL),
    ("duration", "gt", 5, {2}),
    ("duration", "gt", 5.5, {2}),
    ("duration", "gt", 4.5, {1, 2}),
    ("duration", "gte", 5, {1, 2}),
    ("duration", "gte", 5.5, {2}),
    ("duration", "lt", 5, {4, 5}),
    ("duration", "lt", 5.5, {1, 4, 5}),
    ("duration", "lte", 5, {1, 4, 5}),
    ("duration", "lte", 4.5, {4, 5}),
    ("duration", "in", [5, 6, 2**70], {1, 2}),
    ("duration", "in", [], set()),
    ("duration", "nin", [5, 6.5], {2, 3, 4, 5}),
    ("duration", "nin", [], ALL),
    ("duration", "between", [-1, 5], {1, 4, 5}),
    ("duration", "between", [0.5, 5.5], {1}),
    ("duration", "between", [5, -1], set()),
    ("duration", "between", [-(10**30), 10**30], {1, 2, 4, 5}),
    ("duration", "isnull", True, {3}),
    ("duration", "isnull", False, {1, 2, 4, 5}),
    ("duration", "lt", 10**400, {1, 2, 4, 5}),
    ("duration", "gte", 2**63, set()),
    ("duration", "neq", 2**64, ALL),
    ("duration", "gt", -(2**63), {1, 2, 4, 5}),
    ("duration", "eq", 2**31, set()),
    ("size", "eq", 2**53 + 1, {1}),
    ("size", "eq", 2**53, {2}),
    ("size", "gt", 2**53, {1}),
    ("size", "gt", float(2**53), {1}),
    ("size", "lte", -(2**62), {4}),
    # Written in as few digits as a double needs it would be another integer.
    ("size", "eq", -(2.0**62), {4}),
    ("size", "in", [-(2.0**62), 0.5], {4}),
    ("size", "lt", -(2.0**62), set()),
    ("score", "eq", 5, {1}),
    ("score", "neq", 5, {2, 3, 4, 5}),
    ("score", "gt", 5, {2}),
    ("score", "gte", 5, {1, 2}),
    ("score", "lt", 5, {5}),
    ("score", "lte", 6.5, {1, 2, 5}),
    ("score", "in", [5, 6.5], {1, 2}),
    ("score", "nin", [5, 6.5], {3, 4, 5}),
    ("score", "between", [-1e308, 1e308], {1, 2, 5}),
    ("score", "isnull", True, {3, 4}),
    ("score", "isnull", False, {1, 2, 5}),
    ("score", "gt", -(10**400), {1, 2, 5}),
    ("cost", "eq", 6.5, {2}),
    ("cost", "eq", 6.501, set()),
    ("cost", "neq", 6.501, ALL),
    ("cost", "gt", 6.499, {2}),
    ("cost", "gte", 6.499, {2}),
    ("cost", "lt", 6.501, {1, 2, 4, 5}),
    ("cost", "lte", 6.499, {1, 4, 5}),
    ("cost", "in", [5, 6.5, 1e300], {1, 2}),
    ("cost", "nin", [5, 6.505], {2, 3, 4, 5}),
    ("cost", "between", [-1.255, 0.001], {4, 5}),
    ("cost", "gt", 1e300, set()),
    ("cost", "lt", 1e300, {1, 2, 4, 5}),
    ("cost", "isnull", True, {3}),
    ("reading", "eq", 5, {1}),
    ("reading", "neq", 5, {2, 3, 4, 5}),
    ("reading", "gte", -1e308, {1, 2}),
    ("reading", "nin", [5], {2, 3, 4, 5}),
    ("reading", "isnull", True, {3, 4, 5}),
]
BOOLEAN: Final = [
    *(
        (path, op, value, found)
        for path in ("ok", "flag")
        for op, value, found in [
            ("eq", True, {1, 5}),
            ("eq", False, {2, 4}),
            ("neq", True, {2, 3, 4}),
            ("in", [True, False], {1, 2, 4, 5}),
            ("in", [], set()),
            ("nin", [True], {2, 3, 4}),
            ("isnull", True, {3}),
            ("isnull", False, {1, 2, 4, 5}),
        ]
    ),
]
STRING: Final = [
    ("topic", "eq", "abc", {1}),
    ("topic", "neq", "abc", {2, 3, 4, 5}),
    ("topic", "contains", "B", {1, 2, 4}),
    ("topic", "contains", "%", {4}),
    ("topic", "contains", "_", {4}),
    ("topic", "contains", "\\", {4}),
    ("topic", "contains", "!", set()),
    ("topic", "contains", "é", {5}),
    ("topic", "contains", "SS", set()),
    ("topic", "contains", "", {1, 2, 4, 5}),
    ("topic", "startswith", "aB", {1, 2}),
    ("topic", "startswith", "éL", {5}),
    ("topic", "endswith", "Bc", {1, 2}),
    ("topic", "endswith", "N ß", {5}),
    ("topic", "endswith", "\\", {4}),
    ("topic", "in", ["abc", "ABC", "x"], {1, 2}),
    ("topic", "in", [], set()),
    ("topic", "nin", ["abc", "ABC"], {3, 4, 5}),
    ("topic", "nin", [], ALL),
    ("topic", "isnull", True, {3}),
    ("topic", "isnull", False, {1, 2, 4, 5}),
    ("topic", "regex", "^a", {1, 4}),
    ("topic", "regex", "[b-c]$", {1}),
    ("topic", "regex", r"\\$", {4}),
    ("topic", "regex", "É", {5}),
    ("code", "eq", "abc", {1}),
    ("code", "eq", "ab ", {5}),
    ("code", "eq", "ab", set()),
    ("code", "eq", "", {4}),
    ("code", "neq", "", {1, 2, 3, 5}),
    ("state", "eq", "OPEN", {1}),
    ("state", "eq", "open", set()),
    ("state", "neq", "nothing", ALL),
    ("state", "in", ["OPEN", "nothing", "Offen"], {1, 4}),
    ("state", "nin", ["OPEN", "nothing"], {2, 3, 4, 5}),
    ("state", "contains", "o", {1, 2, 4}),
    ("state", "startswith", "oF", {4}),
    ("state", "regex", "N$", {1}),
    ("state", "isnull", True, {3, 5}),
    ("ref", "eq", str(REFS[1]), {1}),
    ("ref", "eq", str(REFS[1]).upper(), {1}),
    ("ref", "eq", REFS[1].hex, {1}),
    ("ref", "neq", "no uuid", ALL),
    ("ref", "in", [str(REFS[1]), str(REFS[2]), ""], {1, 2}),
    ("ref", "nin", [str(REFS[1])], {2, 3, 4, 5}),
    ("ref", "endswith", "0002", {2}),
    ("ref", "contains", "EF00-", {1, 2, 4}),
    ("ref", "isnull", False, {1, 2, 4}),
]
JSON_KEYS: Final = [
    ("meta.k", "eq", "abc", {1}),
    ("meta.k", "neq", "abc", {2, 3, 4, 5}),
    ("meta.k", "contains", "b", {1, 2}),
    ("meta.k", "isnull", True, {3, 4, 5}),
    ("meta.k", "in", ["abc", "ABC"], {1, 2}),
    ("meta.K", "eq", "z", {2}),
    ("meta.n", "eq", 5, {1, 5}),
    ("meta.n", "eq", "5", {1, 5}),
    ("meta.n", "eq", 5.5, {2}),
    ("meta.n", "eq", True, {4}),
    ("meta.n", "eq", "true", {4}),
    ("meta.n", "in", [5, True], {1, 4, 5}),
    ("meta.n", "nin", [5.0, 5.5], {3, 4}),
    ("meta.n", "startswith", 5, {1, 2, 5}),
    ("meta.n", "regex", r"^\d$", {1, 5}),
    ('meta.q"u', "eq", "x", {1}),
    ("meta.$[\\😀~/", "eq", "y", {1}),
    ("meta.nothing", "isnull", False, set()),
]
DATETIME: Final = [
    *(
        (path, op, value, found)
        for path in ("at", "started")
        for op, value, found in [
            ("eq", "2025-11-03T12:00:00Z", {1}),
            ("eq", "2025-11-03T13:00:00.000001+01:00", {2}),
            ("eq", "2025-11-03", {1, 2}),
            ("eq", "today", {1, 2}),
            ("neq", "today", {3, 4, 5}),
            ("gt", "2025-11-03T12:00:00Z", {2, 5}),
            ("gt", "2025-11-03", {5}),
            ("gt", "today", {1, 2, 5}),
            ("gt", "now-2d/d", {1, 2, 4, 5}),
            ("gte", "2025-11-03T12:00:00.000001Z", {2, 5}),
            ("gte", "today", {1, 2, 5}),
            ("lt", "2025-11-03T12:00:00.000001Z", {1, 4}),
            ("lt", "2025-11-03", {4}),
            ("lt", "today", {1, 2, 4}),
            ("lte", "2025-11-03T12:00:00Z", {1, 4}),
            ("lte", "2025-11-03", {1, 2, 4}),
            ("lte", "now-1d/d", {4}),
            ("lte", "now", {1, 2, 4}),
            ("in", ["2025-11-02", "2025-11-05"], {4, 5}),
            ("in", [], set()),
            ("nin", ["2025-11-03"], {3, 4, 5}),
            ("nin", [], ALL),
            ("between", ["2025-11-02", "2025-11-03T12:00:00Z"], {1, 4}),
            ("between", ["2025-11-04", "2025-11-02"], set()),
            ("isnull", True, {3}),
            ("isnull", False, {1, 2, 4, 5}),
            ("gte", "0001-01-01", {1, 2, 4, 5}),
            ("gte", "0001-01-01T00:00:00Z", {1, 2, 4, 5}),
            ("lte", "9999-12-31", {1, 2, 4, 5}),
            ("lte", "9999-12-31T23:59:59.999999Z", {1, 2, 4, 5}),
            ("gt", "9999-12-31", set()),
            ("lt", "0001-01-01", set()),
        ]
    ),
    ("day", "eq", "2025-11-03", {1}),
    ("day", "eq", "2025-11-03T00:00:00Z", {1}),
    ("day", "eq", "2025-11-03T01:00:00Z", set()),
    ("day", "neq", "2025-11-03", {2, 3, 4, 5}),
    ("day", "gte", "2025-11-03T00:00:00.000001Z", {2, 5}),
    ("day", "gt", "2025-11-03", {2, 5}),
    ("day", "lte", "2025-11-03", {1, 4}),
    ("day", "in", ["2025-11-03", "2025-11-05"], {1, 5}),
    ("day", "between", ["2025-11-02", "2025-11-03"], {1, 4}),
    ("day", "gte", "0001-01-01", {1, 2, 4, 5}),
    ("day", "lte", "9999-12-31", {1, 2, 4, 5}),
    ("day", "isnull", True, {3}),
]
TO_ONE: Final = [
    ("agent.name", "eq", "Ada", {1}),
    ("agent.name", "neq", "Ada", {2, 3, 4, 5}),
    ("agent.name", "isnull", True, {2, 3, 4, 5}),
    ("agent.name", "isnull", False, {1}),
    ("agent.id", "nin", [1], {2, 3, 4, 5}),
    ("agent.id", "isnull", False, {1, 2}),
    ("agent.team.name", "eq", "north", {1}),
    ("agent.team.name", "neq", "north", {2, 3, 4, 5}),
    ("agent.team.name", "isnull", True, {2, 3, 4, 5}),
]
TO_MANY: Final = [
    ("evaluations.weight", "eq", 1, {1}),
    # Some row is not 1: the row of weight 2, and rows without a weight.
    ("evaluations.weight", "neq", 1, {1, 2, 4, 5}),
    ("evaluations.weight", "nin", [1, 2], {2, 4, 5}),
    # No row has a weight: also where there are no rows.
    ("evaluations.weight", "isnull", True, {2, 3, 4, 5}),
    ("evaluations.weight", "isnull", False, {1}),
    ("evaluations.metric.name", "eq", "accuracy", {1, 2, 4, 5}),
    ("evaluations.notes.text", "eq", "poor", {1, 2}),
    ("evaluations.notes.stars", "neq", 5, {1, 2}),
    ("evaluations.notes.text", "isnull", True, {3, 4, 5}),
]
DYNAMIC: Final = [
    *(
        (f"evaluations.{name}", op, value, found)
        for name in ("value", "document")
        for op, value, found in [
            ("gte", 0.5, {1, 2}),
            ("eq", "good", {1}),
            ("eq", True, {4}),
            ("eq", "true", {4}),
            ("contains", "OO", {1}),
            ("in", [0.1, 0.2], {2}),
            ("between", [0, 1], {1, 2}),
            ("isnull", True, {3, 5}),
            ("isnull", False, {1, 2, 4}),
            ("neq", "good", {1, 2, 4, 5}),
            ("nin", [], {1, 2, 4, 5}),
        ]
    ),
    ("evaluations.typed", "gte", 0.5, {1}),
    ("evaluations.typed", "eq", "0.9", {2}),
    ("evaluations.typed", "eq", True, {4}),
    ("evaluations.typed", "isnull", True, {3, 5}),
]
CASES: Final = [*NUMERIC, *BOOLEAN, *STRING, *JSON_KEYS, *DATETIME, *TO_ONE, *TO_MANY, *DYNAMIC]


@pytest.mark.parametrize(("path", "op", "value", "expected"), CASES, ids=lambda value: str(value)[:30])
def test_an_operator_selects(
    connection: Connection, path: str, op: str, value: Any, expected: set[int]
) -> None:
    condition = {"field": path, "op": op, "value": value}
    assert ids(connection, condition) == expected
    assert ids(connection, {"operator": "not", "conditions": [condition]}) == ALL - expected


def test_every_operator_is_in_the_table() -> None:
    assert {op for _, op, _, _ in CASES} == OPERATORS.keys()
