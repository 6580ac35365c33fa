"""A number with a fraction in SQLite's column of integers counts whole, also in a scan that is shared."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, insert

from tests.charts.calls import DATASET, NOW, SINCE, TABLES, call, calls
from widgetql import compute_dashboard_data
from widgetql.testing.databases import opened

_WIDGETS: Final = [
    {"chart_type": "bar", "field": "seconds", "aggregation_function": name, "time_period": "day"}
    for name in ("sum", "avg", "max")
]


@pytest.mark.parametrize("dashboard", ["shared", "separate"])
@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        pytest.param([1.5, 7], [8.5, 4.25, 7], id="fraction"),
        pytest.param([-1.5, 1], [-0.5, -0.25, 1], id="negative"),
        pytest.param([2**62, 2**53 + 1], [2**62 + 2**53 + 1, None, 2**62], id="exact"),
        pytest.param([1e300, 7], [1e300, 5e299, 1e300], id="beyond-64-bits"),
        pytest.param(["", 7], [7, 7.0, 7], id="text"),
    ],
)
def test_a_column_of_integers_holds_others(stored: list[Any], expected: list[Any], dashboard: str) -> None:
    with opened("sqlite", metadata=TABLES) as engine, engine.connect() as connection:
        _fill(connection, stored)
        answers: list[Any] = compute_dashboard_data(
            connection,
            {"filters": SINCE, "widgets": _WIDGETS},
            DATASET,
            now=NOW,
            strategy={"dashboard": dashboard},
        )
        found = [one.to_dict()["data"][0]["value"] for one in answers]
    assert found == [own if want is None else want for own, want in zip(found, expected, strict=True)]


def _fill(connection: Connection, stored: list[Any]) -> None:
    connection.execute(insert(calls), [call(i, "03 10:00", seconds=one) for i, one in enumerate(stored)])
