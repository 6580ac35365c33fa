"""What a declaration hides from filters and widgets alike stands in no message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
import sqlalchemy as sa

from widgetql import (
    Dataset,
    Dynamic,
    Field,
    InvalidInput,
    Kind,
    Limits,
    compute_widget_data,
    describe,
    field_values,
    json_schema,
    validate_filter,
    validate_widget,
)
from widgetql.testing import NOW

RUNS: Final = sa.Table(
    "runs", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.DateTime),
    sa.Column("judge", sa.Integer), sa.Column("kind", sa.Text), sa.Column("value", sa.Text),
)  # fmt: skip
C: Final = RUNS.c
HIDDEN: Final[dict[str, Any]] = {"filter": False, "plot": False}
_FIELDS: Final = {
    "moment": Field(C.at, **HIDDEN),
    "judge": Field(C.judge, **HIDDEN),
    "value": Dynamic(C.value, chosen_by="judge", kind=C.kind, kinds={"N": Kind("numeric")}),
}
DATASET: Final = Dataset(RUNS, id=C.id, timestamp=C.at, fields=_FIELDS, limits=Limits(max_range=None))
LINE: Final = {"chart_type": "line", "field": "value", "metric": 1}


@pytest.fixture(scope="module")
def connection() -> Iterator[sa.Connection]:
    with sa.create_engine("sqlite://").connect() as connection:
        RUNS.create(connection)
        connection.execute(
            RUNS.insert().values(id=1, at=NOW - timedelta(days=1), judge=1, kind="N", value="5")
        )
        yield connection


def test_it_is_used_all_the_same(connection: sa.Connection) -> None:
    assert compute_widget_data(connection, LINE, DATASET, now=NOW).data[0]["value"] == 5


BY_DAY: Final = [{"field": "id", "time_period": "day"}]
COUNT: Final = [{"aggregation_function": "count"}]
WRONG: Final[dict[str, dict[str, Any]]] = {
    "a metric of another type": LINE | {"metric": "one"},
    "a metric that is too large": LINE | {"metric": 10**400},
    "no metric": LINE | {"metric": 7},
    "a hidden field": LINE | {"field": "judge"},
    "a hidden timestamp": {"chart_type": "list", "columns": ["moment"]},
    "a period of another field": {"chart_type": "table", "dimensions": BY_DAY, "metrics": COUNT},
    "a comparison without a start": {"chart_type": "stat", "compare": {"to": "-1d"}},
}


@pytest.mark.parametrize("case", WRONG)
def test_it_stands_in_no_message(case: str, connection: sa.Connection) -> None:
    with pytest.raises(InvalidInput) as raised:
        compute_widget_data(connection, WRONG[case], DATASET, now=NOW, limits=Limits())
    asked = json.dumps(WRONG[case])
    for problem in raised.value.problems:
        for name in ("judge", "moment"):
            # Its author may read what he wrote.
            assert name in asked or name not in problem.message
    problems = validate_widget(WRONG[case], DATASET, now=NOW, connection=connection)
    assert {one.message for one in problems} <= {one.message for one in raised.value.problems}


def test_it_is_neither_described_nor_in_a_schema() -> None:
    told = json.dumps([describe(DATASET), json_schema(DATASET), json_schema(DATASET, "filter")])
    for name in ("judge", "moment"):
        assert name not in told
        (problem,) = validate_filter({"field": name, "op": "isnull", "value": True}, DATASET)
        assert problem.code == "unknown_field"


def test_the_range_is_asked_for_without_its_name(connection: sa.Connection) -> None:
    with pytest.raises(InvalidInput, match="A gt or gte filter on the timestamp is required"):
        compute_widget_data(connection, LINE, DATASET, now=NOW, limits=Limits())
    with pytest.raises(InvalidInput, match="on the timestamp is required to compare"):
        compute_widget_data(connection, {"chart_type": "stat", "compare": {"to": "-1d"}}, DATASET, now=NOW)
    with pytest.raises(InvalidInput):
        field_values(connection, "value", DATASET, metric="one")


def test_a_timestamp_that_no_filter_can_name_is_no_timestamp() -> None:
    with pytest.raises(ValueError, match="moment: every widget needs a filter on the timestamp"):
        Dataset(RUNS, id=C.id, timestamp=C.at, fields=_FIELDS)
