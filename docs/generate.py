"""`python -m docs.generate`: tables of the documentation, made from the code so that they tell nothing else.

They stand in the pages themselves, so that a page can be read as a file: between `<!-- generated: name -->`
and `<!-- end -->`. To add one is a function, a row of `TABLES`, and these two lines in a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from inspect import Signature, isfunction, signature
from pathlib import Path
from typing import Any, Final, ForwardRef

import widgetql
from docs import gallery, held
from widgetql.charts.parse import KEYS, OTHER_KEYS
from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES, MATRIX, PERIODS
from widgetql.clocks import PARTS
from widgetql.errors import CODES
from widgetql.filters.vocabulary import GROUPS, OPERATORS, operators_of
from widgetql.limits import Limits
from widgetql.storage import READABLE_AS, TYPE_OF_STORAGE
from widgetql.types import DataType, WidgetDataResponse, WidgetMetadata


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table.

    >>> print(table(["a", "b"], [["1", "x | y"]]))
    | a | b |
    | --- | --- |
    | 1 | x \\| y |
    """
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def errors() -> str:
    """Every code of a problem, and what it says."""
    return table(["code", "meaning"], ([f"`{code}`", meaning] for code, meaning in CODES.items()))


def limits() -> str:
    """Every limit, its default and what it caps. A new one needs a line here."""
    defaults = Limits()
    named = ((field.name, getattr(defaults, field.name)) for field in fields(Limits))
    head = ["limit", "default", "caps"]
    return table(head, ([f"`{name}`", _said(value), _LIMIT_IS[name]] for name, value in named))


def operators() -> str:
    """Every operator, its operand and its meaning."""
    head = ["operator", "value", "holds where the field"]
    return table(head, ([f"`{op.name}`", op.operand.value, op.meaning] for op in OPERATORS.values()))


def groups() -> str:
    """Every group, and when it holds."""
    return table(["operator", "holds where"], ([f"`{name}`", meaning] for name, meaning in GROUPS.items()))


def operators_by_type() -> str:
    """Which operators each type of field takes."""
    return table(
        ["type", "operators"], ([kind.value, _listed(OPERATORS, operators_of(kind))] for kind in DataType)
    )


def rules() -> str:
    """The rules matrix: which charts and aggregations each type of field takes."""
    return table(
        ["type", "charts", "aggregations"],
        (
            [kind.value, _listed(CHART_TYPES, rule.charts), _listed(AGGREGATIONS, rule.aggregations)]
            for kind, rule in MATRIX.items()
        ),
    )


def aggregations() -> str:
    """Every aggregation, the types that take it, and what it is. A new one needs a line here."""
    return table(
        ["aggregation", "of", "is"],
        (
            [
                f"`{name}`",
                ", ".join(k.value for k, rule in MATRIX.items() if name in rule.aggregations),
                meaning,
            ]
            for name, meaning in ((name, _AGGREGATION_IS[name]) for name in AGGREGATIONS)
        ),
    )


def periods() -> str:
    """The time periods."""
    return " ".join(f"`{period}`" for period in PERIODS)


def parts() -> str:
    """The parts of time, and the numbers that each has."""
    return table(["part", "is"], ([f"`{name}`", f"{low} to {high}"] for name, (low, high) in PARTS.items()))


def widget_keys() -> str:
    """Every key of a widget, and the charts that use it."""
    used = {name: key.charts for name, key in KEYS.items()} | dict.fromkeys(sorted(_FILTERS), CHART_TYPES)
    return table(
        ["key", "used by"],
        (
            [f"`{name}`", "every chart" if {*charts} == {*CHART_TYPES} else _listed(CHART_TYPES, charts)]
            for name, charts in used.items()
        ),
    )


# Keys of every widget, with a page of their own.
_FILTERS: Final = frozenset({"filters", "dashboard_filters"})


def ignored_keys() -> str:
    """The keys that a widget may have beside those that its charts use."""
    return " ".join(f"`{name}`" for name in sorted(OTHER_KEYS - _FILTERS))


def columns() -> str:
    """What a column's SQL type is to widgetql, and what else it may be declared as."""
    return table(
        ["column", "type", "may be declared as"],
        (
            [
                storage.value,
                kind.value,
                ", ".join(sorted(to.value for one, to in READABLE_AS if one is storage)),
            ]
            for storage, kind in TYPE_OF_STORAGE.items()
        ),
    )


def functions() -> str:
    """Every public function, how it is called, and what it does."""
    found = {name: getattr(widgetql, name) for name in widgetql.__all__}
    return "\n".join(
        f"- `{name}({_parameters(one)})`: {(one.__doc__ or '').partition(chr(10))[0]}"
        for name, one in found.items()
        if isfunction(one)
    )


def _parameters(function: Callable[..., object]) -> str:
    """Return the parameters of a function without their types."""
    plain = [one.replace(annotation=one.empty) for one in signature(function).parameters.values()]
    return str(Signature(plain))[1:-1]


def response() -> str:
    """The keys of an answer's `to_dict()`, and of its metadata. A new one of these needs a line here."""
    of_metadata = table(
        ["key of `metadata`", "type", "is"],
        ([name, kind, _METADATA_IS[name.strip("`")]] for name, kind in _typed(WidgetMetadata)),
    )
    return f"{_keys(WidgetDataResponse)}\n\n{of_metadata}"


def _keys(of: type) -> str:
    return table(["key", "type"], _typed(of))


def _typed(of: type) -> Iterable[Sequence[str]]:
    return ([f"`{name}`", f"`{_type(found)}`"] for name, found in of.__annotations__.items())


def _type(annotation: Any) -> str:
    """Return a type as it is written."""
    written = annotation.__forward_arg__ if isinstance(annotation, ForwardRef) else str(annotation)
    return re.sub(r"^NotRequired\[(.*)\]$", r"\1", written)


def stored() -> str:
    """What a column may hold, and what it reads as on each database."""
    return held.held(table)


_METADATA_IS: Final[Mapping[str, str]] = {
    "display_name": "the name of the metric or the field; of what plots none the widget's own",
    "data_type": "the type of what is plotted; null where that is no field",
    "filter_value": "the id of the metric",
    "range": "the bounds of the time range as they were read, in UTC; null where there is none",
    "timezone": "the zone of the answer, as `timezone=` takes it",
    "now": "the moment of the answer, as `now=` takes it",
    "truncated": "a list or table: whether there are more rows than its `limit`",
    "unit": "the field's unit, where it is declared with one",
    "sampled": "a line: whether it was thinned",
    "total": "a line: how many points there are",
    "next_cursor": "what has pages: the `cursor` of the next; null on the last",
    "bins": "a histogram, and bins of a bar, table or pivot: which they are",
    "missing": "a histogram and a bar by `x`: the samples without one",
    "unpaired": "`compare`: the rows of the time before that are paired with no row of now",
    "excluded_by_having": "`having`: how many groups it leaves out, and their samples",
    "excluded_by_limit": "a limit of groups without a rest: how many are beyond it, and their samples",
    "x": "a bar by `x`: the name of its axis",
    "part": "a bar by a part of time: which",
    "field_type": "a `share` of values: the field's own type",
    "series_dimension": "a `share` of values: what its groups are, always `enum_value`",
    "normalization": "a `share` of values: what it is a part of, always `total_calls`",
    "totals": "`totals`: the row of all",
    "sample_counts": "a stat of measures: the rows behind each that has filters or a metric of its own",
    "columns": "a list, table or pivot, and what has `metrics`: each column",
}

_LIMIT_IS: Final[Mapping[str, str]] = {
    "max_range": "the length of a widget's time range, and how far back it starts; none lifts both rules",
    "range_slack": "nothing: it is added to `max_range`, for clients that send clock times",
    "max_compare": "how far back from now what is compared with starts",
    "max_depth": "how deep groups nest",
    "max_conditions": "the conditions of a widget, all its filters together",
    "max_list_length": "the values of one `in` or `nin`",
    "max_values": "all values of a widget's filters together",
    "max_text_length": "the characters of one value",
    "max_regex_length": "the characters of one regular expression",
    "max_json_length": "the characters of a document, as JSON text or data",
    "max_search_cost": "what a widget's searches cost, each by what it has to read",
    "max_relations": "the steps through relations of a widget's filters",
    "max_points": "the points of a line; beyond it they are thinned",
    "max_slices": "the slices of a pie, without the one for the rest",
    "max_groups": "the groups of a `group_by`, the labels of a pivot's axis, without the one for the rest",
    "max_rows": "the rows of a list or table",
    "max_columns": "the columns of a list; the dimensions, metrics and sort keys of a table",
    "max_dimensions": "the dimensions that the rows of a table are grouped by",
    "max_measures": "the metrics of a widget",
    "max_distinct": "the percentiles and distinct counts among them",
    "max_buckets": "the time buckets of a range; the bins of a histogram",
    "max_answer_rows": "the rows of one widget's `data`, the cells of a pivot",
    "max_dashboard_rows": "the rows of all widgets of a dashboard",
    "max_widgets": "the widgets of a dashboard",
    "timeout": "how long a call takes, a dashboard's as well, before it is ended",
    "widget_timeout": "how long each query of a call runs before it is cancelled",
}

_AGGREGATION_IS: Final[Mapping[str, str]] = {
    "count": "the number of records, with a value or without",
    "sum": "the sum; null over nothing",
    "avg": "the mean; of a boolean the fraction of true among its values, 0 to 1",
    "min": "the lowest number or the first instant",
    "max": "the highest number or the last instant",
    "count_distinct": "the number of different values; a missing one is none",
    "median": "the same as `p50`",
    "p50": "the 50th percentile, by linear interpolation",
    "p90": "the 90th percentile",
    "p95": "the 95th percentile",
    "p99": "the 99th percentile; likewise every other, from `p0` to `p100`, as `p99.95`",
    "stddev": "the sample standard deviation; null below two values",
    "variance": "the sample variance; null below two values",
    "first": "the first value that is there, by timestamp, then id, then value; of any type",
    "last": "the last value that is there, likewise",
}


def _listed(names: Iterable[str], chosen: Collection[str]) -> str:
    return " ".join(f"`{name}`" for name in names if name in chosen)


def _said(value: object) -> str:
    match value:
        case None:
            return "none"
        case timedelta(days=days) if value == timedelta(days=days):
            return f"{days} days"
        case timedelta():
            return f"{value / timedelta(minutes=1):g} minutes"
        case int():
            return f"{value:,}"
        case _:
            return str(value)


TABLES: Final[Mapping[str, Callable[[], str]]] = {
    "aggregations": aggregations,
    "columns": columns,
    "errors": errors,
    "functions": functions,
    "gallery": gallery.page,
    "groups": groups,
    "ignored_keys": ignored_keys,
    "limits": limits,
    "operators": operators,
    "operators_by_type": operators_by_type,
    "parts": parts,
    "periods": periods,
    "response": response,
    "rules": rules,
    "stored": stored,
    "widget_keys": widget_keys,
}
PAGES: Final = tuple(sorted(Path(__file__).parent.glob("*.md")))
_PLACE: Final = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def renewed(page: str) -> str:
    """Return a page with its tables as they are now.

    >>> renewed("<!-- generated: periods -->\\nold\\n<!-- end -->").count("`month`")
    1
    """
    return _PLACE.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", page)


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(renewed(path.read_text()))
