"""What the columns of an answer with measures are."""

from __future__ import annotations

from typing import Any

from widgetql.fields import Dynamic
from widgetql.testing.grids import dimension
from widgetql.testing.holding import found_at
from widgetql.testing.measures import name_of
from widgetql.testing.samples import Question, metric_of
from widgetql.testing.told import of_dimension

_VALUES = ("sum", "avg", "min", "max", "median", "stddev", "first", "last")


def columns(question: Question) -> list[dict[str, Any]]:
    """Return a dict for each column: dimensions, measures, counts."""
    world, chart, group_by = question.world, question.widget["chart_type"], question.given("group_by")
    timestamp = str(world.dataset.timestamp_path)
    paths: list[tuple[str, str]] = []
    over = question.given("x") if chart == "bar" else None
    if chart == "bar" and over is None:
        paths.append(("time_interval", timestamp))
    if group_by is not None and (chart != "bar" or group_by["type"] == "field"):
        paths.append(("group", group_by["field"] if group_by["type"] == "field" else timestamp))
    if chart == "pie":
        paths.append(("label", question.widget["field"]))
    dimensions = [one for key in ("dimensions", "rows") for one in question.listed(key)]
    dimensions += question.listed("columns") if chart == "pivot" else []
    found = [column for one in dimensions for column in of_dimension(one, question)]
    # Times of buckets are no values of the field.
    buckets = {"time_interval", *(["group"] if group_by is not None and group_by["type"] == "bucket" else [])}
    found += [] if over is None else _over(over, question)
    found += [_dimension(question, name, path, is_bucket=name in buckets) for name, path in paths]
    if chart in ("bar", "pie"):
        found.append(_column("series", "series", "string", "dimension"))
    metrics = question.listed("metrics")
    found += [_measure(question, one) for one in metrics if not one.get("hidden")]
    if chart != "stat" or group_by is not None:
        found.append(_column("sample_count", "sample_count", "numeric", "count"))
        named = [path for _, path in paths] + [str(dimension(one).path) for one in dimensions]
        named += [one["field"] for one in metrics if one.get("field")]
        named += [] if over is None else [str(dimension(over).path)]
        if any(found_at(path, world).to_many for path in named):
            found.append(_column("record_count", "record_count", "numeric", "count"))
    return found


def _over(over: Any, question: Question) -> list[dict[str, Any]]:
    """What a bar stands over: a label, or the ends of a bin."""
    own = of_dimension(over, question)
    if len(own) > 1:
        return [one | {"name": name, "label": name} for name, one in zip(("from", "to"), own, strict=True)]
    return [own[0] | {"name": "label"}]


def _dimension(question: Question, name: str, path: str, *, is_bucket: bool) -> dict[str, Any]:
    found = found_at(path, question.world)
    if is_bucket:
        return _column(name, getattr(found.leaf, "label", None) or name, "datetime", "dimension")
    unit, format = getattr(found.leaf, "unit", None), getattr(found.leaf, "format", None)
    label = found.label
    if isinstance(found.leaf, Dynamic):
        label = metric_of(found, question.given("metric"), question.world).name or label
    return _column(name, label, _type(question, path, {}), "dimension", unit, format)


def _type(question: Question, path: str, one: Any) -> str:
    found = found_at(path, question.world)
    if not isinstance(found.leaf, Dynamic):
        return str(found.leaf.type)
    metric = one.get("metric") or question.given("metric")
    return str(metric_of(found, metric, question.world).kind.type)


def _measure(question: Question, one: Any) -> dict[str, Any]:
    name, aggregation, path = name_of(one), one.get("aggregation_function"), one.get("field")
    if not aggregation or not path:
        return _column(name, name, "numeric", "measure")
    of, leaf = _type(question, path, one), found_at(path, question.world).leaf
    shown = of if aggregation in ("min", "max", "first", "last") else "numeric"
    is_value = aggregation in _VALUES or (aggregation[0] == "p" and aggregation[1].isdigit())
    if of == "boolean" and aggregation == "avg" and not one.get("per"):
        form = getattr(leaf, "format", None) or "percent"
        return _column(name, name, shown, "measure", getattr(leaf, "unit", None), form)
    if not is_value or one.get("per"):
        return _column(name, name, shown, "measure")
    return _column(name, name, shown, "measure", getattr(leaf, "unit", None), getattr(leaf, "format", None))


def _column(
    name: str, label: str, data_type: str, role: str, unit: str | None = None, format: str | None = None
) -> dict[str, Any]:
    return {"name": name, "label": label, "type": data_type, "unit": unit, "format": format, "role": role}
