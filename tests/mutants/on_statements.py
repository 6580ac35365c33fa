"""Pages, statements that are kept, limits of several documents, and what only SQLite may hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from tests.conformance.features import SINCE
from tests.mutants.asking import Question
from tests.mutants.databases import NAMES, World
from tests.mutants.seldom import BAR, COUNT, OPTIONS, SINCE_OF, Json, each, group, where
from widgetql.testing import NOW


def on_statements(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    yield from _paged()
    yield from _statements()
    yield from _refused()
    yield from _as_stored(worlds)


def _paged() -> Iterator[Question]:
    """Pages of lists that are sorted by each kind of a number and by the last times; pages of groups."""
    for field in ("ratio", "score", "cost", "total", "serial", "rank", "at", "day", "started", "ref"):
        for direction in ("asc", "desc"):
            order = [{"name": field, "direction": direction}]
            document = {"chart_type": "list", "columns": [field, "topic"], "order_by": order, "limit": 4}
            yield from _pages(document, "features")
    for field, by in product(("day", "sprung", "ratio"), ("asc", "desc")):
        order = [{"name": field, "direction": by}, {"name": "duration", "direction": "asc"}]
        document = {"chart_type": "list", "columns": [field, "duration"], "order_by": order, "limit": 1}
        yield from _pages(document, "last_days")
    for dimensions in (["topic"], ["code", "ok"], [{"field": "at", "time_period": "day"}]):
        for order in ([{"name": "n", "direction": "desc"}], [{"name": "n", "direction": "asc"}]):
            document = {
                "chart_type": "table",
                "dimensions": dimensions,
                "metrics": [COUNT],
                "order_by": order,
            }
            yield from _pages(document | {"limit": 3}, "features")


def _pages(document: Json, world: str) -> Iterator[Question]:
    yield from each(Question("pages", "everything beneath", world, SINCE_OF | document, None, OPTIONS))


def _statements() -> Iterator[Question]:
    """What is kept, and what is asked: of values, of measures under conditions, of many windows."""
    table = {"chart_type": "table", "dimensions": ["topic"], **SINCE_OF}
    for conditions, numbers in (
        ([where("duration", "gt", value) for value in (1, 5, 9)], [1, 1, 1]),
        ([where("duration", "in", value) for value in ([1, 2], [3])], [1, 1]),
        ([where("topic", "contains", value) for value in ("a", "b")], [0, 0]),
        ([where("at", "gte", value) for value in ("now-2d", "now-3d")], [1, 1]),
    ):
        turns = [(table | {"metrics": [COUNT | {"filters": one}]}, {}) for one in conditions]
        yield Question("in turn", "everything beneath", "features", turns, None, OPTIONS)
        yield Question("kept", "everything beneath", "features", turns, numbers, OPTIONS)
    days = [f"2025-10-{day:02}" for day in range(1, 30, 2)]
    one = where("evaluations.weight", "gte", 2)
    for dataset, document, numbers in (
        ("everything beneath", where("at", "in", days[:4]), [24, 0, 0]),
        ("everything beneath", where("at", "in", days), [8, 1, 0]),
        ("canonical", where("at", "in", days), [0, 0, 0]),
        ("everything beneath", where("day", "in", days), [0, 0, 0]),
        ("by day", where("day", "in", days), [0, 0, 0]),
        ("everything beneath", group("count_rows", one, op="eq", value=0), [1, 1, 0]),
        ("everything beneath", group("count_rows", one, op="in", value=[0, 2]), [1, 0, 0]),
    ):
        yield Question("selects", dataset, "calls", document, numbers, OPTIONS)


def _refused() -> Iterator[Question]:
    yield from _beyond_together()
    yield from _without_instants()
    yield from _phrases()


_LONG: Final = "x" * 60
# Two filters, a limit that both are beyond together, and what is said of it.
_TOGETHER: Final[list[tuple[Json, Json, Json, list[str]]]] = [
    (
        where("topic", "eq", _LONG), where("topic", "neq", _LONG), {"max_json_length": 100},
        ["/value", "too_long"],
    ),
    (
        where("duration", "in", [1, 2, 3]), where("duration", "nin", [4, 5]), {"max_values": 4},
        ["/value", "too_many"],
    ),
    (where("duration", "gt", 1), where("duration", "lt", 9), {"max_conditions": 1}, ["", "too_many"]),
    (
        where("topic", "contains", "a"), where("topic", "regex", "b"), {"max_search_cost": 8},
        ["", "too_many"],
    ),
    (
        where("agent.name", "eq", "a"), where("agent.team.name", "eq", "b"), {"max_relations": 2},
        ["", "too_many"],
    ),
]  # fmt: skip
_PIE: Final[Json] = {"chart_type": "pie", "field": "topic"}


def _asked(widget: Json, problem: list[str] | None, options: Json) -> Question:
    problems = None if problem is None else [["widget", *problem]]
    return Question("widget", "everything beneath", "features", widget, problems, options)


def _beyond_together() -> Iterator[Question]:
    """Limits that two documents are beyond together, and that neither is by itself."""
    for one, other, limits, (at, code) in _TOGETHER:
        options = {"now": NOW, "limits": {"max_range": None, **limits}}
        both = options | {"dashboard_filters": one}
        yield _asked(_PIE | {"filters": other}, [f"/filters{at}", code], both)
        for given in (one, other):
            yield _asked(_PIE, None, options | {"dashboard_filters": given})


def _without_instants() -> Iterator[Question]:
    """An empty range that is too old; what has no instant has no end at now either."""
    none = where("at", "between", ["now-40d", "now-50d"])
    for parts in ([none, where("at", "gte", "now-5d")], [where("at", "gte", "now-5d"), none]):
        problem = [f"/filters/conditions/{parts.index(none)}/value", "range_too_old"]
        yield _asked(_PIE | {"filters": group("and", *parts)}, problem, {"now": NOW})
    never = group("or", *[where("at", "between", ["now-1d", "now-2d"])] * 2)
    start, end = "2025-11-02T12:34:56Z", "2025-11-01T12:34:56.000001Z"
    pinned = group("or", *[group("and", where("at", "gte", start), where("at", "lt", end))] * 2)
    since, until = where("at", "gte", "2025-10-05T12:34:56Z"), where("at", "lt", "2025-11-03T12:34:56Z")
    for one, found in (
        (never, [pinned]),
        (group("and", SINCE, never), [since, pinned]),
        (SINCE, [since, until]),
    ):
        drill = [_PIE | {"filters": one}, {"label": "a"}]
        behind = group("and", *found, where("topic", "eq", "a"))
        yield Question("unconnected", "everything beneath", "features", drill, behind, OPTIONS)


def _phrases() -> Iterator[Question]:
    """Phrases in the place of instants."""
    line, problem = BAR | {"field": "duration", **SINCE_OF}, [["row", "/time_interval", "invalid_time"]]
    for phrase in ("now", "now-1d", "now/d", "today", "today-1d", "today+2h", "yesterday", "2025-11-01"):
        drill = {"widget": line, "row": {"time_interval": phrase}, "connected": False}
        yield Question("behind", "everything beneath", "features", drill, problem, OPTIONS)


def _as_stored(worlds: dict[str, World]) -> Iterator[Question]:
    """What only SQLite may hold: dates that have a time, texts that no text decodes to, under odd keys."""
    statements = ["CREATE TABLE calls (id INTEGER PRIMARY KEY, at DATETIME, day DATE, topic TEXT, meta JSON)"]
    for number, (day, meta) in enumerate(
        (
            ("2025-11-03 00:00:00", '{"a/b": "x", "a": "y"}'),
            ("2025-11-03", '{"a/b": "x"}'),
            ("2025-11-04 10:00:00.000000", "{}"),
        )
    ):
        statements.append(
            f"INSERT INTO calls VALUES ({number}, '2025-11-01 10:00:00.000000', '{day}', 'a', '{meta}')"
        )
    broken = "CAST('{\"a/b\": \"' || x'ff' || '\", \"a\": \"' || x'ff' || '\"}' AS TEXT)"
    statements.append(
        f"INSERT INTO calls VALUES (9, '2025-11-01 10:00:00.000000', '2025-11-05', 'b', {broken})"
    )
    worlds["as_stored"] = World(statements=statements, only=NAMES[0])
    for field, label, number in (("meta.a/b", "x", 2), ("meta.a", "y", 1)):
        table = {"chart_type": "table", "dimensions": [field], "metrics": [COUNT]}
        rows = [
            {field: label, "n": number, "sample_count": number},
            {field: None, "n": 4 - number, "sample_count": 4 - number},
        ]
        rows.sort(key=lambda row: -row["n"])
        yield Question(
            "pages", "everything beneath", "as_stored", SINCE_OF | table, rows, OPTIONS, only=NAMES[0]
        )
    dates = {"chart_type": "list", "columns": ["day"], "limit": 2}
    days = [(9, "2025-11-05"), (2, None), (1, "2025-11-03"), (0, None)]
    rows = [{"id": id, "timestamp": "2025-11-01T10:00:00Z", "day": day} for id, day in days]
    yield Question("pages", "everything beneath", "as_stored", SINCE_OF | dates, rows, OPTIONS, only=NAMES[0])
