"""Random cases in bulk: as the strategies draw them, faster, and without shrinking."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from itertools import count
from random import Random
from typing import Any, Final

from widgetql.dataset import Dataset
from widgetql.limits import Limits
from widgetql.relative_time import zone_of
from widgetql.testing.places import Rows
from widgetql.testing.strategies.conditions import Conditions, depth_for, fullness_of
from widgetql.testing.strategies.odd import odd_kinds
from widgetql.testing.strategies.picking import Pick
from widgetql.testing.strategies.plan import Plan, pools_of
from widgetql.testing.strategies.plots import Widgets
from widgetql.testing.strategies.records import MAX_ROWS, Records
from widgetql.testing.strategies.values import NOW
from widgetql.types import Options, Scope

# So many cases in a row ask of the same rows: to fill a database takes longer than to ask it.
_SHARING: Final = 8


@dataclass(frozen=True)
class Case:
    """One random case, and the seed that makes it again: rows, a filter and a widget for them, and options.

    `options` are those of the call: `now`, `timezone`, the `scope` if one is asked for, and `limits`: small
    ones, half of the time, so that there is an "other". The cases of eight seeds in a row have the same
    `rows`, the same object: a database that was filled for one serves all of them.
    """

    seed: int
    rows: Rows
    filter: Any
    widget: dict[str, Any] | None
    options: Options = field(default_factory=Options)


def cases(
    dataset: Dataset,
    *,
    first: int = 0,
    max_rows: int = MAX_ROWS,
    now: datetime = NOW,
    timezone: str | tzinfo | None = None,
    extremes: bool = False,
    odd: Collection[str] = (),
    scope: Scope | None = None,
    values: Mapping[Any, Sequence[Any]] | None = None,
) -> Iterator[Case]:
    """Yield random cases without end, for a long run: the arguments are those of `rows`, and the first seed.

    `widget` is None where the dataset has no timestamp.

    >>> from itertools import islice
    >>> from widgetql.testing import matching_ids
    >>> from widgetql.testing.example import dataset
    >>> drawn = islice(cases(dataset), 50)
    >>> any(matching_ids(case.filter, dataset, case.rows, **case.options) for case in drawn)
    True
    """
    zone = dataset.zone if timezone is None else zone_of(timezone)
    plan = Plan(
        dataset, max_rows, now, zone, extremes, odd_kinds(odd),
        scope=scope, values=pools_of(dataset, values),
    )  # fmt: skip
    records, depth = Records(plan), depth_for(dataset, 3)
    place = rows = conditions = widgets = None
    for seed in count(first):
        if place != seed // _SHARING or rows is None or conditions is None:
            place = seed // _SHARING
            rows = records.draw(Random(f"rows {place}").choice)
            fullness = fullness_of(plan, rows)
            conditions = Conditions(plan, rows, fullness=fullness)
            widgets = None if dataset.timestamp_path is None else Widgets(plan, rows, fullness)
        pick = Random(seed).choice
        written = conditions.draw(pick, depth)
        widget = None if widgets is None else widgets.draw(pick)
        options: Options = {**plan.options, "limits": limits_of(dataset, pick)}
        yield Case(seed, rows, written, widget, options)


def limits_of(dataset: Dataset, pick: Pick) -> Limits:
    """Draw limits: the dataset's, or such that a few rows are beyond them."""
    usual = dataset.limits
    if pick((False, True)):
        return usual
    return replace(
        usual,
        max_groups=min(usual.max_groups, pick((1, 1, 2, 3))),
        max_slices=min(usual.max_slices, pick((1, 1, 2, 3))),
        max_points=min(usual.max_points, pick((4, 4, 5, 8, 12))),
    )
