"""What one call is about: the moment, the zone, the limits and the host's scope, read once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from typing_extensions import Unpack

from widgetql.columns import Context, scope_of
from widgetql.dataset import Dataset
from widgetql.deadline import Deadline
from widgetql.errors import Problems
from widgetql.execution import Runner
from widgetql.limits import Limits
from widgetql.relative_time import WEEKDAYS, Clock, zone_of
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

    @classmethod
    def of(cls, dataset: Dataset, **options: Unpack[Options]) -> Request:
        """Read the options: the first thing that a call does, and the only place that asks the clock.

        Raises `TypeError` or `ValueError` for options that are the host's own mistake.
        """
        start = time.monotonic()
        if unknown := set(options) - _KNOWN:
            raise TypeError(f"unknown options {sorted(unknown)}; there are {sorted(_KNOWN)}")
        now = _aware(options.get("now"))
        timezone, week_start = options.get("timezone"), options.get("week_start")
        zone = dataset.zone if timezone is None else zone_of(timezone)
        week_start = dataset.week_start if week_start is None else week_start
        if week_start not in WEEKDAYS:
            raise ValueError(f"week_start must be one of {', '.join(WEEKDAYS)}, got {week_start!r}")
        clock = Clock(now.astimezone(UTC), zone, WEEKDAYS.index(week_start))
        context = Context(zone, scope_of(options.get("scope"), dataset))
        limits, strategy = options.get("limits") or dataset.limits, options.get("strategy") or {}
        if wrong := {item for item in strategy.items() if item[1] not in STRATEGIES.get(item[0], ())}:
            raise ValueError(f"unknown strategy {dict(wrong)}; there are {STRATEGIES}")
        deadline = Deadline.after(limits.timeout, start)
        return cls(dataset, clock, limits, context, Problems(), strategy, deadline)

    def runner(self, connection: Any, *, explains: bool = False) -> Runner:
        """Return what runs the statements of this call."""
        return Runner(connection, self.deadline, self.limits.widget_timeout, explains=explains)


def _aware(now: Any) -> datetime:
    if now is None:
        return datetime.now(UTC)
    if not isinstance(now, datetime):
        raise TypeError(f"now must be a datetime, got {now!r}")
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    return now
