"""Random cases in bulk: as the strategies draw them, faster, and without shrinking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import count
from random import Random
from typing import Any

from widgetql.dataset import Dataset
from widgetql.relative_time import zone_of
from widgetql.testing.places import Rows
from widgetql.testing.strategies.conditions import Conditions, depth_for
from widgetql.testing.strategies.plots import Widgets
from widgetql.testing.strategies.records import Plan, Records
from widgetql.testing.strategies.values import NOW


@dataclass(frozen=True)
class Case:
    """One random case, and the seed that makes it again: rows, and a filter and a widget for them."""

    seed: int
    rows: Rows
    filter: Any
    widget: dict[str, Any] | None


def cases(
    dataset: Dataset,
    *,
    first: int = 0,
    max_rows: int = 8,
    now: datetime = NOW,
    timezone: str | tzinfo | None = None,
    extremes: bool = False,
) -> Iterator[Case]:
    """Yield random cases without end, for a long run: the arguments are those of `rows`, and the first seed.

    `widget` is None where the dataset has no timestamp.

    >>> from itertools import islice
    >>> from widgetql.testing import matching_ids
    >>> from widgetql.testing.example import dataset
    >>> drawn = islice(cases(dataset), 50)
    >>> any(matching_ids(case.filter, dataset, case.rows, now=NOW) for case in drawn)
    True
    """
    zone = dataset.zone if timezone is None else zone_of(timezone)
    plan = Plan(dataset, max_rows, now, zone, extremes)
    records, depth = Records(plan), depth_for(dataset, 3)
    for seed in count(first):
        pick = Random(seed).choice
        rows = records.draw(pick)
        written = Conditions(plan, rows).draw(pick, depth)
        widget = None if dataset.timestamp_path is None else Widgets(plan, rows).draw(pick)
        yield Case(seed, rows, written, widget)
