"""The elements of a list as rows: of an array, or of a list in a JSON document. What is no list has none."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import column as named
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import FromClause, TableValuedAlias
from sqlalchemy.sql.sqltypes import TableValueType
from sqlalchemy.types import TypeEngine

# SQLite's json_each has these columns beside the value.
_KIND: Final = "type"
_ATOM: Final = "atom"


class elements(FunctionElement[Any]):  # noqa: N801 - reads as SQL
    """The elements of a list, as a function that stands in FROM."""

    inherit_cache = True


class element_text(FunctionElement[str]):  # noqa: N801 - reads as SQL
    """An element of a JSON list as text, numbers canonical; NULL for null, objects and arrays."""

    inherit_cache = True
    type = sa.Text()


class ElementRows(TableValuedAlias):
    """The elements of one row's list, under a name: they stand beside the row, or in a subquery on it."""

    inherit_cache = True


def element_rows(column: ColumnElement[Any], item: TypeEngine[Any]) -> FromClause:
    """Return the elements of a column's lists, to be selected from beside its rows: a column `value`."""
    found: Any = elements(column)
    kind = TableValueType(named("value", item), named(_KIND, sa.Text()), named(_ATOM))
    # As `table_valued` says it, whose alias is not of a class of ours.
    found.type = found._table_value_type = kind
    return ElementRows._construct(  # pyright: ignore[reportPrivateUsage]
        found, name=None, table_value_type=kind, joins_implicitly=False
    )


def text_of_element(rows: FromClause) -> ColumnElement[str]:
    """Return what the elements of JSON lists read as."""
    return element_text(*rows.c)
