"""A scope fails closed: what would guard nothing is refused, with what to write instead."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    false,
    func,
    join,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    text,
    true,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

from widgetql import Count, Dataset, Dynamic, Field, Kind, ToMany, ToOne, compile_filter
from widgetql.testing import example

TABLES: Final = MetaData()
calls: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("org", Integer),
    Column("ok", Boolean),
    Column("topic", String(20)),
    Column("document", JSON),
)
notes: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("call_id", Integer),
    Column("org", Integer),
    Column("text", Text),
)
parents: Final = calls.alias("parents")
C: Final = calls.c
NOTED: Final = notes.c.call_id == C.id


def dataset(**fields: Any) -> Dataset:
    return Dataset(calls, id=C.id, timestamp=C.at, fields={"topic": Field(C.topic)} | fields)


def of_notes(table: Any = notes, on: Any = NOTED) -> ToMany:
    return ToMany(table, on=on, fields={"text": Field(table.c.text)})


class _Wrong:
    def __repr__(self) -> str:
        raise RuntimeError


CONDITIONS: Final[dict[str, Any]] = {
    "a comparison": C.org == 1,
    "and, or, not": and_(or_(C.org == 1, C.ok), not_(C.org == 2)),
    "in": C.org.in_([1, 2]),
    "not in": C.org.not_in([1, 2]),
    "in a tuple": tuple_(C.org, C.id).in_([(1, 2)]),
    "is": C.org.is_(None),
    "is distinct": C.org.is_distinct_from(1),
    "between": C.org.between(1, 2),
    "like": C.topic.like("a%"),
    "contains": C.topic.contains("a"),
    "a pattern": C.topic.regexp_match("a"),
    "exists": exists().where(NOTED),
    "not exists": ~exists().where(NOTED),
    "true": true(),
    "false": false(),
    "true and": and_(true(), C.org == 1),
    "a Boolean column": C.ok,
    "its negation": ~C.ok,
    "a Boolean column is": C.ok.is_(True),
    "a Boolean function": func.may_see(C.id, type_=Boolean),
    "said to be Boolean": type_coerce(func.may_see(C.id), Boolean),
    "cast": cast(C.org, Boolean),
    "case": case((C.org == 1, True), else_=False),
    "an operator of the database": C.topic.bool_op("@@")("a"),
    "an operator that compares": C.topic.op("@@", is_comparison=True)("a"),
    "a key of JSON": C.document["org"].as_integer() == 1,
    "a Boolean of JSON": C.document["mine"].as_boolean(),
    "a Boolean subquery": select(parents.c.ok).where(parents.c.id == C.id).scalar_subquery(),
    "for all, or a row's own": or_(C.org == 1, exists().where(notes.c.org == 1)),
    "a parameter": C.org == bindparam("org", 1),
    "a called parameter": C.org == bindparam("org", callable_=lambda: 1),
    "a constant text": exists(select(literal_column("1")).where(NOTED)),
    "a label": (C.org == 1).label("mine"),
}
REFUSED: Final[dict[str, tuple[Any, str]]] = {
    "Python's True": (True, "is True, no expression of SQLAlchemy's over columns: compare its columns"),
    "Python's False": (False, "is False, no expression"),
    "a number": (1, "is 1, no expression"),
    "a text": ("org = 1", "is 'org = 1', no expression"),
    "a list": ([C.org == 1], "no expression"),
    "a huge number": (10**5000, "is an integer of more than 70 digits"),
    "a long text": ("x" * 10_000, "xx...xx"),
    "a long list": ([[C.org == 1] * 100] * 100, "no expression"),
    "what has no repr": (_Wrong(), "is <_Wrong instance at"),
    "a lambda": (lambda: C.org == 1, "no expression"),
    "a table": (calls, "is calls, no expression"),
    "a SELECT": (select(calls), "no expression"),
    "a column": (C.org, "is calls.org of type Integer(): compare it"),
    "a text column": (C.topic, "is calls.topic of type String(length=20)"),
    "a negated column": (~C.org, "is calls.org of type Integer()"),
    "a column among others": (and_(C.org == 1, C.id), "is calls.id of type Integer()"),
    "arithmetic": (C.org + 1, "calls.org + :org_1"),
    "arithmetic of three": (C.org + 1 + 2, "calls.org + :org_1"),
    "arithmetic of Booleans": (C.ok.op("+")(1), "calls.ok + :ok_1"),
    "a negative": (-C.org, "-calls.org"),
    "a literal": (literal(1), "is a value alone"),
    "a true literal": (literal(True), "is a value alone: compare it with a column, or write sqlalchemy.true"),
    "a literal among others": (or_(C.org == 1, literal(True)), "is a value alone"),
    "a parameter": (bindparam("x", True), "is a value alone"),
    "null": (null(), "is null()"),
    "null among others": (and_(C.org == 1, null()), "is null()"),
    "not null": (not_(null()), "is null()"),
    "an SQL text": (text("org = 1"), "no expression"),
    "a literal column": (literal_column("ok", Boolean), "is SQL text"),
    "a literal column compared": (literal_column("org") == 1, "is SQL text, org, which cannot follow calls"),
    "a text inside": (exists().where(text("notes.call_id = calls.id")), "is SQL text"),
    "a text in a function": (func.may_see(text("calls.id"), type_=Boolean), "is SQL text"),
    "a text in a list": (C.org.in_(text("select 1").columns(column("x"))), "is SQL text"),
    "a lambda inside": (exists(select(notes.c.id).where(lambda: NOTED)), "is SQL text"),
    "an untyped function": (func.may_see(C.id), "say type_coerce(..., Boolean) if it is a condition"),
    "an untyped column": (column("ok"), "is ok, a column of no table"),
    "a column of no table, compared": (C.org == column("x"), "is x, a column of no table: name its table's"),
    "an untyped operator": (C.topic.op("@@")("a"), "is calls.topic @@ :topic_1 of type"),
    "a number of JSON": (C.document["org"].as_integer(), "of type Integer()"),
    "a case of numbers": (case((C.org == 1, 1), else_=0), "of type Integer()"),
    "a subquery of numbers": (select(C.org).correlate(None).scalar_subquery(), "of type Integer()"),
    "constants": (literal(1) == 1, "which reads no column"),
    "constants among others": (or_(C.org == 1, literal(1) == 1), "which reads no column"),
    "a subquery of constants": (exists(select(literal(1))), "which reads no column"),
    "a subquery beside the row": (
        select(C.ok).correlate(None).scalar_subquery(),
        "for every row or for none",
    ),
    "a subquery over the same table": (exists().where(C.org == 1), "reads no column of the row"),
    "a value in a subquery": (literal(1).in_(select(notes.c.org)), "reads no column of the row"),
    "an empty mapping": ({}, "nothing is said of calls, the dataset's own table"),
    "another table alone": ({notes: notes.c.org == 1}, "nothing is said of calls"),
    "an alias alone": ({parents: parents.c.org == 1}, "nothing is said of calls"),
    "a false value in a mapping": ({calls: False}, "is False, no expression"),
    "an alias that is not read": (
        {calls: None, calls.alias("x"): C.org == 1},
        "scope: the alias x of calls is an alias that the dataset does not read: name its table",
    ),
    "columns of another table": (notes.c.org == 1, "reads columns of notes"),
    "a value of another table's row": (
        exists(select(literal_column("1")).select_from(func.json_each(notes.c.text).table_valued("value"))),
        "reads columns of notes",
    ),
    "columns of a subquery": (select(calls, notes.c.text).subquery().c.text == "", "reads columns of SELECT"),
    "no table": ({"calls": C.org == 1}, "scope: expected a table, an alias or an ORM class, got 'calls'"),
    "a join": ({calls.join(notes, NOTED): None}, "expected one table, got the join"),
    "a condition on a scalar subquery": (
        {calls: None, select(notes.c.id).scalar_subquery(): notes.c.org == 1},
        "no condition can be put on",
    ),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_is_taken(name: str) -> None:
    bare = str(compile_filter(None, dataset()))
    assert str(compile_filter(None, dataset(), scope=CONDITIONS[name])) != bare or name.startswith("true")


@pytest.mark.parametrize("name", REFUSED)
def test_what_guards_nothing_is_refused(name: str) -> None:
    given, said = REFUSED[name]
    with pytest.raises(ValueError, match=r"^scope: ") as refused:
        compile_filter(None, dataset(parent=ToOne(parents, on=parents.c.id == C.id, fields={})), scope=given)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 260


def test_none_says_that_all_may_see() -> None:
    assert str(compile_filter(None, dataset(), scope={calls: None})) == "true"
    # One scope may serve many datasets.
    assert "notes" not in str(compile_filter(None, dataset(), scope={calls: None, notes: notes.c.org == 1}))


def test_a_table_reflected_twice_is_no_key() -> None:
    twin = Table("calls", MetaData(), *(Column(one.name, one.type) for one in calls.c))
    said = "the dataset reads a table calls that is another object than the key calls"
    for scope in (
        {twin: twin.c.org == 1},
        {calls: C.org == 1, twin: twin.c.org == 1},
        {calls: None, twin: None},
    ):
        with pytest.raises(ValueError, match=f"nothing is said of calls|{said}"):
            compile_filter(None, dataset(), scope=scope)
    # The dataset itself reads it: the key would guard half of it.
    related = dataset(other=ToOne(twin, on=twin.c.id == C.id, fields={"topic": Field(twin.c.topic)}))
    with pytest.raises(ValueError, match=said):
        compile_filter(None, related, scope=C.org == 1)
    named = Table("Notes", MetaData(), Column("org", Integer), schema="public")
    with pytest.raises(ValueError, match=r"a table notes that is another object than the key public\.Notes"):
        compile_filter(None, dataset(notes=of_notes()), scope={calls: None, named: named.c.org == 1})
    compile_filter(None, dataset(notes=of_notes()), scope={calls: None, notes: None, named: named.c.org == 1})


# Where a guarded table is read and no condition can be put.
COUNTED: Final = select(func.count(notes.c.id)).where(NOTED).scalar_subquery()
SUBQUERY: Final = select(notes).subquery("sub")
LISTED: Final = select(notes).cte("listed")
INSIDE: Final = select(LISTED.c.call_id).where(LISTED.c.id == 1)
CHOSEN: Final = {"chosen_by": "topic", "kind": C.topic, "kinds": {"N": Kind("numeric")}}
HIDDEN: Final[dict[str, tuple[dict[str, Any], Any]]] = {
    "a field": ({"n": Field(COUNTED, type="numeric")}, COUNTED),
    "a field's arithmetic": ({"n": Field(COUNTED + 1, type="numeric")}, COUNTED.element),
    "a field's exists": ({"b": Field(exists().where(NOTED))}, None),
    "a field's list": ({"b": Field(C.id.in_(select(notes.c.call_id)))}, None),
    "a field's CTE": ({"b": Field(C.id.in_(INSIDE))}, LISTED),
    "a field's alias": ({"b": Field(C.id.in_(select(notes.alias().c.call_id)))}, None),
    "a field's union": ({"b": Field(C.id.in_(select(notes.c.call_id).union(select(notes.c.id))))}, None),
    "a field's join": (
        {"b": Field(C.id.in_(select(parents.c.id).join(notes, notes.c.call_id == parents.c.id)))},
        None,
    ),
    "a relation": ({"notes": of_notes(SUBQUERY, SUBQUERY.c.call_id == C.id)}, SUBQUERY),
    "a relation's CTE": ({"notes": of_notes(LISTED, LISTED.c.call_id == C.id)}, LISTED),
    "a join condition": (
        {
            "parent": ToOne(
                parents,
                on=and_(parents.c.id == C.id, exists().where(NOTED)),
                fields={"t": Field(parents.c.topic)},
            )
        },
        None,
    ),
    "a dynamic value": (
        {"v": Dynamic(select(notes.c.text).where(NOTED).scalar_subquery(), **CHOSEN)},
        None,
    ),
    "a kind": (
        {"v": Dynamic(C.topic, **(CHOSEN | {"kind": select(notes.c.text).where(NOTED).scalar_subquery()}))},
        None,
    ),
    "a name": (
        {"v": Dynamic(C.topic, **CHOSEN, name=select(notes.c.text).where(NOTED).scalar_subquery())},
        None,
    ),
    "an SQL text": ({"n": Field(literal_column("(SELECT count(*) FROM notes)"), type="numeric")}, None),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_cannot_be_guarded_is_refused(name: str) -> None:
    fields, itself = HIDDEN[name]
    declared = dataset(**fields)
    guarded = {calls: C.org == 1, notes: notes.c.org == 1}
    with pytest.raises(
        ValueError, match="inside a subquery, where no condition can be put: relate the table"
    ):
        compile_filter(None, declared, scope=guarded)
    # The host may say that the subquery is right, or that all may see the table.
    if itself is not None:
        compile_filter(None, declared, scope={**guarded, itself: None})
    if name not in ("an SQL text", "a field's join"):
        compile_filter(None, declared, scope={calls: C.org == 1, notes: None})
        compile_filter(None, declared, scope=C.org == 1)
    compile_filter(None, declared)


def test_a_subquery_that_is_a_table_is_decided_on_by_a_condition_too() -> None:
    declared = dataset(notes=of_notes(SUBQUERY, SUBQUERY.c.call_id == C.id))
    scope = {calls: C.org == 1, notes: notes.c.org == 1, SUBQUERY: SUBQUERY.c.org == 7}
    found = compile_filter({"field": "notes.text", "op": "eq", "value": "x"}, declared, scope=scope)
    assert "org = 7" in str(found.compile(compile_kwargs={"literal_binds": True}))


@pytest.mark.parametrize(
    "source", [select(calls).subquery(), select(calls).cte(), select(calls).subquery().alias()]
)
def test_a_dataset_over_a_subquery(source: Any) -> None:
    declared = Dataset(source, id=source.c.id, timestamp=source.c.at, fields={"topic": Field(source.c.topic)})
    assert "org" in str(compile_filter(None, declared, scope=source.c.org == 1))
    compile_filter(None, declared, scope={source: source.c.org == 1, calls: C.org == 1})
    with pytest.raises(ValueError, match="nothing is said of"):
        compile_filter(None, declared, scope={calls: C.org == 1})


@pytest.mark.parametrize("other", [calls.alias(), calls.tablesample(50)])
def test_a_dataset_over_an_alias(other: Any) -> None:
    declared = Dataset(other, id=other.c.id, timestamp=other.c.at, fields={"topic": Field(other.c.topic)})
    for scope in (other.c.org == 1, C.org == 1, {other: other.c.org == 1}, {calls: C.org == 1}):
        assert "org = " in str(compile_filter(None, declared, scope=scope))


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(10))
    boss_id: Mapped[int]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "person"}


class Agent(Person):
    __mapper_args__ = {"polymorphic_identity": "agent"}


class Chief(Agent):
    __mapper_args__ = {"polymorphic_identity": "chief"}


class Robot(Person):
    __tablename__ = "robot"
    robot_id: Mapped[int] = mapped_column(ForeignKey(Person.id), primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "robot"}


def written(condition: Any) -> str:
    return " ".join(str(condition.compile(compile_kwargs={"literal_binds": True})).split())


def people(entity: Any, **fields: Any) -> Dataset:
    return Dataset(entity, id=entity.id, fields={"name": Field(entity.name)} | fields)


def test_a_class_of_a_shared_table_brings_its_criterion() -> None:
    assert written(compile_filter(None, people(Person))) == "true"
    assert written(compile_filter(None, people(Agent))) == "true AND person.kind IN ('agent', 'chief')"
    assert written(compile_filter(None, people(Chief))) == "true AND person.kind IN ('chief')"
    other = aliased(Agent, name="other")
    assert written(compile_filter(None, people(other))) == "true AND other.kind IN ('agent', 'chief')"
    derived = Dataset.from_table(Agent)
    assert written(compile_filter(None, derived)) == "true AND person.kind IN ('agent', 'chief')"
    scoped = compile_filter(None, people(Agent), scope={Agent: Agent.name == "ann"})
    assert written(scoped) == "true AND person.kind IN ('agent', 'chief') AND person.name = 'ann'"


def test_a_relation_to_such_a_class_is_to_its_rows_alone() -> None:
    boss = aliased(Chief, name="boss")
    related = ToOne(boss, on=boss.id == Agent.boss_id, fields={"name": Field(boss.name)}, always_present=True)
    source = {"field": "boss.name", "op": "eq", "value": "ann"}
    assert "kind IN ('chief')" in written(compile_filter(source, people(Agent, boss=related)))


def test_a_subquery_over_such_a_class_keeps_its_criterion() -> None:
    scope = calls.c.id.in_(select(Agent.id))
    assert "person.kind IN" in str(compile_filter(None, dataset(), scope=scope, target=parents))


def test_such_a_class_is_not_what_all_may_see() -> None:
    with pytest.raises(ValueError, match="shares person with other classes: None is said of person"):
        compile_filter(None, people(Agent), scope={Agent: None})
    with pytest.raises(ValueError, match="two keys are the table person"):
        compile_filter(None, people(Agent), scope={Agent: Agent.id == 1, Chief: Chief.id == 2})


def test_a_join_of_tables_is_refused() -> None:
    joined: Any = join(Agent.__table__, Robot.__table__)
    with pytest.raises(ValueError, match="expected one table, got the join"):
        Dataset(joined, id=Agent.id, fields={})


def test_a_dataset_may_require_a_scope() -> None:
    declared = Dataset(
        example.calls, id=example.calls.c.id, timestamp=example.calls.c.timestamp, fields={},
        stats={"n": Count()}, scope_required=True,
    )  # fmt: skip
    assert declared.scope_required
    with pytest.raises(ValueError, match=r"scope_required=True: say scope="):
        compile_filter(None, declared)
    compile_filter(None, declared, scope={example.calls: None})
