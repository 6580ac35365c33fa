"""How the tables of a dataset refer to each other: the columns that join conditions set equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList, Grouping
from sqlalchemy.sql.schema import Table
from sqlalchemy.sql.selectable import AliasedReturnsRows

from widgetql.fields import Relation, ToOne
from widgetql.lists import ElementRows
from widgetql.testing.expressions import Row
from widgetql.testing.strategies.picking import Pick, skewed


@dataclass(frozen=True)
class Promise:
    """That each row of a table has a related one: its columns, each with the one that it refers to."""

    table: Table
    related: Table
    columns: dict[str, str]

    @property
    def own(self) -> bool:
        """Tell whether the rows refer to each other."""
        return self.table is self.related

    def kept(self, rows: Sequence[Row], related: Sequence[Row], pick: Pick) -> Sequence[Row]:
        """Have each row refer to one that there is, some more often than others; to itself among its own."""
        if self.own:
            return [{**row, **self._keys(row)} for row in rows]
        # A null is equal to nothing.
        known = [row for row in related if None not in self._keys(row).values()]
        met = skewed(known, pick) if known else ()
        return [{**row, **self._keys(pick(met))} for row in rows] if met else []

    def _keys(self, related: Row) -> dict[str, Any]:
        return {key: related[other] for key, other in self.columns.items()}


def promises(relations: Iterable[Relation]) -> Iterator[Promise]:
    """Yield what the relations that are always present promise."""
    for relation in relations:
        if isinstance(relation, ToOne) and relation.always_present:
            sides = [_ours_first(pair, relation) for pair in _pairs(relation)]
            if sides:
                columns = {base_column(ours).key: base_column(other).key for ours, other in sides}
                yield Promise(base_of(sides[0][0].table), base_of(relation.table), columns)


def _ours_first(pair: tuple[Any, Any], relation: Relation) -> tuple[Any, Any]:
    return pair[::-1] if pair[0].table is relation.table else pair


def linked_columns(relation: Relation) -> Iterator[Any]:
    """Yield the columns that a join condition sets equal to each other."""
    for pair in _pairs(relation):
        yield from map(base_column, pair)


def _pairs(relation: Relation) -> Iterator[tuple[Any, Any]]:
    waiting: list[Any] = [relation.on]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Grouping):
            waiting.append(cast("Any", part).element)
        elif isinstance(part, BooleanClauseList) and part.operator is operators.and_:
            waiting.extend(part.clauses)
        elif isinstance(part, BinaryExpression) and part.operator is operators.eq:
            sides: tuple[Any, Any] = (part.left, part.right)
            if all(base_column(side) is not None for side in sides):
                yield sides


def base_of(table: Any) -> Table:
    """Return the table under an alias. Raises `NotImplementedError` where that is a SELECT."""
    base = table
    while isinstance(base, AliasedReturnsRows):
        base = base.element
    if not isinstance(base, Table):
        raise NotImplementedError(
            f"rows are drawn for tables, and {getattr(table, 'name', table)} is a {type(table).__name__}: "
            "give its rows by hand to matching_ids and expected_widget_data"
        )
    return cast("Table", base)


def base_column(column: Any) -> Any:
    """Return the column of the table under an alias; None for an expression."""
    table = getattr(column, "table", None)
    # Elements of a list are in no table.
    is_known = table is not None and not isinstance(table, ElementRows)
    return base_of(table).c.get(column.key) if is_known else None
