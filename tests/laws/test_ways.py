"""However an answer is computed, it is the same: forced ways, an index, kept statements, dashboards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, MetaData

from tests.laws.worlds import another, drawn, indexed, multiplied, rows_for
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import InvalidInput, compute_dashboard_data, compute_widget_data
from widgetql.testing import Case, difference
from widgetql.testing.databases import filled, name_of, opened

pytestmark = pytest.mark.untraced

WAYS: Final = ("ranges", "thresholds", "days", "halves", "division")
BESIDE: Final[list[Any]] = [
    {"chart_type": "stat"},
    {"chart_type": "pie", "field": "topic"},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "topic"}},
    {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "week"},
    {"chart_type": "bar", "field": "cost", "aggregation_function": "max", "time_period": "day"},
]


_BY_TOPIC: Final[dict[str, Any]] = {"group_by": {"type": "field", "field": "topic"}}
_BAR: Final[dict[str, Any]] = {"chart_type": "bar", "field": "duration", "time_period": "month"}
GROUPED: Final[list[dict[str, Any]]] = [
    {"chart_type": "stat", **_BY_TOPIC},
    *({**_BAR, "aggregation_function": name, **_BY_TOPIC} for name in ("count", "sum", "avg", "min", "max")),
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def shown(connection: Connection, case: Case, dataset: Any = EVERYTHING, **more: Any) -> Any:
    """The whole answer to a case's widget."""
    assert case.widget is not None
    options: Any = {**case.options, **more}
    return compute_widget_data(connection, case.widget, dataset, **options).to_dict()


def check(found: Any, expected: Any, *about: Any) -> None:
    assert difference(found, expected) is None, about


def test_every_way_of_bucketing_gives_the_same(engine: Engine) -> None:
    for case, connection in drawn(engine, first=3_000):
        expected = shown(connection, case)
        for way in WAYS:
            check(shown(connection, case, strategy={"buckets": way}), expected, case, way)


def test_groups_put_together_are_those_that_are_ranked_first(engine: Engine) -> None:
    full = 0
    for case, connection in drawn(engine, first=7_000):
        assert case.widget is not None
        filters = {key: value for key, value in case.widget.items() if "filters" in key}
        for widget in GROUPED:
            own = replace(case, widget=widget | filters)
            answers = [shown(connection, own, strategy={"groups": way}) for way in ("cells", "ranked")]
            check(*answers, own)
            full += len(answers[0]["data"]) > 1
    assert full > 10


def test_a_kept_statement_gives_the_same(engine: Engine) -> None:
    fresh: Any = None
    rows: Any = None
    for case, connection in drawn(engine, first=4_000):
        if rows is not case.rows:
            fresh, rows = another("everything_fresh"), case.rows
        expected = shown(connection, case, fresh.EVERYTHING)
        # The first may be built now or long ago for other values; the second is kept in any case.
        for _ in range(2):
            check(shown(connection, case), expected, case)


def test_a_dashboard_is_its_widgets(engine: Engine) -> None:
    for case, connection in drawn(engine, first=5_000):
        assert case.widget is not None
        documents = [case.widget[key] for key in ("filters", "dashboard_filters") if case.widget.get(key)]
        filters = {"operator": "and", "conditions": documents}
        own = {key: value for key, value in case.widget.items() if "filters" not in key}
        widgets = [own, *BESIDE]
        options: Any = {key: value for key, value in case.options.items() if key != "strategy"}
        for way in ("shared", "separate"):
            together = compute_dashboard_data(
                connection,
                {"filters": filters, "widgets": widgets},
                EVERYTHING,
                **options,
                strategy={"dashboard": way},
            )
            for widget, found in zip(widgets, together, strict=True):
                assert not isinstance(found, InvalidInput), (widget, found)
                alone = compute_widget_data(
                    connection, widget, EVERYTHING, dashboard_filters=filters, **options
                )
                check(found.to_dict(), alone.to_dict(), case, way, widget)  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def with_index(engine: Engine, scratch: Path) -> Iterator[tuple[Engine, Any]]:
    """Another database, where an index leads with the timestamp, and a dataset that knows it."""
    module = indexed()
    assert module.EVERYTHING.timestamp_leads_index
    assert not EVERYTHING.timestamp_leads_index
    with opened(name_of(engine), scratch, module.TABLES) as other:
        yield other, module


def test_an_index_on_the_timestamp_changes_no_answer(engine: Engine, with_index: tuple[Engine, Any]) -> None:
    other, module = with_index
    found: list[tuple[Case, Any]] = [
        (case, shown(connection, case)) for case, connection in drawn(engine, first=6_000)
    ]
    for case, expected in found:
        with filled(other, rows_for(module, multiplied(case.rows))) as connection:
            check(shown(connection, case, module.EVERYTHING), expected, case)
