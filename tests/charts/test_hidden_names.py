"""What is hidden from filters and widgets stands in no message, whatever else is wrong."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text

from widgetql import Dataset, Field, Limits, ToMany, validate_widget

_METADATA: Final = MetaData()
RUNS: Final = Table(
    "runs",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("size", Integer),
    Column("kind", Text),
)
STEPS: Final = Table(
    "steps",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer),
    Column("name", Text),
    Column("cost", Integer),
)
HIDDEN: Final[dict[str, Any]] = {"filter": False, "plot": False}
DATASET: Final = Dataset(
    RUNS,
    id=RUNS.c.id,
    timestamp=RUNS.c.at,
    fields={
        "secret_at": Field(RUNS.c.at, **HIDDEN),
        "secret_id": Field(RUNS.c.id, **HIDDEN),
        "size": Field(RUNS.c.size),
        "kind": Field(RUNS.c.kind, values=False),
        "steps": ToMany(
            STEPS,
            on=STEPS.c.run_id == RUNS.c.id,
            fields={"name": Field(STEPS.c.name), "secret_cost": Field(STEPS.c.cost, **HIDDEN)},
        ),
        "secret_steps": ToMany(
            STEPS, on=STEPS.c.run_id == RUNS.c.id, fields={"name": Field(STEPS.c.name, **HIDDEN)}
        ),
    },
    limits=Limits(max_range=None),
)
COUNT: Final = {"aggregation_function": "count"}
BAR: Final = {"chart_type": "bar", "field": "size", "aggregation_function": "count"}
FILTERS: Final = {"field": "unknown", "op": "eq", "value": 1}


@pytest.mark.parametrize(
    ("widget", "messages"),
    [
        pytest.param(
            BAR | {"x": {"field": "size", "time_period": "day"}},
            ["only the timestamp goes by time_period"],
            id="bars-by-a-period",
        ),
        pytest.param(
            {
                "chart_type": "table",
                "dimensions": [{"field": "size", "time_period": "day"}],
                "metrics": [COUNT],
            },
            ["only the timestamp goes by time_period"],
            id="rows-by-a-period",
        ),
        pytest.param(
            BAR | {"time_period": "day", "filters": FILTERS},
            ["no field 'unknown'; one of size, kind, steps.name"],
            id="conditions",
        ),
        pytest.param(
            BAR | {"field": "secret_steps", "time_period": "day"},
            ["no field 'secret_steps'; one of size, kind, steps.name"],
            id="a-relation-of-what-is-hidden",
        ),
        pytest.param(
            BAR | {"field": "steps", "time_period": "day"},
            ["'steps' is a relation: name one of its fields, as steps.name"],
            id="a-relation",
        ),
        pytest.param(
            {"chart_type": "list", "order_by": [{"name": "unknown"}], "columns": ["size"]},
            ["'unknown' is none of id, timestamp, size"],
            id="orders",
        ),
    ],
)
def test_no_message_names_what_is_hidden(widget: dict[str, Any], messages: list[str]) -> None:
    assert [problem.message for problem in validate_widget(widget, DATASET)] == messages
