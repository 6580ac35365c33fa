"""From a row of an answer back to a filter: exactly the records behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from numbers import Integral
from typing import Any

from widgetql.charts.behind import Behind, Given
from widgetql.charts.bind import draft_widget, read_filters
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.draft import Drafted
from widgetql.charts.measuring import behind_series
from widgetql.charts.wire import time_text
from widgetql.documents import is_object
from widgetql.errors import Pointer, Problems
from widgetql.execution import Runner
from widgetql.filters.ast import Filter
from widgetql.filters.bind import read_filter
from widgetql.filters.bound import AllOf, Window
from widgetql.filters.merge import Document
from widgetql.filters.pinned import all_of
from widgetql.filters.time_range import TimeRange, closed_range, implied_range
from widgetql.plan.earlier import Move, earlier_range, move_of
from widgetql.plan.windows import opening
from widgetql.request import Request
from widgetql.types import plain_scalar

_JSON = dict[str, Any]


def drill_filter(
    source: Any,
    row: dict[str, Any],
    documents: list[Document],
    request: Request,
    runner: Runner | None,
    measure: Any = None,
    *,
    numerator: bool = False,
) -> _JSON:
    """Return the filter of the records behind a row, or of those that go into one measure of it.

    Raises `InvalidInput` for a widget, filter or row with problems, and where the dataset's operators cannot
    say what is behind the row.
    """
    problems = request.problems
    drafted = draft_widget(source, request, runner)
    # Without a connection the metric's kind stays open: it is asked for where it matters.
    problems[:] = [problem for problem in problems if problem.code != "connection_required"]
    given = Given(_as_answered(row), request.limits.longest_rest, problems)
    problems.raise_any()
    behind = Behind(drafted, given, request)
    conditions = _filters(behind, drafted, documents, request)
    CHARTS[drafted.widget.chart_type].behind(behind)
    behind_series(behind, measure, numerator=numerator)
    problems.raise_any()
    found = all_of([*conditions, *behind.conditions()])
    _judge(found, behind, request)
    problems.raise_any()
    return found


def _as_answered(row: Any) -> Any:
    """Return a row as its answer has it: a data frame has times of its own, and its own values for null."""
    if not is_object(row):
        return row
    return {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float | datetime) and value != value:
        # NaN, and what pandas has for no time.
        return None
    if isinstance(value, datetime):
        return value if value.utcoffset() is None else time_text(value.astimezone(UTC))
    if type(value).__module__ == "numpy" and isinstance(value, Integral):
        return int(value)
    return plain_scalar(value)


def _filters(behind: Behind, drafted: Drafted, documents: list[Document], request: Request) -> list[_JSON]:
    """Return the effective filter with absolute instants, closed at `now` where it is open."""
    read = read_filters(drafted, documents, request)
    # Only what is right can be pinned: a text operator on a date-time has no window.
    request.problems.raise_any()
    implied = implied_range(AllOf(tuple(bound for _, bound in read)), behind.timestamp.path)
    closed = closed_range(implied, request.clock)
    behind.range = closed
    if behind.is_earlier:
        return _earlier(behind, [written for written, _ in read], closed)
    # A window begins before the range does.
    move = None if drafted.widget.window is None else opening(closed.start)
    pinned = [behind.pinner.pinned(written, move) for written, _ in read]
    if implied.end is None and not implied.empty:
        pinned.append(behind.within(Window(None, closed.end, None, closed.end, behind.at)))
    return pinned


def _earlier(behind: Behind, written: list[Filter], closed: TimeRange) -> list[_JSON]:
    """Return the filter of what the range is compared with, inside the range of the row."""
    drafted, clock = behind.drafted, behind.request.clock
    move = move_of(closed, drafted.moved_by, str(drafted.widget.compare), clock)
    if move is None:
        behind.pinner.refuse(behind.at, "the widget's range has none that it is compared with")
        return []
    if drafted.widget.window is not None:
        return _earlier_windows(behind, written, closed, move)
    found = earlier_range(closed, move, clock)
    whole = Window(found.start, found.end, *found.covered, behind.at)
    behind.in_range("range", whole)
    # The row is a client's: it shows no more than what the range is compared with.
    return [*(behind.pinner.pinned(one, move.window) for one in written), behind.within(whole)]


def _earlier_windows(behind: Behind, written: list[Filter], closed: TimeRange, move: Move) -> list[_JSON]:
    """Return the filter of windows that end inside of what the range is compared with."""
    behind.range = earlier_range(closed, move, behind.request.clock)
    opened, end = opening(behind.range.start), behind.range.end
    pinned = [behind.pinner.pinned(one, lambda window: opened(move.window(window))) for one in written]
    return [*pinned, behind.within(Window(None, end, None, end, behind.at))]


def _judge(found: _JSON, behind: Behind, request: Request) -> None:
    """Note what is wrong with the filter: the row's values came from a client."""
    lifted = replace(request, limits=request.limits.lifted(), problems=Problems())
    read_filter(found, Pointer("row"), lifted)
    for problem in lifted.problems:
        request.problems.add(behind.place(found, problem.pointer), problem.code, problem.message)
