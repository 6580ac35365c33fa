"""A host's own subqueries: what each reads by itself, and which rows around it it speaks of.

An expression over a table means what it means in `select(table).where(expression)`. Put on an alias, inside
another statement, it must go on to mean that: the columns of the row around a subquery become those of the
alias, and what the subquery reads by itself stays its own, whatever stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from sqlalchemy.sql.elements import BindParameter, ColumnClause, ColumnElement, TextClause
from sqlalchemy.sql.lambdas import LambdaElement
from sqlalchemy.sql.selectable import (
    CTE,
    AliasedReturnsRows,
    FromClause,
    Lateral,
    Select,
    SelectBase,
    Subquery,
    TableClause,
    TextualSelect,
)
from sqlalchemy.sql.visitors import iterate

from widgetql.entities import Columns, behind_alias, copied, told

# SQL text that names nothing: it means the same wherever it stands.
_CONSTANT: Final = re.compile(r"\s*(\*|[+-]?\d+(\.\d+)?|(interval\s+)?'[^']*'|null|true|false)\s*", re.I)
# PostgreSQL and DuckDB also write `(TABLE calls)`, DuckDB `(FROM calls)`.
_READS: Final = re.compile(r"\bselect\b|\(\s*(from|table)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a part of an expression.

    `near` are the FROM elements of the SELECT that it stands in, `every` those of all that enclose it, the
    rows that the expression is about included; `inner` are those of the expression's own SELECTs, which
    `within` lists from the outside in.
    """

    near: frozenset[FromClause]
    every: frozenset[FromClause]
    inner: frozenset[FromClause] = frozenset()
    within: tuple[Any, ...] = ()

    @classmethod
    def of(cls, tables: Collection[FromClause]) -> _Around:
        return cls(frozenset(tables), frozenset(tables))

    def inside(self, own: frozenset[FromClause]) -> _Around:
        """Return what stands around the parts of a SELECT that reads `own`."""
        return replace(self, near=own, every=self.every | own, inner=self.inner | own)

    def in_from(self) -> _Around:
        """Return what a subquery in FROM sees: not its own neighbours, unless it is lateral."""
        return replace(self, near=frozenset(), every=self.every - self.near)


@dataclass(frozen=True, slots=True)
class Part:
    """A column, a table that is read or an SQL text in an expression.

    `is_free` says that none of the expression's own SELECTs reads the table of the column; `within` are the
    subqueries around it.
    """

    element: Any
    is_free: bool
    within: tuple[Any, ...]


def parts_of(element: Any, tables: Collection[FromClause] = ()) -> Iterator[Part]:
    """Yield the columns, tables and texts of an expression over the rows of `tables`, subqueries included.

    A table is yielded where a SELECT reads it by itself, not where it is the row around it.

    >>> from sqlalchemy import Column, Integer, MetaData, Table, exists
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> notes = Table("notes", MetaData(), Column("call_id", Integer))
    >>> parts = list(parts_of(exists().where(notes.c.call_id == calls.c.id), [calls]))
    >>> [part.element.name for part in parts if isinstance(part.element, Table)]
    ['notes']
    >>> [str(part.element) for part in parts if isinstance(part.element, Column) and part.is_free]
    ['calls.id']
    """
    yield from _parts(element, _Around.of(tables))


@dataclass(frozen=True, slots=True)
class Read:
    """A table, or an SQL text, that a declaration reads inside of a subquery.

    `within` are the subqueries around it, from the outside in; on `sources` a condition can be put.
    """

    place: str
    element: Any
    within: tuple[Any, ...]
    sources: frozenset[FromClause] = frozenset()


def reads_of_source(place: str, source: FromClause) -> Iterator[Read]:
    """Yield what a FROM element reads inside of subqueries."""
    base = behind_alias(source)
    for part in () if is_table(base) else _read(source, _Around.of(())):
        if is_table(part.element) or (is_text(part.element) and may_read(part.element)):
            yield Read(place, part.element, part.within, frozenset([source, base]))


def reads_of(place: str, element: Any, tables: Collection[FromClause]) -> Iterator[Read]:
    """Yield what an expression over the rows of `tables` reads inside of subqueries."""
    for part in parts_of(element, tables):
        if is_table(part.element) or (is_text(part.element) and may_read(part.element)):
            yield Read(place, part.element, part.within)


def is_table(element: object) -> bool:
    """Tell whether an element is a table itself."""
    return isinstance(element, TableClause)


def is_from(element: object) -> bool:
    """Tell whether an element stands in FROM: a function, which may be a value too, does not."""
    return isinstance(element, FromClause) and not isinstance(element, ColumnElement)


def parameters_in(element: Any) -> list[BindParameter[Any]]:
    """Return the parameters of an expression, those in subqueries included."""
    return [cast("BindParameter[Any]", one) for one in iterate(element) if is_parameter(one)]


def is_parameter(element: object) -> bool:
    """Tell whether an element is a value."""
    return isinstance(element, BindParameter)


def is_text(element: Any) -> bool:
    """Tell whether an element is SQL that somebody wrote as text, or that a function will yet write."""
    literal = isinstance(element, ColumnClause) and element.is_literal
    return literal or isinstance(element, TextClause | TextualSelect | LambdaElement)


def is_constant(text: Any) -> bool:
    """Tell whether an SQL text names nothing, as the `*` of an EXISTS."""
    return _CONSTANT.fullmatch(_text_of(text)) is not None


def may_read(text: Any) -> bool:
    """Tell whether an SQL text may read a table."""
    return isinstance(text, TextualSelect | LambdaElement) or _READS.search(_text_of(text)) is not None


def _text_of(element: Any) -> str:
    return str(getattr(element, "text", getattr(element, "element", element)))


def _parts(element: Any, around: _Around) -> Iterator[Part]:
    match element:
        case _ if is_text(element):
            yield Part(element, True, around.within)
        case Select():
            yield from _parts_of_select(cast("Select[Any]", element), around)
        case FromClause() if not isinstance(element, ColumnElement):
            yield from _read(element, around, joined=True)
        case _ if isinstance(table := getattr(element, "table", None), FromClause):
            yield Part(element, table not in around.inner, around.within)
        case ColumnClause():
            yield Part(element, True, around.within)
        case _:
            inside = replace(around, within=(*around.within, element)) if _is_subquery(element) else around
            for child in element.get_children():
                yield from _parts(child, inside)


def _is_subquery(element: Any) -> bool:
    """Tell whether an element is a SELECT that stands as a value: a host has it in its hands."""
    return isinstance(getattr(element, "element", None), SelectBase) or isinstance(element, SelectBase)


def _parts_of_select(select: Select[Any], around: _Around) -> Iterator[Part]:
    around = replace(around, within=(*around.within, select))
    inside = around.inside(_leaves(_own_sources(select, around)))
    for source in inside.near:
        if is_table(table := behind_alias(source)):
            yield Part(table, False, around.within)
    for child in select.get_children():
        yield from _parts(child, inside)


def _read(source: Any, around: _Around, joined: bool = False) -> Iterator[Part]:
    """Yield the parts of a FROM element; of a SELECT's own tables (`joined`) it has told already."""
    match source:
        case TableClause():
            if not joined:
                yield Part(source, False, around.within)
        case AliasedReturnsRows():
            inside = replace(around, within=(*around.within, source))
            if isinstance(source, Subquery | CTE) and not isinstance(source, Lateral):
                inside = inside.in_from()
            element: Any = source.element
            yield from _parts(element, inside) if joined or not is_from(element) else _read(element, inside)
        case _:
            for child in source.get_children():
                yield from _read(child, around, joined) if is_from(child) else _parts(child, around)


def _own_sources(select: Select[Any], around: _Around) -> list[FromClause]:
    """Return the FROM elements that a SELECT has where it stands, as SQLAlchemy itself correlates it."""
    # As `get_final_froms` asks, which takes no word about what stands around.
    compiler: Any = select._default_compiler()  # pyright: ignore[reportPrivateUsage]
    state: Any = select._compile_state_factory(select, compiler)  # pyright: ignore[reportPrivateUsage]
    found: list[FromClause] = state._get_display_froms(around.every, around.near)
    return found


def _leaves(sources: Collection[FromClause]) -> frozenset[FromClause]:
    """Return FROM elements and, of joins, what they join."""
    return frozenset(
        one
        for source in sources
        for one in source._from_objects  # pyright: ignore[reportPrivateUsage]
    )


def rebased(element: Columns, moves: Mapping[FromClause, FromClause]) -> Columns:
    """Rewrite an expression over the rows of some tables into one over their aliases.

    >>> from sqlalchemy import Column, Integer, MetaData, Table, exists, select
    >>> calls = Table("calls", MetaData(), Column("id", Integer))
    >>> notes = Table("notes", MetaData(), Column("call_id", Integer))
    >>> noted = exists().where(notes.c.call_id == calls.c.id).correlate(calls)
    >>> other = calls.alias("other")
    >>> " ".join(str(select(other.c.id).where(rebased(noted, {calls: other}))).split())
    'SELECT other.id FROM calls AS other WHERE EXISTS (SELECT * FROM notes WHERE notes.call_id = other.id)'
    """
    if isinstance(element, ColumnClause) and element.table is not None:
        # By far the most usual expression.
        target = moves.get(element.table)
        return element if target is None or target is element.table else _moved(element, target)
    return copied(element, _Mover(moves, _Around.of(moves)))


def _moved(column: Any, target: Any) -> Columns:
    if column.key not in target.c:
        raise ValueError(f"{told(target)} has no column {column.key}: it is no alias of {told(column.table)}")
    found: Columns = target.c[column.key]
    return found


class _Mover:
    """Replaces the columns of the rows around, and says of each SELECT what it reads by itself."""

    def __init__(self, moves: Mapping[FromClause, FromClause], around: _Around, top: Any = None) -> None:
        self.moves: Final = moves
        self.around: Final = around
        self.top: Final = top
        self._in_from: Final[set[int]] = set()

    def __call__(self, part: Any) -> Any:
        """Return what stands in the place of a part; None where its own parts are to be looked at."""
        if part is self.top:
            return None
        if _is_select(part):
            in_from = id(part) in self._in_from
            return self._pinned(part, self.around.in_from() if in_from else self.around)
        if is_from(part):
            return self._source(part)
        table: Any = getattr(part, "table", None)
        target: Any = None if table is None else self.moves.get(table)
        return None if target is None else _moved(part, target)

    def _source(self, source: FromClause) -> FromClause | None:
        if source in self.moves:
            return self.moves[source]
        if not self._concerns(source):
            # Not copied: its columns are known by it.
            return source
        if isinstance(source, Subquery | CTE) and not isinstance(source, Lateral):
            self._in_from.update(map(id, _selects_of(source.element)))
        return None

    def _concerns(self, source: FromClause) -> bool:
        """Tell whether a FROM element speaks of the rows around, or might be taken to where it will stand."""
        for part in _read(source, self.around, joined=True):
            if part.is_free and getattr(part.element, "table", None) in self.moves:
                return True
            if any(_correlates(select) for select in part.within):
                return True
        return False

    def _pinned(self, select: Select[Any], around: _Around) -> Select[Any]:
        own = _own_sources(select, around)
        leaves = _leaves(own)
        moves = {table: source for table, source in self.moves.items() if table not in leaves}
        copy: Select[Any] = copied(select, _Mover(moves, around.inside(leaves), select))
        # All else that it names is the rows around it, by name or by nature.
        return copy.correlate(None).correlate_except(*own or (None,))


def _selects_of(element: Any) -> Iterator[Any]:
    """Yield a SELECT, or those that a UNION is made of."""
    yield element
    for one in getattr(element, "selects", ()):
        yield from _selects_of(one)


def _is_select(element: object) -> bool:
    return isinstance(element, Select)


def _correlates(select: Any) -> bool:
    return bool(getattr(select, "_correlate", ())) or getattr(select, "_correlate_except", None) is not None
