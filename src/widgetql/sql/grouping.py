"""Aggregates over a subquery of plain columns, by some of these columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, func, null, select, type_coerce
from sqlalchemy.sql.elements import BindParameter, ColumnElement
from sqlalchemy.sql.selectable import Select, Subquery
from sqlalchemy.sql.visitors import replacement_traverse

from widgetql.sql.profile import profile_of

_Column = ColumnElement[Any]


def with_few_keys(rows: Select[Any], dialect: str) -> Select[Any]:
    """Return rows that are to be grouped by an expression which has far fewer values than what it is made of.

    PostgreSQL expects as many values as instants, and so sorts all rows. Of a subquery that it may not merge
    it expects 200, groups by hash, and each of its workers for itself; `LIMIT NULL` leaves out no row.
    """
    return rows.limit(type_coerce(null(), Integer)) if profile_of(dialect).expects_many_groups else rows


def grouped(
    source: Subquery, keys: Sequence[str], results: Sequence[_Column], dialect: str, *where: _Column
) -> Select[Any]:
    """Return the SELECT of some columns of a subquery, and of labelled aggregates, grouped by the columns."""
    if profile_of(dialect).innermost_only:
        # What is grouped outside of it is grouped in one place, from every record.
        return _in_one(source, keys, results, where)
    columns = [source.c[key] for key in keys]
    statement: Any = select(*columns, *results).select_from(source).where(*where)
    found: Select[Any] = statement.group_by(*columns)
    return found


def _in_one(
    source: Subquery, keys: Sequence[str], results: Sequence[_Column], where: Sequence[_Column]
) -> Select[Any]:
    inner: Any = source.element
    meant = {column.key: getattr(column, "element", column) for column in inner.selected_columns}

    def expression(element: Any, **_: Any) -> Any:
        return meant[element.key] if getattr(element, "table", None) is source else None

    # A number in GROUP BY is the place of a column there.
    columns = [
        func.materialize(meant[key]) if isinstance(meant[key], BindParameter) else meant[key] for key in keys
    ]
    named = [meant[key].label(key) for key in keys]
    of_records = [replacement_traverse(result, {}, expression) for result in results]
    conditions = [replacement_traverse(one, {}, expression) for one in where]
    statement: Any = inner.with_only_columns(*named, *of_records, maintain_column_froms=True)
    found: Select[Any] = statement.where(*conditions).group_by(*columns)
    return found
