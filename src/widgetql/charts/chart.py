"""What a chart is: one row of functions, which each chart's own file fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind
from widgetql.charts.bound import BoundWidget
from widgetql.charts.columns import Columns
from widgetql.charts.draft import Drafted, Drafter
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import Query


def not_shared(bound: BoundWidget) -> None:
    """Ask nothing that others could share: records themselves are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart type.

    `draft` binds what a widget says by itself. `compute` answers it alone. `query` is the one question that
    others may share a scan with, None where there is none; `data` is then the answer made of its rows.
    `behind` asks for the records behind a row of the answer, `columns` are the keys that its rows may have.
    `needs` are the keys that a widget cannot do without, several in brackets where one of them will do.
    """

    name: str
    draft: Callable[[Drafter], Drafted]
    compute: Callable[[BoundWidget, Execution], Answer]
    behind: Callable[[Behind], None]
    columns: Callable[[BoundWidget], Columns]
    needs: tuple[str | tuple[str, ...], ...] = ()
    query: Callable[[BoundWidget], Query | None] = not_shared
    data: Callable[[BoundWidget, Grid, Execution], Answer] | None = None
