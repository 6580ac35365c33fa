"""What the floors beneath the charts are seldom asked: filters, plans and statements, each on its edges."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from tests.conformance.features import SINCE
from tests.mutants import readings
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.on_statements import on_statements
from tests.mutants.seldom import (
    BAR,
    BY_TOPIC,
    CALLS,
    COUNT,
    OPTIONS,
    WORLDS,
    Json,
    asked,
    each,
    group,
    where,
)
from widgetql.filters.vocabulary import COUNTED

_SIGNED: Final = ("*", "a*", "*b", "?", "a?", "é*", "éx", "É[", "[", "a[b]", "[b]", "B", "aé")


def beneath(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["readings"] = World(readings.TABLES, readings.ROWS)
    worlds |= {name: World(CALLS.metadata, rows) for name, rows in WORLDS.items()}
    for document in readings.numbers():
        yield from each(Question("filter", "readings", "readings", document, None, OPTIONS))
    for widget in readings.widgets():
        yield from each(Question("widget", "readings", "readings", widget, None, OPTIONS))
    for document in (*_counted(), *_listed(), *_parted()):
        yield from _filtered(document)
    for world, document in _of_worlds():
        yield from each(Question("filter", "everything beneath", world, document, None, OPTIONS))
    for world, widget in (*_beside_now(), *_odd_texts(), *_grouped()):
        yield from each(asked(widget, world))
    for op, sign in product(("contains", "startswith", "endswith"), _SIGNED):
        yield from _filtered(where("topic", op, sign), "starred")
    yield from _compared()
    yield from _as_long_before()
    yield from _by_other_times()
    yield from on_statements(worlds)


def _as_long_before() -> Iterator[Question]:
    """What is before as many days, of which one was longer, and before as many hours."""
    for first, last in (
        ("2025-10-27", "2025-11-02"),
        ("2025-10-30", "2025-11-05"),
        ("2025-10-28T12:00:00Z", "2025-11-03"),
    ):
        filters = group("and", where("at", "gte", first), where("at", "lte", last))
        for chart in ({"chart_type": "stat"}, {"chart_type": "pie", "field": "topic"}):
            widget = chart | {"filters": filters, "compare": {"to": "previous_period"}}
            yield from each(asked(widget, "autumn", timezone="America/New_York"))


def _filtered(document: Json, world: str = "features") -> Iterator[Question]:
    yield from each(Question("filter", "everything beneath", world, document, None, OPTIONS))


def _counted() -> Iterator[Json]:
    """So many rows that satisfy something: of a relation, and inside of it of the row at hand."""
    heavy, few = where("evaluations.weight", "gte", 2), where("evaluations.notes.stars", "gte", 3)
    numbers: dict[str, list[Any]] = {
        "in": [[0], [1], [0, 1], [2], [1, 2], [0, 2], [0.5], [1, 1.5], [-1, 1]],
        "between": [[0, 0], [0, 1], [1, 1], [1, 2], [2, 1], [-1, 0.5], [0.5, 1.5]],
    }
    for op in COUNTED:
        for value in numbers.get(op, [-1, 0, 0.5, 1, 1.5, 2, 2**70]):
            inner = group("count_rows", heavy, op=op, value=value)
            yield inner
            yield group("same_row", where("evaluations.weight", "lte", 3), inner)
            yield group("not", group("all_rows", few, group("count_rows", few, op=op, value=value)))


def _parted() -> Iterator[Json]:
    """Parts of times, compared with numbers that are none, or not whole."""
    numbers = (-1, 0, 0.5, 1, 6, 6.5, 7, 7.5, 8, 22, 23, 23.5, 24, 10**400, -(10**400), 1e300)
    for part, op, value in product(
        ("hour_of_day", "day_of_week"), ("eq", "gt", "gte", "lt", "lte", "neq"), numbers
    ):
        yield where("at", op, value) | {"part": part}
    for part, values in product(
        ("hour_of_day", "day_of_week"), ([0.5, 7], [22, 10**400], [1, 23.5], [24, 30])
    ):
        for op in ("between", "in", "nin"):
            yield where("at", op, values) | {"part": part}


def _listed() -> Iterator[Json]:
    """Equalities of one field with what its column declares and with what it does not."""
    days = [f"2025-10-{day:02}" for day in range(5, 31, 2)]
    for field in ("at", "started", "day", "sprung", "agent.team.founded"):
        yield from (where(field, op, [*days, "2025-11-02T10:00:00Z", "now"]) for op in ("in", "nin"))
    for field, values in (
        ("duration", (1, 10, 10.5, 2**70)),
        ("rank", (1, 2.5, 2**20)),
        ("flag", (True, False)),
    ):
        for first, second in product(values, values):
            yield group("or", where(field, "eq", first), where(field, "eq", second))
            yield group("and", where(field, "neq", first), where(field, "neq", second))


def _of_worlds() -> Iterator[tuple[str, Json]]:
    for op, value in product(readings.COMPARED, (0.1111111111111111, 111111111, 1, 12, 0)):
        yield "long_numbers", where("reading", op, value)
    yield "long_numbers", where("reading", "isnull", True)
    for op, value in product(
        ("lte", "lt", "gte", "gt", "eq"), ("9999-12-31T23:59:59Z", "9999-12-31", "9998-01-01")
    ):
        yield "far_future", where("at", op, value)


def _beside_now() -> Iterator[tuple[str, Json]]:
    """Ranges without an end, with one that nothing is after, and with none that is said as one of several."""
    since = where("at", "gte", "2025-10-20")
    ends = [
        where("at", op, value)
        for op, value in (
            ("lte", "9999-12-31T23:59:59Z"),
            ("lte", "9999-12-31"),
            ("lt", "9999-12-31"),
            ("lt", "now+2d"),
            ("lte", "2025-11-02"),
        )
    ]
    filters = [group("and", since, end) for end in ends]
    filters += [group("and", since, *(group("or", *two) for two in ((ends[0], ends[4]), (ends[1], ends[3]))))]
    filters += [
        group("and", since, group("or", ends[4], where("topic", "eq", "c"))),
        group("and", since, *ends),
    ]
    for one in filters:
        yield "far_future", {"chart_type": "pie", "field": "topic", "filters": one}
        yield "far_future", {"chart_type": "stat", "filters": one}
        yield "far_future", {"chart_type": "list", "field": "duration", "filters": one, "limit": 4}


def _by_other_times() -> Iterator[Question]:
    """The same of days and of local times, of which the last ends beyond the calendar."""
    for dataset, timestamp in (("by day", "day"), ("by local time", "started"), ("canonical", "at")):
        since = where(timestamp, "gte", "2025-10-01")
        for op, value in product(
            ("lte", "lt"), ("9999-12-31", "9999-12-31T23:30:00Z", "9999-12-31T12:00:00Z", "9999-12-30")
        ):
            for widget in ({"chart_type": "stat"}, {"chart_type": "pie", "field": "topic"}):
                document = widget | {"filters": group("and", since, where(timestamp, op, value))}
                yield Question("widget", dataset, "far_future", document, None, OPTIONS)


def _odd_texts() -> Iterator[tuple[str, Json]]:
    patterns = (
        r"^\s$",
        r"^\S$",
        "^.$",
        r"^\w$",
        r"^\W$",
        r"^\d$",
        r"^\D$",
        "a$",
        "^a",
        r"\bé",
        r"^[^a]$",
        r"^\t$",
        "a.a|b.a",
        r"^[\s\d]$",
        r"[^\S]",
        "(a|b+)x",
        "x?(ab*|c)d",
        "(?:ab+|cd*)x",
        "(bb+|aa+)x",
        "(?:ab|b+x)1",
        r"^.*x1$",
        r"b\d*x",
        "a+b+x",
        r"(a|b)*x1$",
        r"\n.1",
    )
    for pattern in patterns:
        filters = group("and", SINCE, where("topic", "regex", pattern))
        yield "odd_texts", {"chart_type": "stat", "filters": filters}
        yield "odd_texts", {"chart_type": "pie", "field": "code", "filters": filters}


def _grouped() -> Iterator[tuple[str, Json]]:
    """Groups of related rows under each group of conditions."""
    heavy, light = where("evaluations.weight", "gte", 2), where("evaluations.notes.stars", "lte", 3)
    late = where("at", "gte", "now-9d")
    for one in (
        group("same_row", heavy, light),
        group("all_rows", heavy, light),
        group("not", group("same_row", heavy)),
        group("count_rows", heavy, op="gte", value=1),
        group("or", group("same_row", heavy, light), late),
        group("not", late),
        group("or", late, where("at", "isnull", True)),
        where("at", "in", ["2025-10-30", "2025-11-01"]),
        group("or", where("at", "eq", "2025-10-30"), where("at", "eq", "now")),
        where("evaluations.weight", "isnull", False),
    ):
        widget = {"chart_type": "pie", "field": "topic", "filters": group("and", SINCE, one)}
        yield "features", widget
        yield "features", widget | {"compare": {"to": "-1w"}}
        yield "features", widget | {"compare": {"to": "previous_period"}}
        bar = BAR | {"field": "duration", "filters": group("and", SINCE, one)}
        yield "features", bar | {"window": {"type": "rolling", "buckets": 3}}
        yield "features", bar | {"compare": {"to": "-1d"}}
    yield from _huge()


def _huge() -> Iterator[tuple[str, Json]]:
    """Sums beyond integers, and beyond doubles; ties that another order breaks."""
    for name, field in product(("sum", "avg"), ("total", "cost")):
        measure = {"name": "m", "aggregation_function": name, "field": field}
        yield "huge_sums", {"chart_type": "table", "dimensions": ["topic"], "metrics": [measure]}
        yield "huge_sums", BAR | {"field": field, "aggregation_function": name}
    for name, buckets in product(("sum", "avg", "max"), (1, 2, 3)):
        bar = BAR | {"field": "score", "aggregation_function": name}
        yield "overflowing", bar | {"window": {"type": "rolling", "buckets": buckets}}
        yield "overflowing", bar | {"window": {"type": "cumulative"}} | BY_TOPIC
    tied = {"chart_type": "pie", "field": "topic", "filters": where("at", "gte", "now-9d")}
    yield "tied", tied | {"compare": {"to": "previous_period"}}
    yield "tied", tied | {"compare": {"to": "-1M"}}


def _compared() -> Iterator[Question]:
    """Pivots of which some headers fail, and some are the rest."""
    for having, limit in product((None, where("n", "gte", 2), where("n", "lte", 2)), (1, 2)):
        pivot = {"chart_type": "pivot", "rows": ["topic"], "columns": ["code", "ok"], "metrics": [COUNT]}
        limits = {"max_range": None, "max_groups": limit, "max_slices": limit, "max_rows": limit}
        document = pivot | ({} if having is None else {"having": having})
        yield from each(asked(document, limits=limits))
