"""What one call is about: the moment, the zone, the limits and the host's scope, read once."""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from typing_extensions import Unpack

from widgetql.columns import Context
from widgetql.dataset import Dataset
from widgetql.deadline import Deadline
from widgetql.errors import InvalidOption, Problems, shown
from widgetql.execution import Runner
from widgetql.limits import Limits, limits_of
from widgetql.relative_time import WEEKDAYS, Clock, zone_of
from widgetql.scope import scope_of
from widgetql.types import STRATEGIES, Options

_KNOWN = frozenset(Options.__annotations__)


@dataclass(frozen=True, slots=True)
class Request:
    """The options of a call, with the dataset's own where none are given."""

    dataset: Dataset
    clock: Clock
    limits: Limits
    context: Context
    problems: Problems
    strategy: Mapping[str, str]
    deadline: Deadline
    # What was found out in this call, for all of its widgets.
    found: dict[Any, Any] = field(default_factory=dict[Any, Any])

    @classmethod
    def of(cls, dataset: Dataset, *, judges: bool = False, **options: Unpack[Options]) -> Request:
        """Read the options: the first thing that a call does, and the only place that asks the clock.

        A call that only `judges`, and neither compiles nor reads, needs no scope.

        Raises `TypeError` or `ValueError` for options that are the host's own mistake.
        """
        start = time.monotonic()
        if not options.keys() <= _KNOWN:
            unknown = sorted(options.keys() - _KNOWN)
            raise TypeError(f"unknown options {unknown}; there are {sorted(_KNOWN)}")
        _check_type("dataset", dataset, Dataset)
        limits = limits_of(options.get("limits"), dataset.limits)
        clock = _clock(options, dataset)
        needs_scope = dataset.scope_required and not judges
        scope = scope_of(options.get("scope"), dataset, required=needs_scope)
        context = Context(clock.zone, scope, dataset.canonical)
        deadline = Deadline.after(limits.timeout, start)
        return cls(dataset, clock, limits, context, Problems(), _strategy(options.get("strategy")), deadline)

    @property
    def facts(self) -> Hashable:
        """What else the reading of a document depends on, whatever the moment."""
        # Those of the dataset need not be hashed.
        return None if self.limits is self.dataset.limits else self.limits, self.clock.calendar

    def runner(self, connection: Any, *, explains: bool = False) -> Runner:
        """Return what runs the statements of this call."""
        return Runner(connection, self.deadline, self.limits.widget_timeout, explains=explains)


def _check_type(name: str, value: object, wanted: type) -> None:
    if not isinstance(value, wanted):
        raise TypeError(f"{name} must be a {wanted.__name__}, got {shown(value)}")


def _clock(options: Options, dataset: Dataset) -> Clock:
    """Read the moment, the zone and the first day of weeks: the last two may be a customer's wishes."""
    now = _aware(options.get("now"))
    timezone, week_start = options.get("timezone"), options.get("week_start")
    try:
        zone = dataset.zone if timezone is None else zone_of(timezone)
    except ValueError as error:
        raise InvalidOption("timezone", f"timezone: {error}") from None
    week_start = dataset.week_start if week_start is None else week_start
    if week_start not in WEEKDAYS:
        message = f"week_start must be one of {', '.join(WEEKDAYS)}, got {shown(week_start)}"
        raise InvalidOption("week_start", message)
    return Clock(now, zone, WEEKDAYS.index(week_start))


def _aware(now: Any) -> datetime:
    """Return the moment in UTC, which may be the text that an answer's metadata has."""
    if now is None:
        return datetime.now(UTC)
    if isinstance(now, str):
        return _aware_text(now)
    if not isinstance(now, datetime):
        raise TypeError(f"now must be a datetime, got {shown(now)}")
    if now.utcoffset() is None:
        raise ValueError(f"now must be an aware datetime, as of UTC, got {now.isoformat()}")
    try:
        return now.astimezone(UTC)
    except OverflowError:
        raise ValueError("now must be in the years 1 to 9999 of UTC") from None


def _aware_text(text: str) -> datetime:
    """Read a moment that a host hands on, as a drill-down's from an answer's metadata."""
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        message = f"now must be an aware datetime, or its text as 2025-11-03T12:00:00Z, got {shown(text)}"
        raise InvalidOption("now", message) from None


def _strategy(strategy: Any) -> Mapping[str, str]:
    if strategy is None:
        return {}
    _check_type("strategy", strategy, Mapping)
    for name, way in strategy.items():
        if way not in STRATEGIES.get(name, ()):
            raise ValueError(f"unknown strategy {shown(name)}: {shown(way)}; there are {dict(STRATEGIES)}")
    return cast("Mapping[str, str]", strategy)
