"""What stands in row after row makes no answer of many megabytes: names, labels, what a rest is without."""

from __future__ import annotations

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


def _made() -> Engine:
    found = create_engine("sqlite://")
    TABLES.create_all(found)
    return found


# No text of so many characters is one everywhere.
ENGINE: Final = _made()


def named(count: int, length: int) -> list[dict[str, Any]]:
    """Measures with names of so many characters."""
    return [{"name": f"{i:03}".ljust(length, "x"), "aggregation_function": "count"} for i in range(count)]


def said(records: list[dict[str, Any]], widget: dict[str, Any]) -> tuple[str, str, str]:
    with pytest.raises(InvalidInput) as refused:
        answer(ENGINE, records, widget)
    (problem,) = refused.value.problems
    return problem.pointer, problem.code, problem.message


def test_a_label_in_every_bucket() -> None:
    found = answer(ENGINE, [call(1, "05 10:00", topic="x" * (LONG - 2))], FILLED).data
    assert len(found) == 132
    assert said([call(1, "05 10:00", topic="x" * LONG)], FILLED) == (
        "/time_period",
        "too_many_rows",
        "132 rows would repeat names and labels of 20 MB; at most 20",
    )


def test_a_rest_without_many_groups_in_every_bucket() -> None:
    records = [one | {"topic": f"{one['id']}".ljust(900, "x")} for one in each(400, "05 10:00", seconds=1)]
    widget = FILLED | {"group_by": {"type": "field", "field": "topic", "limit": 1}}
    none = widget | {"having": {"field": "value", "op": "gte", "value": 2}}
    twice = [*records, *[one | {"id": one["id"] + 1_000} for one in records[:2]]]
    pointer, code, message = said(twice, none)
    assert (pointer, code) == ("/time_period", "too_many_rows")
    assert message.startswith("264 rows would repeat names and labels of ")
    # As many hours, but few groups.
    assert len(answer(ENGINE, twice[:50] + twice[400:], none).data) == 264


def test_names_in_every_cell() -> None:
    records = [call(i, f"{5 + i // 24:02} {i % 24:02}:00", seconds=i) for i in range(132)]
    bins = {"field": "seconds", "bins": {"edges": list(range(0, 150, 5))}}
    hours = {"field": "timestamp", "time_period": "hour"}
    pivot = {"chart_type": "pivot", "rows": [hours], "columns": [bins]} | SINCE
    assert len(answer(ENGINE, records, pivot | {"metrics": named(20, 60)}).data["cells"]) == 132
    pointer, code, message = said(records, pivot | {"metrics": named(20, 255)})
    assert (pointer, code) == ("/rows", "too_many_rows")
    assert message == "3564 rows would repeat names and labels of 35 MB; at most 20"


def _topics(length: int) -> list[dict[str, Any]]:
    """Thirty calls of fifteen topics, each with two outcomes."""
    return [
        one | {"topic": f"{one['id'] % 15}".ljust(length, "t"), "ok": one["id"] % 2 == 0}
        for one in each(30, "05 10:00", seconds=1)
    ]


def test_a_label_in_every_group() -> None:
    widget = {"chart_type": "pie", "field": "topic", **SINCE, "group_by": {"type": "field", "field": "ok"}}
    most = 20 * 2**20 // 30
    assert len(answer(ENGINE, _topics(most), widget).data) == 30
    assert said(_topics(most + 1), widget)[1] == "too_many_rows"


@pytest.mark.parametrize("chart", ["list", "table"])
def test_a_records_own_texts_do_not(chart: str) -> None:
    records = [one | {"topic": f"{one['id']}".ljust(10**6, "t")} for one in each(24, "05 10:00", seconds=1)]
    widget = {"chart_type": chart, **({"field": "topic"} if chart == "list" else {"dimensions": ["topic"]})}
    assert len(answer(ENGINE, records, widget | SINCE).data) == 24


def test_few_rows_may_be_long() -> None:
    records = [one | {"topic": "t" * (25 * 10**5)} for one in each(20, "05 10:00", seconds=1)]
    hours = FILLED | {"filters": {"field": "timestamp", "op": "between", "value": _HOURS}}
    found = answer(ENGINE, [one | {"at": one["at"].replace(hour=one["id"] % 20)} for one in records], hours)
    assert len(found.data) == 20


_HOURS: Final = ["2025-11-05T00:00", "2025-11-05T19:59"]
