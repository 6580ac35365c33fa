"""What columns really hold: values as a database has them, types that hosts have, odd kinds of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from tests.hosts import decorators, intervals, items, test_composite_keys, test_epochs, test_typed_keys
from tests.hosts.test_agree import VISITS
from tests.hosts.test_composite_keys import LINES
from tests.mutants import twins
from tests.mutants.asking import Question
from tests.mutants.databases import NAMES, World, world_of
from tests.property.concerned import concerned
from tests.property.test_odd import KNOWN, STORED_BY
from tests.stored.stored import QUESTIONS, Asked, questions_of, statements
from tests.stored.test_stored import CASES
from tests.testing.everything import calls
from widgetql import validate_filter, validate_widget
from widgetql.dataset import Dataset
from widgetql.fields import Field
from widgetql.testing import NOW, cases, expected_widget_data
from widgetql.testing.strategies.odd import odd_values

_NEW_YORK: Final = "America/New_York"
# DuckDB takes ten times as long to plan a question.
_EACH: Final[Mapping[str, int]] = {"sqlite": 1, "duckdb": 3}
_COUNTS: Final[Mapping[str, int]] = {"sqlite": 40, "duckdb": 16}
_HOSTS: Final = 72
_FEW: Final = 24


def stored(worlds: dict[str, Any], *, is_short: bool = False) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`. A short run draws one case of eight."""
    of = 8 if is_short else 1
    yield from _literals(worlds)
    yield from _drawn(worlds, "visits", VISITS, _HOSTS // of)
    yield from _drawn(worlds, "lines", LINES, _FEW // of)
    yield from _drawn(worlds, "docs", items.DOCS, _HOSTS // of)
    yield from _drawn(worlds, "orders with arrays", items.ORDERS, _FEW // of, "duckdb")
    yield from _drawn(worlds, "by seconds", twins.BY_SECONDS, _FEW // of)
    yield from _drawn(worlds, "by decimals", twins.BY_DECIMALS, _FEW // of)
    yield from _hosts(worlds)
    for kind, databases in STORED_BY.items():
        for name in NAMES:
            if name in databases and name not in KNOWN.get(kind, {}):
                yield from _odd(worlds, kind, name)
                yield from _drawn(worlds, f"odd {kind}", concerned(kind), _COUNTS[name] // of, name, [kind])


def _literals(worlds: dict[str, Any]) -> Iterator[Question]:
    """Each stored value, and each thing that is asked about it: the test's table says what comes."""
    asked: dict[str, int] = {}
    for number, case in enumerate(CASES):
        if case.database not in NAMES or case.before:
            continue
        world = f"stored_{number}"
        found = Asked(case)
        worlds[world] = World(statements=statements(case, found.literal), only=case.database)
        for name in questions_of(case):
            asked[case.database] = asked.get(case.database, 0) + 1
            if asked[case.database] % _EACH[case.database] == 0:
                expected = QUESTIONS[name][1](found)
                yield Question("stored", "calls", world, [number, name], expected, only=case.database)


def _hosts(worlds: dict[str, Any]) -> Iterator[Question]:
    """Types that hosts have."""
    orders, runs, events, keys = decorators, intervals, test_typed_keys, test_composite_keys
    documents = [
        {"id": id, "at": datetime(2025, 11, 2 + id), "meta": document}
        for id, (document, *_) in events.DOCUMENTS.items()
    ]
    for name, dataset, tables, rows, paths in (
        ("orders", orders.ORDERS, orders.TABLES, {orders.orders: orders.ROWS}, [*orders.ORDERS.fields]),
        ("lines", LINES, keys.TABLES, keys.ROWS, ["at", "amount"]),
        (
            "docs",
            items.DOCS,
            items.LISTS,
            items.DOC_ROWS,
            ["tags", "scores", "flags", "words", "notes.labels"],
        ),
        (
            "pings",
            twins.PINGS,
            test_epochs.TABLES,
            {test_epochs.pings: test_epochs.ROWS},
            [*test_epochs.UNITS],
        ),
        ("runs of hosts", runs.RUNS, runs.TABLES, {runs.runs: runs.ROWS}, [*runs.RUNS.fields]),
        (
            *("events", events.EVENTS, events.TABLES, {events.events: documents}),
            ["at", "meta.latency", "meta.vip", "meta.region"],
        ),
    ):
        world = f"{name.replace(' ', '_')}_of_hosts"
        worlds[world] = World(tables, rows)
        yield from each_field(name, world, dataset, rows, paths)


def _odd(worlds: dict[str, Any], kind: str, only: str) -> Iterator[Question]:
    """Each odd value of a kind in a record of its own, in every column that can have it."""
    dataset, world = concerned(kind), f"each_{kind}_{only}"
    fields = {name: leaf for name, leaf in dataset.fields.items() if isinstance(leaf, Field)}
    fields = {name: leaf for name, leaf in fields.items() if leaf.column.key not in ("id", "at")}
    held = {name: odd_values(leaf.column.type, leaf, frozenset({kind}), NOW) for name, leaf in fields.items()}
    # An ordinary one stands beside them.
    most = max(map(len, held.values()), default=0) + 1
    rows = [
        {"id": number, "at": NOW - timedelta(hours=number + 1)}
        | {fields[name].column.key: own[number] for name, own in held.items() if number < len(own)}
        for number in range(most)
    ]
    worlds[world] = World(calls.metadata, {calls: rows}, only=only)
    paths = [name for name, own in held.items() if own]
    yield from each_field(f"odd {kind}", world, dataset, {calls: rows}, paths, only)


def each_field(
    name: str, world: str, dataset: Dataset, rows: Any, paths: list[str], only: str = ""
) -> Iterator[Question]:
    """Each field: shown, found by what is shown, counted, aggregated."""
    since = {"field": dataset.timestamp_path, "op": "gte", "value": "2025-11-01"}
    options: dict[str, Any] = {"now": datetime(2025, 11, 20, tzinfo=UTC)}
    for path in paths:
        widget, key = {"chart_type": "list", "field": path, "filters": since}, "value"
        if validate_widget(widget, dataset, **options):
            # Of several values to a record a pie tells them.
            widget, key = (
                {"chart_type": "pie", "field": path, "include_missing": True, "filters": since},
                "label",
            )
        shown = expected_widget_data(widget, dataset, rows, **options)["data"]
        values = [*dict.fromkeys(row[key] for row in shown)]
        for document in (*_conditions(path, values), *_around(path, values)):
            if not validate_filter(document, dataset, **options):
                yield Question("filter", name, world, document, None, options, only=only)
        if key == "value":
            yield Question("pages", name, world, widget | {"limit": 1}, None, options, only=only)
        for document in (widget, *(chart | {"filters": since} for chart in _charts(path))):
            if not validate_widget(document, dataset, **options):
                yield Question("widget", name, world, document, None, options, only=only)


def _conditions(path: str, values: list[Any]) -> Iterator[Any]:
    for value in values:
        yield from (
            {"field": path, "op": op, "value": value}
            for op in ("eq", "neq", "gt", "gte", "lt", "lte", "contains")
        )
    yield from ({"field": path, "op": op, "value": values[:2]} for op in ("in", "nin", "between"))
    yield from ({"field": path, "op": "isnull", "value": holds} for holds in (True, False))


def _around(path: str, values: list[Any]) -> Iterator[Any]:
    """What no column can hold, or no other case of it."""
    texts = [value for value in values if isinstance(value, str)]
    for value in (2**63, -(2**70), 0.001, "\ud800", "a\0", "", *(text.swapcase() for text in texts)):
        yield {"field": path, "op": "eq", "value": value}
        yield {"field": path, "op": "in", "value": [*values[:1], value]}


def _charts(path: str) -> Iterator[Any]:
    yield {"chart_type": "pie", "field": path, "include_missing": True}
    yield {"chart_type": "table", "dimensions": [path], "metrics": [{"aggregation_function": "count"}]}
    yield {"chart_type": "stat", "group_by": {"type": "field", "field": path}}
    yield {"chart_type": "line", "field": path}
    yield {"chart_type": "table", "columns": [path]}
    for name in ("sum", "avg", "min", "max", "median", "count_distinct"):
        yield {"chart_type": "bar", "field": path, "aggregation_function": name, "time_period": "week"}


def _drawn(
    worlds: dict[str, Any],
    name: str,
    dataset: Dataset,
    count: int,
    only: str = "",
    odd: Sequence[str] = (),
) -> Iterator[Question]:
    """Random cases of a dataset, over values of odd kinds as well."""
    for case in islice(cases(dataset, first=8_000, timezone=_NEW_YORK, odd=odd), count):
        world = world_of(f"{name} {only}", case, worlds, only)
        options: dict[str, Any] = {**case.options}
        yield Question("filter", name, world, case.filter, None, options, only=only)
        yield Question("widget", name, world, case.widget, None, options, only=only)
