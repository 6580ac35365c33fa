"""The dataset: what may be asked of a host's tables, declared once; and the lookup of dotted paths in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any, Final, Literal, Self, TypeAlias

from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from widgetql.advice import is_canonical, may_be_others, recommended
from widgetql.audit import Audit, Progress, audit
from widgetql.catalogue import html
from widgetql.checked_stats import checked_stats
from widgetql.declared import (
    check_columns,
    check_owner,
    check_timestamp,
    key_columns,
    leaves,
    owner_of,
    timestamp_column,
)
from widgetql.decorated import Own
from widgetql.derive import derived_fields, derived_stats, likely_key, likely_timestamp
from widgetql.entities import behind_alias, criterion_of, is_same, table_of
from widgetql.fields import (
    Dynamic,
    Elements,
    Field,
    JsonKeys,
    Member,
    in_own_terms,
    reads_instants,
)
from widgetql.indexes import IndexAdvice, is_within_index, leading_columns
from widgetql.kept import Documents, Kept
from widgetql.limits import Limits, check_promises, limits_of
from widgetql.paths import Found, Step, chooser_path, columns_of
from widgetql.relative_time import WEEKDAYS, zone_of
from widgetql.remembered import remembered
from widgetql.stats import Stat
from widgetql.subqueries import Read, is_table, reads_of, reads_of_source
from widgetql.types import DataType

Use: TypeAlias = Literal["filter", "plot"]


# What a row of stats has beside them: of groups, and of a comparison.
class Dataset:
    """A host's tables as its customers may ask of them.

    `table` is the Core table (or ORM class) whose rows are the records; `id` its key; `timestamp` the date or
    date-time that widgets plot against (may be left out where only filters are compiled); `fields` the
    grammar of paths; `stats` what a stat widget shows. `limits`, `timezone` and `week_start` are the
    defaults of every call. `indexes` names the indexes that the database has and the `Table` does not
    declare, each a column or a tuple of columns: where one leads with the timestamp, time buckets are looked
    up in it. `scope_required` refuses every call without a `scope` that compiles or reads. `canonical`
    promises that only SQLAlchemy wrote the rows, so that date-times and numbers are read without a guard
    against what else may lie in their columns; a `Field` may say otherwise.

    Raises `ValueError`, naming the field, where the declaration cannot work.

    >>> from sqlalchemy import Column, DateTime, Integer, MetaData, Table
    >>> calls = Table("calls", MetaData(), Column("id", Integer, primary_key=True),
    ...               Column("started", DateTime), Column("duration", Integer))
    >>> dataset = Dataset(calls, id=calls.c.id, timestamp=calls.c.started,
    ...                   fields={"duration": Field(calls.c.duration)})
    >>> sorted(dataset.paths)
    ['duration', 'id', 'timestamp']
    """

    def __init__(
        self,
        table: Any,
        *,
        id: Any,
        timestamp: Any = None,
        fields: Mapping[str, Member],
        stats: Mapping[str, Stat] | None = None,
        limits: Limits | None = None,
        timezone: str | tzinfo = "UTC",
        week_start: str = "monday",
        indexes: Sequence[Any] = (),
        unique: bool = False,
        scope_required: bool = False,
        canonical: bool = False,
    ) -> None:
        check_promises(scope_required=scope_required, canonical=canonical, unique=unique)
        self.table: Final = table_of(table)
        self.criterion: Final = criterion_of(table)
        self.ids: Final[Sequence[ColumnElement[Any]]] = key_columns(self.table, id, unique=unique)
        self.timestamp: Final = timestamp_column(timestamp)
        self.fields: Final = dict(fields)
        self.limits: Final = limits_of(limits, Limits())
        self.zone: Final = zone_of(timezone)
        self.week_start: Final = _week_start(week_start)
        self.scope_required: Final = scope_required
        self.canonical: Final = canonical
        self.kept: Final = Kept()
        # Each text that is searched for has statements of its own: they drive out none but each other.
        self.kept_by_text: Final = Kept(most=64, most_bytes=8_000_000)
        self.documents, self._found = Documents(), dict[str, Found]()
        self._declare()
        self.timestamp_path: Final = self._implied("timestamp", self.timestamp)
        self.timestamp_names: Final = self._names_of_timestamp()
        self.id_path: Final = self._implied_key()
        self.key_values: Final = self._key_values()
        self.leading: Final = tuple(leading_columns(self.table, indexes))
        self._check_timestamp()
        self._check_dynamics()
        self.stats: Final = checked_stats(stats or {}, self.find)

    def _declare(self) -> None:
        for found in leaves(self.fields, self.table):
            if found.path in self._found:
                raise ValueError(f"{found.path}: two declarations for one path")
            self._found[found.path] = found
            check_columns(found, self.table)
        for name, column in self._own_columns():
            check_owner(name, column, self.table)
        self._refuse_hidden_keys()

    @classmethod
    def from_table(cls, table: Any, **options: Any) -> Self:
        """Derive a dataset from a table alone: a field a column, a to-one relation a foreign key.

        For a quick start in a notebook, on data of any age; `options` are those of `Dataset` and win.

        Raises `ValueError` without an `id` where the table has no primary key and no column that is named as
        one (`id`, `index`); otherwise as `Dataset` does.

        >>> from sqlalchemy import Column, DateTime, Integer, MetaData, Table
        >>> calls = Table("calls", MetaData(), Column("id", Integer, primary_key=True),
        ...               Column("started_at", DateTime), Column("duration", Integer))
        >>> sorted(Dataset.from_table(calls).stats)
        ['avg_duration', 'total']
        """
        source = table_of(table)
        keys = likely_key(source)
        if "id" not in options and not keys:
            raise ValueError(f"{source}: from_table needs a primary key, a column id, or id=")
        fields = derived_fields(source)
        derived: dict[str, Any] = {
            "id": keys[0] if len(keys) == 1 else keys,
            "limits": Limits(max_range=None),
            "timestamp": likely_timestamp(source),
            "fields": fields,
            "stats": derived_stats(source, fields),
        }
        return cls(table, **(derived | options))

    @property
    def timestamp_leads_index(self) -> bool:
        """Tell whether an index finds the records of a range of time."""
        return self.timestamp is not None and any(is_same(one, self.timestamp) for one in self.leading)

    @property
    def finds_ranges(self) -> bool:
        """Tell whether a range of time needs no other index; under a scope one may begin with a tenant."""
        if self.timestamp_leads_index or self.timestamp is None:
            return self.timestamp is not None
        return self.scope_required and is_within_index(self.table, self.timestamp)

    @remembered
    def indexed(self) -> frozenset[str]:
        """The paths whose values an index finds: the timestamp, and columns that lead an index."""
        return frozenset(self._indexed())

    @remembered
    def others_may_write(self) -> Mapping[ColumnElement[Any], Field]:
        """A field of each plain column of times which others than SQLAlchemy may have written."""
        leaves = [found.leaf for found in self._found.values() if isinstance(found.leaf, Field)]
        return {
            leaf.column: leaf for leaf in leaves if may_be_others(leaf, canonical=is_canonical(leaf, self))
        }

    @property
    def tables(self) -> frozenset[FromClause]:
        """The tables that are read: the dataset's own, and those of its relations."""
        related = (step.relation for step in self.steps)
        return frozenset([self.table, *(one.table for one in related if not isinstance(one, Elements))])

    def _own_columns(self) -> list[tuple[str, ColumnElement[Any]]]:
        timestamp = () if self.timestamp is None else (("timestamp", self.timestamp),)
        return [*(("id", one) for one in self.ids), *timestamp]

    @property
    def steps(self) -> list[Step]:
        """Every relation on the way to a field, once."""
        return list({step.path: step for found in self._found.values() for step in found.steps}.values())

    @remembered
    def reads(self) -> tuple[Read, ...]:
        """What is read inside of subqueries, where no condition of a scope can be put."""
        return tuple(self._reads())

    def _reads(self) -> Iterator[Read]:
        own = (self.table,)
        yield from reads_of_source("the dataset's table", self.table)
        for name, column in self._own_columns():
            yield from reads_of(name, column, own)
        for step in self.steps:
            if isinstance(step.relation, Elements):
                yield from reads_of(step.path, step.relation.column, (step.parent,))
                continue
            yield from reads_of_source(step.path, step.relation.table)
            yield from reads_of(f"on= of {step.path}", step.relation.on, (step.parent, step.relation.table))
        for path, found in self._found.items():
            for column in columns_of(found.leaf):
                yield from reads_of(path, column, (owner_of(found, self.table),))
            if isinstance(found.leaf, Dynamic):
                owner = owner_of(self._found[chooser_path(found)], self.table)
                for chosen in (found.leaf.kind, found.leaf.name):
                    yield from () if chosen is None else reads_of(path, chosen, (owner,))

    @remembered
    def tables_by_name(self) -> Mapping[str, Sequence[Any]]:
        """Every table that is read, in subqueries too, by its name without case."""
        named: dict[str, list[Any]] = {}
        read: list[Any] = [behind_alias(table) for table in self.tables] + [
            read.element for read in self.reads
        ]
        for table in dict.fromkeys(read):
            if is_table(table):
                named.setdefault(table.name.casefold(), []).append(table)
        return named

    def recommended_indexes(self, widgets: Sequence[Mapping[str, Any]]) -> list[IndexAdvice]:
        """Return the indexes that widgets would use and the tables do not declare, each with its reason.

        >>> from sqlalchemy import Column, DateTime, Integer, MetaData, Table
        >>> calls = Table("calls", MetaData(), Column("id", Integer, primary_key=True),
        ...               Column("at", DateTime), Column("duration", Integer))
        >>> dataset = Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields={})
        >>> dataset.recommended_indexes([{"chart_type": "stat"}])[0].ddl
        'CREATE INDEX ix_calls_at ON calls (at)'
        """
        return recommended(self, widgets)

    def audit(self, connection: Any, *, progress: Progress | None = None) -> Audit:
        """Ask the database whether it keeps what this declaration promises; printed, it is a report.

        Found are records without an id or several of one, to-one relations with several rows or none, keys
        that lead nowhere, values that spell none of their field's type, times on SQLite that are not spelt as
        SQLAlchemy does, metrics of an unknown kind, columns of another type than is declared, and indexes
        that lack. Each question reads a whole table: `progress(done, of, place)` is called before each. No
        scope applies.

        Raises `NotImplementedError` for a database that is not known.

        >>> from widgetql.testing.example import connect, dataset
        >>> with connect() as connection:
        ...     print(dataset.audit(connection))
        1 of 14 promises are broken
        - timestamp: none finds a range of time: CREATE INDEX ix_calls_timestamp ON calls (timestamp)
        """
        return audit(self, connection, progress)

    @property
    def paths(self) -> Mapping[str, Found]:
        """Every declared path; a JSON column stands under its own name."""
        return self._found

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the fields with their rules, and the stats."""
        return html(getattr(self.table, "name", "dataset"), self._found, self.stats)

    def find(self, path: str) -> Found | None:
        """Return what a path names, or None: an unknown path, or a JSON key below the top level."""
        found = self._found.get(path)
        if found is not None:
            return None if found.is_document else found
        if path in self.timestamp_names:
            return self._found[str(self.timestamp_path)]
        prefix, _, key = path.rpartition(".")
        found = self._found.get(prefix)
        if found is None or not key or not isinstance(found.leaf, JsonKeys):
            return None
        return Found(path, found.steps, found.leaf, key)

    def names(self, use: Use | None = None) -> list[str]:
        """Return the paths as a message lists them: of one use, those that may be filtered or plotted."""
        return [
            f"{path}.*" if found.is_document else path
            for path, found in self._found.items()
            if use is None or getattr(found.leaf, use)
        ]

    def _implied(self, name: str, column: ColumnElement[Any] | None) -> str | None:
        """The path of the field that declares a column; where none does, the column gets `name`."""
        if column is None:
            return None
        if (path := self._path_over(column, name)) is not None:
            return path
        if name in self.fields:
            if name == "id":
                return None
            raise ValueError(f"{name}: this field hides the dataset's own {name}, another column")
        if name == "id" and Field(column).type is DataType.DATETIME:
            raise ValueError("id: a date-time is no key")
        self._found[name] = Found(name, (), Field(column, plot=name != "id"))
        return name

    def _names_of_timestamp(self) -> frozenset[str]:
        """The paths that mean the timestamp: its own, and `timestamp` where nothing else is called so."""
        path = self.timestamp_path
        names = {path} if "timestamp" in self.fields else {path, "timestamp"}
        return frozenset() if path is None else frozenset(filter(None, names))

    @property
    def id(self) -> Any:
        """The records' key: a column, or a tuple of them."""
        return self.ids[0] if len(self.ids) == 1 else self.ids

    def _implied_key(self) -> str | None:
        """The path of the key; each column of several gets a path by its own name."""
        if len(self.ids) == 1:
            return self._implied("id", self.ids[0])
        for one in self.ids:
            if one.key is not None and one.key not in self._found and self._path_over(one) is None:
                self._found[one.key] = Found(one.key, (), Field(one, plot=False))
        return None

    def key_paths(self) -> list[str] | None:
        """Return the paths of fields over the columns of the key; None where one has none."""
        found = [self._path_over(column) for column in self.ids]
        paths = [path for path in found if path is not None]
        return paths if len(paths) == len(found) else None

    def _path_over(self, column: ColumnElement[Any], name: str = "") -> str | None:
        own = [(path, found.leaf) for path, found in self._found.items() if not found.steps]
        paths = [path for path, leaf in own if isinstance(leaf, Field) and is_same(leaf.column, column)]
        if name == "timestamp":
            # Numbers may be shown beside the instants that they mean.
            paths.sort(key=lambda path: not reads_instants(self._found[path].leaf))
        return paths[0] if paths else None

    def _key_values(self) -> Own | None:
        """Return what the key's values are, where a decorator of the host's says it."""
        if len(self.ids) > 1:
            return None
        found = None if self.id_path is None else self._found[self.id_path].leaf
        field = found if isinstance(found, Field) else Field(self.ids[0])
        return field.own

    def _indexed(self) -> Iterator[str]:
        by_table = {table: leading_columns(table) for table in self.tables} | {self.table: self.leading}
        for path, found in self._found.items():
            owner = found.steps[-1].relation.table if found.steps else self.table
            column = found.leaf.column if isinstance(found.leaf, Field) else None
            leads = column is not None and any(is_same(one, column) for one in by_table.get(owner, ()))
            if leads or path == self.timestamp_path:
                yield path

    def _refuse_hidden_keys(self) -> None:
        for path, found in self._found.items():
            if found.is_document:
                for other, own in self._found.items():
                    if other.startswith(path + ".") and own.key is None:
                        raise ValueError(f"{other}: hides the JSON key of {path} that has the same path")

    def _check_timestamp(self) -> None:
        if self.timestamp_path is None:
            return
        leaf = self._found[self.timestamp_path].leaf
        if not reads_instants(leaf):
            message = f"{self.timestamp_path}: the timestamp must be a date or date-time, not {leaf.type}"
            if leaf.type is DataType.NUMERIC:
                message += ': a Field(column, type="datetime", epoch="s") reads numbers since 1970'
            raise ValueError(in_own_terms(leaf, f"{self.timestamp_path}: no time range") or message)
        check_timestamp(self._found[self.timestamp_path], self.limits)

    def _check_dynamics(self) -> None:
        for path, found in self._found.items():
            if isinstance(found.leaf, Dynamic):
                chooser = self._found.get(chooser_path(found))
                if chooser is None or not isinstance(chooser.leaf, Field):
                    raise ValueError(f"{path}: chosen_by={found.leaf.chosen_by!r} is no field beside it")
                if chooser.to_many != found.to_many:
                    raise ValueError(f"{path}: chosen_by={found.leaf.chosen_by!r} leads to many rows")
                owner = chooser.steps[-1].relation.table if chooser.steps else self.table
                for column in (found.leaf.kind, found.leaf.name):
                    if column is not None and getattr(column, "table", owner) is not owner:
                        raise ValueError(f"{path}: {column} is not of {owner}, the chooser's table")


def _week_start(day: str) -> str:
    if day not in WEEKDAYS:
        raise ValueError(f"week_start must be one of {', '.join(WEEKDAYS)}, got {day!r}")
    return day
