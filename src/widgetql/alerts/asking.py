"""What a rule asks of the rows before now: its field and filters bound, its values, its counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func

from widgetql.alerts.evidence import Evidence
from widgetql.alerts.newest import Value, newest_values
from widgetql.alerts.rule import Duration, Rule
from widgetql.charts.parse import read_metric
from widgetql.documents import is_empty
from widgetql.dynamic import Chosen, look_up
from widgetql.errors import Pointer
from widgetql.execution import Runner
from widgetql.fields import Dynamic
from widgetql.filters.ast import Filter
from widgetql.filters.bind import find_field, read_filter
from widgetql.filters.bound import Bound
from widgetql.filters.budget import Budget
from widgetql.filters.tighten import all_of
from widgetql.filters.time_range import TimeRange, implied_range, in_words, moved, without_range
from widgetql.plan.execute import Execution
from widgetql.plan.query import Aggregate, Plotted, Query, Scan
from widgetql.relative_time import shift
from widgetql.request import Request
from widgetql.sql.logic import nullable
from widgetql.types import DataType

_COUNT: Final = Query(measures=(Aggregate("n", "count"),))


@dataclass(frozen=True, slots=True)
class Spans:
    """Two times one after the other, the second until now, and the filter of the second's records."""

    start: datetime
    middle: datetime
    evidence: dict[str, Any]


class Asking:
    """Asks what one rule needs; every method raises `InvalidInput` with all problems of the rule."""

    def __init__(self, rule: Rule, request: Request, runner: Runner) -> None:
        self.rule: Final = rule
        self.request: Final = request
        self.runner: Final = runner
        self.evidence: Final = Evidence(request, rule.at)
        self._bound: Bound | None = None

    def newest(self, wanted: DataType, limit: int) -> list[Value]:
        """Return the newest values of the rule's field, the oldest of them first."""
        budget = Budget(self.request.limits, self.request.problems)
        plot, chosen = self._plotted(wanted, budget)
        _, bound = self._filters(budget)
        self.evidence.between(None, self.request.clock.now)
        self.evidence.check_keys()
        self.request.problems.raise_any()
        assert plot is not None
        scan = self.scan(bound, chosen)
        return [] if scan.range.empty else newest_values(scan, plot, limit, self.request, self.runner)

    def spans(self, recent: Duration | None, baseline: Duration | None) -> Spans:
        """Return the two times of a spike."""
        written, self._bound = self._filters(Budget(self.request.limits, self.request.problems))
        now, at = self.request.clock.now, self.rule.at
        middle = self._before(now, recent, at / "recent")
        start = self._before(middle, baseline, at / "baseline")
        longest = self.request.limits.max_compare
        if longest is not None and start < moved(now, -longest, self.request.clock):
            message = f"The baseline starts too far in the past: at most {in_words(longest)} before now."
            self.request.problems.add(at / "baseline", "range_too_old", message)
        evidence = self.evidence.under(written, middle, now)
        self.request.problems.raise_any()
        return Spans(start, middle, evidence)

    def counted(self, start: datetime, end: datetime) -> tuple[int, datetime | None]:
        """Return how many records there are from one instant until just before another, and the oldest."""
        assert self._bound is not None
        scan = self.scan(self._bound, span=TimeRange(start, end, start, end))
        if scan.range.empty:
            return 0, None
        ((_, row),) = Execution(scan, self.request, self.runner).ask(_COUNT).rows
        return int(row.n), self.oldest(scan) if row.n else None

    def oldest(self, scan: Scan) -> datetime | None:
        """Return the oldest timestamp of a scan."""
        execution = Execution(scan, self.request, self.runner)
        ((found,),) = execution.rows(
            "first", lambda source: source.select([func.min(nullable(source.timestamp.instant))])
        )
        at: datetime | None = found
        return at

    def scan(self, bound: Bound, chosen: Chosen | None = None, span: TimeRange | None = None) -> Scan:
        """Return the rows under a filter, in a span of time, before now."""
        dataset, now = self.request.dataset, self.request.clock.now
        path = str(dataset.timestamp_path)
        span = TimeRange(None, now, None, now) if span is None else span
        found = _both(implied_range(bound, path), span)
        filter = all_of([bound])
        return Scan(dataset, filter if found.empty else without_range(filter, found, path), found, chosen)

    def _filters(self, budget: Budget) -> tuple[Filter, Bound]:
        return read_filter(self.rule.given["filters"], self.rule.at / "filters", self.request, budget)

    def _before(self, instant: datetime, by: Duration | None, at: Pointer) -> datetime:
        """Return the instant that is so long before another."""
        if by is None:
            return instant
        try:
            return shift(instant, -by.amount, by.unit, self.request.clock.zone)
        except (ValueError, OverflowError):
            self.request.problems.add(at, "out_of_range", "the calendar does not go as far back")
            return instant

    def _plotted(self, wanted: DataType, budget: Budget) -> tuple[Plotted | None, Chosen | None]:
        """Return the field, and its metric if it is dynamic; None where a problem is noted."""
        path, at, request = self.rule.given["field"], self.rule.at / "field", self.request
        if path is None:
            return None, None
        found = find_field(path, "plot", request.dataset, request.limits, at, request.problems)
        if found is None:
            return None, None
        budget.step(len(found.steps), at)
        metric, chosen = self.rule.given["metric"], None
        if not found.leaf.plot:
            request.problems.add(at, "not_plottable", f"{path} is for filters only")
            return None, None
        if isinstance(found.leaf, Dynamic):
            chosen = self._metric(metric, Plotted(found, wanted))
            if chosen is None:
                return None, None
        elif not is_empty(metric):
            message = "only a dynamic field takes a metric"
            request.problems.add(self.rule.at / "metric", "not_for_chart", message)
        of = found.leaf.type if chosen is None else chosen.kind.type
        if of is not wanted:
            message = f"{path} is {of}; a rule of the type {self.rule.type} is about a {wanted} field"
            request.problems.add(at, "data_type_mismatch", message)
        return Plotted(found, of), chosen

    def _metric(self, metric: Any, plot: Plotted) -> Chosen | None:
        request, at = self.request, self.rule.at / "metric"
        if is_empty(metric):
            request.problems.add(at, "missing_key", f"{plot.found.path} needs a metric")
            return None
        wanted = read_metric(metric, at, request.limits, request.problems)
        return None if wanted is None else look_up(self.runner, wanted, plot.found, request, at)


def _both(one: TimeRange, other: TimeRange) -> TimeRange:
    """Return the instants that are in both ranges; the second has an end, which none is after."""
    assert other.end is not None
    start = max((at for at in (one.start, other.start) if at is not None), default=None)
    end = other.end if one.end is None else min(one.end, other.end)
    empty = one.empty or (start is not None and start >= end)
    return replace(other, start=start, end=end, shown_start=start, shown_end=end, empty=empty)
