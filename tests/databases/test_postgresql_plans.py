"""PostgreSQL's planner takes time buckets and stretches of a line for few; every instant is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection, text

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, calls
from tests.statements import recorded
from widgetql import Limits, compute_dashboard_data, compute_widget_data
from widgetql.testing.databases import create, filled, opened

# As many instants; the planner would expect as many groups.
RECORDS: Final = 3_000
ROWS: Final[dict[Any, Any]] = {
    calls: [{"id": id, "at": NOW - timedelta(minutes=4 * id + 1), "seconds": id} for id in range(RECORDS)]
}
# It expects 200 of an expression that it knows nothing of, a tenth of the records of two keys.
FEW: Final = RECORDS // 10
BAR: Final = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "hour"}
LINE: Final = {"chart_type": "line", "field": "seconds"}
TABLE: Final = {
    "chart_type": "table",
    "dimensions": [{"field": "timestamp", "time_period": "day"}],
    "metrics": [{"aggregation_function": "count"}],
}
WIDGETS: Final[Mapping[str, dict[str, Any]]] = {
    "bar": BAR,
    "grouped bar": BAR | {"group_by": {"type": "field", "field": "topic"}},
    "line": LINE,
    "table": TABLE,
}


@pytest.fixture(scope="module")
def connection(scratch: Path) -> Iterator[Connection]:
    with opened("postgresql", scratch) as engine:
        create(engine, TABLES)
        with filled(engine, ROWS) as connection:
            connection.execute(text("ANALYZE"))
            yield connection


def groups_expected(connection: Connection, compute: Any) -> list[int]:
    """Return how many groups each GROUP BY of the last query of a computation is planned to have."""
    with recorded(connection) as ran:
        compute()
    # A dashboard ends each by a savepoint.
    statement, values = next(one for one in reversed(ran) if "SAVEPOINT" not in one[0])
    (top,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
    return [node["Plan Rows"] for node in nodes(top["Plan"]) if "Group Key" in node]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


@pytest.mark.parametrize("widget", WIDGETS.values(), ids=WIDGETS)
def test_a_widget_expects_few_groups(connection: Connection, widget: dict[str, Any]) -> None:
    found = groups_expected(
        connection,
        lambda: compute_widget_data(
            connection, widget, DATASET, dashboard_filters=SINCE, now=NOW,
            limits=Limits(max_points=100), strategy={"buckets": "thresholds"},
        ),
    )  # fmt: skip
    assert found
    assert max(found) <= FEW


def test_a_dashboard_expects_few_groups(connection: Connection) -> None:
    dashboard = {"filters": SINCE, "widgets": [BAR, BAR | {"time_period": "day"}]}
    found = groups_expected(
        connection, lambda: compute_dashboard_data(connection, dashboard, DATASET, now=NOW)
    )
    assert found
    assert max(found) <= FEW
