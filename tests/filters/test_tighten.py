"""Of several bounds of one time in an `and` the tightest alone stand in the SQL: an index begins there."""

from __future__ import annotations

from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from widgetql import Dataset, Field, ToMany, compile_filter

_TABLES: Final = sa.MetaData()
CALLS: Final = sa.Table(
    "calls",
    _TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime),
    sa.Column("ended", sa.DateTime),
    sa.Column("x", sa.Integer),
)
NOTES: Final = sa.Table("notes", _TABLES, sa.Column("call_id", sa.Integer), sa.Column("at", sa.DateTime))
DATASET: Final = Dataset(
    CALLS,
    id=CALLS.c.id,
    timestamp=CALLS.c.at,
    fields={
        "at": Field(CALLS.c.at),
        "ended": Field(CALLS.c.ended),
        "x": Field(CALLS.c.x),
        "notes": ToMany(NOTES, on=NOTES.c.call_id == CALLS.c.id, fields={"at": Field(NOTES.c.at)}),
    },
    canonical=True,
)


def at(op: str, day: int, field: str = "at") -> dict[str, Any]:
    return {"field": field, "op": op, "value": f"2025-11-{day:02}T00:00:00Z"}


def group(operator: str, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": [*conditions]}


X: Final = {"field": "x", "op": "gt", "value": 1}


def sql(source: dict[str, Any]) -> str:
    literal = {"literal_binds": True}
    text = str(compile_filter(source, DATASET).compile(dialect=sqlite.dialect(), compile_kwargs=literal))
    return " ".join(text.replace("calls.", "").replace(" 00:00:00", "").replace("2025-11-", "").split())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(group("and", at("gte", 1), at("gte", 3)), "at >= '03'", id="two-starts"),
        pytest.param(group("and", at("lt", 5), at("lt", 9)), "at < '05'", id="two-ends"),
        pytest.param(
            group("and", at("gte", 1), X, at("lt", 9), at("gte", 3), at("lt", 7)),
            "at >= '03' AND at < '07' AND x > 1",
            id="what-is-between-stays",
        ),
        pytest.param(
            group("and", at("gte", 1), group("and", at("gte", 2), group("and", at("lt", 4)))),
            "at >= '02' AND at < '04'",
            id="groups-in-groups",
        ),
        pytest.param(
            group("and", at("gte", 1), at("gte", 3, "ended"), at("gte", 2, "ended")),
            "at >= '01' AND ended >= '03'",
            id="another-field",
        ),
        pytest.param(
            group("and", at("gte", 1), group("or", at("gte", 3), X)),
            "at >= '01' AND (at >= '03' OR x > 1)",
            id="not-out-of-an-or",
        ),
        pytest.param(group("or", at("gte", 3), at("gte", 1)), "at >= '03' OR at >= '01'", id="not-in-an-or"),
        pytest.param(
            group("and", at("gte", 5), at("lt", 3)), "at >= '05' AND at < '03'", id="none-is-in-both"
        ),
    ],
)
def test_the_tightest_bounds_are_left(source: dict[str, Any], expected: str) -> None:
    assert sql(source) == expected


def test_bounds_of_several_related_rows_stay_apart() -> None:
    # One note may be late and another early.
    found = sql(group("and", at("gte", 3, "notes.at"), at("lt", 2, "notes.at")))
    assert found.count("SELECT") == 2
    one = sql(group("same_row", at("gte", 3, "notes.at"), at("gte", 2, "notes.at")))
    assert one.count("at >= '03'") == 1
    assert "'02'" not in one
