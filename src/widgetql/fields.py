"""What a host writes inside `fields`: columns, JSON keys, dynamic values and relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any, Final, TypeAlias, cast

from sqlalchemy import true
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Values
from sqlalchemy.types import JSON, TypeEngine

from widgetql.charts.rules import CHARTS_OF_FIELDS, ORDERED_CHARTS, aggregations_for, charts_for
from widgetql.declaring import (
    OF_OWN,
    epoch_of,
    expression_of,
    form_of,
    narrowed,
    narrowed_aggregations,
    narrowed_charts,
    own_values,
    reading_of,
    zone_of_local,
)
from widgetql.decorated import Own
from widgetql.entities import Columns, column_of, criterion_of, leads_to_many, plain, table_of
from widgetql.epochs import Epoch
from widgetql.filters.vocabulary import operators_of
from widgetql.lists import element_rows, text_of_element
from widgetql.stats import check_format
from widgetql.storage import STORED_TIMES, Storage, item_type, storage_of, stored_by, undecorated
from widgetql.types import DataType


class Field:
    """A column that may be filtered on and plotted.

    `type` overrides the type inferred from the column (`numeric`, `boolean`, `string`, `datetime`);
    `label` is the display name; `unit` goes into the answer's metadata; `description` and `format` (`number`,
    `percent`, `duration`, `bytes`) are for front ends; `operators`, `charts` and `aggregations` narrow those
    of the type; `filter=False` or `plot=False` keep it out of filters or widgets; `values=False` keeps
    `field_values` from listing what it holds, as of phone numbers; `timezone` is the zone of a naive
    column (default UTC); `epoch` says that `type="datetime"` reads numbers, and their unit since 1970: `s`,
    `ms` or `us`; `canonical=True` promises that only SQLAlchemy wrote its date-times or numbers
    (default: as the dataset says). Over a decorator of dates or date-times `type="datetime"` says that what
    is stored is meant, in `timezone`, whatever the decorator makes of it in Python.

    Raises `ValueError` where the column's type has no reading, or an operator, a chart or an aggregation does
    not fit it.

    >>> from sqlalchemy import BigInteger, Column, Integer
    >>> Field(Column("duration", Integer), label="Call duration", unit="s").type
    <DataType.NUMERIC: 'numeric'>
    >>> Field(Column("created", BigInteger), type="datetime", epoch="ms").type
    <DataType.DATETIME: 'datetime'>
    """

    def __init__(
        self,
        column: Any,
        *,
        type: str | None = None,
        label: str | None = None,
        description: str | None = None,
        unit: str | None = None,
        format: str | None = None,
        operators: Iterable[str] | None = None,
        charts: Iterable[str] | None = None,
        aggregations: Iterable[str] | None = None,
        filter: bool = True,
        plot: bool = True,
        values: bool = True,
        timezone: str | tzinfo | None = None,
        epoch: str | None = None,
        canonical: bool | None = None,
    ) -> None:
        self.column: Final[ColumnElement[Any]] = expression_of(column_of(column), None if epoch else type)
        self.epoch: Final[Epoch | None] = None if epoch is None else epoch_of(self.column, type, epoch)
        self.own: Final[Own | None] = None if epoch is not None else own_values(self.column, type)
        as_epoch = (Storage.EPOCH, DataType.DATETIME)
        self.storage, self.type = as_epoch if epoch else reading_of(self.column, type, self.own)
        self.label: Final = label
        self.description: Final = description
        self.format: Final = format
        check_format(f"Field over {self.column}", format)
        self.unit: Final = "s" if unit is None and self.storage is Storage.INTERVAL else unit
        self.filter: Final = filter
        self.plot: Final = plot
        self.values: Final = values
        self.canonical: Final = canonical
        self.form: Final = form_of(self.column) if self.storage in STORED_TIMES else None
        allowed = operators_of(self.type) if self.own is None else OF_OWN
        self.operators: Final = narrowed(self.type, operators, self.column, allowed)
        self.charts: Final = narrowed_charts(drawable(self.own, self.type), charts, self.column)
        computed = computable(self.own, self.type)
        self.aggregations: Final = narrowed_aggregations(aggregations, self.column, computed)
        self.timezone: Final = zone_of_local(self.column, self.storage, timezone)


class JsonKeys:
    """The top-level keys of a JSON column, each a path of its own: `metadata.<any key>`.

    Values read as text: strings as they are, numbers and booleans as JSON writes them; null, objects and
    arrays are missing. `types` names keys that are fields of a type, `numeric` or `boolean`: what does not
    spell a value of it is missing there, and numbers have 15 significant digits. `operators` are those of the
    other keys. `values=False` keeps `field_values` from listing what any of them holds.

    Raises `ValueError` where the column is neither JSON nor text, an operator does not fit text, or a typed
    key is one that no path can name.

    >>> from sqlalchemy import JSON, Column
    >>> keys = JsonKeys(Column("metadata", JSON), types={"latency": "numeric"})
    >>> keys.type, keys.typed["latency"].type
    (<DataType.STRING: 'string'>, <DataType.NUMERIC: 'numeric'>)
    """

    def __init__(
        self,
        column: Any,
        *,
        types: Mapping[str, str] | None = None,
        operators: Iterable[str] | None = None,
        filter: bool = True,
        plot: bool = True,
        values: bool = True,
    ) -> None:
        self.column: Final[ColumnElement[Any]] = column_of(column)
        self.storage: Final = stored_by(self.column.type)
        if self.storage not in (Storage.JSON, Storage.TEXT, None):
            raise ValueError(f"JsonKeys over {self.column}: needs a JSON column, got {self.column.type!r}")
        self.type = DataType.STRING
        self.filter: Final = filter
        self.plot: Final = plot
        self.values: Final = values
        self.operators = narrowed(self.type, operators, self.column)
        self.typed: Final = {key: self._of_type(key, name) for key, name in (types or {}).items()}

    def _of_type(self, key: str, name: str) -> JsonKeys:
        if name not in ("numeric", "boolean", "string"):
            raise ValueError(
                f"JsonKeys over {self.column}: {key} is numeric, boolean or string, not {name!r}"
            )
        if not key or "." in key:
            raise ValueError(f"JsonKeys over {self.column}: no path can name the key {key!r}")
        found = JsonKeys(self.column, filter=self.filter, plot=self.plot, values=self.values)
        found.type = DataType(name)
        found.operators = self.operators if name == "string" else operators_of(found.type)
        return found


class Kind:
    """What a metric's kind means: its data type, and the charts it may be drawn as (default: the matrix's).

    Raises `ValueError` for a type that no dynamic value has, and for charts that plot no field.

    >>> Kind("numeric", charts={"line", "bar", "pie"}).type
    <DataType.NUMERIC: 'numeric'>
    """

    def __init__(self, type: str, *, charts: Iterable[str] | None = None) -> None:
        if type not in ("numeric", "string", "boolean"):
            raise ValueError(f"Kind: a dynamic value is numeric, string or boolean, got {type!r}")
        self.type: Final = DataType(type)
        self.charts: Final = None if charts is None else frozenset(charts)
        if self.charts is not None and not self.charts <= CHARTS_OF_FIELDS:
            raise ValueError(f"Kind: unknown charts {sorted(self.charts - CHARTS_OF_FIELDS)}")


class Dynamic:
    """A value whose type depends on another field, as a metric's evaluation depends on its metric.

    `value` is one text column, one JSON column, or a mapping from `numeric`, `string`, `boolean` to a column
    each. `chosen_by` is the path, beside this field, that a widget's `metric` is compared with; `kind` and
    `name` are columns of the chooser's table; `kinds` maps the values of `kind` to what they mean, as
    SQLAlchemy returns them: for an `Enum` over a Python enum the keys are its members. `label`, `description`
    and the rest are those of `Field`.

    Raises `ValueError` where one of `chosen_by`, `kind` and `kinds` is left out, where the value is neither
    text, JSON nor a column for each type, or where a kind has no column.
    """

    def __init__(
        self,
        value: Any,
        *,
        chosen_by: str | None = None,
        kind: Any = None,
        name: Any = None,
        kinds: Mapping[Any, Kind] | None = None,
        label: str | None = None,
        description: str | None = None,
        operators: Iterable[str] | None = None,
        filter: bool = True,
        plot: bool = True,
        values: bool = True,
    ) -> None:
        if chosen_by is None or kind is None or not kinds:
            raise ValueError(
                f"Dynamic over {value}: needs chosen_by=, kind= and kinds=, to tell the type of a value"
            )
        self.chosen_by: Final = chosen_by
        self.kind: Final[ColumnElement[Any]] = column_of(kind)
        self.name: Final[ColumnElement[Any] | None] = None if name is None else column_of(name)
        self.kinds: Final = dict(kinds)
        self.label: Final = label
        self.description: Final = description
        self.type: Final = DataType.DYNAMIC
        self.filter: Final = filter
        self.plot: Final = plot
        self.values: Final = values
        self.operators: Final = narrowed(self.type, operators, value)
        self.columns: Final = _storages(value, self.kinds)


class ToOne:
    """A related table with at most one row for each of ours; its fields follow under this name.

    `on` is the join condition. `always_present=True` says that the related row always exists, so that a
    condition on its key needs no subquery.

    Raises `ValueError` without `on`, and for a relationship of the ORM's that leads to many rows.
    """

    def __init__(
        self, table: Any, *, on: Any = None, fields: Mapping[str, Member], always_present: bool = False
    ) -> None:
        if leads_to_many(on):
            raise ValueError(f"relation by {on}: it leads to many rows: declare it ToMany")
        self.table, self.on, self.fields = _related(table, on, fields)
        self.criterion: Final[Columns | None] = criterion_of(table)
        self.always_present: Final = always_present


class ToMany:
    """A related table with any number of rows for each of ours; a filter holds if some row satisfies it.

    `on` is the join condition. Raises `ValueError` without it.
    """

    def __init__(self, table: Any, *, on: Any = None, fields: Mapping[str, Member]) -> None:
        self.table, self.on, self.fields = _related(table, on, fields)
        self.criterion: Final[Columns | None] = criterion_of(table)


class Elements(ToMany):
    """The elements of a column's lists, as rows that each record has its own of: a column `value`."""

    def __init__(self, column: ColumnElement[Any], item: TypeEngine[Any]) -> None:
        self.column: Final = column
        self.item: Final = item
        super().__init__(self.of(column), on=true(), fields={})

    def of(self, column: ColumnElement[Any]) -> FromClause:
        """Return the elements of the lists of a column, which is this one on some rows."""
        return element_rows(column, self.item)


class Items:
    """The elements of a list, one value each: an array of PostgreSQL, DuckDB, ClickHouse, or a list in JSON.

    A condition holds if it holds of some element, as on any to-many path; charts plot elements. `type` is
    that of the elements: of an array as for a `Field` over them, of a JSON list `string` (the default),
    `numeric` or `boolean`, read as the values of `JsonKeys` are. A text column that holds JSON needs it said.
    What is no list has no elements; null, and what spells no value of the type, is an element without a
    value. The other options are those of `Field`.

    Raises `ValueError` where the column holds neither arrays of one dimension nor JSON, where the elements
    have no reading, or an operator does not fit them.

    >>> from sqlalchemy import ARRAY, Column, Integer
    >>> Items(Column("scores", ARRAY(Integer))).leaf.type
    <DataType.NUMERIC: 'numeric'>
    """

    def __init__(
        self,
        column: Any,
        *,
        type: str | None = None,
        label: str | None = None,
        description: str | None = None,
        unit: str | None = None,
        format: str | None = None,
        operators: Iterable[str] | None = None,
        charts: Iterable[str] | None = None,
        aggregations: Iterable[str] | None = None,
        filter: bool = True,
        plot: bool = True,
        values: bool = True,
        timezone: str | tzinfo | None = None,
    ) -> None:
        self.column: Final[ColumnElement[Any]] = column_of(column)
        item = item_type(self.column.type)
        self.relation: Final = Elements(self.column, self._documents(type) if item is None else item)
        rows = self.relation.table
        self.leaf: Final = Field(
            rows.c.value if item is not None else text_of_element(rows),
            type=type, label=label, description=description, unit=unit, format=format, operators=operators,
            charts=charts, aggregations=aggregations, filter=filter, plot=plot, values=values,
            timezone=timezone,
        )  # fmt: skip

    def _documents(self, declared: str | None) -> TypeEngine[Any]:
        """Return the JSON type of elements; refuse what holds no lists."""
        storage = stored_by(self.column.type)
        if storage is Storage.JSON:
            return undecorated(self.column.type)
        if storage is Storage.TEXT and declared is not None:
            return JSON()
        hint = ': say type=, as "string", where the text is JSON' if storage is Storage.TEXT else ""
        raise ValueError(
            f"Items over {self.column}: needs a one-dimensional array or JSON, got {self.column.type!r}{hint}"
        )


Leaf: TypeAlias = Field | JsonKeys | Dynamic
Relation: TypeAlias = ToOne | ToMany
Member: TypeAlias = Field | JsonKeys | Dynamic | ToOne | ToMany | Items


def _related(
    table: Any, on: Any, fields: Mapping[str, Member]
) -> tuple[FromClause, ColumnElement[bool], dict[str, Member]]:
    if on is None:
        raise ValueError(f"relation to {getattr(table, 'name', table)}: needs on=, the join condition")
    source = table_of(table)
    if isinstance(source, Values):
        # Its alias keeps the columns of the list itself.
        raise ValueError(f"relation to {source}: VALUES take no alias: write select(values).subquery()")
    return source, plain(on), dict(fields)


_COUNTS_OF_OWN: Final = ("count", "count_distinct")


def computable(own: Own | None, data_type: DataType) -> tuple[str, ...]:
    """Return the aggregations that a field can have: of a host's own values the database can only count."""
    allowed = aggregations_for(data_type)
    return allowed if own is None else tuple(name for name in allowed if name in _COUNTS_OF_OWN)


def aggregations_of(leaf: Leaf, data_type: DataType) -> tuple[str, ...]:
    """Return the aggregations that a widget may ask for of a field, read as a type."""
    return leaf.aggregations if isinstance(leaf, Field) else aggregations_for(data_type)


def drawable(own: Own | None, data_type: DataType) -> frozenset[str]:
    """Return the charts that a field can be drawn as: of a host's own values the database knows no order."""
    allowed = charts_for(data_type)
    return allowed if own is None else allowed - ORDERED_CHARTS


def charts_of(leaf: Leaf, kind: Kind | None = None) -> frozenset[str]:
    """Return the charts that a field may be drawn as; a dynamic one as its metric's kind says."""
    if kind is not None:
        return charts_for(kind.type, kind.charts)
    return leaf.charts if isinstance(leaf, Field) else charts_for(leaf.type)


def reads_instants(leaf: Leaf) -> bool:
    """Tell whether a field's operands are times on a line, which the database has an order of."""
    return leaf.type is DataType.DATETIME and isinstance(leaf, Field) and leaf.own is None


def in_own_terms(leaf: Leaf | None, what: str) -> str | None:
    """Say why SQL cannot do something with a host's own values; None for other fields."""
    if not isinstance(leaf, Field) or leaf.own is None:
        return None
    kind = type(leaf.own.decorator).__name__
    instead = "declare the field over a SQL expression instead"
    if leaf.type is DataType.DATETIME and stored_by(leaf.column.type) in STORED_TIMES:
        instead = f'a Field({leaf.column}, type="datetime") reads the time that is stored, without {kind}'
    return f"{what}: only {kind} reads what is stored; {instead}"


def _storages(value: Any, kinds: Mapping[Any, Kind]) -> ColumnElement[Any] | dict[DataType, Field]:
    """One text or JSON column, or a field for each type; every declared kind must find its values."""
    if not isinstance(value, Mapping):
        column = column_of(value)
        if storage_of(column.type) is not Storage.TEXT and stored_by(column.type) is not Storage.JSON:
            raise ValueError(
                f"Dynamic over {column}: one column holds text or JSON; else name a column for each type"
            )
        return column
    by_type = cast(Mapping[str, Any], value)
    fields = {DataType(name): Field(column, type=name) for name, column in by_type.items()}
    for label, kind in kinds.items():
        if kind.type not in fields:
            raise ValueError(f"kind {label!r} is {kind.type}, for which no column is declared")
    return fields
