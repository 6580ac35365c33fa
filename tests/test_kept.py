"""Kept statements are bounded by number and by size, and the size that is estimated is none too small."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import islice, product
from typing import Any, Final

import pytest
from sqlalchemy import Connection, create_engine

from tests.charts.calls import DATASET, NOW, SINCE, TABLES
from widgetql import Dataset, compute_dashboard_data
from widgetql.kept import Kept

A_PART: Final = 5_000

# Tracing takes memory and time of its own.
pytestmark = pytest.mark.untraced


def test_by_number() -> None:
    kept = Kept(most=2)
    built = [kept.get(key, lambda key=key: f"built {key}") for key in ("a", "b", "a", "c", "b")]  # type: ignore[misc]
    assert built == ["built a", "built b", "built a", "built c", "built b"]
    assert (len(kept), kept.size) == (2, 2 * A_PART)


def test_by_size() -> None:
    kept = Kept(most_bytes=10 * A_PART)
    for number in range(100):
        kept.get((number, ("a", "b", ("c",))), object)
        assert kept.size <= 10 * A_PART
    assert (len(kept), kept.size) == (2, 8 * A_PART)


def test_what_is_too_large_by_itself_is_not_kept_and_drives_nothing_out() -> None:
    kept = Kept(most_bytes=10 * A_PART)
    kept.get("small", object)
    first, second = (kept.get(tuple(range(11)), object) for _ in range(2))
    assert first is not second
    assert (len(kept), kept.size) == (1, A_PART)


def test_a_key_that_two_threads_have_built_is_counted_once() -> None:
    kept = Kept()

    def build() -> object:
        # Another thread is faster.
        kept.get("a", object)
        return object()

    kept.get("a", build)
    assert (len(kept), kept.size) == (1, A_PART)


def conditions(count: int, field: str, *ops: str) -> dict[str, Any]:
    """Conditions whose values all stand apart from their structure."""
    listed = [{"field": field, "op": ops[i % len(ops)], "value": i} for i in range(count)]
    return {"operator": "and", "conditions": [SINCE, *listed]}


def related(path: str) -> dict[str, Any]:
    return {"operator": "and", "conditions": [SINCE, *[{"field": path, "op": "in", "value": ["x"]}] * 16]}


def alike(*widgets: dict[str, Any]) -> list[dict[str, Any]]:
    """Widgets that share one statement, each with what shapes it."""
    groups = [{}, *({"group_by": {"type": "field", "field": path}} for path in ("topic", "ok"))]
    return [widget | group for widget, group in product(widgets, groups)]


BARS: Final = [
    {"chart_type": "bar", "field": field, "aggregation_function": name, "time_period": period}
    for field, name, period in product(
        ("seconds", "score"), ("avg", "sum", "min", "max", "count"), ("day", "week")
    )
]
PIE: Final = {"chart_type": "pie", "field": "topic"}
WORST: Final = {
    "usual": (SINCE, [PIE]),
    "conditions": (conditions(390, "seconds", "gt", "lt"), [PIE]),
    "relations": (
        {
            "operator": "and",
            "conditions": [SINCE, *[{"field": "agent.name", "op": "in", "value": ["x"]}] * 16],
        },
        [PIE],
    ),
    "to-many": (
        {
            "operator": "and",
            "conditions": [SINCE, *[{"field": "notes.text", "op": "in", "value": ["x"]}] * 16],
        },
        [PIE],
    ),
    "a-dashboard": (SINCE, list(islice(alike(*BARS), 50))),
}


@pytest.mark.parametrize(("filters", "widgets"), WORST.values(), ids=WORST)
def test_the_estimate_is_no_smaller_than_what_is_held(filters: Any, widgets: Any) -> None:
    # Of the database's own cache nothing is counted.
    engine = create_engine("sqlite://", query_cache_size=0)
    TABLES.create_all(engine)
    asked = {"filters": filters, "widgets": widgets}
    with engine.connect() as connection:
        # What is remembered once for all is no statement's.
        compute_dashboard_data(connection, asked, new_dataset(), now=NOW)
        for _ in range(3):
            held, dataset = held_after(connection, asked)
            # Beside statements there are the dataset's own notes.
            if held <= (estimated := dataset.kept.size + dataset.documents.size + 60_000):
                break
    engine.dispose()
    assert len(dataset.kept) > 0
    assert held <= estimated


def new_dataset() -> Dataset:
    return Dataset(DATASET.table, id=DATASET.id, timestamp=DATASET.timestamp, fields=DATASET.fields)


def held_after(connection: Connection, asked: dict[str, Any]) -> tuple[int, Dataset]:
    """Return how many bytes are held once a new dataset was asked; other threads may add theirs."""
    dataset = new_dataset()
    gc.collect()
    tracemalloc.start()
    compute_dashboard_data(connection, asked, dataset, now=NOW)
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held, dataset
