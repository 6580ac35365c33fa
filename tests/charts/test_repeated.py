"""What stands in row after row makes no answer of many megabytes: names, labels, what a rest is without."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import pytest
from sqlalchemy import Engine, create_engine

from tests.charts.calls import TABLES, answer, call, each
from widgetql import InvalidInput

HOURS: Final = {
    "chart_type": "bar",
    "field": "seconds",
    "aggregation_function": "count",
    "time_period": "hour",
}
BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}
SINCE: Final = {"filters": {"field": "timestamp", "op": "gte", "value": "2025-11-05"}}
# Of an hour each, until now: 132 and 12.
FILLED: Final = HOURS | BY_TOPIC | SINCE | {"fill_gaps": True}
LONG: Final = 20 * 2**20 // 132 + 1


@pytest.fixture(scope="module")
def engine() -> Generator[Engine]:
    # No text of so many characters is one everywhere.
    found = create_engine("sqlite://")
    TABLES.create_all(found)
    yield found
    found.dispose()


def named(count: int, length: int) -> list[dict[str, Any]]:
    """Measures with names of so many characters."""
    return [{"name": f"{i:03}".ljust(length, "x"), "aggregation_function": "count"} for i in range(count)]


def said(engine: Engine, records: list[dict[str, Any]], widget: dict[str, Any]) -> tuple[str, str, str]:
    with pytest.raises(InvalidInput) as refused:
        answer(engine, records, widget)
    (problem,) = refused.value.problems
    return problem.pointer, problem.code, problem.message


def test_a_label_in_every_bucket(engine: Engine) -> None:
    found = answer(engine, [call(1, "05 10:00", topic="x" * (LONG - 2))], FILLED).data
    assert len(found) == 132
    assert said(engine, [call(1, "05 10:00", topic="x" * LONG)], FILLED) == (
        "/time_period",
        "too_many_rows",
        "132 rows would repeat names and labels of 20 MB; at most 20",
    )


def test_a_rest_without_many_groups_in_every_bucket(engine: Engine) -> None:
    records = [one | {"topic": f"{one['id']}".ljust(900, "x")} for one in each(400, "05 10:00", seconds=1)]
    widget = FILLED | {"group_by": {"type": "field", "field": "topic", "limit": 1}}
    none = widget | {"having": {"field": "value", "op": "gte", "value": 2}}
    twice = [*records, *[one | {"id": one["id"] + 1_000} for one in records[:2]]]
    pointer, code, message = said(engine, twice, none)
    assert (pointer, code) == ("/time_period", "too_many_rows")
    assert message.startswith("264 rows would repeat names and labels of ")
    # As many hours, but few groups.
    assert len(answer(engine, twice[:50] + twice[400:], none).data) == 264


def test_names_in_every_cell(engine: Engine) -> None:
    records = [call(i, f"{5 + i // 24:02} {i % 24:02}:00", seconds=i) for i in range(132)]
    bins = {"field": "seconds", "bins": {"edges": list(range(0, 150, 5))}}
    hours = {"field": "timestamp", "time_period": "hour"}
    pivot = {"chart_type": "pivot", "rows": [hours], "columns": [bins]} | SINCE
    assert len(answer(engine, records, pivot | {"metrics": named(20, 60)}).data["cells"]) == 132
    pointer, code, message = said(engine, records, pivot | {"metrics": named(20, 255)})
    assert (pointer, code) == ("/rows", "too_many_rows")
    assert message == "3564 rows would repeat names and labels of 35 MB; at most 20"
