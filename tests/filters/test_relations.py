"""Relations that are more than equal columns, and their complements."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData, and_, func, or_, select
from sqlalchemy.exc import CompileError

from tests.filters.records import CALLS, both, where
from tests.testing.everything import TABLES, calls, evaluations
from widgetql import Dataset, Field, ToMany, ToOne, compile_filter, compute_widget_data
from widgetql.testing.databases import Rows

EQUAL: Final = evaluations.c.call_id == calls.c.id
# By name, what ties an evaluation to its call.
TIES: Final[dict[str, Any]] = {
    "and the related row's own": and_(EQUAL, evaluations.c.word.is_not(None)),
    "and the parent's own": and_(EQUAL, calls.c.ok),
    "and a comparison of both": and_(EQUAL, evaluations.c.weight < calls.c.duration),
    "a comparison of both": evaluations.c.weight > calls.c.duration,
    "one of two": or_(EQUAL, evaluations.c.weight == calls.c.duration),
    "equal expressions": func.abs(evaluations.c.call_id) == func.abs(calls.c.id),
}
EVALUATIONS: Final = [
    {"id": 1, "call_id": 1, "word": "good", "weight": 1},
    {"id": 2, "call_id": 1, "weight": 5},
    {"id": 3, "call_id": 2, "word": "poor", "weight": 6},
    {"id": 4, "call_id": 4, "word": "good"},
    {"id": 5, "word": "good", "weight": 2},
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {calls: CALLS, evaluations: EVALUATIONS}


def dataset(on: Any) -> Dataset:
    fields = {"word": Field(evaluations.c.word), "weight": Field(evaluations.c.weight)}
    return Dataset(calls, id=calls.c.id, fields={"evaluations": ToMany(evaluations, on=on, fields=fields)})


@pytest.mark.parametrize(
    ("tie", "weighed", "unworded"),
    [
        ("and the related row's own", {1, 2}, {3, 5}),
        ("and the parent's own", {1}, {2, 3, 4, 5}),
        ("and a comparison of both", {1}, {2, 3, 4, 5}),
        ("a comparison of both", {1, 4, 5}, {2, 3}),
        ("one of two", {1, 2}, {3, 5}),
        ("equal expressions", {1, 2}, {3, 5}),
    ],
)
def test_a_relation_may_be_any_condition(
    connection: Connection, tie: str, weighed: set[int], unworded: set[int]
) -> None:
    for source, expected in (
        (where("evaluations.weight", "gte", 1), weighed),
        (where("evaluations.word", "isnull", True), unworded),
        (both("not", where("evaluations.weight", "gte", 1)), {1, 2, 3, 4, 5} - weighed),
    ):
        condition = compile_filter(source, dataset(TIES[tie]))
        assert set(connection.scalars(select(calls.c.id).where(condition))) == expected


OTHER: Final = calls.alias("other")


def looped(on: Any) -> Dataset:
    fields = {"topic": Field(OTHER.c.topic), "id": Field(OTHER.c.id)}
    other = ToOne(OTHER, on=on, fields=fields)
    return Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields={"other": other})


def test_a_table_may_be_related_to_itself(connection: Connection) -> None:
    condition = compile_filter(where("other.topic", "eq", "abc"), looped(OTHER.c.id == calls.c.agent_id))
    assert set(connection.scalars(select(calls.c.id).where(condition))) == {1}


def test_a_table_is_related_to_itself_by_less_than_equality(connection: Connection) -> None:
    source = where("other.id", "eq", 2)
    condition = compile_filter(source, looped(OTHER.c.duration > calls.c.duration))
    query = select(calls.c.id).where(condition)
    if connection.dialect.name == "clickhousedb":
        with pytest.raises(CompileError, match="no relation of a table to itself other than by equal"):
            connection.execute(query)
    else:
        assert set(connection.scalars(query)) == {1, 4, 5}


def test_a_column_of_such_a_relation_is_shown(connection: Connection) -> None:
    dataset = looped(and_(OTHER.c.id == calls.c.agent_id, OTHER.c.ok))
    count = {"aggregation_function": "count", "name": "n"}
    widget = {"chart_type": "table", "dimensions": ["other.topic"], "metrics": [count]}
    since = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
    answer = compute_widget_data(
        connection, widget | {"filters": since}, dataset, now=datetime(2025, 11, 9, tzinfo=UTC)
    )
    assert {row["other.topic"]: row["n"] for row in answer.data} == {None: 3, "abc": 1}
