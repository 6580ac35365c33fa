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
from widgetql.charts.measuring import Values
from widgetql.charts.pages import Turned, order_of, write_turned
from widgetql.charts.rules import DEFAULT_LIMIT
from widgetql.errors import unparsed
from widgetql.filters.pinned import group
from widgetql.plan.execute import Execution
from widgetql.plan.query import Query, Share
from widgetql.plan.ranking import Ranked

_SAMPLES = "sample_count"


class Shown(Protocol):
    """What writes the rows of a table."""

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

    def rest(self, row: Any, without: Sequence[tuple[Any, ...]], wholes: Mapping[str, Any]) -> dict[str, Any]:
        """Return a rest without the rows of some keys; `wholes` are what its shares divide by, by column."""
        ...


def check_other(drafter: Drafter, *, to_many: bool) -> None:
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


def unless_left(query: Callable[[BoundWidget], Query | None]) -> Callable[[BoundWidget], Query | None]:
    """Return the query of a table, None where all of its rows are read first."""
    return lambda bound: None if bound.widget.having is not None or bound.widget.other else query(bound)


def compute_left(bound: BoundWidget, execution: Execution, query: Query, shown: Shown) -> Answer:
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
    bound: BoundWidget, execution: Execution, query: Query, found: Ranked, shown: Shown
) -> dict[str, Any]:
    """Return the rest as one row: it says the dimensions that it is without."""
    check_excluded(bound, found, shows_other=True)
    without = [*found.kept, *found.failed]
    keys, rest = ([one.key for one in part] for part in (without, found.rest))
    names = [key for column in bound.columns for key in column.keys]
    excluded = [{name: one.values[name] for name in names} for one in without]
    return rest_of(execution, query, shown, keys, rest) | {"other": True, "excluded": excluded}


def rest_of(
    execution: Execution,
    query: Query,
    shown: Shown,
    without: Sequence[tuple[Any, ...]],
    within: Sequence[tuple[Any, ...]],
) -> dict[str, Any]:
    """Return the rest of the rows of a query as one, aggregated from its rows.

    It is without those of some keys; those of others are all that it has.
    """
    asked = replace(query, order=(), derived=(), without=tuple(without))
    ((_, row),) = execution.ask(asked).rows
    wholes: dict[str, Any] = {}
    shares = [one for one in query.derived if isinstance(one, Share)]
    for keys in dict.fromkeys(one.within for one in shares):
        own = [one for one in shares if one.within == keys]
        whole = row if len(keys) == len(query.keys) else _whole(execution, query, keys, own, without, within)
        wholes |= {one.of_all: getattr(whole, one.of) for one in own}
    return shown.rest(row, without, wholes)


def _whole(
    execution: Execution,
    query: Query,
    names: Sequence[str],
    shares: Sequence[Share],
    without: Sequence[tuple[Any, ...]],
    within: Sequence[tuple[Any, ...]],
) -> Any:
    """Return what shares of a rest divide by: the same of all rows that have its values of some keys."""
    places = [at for at, key in enumerate(query.keys) if key.name in names]
    there = {tuple(key[at] for at in places) for key in within}
    others = dict.fromkeys(tuple(key[at] for at in places) for key in without)
    out = tuple(key for key in others if key not in there)
    of = {one.of for one in shares}
    asked = Query(
        keys=tuple(query.keys[at] for at in places) if out else (),
        measures=tuple(one for one in query.measures if one.name in of),
        without=out,
    )
    ((_, row),) = execution.ask(asked).rows
    return row


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
