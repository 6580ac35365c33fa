"""Measures in the place of one aggregation: whatever a widget says besides, SQL and the interpreter agree."""

from __future__ import annotations

from random import Random
from typing import Any, Final

import pytest
from sqlalchemy import Engine, MetaData

from tests.laws.worlds import drawn
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import compute_widget_data, drill_down
from widgetql.testing import difference, expected_widget_data, matching_ids
from widgetql.testing.strategies.measures import with_measures

pytestmark = pytest.mark.untraced

_SOME: Final = {"field": "duration", "op": "gt", "value": 10}
# Behind so many rows the records are looked at.
_LOOKED_AT: Final = 2


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_sql_agrees_with_the_interpreter(engine: Engine) -> None:
    asked = full = 0
    for first in (24_000, 25_000):
        for case, connection in drawn(engine, first=first, times=1):
            pick = Random(case.seed).choice
            widget = None if case.widget is None else with_measures(pick, case.widget, _SOME)
            if widget is None:
                continue
            options: Any = {key: one for key, one in case.options.items() if key != "strategy"}
            found: Any = compute_widget_data(connection, widget, EVERYTHING, **options).to_dict()
            expected = expected_widget_data(widget, EVERYTHING, case.rows, **options)
            assert difference(found, expected) is None, (case.seed, widget)
            asked += 1
            rows = found["data"] if isinstance(found["data"], list) else []
            # A stat's row is of the row, in long rows each is of its measure.
            for row in [one for one in rows if one["sample_count"]][:_LOOKED_AT]:
                filters = drill_down(widget, row, EVERYTHING, connection=connection, **options)
                behind = matching_ids(filters, EVERYTHING, case.rows, **options)
                assert len(behind) == row.get("record_count", row["sample_count"]), (case.seed, row)
                full += 1
    assert asked > 4
    assert full > 4
