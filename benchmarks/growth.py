"""What widgetql itself takes longer for when there is more: calls, buckets, widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from benchmarks import questions
from benchmarks.cases import Asked, dashboard, widget
from benchmarks.databases import Loaded
from benchmarks.figures import Figure, say, told
from benchmarks.questions import SUCCEEDED
from benchmarks.timing import Effort, in_turn

_Ask = Callable[[Asked], Any]


@dataclass(frozen=True, slots=True)
class Growth:
    """The time for `more` by that for `less`, without an index; `fewer`: asked of a tenth of the calls."""

    name: str
    more: _Ask
    less: _Ask
    target: float
    fewer: bool = False


_DAYS: Final = widget(questions.under(SUCCEEDED, questions.AVERAGE_BY_DAY))
_HOURS: Final = widget(questions.under(SUCCEEDED, questions.AVERAGE_BY_HOUR))
_SIX: Final = dashboard(questions.SIX)

GROWTHS: Final = (
    Growth("ten times the calls: bar by day, 30 d", _DAYS, _DAYS, 10.5, fewer=True),
    Growth("ten times the calls: dashboard of six widgets", _SIX, _SIX, 10.5, fewer=True),
    Growth("30 to 720 buckets", _HOURS, _DAYS, 1.4),
    Growth("6 to 24 widgets of one dashboard", dashboard(questions.TWENTY_FOUR), _SIX, 2.5),
)


def grown(growth: Growth, database: Loaded, tenth: Loaded, effort: Effort) -> Figure:
    """Time a growth; a failure is told in the figure, not raised."""
    say(f"{database.name}, {database.calls:,}: {growth.name}")
    figure = Figure("growth", growth.name, database.name, database.calls, growth.target)
    more = Asked(database.connection, database.datasets(indexed=False), database.calls)
    before = tenth if growth.fewer else database
    less = Asked(before.connection, before.datasets(indexed=False), before.calls)
    try:
        turns = in_turn([lambda: growth.more(more), lambda: growth.less(less)], effort)
    except Exception as error:
        return replace(figure, problem=told(error))
    return replace(figure, figure=turns.ratio(0, 1), ours=turns.median(0), floor=turns.median(1))
