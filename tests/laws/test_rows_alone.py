"""A chart under a filter is the chart without it over a table that holds only the filter's records."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.laws.worlds import CASES, drawn, multiplied, says_nothing, searching, timeless
from tests.testing.everything import EVERYTHING, TABLES, calls
from widgetql import compile_filter, compute_widget_data
from widgetql.testing import difference
from widgetql.testing.databases import filled

pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_a_chart_under_a_filter_is_the_chart_over_its_records(engine: Engine) -> None:
    # A database holds the rows of one case at a time: first all of them are asked.
    asked: list[tuple[Any, Any, Any]] = []
    for case, connection in drawn(engine, first=2_000):
        if says_nothing(case.filter):
            continue
        options: Any = {**case.options, "limits": searching(case.options["limits"])}
        chosen = timeless(case.filter)
        statement = select(EVERYTHING.id).where(compile_filter(chosen, EVERYTHING, **options))
        ids = set(connection.execute(statement).scalars())
        answer = compute_widget_data(
            connection, case.widget or {}, EVERYTHING, dashboard_filters=chosen, **options
        )
        asked.append((case, ids, answer.to_dict()))
    kept = 0
    for case, ids, found in asked:
        rows = multiplied(case.rows)
        rows[calls] = [row for row in rows[calls] if row["id"] in ids]
        with filled(engine, rows) as connection:
            answer = compute_widget_data(connection, case.widget or {}, EVERYTHING, **dict(case.options))
        expected = answer.to_dict()
        assert difference(found, expected) is None, case
        kept += bool(found["data"])
    assert kept > CASES // 3
