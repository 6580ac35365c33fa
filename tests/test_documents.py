"""A document is read once: whatever else a call says, it is answered alike, and nobody can change it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, create_engine

from tests.charts.calls import DATASET, NOW, SINCE, TABLES
from widgetql import Dataset, InvalidInput, Limits, compute_widget_data, drill_down, validate_filter
from widgetql.kept import Documents

LONG: Final[dict[str, Any]] = {"field": "seconds", "op": "in", "value": [1, 2]}
PIE: Final[dict[str, Any]] = {"chart_type": "pie", "field": "topic"}


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    with engine.connect() as found:
        yield found
    engine.dispose()


@pytest.fixture
def dataset() -> Dataset:
    return Dataset(DATASET.table, id=DATASET.id, timestamp=DATASET.timestamp, fields=DATASET.fields)


def under(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"operator": "and", "conditions": [SINCE, *conditions]}


def test_a_value_of_another_type_is_another_document() -> None:
    documents = Documents()
    read = [documents.read({"value": one}, None, lambda copy: [copy]) for one in (1, True, 1.0, "1", 1)]
    assert (
        repr(read)
        == "[[{'value': 1}], [{'value': True}], [{'value': 1.0}], [{'value': '1'}], [{'value': 1}]]"
    )
    assert (read[0] is read[4], len(documents)) == (True, 4)


def test_what_is_read_is_a_copy() -> None:
    documents, source = Documents(), {"value": [1]}
    (copy,) = documents.read(source, None, lambda copy: (copy,))
    source["value"].append(2)
    assert (copy, documents.read({"value": [1]}, None, lambda _: None)) == ({"value": [1]}, (copy,))


def test_what_is_wrong_and_what_is_no_plain_data_is_not_kept() -> None:
    documents = Documents()
    found = [
        documents.read({}, None, lambda _: None),
        documents.read({"value": object()}, None, lambda copy: copy),
        documents.read({"value": "x" * 100_000}, None, lambda copy: copy),
    ]
    assert (found, len(documents)) == ([None] * 3, 0)


def test_documents_are_bounded_by_number_and_by_size() -> None:
    few, small = Documents(most=2), Documents(most_bytes=40_000)
    for number in range(10):
        few.read({"value": number}, None, lambda copy: copy)
        small.read({"value": number}, None, lambda copy: copy)
    assert (len(few), len(small), small.size <= 40_000) == (2, 3, True)


def test_a_document_moves_with_the_clock(connection: Connection, dataset: Dataset) -> None:
    widget = PIE | {"filters": {"field": "timestamp", "op": "gte", "value": "now-7d"}}
    starts: list[Any] = []
    for days in (0, 1, 2):
        answer = compute_widget_data(connection, widget, dataset, now=NOW + timedelta(days=days))
        metadata: Any = answer.metadata
        starts.append(metadata["range"]["start"])
    assert (starts, len(dataset.documents)) == (
        [f"{NOW + timedelta(days=days - 7):%Y-%m-%dT%H:%M:%SZ}" for days in (0, 1, 2)],
        2,
    )


def test_a_document_is_read_by_each_zone_and_under_each_limit(dataset: Dataset) -> None:
    day = {"field": "timestamp", "op": "eq", "value": "2025-11-03"}
    for _ in range(2):
        for zone in ("UTC", "Europe/Paris"):
            assert validate_filter(under(day), dataset, now=NOW, timezone=zone) == []
        (problem,) = validate_filter(under(day), dataset, now=NOW, limits=Limits(max_conditions=1))
        assert (problem.pointer, problem.code) == ("/conditions/1", "too_many")
    assert len(dataset.documents) == 2


def test_documents_that_were_read_before_count_together(connection: Connection, dataset: Dataset) -> None:
    limits = Limits(max_values=3)
    asked: dict[str, Any] = {"dashboard_filters": under(LONG), "now": NOW, "limits": limits}
    assert validate_filter(under(LONG), dataset, now=NOW, limits=limits) == []
    for _ in range(2):
        compute_widget_data(connection, PIE, dataset, dashboard_filters=under(), now=NOW, limits=limits)
        with pytest.raises(InvalidInput) as error:
            compute_widget_data(connection, PIE | {"filters": LONG}, dataset, **asked)
        assert [(one.document, one.pointer, one.code) for one in error.value.problems] == [
            ("widget", "/filters/value", "too_many")
        ]


def test_what_a_host_does_to_an_answer_or_a_document_changes_no_other(
    connection: Connection, dataset: Dataset
) -> None:
    def ask(widget: dict[str, Any]) -> Any:
        return compute_widget_data(connection, widget, dataset, now=NOW).to_dict()

    widget = PIE | {"group_by": {"type": "field", "field": "ok"}, "filters": under(LONG)}
    first = ask(widget)
    first["group_by"]["field"] = "topic"
    LONG["value"].append(3)
    assert ask(widget)["group_by"] == {"type": "field", "field": "ok"}
    LONG["value"].pop()
    assert ask(widget)["group_by"] == {"type": "field", "field": "ok"}


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({"field": "topic", "op": "in", "value": ["a"]}, id="list"),
        pytest.param({"field": "seen", "op": "in", "value": ["2025-11-03"]}, id="dates"),
        pytest.param({"field": "timestamp", "part": "hour_of_day", "op": "in", "value": [9]}, id="part"),
        pytest.param(
            {
                "operator": "count_rows",
                "conditions": [{"field": "notes.text", "op": "in", "value": ["a"]}],
                "op": "between",
                "value": [0, 2],
            },
            id="count",
        ),
    ],
)
def test_what_a_host_does_to_a_filter_changes_no_other(dataset: Dataset, condition: dict[str, Any]) -> None:
    def ask() -> Any:
        row = {"label": "a", "value": 1}
        return drill_down(PIE, row, dataset, filters=under(condition), now=NOW)

    expected = deepcopy(ask())
    _emptied(ask())
    assert ask() == expected


def _emptied(found: Any) -> None:
    """Empty all lists of values in a filter."""
    for one in found.get("conditions", ()):
        _emptied(one)
    if isinstance(found.get("value"), list):
        found["value"].clear()
