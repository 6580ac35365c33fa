"""A row beside the one before it: what has changed, by how much, and in percent."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from widgetql.charts.bound import BoundWidget
from widgetql.charts.buckets import Interval
from widgetql.charts.draft import Drafter
from widgetql.plan.execute import Execution
from widgetql.plan.query import Plotted
from widgetql.relative_time import format_instant

Range: TypeAlias = Mapping[str, str]


def check_compared(drafter: Drafter, group: Plotted | Interval | None) -> None:
    """Refuse groups of time, which the other time has none of."""
    widget = drafter.widget
    if widget.compare is not None and isinstance(group, Interval):
        message = "compare and a bucket in group_by exclude each other: a bar compares buckets of time"
        drafter.problems.add(widget.at / "compare", "conflicting_keys", message)


def execution_of(bound: BoundWidget, now: Execution) -> Execution | None:
    """Return what runs queries over the rows that a widget is compared with; None where there are none."""
    scan = bound.earlier
    return None if scan is None else Execution(scan, now.request, now.runner)


def range_of(then: Execution, bucket: tuple[Any, Any] | None = None) -> Range:
    """Return the instants of a bucket as its range cuts it; without one those of the range."""
    start, end = then.scan.range.covered
    assert start is not None
    assert end is not None
    if bucket is not None:
        start, end = max(start, bucket[0]), min(end, bucket[1])
    return {"start": format_instant(start), "end": format_instant(end)}


def with_value(row: dict[str, Any], then: dict[str, Any] | None, span: Range | None) -> dict[str, Any]:
    """Return a row of one value with the one that it is compared with, or null where there is none."""
    if then is None:
        return row | {"previous": None}
    change, percent = changes(row["value"], then["value"])
    return row | {"previous": then | {"range": span, "change": change, "percent": percent}}


def with_values(
    row: dict[str, Any], then: dict[str, Any] | None, span: Range | None, names: Iterable[str]
) -> dict[str, Any]:
    """Return a row of several values with the one that it is compared with: what has changed, by name."""
    if then is None:
        return row | {"previous": None}
    found = {name: changes(row[name], then[name]) for name in names}
    change, percent = ({name: pair[part] for name, pair in found.items()} for part in (0, 1))
    return row | {"previous": then | {"range": span, "change": change, "percent": percent}}


def changes(now: Any, then: Any) -> tuple[Any, float | None]:
    """Return the difference of two values, and it in percent of the second's size.

    The percentage is null where the second is 0, or has the other sign; both are where a value is no number.

    >>> changes(6, 4), changes(6, 0), changes(-1, 2), changes(None, 2)
    ((2, 50.0), (6, None), (-3, None), (None, None))
    """
    if not _is_number(now) or not _is_number(then):
        return None, None
    change = now - then
    is_other = now < 0 < then or then < 0 < now
    percent = None if then == 0 or is_other else _finite(lambda: 100 * change / abs(then))
    if percent is None and then != 0 and not is_other:
        # A hundred times the change may be beyond the doubles.
        percent = _finite(lambda: change / abs(then) * 100)
    return (change if isinstance(change, int) else _finite(lambda: change)), percent


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _finite(make: Callable[[], float]) -> float | None:
    """Return a number that JSON has; None where it is beyond the doubles."""
    try:
        found = make()
    except OverflowError:
        return None
    return found if math.isfinite(found) else None
