"""A column of which no row has a value."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, select

from tests.charts.calls import DATASET, call, calls
from widgetql import compile_filter
from widgetql.testing.databases import filled


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return calls.metadata


@pytest.mark.parametrize("operator", ["and", "or"])
@pytest.mark.parametrize("field", ["seconds", "topic"])
def test_what_has_no_value_differs_from_every_value(engine: Engine, field: str, operator: str) -> None:
    values: list[Any] = [1, 10] if field == "seconds" else ["a", "b"]
    conditions = [{"field": field, "op": "neq", "value": value} for value in values]
    condition = compile_filter({"operator": operator, "conditions": conditions}, DATASET)
    rows = [call(n, "03 10:00") | {field: None} for n in (1, 2)]
    with filled(engine, {calls: rows}) as connection:
        assert sorted(connection.execute(select(calls.c.id).where(condition)).scalars()) == [1, 2]
