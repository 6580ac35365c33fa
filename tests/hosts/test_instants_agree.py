"""Random filters and widgets over expressions of instants: SQL and the interpreter agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Engine,
    Enum,
    Float,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    case,
    cast,
    extract,
    func,
    or_,
    select,
)  # fmt: skip

from tests.property.test_bulk import agreed_filters, agreed_widgets
from widgetql import (
    Avg,
    Count,
    Dataset,
    Field,
    Max,
    Sum,
    ToOne,
    compile_filter,
    compute_widget_data,
    validate_widget,
)
from widgetql.testing import NOW
from widgetql.testing.databases import filled

TABLES: Final = MetaData()
runs: Final = Table(
    "runs", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True)),
    Column("ended", DateTime(timezone=True)),
    Column("small", SmallInteger),
    Column("big", BigInteger),
    Column("mood", Enum("good", "bad", "so so", name="mood")),
    Column("rate", Float),
    Column("price", Numeric(10, 3)),
    Column("other", Numeric(6, 1)),
    Column("local", DateTime),
    Column("team", Integer),
)  # fmt: skip
teams: Final = Table(
    "teams", TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(20)),
    Column("lead", Integer),
)  # fmt: skip
_lead: Final = teams.alias("lead")
_C, _T = runs.c, teams.c
RUNS: Final = Dataset(
    runs,
    id=_C.id,
    timestamp=_C.at,
    fields={
        "hour": Field(extract("hour", _C.at)),
        "isodow": Field(extract("isodow", _C.ended)),
        "epoch": Field(extract("epoch", _C.at)),
        "spent": Field(_C.ended - _C.at),
        "slow": Field(_C.ended - _C.at >= timedelta(minutes=5)),
        "ended": Field(func.coalesce(_C.ended, _C.at)),
        "due": Field(_C.at + timedelta(days=7)),
        "before": Field(_C.local - timedelta(microseconds=1)),
        "day": Field(cast(_C.at, Date)),
        "text": Field(cast(_C.at, Text)),
        "double": Field(_C.small * _C.big),
        "sum": Field(_C.small + _C.big + _C.id),
        "per": Field(_C.big // _C.small),
        "ratio": Field(_C.big / _C.small),
        "minus": Field(-_C.small),
        "mood": Field(case((_C.mood == "good", 1), (_C.mood.in_(["bad"]), 0))),
        "both sums": Field(_C.price + _C.other),
        "product": Field(_C.price * _C.other),
        "mixed": Field(_C.price * 2 - _C.other * _C.small),
        "unpriced": Field(_C.price.is_(None)),
        "rated": Field(_C.rate.is_not(None)),
        "both": Field(and_(_C.small > 0, _C.big > 0)),
        "either": Field(or_(_C.small > 0, ~(_C.big > 0))),
        "within": Field(case((_C.big.between(0, 100), "in"), else_="out")),
        "tenth": Field(cast(_C.price, Numeric(10, 1))),
        "whole": Field(cast(_C.price, BigInteger)),
        "as double": Field(cast(_C.big, Double)),
        "as text": Field(cast(_C.big, String(30))),
        "flag": Field(cast(_C.small, Boolean)),
        "weekday": Field(extract("dow", _C.local)),
        "minute": Field(cast(_C.local, String(16))),
        "team": ToOne(
            teams, on=_T.id == _C.team,
            fields={
                "name": Field(case((_T.name.is_(None), "nameless"), else_=_T.name)),
                "named": Field(_T.name.is_not(None)),
                "tens": Field(_T.id * 10),
                "lead": ToOne(
                    _lead, on=_lead.c.id == _T.lead + 1,
                    fields={"name": Field(func.coalesce(_lead.c.name, "-")), "id": Field(_lead.c.id + 0)},
                ),
            },
        ),
    },
    stats={
        "n": Count(), "double": Sum("double"), "product": Avg("product"), "sums": Max("both sums"),
        "spent": Avg("spent"), "mixed": Count("mixed"),
    },
)  # fmt: skip
_CASES: Final = 12


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        # The clocks of the session's zone jump in between, and show another day.
        pytest.param("spent", 86_400, id="a-length"),
        pytest.param("day", "2025-11-02", id="a-date"),
        pytest.param("text", "2025-11-02 02:30:00.000000", id="a-text"),
        pytest.param("hour", 2, id="an-hour"),
    ],
)
def test_an_expression_of_instants_is_of_no_sessions_zone(engine: Engine, field: str, expected: Any) -> None:
    at = datetime(2025, 11, 2, 2, 30, tzinfo=UTC)
    since = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
    widget = {"chart_type": "list", "field": field, "filters": since}
    assert validate_widget(widget, RUNS) == []
    with filled(engine, {runs: [{"id": 1, "at": at, "ended": at + timedelta(days=1)}]}) as connection:
        data = compute_widget_data(connection, widget, RUNS, now=NOW).to_dict()["data"]
        condition = compile_filter({"field": field, "op": "eq", "value": expected}, RUNS, now=NOW)
        assert connection.scalars(select(_C.id).where(condition)).all() == [1]
    assert [row["value"] for row in data] == [expected]


@pytest.mark.untraced
def test_expressions_of_instants_mean_what_the_interpreter_says(engine: Engine) -> None:
    zone = "America/New_York"
    assert agreed_filters(engine, zone, _CASES, RUNS) == _CASES
    assert agreed_widgets(engine, zone, _CASES, RUNS) == _CASES
