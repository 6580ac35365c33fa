"""Declarations: what is derived, what paths name, and the message of every declaration that cannot work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from examples.call_centre import models
from widgetql import (
    Avg,
    CountDistinct,
    Dataset,
    Dynamic,
    Field,
    JsonKeys,
    Kind,
    Limits,
    Max,
    Percentile,
    Ratio,
    Sum,
    ToMany,
    ToOne,
    compute_widget_data,
)
from widgetql.columns import Rows, read
from widgetql.fields import Member
from widgetql.paths import chooser_path
from widgetql.request import Request

M: Final = sa.MetaData()
CALLS: Final = sa.Table(
    "calls",
    M,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.DateTime),
    sa.Column("topic", sa.Text),
    sa.Column("length", sa.Integer),
    sa.Column("meta", sa.JSON),
    sa.Column("blob", sa.LargeBinary),
    sa.Column("agent_id", sa.ForeignKey("agents.id")),
    sa.Column("parent_id", sa.ForeignKey("calls.id")),
    sa.Column("away_id", sa.Integer, sa.ForeignKey("elsewhere.id")),
    sa.Column("place_x", sa.Integer),
    sa.Column("place_id", sa.Integer),
    sa.ForeignKeyConstraint(["place_x", "place_id"], ["places.x", "places.y"]),
)
AGENTS: Final = sa.Table(
    "agents", M, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text)
)
PLACES: Final = sa.Table("places", M, sa.Column("x", sa.Integer), sa.Column("y", sa.Integer))
C: Final = CALLS.c
ON: Final = AGENTS.c.id == C.agent_id
KINDS: Final = {"N": Kind("numeric"), "S": Kind("string")}


def dataset(fields: dict[str, Any] | None = None, **options: Any) -> Dataset:
    return Dataset(CALLS, **({"id": C.id, "timestamp": C.at, "fields": fields or {}} | options))


def agent(**fields: Member) -> ToOne:
    return ToOne(AGENTS, on=ON, fields=fields)


def dynamic(value: Any = C.topic, **options: Any) -> Dynamic:
    return Dynamic(value, **({"chosen_by": "agent.id", "kind": AGENTS.c.name, "kinds": KINDS} | options))


WRONG: Final[dict[str, tuple[Callable[[], object], str]]] = {
    "dynamic-without-chooser": (
        lambda: dynamic(chosen_by=None),
        "Dynamic over calls.topic: needs chosen_by=",
    ),
    "dynamic-without-kind": (lambda: dynamic(kind=None), "Dynamic over calls.topic: needs chosen_by="),
    "dynamic-without-kinds": (lambda: dynamic(kinds={}), "Dynamic over calls.topic: needs chosen_by="),
    "chooser-is-no-field": (
        lambda: dataset({"value": dynamic()}),
        "value: chosen_by='agent.id' is no field beside it",
    ),
    "chooser-is-a-relation": (
        lambda: dataset({"value": dynamic(chosen_by="agent"), "agent": agent(id=Field(AGENTS.c.id))}),
        "value: chosen_by='agent' is no field",
    ),
    "chooser-leads-to-many": (
        lambda: dataset(
            {"value": dynamic(), "agent": ToMany(AGENTS, on=ON, fields={"id": Field(AGENTS.c.id)})}
        ),
        "value: chosen_by='agent.id' leads to many rows",
    ),
    "kind-of-another-table": (
        lambda: dataset({"value": dynamic(kind=C.topic), "agent": agent(id=Field(AGENTS.c.id))}),
        "value: calls.topic is not of agents",
    ),
    "kind-without-a-column": (
        lambda: dynamic({"numeric": C.length}),
        "kind 'S' is string, for which no column",
    ),
    "dynamic-over-a-number": (lambda: dynamic(C.length), "calls.length: one column holds text or JSON"),
    "unknown-kind": (lambda: Kind("datetime"), "numeric, string or boolean, got 'datetime'"),
    "unknown-chart": (lambda: Kind("numeric", charts={"donut"}), "donut"),
    "no-on": (lambda: ToOne(AGENTS, fields={}), "relation to agents: needs on="),
    "no-on-to-many": (lambda: ToMany(AGENTS, fields={}), "relation to agents: needs on="),
    "on-without-the-parent": (
        lambda: dataset({"agent": ToOne(AGENTS, on=AGENTS.c.id == 1, fields={})}),
        "agent: the join condition on= names no column of calls",
    ),
    "on-without-the-table": (
        lambda: dataset({"agent": ToOne(AGENTS, on=C.agent_id == 1, fields={})}),
        "agent: the join condition on= names no column of agents",
    ),
    "on-with-a-third-table": (
        lambda: dataset({"agent": ToOne(AGENTS, on=ON & (PLACES.c.x == 1), fields={})}),
        "agent: the join condition on= reads columns of places",
    ),
    "self-relation-without-alias": (
        lambda: dataset({"parent": ToOne(CALLS, on=C.id == C.parent_id, fields={})}),
        "parent: a relation of calls to itself needs an alias",
    ),
    "column-of-another-table": (
        lambda: dataset({"name": Field(AGENTS.c.name)}),
        "name: agents.name is of agents",
    ),
    "column-of-the-root": (
        lambda: dataset({"agent": agent(x=Field(C.topic))}),
        "agent.x: calls.topic is of calls",
    ),
    "expression-of-two-tables": (
        lambda: dataset({"name": Field(C.topic + AGENTS.c.name)}),
        "name: calls.topic || agents.name is of agents",
    ),
    "json-of-another-table": (
        lambda: dataset({"agent": agent(m=JsonKeys(C.meta))}),
        "agent.m: calls.meta is of",
    ),
    "id-of-another-table": (lambda: dataset(id=AGENTS.c.id), "id: agents.id is of agents"),
    "timestamp-of-another-table": (
        lambda: dataset(timestamp=sa.Table("x", sa.MetaData(), sa.Column("at", sa.DateTime)).c.at),
        "timestamp: x.at is of x",
    ),
    "timestamp-is-no-date": (
        lambda: dataset(timestamp=C.length),
        "timestamp must be a date or date-time, not numeric",
    ),
    "declared-timestamp-is-no-date": (
        lambda: dataset({"length": Field(C.length)}, timestamp=C.length),
        "length: the timestamp must be a date",
    ),
    "id-is-a-date": (lambda: dataset(id=C.at, timestamp=None), "id: a date-time is no key"),
    "hides-the-timestamp": (lambda: dataset({"timestamp": Field(C.topic)}), "timestamp: this field hides"),
    "hides-a-json-key": (
        lambda: dataset({"m": JsonKeys(C.meta), "m.x": Field(C.topic)}),
        "m.x: hides the JSON key",
    ),
    "two-for-one-path": (
        lambda: dataset({"agent.id": Field(C.agent_id), "agent": agent(id=Field(AGENTS.c.id))}),
        "agent.id: two declarations",
    ),
    "empty-name": (lambda: dataset({"": Field(C.topic)}), "'': not a name"),
    "dot-at-the-end": (lambda: dataset({"a.": Field(C.topic)}), "'a.': not a name"),
    "no-field": (lambda: dataset({"x": C.topic}), "x: expected a Field"),
    "no-column": (lambda: Field("topic"), "expected a column or an ORM attribute, got 'topic'"),
    "no-table": (
        lambda: Dataset("calls", id=C.id, fields={}),
        "expected a table, an alias or an ORM class, got 'calls'",
    ),
    "no-reading": (lambda: Field(C.blob), "calls.blob: no reading for the column type LargeBinary"),
    "json-as-a-field": (lambda: Field(C.meta), "calls.meta: a JSON column is declared as JsonKeys"),
    "unknown-type": (lambda: Field(C.topic, type="text"), "calls.topic: unknown type 'text'"),
    "type-that-cannot-be": (lambda: Field(C.at, type="numeric"), "calls.at: a column of type DateTime"),
    "unknown-operators": (
        lambda: Field(C.topic, operators={"like"}),
        "calls.topic: unknown operators ['like']",
    ),
    "operators-of-another-type": (
        lambda: Field(C.length, operators={"contains"}),
        "calls.length: operators ['contains']",
    ),
    "zone-of-a-number": (lambda: Field(C.length, timezone="UTC"), "calls.length: timezone= is for"),
    "unknown-zone": (lambda: Field(C.at, timezone="Mars"), "'Mars' is no time zone"),
    "keys-of-a-number": (lambda: JsonKeys(C.length), "calls.length: needs a JSON column"),
    "stat-of-a-taken-name": (
        lambda: dataset(stats={"sample_count": Avg("length")}),
        "stats['sample_count']: the answer has this key",
    ),
    "stat-of-nothing": (lambda: dataset(stats={"s": Avg("x")}), "stats['s']: no field 'x'"),
    "stat-of-text": (
        lambda: dataset({"topic": Field(C.topic)}, stats={"s": Sum("topic")}),
        "stats['s']: no sum of topic",
    ),
    "ratio-of-text": (
        lambda: dataset({"t": Field(C.topic)}, stats={"s": Ratio(Max("t"), CountDistinct("t"))}),
        "stats['s']: no max of t",
    ),
    "stat-of-many": (
        lambda: dataset(
            {"a": ToMany(AGENTS, on=ON, fields={"id": Field(AGENTS.c.id)})}, stats={"s": Avg("a.id")}
        ),
        "stats['s']: a.id has many values",
    ),
    "percent-for-a-fraction": (
        lambda: Percentile("length", 95),
        "Percentile('length'): the fraction must be 0 to 1",
    ),
    "unknown-zone-of-a-dataset": (lambda: dataset(timezone="Nowhere"), "'Nowhere' is no time zone"),
    "unknown-weekday": (lambda: dataset(week_start="mon"), "week_start must be one of monday"),
    "limit-of-zero": (lambda: Limits(max_depth=0), "Limits.max_depth must be at least 1, got 0"),
    "negative-slack": (lambda: Limits(range_slack=-Limits().max_range), "range_slack"),  # type: ignore[operator]
    "two-keys": (
        lambda: Dataset.from_table(sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer))),
        "from_table needs a primary key, a column id, or id=",
    ),
    "a list": (
        lambda: Field(sa.Column("tags", sa.ARRAY(sa.Text))),
        "a list of values is declared as Items",
    ),
    "a timestamp that counts seconds": (
        lambda: Dataset(CALLS, id=C.id, timestamp=C.length, fields={}),
        'Field(column, type="datetime", epoch="s") reads numbers since 1970',
    ),
}


@pytest.mark.parametrize(("declare", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_declaration_fails_at_once(declare: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the message is compared below
        declare()
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("topic", ("topic", None, 0), id="field"),
        pytest.param("meta.a b\"'$", ("meta.a b\"'$", "a b\"'$", 0), id="key"),
        pytest.param("meta", None, id="json-column"),
        pytest.param("meta.a.b", None, id="deep-key"),
        pytest.param("meta.", None, id="empty-key"),
        pytest.param("agent", None, id="relation"),
        pytest.param("agent.name", ("agent.name", None, 1), id="to-one"),
        pytest.param("Topic", None, id="case"),
        pytest.param("topic.x", None, id="below-a-field"),
    ],
)
def test_paths(path: str, found: tuple[str, str | None, int] | None) -> None:
    declared = dataset(
        {"topic": Field(C.topic), "meta": JsonKeys(C.meta), "agent": agent(name=Field(AGENTS.c.name))}
    )
    named = declared.find(path)
    assert (named and (named.path, named.key, len(named.steps))) == found


def test_the_timestamp_and_the_id_go_by_the_names_of_their_fields() -> None:
    declared = dataset({"when": Field(C.at), "number": Field(C.id)})
    assert (declared.timestamp_path, declared.id_path) == ("when", "number")
    assert (dataset().timestamp_path, dataset().id_path) == ("timestamp", "id")
    assert dataset(timestamp=None).timestamp_path is None
    assert dataset({"id": Field(C.topic)}).id_path is None


def _instant_of(seconds: Any) -> Any:
    return sa.func.to_timestamp(seconds, type_=sa.DateTime(timezone=True))


def test_an_expression_is_itself_however_often_it_is_written() -> None:
    log = models.CallLog
    declared = Dataset(
        log,
        id=log.id + 0,
        timestamp=_instant_of(log.duration),
        fields={"when": Field(_instant_of(log.duration), label="When"), "number": Field(log.id + 0)},
        indexes=[_instant_of(log.duration)],
    )
    assert (declared.timestamp_path, declared.id_path) == ("when", "number")
    assert declared.timestamp_leads_index
    assert declared.indexed == {"when"}


def test_another_expression_does_not_stand_for_the_timestamp() -> None:
    log = models.CallLog
    fields = {"timestamp": Field(_instant_of(log.duration + 1))}
    with pytest.raises(ValueError, match="this field hides the dataset's own timestamp"):
        Dataset(log, id=log.id, timestamp=_instant_of(log.duration), fields=fields)


def test_orm_classes_are_read_as_their_tables() -> None:
    table = models.CallLog.__table__
    assert models.calls.table is table
    found = models.calls.find("duration")
    assert found is not None
    assert isinstance(found.leaf, Field)
    assert found.leaf.column is table.c.duration
    other = aliased(models.CallLog)
    assert Dataset(other, id=other.id, fields={}).table is not table


def test_a_chooser_stands_beside_its_value() -> None:
    found = models.calls.find("metric_evaluations.value")
    assert found is not None
    assert chooser_path(found) == "metric_evaluations.metric.id"


def test_from_table_derives_what_the_table_says() -> None:
    declared = Dataset.from_table(CALLS)
    assert sorted(declared.names()) == [
        "agent.id",
        "agent.name",
        "agent_id",
        "at",
        "away_id",
        "id",
        "length",
        "meta.*",
        *(
            f"parent.{name}"
            for name in (
                *("agent_id", "at", "away_id", "id", "length", "meta.*", "parent_id", "place_id", "place_x"),
                "topic",
            )
        ),
        "parent_id",
        "place_id",
        "place_x",
        "places.x",
        "places.y",
        "topic",
    ]
    assert declared.timestamp_path == "at"
    assert sorted(declared.stats) == ["avg_length", "total"]


def test_from_table_leaves_out_what_is_named_as_a_secret() -> None:
    names = ("password", "password_hash", "api_key", "reset_token", "total_tokens", "secretary", "key")
    columns = [sa.Column(name, sa.String(9)) for name in names]
    table = sa.Table("users", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), *columns)
    assert Dataset.from_table(table).names() == ["id", "total_tokens", "secretary", "key"]


def test_from_table_has_means_of_quantities_only() -> None:
    names = ("year", "flightNumber", "zip_code", "Agent ID", "air time", "daylight", "years_at_work", "_")
    columns = [sa.Column(name, sa.Integer) for name in names]
    table = sa.Table("t", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), *columns)
    declared = Dataset.from_table(table)
    assert [*declared.stats] == ["total", "avg_air_time", "avg_daylight", "avg_years_at_work", "avg__"]


def test_from_table_reads_what_pandas_wrote() -> None:
    frame = pandas.DataFrame(
        {"Call length": [1.5, 2.5], "a.b": [1, 2], "at": pandas.to_datetime(["2013-01-01"] * 2)}
    )
    engine, metadata = sa.create_engine("sqlite://"), sa.MetaData()
    frame.to_sql("calls", engine)
    metadata.reflect(engine)
    declared = Dataset.from_table(metadata.tables["calls"])
    assert declared.names() == ["index", "Call length", "a_b", "at"]
    with engine.connect() as connection:
        # Of any age, and without a range.
        stats = compute_widget_data(connection, {"chart_type": "stat"}, declared).data
    assert stats == {"total": 2, "avg_Call_length": 2.0, "avg_a_b": 1.5}
    engine.dispose()


def test_from_table_takes_options() -> None:
    declared = Dataset.from_table(CALLS, timestamp=None, fields={"t": Field(C.topic)}, stats={})
    assert (declared.timestamp_path, list(declared.paths), declared.stats) == (None, ["t", "id"], {})


@pytest.mark.parametrize(
    ("of_all", "of_field", "promised"),
    [(False, None, False), (True, None, True), (False, True, True), (True, False, False)],
)
def test_a_field_says_otherwise_than_its_dataset(of_all: bool, of_field: bool | None, promised: bool) -> None:
    declared = dataset({"length": Field(C.length, canonical=of_field)}, canonical=of_all)
    found = declared.find("length")
    assert found is not None
    context = Request.of(declared).context
    assert read(found, Rows(CALLS, CALLS), context).canonical is promised
