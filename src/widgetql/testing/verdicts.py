"""The interpreter of alerts: what a rule says of plain rows, and of which records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from typing_extensions import Unpack

from widgetql.dataset import Dataset
from widgetql.documents import is_empty
from widgetql.filters.ast import And
from widgetql.relative_time import Instant, format_instant, read_time
from widgetql.testing.holding import found_at
from widgetql.testing.oracle import expected_widget_data, written_filter
from widgetql.testing.places import Rows, World, world_of
from widgetql.testing.ranges import Range
from widgetql.testing.readings import shown
from widgetql.testing.samples import Question, Sample, id_of, samples_of, time_of
from widgetql.types import Options

_Found = tuple[Any, datetime]


def expected_verdict(
    rule: Mapping[str, Any], dataset: Dataset, rows: Rows, **options: Unpack[Options]
) -> dict[str, Any]:
    """Return what `verdict` must say for a valid rule over plain rows.

    `rows` are as for `matching_ids`. In the place of the `evidence` stand the ids that it selects, sorted, as
    `records`: None where the state is `insufficient`.

    >>> from datetime import UTC
    >>> from widgetql.testing.example import calls, dataset
    >>> rows = {calls: [{"id": 1, "timestamp": datetime(2025, 11, 3, 9), "success": False}]}
    >>> rule = {"type": "failure", "field": "success"}
    >>> expected_verdict(rule, dataset, rows, now=datetime(2025, 11, 3, 12, tzinfo=UTC))
    {'state': 'alert', 'observed': 1, 'of': 1, 'since': '2025-11-03T09:00:00Z', 'records': [1]}
    """
    world = world_of(dataset, rows, options)
    if rule["type"] == "threshold":
        return _threshold(rule, world, rows, options)
    question = Question(
        rule, world, written_filter(rule.get("filters"), "filters", world.limits), _past(world)
    )
    if rule["type"] == "spike":
        return _spike(rule, question)
    samples = [one for one in samples_of(question) if one.value is not None]
    samples.sort(key=lambda one: (one.at, one.id, one.value))
    return _trend(rule, samples) if rule["type"] == "trend" else _breaches(rule, samples)


def _past(world: World) -> Range:
    return Range(end=world.clock.now)


def _given(rule: Mapping[str, Any], key: str, default: Any) -> Any:
    return default if is_empty(rule.get(key)) else rule[key]


def _breaches(rule: Mapping[str, Any], samples: Sequence[Sample]) -> dict[str, Any]:
    fails = rule["type"] == "failure"
    least = _given(rule, "at_least", 1 if fails else 3)
    read = samples[-_given(rule, "of_last", max(least, 1 if fails else 50)) :]

    def is_breach(value: Any) -> bool:
        return value is False if fails else _holds(rule["op"], shown(value), rule["value"])

    found = [one for one in read if is_breach(one.value)]
    if len(read) < least:
        return _insufficient(len(found), len(read))
    return _said(len(found) >= least, len(found), len(read), ((one.id, one.at) for one in found))


def _trend(rule: Mapping[str, Any], samples: Sequence[Sample]) -> dict[str, Any]:
    size = _given(rule, "window", 50)
    read = samples[-2 * size :]
    if len(read) < 2 * size:
        return _insufficient(None, len(read))
    values: list[Any] = [Fraction(shown(one.value)) for one in read]
    before, newest = values[:size], values[size:]
    alpha = Fraction(str(_given(rule, "alpha", 0.3)))
    recent = newest[0]
    for value in newest[1:]:
        recent = alpha * value + (1 - alpha) * recent
    mean = sum(before) / size
    limit = (
        Fraction(str(_given(rule, "deviations", 2.0))) ** 2 * sum((one - mean) ** 2 for one in before) / size
    )
    direction = _given(rule, "direction", "both")
    up = direction != "down" and recent > mean and (recent - mean) ** 2 > limit
    down = direction != "up" and recent < mean and (recent - mean) ** 2 > limit
    return _said(up or down, float(recent), len(read), ((one.id, one.at) for one in read[size:]))


def _spike(rule: Mapping[str, Any], question: Question) -> dict[str, Any]:
    world = question.world
    now = world.clock.now
    middle = _before(now, _given(rule, "recent", "24h"), world)
    start = _before(middle, _given(rule, "baseline", "7d"), world)
    records = list(_records(question))
    recent = [one for one in records if middle <= one[1] < now]
    baseline = [one for one in records if start <= one[1] < middle]
    share = Fraction((now - middle).total_seconds()) / Fraction((middle - start).total_seconds())
    enough = len(recent) >= _given(rule, "at_least", 5)
    more = len(recent) >= Fraction(str(_given(rule, "times", 3))) * len(baseline) * share
    return _said(enough and more, len(recent), len(baseline), recent)


def _before(at: datetime, duration: str, world: World) -> datetime:
    found = read_time(f"now-{duration}", type(world.clock)(at, world.clock.zone, world.clock.week_start))
    assert isinstance(found, Instant)
    return found.at


def _threshold(rule: Mapping[str, Any], world: World, rows: Rows, options: Options) -> dict[str, Any]:
    widget, path = rule["widget"], str(world.dataset.timestamp_path)
    past = {"field": path, "op": "lt", "value": format_instant(world.clock.now)}
    written = written_filter(
        {"operator": "and", "conditions": [widget["filters"], past]}, "filters", world.limits
    )
    question = Question({"metric": widget.get("metric")}, world, written, _past(world))
    if is_empty(widget.get("metrics")):
        (name,) = world.dataset.stats
        answer = expected_widget_data(widget, world.dataset, rows, dashboard_filters=past, **options)
        found = list(_records(question))
        return _held(rule, answer["data"][name], len(found), found)
    (measure,) = (one for one in widget["metrics"] if not one.get("hidden"))
    others = [one for one in widget["metrics"] if one is not measure]
    table = {**widget, "chart_type": "table", "metrics": [*others, {**measure, "name": "value"}]}
    answer = expected_widget_data(table, world.dataset, rows, dashboard_filters=past, **options)
    row, field = answer["data"][0], measure.get("field")
    if measure.get("filters"):
        kept = And((written, written_filter(measure["filters"], "filters", world.limits)), written.at)
        own = Question({**question.widget, "field": field}, world, kept, _past(world))
        if field is None:
            found = list(_records(own))
        else:
            found = list(
                {one.id: (one.id, one.at) for one in samples_of(own) if one.value is not None}.values()
            )
        return _held(rule, row["value"], row["sample_counts"]["value"], found)
    if field is None or not found_at(field, world).to_many:
        found = list(_records(question))
    else:
        of_field = Question({**question.widget, "field": field}, world, written, _past(world))
        found = list({one.id: (one.id, one.at) for one in samples_of(of_field)}.values())
    return _held(rule, row["value"], row["sample_count"], found)


def _held(rule: Mapping[str, Any], value: Any, samples: int, found: Iterable[_Found]) -> dict[str, Any]:
    if value is None:
        return _insufficient(None, samples)
    return _said(_holds(rule["op"], value, rule["value"]), value, samples, found)


def _records(question: Question) -> Iterable[_Found]:
    for place in question.records():
        at = time_of(place, question.world)
        assert at is not None
        yield id_of(place, question.world), at


def _holds(op: str, value: Any, operand: Any) -> bool:
    if op in ("between", "outside"):
        low, high = operand
        return (low <= value <= high) is (op == "between")
    holds: Mapping[str, Callable[[], bool]] = {
        "eq": lambda: value == operand,
        "neq": lambda: value != operand,
        "gt": lambda: value > operand,
        "gte": lambda: value >= operand,
        "lt": lambda: value < operand,
        "lte": lambda: value <= operand,
    }
    return holds[op]()


def _insufficient(observed: Any, of: int) -> dict[str, Any]:
    return {"state": "insufficient", "observed": observed, "of": of, "since": None, "records": None}


def _said(alert: bool, observed: Any, of: int, found: Iterable[_Found]) -> dict[str, Any]:
    records = list(found)
    since = min((at for _, at in records), default=None)
    return {
        "state": "alert" if alert else "ok",
        "observed": observed,
        "of": of,
        "since": None if since is None else format_instant(since),
        "records": sorted({id for id, _ in records}),
    }
