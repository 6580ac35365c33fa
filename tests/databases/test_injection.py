"""Texts that are meant to become SQL, in every place of a document and of a row, on every database.

Nothing of them stands in a statement as the driver gets it, and the answer is what the interpreter says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, literal, select, union_all

from tests.attack.payloads import INJECTIONS, MARK, marked
from tests.charts.calls import (
    AGENTS,
    DATASET,
    METRICS,
    NOW,
    SINCE,
    TABLES,
    agents,
    call,
    calls,
    metrics,
    note,
    notes,
)
from tests.conftest import NAMES
from tests.statements import recorded
from widgetql import (
    InvalidInput,
    Limits,
    compile_filter,
    compute_dashboard_data,
    compute_widget_data,
    drill_down,
    explain,
    validate_widget,
)
from widgetql.testing import difference, expected_widget_data, matching_ids
from widgetql.testing.databases import name_of, opened, put

# What is compared counts, not what is reached.
pytestmark = pytest.mark.untraced

PAYLOADS: Final = {name: marked(text) for name, text in INJECTIONS.items()}
# Every so many of the texts, where each statement takes a tenth of a second.
SAMPLE: Final = {"spark": 8}
_FIRST: Final = 100
LIMITS: Final = Limits(max_groups=100, max_slices=100, max_depth=20)
OPTIONS: Final[dict[str, Any]] = {"now": NOW, "limits": LIMITS}
WIDE: Final[dict[str, Any]] = {"now": NOW, "limits": LIMITS.lifted()}


def key_of(text: str) -> str:
    """The text as a JSON key that a path can name."""
    return text.replace(".", "")


def _rows() -> dict[Any, Any]:
    texts = list(enumerate(PAYLOADS.values(), _FIRST))
    return {
        calls: [
            *(
                call(
                    id, f"0{1 + id % 8} 10:00", seconds=id, ok=id % 2 == 0, topic=text, agent_id=id,
                    meta={"region": text, key_of(text): "v"},
                )
                for id, text in texts
            ),
            call(1, "03 10:00", topic="a", agent_id=1, meta={"region": "a"}),
            call(2, "04 10:00"),
        ],
        agents: [*AGENTS, *({"id": id, "name": text} for id, text in texts)],
        metrics: [*METRICS, *({"id": id, "name": text, "kind": "ENUM"} for id, text in texts)],
        notes: [note(id, id, id, text) for id, text in texts] + [note(1, 1, 2, "a")],
    }  # fmt: skip


ROWS: Final = _rows()


@pytest.fixture(scope="module", params=NAMES)
def connected(request: pytest.FixtureRequest, scratch: Path) -> Iterator[Connection]:
    """Each database with the rows."""
    with opened(request.param, scratch, TABLES) as engine:
        with engine.begin() as connection:
            put(connection, ROWS)
        with engine.connect() as connection:
            yield connection


def step(connection: Connection) -> int:
    return SAMPLE.get(name_of(connection), 1)


def sampled(connection: Connection) -> list[str]:
    return list(PAYLOADS.values())[:: step(connection)]


def filters(text: str) -> Iterator[Any]:
    """A filter for each place that a text may stand in."""
    for op in ("eq", "neq", "contains", "startswith", "endswith"):
        yield {"field": "topic", "op": op, "value": text}
    yield {"field": "topic", "op": "in", "value": [text, text + "'"]}
    yield {"field": "topic", "op": "nin", "value": [text, text + "'"]}
    yield {"field": "topic", "op": "regex", "value": "".join(map(escaped, text))}
    yield {"field": "agent.name", "op": "eq", "value": text}
    yield {"field": "notes.text", "op": "contains", "value": text}
    yield {"field": "notes.value", "op": "eq", "value": text}
    yield {"field": "meta.region", "op": "contains", "value": text}
    yield {"field": f"meta.{key_of(text)}", "op": "eq", "value": "v"}
    yield {"field": f"meta.{key_of(text)}", "op": "isnull", "value": False}
    rows = [{"field": f"notes.{path}", "op": "eq", "value": text} for path in ("metric.name", "text")]
    yield {"operator": "not", "conditions": [{"operator": "same_row", "conditions": rows}]}


def escaped(character: str) -> str:
    plain = not character.isascii() or not character.isprintable() or character.isalnum()
    return character if plain else f"\\{character}"


def ids(connection: Connection, sources: Iterable[Any], options: dict[str, Any]) -> list[set[int]]:
    """The records of each filter, in few statements."""
    found: list[set[int]] = []
    waiting = iter(sources)
    while some := list(islice(waiting, 15)):
        parts = [
            select(literal(number), DATASET.id).where(compile_filter(one, DATASET, **options))
            for number, one in enumerate(some)
        ]
        with recorded(connection) as statements:
            rows = connection.execute(union_all(*parts)).all()
        assert_clean(statements)
        found += [{id for at, id in rows if at == number} for number in range(len(some))]
    return found


def assert_clean(statements: list[tuple[str, Any]]) -> None:
    assert statements
    assert [sql for sql, _ in statements if MARK in sql.lower()] == []


def test_a_filter_finds_what_the_interpreter_finds(connected: Connection) -> None:
    sources = [one for text in sampled(connected) for one in filters(text)]
    expected = [set(matching_ids(one, DATASET, ROWS, now=NOW)) for one in sources]
    found = ids(connected, sources, OPTIONS)
    assert [
        (one, got, right) for one, got, right in zip(sources, found, expected, strict=True) if got != right
    ] == []


QUOTE: Final = marked("'")
BAR: Final = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "week"}
WIDGETS: Final[list[dict[str, Any]]] = [
    {"chart_type": "pie", "field": "topic", "include_missing": True},
    {"chart_type": "pie", "field": "meta.region"},
    {"chart_type": "pie", "field": f"meta.{key_of(PAYLOADS['json path'])}"},
    {"chart_type": "pie", "field": "notes.value", "metric": _FIRST + 3},
    BAR | {"group_by": {"type": "field", "field": "topic"}},
    BAR | {"group_by": {"type": "field", "field": f"meta.{key_of(PAYLOADS['quote'])}"}},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "agent.name"}},
    {
        "chart_type": "table", "dimensions": ["topic", "meta.region"],
        "metrics": [{"aggregation_function": "count"}],
    },
    {
        "chart_type": "table", "dimensions": [f"meta.{key_of(PAYLOADS['percent s'])}", "agent.name"],
        "limit": 30, "order_by": [{"name": "agent.name"}],
    },
    {
        "chart_type": "table", "dimensions": ["ok"], "order_by": [{"name": PAYLOADS["double quote"]}],
        "metrics": [{"aggregation_function": "max", "field": "seconds", "name": PAYLOADS["double quote"]}],
    },
    {"chart_type": "line", "field": "seconds", "filters": {"field": "topic", "op": "neq", "value": QUOTE}},
    {"chart_type": "list", "field": "topic", "columns": ["meta.region"], "name": QUOTE, "id": QUOTE},
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(WIDGETS)))
def test_a_widget_shows_what_the_interpreter_shows(connected: Connection, number: int) -> None:
    options: Any = OPTIONS | {"dashboard_filters": SINCE}
    widget = WIDGETS[number]
    with recorded(connected) as statements:
        found: Any = compute_widget_data(connected, widget, DATASET, **options)
    assert_clean(statements)
    expected = expected_widget_data(widget, DATASET, ROWS, **options)
    got = found.to_dict()
    if got["metadata"].get("next_cursor") is not None:
        got["metadata"]["next_cursor"] = "…"
    assert difference(got, expected) is None


def test_what_is_behind_a_row_is_found(connected: Connection) -> None:
    options: Any = OPTIONS | {"dashboard_filters": SINCE}
    for widget in (WIDGETS[0], WIDGETS[6]):
        answer: Any = compute_widget_data(connected, widget, DATASET, **options).data
        rows = answer[:: step(connected)]
        behind = [drill_down(widget, row, DATASET, **options) for row in rows]
        counts = [row.get("sample_count", row.get("value")) for row in rows]
        assert [len(one) for one in ids(connected, behind, WIDE)] == counts
        expected = [set(matching_ids(one, DATASET, ROWS, **WIDE)) for one in behind]
        assert ids(connected, behind, WIDE) == expected


def test_a_list_goes_on_behind_a_cursor(connected: Connection) -> None:
    widget = WIDGETS[-1] | {"limit": 11}
    cursor, pages = None, list[Any]()
    while len(pages) < 5:
        with recorded(connected) as statements:
            found: Any = compute_widget_data(
                connected, widget | {"cursor": cursor}, DATASET, dashboard_filters=SINCE, **OPTIONS
            )
        assert_clean(statements)
        pages.append(found.data)
        cursor = found.metadata["next_cursor"]
        if cursor is None:
            break
    assert sorted(row["id"] for row in chain(*pages)) == sorted(row["id"] for row in ROWS[calls])


def test_names_and_places_that_there_are_not_reach_no_statement(connected: Connection) -> None:
    with recorded(connected) as statements:
        for text in sampled(connected):
            for wrong in (
                {"field": text},
                {"chart_type": text},
                {"aggregation_function": text},
                {"time_period": text},
                {"group_by": {"type": "field", "field": text}},
                {"group_by": {"type": text}},
                {"filters": {"field": text, "op": "eq", "value": 1}},
                {"filters": {"field": "topic", "op": text, "value": "a"}},
                {"filters": {"operator": text, "conditions": []}},
                {"chart_type": "list", "cursor": text},
                {text: text},
            ):
                assert validate_widget(BAR | wrong, DATASET, connection=connected, **OPTIONS)
                with pytest.raises(InvalidInput):
                    compute_widget_data(connected, BAR | wrong, DATASET, dashboard_filters=SINCE, **OPTIONS)
    assert statements == []


def test_a_dashboard_and_its_explanation_hold_none(connected: Connection) -> None:
    text = PAYLOADS["percent s"]
    dashboard = {
        "filters": {"operator": "and", "conditions": [SINCE, {"field": "topic", "op": "neq", "value": text}]},
        "widgets": [*WIDGETS[:2], *WIDGETS[4:7]],
    }
    with recorded(connected) as statements:
        answers = compute_dashboard_data(connected, dashboard, DATASET, **OPTIONS)
    assert_clean(statements)
    for widget, answer in zip(dashboard["widgets"], answers, strict=True):
        assert not isinstance(answer, InvalidInput)
        got = answer.to_dict()
        expected = expected_widget_data(
            widget, DATASET, ROWS, dashboard_filters=dashboard["filters"], **OPTIONS
        )
        assert difference(got, expected) is None
    explained = explain(connected, dashboard, DATASET, **OPTIONS)
    assert MARK not in "".join(explained.statements).lower()
