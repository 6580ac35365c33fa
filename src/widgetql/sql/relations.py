"""Relations: the semi-join, also by the number of rows, and the side of an outer join that may be missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import Alias, Select, and_, false, func, literal_column, tuple_
from sqlalchemy import types as sa
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.entities import behind_alias, copied, named_own, tables_in
from widgetql.sql.constructs import BooleanConstruct, Construct, bare, everywhere
from widgetql.sql.elements import array_of
from widgetql.storage import storage_of

_Column: TypeAlias = ColumnElement[Any]


class has_row(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds where some row satisfies a condition, of those that `tie` says are the row at hand's. Never NULL.

    `rows` is their SELECT without a condition. Where `tie` says that columns of both are equal, `keys` are
    these pairs, theirs first.
    """

    inherit_cache = True
    # So many arguments stand before the keys.
    before_keys = 3

    def __init__(
        self,
        rows: Select[Any],
        tie: ColumnElement[bool],
        condition: ColumnElement[bool],
        keys: Sequence[tuple[_Column, _Column]],
        *others: ColumnElement[bool],
    ) -> None:
        columns = [column for pair in keys for column in pair]
        super().__init__(rows.scalar_subquery(), tie, condition, *others, *columns)

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
    found = _over_array(element, compiler, "arrayExists({condition}, {array})", options)
    if found is not None:
        return _negated(element, found)
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
    return _has_row(element, compiler, **options) if found is None else _negated(element, found)


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
    return form.format(condition=f"{_ELEMENT} -> {holds}", array=compiler.process(array, **options))


def _keys(element: has_row) -> list[Any]:
    return list(element.clauses)[element.before_keys :]


def _in_keys(element: has_row, compiler: Any, **options: Any) -> str:
    """Write an IN with the keys of the rows that satisfy the condition, or of which so many do."""
    rows, _, condition, *count = list(element.clauses)[: element.before_keys]
    keys = _keys(element)
    theirs, own = keys[::2], keys[1::2]
    select: Any = cast("Any", rows).element
    found = select.with_only_columns(*theirs, maintain_column_froms=True).where(condition)
    if count:
        found = found.group_by(*theirs).having(*count)
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
    if not isinstance(element, has_no_row | has_not_so_many):
        return text
    return f"NOT {text}" if text.startswith("(") else f"NOT ({text})"


# The option that says what the number of rows is, where none are grouped.
_NUMBER: Final = "widgetql_number"


class row_count(Construct):  # noqa: N801 - reads as SQL
    """How many rows there are, in a condition on their number."""

    inherit_cache = True
    result = sa.BigInteger()


@everywhere(row_count)
def _row_count(element: row_count, compiler: Any, **options: Any) -> str:  # noqa: ARG001
    return str(options.get(_NUMBER, "count(*)"))


class has_so_many(has_row):  # noqa: N801 - reads as SQL
    """Holds where `count` does for the number of rows that satisfy a condition. Never NULL.

    `count` is a condition on `row_count` that does not hold for no row: a database may look at those alone
    that are there.
    """

    inherit_cache = True
    before_keys = 4

    def __init__(
        self,
        rows: Select[Any],
        tie: ColumnElement[bool],
        condition: ColumnElement[bool],
        count: ColumnElement[bool],
        keys: Sequence[tuple[_Column, _Column]],
    ) -> None:
        super().__init__(rows, tie, condition, keys, count)


class has_not_so_many(has_so_many):  # noqa: N801 - reads as SQL
    """The complement of the same."""

    inherit_cache = True


@everywhere(has_so_many)
def _has_so_many(element: has_so_many, compiler: Any, **options: Any) -> str:
    rows, tie, condition, *_ = element.clauses
    counted: Any = cast("Any", rows).element.with_only_columns(row_count(), maintain_column_froms=True)
    number = compiler.process(counted.where(tie, condition).scalar_subquery(), **options)
    if compiler.dialect.name == "clickhousedb":
        # For which there is none, there is no number either.
        number = f"coalesce({number}, 0)"
    return _where_so_many(element, number, compiler, options)


@compiles(has_so_many, "clickhousedb")
def _has_so_many_clickhouse(element: has_so_many, compiler: Any, **options: Any) -> str:
    rows, tie, *_ = element.clauses
    array = _over_array(element, compiler, "arrayCount({condition}, {array})", options)
    if array is not None:
        return _where_so_many(element, array, compiler, options)
    if not _keys(element):
        _check_names(rows, tie)
        return _has_so_many(element, compiler, **options)
    return _in_keys(element, compiler, **options)


@compiles(has_so_many, "duckdb")
def _has_so_many_duckdb(element: has_so_many, compiler: Any, **options: Any) -> str:
    return (_in_keys if _keys(element) else _has_so_many)(element, compiler, **options)


@compiles(has_so_many, "hive")
def _has_so_many_hive(element: has_so_many, compiler: Any, **options: Any) -> str:
    # A list that is NULL has no length.
    array = _over_array(element, compiler, "greatest(size(filter({array}, {condition})), 0)", options)
    if array is not None:
        return _where_so_many(element, array, compiler, options)
    return (_in_keys if _keys(element) else _has_so_many)(element, compiler, **options)


def _where_so_many(element: has_so_many, number: str, compiler: Any, options: Any) -> str:
    """Write the condition on the number of rows, which is written already."""
    count = bare(list(element.clauses)[3])
    return _negated(element, f"({compiler.process(count, **{**options, _NUMBER: number})})")


class _MayMiss(Alias):
    """An alias that an outer join may find no row of."""

    inherit_cache = True


def may_miss(table: FromClause) -> FromClause:
    """Return an alias of a table for the outer side of a join: NULL where it has no row."""
    found = _MayMiss._construct(table)  # pyright: ignore[reportPrivateUsage]
    return cast(FromClause, named_own(found, getattr(table, "name", None)))


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
