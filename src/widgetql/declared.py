"""The fields that a declaration names, each with its path, and what is wrong with their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import column_of, tables_in, told
from widgetql.fields import Dynamic, Field, Items, JsonKeys, Member, Relation, ToMany, ToOne
from widgetql.indexes import identifies
from widgetql.limits import Limits
from widgetql.paths import Found, Step, columns_of
from widgetql.storage import KEY_PARTS, storage_of


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


def check_timestamp(found: Found, limits: Limits) -> None:
    """Refuse a timestamp that no filter can name where every widget needs a filter on it."""
    if found.is_hidden and limits.max_range is not None:
        raise ValueError(
            f"{found.path}: every widget needs a filter on the timestamp, which filter=False forbids: leave "
            "the field out, or lift the rule with limits=Limits(max_range=None)"
        )


def owner_of(found: Found, root: FromClause) -> FromClause:
    """Return the table at the end of a path."""
    return found.steps[-1].relation.table if found.steps else root


def check_owner(path: str, column: ColumnElement[Any], owner: FromClause) -> None:
    """Refuse a column of another table."""
    if other := tables_in(column) - {owner}:
        names = ", ".join(sorted(map(told, other)))
        raise ValueError(f"{path}: {column} is of {names}, where the table is {told(owner)}")


def timestamp_column(timestamp: Any) -> ColumnElement[Any] | None:
    """Return the column of the timestamp, if there is one."""
    return None if timestamp is None else _named("timestamp", timestamp)


def _named(argument: str, entity: Any) -> ColumnElement[Any]:
    try:
        return column_of(entity)
    except ValueError as error:
        raise ValueError(f"{argument}: {error}") from None


def key_columns(table: FromClause, id: Any, *, unique: bool) -> Sequence[ColumnElement[Any]]:
    """Return the columns of a key; `ValueError` for some of a key that is one only as a whole."""
    given = cast("tuple[Any, ...]", cast("object", id)) if isinstance(id, tuple) else (id,)
    ids = [_named("id", one) for one in given]
    if not ids:
        raise ValueError("id: an empty tuple names no column")
    for one in ids if len(ids) > 1 else ():
        if storage_of(one.type) not in KEY_PARTS:
            raise ValueError(f"id: {one} is {one.type!r}, which is no part of a key")
    keys = list(table.primary_key)
    is_part = len(ids) < len(keys) and all(any(key is one for key in keys) for one in ids)
    if is_part and not unique and not identifies(table, ids):
        named, said = (", ".join(map(str, columns)) for columns in (keys, ids))
        some, alone = ("is one column", "this one alone identifies")
        if len(ids) > 1:
            some, alone = ("are columns", "these alone identify")
        raise ValueError(
            f"id: {said} {some} of the primary key ({named}): give id= all, as a tuple, "
            f"or say unique=True where {alone} a record"
        )
    return tuple(ids)
