"""Names by which a subquery of the host's would not see the row around it, but something of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import (
    ColumnClause,
    ColumnElement,
    _anonymous_label,  # pyright: ignore[reportPrivateUsage]
)
from sqlalchemy.sql.selectable import AliasedReturnsRows, FromClause, SelectBase
from sqlalchemy.sql.visitors import iterate

from widgetql.entities import OWN_NAMES, behind_alias
from widgetql.sql.constructs import BooleanConstruct, everywhere, written
from widgetql.subqueries import parts_of


def name_of(source: Any) -> str | None:
    """Return a FROM element's own name as databases compare it; None where SQLAlchemy finds it one."""
    name = getattr(source, "name", None)
    return None if name is None or isinstance(name, _anonymous_label) else str(name).casefold()


def captors(row: FromClause, condition: ColumnElement[bool]) -> Iterator[str]:
    """Yield the names of aliases, subqueries and CTEs of a condition that SQL would take for the row."""
    own: Any = getattr(row, "name", None)
    # An alias without a name gets its table's and a number.
    numbered = str(own).rpartition(" ")[2][:-2].casefold() if isinstance(own, _anonymous_label) else None
    for part in iterate(condition):
        name = name_of(part) if _is_alias(part) else None
        if name is not None and (
            name.startswith(OWN_NAMES)
            or name == name_of(row)
            or (numbered is not None and re.fullmatch(rf"{re.escape(numbered)}_\d+", name))
        ):
            yield name


def check_target(target: FromClause, scope: Mapping[Any, ColumnElement[bool]]) -> None:
    """Refuse an alias that a subquery of the scope would not see. Raises `ValueError`."""
    for name in (name for condition in scope.values() for name in captors(target, condition)):
        raise ValueError(f"target: the scope reads something else named {name}: give the alias another name")


def seen_by_itself(table: FromClause, element: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return an expression over the rows of a table, refused on ClickHouse where it would see others.

    There a column of the table, in a subquery over an alias of it, is the alias's.
    """
    if isinstance(element, ColumnClause) or not any(isinstance(one, SelectBase) for one in iterate(element)):
        return element
    for part in parts_of(element, {table}):
        is_tied = part.is_free and getattr(part.element, "table", None) is table
        if is_tied and any(_is_alias(one) and behind_alias(one) is table for one in _parts(part.within)):
            tied = tied_to_alias(element)
            tied.type = element.type
            return tied
    return element


def _parts(selects: tuple[Any, ...]) -> Iterator[Any]:
    for select in selects:
        yield from iterate(select)


def _is_alias(part: object) -> bool:
    return isinstance(part, AliasedReturnsRows)


class tied_to_alias(BooleanConstruct):  # noqa: N801 - reads as SQL
    """An expression over a table whose subquery, over an alias of it, is tied to the row around."""

    inherit_cache = True


_SAID: Final = "a subquery over an alias of a table cannot be tied to a row of the table"


@everywhere(tied_to_alias)
def _write(element: tied_to_alias, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(tied_to_alias, "clickhousedb")
def _refuse(*_arguments: Any, **_options: Any) -> str:
    raise CompileError(f"no tied_to_alias on clickhousedb: {_SAID}")
