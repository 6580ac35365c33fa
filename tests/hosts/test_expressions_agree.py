"""Random filters and widgets over fields that are expressions: SQL and the interpreter agree."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Engine,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    case,
    cast,
    extract,
    func,
    select,
)  # fmt: skip

from tests.property.test_bulk import agreed_filters, agreed_widgets
from widgetql import Avg, Count, Dataset, Field, Max, Sum, ToMany, ToOne, compile_filter, compute_widget_data
from widgetql.testing import NOW
from widgetql.testing.databases import filled

TABLES: Final = MetaData()
agents: Final = Table(
    "agents", TABLES,
    Column("code", String(12), primary_key=True),
    Column("name", String(20)),
    Column("since", Date),
)  # fmt: skip
calls: Final = Table(
    "calls", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("ended", DateTime),
    Column("agent", Integer),
    Column("cents", Integer),
    Column("pieces", Integer),
    Column("price", Numeric(12, 2)),
    Column("weight", Double),
    Column("flag", Boolean),
    Column("name", String(20)),
    Column("day", Date),
)  # fmt: skip
notes: Final = Table(
    "notes", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("call", Integer),
    Column("text", String(20)),
    Column("at", DateTime),
)  # fmt: skip
_C, _A, _N = calls.c, agents.c, notes.c
CALLS: Final = Dataset(
    calls,
    id=_C.id,
    timestamp=_C.at,
    fields={
        "euros": Field(_C.cents / 100),
        "each": Field(_C.cents // _C.pieces),
        "total": Field(_C.cents * _C.pieces),
        "three": Field(_C.cents + _C.pieces + 1),
        "mixed": Field(_C.price + _C.weight),
        "rest": Field(_C.price - _C.cents),
        "long": Field(_C.ended - _C.at > timedelta(hours=1)),
        "took": Field(_C.ended - _C.at),
        "hour": Field(extract("hour", _C.at)),
        "dow": Field(extract("dow", _C.at)),
        "week": Field(extract("week", _C.day)),
        "doy": Field(extract("doy", _C.ended)),
        "size": Field(case((_C.cents > 100, "big"), (_C.cents > 0, "small"), else_="none")),
        "part": Field(cast(_C.weight, Integer)),
        "tenth": Field(cast(_C.price, Numeric(12, 1))),
        "start": Field(cast(_C.name, String(1))),
        "spelt": Field(cast(_C.flag, String(5))),
        "no": Field(~_C.flag),
        "label": Field(_C.name + "-" + cast(_C.cents, String(20))),
        "called": Field(func.coalesce(_C.name, "nobody")),
        "ended": Field(func.coalesce(_C.ended, _C.at)),
        "due": Field(_C.ended + timedelta(days=1, seconds=-1)),
        "next": Field(_C.day + _C.pieces),
        "born": Field(func.coalesce(_C.day, date(2025, 10, 1))),
        "on": Field(cast(_C.at, Date)),
        "between": Field(_C.cents.between(0, 50), type="boolean"),
        "worth": Field(_C.price * _C.pieces * 3),
        "square": Field(_C.price * _C.price - 0),
        "agent": ToOne(
            agents, on=_A.code == cast(_C.agent, String(12)),
            fields={"name": Field(func.coalesce(_A.name, "?")), "month": Field(extract("month", _A.since))},
        ),
        "notes": ToMany(
            notes, on=_N.call == _C.id,
            fields={"hour": Field(extract("hour", _N.at)), "text": Field(cast(_N.text, String(2)))},
        ),
    },
    stats={
        "n": Count(), "euros": Sum("euros"), "worth": Sum("worth"), "mean": Avg("each"), "last": Max("ended"),
        "took": Avg("took"),
    },
)  # fmt: skip
_CASES: Final = 8

pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


_ROWS: Final = {
    calls: [
        {"id": id, "at": datetime(2025, 11, 1), "agent": agent} for id, agent in enumerate((1, 2, 3, None))
    ],
    agents: [{"code": "1", "name": "Ann"}, {"code": "2", "name": None}],
}
_SHOWN: Final = {"Ann": [0], "?": [1], None: [2, 3]}


def test_of_a_row_that_is_not_there_no_expression_has_a_value(engine: Engine) -> None:
    since = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
    widget = {"chart_type": "pie", "field": "agent.name", "include_missing": True, "filters": since}
    with filled(engine, _ROWS) as connection:
        data = compute_widget_data(connection, widget, CALLS, now=NOW).to_dict()["data"]
        assert {row["label"]: row["value"] for row in data} == {key: len(ids) for key, ids in _SHOWN.items()}
        for label, ids in _SHOWN.items():
            test = {"op": "isnull", "value": True} if label is None else {"op": "eq", "value": label}
            condition = compile_filter({"field": "agent.name", **test}, CALLS, now=NOW)
            assert sorted(connection.scalars(select(_C.id).where(condition))) == ids


def test_expressions_mean_what_the_interpreter_says(engine: Engine) -> None:
    zone = "America/New_York"
    assert agreed_filters(engine, zone, _CASES, CALLS) == _CASES
    assert agreed_widgets(engine, zone, _CASES, CALLS) == _CASES
