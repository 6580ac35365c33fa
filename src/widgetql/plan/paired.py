"""One query over two scans, with one set of groups: ranked by the first, then by the second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid, Groups
from widgetql.plan.query import Query

# Of so many groups with as many rows the second decides; of more than these their values.
_MOST_TIED: Final = 10_000


def asked(query: Query, now: Execution, then: Execution, most: int | None = None) -> tuple[Grid, Grid]:
    """Return the rows of a query over two scans; of groups both have the same, in one order.

    Law: each is what the query has over its scan, where that has these groups.
    """
    first = now.ask(query, most)
    found = first.groups
    if found is None:
        return first, then.ask(query, most)
    if found.has_other:
        groups = _decided(query, now, then, found)
        if groups != found:
            first = now.ask_over(query, groups, most)
        return _in_order(query, first, then.ask_over(query, groups, most))
    second = then.ask(query, most)
    assert second.groups is not None
    groups = _joined(found, second.groups, query)
    sizes = _sizes(query, first)
    if groups.has_other and not all(sizes[place] for place in range(len(found.raw))):
        # What has rows without a value is no larger than what has none now: the second scan decides.
        groups = _decided(query, now, then, found)
        return _in_order(query, now.ask_over(query, groups, most), then.ask_over(query, groups, most))
    if groups.has_other:
        second = then.ask_over(query, groups, most)
    else:
        places = {raw: place for place, raw in enumerate(groups.raw)}
        second = Grid([(places[row.grp], row) for _, row in second.rows], groups)
    return _in_order(query, replace(first, groups=groups), second)


def _joined(first: Groups, second: Groups, query: Query) -> Groups:
    """Return all groups of the first, then those that only the second has, up to the limit."""
    assert query.top is not None
    known = {*first.raw}
    fresh = [pair for pair in zip(second.raw, second.names, strict=True) if pair[0] not in known]
    room = query.top.limit - len(first.raw)
    raw, names = zip(*fresh[:room], strict=True) if fresh[:room] else ((), ())
    has_other = second.has_other or len(fresh) > room
    return Groups(first.raw + raw, first.names + names, has_other)


def _decided(query: Query, now: Execution, then: Execution, found: Groups) -> Groups:
    """Return the groups that are kept: of the last and others as large as it the second scan decides.

    Nothing is as large as what the second scan alone has.
    """
    assert query.top is not None
    limit = query.top.limit
    if not _is_tied(now.ranking(query, limit + 1), limit):
        return found
    sizes, earlier = (dict(scan.ranking(query, _MOST_TIED)) for scan in (now, then))
    ranked = sorted(
        sizes | earlier, key=lambda raw: (-sizes.get(raw, 0), -earlier.get(raw, 0), *_by_value(raw))
    )
    raw = tuple(ranked[:limit])
    return Groups(raw, tuple(map(now.decoder(query.key(query.top.key).of), raw)), has_other=True)


def _is_tied(ranking: Sequence[tuple[Any, int]], limit: int) -> bool:
    """Tell whether another group may be as large as the last: without rows of a value any may."""
    sizes = [size for _, size in ranking[limit - 1 : limit + 1]]
    return len(sizes) < 2 or sizes[0] in (sizes[1], 0)


def _by_value(raw: Any) -> tuple[bool, Any]:
    return raw is None, 0 if raw is None else raw


def _in_order(query: Query, first: Grid, second: Grid) -> tuple[Grid, Grid]:
    """Return both by the rank of their groups, of which the rest is last."""
    groups = first.groups
    assert groups is not None
    now, then = (_sizes(query, grid) for grid in (first, second))

    def rank(place: int) -> Any:
        return -now[place], -then[place], *_by_value(groups.raw[place])

    order = sorted(range(len(groups.raw)), key=rank)
    places = {place: rank for rank, place in enumerate(order)}
    ranked = replace(
        groups,
        raw=tuple(groups.raw[place] for place in order),
        names=tuple(groups.names[place] for place in order),
    )

    def moved(grid: Grid) -> Grid:
        return Grid([(places.get(place, place), row) for place, row in grid.rows], ranked)

    return moved(first), moved(second)


def _sizes(query: Query, grid: Grid) -> Counter[int]:
    """Return how large each group is, by what they are ranked by."""
    assert query.top is not None
    found: Counter[int] = Counter()
    for place, row in grid.rows:
        found[place] += int(getattr(row, query.top.by))
    return found
