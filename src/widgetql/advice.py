"""Which indexes the widgets of a dataset would use, and what for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.sql.elements import ColumnElement

from widgetql.charts.rules import CHART_TYPES
from widgetql.documents import is_list, is_mapping
from widgetql.errors import Pointer, Problems, unparsed
from widgetql.fields import Field
from widgetql.filters.ast import And, Condition, Filter, conditions_of
from widgetql.filters.parse import parse_filter
from widgetql.indexes import IndexAdvice, advice, has_partial, is_indexed
from widgetql.join_keys import looked_up_by
from widgetql.own_times import condition_on
from widgetql.storage import STORED_TIMES
from widgetql.types import DataType

_EXACT: Final = frozenset({"eq", "in"})
# The keys of a widget that name fields, as paths or as objects with a `field`.
_NAMING: Final = ("field", "columns", "dimensions", "metrics", "group_by")


def recommended(dataset: Any, widgets: Sequence[Mapping[str, Any]]) -> list[IndexAdvice]:
    """Return the indexes that widgets would use and their tables do not declare.

    What is no widget, or names no field, would use none.
    """
    if not isinstance(widgets, list | tuple):
        raise TypeError(f"widgets must be a list of widgets, got {unparsed(widgets)}")
    known = [one for one in widgets if is_mapping(one)]
    found: dict[str, IndexAdvice] = {}
    advised = (*_of_time(dataset, known), *_of_relations(dataset, known), *_of_others(dataset, known))
    for one in advised:
        found.setdefault(one.ddl, one)
    return list(found.values())


def _of_time(dataset: Any, widgets: Sequence[Mapping[str, Any]]) -> Iterator[IndexAdvice]:
    timestamp = dataset.timestamp
    # Of an expression no DDL is known that all databases take.
    if getattr(timestamp, "table", None) is None or not widgets:
        return
    if not dataset.finds_ranges:
        reason = "every widget reads a range of time, and bars look each of their buckets up"
        yield advice(dataset.table, [timestamp], reason)
    for widget in widgets:
        own = [_own_column(path, dataset) for path in sorted(_exact_paths(_filters_of(widget, dataset)))]
        exact = [column for column in own if column is not None and column is not timestamp]
        plotted = _own_column(widget.get("field"), dataset)
        if exact and plotted is not None and not is_indexed(dataset.table, [*exact, timestamp]):
            rest = [plotted] if plotted not in (*exact, timestamp) else []
            chart = widget.get("chart_type")
            drawn = chart if chart in CHART_TYPES else "widget"
            reason = f"{drawn} of {widget.get('field')}: read from the index alone"
            yield advice(dataset.table, [*exact, timestamp, *rest], reason)


def _of_others(dataset: Any, widgets: Sequence[Mapping[str, Any]]) -> Iterator[IndexAdvice]:
    """Yield the indexes by which SQLite knows at once that all its times are as SQLAlchemy writes them."""
    read = [dataset.timestamp_path, *sorted({path for widget in widgets for path in _paths(widget, dataset)})]
    for path in read if widgets else ():
        found = None if path is None else dataset.find(path)
        if found is None or not may_be_others(found.leaf, canonical=is_canonical(found.leaf, dataset)):
            continue
        column: Any = found.leaf.column
        where = condition_on(column.name, found.leaf.storage)
        if not has_partial(column.table, where):
            reason = f"on SQLite: no other program wrote a {path}, as canonical=True promises: known at once"
            yield advice(column.table, [column], reason, where)


def may_be_others(leaf: Any, *, canonical: bool) -> bool:
    """Tell whether others than SQLAlchemy may have written the times of a field, which are a plain column."""
    if not isinstance(leaf, Field) or leaf.own or leaf.form or leaf.type is not DataType.DATETIME:
        return False
    is_plain = isinstance(getattr(leaf.column, "table", None), Table)
    return is_plain and leaf.storage in STORED_TIMES and not canonical


def is_canonical(leaf: Any, dataset: Any) -> bool:
    """Tell whether the host promises that only SQLAlchemy wrote the values of a field."""
    return bool(dataset.canonical if getattr(leaf, "canonical", None) is None else leaf.canonical)


def _of_relations(dataset: Any, widgets: Sequence[Mapping[str, Any]]) -> Iterator[IndexAdvice]:
    paths = sorted({path for widget in widgets for path in _paths(widget, dataset)})
    for path in paths:
        found = dataset.find(path)
        for step in () if found is None else found.steps:
            keys, fixed = looked_up_by(step)
            if keys and not is_indexed(step.relation.table, keys[:1], fixed):
                reason = f"{path}: the related rows of a record, or its key"
                yield advice(step.relation.table, [*fixed, *keys[:1]], reason)


def _own_column(path: Any, dataset: Any) -> ColumnElement[Any] | None:
    """Return the column of a record's own plain field."""
    found: Any = dataset.find(path) if isinstance(path, str) else None
    if found is None or found.steps or not isinstance(found.leaf, Field):
        return None
    return found.leaf.column if getattr(found.leaf.column, "table", None) is not None else None


def _filters_of(widget: Mapping[str, Any], dataset: Any) -> Filter:
    """Return a widget's own filter, as far as it can be read: what is wrong with it is not judged here."""
    at, problems = Pointer("widget"), Problems()
    own = [
        parse_filter(widget.get(key), at, dataset.limits, problems)
        for key in ("dashboard_filters", "filters")
    ]
    return And(tuple(own), at)


def _exact_paths(filter: Filter) -> set[str]:
    """Return the fields that every record of a filter has one value of: `eq` and `in` under `and`."""
    match filter:
        case And(parts):
            return {path for part in parts for path in _exact_paths(part)}
        case Condition() if filter.op in _EXACT and filter.part is None:
            return {filter.field}
        case _:
            return set()


def _paths(widget: Mapping[str, Any], dataset: Any) -> Iterator[str]:
    """Yield every field that a widget names, its filters' included."""
    for key in _NAMING:
        value = widget.get(key)
        for one in value if is_list(value) else [value]:
            path = one.get("field") if is_mapping(one) else one
            if isinstance(path, str):
                yield path
    yield from (one.field for one in conditions_of(_filters_of(widget, dataset)))
