"""The metrics of a dynamic field, as a tenant may see them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, MetaData

from tests.scope.tenants import ROWS, TABLES, calls, dataset, metrics, notes
from widgetql import Dataset, describe, validate_widget
from widgetql.charts.rules import AGGREGATIONS
from widgetql.testing import NOW
from widgetql.testing.databases import Rows

DATASET = dataset()


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def told(connection: Connection, dataset: Dataset = DATASET, **options: Any) -> Any:
    described = describe(dataset, connection=connection, now=NOW, **options)
    return next(one["metrics"] for one in described["fields"] if one["path"] == "notes.value")


def test_metrics_are_those_that_the_scope_shows(connection: Connection) -> None:
    found = told(connection, scope={calls: calls.c.tenant == 1, metrics: metrics.c.tenant == 1})
    assert found == [
        {
            "metric": 100,
            "name": "org1 mark",
            "type": "numeric",
            "unit": None,
            "charts": {"line": [], "bar": [*AGGREGATIONS], "histogram": []},
            "operators": ["eq", "neq", "gt", "gte", "lt", "lte", "in", "nin", "between", "isnull"],
            "values": None,
        },
        {
            "metric": 101,
            "name": "org1 mood",
            "type": "string",
            "unit": None,
            "charts": {"bar": ["count", "count_distinct", "first", "last", "share"], "pie": []},
            "operators": [
                *("eq", "neq", "contains", "startswith", "endswith", "in", "nin", "isnull", "regex")
            ],
            "values": None,
        },
    ]


def test_of_a_table_that_the_scope_says_nothing_of_the_visible_records_tell(connection: Connection) -> None:
    mine = {"scope": {calls: calls.c.tenant == 1, notes: notes.c.tenant == 1}}
    # Every seventh note of a tenant is of the other's metrics: its records show them.
    assert [one["metric"] for one in told(connection, **mine)] == [100, 101, 200, 201]
    alone = {"scope": {calls: calls.c.id == 100, notes: notes.c.tenant == 1}}
    assert [one["metric"] for one in told(connection, **alone)] == [100]


def test_all_may_be_seen_where_the_host_says_so(connection: Connection) -> None:
    assert [one["metric"] for one in told(connection, scope={calls: None})] == [100, 101, 200, 201]


def test_without_a_connection_nothing_is_known_of_metrics() -> None:
    described = describe(DATASET)
    (value,) = (one for one in described["fields"] if one["type"] == "dynamic")
    assert value["metrics"] is None
    assert value["charts"].keys() == {"line", "bar", "pie", "histogram"}
    assert value["charts"]["bar"][:3] == ["count", "sum", "avg"]


def test_a_scope_that_is_required_is_asked_for_with_a_connection(connection: Connection) -> None:
    with pytest.raises(ValueError, match="scope_required"):
        describe(DATASET, connection=connection)


def test_a_metric_is_drawn_as_it_says(connection: Connection) -> None:
    scope = {calls: None}
    for metric in told(connection, scope=scope):
        for chart in ("line", "bar", "pie"):
            widget: dict[str, Any] = {"chart_type": chart, "field": "notes.value", "metric": metric["metric"]}
            if chart == "bar":
                widget |= {"aggregation_function": "count", "time_period": "day"}
            problems = validate_widget(widget, DATASET, connection=connection, scope=scope)
            assert (chart in metric["charts"]) is (problems == [])
