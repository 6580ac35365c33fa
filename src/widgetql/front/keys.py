"""The keys of a JSON column's objects: how many records have a value under each, and of which types."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import JSON, and_, case, distinct, func, or_
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement
from typing_extensions import Unpack

from widgetql.columns import read
from widgetql.dataset import Dataset
from widgetql.documents import text_problem
from widgetql.errors import Pointer, shown
from widgetql.fields import Elements, JsonKeys
from widgetql.filters.bind import find_field, read_filter
from widgetql.filters.tighten import all_of
from widgetql.front.values import ANY_TIME, Records, checked_limit
from widgetql.paths import Found, Step
from widgetql.plan.query import Scan
from widgetql.request import Request
from widgetql.rows import Rows
from widgetql.sql.grouping import grouped
from widgetql.sql.json import text_at
from widgetql.sql.json_names import key_name, key_names, key_place, kind_at
from widgetql.sql.rank import ordered
from widgetql.sql.text import exact_text
from widgetql.sql.time import planned
from widgetql.types import DataType, FilterJSON, Options

_DEFAULT: Final = 100
_KINDS: Final = ("string", "numeric", "boolean")


def json_keys(
    connection: Connection | Any,
    path: str,
    dataset: Dataset,
    *,
    filters: FilterJSON | None = None,
    limit: int = 100,
    **options: Unpack[Options],
) -> dict[str, Any]:
    """Return the keys of a JSON column, `{"keys": [{"key", "count", "types"}], "truncated"}`, by their count.

    `path` is that of the column, declared as `JsonKeys`; `describe` lists it as `data.*`, which is taken too.
    `count` is the number of records for which `{"field": "<path>.<key>", "op": "isnull", "value": false}`
    holds, of all times and under the `scope`; `filters` narrow them. `types` are those of the values that are
    counted: `string numeric boolean`. The most frequent key comes first, ties go by key; one that no path can
    name (empty, or with a dot in it) is not listed. At most `limit` are returned; `truncated` says whether
    there are more.

    Raises `InvalidInput` for a path that is no JSON column's, invalid filters or a limit beyond
    `Limits.max_rows`; otherwise as `compute_widget_data` does.

    >>> from sqlalchemy import JSON, Column, Integer, MetaData, Table, create_engine, insert
    >>> events = Table("events", MetaData(), Column("id", Integer, primary_key=True), Column("data", JSON))
    >>> tracked = Dataset(events, id=events.c.id, fields={"data": JsonKeys(events.c.data)})
    >>> with create_engine("sqlite://").begin() as connection:
    ...     events.metadata.create_all(connection)
    ...     _ = connection.execute(insert(events), [{"data": {"page": "home"}}, {"data": {"page": 5}}])
    ...     json_keys(connection, "data", tracked)
    {'keys': [{'key': 'page', 'count': 2, 'types': ['string', 'numeric']}], 'truncated': False}
    """
    request = Request.of(dataset, **options)
    with request.runner(connection) as runner:
        found = _column(path, request)
        limit = checked_limit(limit, _DEFAULT, request)
        _, bound = read_filter(filters, Pointer("filters"), request)
        request.problems.raise_any()
        assert found is not None
        source = Records(Scan(dataset, all_of([bound]), ANY_TIME), request, runner.dialect)
        statement = _statement(found, source, request, runner.dialect).limit(limit + 1)
        rows = runner.rows(planned(statement, runner.dialect), source.values)
    keys = [
        {"key": row.name, "count": int(row.n), "types": [kind for kind in _KINDS if getattr(row, kind)]}
        for row in rows[:limit]
    ]
    return {"keys": keys, "truncated": len(rows) > limit}


def _column(path: Any, request: Request) -> Found | None:
    """Return the JSON column of a path; None where a problem is noted."""
    at, problems = Pointer("path"), request.problems
    if not isinstance(path, str):
        problems.add(at, "not_text", f"expected the path of a JSON column, got {shown(path)}")
        return None
    if text_problem(path, at, request.limits.max_text_length, problems):
        return None
    found = request.dataset.paths.get(path.removesuffix(".*"))
    if found is not None and found.is_document and not found.is_hidden:
        return found
    named = find_field(path, "filter", request.dataset, request.limits, at, problems)
    if named is not None:
        problems.add(at, "unknown_field", f"{shown(path)} is no JSON column")
    return None


def _statement(found: Found, source: Records, request: Request, dialect: str) -> Any:
    """Return the SELECT of the keys: each record's stand beside it as the elements of a list do."""
    leaf, joined = found.leaf, source.joined
    assert isinstance(leaf, JsonKeys)
    parent = joined.rows_of(found.steps, found.to_many)
    step = Step(f"{found.path}.*", Elements(key_names(leaf.column), JSON()), parent.table)
    names = joined.rows_of((*found.steps, step), len(found.steps) + 1)
    column, name = parent.column(leaf.column), key_name(names.source.c.value)
    place = key_place(names.source.c.value)
    columns: list[ColumnElement[Any]] = [exact_text(name).label("name"), kind_at(column, place).label("kind")]
    if found.to_many:
        columns.append(source.id.label("rid"))
    has_value = _has_value(found, leaf, name, text_at(column, place), parent, request)
    longest = request.limits.max_text_length - len(found.path) - 1
    may_be_named = and_(func.length(name).between(1, longest), name.not_like("%.%"))
    samples = source.select(columns, may_be_named, has_value).subquery("samples")

    def counted(of: ColumnElement[bool] | None = None) -> ColumnElement[int]:
        if not found.to_many:
            return func.count() if of is None else func.count(case((of, 1)))
        return func.count(distinct(samples.c.rid if of is None else case((of, samples.c.rid))))

    results = [counted().label("n"), *(counted(samples.c.kind == kind).label(kind) for kind in _KINDS)]
    groups = grouped(samples, ["name"], results, dialect).subquery("groups")
    order = [groups.c.n.desc(), *ordered(groups.c.name, DataType.STRING)]
    return groups.select().order_by(*order)


def _has_value(
    found: Found,
    leaf: JsonKeys,
    name: ColumnElement[str],
    text: ColumnElement[str],
    parent: Rows,
    request: Request,
) -> ColumnElement[bool]:
    """Hold where the record has a value under a key; under one of a type, a value of it."""
    holds: list[ColumnElement[bool]] = []
    for key, typed in leaf.typed.items():
        reading = read(Found(f"{found.path}.{key}", found.steps, typed, key), parent, request.context)
        holds.append(and_(exact_text(name) == key, reading.present))
    untyped = text.is_not(None)
    if not holds:
        return untyped
    return or_(and_(exact_text(name).not_in([*leaf.typed]), untyped), *holds)
