"""Pivots of related rows of a metric: of rows of others there are no headers."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.charts.calls import DATASET, METRICS, NOW, SINCE, calls, computed, metrics, note, notes
from tests.charts.test_pivot import ROWS, pivot
from widgetql.testing import difference, expected_widget_data
from widgetql.testing.databases import filled


@pytest.mark.parametrize("is_row", [True, False], ids=["rows", "columns"])
def test_headers_are_of_the_rows_that_cells_are_of(engine: Engine, is_row: bool) -> None:
    """Those of the metric: rows of others had headers, and no cells."""
    axes = (["notes.metric.id"], ["ok"]) if is_row else (["ok"], ["notes.metric.id"])
    widget = pivot(*axes, {"aggregation_function": "count", "field": "notes.value"}, metric=1)
    said = [note(i, 1 + i % 3, 1 + i % 2, "1") for i in range(6)]
    tables = {calls: ROWS, metrics: METRICS, notes: said}
    with filled(engine, tables) as connection:
        found = computed(connection, widget)
    expected = expected_widget_data(widget, DATASET, tables, dashboard_filters=SINCE, now=NOW)
    assert difference(found.to_dict(), expected) is None
    assert found.data["rows" if is_row else "columns"] == [{"notes.metric.id": 1}]
    assert len(found.data["columns" if is_row else "rows"]) == 2
