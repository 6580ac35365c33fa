"""The rows of a table that `having` and its limit leave, and the rest of them as one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, cast

from widgetql.charts.answer import Answer
from widgetql.charts.behind import Behind, Given
from widgetql.charts.bound import BoundWidget
from widgetql.charts.draft import Drafter
from widgetql.charts.having import check_excluded, entries_of, having_of, notes_of
from widgetql.charts.measure import Measure
from widgetql.charts.measuring import Values, is_numeric
from widgetql.charts.pages import Turned, order_of, write_turned
from widgetql.charts.rules import DEFAULT_LIMIT
from widgetql.errors import unparsed
from widgetql.filters.pinned import group
from widgetql.plan.execute import Execution
from widgetql.plan.query import Query
from widgetql.plan.ranking import Ranked

_SAMPLES = "sample_count"


class Shows(Protocol):
    """Writes the rows of a table."""

    @property
    def values(self) -> Values:
        """What reads the measures."""
        ...

    def row(self, row: Any) -> dict[str, Any]:
        """Return a row of the answer."""
        ...

    def every(self, row: Any) -> dict[str, Any]:
        """Return a row with what is hidden."""
        ...


def check_other(drafter: Drafter, measured: Sequence[Measure], *, to_many: bool) -> None:
    """Refuse a rest, and `having`, of what has none: raw rows, pages, related rows."""
    widget, problems = drafter.widget, drafter.problems
    if widget.having is not None and not widget.metrics:
        problems.add(widget.at / "having", "not_for_chart", "a table of raw rows has nothing to filter by")
    if not widget.other:
        return
    at = widget.at / "other"
    if not widget.metrics or not widget.dimensions:
        problems.add(at, "not_for_chart", "a rest is of rows by dimensions, with metrics")
    elif to_many:
        problems.add(at, "not_for_chart", "related rows have no rest: a filter cannot tell them apart")
    if widget.cursor is not None:
        problems.add(at, "conflicting_keys", "pages and a rest exclude each other")
    for one in measured:
        # Of a rest neither is known: what all rows have together, and how much time it covers.
        if one.written.share is not None or one.written.per is not None:
            message = f"{one.name}, a share or a rate, and a rest exclude each other"
            problems.add(at, "conflicting_keys", message)


def is_number(one: Measure) -> bool:
    """Tell whether what a measure shows is a number: the first and last of times, or of words, are none."""
    return one.aggregate is None or is_numeric(one.aggregate)


def unless_left(query: Callable[[BoundWidget], Query | None]) -> Callable[[BoundWidget], Query | None]:
    """Return the query of a table, None where all of its rows are read first."""
    return lambda bound: None if bound.widget.having is not None or bound.widget.other else query(bound)


def compute_left(bound: BoundWidget, execution: Execution, query: Query, shown: Shows) -> Answer:
    """Compute the rows that are left, in their order, and the rest of them where it is asked for."""
    widget = bound.widget
    limit = min(widget.limit or DEFAULT_LIMIT, bound.limits.max_rows)
    start = bound.after.rows if isinstance(bound.after, Turned) else 0
    keys = [key.name for key in query.keys]
    whole = replace(query, limit=None, offset=0, left=None)
    entries = entries_of(
        bound, execution, whole, lambda row: tuple(getattr(row, key) for key in keys), shown.every
    )
    passes = having_of(widget)
    left = [one for one in entries if passes is None or passes(one.values)]
    failed = [one for one in entries if passes is not None and not passes(one.values)]
    # The database has ordered them.
    found = Ranked(left[start : start + limit], left[start + limit :], failed)
    rows = [shown.values.shown(one.values) for one in found.kept]
    more, cursor = bool(found.rest), None
    if more and widget.other:
        rows.append(_rest(bound, execution, whole, found, shown))
        more = False
    elif more:
        cursor = write_turned(order_of(widget.order_by), start + limit)
    notes = notes_of(widget, found, shows_other=widget.other)
    return Answer(rows, {"truncated": more, "next_cursor": cursor} | notes)


def _rest(
    bound: BoundWidget,
    execution: Execution,
    query: Query,
    found: Ranked,
    shown: Shows,
) -> dict[str, Any]:
    """Return the rest as one row, aggregated from its rows: it says the dimensions that it is without."""
    check_excluded(bound, found, shows_other=True)
    without = [*found.kept, *found.failed]
    rest = replace(query, order=(), without=tuple(one.key for one in without))
    ((_, row),) = execution.ask(rest).rows
    names = [key for column in bound.columns for key in column.keys]
    excluded = [{name: one.values[name] for name in names} for one in without]
    return shown.row(row) | {"other": True, "excluded": excluded}


def rest_behind(row: Behind, dimensions: Callable[[Behind], None]) -> None:
    """Ask for none of the dimensions that a rest is without."""
    listed = row.given.excluded("excluded")
    parts: list[dict[str, Any]] = []
    for index, one in enumerate(listed or ()):
        at = row.at / "excluded" / index
        if not isinstance(one, Mapping):
            row.request.problems.add(at, "not_an_object", f"expected dimensions, got {unparsed(one)}")
            continue
        given = Given(dict(cast("Mapping[str, Any]", one)), row.given.longest, row.given.problems)
        part = Behind(row.drafted, given, row.request)
        dimensions(part)
        parts.append(group("and", part.conditions()))
    if parts:
        row.record.append(group("not", parts))
