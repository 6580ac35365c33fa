"""What a model reads: of each tool what it is for and how it is asked. Each is under 2,048 characters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

INSTRUCTIONS: Final = (
    "Answers questions about one dataset of records. Ask `describe` once for its fields, then write a widget "
    "and ask `query`. A text that a filter compares with must be spelt as it is stored: look it up with "
    "`values`. Errors say what to mend and what is allowed; mend that and ask again."
)

_DESCRIBE: Final = """\
What may be asked of the dataset: call this first, once.

Without arguments: every field (`path`, `type`, label, unit, the `charts` it may be drawn as, listed \
`values`), the stats, which keys each chart needs and takes, the aggregations, the time periods, the \
limits, the time zone and now.
With `field`: all of one field: its operators, the aggregations of each chart, and of a dynamic \
field its metrics, whose ids widgets take as `metric`.

A path `metadata.*` stands for any key of a JSON column, as `metadata.region`: `values` of \
`metadata` lists the keys.

Good to know when a widget is written:
- A list or a table has 100 rows unless its `limit` says more, at most `max_rows`. `truncated` in the \
metadata says that there are more, which the same widget returns with `next_cursor` as its `cursor`.
- A row of a list has `id` and `timestamp` already: `columns` are other fields, none with `plot: false`.
- A measure is not named as what rows have of their own: `total`, `other`, `sample_count`, `previous`.
- To count records by time: a bar over the timestamp, with `count`.
- Records without a value: a pie and a histogram leave them out, a pie with `include_missing: true` \
does not; in groups and tables they are one of their own, null. `neq`, `nin` and `not` keep them.
- A dynamic field has its `metric` beside it in a widget. In a filter that is a condition of its own, on \
the same related row: {"operator": "same_row", "conditions": [{"field": path of the metric's id, "op": \
"eq", "value": 4}, {"field": path of the value, "op": "lte", "value": 2}]}.
- Last week: gte `now-1w/w` and lt `now/w`. Lengths of time in the limits are seconds.
- A bin begins at its lower edge and ends before the upper. Below the first of `edges`, and from the last \
on, there is one more bin."""

_VALUES: Final = """\
The values of a field, most frequent first, each with the number of records that have it. Ask this \
before you filter on a text: "billing" and "Billing dispute" are two values, and `eq` wants one of \
them as it is spelt.

- `field`: a path. Of a JSON column (`metadata`) its keys are listed instead.
- `search`: only values that contain this text, whatever the case.
- `filters`: only records that satisfy this filter.
- `metric`: needed where the field's type is dynamic: the id of a metric (`describe` with that field \
lists them)."""

_WIDGET: Final = """\
A widget is {"chart_type": ..., "filters": ...} and, by chart:
- stat: the dataset's own stats in numbers. Optional group_by, compare.
- bar: field, aggregation_function, time_period. Over time. Optional group_by, fill_gaps, compare.
- pie: field. How often each value occurs. Optional group_by, compare. line: field. One point a record.
- histogram: field, bins: {"width": 60} or {"edges": [0, 60]} or {"count": 10}.
- table: dimensions: ["topic", {"field": "timestamp", "time_period": "day"}], metrics: [{"name": \
"n", "aggregation_function": "count"}, {"name": "mean", "aggregation_function": "avg", "field": \
"duration"}], order_by: [{"name": "n", "direction": "desc"}], limit. \
Optional compare.
- pivot: rows: ["topic"], columns: ["success"], metrics as a table's, totals: ["rows", "columns", \
"all"].
- list: the records, newest first. field, columns: [paths], limit.
A dynamic field also needs metric. group_by: {"type": "field", "field": path}. compare: {"to": \
"previous_period"} or "-1d" "-1w" "-1M" "-1y".

A filter is a condition {"field", "op", "value"} or a group {"operator": "and" | "or" | "not", \
"conditions": [...]}. ops: eq neq gt gte lt lte between in nin contains startswith endswith isnull \
(true or false) regex. It needs a start of time: {"field": "timestamp", "op": "gte", "value": \
"now-7d"}; times are ISO or relative: today, now-24h, now-30d, now/w (this week). Parts of time: \
{"field": "timestamp", "part": "hour_of_day" | "day_of_week" (1 Monday), "op": "between", "value": \
[9, 17]}. Conditions on one and the same related row: {"operator": "same_row", "conditions": [...]}; \
how many such rows: {"operator": "count_rows", "op": "gte", "value": 3, "conditions": [...]}."""

_PREVIEW: Final = f"""\
Tries a widget: the first ten rows of its data, how many there are, and what is wrong with it. {_WIDGET}"""

_QUERY: Final = f"""\
Computes a widget and returns its data. {_WIDGET}"""

TOOLS: Final[Mapping[str, str]] = MappingProxyType(
    {"describe": _DESCRIBE, "values": _VALUES, "preview": _PREVIEW, "query": _QUERY}
)


def told(tool: str, timestamp: str) -> str:
    """Return the text of a tool for a dataset, by the path of its timestamp."""
    return TOOLS[tool].replace('"field": "timestamp"', f'"field": {json.dumps(timestamp)}')


PATH: Final = "The path of a field, as describe lists it."
A_WIDGET: Final = "The widget, as the tool's text says."
A_FILTER: Final = "A filter that holds in addition, in the same grammar as a widget's."
SEARCH: Final = "Only values that contain this text, whatever the case."
METRIC: Final = "The id of a metric, for a dynamic field."
LIMIT: Final = "At most so many values."

TIMEOUT: Final = "The database took too long. Ask for less: a shorter range of time, fewer groups."
FAILED: Final = "The database failed ({}). It is no fault of the widget: do not change it."
