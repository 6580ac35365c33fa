"""An alert as a function of rows and rule: what it says at one moment, and by which records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy.engine import Connection
from typing_extensions import Unpack

from widgetql.alerts.asking import Asking
from widgetql.alerts.judging import compares, drifts, jumps, smoothed
from widgetql.alerts.newest import Value
from widgetql.alerts.rule import Rule, parse_rule
from widgetql.alerts.threshold import measured
from widgetql.dataset import Dataset
from widgetql.errors import Pointer
from widgetql.relative_time import RESOLUTION, format_instant
from widgetql.request import Request
from widgetql.types import DataType, FilterJSON, Options

State: TypeAlias = Literal["ok", "alert", "insufficient"]
"""What a rule says; `insufficient` where there is not enough to say either."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of the rows at one moment.

    `observed` and `of` are the breaches among so many values read, a trend's smoothed value among them, a
    spike's records and its baseline's, a threshold's value and its sample count. `evidence` is a filter, in
    absolute instants, of exactly the records that it is about, `since` the oldest timestamp of these; both
    are None where the state is `insufficient`, `since` also where no record is.

    >>> Verdict("ok", 0, 50).to_dict()
    {'state': 'ok', 'observed': 0, 'of': 50, 'since': None, 'evidence': None}
    """

    state: State
    observed: int | float | None
    of: int
    since: str | None = None
    evidence: FilterJSON | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain JSON data."""
        return {
            "state": self.state,
            "observed": self.observed,
            "of": self.of,
            "since": self.since,
            "evidence": self.evidence,
        }


def verdict(
    connection: Connection | Any, rule: Mapping[str, Any], dataset: Dataset, **options: Unpack[Options]
) -> Verdict:
    """Return what an alert's rule says of the rows before `now`.

    A rule has a `type` (`threshold breaches failure trend spike`) and the keys of it. Values are those with
    a timestamp before `now` under its `filters`, by timestamp, then id; what is missing is no value. Nothing
    is scheduled and nothing is remembered: the same rows and the same `now` give the same verdict.

    Raises `InvalidInput` with every problem of the rule, the document `rule`, and where the dataset's fields
    cannot say the evidence; otherwise as `compute_widget_data` does.

    >>> from widgetql.testing.example import connect, dataset, november
    >>> rule = {"type": "breaches", "field": "duration", "op": "gt", "value": 61, "at_least": 1, "of_last": 2}
    >>> with connect() as connection:
    ...     found = verdict(connection, rule, dataset, now=november["now"])
    >>> found.state, found.observed, found.of, found.since
    ('alert', 1, 2, '2025-11-03T13:00:00Z')
    """
    request = Request.of(dataset, **options)
    if dataset.timestamp_path is None:
        raise ValueError("this Dataset declares no timestamp=, so it has no verdicts")
    with request.runner(connection) as runner:
        written = parse_rule(rule, Pointer("rule"), request.limits, request.problems)
        if written is None:
            request.problems.raise_any()
        assert written is not None
        return _JUDGES[written.type](written, Asking(written, request, runner))


def _threshold(rule: Rule, asking: Asking) -> Verdict:
    """Hold the value of a stat against a number."""
    found = measured(rule, asking.request, asking.runner)
    if found.value is None:
        return Verdict("insufficient", None, found.samples)
    breaches = compares(found.value, rule.given["op"], rule.given["value"])
    evidence = found.evidence()
    since = asking.oldest(asking.scan(asking.evidence.bound(evidence)))
    asking.request.problems.raise_any()
    return Verdict(_alert(breaches), found.value, found.samples, _text(since), evidence)


def _breaches(rule: Rule, asking: Asking) -> Verdict:
    """Count the values beyond a number among the newest."""
    op, bound = rule.given["op"], rule.given["value"]
    values = asking.newest(DataType.NUMERIC, rule.given["of_last"])
    return _counted(rule, asking, values, lambda value: compares(value, op, bound))


def _failure(rule: Rule, asking: Asking) -> Verdict:
    """Count the falses among the newest."""
    values = asking.newest(DataType.BOOLEAN, rule.given["of_last"])
    return _counted(rule, asking, values, lambda value: not value)


def _counted(rule: Rule, asking: Asking, values: Sequence[Value], breaches: Callable[[Any], bool]) -> Verdict:
    least = rule.given["at_least"]
    found = [one for one in values if breaches(one.value)]
    if len(values) < least:
        return Verdict("insufficient", len(found), len(values))
    return _of_values(asking, _alert(len(found) >= least), len(found), len(values), found)


def _trend(rule: Rule, asking: Asking) -> Verdict:
    """Hold the smoothed newest values against the deviation of as many before them."""
    window: int = rule.given["window"] or 1
    values = asking.newest(DataType.NUMERIC, 2 * window)
    if len(values) < 2 * window:
        return Verdict("insufficient", None, len(values))
    before, newest = values[:window], values[window:]
    recent = smoothed([one.value for one in newest], rule.given["alpha"])
    drifted = drifts(recent, [one.value for one in before], rule.given["deviations"], rule.given["direction"])
    return _of_values(asking, _alert(drifted), float(recent), len(values), newest)


def _spike(rule: Rule, asking: Asking) -> Verdict:
    """Hold the number of recent records against that of the time before."""
    found = asking.spans(rule.given["recent"], rule.given["baseline"])
    now = asking.request.clock.now
    recent, since = asking.counted(found.middle, now)
    baseline, _ = asking.counted(found.start, found.middle)
    share = Fraction((now - found.middle) // RESOLUTION, (found.middle - found.start) // RESOLUTION)
    jumped = recent >= rule.given["at_least"] and jumps(recent, baseline, rule.given["times"], share)
    return Verdict(_alert(jumped), recent, baseline, _text(since), found.evidence)


def _of_values(
    asking: Asking, state: State, observed: int | float, of: int, values: Sequence[Value]
) -> Verdict:
    evidence = asking.evidence.records(values)
    asking.evidence.bound(evidence)
    asking.request.problems.raise_any()
    return Verdict(state, observed, of, _text(values[0].at if values else None), evidence)


def _alert(holds: bool) -> State:
    return "alert" if holds else "ok"


def _text(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)


_JUDGES: Final[Mapping[str, Callable[[Rule, Asking], Verdict]]] = MappingProxyType(
    {
        "threshold": _threshold,
        "breaches": _breaches,
        "failure": _failure,
        "trend": _trend,
        "spike": _spike,
    }
)
