"""Relations: the semi-join, and the side of an outer join that may be missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import Alias, Select, and_, false, func, literal_column, tuple_
from sqlalchemy import types as sa
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import behind_alias, copied, tables_in
from widgetql.sql.constructs import BooleanConstruct, everywhere
from widgetql.sql.elements import array_of
from widgetql.storage import storage_of

_Column: TypeAlias = ColumnElement[Any]


class has_row(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds where some row satisfies a condition, of those that `tie` says are the row at hand's. Never NULL.

    `rows` is their SELECT without a condition. Where `tie` says that columns of both are equal, `keys` are
    these pairs, theirs first.
    """

    inherit_cache = True

    def __init__(
        self,
        rows: Select[Any],
        tie: ColumnElement[bool],
        condition: ColumnElement[bool],
        keys: Sequence[tuple[_Column, _Column]],
    ) -> None:
        columns = [column for pair in keys for column in pair]
        super().__init__(rows.scalar_subquery(), tie, condition, *columns)

    @property
    def _from_objects(self) -> list[FromClause]:
        # As an EXISTS: what it reads is its own affair, and no part of the statement around it.
        return []


class has_no_row(has_row):  # noqa: N801 - reads as SQL
    """The complement of the same."""

    inherit_cache = True


@everywhere(has_row)
def _has_row(element: has_row, compiler: Any, **options: Any) -> str:
    rows, tie, condition, *_ = element.clauses
    found: Any = cast("Any", rows).element.where(tie, condition).exists()
    return _negated(element, compiler.process(found, **options))


@compiles(has_row, "clickhousedb")
def _has_row_clickhouse(element: has_row, compiler: Any, **options: Any) -> str:
    rows, tie, *_ = element.clauses
    if (found := _over_array(element, compiler, "arrayExists({condition}, {array})", options)) is not None:
        return found
    if not _keys(element):
        _check_names(rows, tie)
        return _has_row(element, compiler, **options)
    # Faster than a correlated subquery: keys are looked up in a set.
    return _in_keys(element, compiler, **options)


@compiles(has_row, "duckdb")
def _has_row_duckdb(element: has_row, compiler: Any, **options: Any) -> str:
    # A correlated subquery is joined to the distinct keys of the rows around it, and these to the rows again.
    if len(_keys(element)) != 2:
        return _has_row(element, compiler, **options)
    return _in_keys(element, compiler, **options)


@compiles(has_row, "hive")
def _has_row_hive(element: has_row, compiler: Any, **options: Any) -> str:
    found = _over_array(element, compiler, "coalesce(exists({array}, {condition}), false)", options)
    return _has_row(element, compiler, **options) if found is None else found


# An element where it is the argument of a function; no list is in a list's element.
_ELEMENT: Final = "wq_item"


def _over_array(element: has_row, compiler: Any, form: str, options: Any) -> str | None:
    """Write a condition on some element of a list as a function of the array; None for other rows."""
    rows, _, condition, *_ = element.clauses
    (source, *_) = cast("Any", rows).element.get_final_froms()
    array = array_of(source)
    if array is None:
        return None

    def as_argument(part: Any) -> Any:
        return literal_column(_ELEMENT, part.type) if getattr(part, "table", None) is source else None

    holds = compiler.process(func.coalesce(copied(condition, as_argument), false()), **options)
    text = form.format(condition=f"{_ELEMENT} -> {holds}", array=compiler.process(array, **options))
    return _negated(element, text)


def _keys(element: has_row) -> list[Any]:
    return list(element.clauses)[3:]


def _in_keys(element: has_row, compiler: Any, **options: Any) -> str:
    """Write an IN with the keys of the rows that satisfy the condition."""
    rows, _, condition, *keys = element.clauses
    theirs, own = keys[::2], keys[1::2]
    select: Any = cast("Any", rows).element
    found = select.with_only_columns(*theirs, maintain_column_froms=True).where(condition)
    if compiler.dialect.name != "clickhousedb":
        # A key that is NULL would make NULL of every IN that does not hold; ClickHouse leaves it out.
        found = found.where(*(key.is_not(None) for key in theirs))
    one_of = own[0].in_(found) if len(own) == 1 else tuple_(*own).in_(found)
    present = [column.is_not(None) for column in own]
    return _negated(element, f"({compiler.process(and_(*present, one_of), **options)})")


def _check_names(rows: Any, tie: Any) -> None:
    """Refuse the correlated subquery in which ClickHouse takes the outer table's name for the inner one."""
    if {behind_alias(source) for source in rows.element.get_final_froms()} & tables_in(tie):
        raise CompileError("no relation of a table to itself other than by equal columns on clickhousedb")


def _negated(element: has_row, text: str) -> str:
    if not isinstance(element, has_no_row):
        return text
    return f"NOT {text}" if text.startswith("(") else f"NOT ({text})"


class _MayMiss(Alias):
    """An alias that an outer join may find no row of."""

    inherit_cache = True


def may_miss(table: FromClause) -> FromClause:
    """Return an alias of a table for the outer side of a join: NULL where it has no row."""
    return _MayMiss._construct(table)  # pyright: ignore[reportPrivateUsage]


@everywhere(_MayMiss)
def _may_miss(element: _MayMiss, compiler: Any, **options: Any) -> str:
    text: str = compiler.visit_alias(element, **options)
    return text


@compiles(_MayMiss, "clickhousedb")
def _may_miss_clickhouse(element: _MayMiss, compiler: Any, **options: Any) -> str:
    text: str = compiler.visit_alias(element, **options)
    if not options.get("asfrom"):
        return text
    # A column that is not Nullable would be 0 or '' there, unless a setting says otherwise.
    table, _, name = text.rpartition(" AS ")
    quoted = compiler.preparer.quote
    columns = ", ".join(
        f"toNullable({quoted(column.name)}) AS {quoted(column.name)}"
        if _fits(column)
        else quoted(column.name)
        for column in element.element.c
    )
    return f"(SELECT {columns} FROM {table}) AS {name}"


def _fits(column: Any) -> bool:
    """Tell whether a column's type can be Nullable, as arrays, maps and tuples cannot."""
    return isinstance(column.type, sa.NullType) or storage_of(column.type) is not None
