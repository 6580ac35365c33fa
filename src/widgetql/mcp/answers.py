"""What the tools answer: short, since a model reads all of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy.engine import Connection

from widgetql.api import compute_widget_data
from widgetql.dataset import Dataset
from widgetql.documents import is_empty, is_list
from widgetql.errors import InvalidInput, Problem, shown
from widgetql.front.describe import describe
from widgetql.front.keys import json_keys
from widgetql.front.values import field_values
from widgetql.relative_time import format_instant
from widgetql.request import Request

PREVIEW: Final = 10
QUERY: Final = 1_000
_JSON = dict[str, Any]
# Of a widget's answer, what a model does not know already; a range or zone tells it what it has asked.
_TOLD: Final = (
    *("display_name", "data_type", "unit", "range", "timezone", "now", "truncated", "sampled", "total"),
    *("next_cursor", "bins", "missing", "totals", "sample_counts", "unpaired"),
    *("excluded_by_having", "excluded_by_limit", "field_type"),
)
# What only forms need.
_FORMS: Final = ("ignored_keys",)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as text, and as data."""

    text: str
    data: _JSON


def told(data: _JSON) -> Answer:
    """Return an answer that is written as it is."""
    return Answer(json.dumps(data, ensure_ascii=False, separators=(",", ":")), data)


def failed(message: str) -> Answer:
    """Return what is told where nothing of the call is wrong."""
    return Answer(message, {"error": message})


def all_of(dataset: Dataset, connection: Connection, options: _JSON) -> _JSON:
    """Return all that may be asked."""
    return describe(dataset, connection=connection, **options)


def described(dataset: Dataset, field: Any, connection: Connection, options: _JSON) -> Answer:
    """Return what may be asked, in short; of one field all.

    Raises `InvalidInput` for a path that names none.
    """
    found = all_of(dataset, connection, options)
    if is_empty(field):
        now = format_instant(Request.of(dataset, judges=True, **options).clock.now)
        rest = {name: value for name, value in found.items() if name not in ("fields", *_FORMS)}
        return told({"fields": [_short(one) for one in found["fields"]], **rest, "now": now})
    keys = _of_keys(dataset, field)
    for one in found["fields"]:
        if one["path"] in (field, f"{field}.*", keys):
            return told(_known(one))
    raise InvalidInput([Problem("path", "", "unknown_field", f"no field {shown(field)}")])


def _of_keys(dataset: Dataset, path: Any) -> str | None:
    """Return as what `describe` lists a key of a JSON column; None for what is none."""
    if not isinstance(path, str) or dataset.find(path) is None:
        return None
    column = dataset.paths.get(path.rpartition(".")[0])
    return f"{path.rpartition('.')[0]}.*" if column is not None and column.is_document else None


def values(dataset: Dataset, path: Any, asked: _JSON, connection: Connection, options: _JSON) -> Answer:
    """Return the values of a field, or the keys of a JSON column."""
    column = path.removesuffix(".*") if isinstance(path, str) else path
    found = dataset.paths.get(column) if isinstance(column, str) else None
    if found is None or not found.is_document:
        return told(field_values(connection, path, dataset, **asked, **options))
    if not (is_empty(asked["search"]) and is_empty(asked["metric"])):
        message = f"{column} is a JSON column: its keys are listed, not searched; name one as {column}.key"
        raise InvalidInput([Problem("search", "", "conflicting_keys", message)])
    limited = {"filters": asked["filters"], "limit": asked["limit"]}
    return told(json_keys(connection, column, dataset, **limited, **options))


def computed(
    dataset: Dataset, widget: Any, filters: Any, most: int, connection: Connection, options: _JSON
) -> Answer:
    """Return the data of a widget, of a list at most so many rows."""
    found = compute_widget_data(connection, widget, dataset, dashboard_filters=filters, **options)
    wire = found.to_dict()
    data, metadata = wire["data"], cast(_JSON, wire["metadata"])
    told_of = {name: metadata[name] for name in _TOLD if metadata.get(name) not in (None, False)}
    answer: _JSON = {"chart_type": found.chart_type, "data": data, "metadata": told_of}
    if is_list(data):
        answer |= {"data": data[:most], "rows": len(data)}
        if len(data) > most:
            answer["cut"] = f"the first {most} of {len(data)} rows: aggregate or filter to see the rest"
    return told(answer)


def _short(field: _JSON) -> _JSON:
    """Return what is needed to choose a field."""
    named = ("path", "type", "label", "description", "unit", "values")
    short = {name: field[name] for name in named if field[name] is not None}
    if field["charts"]:
        short["charts"] = [*field["charts"]]
    uses = {"groupable": field["groupable"], "filter": field["filter"], "plot": field["plot"]}
    short |= {name: False for name, is_so in uses.items() if not is_so}
    if field["metrics"] is not None:
        short["metrics"] = [
            {name: one[name] for name in ("metric", "name", "type")} for one in field["metrics"]
        ]
    return short


def _known(field: _JSON) -> _JSON:
    """Return a field without what is not known of it."""
    known = {name: value for name, value in field.items() if value is not None}
    if "metrics" in known:
        known["metrics"] = [_known(one) for one in known["metrics"]]
    return known
