"""The rank of combinations of keys among those that are kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, select
from sqlalchemy import types as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery

from widgetql.plan.query import Query, Together
from widgetql.sql.buckets import integer
from widgetql.sql.rank import OUT, REST, same


def ranked_together(rows: Subquery, query: Query) -> Subquery:
    """Return rows that have the ranks of a query's combinations in the place of their keys."""
    replaced = {name for one in query.together for name in one.keys}
    ranks = [_rank(rows, one).label(one.name) for one in query.together]
    return select(*ranks, *(one for one in rows.c if one.key not in replaced)).subquery("ranks")


def _rank(rows: Subquery, one: Together) -> ColumnElement[int]:
    ranks = [*enumerate(one.values), *((OUT, values) for values in one.without)]
    whens = [
        (
            and_(*(holds_value(rows.c[key], value) for key, value in zip(one.keys, values, strict=True))),
            rank,
        )
        for rank, values in ranks
    ]
    return case(*whens, else_=REST).cast(sa.Integer()) if whens else integer(REST)


def holds_value(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    """Hold where a column has a value, which may be none; never NULL."""
    return column.is_(None) if value is None else and_(column.is_not(None), same(column, value))
