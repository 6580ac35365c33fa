"""Buckets as ranges: each is found by an index on the timestamp, so no row is sorted or hashed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final

from sqlalchemy import bindparam, cast, column, func, literal_column, select, true, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select
from sqlalchemy.sql.visitors import replacement_traverse

from widgetql.sql.constructs import Construct, everywhere, written
from widgetql.sql.profile import profile_of
from widgetql.sql.time import Instant, planned

_Inner = Callable[[ColumnElement[Any], ColumnElement[Any]], Select[Any]]
_EDGES: Final = "edges"
# How the packed text of a range ends that holds no records.
_NONE: Final = ",0"
_COMMA: Final[ColumnElement[str]] = literal_column("','")


@dataclass(frozen=True, slots=True)
class Ranged:
    """A statement of one row a range: its index, and the columns that were selected of it.

    `columns` are their names and types. Where a database takes only one value from the rows of a range, they
    come packed into one text.
    """

    statement: Select[Any]
    columns: tuple[tuple[str, sa.TypeEngine[Any]], ...]
    is_packed: bool

    def unpacked(self, rows: Sequence[Any], dialect: Any) -> Iterator[Any]:
        """Yield the rows with a column each; a bucket without records has none."""
        if not self.is_packed:
            yield from rows
            return
        names = [name for name, _ in self.columns]
        readers = [_reader(sql_type, dialect) for _, sql_type in self.columns]
        for bucket, packed in rows:
            if packed.endswith(_NONE):
                continue
            *texts, _ = packed.split(",")
            values = (read(text) for read, text in zip(readers, texts, strict=True))
            yield SimpleNamespace(bucket=bucket, **dict(zip(names, values, strict=True)))


def inner_edges(starts: Sequence[datetime], kind: Instant, dialect: str) -> str:
    """Return the edges between buckets, as the middle of what `edges_text` writes."""
    return "".join(f'{edge}"],["{edge}","' for edge in map(_writer(kind, dialect), starts[1:-1]))


def edges_text(low: datetime, middle: str, high: datetime, kind: Instant, dialect: str) -> str:
    """Return buckets as `ranged` takes them: the value of its parameter `edges`."""
    write = _writer(kind, dialect)
    return f'[["{write(low)}","{middle}{write(high)}"]]'


def _writer(kind: Instant, dialect: str) -> Callable[[datetime], str]:
    return kind.text if profile_of(dialect).times_as_text else kind.literal


def ranged(dialect: str, kind: Instant, inner: _Inner) -> Ranged:
    """Return the statement over the ranges of a parameter `edges`; `inner` selects from the rows of one.

    `inner` takes the lower and the upper edge, which are instants of the timestamp's kind.
    """
    return _RANGED[dialect](bindparam(_EDGES, type_=sa.Text()), kind, inner)


class _no_index(Construct):  # noqa: N801 - reads as SQL
    """A column whose index is not to be used."""

    inherit_cache = True


@everywhere(_no_index)
def _no_index_as_it_is(element: _no_index, compiler: Any, **options: Any) -> str:
    return written(element, compiler, **options)[0]


@compiles(_no_index, "sqlite")
def _no_index_sqlite(element: _no_index, compiler: Any, **options: Any) -> str:
    return f"+{written(element, compiler, **options)[0]}"


def without_index(condition: ColumnElement[bool], column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return a condition for which no index on a column is used.

    SQLite takes the first bounds that it meets: with those of the whole range, each bucket would read it all.
    """

    def replaced(element: Any, **_: Any) -> Any:
        return type_coerce(_no_index(column), column.type) if element is column else None

    found: ColumnElement[bool] = replacement_traverse(condition, {}, replaced)
    return found


def _sqlite(edges: ColumnElement[Any], kind: Instant, inner: _Inner) -> Ranged:
    """Read each range by a subquery: SQLite has no LATERAL, and a join would sort what it grouped."""
    each = func.json_each(edges).table_valued("key", "value", name="edges")
    low, high = (
        kind.read(func.json_extract(each.c.value, literal_column(f"'$[{side}]'"))) for side in (0, 1)
    )
    found = inner(low, high)
    columns = list(found.selected_columns)
    # All results of a range as one text: each subquery more would read the range again.
    quoted: list[Any] = [func.quote(column) for column in (*columns, func.count())]
    packed = reduce(lambda text, one: text.op("||")(_COMMA).op("||")(one), quoted)
    one = found.with_only_columns(type_coerce(packed, sa.Text()), maintain_column_froms=True)
    statement: Any = select(each.c.key.label("bucket"), one.correlate(each).scalar_subquery().label("packed"))
    return Ranged(statement, tuple((str(column.key), column.type) for column in columns), True)


def _postgresql(edges: ColumnElement[Any], kind: Instant, inner: _Inner) -> Ranged:
    value: ColumnElement[Any] = column("value", sa.JSON())
    listed = func.json_array_elements(cast(edges, sa.JSON())).table_valued(
        value, with_ordinality="place", name="edges"
    )
    each = listed.render_derived()
    texts = (each.c.value.op("->>")(literal_column(side)) for side in ("0", "1"))
    low, high = (type_coerce(cast(text, kind.stored_type()), kind) for text in texts)
    wanted = inner(low, high)
    found = wanted.add_columns(func.count().label("records_here")).lateral("found")
    columns = tuple((str(column.key), column.type) for column in wanted.selected_columns)
    named = [found.c[name] for name, _ in columns]
    statement: Any = select((each.c.place - literal_column("1")).label("bucket"), *named)
    joined = statement.select_from(each.join(found, true())).where(found.c.records_here > 0)
    return Ranged(planned(joined, "postgresql"), columns, False)


_RANGED: Final[Mapping[str, Callable[[ColumnElement[Any], Instant, _Inner], Ranged]]] = MappingProxyType(
    {"sqlite": _sqlite, "postgresql": _postgresql}
)


def _reader(sql_type: sa.TypeEngine[Any], dialect: Any) -> Callable[[str], Any]:
    """Return what reads a quoted SQLite value as its column's type."""
    process = sql_type.dialect_impl(dialect).result_processor(dialect, None)

    def read(text: str) -> Any:
        if text == "NULL":
            return None
        if text.startswith("'"):
            value: Any = text[1:-1]
        else:
            value = float(text) if not text.lstrip("-").isdigit() else int(text)
        return value if process is None else process(value)

    return read
