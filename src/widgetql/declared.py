"""The fields that a declaration names, each with its path, and what is wrong with their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import tables_in, told
from widgetql.fields import Dynamic, Field, Items, JsonKeys, Member, Relation, ToMany, ToOne
from widgetql.paths import Found, Step, columns_of


def leaves(
    members: Mapping[str, Member], parent: FromClause, prefix: str = "", steps: tuple[Step, ...] = ()
) -> Iterator[Found]:
    """Yield every field of a declaration; raises `ValueError` where a name or a relation cannot be."""
    for name, member in members.items():
        path = prefix + name
        if not name or name.startswith(".") or name.endswith("."):
            raise ValueError(f"{path!r}: not a name for a field")
        if isinstance(member, ToOne | ToMany):
            _check_relation(path, member, parent)
            here = (*steps, Step(path, member, parent))
            yield from leaves(member.fields, member.table, path + ".", here)
        elif isinstance(member, Items):
            check_owner(path, member.column, parent)
            yield Found(path, (*steps, Step(path, member.relation, parent)), member.leaf)
        elif isinstance(cast(object, member), Field | JsonKeys | Dynamic):
            yield Found(path, steps, member)
            for key, leaf in member.typed.items() if isinstance(member, JsonKeys) else ():
                yield Found(f"{path}.{key}", steps, leaf, key)
        else:
            raise ValueError(
                f"{path}: expected a Field, JsonKeys, Items, Dynamic, ToOne or ToMany, got {member!r}"
            )


def _check_relation(path: str, relation: Relation, parent: FromClause) -> None:
    """Refuse a join condition that does not tie the related table to its parent, and only these two."""
    if relation.table is parent:
        raise ValueError(f"{path}: a relation of {told(parent)} to itself needs an alias: {parent}.alias()")
    read = tables_in(relation.on)
    for needed in (parent, relation.table):
        if needed not in read:
            raise ValueError(f"{path}: the join condition on= names no column of {told(needed)}")
    if other := read - {parent, relation.table}:
        names = ", ".join(sorted(map(told, other)))
        raise ValueError(f"{path}: the join condition on= reads columns of {names}, which is not joined here")


def check_columns(found: Found, root: FromClause) -> None:
    """Refuse columns of another table than the one at the end of the path: they would multiply rows."""
    for column in columns_of(found.leaf):
        check_owner(found.path, column, owner_of(found, root))


def owner_of(found: Found, root: FromClause) -> FromClause:
    """Return the table at the end of a path."""
    return found.steps[-1].relation.table if found.steps else root


def check_owner(path: str, column: ColumnElement[Any], owner: FromClause) -> None:
    """Refuse a column of another table."""
    if other := tables_in(column) - {owner}:
        names = ", ".join(sorted(map(told, other)))
        raise ValueError(f"{path}: {column} is of {names}, where the table is {told(owner)}")
