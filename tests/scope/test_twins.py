"""A subquery is a key of a scope by itself: what only looks like it guards nothing, and is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    column,
    exists,
    literal_column,
    select,
    table,
    values,
)
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from widgetql import Dataset, Field, ToMany, compile_filter

TABLES: Final = MetaData()
calls: Final = Table("calls", TABLES, Column("id", Integer, primary_key=True), Column("org", Integer))
notes: Final = Table(
    "notes", TABLES, Column("call_id", Integer), Column("org", Integer), Column("text", String(9))
)
ASKED: Final[Any] = {"field": "notes.text", "op": "eq", "value": "x"}
MADE: Final[dict[str, Callable[[str | None], Any]]] = {
    "a subquery": lambda name: select(notes).subquery(name),
    "a CTE": lambda name: select(notes).cte(name),
}


def related(source: Any) -> Dataset:
    one = ToMany(source, on=source.c.call_id == calls.c.id, fields={"text": Field(source.c.text)})
    return Dataset(calls, id=calls.c.id, fields={"notes": one})


@pytest.mark.parametrize("name", [None, "noted"], ids=["without a name", "with a name"])
@pytest.mark.parametrize("made", MADE)
def test_a_subquery_made_twice_is_no_key(made: str, name: str | None) -> None:
    read, key = MADE[made](name), MADE[made](name)
    with pytest.raises(ValueError, match="a subquery that is another object than the key"):
        compile_filter(ASKED, related(read), scope={calls: None, key: key.c.org == 1})
    found = compile_filter(ASKED, related(read), scope={calls: None, read: read.c.org == 1})
    assert "org = " in str(found)


BY_ID: Final[Any] = {"field": "id", "op": "eq", "value": 1}
TWINS: Final[dict[str, Callable[[], Any]]] = {
    "a subquery": lambda: select(calls).subquery(),
    "a CTE": lambda: select(calls).cte(),
    "a named subquery": lambda: select(calls).subquery("own"),
    "an alias": lambda: calls.alias("own"),
    "an alias without a name": calls.alias,
    "a table without types": lambda: table("calls", column("id", Integer), column("org", Integer)),
    "a table": lambda: Table(
        "calls", MetaData(), Column("id", Integer, primary_key=True), Column("org", Integer)
    ),
}


@pytest.mark.parametrize("made", TWINS)
def test_a_verdict_is_of_an_object_and_not_of_its_structure(made: str) -> None:
    read, twin = TWINS[made](), TWINS[made]()
    declared = Dataset(read, id=read.c.id, fields={"org": Field(read.c.org)})
    for scope in (lambda one: one.c.org == 1, lambda one: {read: one.c.org == 1}):
        assert "org = " in str(compile_filter(None, declared, scope=scope(read)))
        with pytest.raises(
            ValueError, match=r"^scope: the condition on \S.* reads columns of \S.*(another object|alias)"
        ):
            compile_filter(None, declared, scope=scope(twin))


def test_a_verdict_is_of_the_objects_in_subqueries_too() -> None:
    read, twin = select(calls).subquery(), select(calls).subquery()
    declared = Dataset(read, id=read.c.id, fields={"org": Field(read.c.org)})

    def noted(row: Any) -> Any:
        return exists().where(notes.c.call_id == row.c.id, notes.c.org == 1)

    assert "EXISTS" in str(compile_filter(None, declared, scope=noted(read)))
    with pytest.raises(ValueError, match=r"^scope: "):
        compile_filter(None, declared, scope=noted(twin))


def test_one_scope_may_name_the_subqueries_of_many_datasets() -> None:
    other = select(notes.c.org).subquery("other")
    compile_filter(ASKED, related(notes), scope={calls: None, other: other.c.org == 1})
    read = select(notes).subquery("noted")
    compile_filter(ASKED, related(read), scope={calls: None, other: other.c.org == 1})


def test_a_cte_is_the_key_of_its_aliases() -> None:
    listed = select(notes).cte("listed")
    declared = related(listed.alias("again"))
    scope = {calls: None, listed: listed.c.org == 1}
    assert "org = " in str(compile_filter(ASKED, declared, scope=scope))
    # The table inside is guarded by the condition on the CTE.
    assert "org = " in str(compile_filter(ASKED, declared, scope={**scope, notes: notes.c.org == 1}))


@pytest.mark.parametrize("text", ["(TABLE notes)", "( from notes )"])
def test_a_table_is_read_without_the_word_select_too(text: str) -> None:
    declared = Dataset(calls, id=calls.c.id, fields={"n": Field(literal_column(text, Integer))})
    with pytest.raises(ValueError, match="inside a subquery, where no condition can be put"):
        compile_filter(None, declared, scope={calls: None, notes: notes.c.org == 1})


def test_values_take_no_alias() -> None:
    listed = values(column("call_id", Integer), column("text", String), name="listed").data([(1, "x")])
    with pytest.raises(ValueError, match="VALUES take no alias: write"):
        related(listed)
    compile_filter(ASKED, related(select(listed).subquery()))


def test_a_target_has_the_columns_of_the_table() -> None:
    with pytest.raises(ValueError, match="FROM notes has no column id: it is no alias of calls"):
        compile_filter(BY_ID, related(notes), target=select(notes).subquery())


@pytest.mark.parametrize("source", [None, {}, BY_ID], ids=["nothing", "an empty object", "a condition"])
@pytest.mark.parametrize(
    ("target", "said"),
    [
        pytest.param(notes, "notes", id="table"),
        pytest.param(notes.alias(), "an anonymous alias of notes", id="alias"),
        pytest.param(
            notes.alias("own").alias("more"), "the alias more of the alias own of notes", id="alias-of-one"
        ),
        pytest.param(TWINS["a table"](), "calls", id="twin"),
    ],
)
def test_a_target_is_the_table(source: Any, target: Any, said: str) -> None:
    with pytest.raises(ValueError, match=f"^target: {said} is no alias of calls, the dataset's table$"):
        compile_filter(source, related(notes), target=target)
    mine = calls.alias("mine")
    own = Dataset(mine, id=mine.c.id, fields={})
    assert str(compile_filter(None, own, target=calls.alias())) == "true"


class Base(DeclarativeBase):
    pass


class Call(Base):
    __tablename__ = "calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int] = mapped_column()
    parent: Mapped[Any] = relationship(
        lambda: Call, primaryjoin=lambda: Call.parent_id == Call.id, foreign_keys=parent_id, remote_side=id
    )
    parents_id = association_proxy("parent", "id")


def test_an_association_proxy_is_no_column() -> None:
    with pytest.raises(ValueError, match="expected a column or an ORM attribute"):
        Field(Call.parents_id)


@pytest.mark.parametrize("name", ["scope_required", "canonical", "unique"])
def test_a_promise_is_true_or_false(name: str) -> None:
    with pytest.raises(TypeError, match=rf"^{name} must be True or False, got \[Table"):
        Dataset(calls, id=calls.c.id, fields={}, **{name: [calls]})  # type: ignore[arg-type]
