"""Tables of the documentation that are made from the code, so that they cannot tell anything else.

A page takes one in by `{include} _generated/<name>.md`; to add one is a function and a row of `PAGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Final

from docs import held
from widgetql.charts.parse import KEYS, OTHER_KEYS
from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES, MATRIX, PERIODS
from widgetql.clocks import PARTS
from widgetql.errors import CODES
from widgetql.filters.vocabulary import GROUPS, OPERATORS, operators_of
from widgetql.limits import Limits
from widgetql.storage import READABLE_AS, TYPE_OF_STORAGE
from widgetql.types import DataType


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
    return table(["limit", "default"], ([f"`{name}`", _said(value)] for name, value in named))


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
    everywhere = frozenset(CHART_TYPES)
    return table(
        ["key", "used by"],
        (
            [f"`{name}`", "every chart" if key.charts == everywhere else _listed(CHART_TYPES, key.charts)]
            for name, key in KEYS.items()
        ),
    )


def ignored_keys() -> str:
    """The keys that a widget may have beside those that its charts use; filters have a page of their own."""
    return " ".join(f"`{name}`" for name in sorted(OTHER_KEYS - {"filters", "dashboard_filters"}))


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


def stored() -> str:
    """What a column may hold, and what it reads as on each database."""
    return held.held(table)


_LIMIT_IS: Final[Mapping[str, str]] = {
    "max_range": "the length of a widget's time range, and how far back it starts; none lifts both rules",
    "max_compare": "how far back what is compared with starts",
    "range_slack": "nothing: it is added to `max_range`, for clients that send clock times",
    "max_depth": "how deep groups nest",
    "max_conditions": "the conditions of one filter",
    "max_list_length": "the values of one `in` or `nin`",
    "max_values": "all values of one filter together",
    "max_text_length": "the characters of one value",
    "max_regex_length": "the characters of one regular expression",
    "max_json_length": "the characters of a filter that comes as JSON text",
    "max_points": "the points of a line; beyond it they are thinned",
    "max_slices": "the slices of a pie, without the one for the rest",
    "max_groups": "the groups of a `group_by`, without the one for the rest",
    "max_rows": "the rows of a list or table",
    "max_columns": "the columns of a list; the dimensions, metrics and sort keys of a table",
    "max_buckets": "the time buckets of a range",
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
        case int():
            return f"{value:,}"
        case _:
            return str(value)


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "aggregations": aggregations,
    "columns": columns,
    "errors": errors,
    "groups": groups,
    "ignored_keys": ignored_keys,
    "limits": limits,
    "operators": operators,
    "operators_by_type": operators_by_type,
    "parts": parts,
    "periods": periods,
    "rules": rules,
    "stored": stored,
    "widget_keys": widget_keys,
}


def write_all(folder: Path) -> None:
    """Write each table into its file in `folder`; a file that is right already keeps its time stamp."""
    folder.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        path = folder / f"{name}.md"
        text = page() + "\n"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
