"""Widgets at the corners of the default limits: as many rows, columns, conditions and values as allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

_JSON = dict[str, Any]

_TEXTS: Final = ("topic", "notes", "more_notes")
_GROUPS: Final = ("topic", "success", "agent.name", "notes")
_NUMBERS: Final = ("count", "sum", "avg", "min", "max", "count_distinct", "median", "p90", "p95", "p99")
_SINCE: Final[_JSON] = {"field": "timestamp", "op": "gte", "value": "now-30d"}


def drawn(random: Random, number: int) -> _JSON:
    """Return a widget at some corner: each kind in turn."""
    widget = _CORNERS[number % len(_CORNERS)](random)
    return widget | {"filters": _filters(random)}


def changed(random: Random, widget: _JSON) -> _JSON:
    """Return a widget near to another: one thing in it is drawn anew."""
    kinds = [corner for corner in _CORNERS if corner(Random(0))["chart_type"] == widget["chart_type"]]
    other = random.choice(kinds)(random)
    key = random.choice(["filters", *other])
    if key == "filters":
        return widget | {"filters": _filters(random)}
    # Keys that go together stay together.
    whole = {"time_period", "group_by", "fill_gaps", "dimensions", "metrics", "order_by"}
    return {**widget, **other, "filters": widget["filters"]} if key in whole else widget | {key: other[key]}


def _bar(random: Random) -> _JSON:
    widget: _JSON = {
        "chart_type": "bar",
        "field": "duration",
        "aggregation_function": random.choice(_NUMBERS),
        "fill_gaps": random.random() < 0.7,
    }
    grain = random.choice(["minute", "hour", "day", "bucket"])
    if grain == "bucket":
        # As many as are allowed over thirty days.
        return widget | {"group_by": {"type": "bucket", "interval": 52_000}}
    if grain == "minute":
        return widget | {"time_period": grain}
    return widget | {"time_period": grain, "group_by": {"type": "field", "field": random.choice(_GROUPS)}}


def _line(random: Random) -> _JSON:
    widget: _JSON = {"chart_type": "line", "field": "duration"}
    group = random.choice([None, *_GROUPS])
    return widget if group is None else widget | {"group_by": {"type": "field", "field": group}}


def _pie(random: Random) -> _JSON:
    return {
        "chart_type": "pie",
        "field": random.choice(_TEXTS),
        "group_by": {"type": "field", "field": random.choice(_GROUPS)},
        "include_missing": True,
    }


def _stat(random: Random) -> _JSON:
    return {"chart_type": "stat", "group_by": {"type": "field", "field": random.choice(_GROUPS)}}


def _list(random: Random) -> _JSON:
    plotted = random.choice(["duration", "success"])
    columns = [*_TEXTS, "agent.name", *(f"meta.k{number}" for number in range(45)), "meta.topic"]
    return {"chart_type": "list", "field": plotted, "columns": columns, "limit": 1_000}


def _raw(random: Random) -> _JSON:
    order = {"name": random.choice(_TEXTS), "direction": random.choice(["asc", "desc"])}
    dimensions = [*_TEXTS, "duration", *(f"meta.k{number}" for number in range(46))]
    return {"chart_type": "table", "dimensions": dimensions, "order_by": [order], "limit": 1_000}


def _table(random: Random) -> _JSON:
    paths = ["topic", "notes", "more_notes", "success", "agent.name", "duration", "meta.topic"]
    dimensions: list[Any] = random.sample(paths, random.randint(3, 7))
    dimensions.append({"field": "timestamp", "time_period": random.choice(["minute", "hour", "day"])})
    dear = random.choices(["count_distinct", "median", "p90", "p95", "p99"], k=6)
    names = [*dear, *random.choices(["sum", "avg", "min", "max"], k=14)]
    metrics = [
        {"aggregation_function": name, "field": "duration", "name": f"m{number}"}
        for number, name in enumerate(names)
    ]
    return {"chart_type": "table", "dimensions": dimensions, "metrics": metrics, "limit": 1_000}


_CORNERS: Final[Sequence[Callable[[Random], _JSON]]] = (
    _bar, _table, _list, _line, _bar, _pie, _raw, _stat, _bar, _table,
)  # fmt: skip


def _filters(random: Random) -> _JSON:
    """Return a filter of thirty days that costs as much as is allowed, of one kind of condition or a few."""
    if random.random() < 0.25:
        return _SINCE
    return {"operator": "and", "conditions": [_SINCE, random.choice(_SEARCHES)(random)]}


def _some(conditions: list[_JSON]) -> _JSON:
    """Any of the conditions: all of them are asked of every record."""
    return {"operator": "or", "conditions": conditions}


def _contained(random: Random) -> _JSON:
    op, path = random.choice(["contains", "startswith", "endswith"]), random.choice(_TEXTS)
    return _some([{"field": path, "op": op, "value": f"{number}ä{number}"} for number in range(40)])


def _patterns(random: Random) -> _JSON:
    path = random.choice(_TEXTS)
    return _some(
        [{"field": path, "op": "regex", "value": f"[a-y]+-{number}x.*z$"} for number in range(5)],
    )


def _keys(random: Random) -> _JSON:
    op = random.choice(["eq", "contains"])
    return _some([{"field": f"meta.k{number}", "op": op, "value": "x"} for number in range(10)])


def _unrelated(random: Random) -> _JSON:
    path, value = random.choice([("metric_evaluations.metric.id", 1), ("metric_evaluations.value", 0.5)])
    return {"operator": "not", "conditions": [{"field": path, "op": "gt", "value": value}]}


def _related(random: Random) -> _JSON:
    op = random.choice(["gt", "lt"])
    rows = [
        {
            "operator": "same_row",
            "conditions": [
                {"field": "metric_evaluations.metric.id", "op": "eq", "value": number % 3 + 1},
                {"field": "metric_evaluations.value", "op": op, "value": 2 + number},
            ],
        }
        for number in range(7)
    ]
    return _some(rows)


def _compared(random: Random) -> _JSON:
    op = random.choice(["gt", "lt"])
    return _some([{"field": "duration", "op": op, "value": 10_000 + number} for number in range(390)])


def _listed(random: Random) -> _JSON:
    lists = [[f"{part} {number}" for number in range(1_000)] for part in range(9)]
    return _some([{"field": random.choice(_TEXTS), "op": "in", "value": one} for one in lists])


_SEARCHES: Final[Sequence[Callable[[Random], _JSON]]] = (
    _contained, _patterns, _keys, _unrelated, _related, _compared, _listed,
)  # fmt: skip
