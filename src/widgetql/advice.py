"""Which indexes the widgets of a dataset would use, and what for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy.sql.elements import ColumnElement

from widgetql.documents import is_list, is_mapping
from widgetql.entities import tables_in
from widgetql.fields import Field
from widgetql.indexes import IndexAdvice, advice, is_indexed

_EXACT: Final = frozenset({"eq", "in"})


def recommended(dataset: Any, widgets: Sequence[Mapping[str, Any]]) -> list[IndexAdvice]:
    """Return the indexes that widgets would use and their tables do not declare."""
    found: dict[str, IndexAdvice] = {}
    for one in (*_of_time(dataset, widgets), *_of_relations(dataset, widgets)):
        found.setdefault(one.ddl, one)
    return list(found.values())


def _of_time(dataset: Any, widgets: Sequence[Mapping[str, Any]]) -> Iterator[IndexAdvice]:
    timestamp = dataset.timestamp
    if timestamp is None or not widgets:
        return
    if not dataset.timestamp_leads_index:
        reason = "every widget reads a range of time, and bars look each of their buckets up"
        yield advice(dataset.table, [timestamp], reason)
    for widget in widgets:
        own = [_own_column(path, dataset) for path in sorted(_exact_paths(widget.get("filters")))]
        exact = [column for column in own if column is not None and column is not timestamp]
        plotted = _own_column(widget.get("field"), dataset)
        if exact and plotted is not None and not is_indexed(dataset.table, [*exact, timestamp]):
            rest = [plotted] if plotted not in (*exact, timestamp) else []
            reason = f"{widget.get('chart_type')} of {widget.get('field')}: read from the index alone"
            yield advice(dataset.table, [*exact, timestamp, *rest], reason)


def _of_relations(dataset: Any, widgets: Sequence[Mapping[str, Any]]) -> Iterator[IndexAdvice]:
    paths = sorted({path for widget in widgets for path in _paths(widget)})
    for path in paths:
        found = dataset.find(path)
        for step in () if found is None else found.steps:
            columns = [column for column in _keys_of(step) if column.table is step.relation.table]
            if columns and not is_indexed(step.relation.table, columns[:1]):
                reason = f"{path}: the related rows of a record, or its key"
                yield advice(step.relation.table, columns[:1], reason)


def _keys_of(step: Any) -> list[Any]:
    """Return the columns of a join condition."""
    found: list[Any] = [one for one in step.relation.on.get_children() if tables_in(one)]
    return [one for one in found if getattr(one, "table", None) is not None]


def _own_column(path: Any, dataset: Any) -> ColumnElement[Any] | None:
    """Return the column of a record's own plain field."""
    found: Any = dataset.find(path) if isinstance(path, str) else None
    if found is None or found.steps or not isinstance(found.leaf, Field):
        return None
    return found.leaf.column


def _exact_paths(filter: Any) -> set[str]:
    """Return the fields that every record of a filter has one value of: `eq` and `in` under `and`."""
    if not is_mapping(filter):
        return set()
    if filter.get("op") in _EXACT and isinstance(filter.get("field"), str):
        return {str(filter["field"])}
    conditions = filter.get("conditions")
    if filter.get("operator") == "and" and is_list(conditions):
        return {path for one in conditions for path in _exact_paths(one)}
    return set()


def _paths(document: Any) -> Iterator[str]:
    """Yield every field that a widget names, its filters' included."""
    if is_mapping(document):
        for key, value in document.items():
            if key in ("field", "dimensions", "columns"):
                yield from (one for one in (value if is_list(value) else [value]) if isinstance(one, str))
            yield from _paths(value)
    elif is_list(document):
        for one in document:
            yield from _paths(one)
