"""The rows of a table in a statement, and what a host's expression over the table is over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, cast, type_coerce
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, ColumnClause, ColumnElement, ExpressionClauseList
from sqlalchemy.sql.selectable import FromClause

from widgetql.capturing import seen_by_itself
from widgetql.sql.portable import portable
from widgetql.storage import is_domain, is_native_enum, undecorated
from widgetql.subqueries import rebased

# What is NULL where either side is.
_STRICT: Final = frozenset(
    {
        operators.add, operators.sub, operators.mul, operators.truediv, operators.floordiv, operators.mod,
        operators.eq, operators.ne, operators.lt, operators.le, operators.gt, operators.ge,
        operators.concat_op, operators.json_getitem_op, operators.json_path_getitem_op,
    }
)  # fmt: skip
# What has another expression in it, by SQLAlchemy's name, and where.
_INNER: Final = {
    **dict.fromkeys(("grouping", "label", "unary"), "element"),
    **dict.fromkeys(("cast", "type_coerce"), "clause"),
    "extract": "expr",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table as they stand in a statement: the table itself, or an alias of it.

    `criterion` tells the rows of an ORM class from the others in its table, where they share it; `there`
    holds where there is a row, where one may be missing.
    """

    table: FromClause
    source: FromClause
    criterion: ColumnElement[bool] | None = None
    there: ColumnElement[bool] | None = None

    def as_stored(self, element: Any) -> Any:
        """Rewrite an expression over the table as the host wrote it: what it makes of a value may be none."""
        return rebased(element, {self.table: self.source})

    def of(self, element: Any) -> Any:
        """Rewrite an expression over the table into one over these rows."""
        return moved(element, {self.table: self.source})

    def column(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a column of these rows that holds values: one of a DOMAIN has its base type."""
        found: ColumnElement[Any] = self.of(column)
        if self.there is not None and not is_strict(column):
            # Of no row `coalesce` and the like have a value.
            found = case((self.there, found))
        if not is_domain(found.type):
            return found
        base = undecorated(found.type)
        # PostgreSQL has no operators of a DOMAIN over an enum.
        return cast(found, base) if is_native_enum(base) else type_coerce(found, base)


def moved(element: Any, sources: Mapping[FromClause, FromClause]) -> Any:
    """Rewrite an expression of a declaration into one over other rows, the same on each database."""
    found = portable(rebased(element, sources))
    for table, source in sources.items():
        # By an alias a subquery tells the row around it from its own.
        found = seen_by_itself(table, found) if source is table else found
    return found


def is_strict(element: Any) -> bool:
    """Tell whether an expression is certainly NULL where all columns are.

    >>> from sqlalchemy import column, func
    >>> is_strict(column("a") + 1), is_strict(func.coalesce(column("a"), 1))
    (True, False)
    """
    match element:
        case ColumnClause():
            return True
        case BinaryExpression():
            return element.operator in _STRICT and (is_strict(element.left) or is_strict(element.right))
        case ExpressionClauseList():
            return element.operator in _STRICT and any(map(is_strict, element.clauses))
        case _:
            inner = getattr(element, _INNER.get(element.__visit_name__, ""), None)
            return inner is not None and is_strict(inner)
