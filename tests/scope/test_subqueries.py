"""A host's own subquery speaks of the row around it wherever that is: on an alias, in a join, in a relation.

The worst a scope can do is to guard nothing: a subquery that is not tied to its row holds for every row.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    exists,
    func,
    not_,
    or_,
    select,
    true,
    union,
)
from sqlalchemy.exc import CompileError, DBAPIError
from sqlalchemy.orm import foreign, registry, relationship

from tests.scope.refused import NO_TIED_JOIN, NO_TIED_LIST, NO_TIED_TWICE, Refused, is_taken
from widgetql import Count, Dataset, Field, ToOne, compile_filter, compute_widget_data
from widgetql.testing.databases import Rows, name_of

TABLES: Final = MetaData()
calls: Final = Table(
    "calls",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    Column("tenant", Integer),
    Column("parent_id", Integer),
    Column("marker", Text),
)
members: Final = Table(
    "members",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("tenant", Integer),
    Column("person", Integer),
    Column("call_id", Integer),
)
AT: Final = datetime(2025, 11, 3, 12)
NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
parents: Final = calls.alias("parents")
related: Final = members.alias("related")
# The third call, of the second tenant, is the parent of one of the first tenant's.
CALLS: Final = [
    {"id": 1, "at": AT, "tenant": 1, "parent_id": 2, "marker": "one"},
    {"id": 2, "at": AT, "tenant": 1, "parent_id": 3, "marker": "one too"},
    {"id": 3, "at": AT, "tenant": 2, "parent_id": 1, "marker": "SECRET"},
    {"id": 4, "at": AT, "tenant": 2, "parent_id": 3, "marker": "SECRET too"},
]
MEMBERS: Final = [
    {"id": 1, "tenant": 1, "person": 7, "call_id": 1},
    {"id": 2, "tenant": 1, "person": 7, "call_id": 2},
    {"id": 3, "tenant": 2, "person": 8, "call_id": 3},
    {"id": 4, "tenant": 2, "person": 8, "call_id": 4},
]


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {calls: CALLS, members: MEMBERS}


def of_person(number: int) -> dict[str, Any]:
    """The calls that a person is a member of, as a host may write it: all mean the same."""
    mine, tied = members.c.person == number, members.c.call_id == calls.c.id
    one = select(members.c.id).where(mine, tied)
    listed = select(members.c.call_id).where(mine)
    counted = select(func.count()).select_from(members).where(mine, tied)
    through = select(members.c.id).where(members.c.id == related.c.id, tied)
    numbered = select(members.c.person).where(tied).correlate(calls).lateral()
    return {
        "left to itself": exists().where(mine, tied),
        "correlate": exists().where(mine, tied).correlate(calls),
        "correlate_except": exists().where(mine, tied).correlate_except(members),
        "correlate what FROM names": exists(one.select_from(members, calls).correlate(calls)),
        "correlate what is not around": exists(one.correlate(calls, parents)),
        "a scalar subquery": one.correlate(calls).scalar_subquery() > 0,
        "a count": counted.correlate(calls).scalar_subquery() > 0,
        "a list": calls.c.id.in_(listed),
        "a list that is tied": calls.c.id.in_(listed.where(tied).correlate(calls)),
        "a list of the table's own": calls.c.id.in_(
            select(calls.c.id).join(members, tied).where(mine).correlate(None)
        ),
        "a union": calls.c.id.in_(union(listed, listed.where(tied).correlate(calls))),
        "negated twice": not_(~exists(one.correlate(calls))),
        "among others": or_(and_(exists(one.correlate(calls)), true()), exists(one)),
        "nested": exists(
            select(related.c.id)
            .where(related.c.person == number, exists(through.correlate(calls, related)))
            .correlate(calls)
        ),
        "nested, and tied inside alone": exists(
            select(related.c.id).where(related.c.person == number, exists(through.correlate_except(members)))
        ),
        **_by_name(mine),
        "lateral": exists(select(numbered.c.person).where(numbered.c.person == number)),
    }


def _by_name(mine: ColumnElement[bool]) -> dict[str, Any]:
    """What is named as SQLAlchemy would name an alias of ours, and as the dataset's own."""
    twins = (calls.alias("calls_1"), calls.alias("parents_1"), parents)
    listed = select(members.c.call_id).where(mine).cte("calls_1")
    return {
        f"by an alias named {twin.name}": exists().where(
            twin.c.id == calls.c.id, members.c.call_id == twin.c.id, mine
        )
        for twin in twins
    } | {"by a CTE named calls_1": exists().where(listed.c.call_id == calls.c.id)}


NAMES: Final = list(of_person(7))
# By database and name: of a condition anywhere, and of one in a JOIN's condition alone.
REFUSED: Final[Refused] = {
    "sqlite": {"lateral": 'near "SELECT": syntax error'},
    "mariadb": {"lateral": "You have an error in your SQL syntax"},
    "clickhouse": {
        "a list that is tied": NO_TIED_LIST,
        "a union": NO_TIED_LIST,
        "nested": NO_TIED_TWICE,
        "nested, and tied inside alone": NO_TIED_TWICE,
        "lateral": "Syntax error",
    },
}
_UNTIED: Final = ("a list", "a list of the table's own")
NOT_JOINED: Final[Refused] = {
    "clickhouse": {name: NO_TIED_JOIN for name in NAMES if name not in _UNTIED},
}
OF_PARENT: Final[Refused] = {
    "clickhouse": {"a tied condition": "no relation of a table to itself other than by equal columns"}
}


def dataset(**relations: Any) -> Dataset:
    fields = {"timestamp": Field(calls.c.at), "marker": Field(calls.c.marker), **relations}
    return Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields=fields, stats={"n": Count()})


def parent(on: Any = parents.c.id == calls.c.parent_id) -> ToOne:
    return ToOne(parents, on=on, fields={"marker": Field(parents.c.marker)})


def where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("person", "own"), [(7, [1, 2]), (8, [3, 4])])
def test_a_subquery_guards_the_table_its_alias_and_its_target(
    connection: Connection, name: str, person: int, own: list[int]
) -> None:
    scope, declared = of_person(person)[name], dataset(parent=parent())
    if not is_taken(connection, name, select(calls.c.id).where(scope), REFUSED):
        return
    options: dict[str, Any] = {"scope": scope, "now": NOW}
    if name_of(connection) == "clickhouse" and name.startswith("by an alias"):
        # There a column of the table, in a subquery over its alias, is the alias's.
        with pytest.raises(CompileError, match="no tied_to_alias on clickhousedb: a subquery over an"):
            connection.execute(select(calls.c.id).where(compile_filter(None, declared, **options)))
        return
    everything = compile_filter(None, declared, **options)
    assert sorted(connection.scalars(select(calls.c.id).where(everything))) == own
    if name.endswith("named calls_1"):
        with pytest.raises(ValueError, match="target: the scope reads something else named calls_1: give"):
            compile_filter(None, declared, target=calls.alias(), **options)
    other = calls.alias("others")
    everything = compile_filter(None, declared, target=other, **options)
    assert sorted(connection.scalars(select(other.c.id).where(everything))) == own
    # A parent that the person may not see is as one that is not there.
    seen = {7: [1], 8: [4]}[person]
    for source in (where("parent.marker", "isnull", False), where("parent.marker", "neq", "x")):
        found = compile_filter(source, declared, **options)
        expected = own if source["op"] == "neq" else seen
        assert sorted(connection.scalars(select(calls.c.id).where(found))) == expected
    count = {"aggregation_function": "count"}
    widget = {"chart_type": "table", "dimensions": ["parent.marker"], "metrics": [count]}
    if name in NOT_JOINED.get(name_of(connection), ()):
        # No answer, never a wrong one.
        with pytest.raises(DBAPIError, match=NO_TIED_JOIN):
            compute_widget_data(connection, widget, declared, dashboard_filters=SINCE, **options)
        return
    answer = compute_widget_data(connection, widget, declared, dashboard_filters=SINCE, **options)
    markers = {1: "one", 2: "one too", 3: "SECRET", 4: "SECRET too"}
    parents_of = {one["id"]: one["parent_id"] for one in CALLS}
    shown = sorted(str(markers[parents_of[id]]) if id in seen else "None" for id in own)
    assert sorted(str(row["parent.marker"]) for row in answer.data) == shown


def test_a_join_condition_s_subquery_follows_its_alias(connection: Connection) -> None:
    seen = exists().where(members.c.call_id == parents.c.id, members.c.person == 7).correlate(parents)
    declared = dataset(parent=parent(and_(parents.c.id == calls.c.parent_id, seen)))
    found = compile_filter(where("parent.marker", "isnull", False), declared)
    asked = select(calls.c.id).where(found)
    if is_taken(connection, "a tied condition", asked, OF_PARENT):
        assert sorted(connection.scalars(asked)) == [1, 3]


def test_a_field_s_subquery_follows_its_alias(connection: Connection) -> None:
    counted = select(func.count(members.c.id)).where(members.c.call_id == parents.c.id).correlate(parents)
    fields = {"members": Field(counted.scalar_subquery(), type="numeric")}
    declared = dataset(parent=ToOne(parents, on=parents.c.id == calls.c.parent_id, fields=fields))
    found = compile_filter(where("parent.members", "eq", 1), declared)
    asked = select(calls.c.id).where(found)
    if is_taken(connection, "a tied field", asked, OF_PARENT):
        assert sorted(connection.scalars(asked)) == [1, 2, 3, 4]


class Call:
    members: Any


class Member:
    person: Any


_MAPPED: Final = registry()
_MAPPED.map_imperatively(Member, members)
_MAPPED.map_imperatively(
    Call,
    calls,
    properties={
        "members": relationship(Member, primaryjoin=calls.c.id == foreign(members.c.call_id), viewonly=True)
    },
)


def test_the_orm_s_any_is_tied_and_keeps_no_value(connection: Connection) -> None:
    # The ORM hides the criterion of any() from what rewrites an expression: its value would be kept.
    declared, other = dataset(), calls.alias()
    for person, own in ((7, [1, 2]), (8, [3, 4]), (7, [1, 2])):
        options: dict[str, Any] = {"scope": Call.members.any(Member.person == person), "now": NOW}
        everything = compile_filter(None, declared, target=other, **options)
        assert sorted(connection.scalars(select(other.c.id).where(everything))) == own
        widget = {"chart_type": "list"}
        answer = compute_widget_data(connection, widget, declared, dashboard_filters=SINCE, **options)
        assert sorted(row["id"] for row in answer.data) == own
