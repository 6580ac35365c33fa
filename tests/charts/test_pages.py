"""Pages of lists and tables in any order, and lists of what is related to records."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, delete, insert

from tests.charts.calls import (
    AGENTS,
    DATASET,
    METRICS,
    agents,
    answer,
    at,
    call,
    calls,
    computed,
    metrics,
    note,
    notes,
)
from widgetql import InvalidInput, validate_widget
from widgetql.charts.pages import Place, read_place, write_place
from widgetql.errors import Pointer, Problems
from widgetql.plan.query import Plotted
from widgetql.testing.databases import filled

LIST: Final[dict[str, Any]] = {"chart_type": "list"}
TABLE: Final[dict[str, Any]] = {"chart_type": "table"}
CALLS: Final = [
    call(1, "03 10:00", seconds=3, topic="b", cost="1.50", score=0.1),
    call(2, "03 11:00", seconds=None, topic="a", score=0.3),
    call(3, "03 12:00", seconds=1, topic="é", cost="0.25"),
    call(4, "03 12:00", seconds=3, topic=None, cost="1.50", score=0.1),
    call(5, "03 13:00", seconds=2, topic="B", ok=True, score=0.3),
    call(6, "03 14:00", seconds=None, topic="a", ok=False, cost="-7.00"),
]
NOTES: Final = [
    note(1, 1, 1, "7"),
    note(2, 1, 1, "7"),
    note(3, 1, 1, "x"),
    note(4, 1, 1, "-2.5"),
    note(5, 1, 1, "7"),
    note(6, 4, 1, "7"),
    note(7, 4, 2, "calm"),
]


def by(*names: str) -> dict[str, Any]:
    """An order by columns; "-" before a name: the largest first."""
    return {
        "order_by": [
            {"name": name.removeprefix("-"), "direction": "desc" if name[0] == "-" else "asc"}
            for name in names
        ]
    }


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        pytest.param(by("value"), [3, 5, 4, 1, 6, 2], id="asc-ties-newest-first-null-last"),
        pytest.param(by("-value"), [4, 1, 5, 3, 6, 2], id="desc-null-last"),
        pytest.param(by("topic"), [5, 6, 2, 1, 3, 4], id="text-by-code-point"),
        pytest.param(by("timestamp"), [1, 2, 4, 3, 5, 6], id="oldest-first"),
        pytest.param(by("-id"), [6, 5, 4, 3, 2, 1], id="key"),
        pytest.param(by("-cost", "score"), [4, 1, 3, 6, 5, 2], id="decimals-and-doubles"),
        pytest.param(by("score", "-timestamp"), [4, 1, 5, 2, 6, 3], id="doubles"),
        pytest.param(by("-ok", "value"), [5, 6, 3, 4, 1, 2], id="booleans"),
    ],
)
@pytest.mark.parametrize("size", [1, 2])
def test_a_list_in_an_order_page_by_page(engine: Engine, order: Any, ids: list[int], size: int) -> None:
    widget = LIST | {"field": "seconds", "columns": ["topic", "cost", "score", "ok"], "limit": size} | order
    with filled(engine, {calls: CALLS}) as connection:
        assert [row["id"] for row in pages(connection, widget)] == ids


def pages(connection: Connection, widget: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of all pages."""
    found: list[dict[str, Any]] = []
    cursor = None
    while len(found) < 100:
        page = computed(connection, widget | {"cursor": cursor})
        found += page.data
        cursor = page.metadata["next_cursor"]
        if cursor is None:
            break
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_a_list_of_related_rows(engine: Engine, size: int) -> None:
    widget = LIST | {"field": "notes.value", "metric": 1, "columns": ["topic"], "limit": size}
    rows = {calls: CALLS, notes: NOTES, metrics: METRICS, agents: AGENTS}
    with filled(engine, rows) as connection:
        found = pages(connection, widget)
        first = computed(connection, widget)
    late, early = "2025-11-03T12:00:00Z", "2025-11-03T10:00:00Z"
    assert found == [
        {"id": 4, "timestamp": late, "value": 7, "topic": None},
        {"id": 1, "timestamp": early, "value": -2.5, "topic": "b"},
        {"id": 1, "timestamp": early, "value": 7, "topic": "b"},
        {"id": 1, "timestamp": early, "value": 7, "topic": "b"},
        {"id": 1, "timestamp": early, "value": 7, "topic": "b"},
        # What is no number is missing.
        {"id": 1, "timestamp": early, "value": None, "topic": "b"},
    ]
    assert (first.field_name, first.metadata["display_name"], first.metadata["filter_value"]) == (
        "notes.value", "accuracy", 1,
    )  # fmt: skip
    assert first.metadata["data_type"] == "numeric"


def test_related_rows_in_an_order(engine: Engine) -> None:
    widget = LIST | {"field": "notes.text", "limit": 2} | by("-value")
    with filled(engine, {calls: CALLS, notes: NOTES}) as connection:
        found = [(row["value"], row["id"]) for row in pages(connection, widget)]
    assert found == [("x", 1), ("calm", 4), ("7", 4), ("7", 1), ("7", 1), ("7", 1), ("-2.5", 1)]


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_raw_table_page_by_page(engine: Engine, size: int) -> None:
    widget = TABLE | {"dimensions": ["topic", "notes.text"], "limit": size} | by("topic")
    with filled(engine, {calls: CALLS, notes: NOTES}) as connection:
        found = [tuple(row.values()) for row in pages(connection, widget)]
    assert found == [
        *[("b", "-2.5"), ("b", "7"), ("b", "7"), ("b", "7"), ("b", "x")],
        *[(None, "7"), (None, "calm")],
    ]


def test_raw_rows_the_newest_first(engine: Engine) -> None:
    with filled(engine, {calls: CALLS}) as connection:
        found = pages(connection, TABLE | {"dimensions": ["topic"], "limit": 2})
    assert [row["topic"] for row in found] == ["a", "B", None, "é", "a", "b"]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_grouped_table_page_by_page(engine: Engine, size: int) -> None:
    metric = [{"aggregation_function": "avg", "field": "seconds", "name": "mean"}]
    widget = TABLE | {"dimensions": ["topic"], "metrics": metric, "limit": size} | by("-mean")
    with filled(engine, {calls: CALLS}) as connection:
        found = [tuple(row.values()) for row in pages(connection, widget)]
    assert found == [("b", 3.0, 1), (None, 3.0, 1), ("B", 2.0, 1), ("é", 1.0, 1), ("a", None, 2)]


def test_what_is_written_meanwhile_shifts_nothing(engine: Engine) -> None:
    widget = LIST | {"field": "seconds", "limit": 3} | by("value")
    with filled(engine, {calls: CALLS}) as connection:
        first = computed(connection, widget)
        connection.execute(insert(calls), [call(7, "03 09:00", seconds=0)])
        if engine.dialect.name not in ("clickhousedb", "hive"):
            # The row that the page ended with.
            connection.execute(delete(calls).where(calls.c.id == 4))
        second = computed(connection, widget | {"cursor": first.metadata["next_cursor"]})
    assert [row["id"] for row in first.data] == [3, 5, 4]
    assert [row["id"] for row in second.data] == [1, 6, 2]


def forged(data: Any) -> str:
    """A cursor of any content."""
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


AT: Final = "2025-11-03T10:00:00+00:00"
VALUE: Final = [["value", False]]


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param([AT, 1], id="of-a-list-without-an-order"),
        pytest.param([[["value", True]], [3], AT, 1, 0], id="of-another-direction"),
        pytest.param([[["topic", False]], ["a"], AT, 1, 0], id="of-another-column"),
        pytest.param([[["value", 0]], [3], AT, 1, 0], id="direction-0"),
        pytest.param([VALUE, [], AT, 1, 0], id="no-value"),
        pytest.param([VALUE, [3, 4], AT, 1, 0], id="two-values"),
        pytest.param([VALUE, ["3"], AT, 1, 0], id="text"),
        pytest.param([VALUE, [True], AT, 1, 0], id="true"),
        pytest.param([VALUE, [2**65], AT, 1, 0], id="huge"),
        pytest.param([VALUE, [{"decimal": "2.5"}], AT, 1, 0], id="decimal-of-integers"),
        pytest.param([VALUE, [{"decimal": "nan"}], AT, 1, 0], id="nan"),
        pytest.param([VALUE, [{"decimal": "1", "x": 1}], AT, 1, 0], id="object"),
        pytest.param([VALUE, [3], "2025-11-03", 1, 0], id="no-instant"),
        pytest.param([VALUE, [3], AT, "1", 0], id="key-of-text"),
        pytest.param([VALUE, [3], AT, 1, -1], id="less-than-none"),
        pytest.param([VALUE, [3], AT, 1, True], id="number-true"),
        pytest.param([VALUE, [3], AT, 1, 10**9], id="too-far"),
        pytest.param({"a": 1}, id="no-list"),
        pytest.param("x", id="a-text"),
    ],
)
def test_a_cursor_of_another_make(cursor: Any) -> None:
    widget = LIST | {"field": "seconds", "columns": ["topic"], "cursor": forged(cursor)} | by("value")
    (problem,) = validate_widget(widget, DATASET)
    assert (problem.pointer, problem.code) == ("/cursor", "invalid_cursor")


@pytest.mark.parametrize(
    "cursor", [[[], -1], [[], 10**9], [[["n", True]], 5], [[], 5, 5], [[], "5"], [AT, 1]], ids=repr
)
def test_a_cursor_of_groups_of_another_make(cursor: Any) -> None:
    metric = [{"aggregation_function": "count", "name": "n"}]
    widget = TABLE | {"dimensions": ["topic"], "metrics": metric, "cursor": forged(cursor)}
    assert [problem.code for problem in validate_widget(widget, DATASET)] == ["invalid_cursor"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("seconds", 3.5), ("seconds", -1e300), ("seconds", -(2**63) - 1), ("cost", 10**30), ("cost", -1e300)]
    + [("cost", {"decimal": text}) for text in ("2.555", "1e70", "-1e900")]
    + [("score", 10**30), ("score", {"decimal": "2.5"})],
    ids=str,
)
def test_a_cursor_may_name_a_value_that_its_column_cannot_hold(
    engine: Engine, field: str, value: Any
) -> None:
    widget = LIST | {"field": field, "cursor": forged([VALUE, [value], AT, 1, 0])} | by("value")
    with filled(engine, {calls: CALLS}) as connection:
        computed(connection, widget)


def test_a_long_text_may_be_in_a_cursor(engine: Engine) -> None:
    texts = ["é" * 3_000 + str(number) for number in range(3)]
    records = [call(number, "03 10:00", topic=text) for number, text in enumerate(texts)]
    widget = LIST | {"field": "topic", "limit": 1} | by("-value")
    with filled(engine, {calls: records}) as connection:
        assert [row["id"] for row in pages(connection, widget)] == [2, 1, 0]


def test_a_cursor_of_a_table_is_no_list_s(engine: Engine) -> None:
    found = answer(engine, CALLS, TABLE | {"dimensions": ["topic"], "limit": 1})
    with pytest.raises(InvalidInput) as caught:
        answer(engine, CALLS, LIST | {"cursor": found.metadata["next_cursor"]})
    assert [problem.code for problem in caught.value.problems] == ["invalid_cursor"]
    assert (
        at("03 14:00").isoformat() in base64.urlsafe_b64decode(found.metadata["next_cursor"] + "==").decode()
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("seconds", 3, id="integer"),
        pytest.param("score", 0.25, id="double"),
        pytest.param("cost", Decimal("1.50"), id="decimal"),
        pytest.param("ok", True, id="boolean"),
        pytest.param("topic", "é", id="text"),
        pytest.param("seen", datetime(2025, 11, 3, 9, tzinfo=UTC), id="instant"),
        pytest.param("seconds", None, id="missing"),
    ],
)
def test_a_place_is_read_as_it_was_written(path: str, value: Any) -> None:
    found, problems = DATASET.find(path), Problems()
    assert found is not None
    place = Place((value,), datetime(2025, 11, 3, 10, tzinfo=UTC), 7, 1)
    text, order = write_place(((path, False),), place), ((path, False),)
    fields = [Plotted(found, found.leaf.type)]
    assert read_place(text, order, fields, DATASET, 10, Pointer("widget"), problems) == place
    assert problems == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("seconds", "3"),
        ("ok", 1),
        ("topic", 5),
        ("seen", "2025-11-03T09:00:00"),
        ("seen", "soon"),
        ("topic", "\ud800"),
    ],
)
def test_a_place_of_another_type_is_refused(path: str, value: Any) -> None:
    found, problems = DATASET.find(path), Problems()
    assert found is not None
    text = forged([[[path, False]], [value], "2025-11-03T10:00:00+00:00", 7, 1])
    fields = [Plotted(found, found.leaf.type)]
    assert read_place(text, ((path, False),), fields, DATASET, 10, Pointer("widget"), problems) is None
    assert [one.code for one in problems] == ["invalid_cursor"]


@pytest.mark.parametrize("other", ["{0}=", "{0}==", " {0}", "{0}\n", "*{0}", "{1}"], ids=repr)
@pytest.mark.parametrize(
    ("widget", "cursor"),
    [
        pytest.param(LIST, "WyIyMDI1LTExLTAzVDAwOjAwOjAwKzAwOjAwIiw3XQ", id="list"),
        pytest.param(
            TABLE | {"dimensions": ["topic"], "metrics": [{"aggregation_function": "count"}]},
            "W1tdLDJd",
            id="table",
        ),
    ],
)
def test_a_cursor_has_one_text(widget: dict[str, Any], cursor: str, other: str) -> None:
    assert validate_widget(widget | {"cursor": cursor}, DATASET) == []
    # The last character has bits that no byte needs.
    loose = cursor[:-1] + chr(ord(cursor[-1]) + 1)
    given = widget | {"cursor": other.format(cursor, loose)}
    assert [one.code for one in validate_widget(given, DATASET)] == ["invalid_cursor"]
