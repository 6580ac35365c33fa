"""Core tables and columns, or ORM classes and attributes: all become Core here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias, TypeGuard, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import inspect, select
from sqlalchemy.sql.elements import (
    ColumnClause,
    ColumnElement,
    _anonymous_label,  # pyright: ignore[reportPrivateUsage]
)
from sqlalchemy.sql.selectable import CTE, AliasedReturnsRows, FromClause, Join, SelectBase

from widgetql.errors import shown

Columns: TypeAlias = ColumnElement[Any]
_Element = TypeVar("_Element")


OWN_NAMES: Final = "wq_"
"""How the names of our own aliases begin: one of a host's would capture the columns of ours, or ours its."""


def table_of(entity: Any) -> FromClause:
    """Return the FROM element of a Core table, an alias, or an ORM class or its `aliased`.

    Of a class of joined-table inheritance that is its join, as one subquery with a column an attribute.

    Raises `ValueError` for anything else, a join of tables included.
    """
    # Not `__table__`: on an `aliased` class that is the class's own table.
    found = inspect(entity, raiseerr=False)
    table = cast(Any, getattr(found, "selectable", None))
    if (joined := _joined(found)) is not None:
        return joined
    if _is(table, Join):
        raise ValueError(
            f"expected one table, got the join {table}: name one of its tables, with a ToOne to the other, "
            "or a subquery of it"
        )
    if not _is(table, FromClause):
        raise ValueError(f"expected a table, an alias or an ORM class, got {shown(entity)}")
    return cast(FromClause, table)


def _is(element: object, of: type) -> bool:
    # As `isinstance`, after which a type checker takes the element's own types for unknown.
    return isinstance(element, of)


# Of one class there is one: a scope's conditions are on it.
_JOINED: Final[WeakKeyDictionary[Any, FromClause]] = WeakKeyDictionary()


def _joined(found: Any) -> FromClause | None:
    """Return the rows of a class that is joined from several tables; None for what is no such class."""
    if not (getattr(found, "is_mapper", False) and _is(found.selectable, Join)):
        return None
    if found not in _JOINED:
        columns = [attribute.columns[0].label(attribute.key) for attribute in found.column_attrs]
        rows = select(*columns).select_from(found.selectable)
        if found.single:
            rows = rows.where(found.polymorphic_on.in_(_identities(found)))
        _JOINED[found] = rows.subquery(found.local_table.name)
    return _JOINED[found]


def _identities(mapper: Any) -> list[Any]:
    classes = [one for one in mapper.self_and_descendants if not one.polymorphic_abstract]
    return [one.polymorphic_identity for one in classes]


def criterion_of(entity: Any) -> Columns | None:
    """Return what tells the rows of an ORM class from the others in its table; None where all are its own.

    It is over `table_of(entity)`. Only a class of single-table inheritance shares a table.
    """
    found: Any = inspect(entity, raiseerr=False)
    mapper: Any = getattr(found, "mapper", None)
    if mapper is None or not (mapper.single and mapper.inherits) or mapper.polymorphic_on is None:
        return None
    if _joined(found) is not None:
        # The subquery has it already.
        return None
    own, columns = mapper.local_table, cast(Any, table_of(entity).c)

    def moved(part: Any) -> Any:
        return columns[part.key] if getattr(part, "table", None) == own else None

    kind: Columns = copied(mapper.polymorphic_on, moved)
    return kind.in_(_identities(mapper))


def criteria_in(element: Any) -> list[Columns]:
    """Return what tells apart the rows of each class of single-table inheritance whose attributes are used.

    Since SQLAlchemy 2.1 the ORM holds a statement to the rows of all classes that it names itself.
    """
    used = [one for one in _classes_in(_expression(element)) if criterion_of(one) is not None]
    return [cast(Columns, criterion_of(one)) for one in dict.fromkeys(used)]


def _classes_in(element: Any) -> Iterator[Any]:
    notes = getattr(element, "_annotations", {})
    if (found := notes.get("parententity")) is not None:
        yield found
    if not isinstance(element, SelectBase):
        for child in element.get_children():
            yield from _classes_in(child)


def column_of(entity: Any) -> Columns:
    """Return the Core expression of a column or an ORM attribute.

    Raises `ValueError` for anything else, a relationship included.
    """
    if _relationship(entity) is not None:
        raise ValueError(
            f"expected a column, got the relationship {entity}: declare it as ToOne or ToMany, on={entity}"
        )
    return plain(entity)


def leads_to_many(on: Any) -> bool:
    """Tell whether a join condition is an ORM relationship to any number of rows."""
    return bool(getattr(_relationship(on), "uselist", False))


def _relationship(entity: Any) -> Any:
    found = getattr(entity, "property", None)
    return found if hasattr(found, "uselist") else None


def _expression(entity: Any) -> Columns:
    try:
        element: Any = entity.__clause_element__() if hasattr(entity, "__clause_element__") else entity
    except NotImplementedError as error:
        # An association proxy is no column of any table.
        raise ValueError(f"expected a column or an ORM attribute, got {shown(entity)}: {error}") from None
    if not _is_expression(element):
        raise ValueError(f"expected a column or an ORM attribute, got {shown(entity)}")
    return element


def _is_expression(element: object) -> TypeGuard[Columns]:
    return isinstance(element, ColumnElement)


def plain(element: Any) -> Columns:
    """Strip the ORM's annotations from an expression, so that its columns are those of the Core tables.

    A subquery keeps them: by these the ORM tells which rows of a shared table are a class's own.
    """
    given: Any = _expression(element)
    if _is(given, ColumnClause) and not given._annotations:
        return cast(Columns, given)

    def original(element: Any) -> Any:
        if isinstance(element, SelectBase):
            return element
        notes = getattr(element, "_annotations", {})
        if (joined := _joined(notes.get("parententity"))) is not None:
            return joined.c.get(str(notes.get("proxy_key")))
        # An annotated column keeps its table's name for it; the table itself has the column without notes.
        table = getattr(element, "table", None)
        return None if table is None else table.c.get(element.key)

    return copied(cast(Columns, given), original)


def is_same(one: Columns, other: Columns) -> bool:
    """Tell whether two columns are one, or two expressions the same: each use of an ORM attribute copies it.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> is_same(calls.c.id + 1, calls.c.id + 1), is_same(calls.c.id, calls.alias().c.id)
    (True, False)
    """
    return one is other or (not isinstance(one, ColumnClause) and one.compare(other))


def copied(element: _Element, replace: Callable[[Any], Any]) -> _Element:
    """Return an expression with some parts replaced; itself, where none is.

    `replace` gets each part, from the outside in, and returns what stands in its place: None where the part's
    own parts are to be looked at. Unlike SQLAlchemy's `replacement_traverse` it leaves out nothing: the ORM
    hides the criterion of `any()` and `has()` from that.
    """
    replaced: dict[int, Any] = {}
    copies: dict[int, Any] = {}
    changed = False

    def clone(part: Any, **options: Any) -> Any:
        nonlocal changed
        if id(part) in replaced:
            return part
        found = replace(part)
        if found is not None:
            changed = changed or found is not part
            replaced[id(found)] = found
            return found
        if id(part) not in copies:
            # A SELECT that is copied says which columns its copied FROM elements have.
            other = options["replace"](part) if "replace" in options else None
            if other is None:
                other = part._clone(**options)
                copies[id(part)] = other
                other._copy_internals(clone=clone, **options)
            copies[id(part)] = other
        return copies[id(part)]

    copy = clone(element)
    return cast(_Element, copy) if changed else element


def tables_in(element: Any) -> set[FromClause]:
    """Return the tables whose columns an expression reads itself, not in a subquery.

    >>> from sqlalchemy import Column, Integer, MetaData, Table, select
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> [table.name for table in tables_in(calls.c.id + 1)], tables_in(select(calls.c.id).scalar_subquery())
    (['calls'], set())
    """
    return set(_tables_in(element))


def _tables_in(element: Any) -> Iterator[FromClause]:
    table = getattr(element, "table", None)
    if isinstance(table, FromClause):
        yield table
    elif not isinstance(element, SelectBase):
        for child in element.get_children():
            yield from _tables_in(child)


def own_alias(table: FromClause) -> FromClause:
    """Return an alias of a table whose name no table, alias or subquery of a host has.

    >>> from sqlalchemy import Column, Integer, MetaData, Table, select
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> " ".join(str(select(own_alias(calls))).split())
    'SELECT wq_calls_1.id FROM calls AS wq_calls_1'
    """
    return cast(FromClause, named_own(table.alias(), getattr(table, "name", None)))


def named_own(alias: Any, stem: Any) -> Any:
    """Give an alias or a CTE such a name: the one that SQLAlchemy finds may be a table's, as `calls_1`."""
    name = "rows" if stem is None or isinstance(stem, _anonymous_label) else stem
    alias.name = _anonymous_label.safe_construct(id(alias), f"{OWN_NAMES}{name}")
    return alias


def behind_alias(table: FromClause) -> FromClause:
    """Return the table itself that an alias, or an alias of one, stands for."""
    while (element := _aliased(table)) is not None:
        table = element
    return table


def told(table: Any) -> str:
    """Name a table so that a host finds it: an alias, which has no text of its own, by what it stands for.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> told(calls), told(calls.alias("earlier")), told(calls.alias())
    ('calls', 'the alias earlier of calls', 'an anonymous alias of calls')
    """
    element = _aliased(table)
    if element is None or _is(element, SelectBase):
        return str(table)
    named = "an anonymous alias" if _is(table.name, _anonymous_label) else f"the alias {table.name}"
    return f"{named} of {told(element)}"


def _aliased(table: Any) -> FromClause | None:
    if _is(table, CTE):
        # An alias of a CTE is one more CTE over the same SELECT.
        return cast("FromClause | None", table._cte_alias)
    element = table.element if _is(table, AliasedReturnsRows) else None
    # A function is a column too: what stands for its rows is a table of its own.
    return element if _is(element, FromClause) and not _is_expression(element) else None
