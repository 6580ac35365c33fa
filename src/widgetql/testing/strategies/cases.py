"""Random cases in bulk: as the strategies draw them, faster, and without shrinking."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from itertools import count
from random import Random
from typing import Any, Final

from widgetql.dataset import Dataset
from widgetql.limits import Limits
from widgetql.relative_time import zone_of
from widgetql.testing.places import Rows
from widgetql.testing.strategies.conditions import Conditions, depth_for, fullness_of
from widgetql.testing.strategies.moments import moments_in
from widgetql.testing.strategies.odd import odd_kinds
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.plan import Plan, pools_of
from widgetql.testing.strategies.plots import Widgets
from widgetql.testing.strategies.records import MAX_ROWS, Records
from widgetql.testing.strategies.values import NOW
from widgetql.types import STRATEGIES, Options, Scope

# So many cases in a row ask of the same rows: to fill a database takes longer than to ask it.
_SHARING: Final = 8


# How often the limits allow ranges of years, and how often there are some two hundred records.
_FAR: Final = (False, False, False, True)
_CROWDED: Final = (*[False] * 15, True)
_LONGEST: Final = timedelta(days=1_000)
_WEEK_STARTS: Final = ("monday", "monday", "sunday", "saturday", "wednesday")
_ELSEWHERE: Final = (
    *("America/New_York", "Australia/Lord_Howe", "Europe/Paris") * 2,
    *("Asia/Kolkata", "America/New_York", "Australia/Lord_Howe"),
)
_WAYS: Final = STRATEGIES["buckets"]


@dataclass(frozen=True)
class Case:
    """One random case, and the seed that makes it again: rows, a filter and a widget for them, and options.

    `options` are those of the call: `now`, `timezone`, `week_start`, the `scope` if one is asked for, now and
    then a `strategy`, and `limits`: small ones, half of the time, so that there is an "other". `besides` are
    the filters that the widget is computed with: `dashboard_filters`, and `filters` instead of its own.
    The cases of eight seeds in a row have the same `rows`, the same object: a database that was filled for
    one serves all of them.
    """

    seed: int
    rows: Rows
    filter: Any
    widget: dict[str, Any] | None
    options: Options = field(default_factory=Options)
    besides: dict[str, Any] = field(default_factory=dict[str, Any])


def cases(
    dataset: Dataset,
    *,
    first: int = 0,
    max_rows: int = MAX_ROWS,
    now: datetime | None = None,
    timezone: str | tzinfo | None = None,
    week_start: str | None = None,
    extremes: bool = False,
    odd: Collection[str] = (),
    scope: Scope | None = None,
    values: Mapping[Any, Sequence[Any]] | None = None,
) -> Iterator[Case]:
    """Yield random cases without end, for a long run: the arguments are those of `rows`, and the first seed.

    `now`, `timezone` and `week_start` are drawn where they are not said: `moments`, the dataset's zone or
    another. One time in four ranges may be years long, one in sixteen there are some two hundred records.
    `widget` is None where the dataset has no timestamp.

    >>> from itertools import islice
    >>> from widgetql.testing import matching_ids
    >>> from widgetql.testing.example import dataset
    >>> drawn = islice(cases(dataset), 50)
    >>> any(matching_ids(case.filter, dataset, case.rows, **case.options) for case in drawn)
    True
    """
    zone = None if timezone is None else zone_of(timezone)
    plan = Plan(
        dataset, max_rows, now or NOW, zone or dataset.zone, extremes, odd_kinds(odd),
        week_start=week_start, scope=scope, values=pools_of(dataset, values), limits=dataset.limits,
    )  # fmt: skip
    depth = depth_for(dataset, 3)
    block: _Block | None = None
    for seed in count(first):
        if block is None or block.place != seed // _SHARING:
            asked = _asked(plan, now, zone, Random(f"asked {seed // _SHARING}").choice)
            block = _Block(seed // _SHARING, asked)
        yield block.case(seed, depth)


def _asked(plan: Plan, now: datetime | None, zone: tzinfo | None, pick: Pick) -> Plan:
    """Draw when, where and of how many rows some cases ask, where the caller does not say it."""
    usual = plan.dataset.limits
    zone = zone or zone_of(pick((*[plan.dataset.zone] * 3, *_ELSEWHERE)))
    is_far = pick(_FAR) and usual.max_range is not None
    return replace(
        plan,
        now=now or pick(moments_in(zone)),
        zone=zone,
        week_start=plan.week_start or pick((plan.dataset.week_start, *_WEEK_STARTS)),
        limits=replace(usual, max_range=_LONGEST) if is_far else usual,
        crowded=pick(_CROWDED) and plan.max_rows >= MAX_ROWS,
    )


class _Block:
    """Cases of the same rows."""

    def __init__(self, place: int, plan: Plan) -> None:
        self.place, self.plan = place, plan
        self.rows = Records(plan).draw(Random(f"rows {place}").choice)
        fullness = fullness_of(plan, self.rows)
        self.conditions = Conditions(plan, self.rows, fullness=fullness)
        has_time = plan.dataset.timestamp_path is not None
        self.widgets = Widgets(plan, self.rows, fullness) if has_time else None

    def case(self, seed: int, depth: int) -> Case:
        """Draw the case of a seed."""
        pick = Random(seed).choice
        written = self.conditions.draw(pick, depth)
        assert self.plan.limits is not None
        limits = limits_of(self.plan.limits, pick)
        options: Options = {**self.plan.options, "limits": limits}
        if not pick(range(4)):
            options["strategy"] = {"buckets": pick(_WAYS)}
        widget, besides = (None, dict[str, Any]())
        if self.widgets is not None:
            widget, besides = self.widgets.asked(pick, limits.max_rows)
        return Case(seed, self.rows, written, widget, options, besides)


def limits_of(usual: Limits, pick: Pick) -> Limits:
    """Draw limits: the usual ones, or such that a few rows are beyond them."""
    if pick((False, True)):
        return usual
    return replace(
        usual,
        max_groups=min(usual.max_groups, pick((1, 1, 2, 3))),
        max_slices=min(usual.max_slices, pick((1, 1, 2, 3))),
        max_points=min(usual.max_points, pick((4, 4, 5, 8, 12))),
        max_rows=min(usual.max_rows, pick((3, 5, 8, usual.max_rows))),
    )
