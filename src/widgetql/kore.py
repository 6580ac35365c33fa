"""Kore.ai's custom widget: a table over the dates and custom filters of a request, answered in its format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, Self, cast

from sqlalchemy.engine import Connection
from typing_extensions import Unpack

from widgetql.charts.bind import bind_widget, draft_widget
from widgetql.charts.bound import BoundWidget
from widgetql.charts.run import run_widget
from widgetql.dataset import Dataset
from widgetql.documents import is_empty, is_list, is_mapping, is_object, unknown_keys
from widgetql.errors import Code, Pointer, shown, unparsed
from widgetql.filters.merge import Document, documents_of
from widgetql.plan.query import Aggregate
from widgetql.relative_time import InvalidTime, Period, format_instant, read_time
from widgetql.request import Request
from widgetql.types import DataType, Options, WidgetJSON
from widgetql.vega.clock import is_instant

MAX_ROWS: Final = 50
"""The most rows that a request may ask for, and how many it gets where nothing says otherwise."""

MAX_METRICS: Final = 3
"""The most metrics that a custom widget may have."""

# What stands in an answer beside the widget's own: a client that sends it back means nothing by it.
_ANSWERED: Final = frozenset({"overlay", "type", "sqlQuery", "row", "properties", "queryResponse"})
_DESCRIBED: Final = frozenset({"displayName", "type"})
_PARAMS: Final = frozenset({"startDate", "endDate", "limit", "customFilters"})
_FILTER: Final = frozenset({"filterSource", "fieldName", "values"})
# A custom filter is judged as the condition that it means; these say where its parts were written.
_WRITTEN_AS: Final[Mapping[str | int, str]] = MappingProxyType(
    {"conditions": "customFilters", "field": "fieldName", "op": "fieldName", "value": "values"}
)


def widget_data(
    connection: Connection | Any,
    widget: WidgetJSON,
    dataset: Dataset,
    params: Any,
    *,
    data_set: str = "",
    bot_id: str = "",
    paths: Mapping[tuple[str, str], str] | None = None,
    **options: Unpack[Options],
) -> dict[str, Any]:
    """Return a custom widget's data, key for key as Kore.ai's public API answers.

    `widget` is a `table` widget (`chart_type` may be left out); its `id` and `name` come back as `_id` and
    `name`, its own `filters` hold as well, and `data_set` and `bot_id` are echoed. It has three `metrics` at
    most, `having` and `order_by` as a table; what an answer says of it may be sent back: `_id` is its `id`,
    a `fieldName` with its `aggregation` a dimension or metric, all else is ignored. `params` has:

    - `startDate` and `endDate`: ISO dates in the request's timezone, the end date with all of its day; a
      date-time is taken as it stands, the end excluded. Ranges may be of any length and age.
    - `limit`: 1 to 50, also as text for a query string (default: the widget's own limit, else 50).
    - `customFilters`: a list of `{filterSource, fieldName, values}` which all hold: the field has one of the
      values. A pair of source and field is the path that `paths` has for it, else the declared path
      `filterSource.fieldName`.

    A column is a dimension's path or a metric's name: `fieldName` in `dimensions` and `metrics`, the key in
    `metaData` and in each row. Types are `numeric`, `boolean`, `string` and `datetime`; a metric has its
    `aggregation` too. Instants are UTC with milliseconds.

    Raises `InvalidInput` with every problem of the `params` and the `widget`; otherwise as
    `compute_widget_data` does.

    >>> from widgetql.testing.example import connect, dataset
    >>> widget = {"id": "wg-1", "name": "Topics", "dimensions": ["topic"]}
    >>> params = {"startDate": "2025-11-03", "endDate": "2025-11-03"}
    >>> with connect() as connection:
    ...     answer = widget_data(connection, widget, dataset, params)
    >>> answer["sqlQuery"]["endDate"], answer["queryResponse"]["queryResponse"]
    ('2025-11-04T00:00:00.000Z', [{'topic': 'billing'}, {'topic': 'billing'}])
    """
    given = Request.of(dataset, **options)
    limits = replace(given.limits, max_range=None)
    request = replace(given, limits=limits)
    _check_texts(data_set=data_set, bot_id=bot_id)
    with request.runner(connection) as runner:
        asked = _Params.read(params, request, _checked(paths))
        table = _as_table(widget, asked.limit, request)
        drafted = draft_widget(table, request, runner)
        documents = asked.documents(request) + documents_of(None, table, None, limits, request.problems)
        bound = bind_widget(drafted, documents, request)
        request.problems.raise_any()
        return _answer(bound, run_widget(bound, request, runner).data, asked, data_set, bot_id)


def _check_texts(**given: object) -> None:
    for name, value in given.items():
        if not isinstance(value, str):
            raise TypeError(f"{name} must be text, got {shown(value)}")


def _checked(paths: Mapping[tuple[str, str], str] | None) -> Mapping[tuple[str, str], str]:
    if paths is None:
        return {}
    if not is_mapping(paths) or not all(isinstance(path, str) for path in paths.values()):
        raise TypeError(f"paths must map pairs of source and field to paths, got {shown(paths)}")
    return paths


class _Written(Pointer):
    """A place in `params`, reached by the names that a filter's parts have."""

    __slots__ = ()

    def __truediv__(self, token: str | int) -> Self:
        """Return the place one step below this one, as the caller wrote it."""
        return type(self)(self.document, (*self.tokens, _WRITTEN_AS.get(token, token)))


@dataclass(frozen=True, slots=True)
class _Params:
    """What a request asks for; None where it does not say, or says it wrongly."""

    start: datetime | None = None
    end: datetime | None = None
    limit: int | None = None
    filters: tuple[dict[str, Any], ...] = ()

    @classmethod
    def read(cls, source: Any, request: Request, paths: Mapping[tuple[str, str], str]) -> Self:
        """Read the parameters, with everything wrong with them noted."""
        at = Pointer("params")
        if not isinstance(source, Mapping):
            request.problems.add(at, "not_an_object", f"the parameters are an object, got {unparsed(source)}")
            return cls()
        given = cast("Mapping[str, Any]", source)
        unknown_keys(given, _PARAMS, at, request.problems)
        start = _instant(given, "startDate", at, request)
        end = _instant(given, "endDate", at, request)
        if start is not None and end is not None and end <= start:
            message = (
                f"endDate ends no later than startDate {shown(given['startDate'])}: {shown(given['endDate'])}"
            )
            request.problems.add(at / "endDate", "conflicting_keys", message)
        limit = _limit(given.get("limit"), at / "limit", request)
        filters = _filters(given.get("customFilters"), at / "customFilters", request, paths)
        return cls(start, end, limit, filters)

    def documents(self, request: Request) -> list[Document]:
        """Return the filters that the parameters mean, the end excluded."""
        path, at = request.dataset.timestamp_path, Pointer("params")
        bounds = (("startDate", "gte", self.start), ("endDate", "lt", self.end))
        found = [
            Document({"field": path, "op": op, "value": format_instant(bound)}, at / name)
            for name, op, bound in bounds
            if bound is not None
        ]
        if self.filters:
            # One filter for all, so that the limits count them together.
            every = {"operator": "and", "conditions": list(self.filters)}
            found.append(Document(every, _Written("params")))
        return found


def _instant(source: Mapping[str, Any], key: str, at: Pointer, request: Request) -> datetime | None:
    """Read a date as the start of its day, or as the end of it where it ends the range."""
    text = source.get(key)
    if is_empty(text):
        request.problems.add(at / key, "missing_key", f"{key} is needed: a date such as 2020-03-30")
        return None
    try:
        # The phrases of filters (`today-7d`) are no dates; every ISO text begins with a digit.
        if not isinstance(text, str) or not text[0].isdigit():
            raise InvalidTime(f"expected a date such as 2020-03-30, got {shown(text)}")
        moment = read_time(text, request.clock)
        if not isinstance(moment, Period):
            return moment.at
        bound = moment.start if key == "startDate" else moment.end
        if bound is None:
            raise InvalidTime(f"{shown(text)} ends beyond the calendar")
    except InvalidTime as error:
        request.problems.add(at / key, "invalid_time", f"{key}: {error}")
        return None
    return bound


def _limit(value: Any, at: Pointer, request: Request) -> int | None:
    """Read the number of rows; a query string has it as text."""
    if is_empty(value):
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        request.problems.add(at, "wrong_type", f"limit is a number of rows, got {shown(value)}")
        return None
    most = min(MAX_ROWS, request.limits.max_rows)
    if not 1 <= value <= most:
        request.problems.add(at, "out_of_range", f"limit is 1 to {most} rows, got {shown(value)}")
        return None
    return value


def _filters(
    source: Any, at: Pointer, request: Request, paths: Mapping[tuple[str, str], str]
) -> tuple[dict[str, Any], ...]:
    """Read the custom filters into conditions; one with problems leaves a blank, so that places agree."""
    if is_empty(source):
        return ()
    if not isinstance(source, list):
        request.problems.add(at, "not_a_list", f"customFilters is a list, got {unparsed(source)}")
        return ()
    # The first one too many is noted when the filter is parsed.
    listed = cast("Sequence[Any]", source)[: request.limits.max_conditions + 1]
    return tuple(_condition(one, at / index, request, paths) for index, one in enumerate(listed))


def _condition(
    source: Any, at: Pointer, request: Request, paths: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    """Read one custom filter into the condition that it means; blank where it is wrong."""
    if not isinstance(source, Mapping):
        request.problems.add(at, "not_an_object", f"a custom filter is an object, got {unparsed(source)}")
        return {}
    given = cast("Mapping[str, Any]", source)
    unknown_keys(given, _FILTER, at, request.problems)
    names: list[str] = []
    for key in ("filterSource", "fieldName"):
        name = given.get(key)
        if isinstance(name, str) and name:
            names.append(name)
        else:
            code: Code = "missing_key" if is_empty(name) else "not_text"
            request.problems.add(
                at / key, code, f"a custom filter needs its {key} as text, got {shown(name)}"
            )
    if "values" not in given:
        request.problems.add(at / "values", "missing_key", "a custom filter needs its values as a list")
    if len(names) < 2 or "values" not in given:
        return {}
    path = paths.get((names[0], names[1]), ".".join(names))
    return {"field": path, "op": "in", "value": given["values"]}


def _as_table(widget: Any, limit: int | None, request: Request) -> Any:
    """Return the widget as the table chart reads it, with the number of rows that is asked for."""
    if not isinstance(widget, Mapping):
        return widget
    given = cast("Mapping[str, Any]", widget)
    table: dict[str, Any] = {key: value for key, value in given.items() if key not in _ANSWERED}
    if "_id" in table:
        table["id"] = table.get("id", table["_id"])
        del table["_id"]
    for key, read in (("dimensions", _dimension), ("metrics", _metric)):
        if is_list(listed := table.get(key)):
            table[key] = [read(one) if is_object(one) else one for one in listed]
    metrics = table.get("metrics")
    if is_list(metrics) and (number := len(metrics)) > MAX_METRICS:
        message = f"{number} metrics; a custom widget has at most {MAX_METRICS}"
        request.problems.add(Pointer("widget") / "metrics", "too_many", message)
    if is_empty(table.get("chart_type")):
        table["chart_type"] = "table"
    if table["chart_type"] != "table":
        message = f"a custom widget is a table, not {shown(table['chart_type'])}"
        request.problems.add(Pointer("widget") / "chart_type", "chart_not_allowed", message)
        return table
    own = table.get("limit")
    if limit is not None:
        table["limit"] = limit
    elif is_empty(own):
        table["limit"] = min(MAX_ROWS, request.limits.max_rows)
    # Beyond `max_rows` it is no limit at all: the table says so.
    elif isinstance(own, int) and MAX_ROWS < own <= request.limits.max_rows:
        table["limit"] = MAX_ROWS
    return table


def _dimension(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dimension as a table has it, also where it is one of an answer."""
    found = {key: value for key, value in source.items() if key not in _DESCRIBED}
    if "fieldName" in found:
        name = found.pop("fieldName")
        found.setdefault("field", name)
    return found


def _metric(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a metric as a table has it, also where it is one of an answer: a name may tell the field."""
    found = {key: value for key, value in source.items() if key not in _DESCRIBED}
    if "aggregation" in found:
        aggregation = found.pop("aggregation")
        found.setdefault("aggregation_function", aggregation)
    if "fieldName" in found:
        name, prefix = found.pop("fieldName"), f"{found.get('aggregation_function')}_"
        found.setdefault("name", name)
        if isinstance(name, str) and name.startswith(prefix):
            found.setdefault("field", name.removeprefix(prefix))
    return found


def _answer(
    bound: BoundWidget, rows: list[dict[str, Any]], asked: _Params, data_set: str, bot_id: str
) -> dict[str, Any]:
    """Return the response, its keys in the order of the document."""
    assert asked.start is not None
    assert asked.end is not None
    dimensions = [
        _described(key, column.plotted.found.label, column.plotted.type)
        for column in bound.columns
        for key in column.keys
    ]
    metrics = [
        _described(measure.name, measure.name, _type(measure)) | {"aggregation": measure.aggregation}
        for measure in bound.measures
    ]
    types = {column["fieldName"]: column["type"] for column in [*dimensions, *metrics]}
    return {
        "_id": bound.widget.id,
        "overlay": [],
        "name": bound.widget.name,
        "type": "table",
        "sqlQuery": {
            "dataSet": data_set,
            "select": ", ".join(types),
            "startDate": _milliseconds(asked.start),
            "endDate": _milliseconds(asked.end),
            "botId": bot_id,
        },
        "dimensions": dimensions,
        "metrics": metrics,
        "row": [],
        "properties": {},
        "queryResponse": {"metaData": types, "queryResponse": [_row(row, types) for row in rows]},
    }


def _described(name: str, label: str, data_type: DataType) -> dict[str, str]:
    return {"fieldName": name, "displayName": label, "type": str(data_type)}


def _type(measure: Aggregate) -> DataType:
    """Return the type of a metric's results: numbers, but for the first and last instant."""
    if measure.of is None or measure.aggregation not in ("min", "max"):
        return DataType.NUMERIC
    return measure.of.type


def _row(row: dict[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """Return a row of the table as this format has it: no counts, and instants with milliseconds."""
    return {
        name: _milliseconds(datetime.fromisoformat(row[name]))
        if data_type == DataType.DATETIME and is_instant(row[name])
        else row[name]
        for name, data_type in types.items()
    }


def _milliseconds(at: datetime) -> str:
    """Write an instant with exactly three digits of its second's fraction.

    >>> _milliseconds(datetime(2019, 8, 31, 18, 30, tzinfo=UTC))
    '2019-08-31T18:30:00.000Z'
    """
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
