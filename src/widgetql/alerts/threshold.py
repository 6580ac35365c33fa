"""The value of a stat that a threshold is held against, and the filter of its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from widgetql.alerts.evidence import Evidence
from widgetql.alerts.rule import Rule
from widgetql.charts.bind import bind_widget, draft_widget
from widgetql.charts.bound import BoundWidget
from widgetql.charts.parse import KEYS
from widgetql.charts.rules import CHART_TYPES, COUNTS
from widgetql.charts.run import computed
from widgetql.documents import is_empty, is_list, is_object
from widgetql.drill import drill_filter
from widgetql.errors import InvalidInput, Pointer, Problem, Problems, shown
from widgetql.execution import Runner
from widgetql.filters.merge import Document, documents_of
from widgetql.plan.execute import Execution
from widgetql.plan.query import Aggregate, Query
from widgetql.request import Request
from widgetql.types import DataType

# What a stat of one number may say beside its filters; the others make it several.
_USED: Final = frozenset(
    {"id", "name", "chart_type", "data_type", "metric", "metrics", "aggregation_function", "time_period"}
)
_NUMBERS: Final = frozenset({DataType.NUMERIC, DataType.BOOLEAN})
_NO_NUMBER: Final = Problem(
    "rule", "/widget/metrics", "aggregation_not_allowed", "a threshold is held against a number"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number, the samples that it is of, and what gives the filter of its records."""

    value: int | float | None
    samples: int
    evidence: Callable[[], dict[str, Any]]


def measured(rule: Rule, request: Request, runner: Runner) -> Measured:
    """Return the number of a rule's stat, of the records before now.

    Raises `InvalidInput` with every problem of the rule: those of the stat point into its `widget`.
    """
    evidence, now = Evidence(request, rule.at), request.clock.now
    before_now = evidence.between(None, now)
    widget, name = _of_one_measure(rule, request)
    if widget is None:
        request.problems.raise_any()
    assert widget is not None
    inner = replace(request, problems=Problems())
    drafted = draft_widget(widget, inner, runner)
    documents = documents_of(None, widget, None, inner.limits, inner.problems)
    documents = [Document(before_now, Pointer("widget") / "filters"), *documents]
    bound = bind_widget(drafted, documents, inner)
    is_number = all(one.aggregation in COUNTS or one.type in _NUMBERS for one in drafted.measures)
    # Without its metrics the table would need dimensions: that is not said of a stat.
    own = [one for one in inner.problems if one.pointer != "/dimensions"]
    request.problems.extend(map(_inside, own))
    if not is_number:
        request.problems.extend([_NO_NUMBER])
    request.problems.raise_any()
    row = computed(bound, inner, runner).data
    row = row[0] if is_list(row) else row
    value = row[name]
    # Of a dataset's own stat only its value tells.
    if isinstance(value, str):
        raise InvalidInput([_NO_NUMBER])

    # Of a measure under filters of its own neither the rows nor the records are all of the row's.
    counts = row.get("sample_counts", {})
    measure = name if name in counts else None

    def found() -> dict[str, Any]:
        try:
            return drill_filter(widget, row, documents, inner, runner, measure=measure)
        except InvalidInput as error:
            raise InvalidInput(replace(one, document="rule", pointer="") for one in error.problems) from None

    samples = row["sample_count"] if "sample_count" in row else _records(bound, inner, runner)
    samples = counts.get(name, samples)
    return Measured(value, int(samples), found)


def _of_one_measure(rule: Rule, request: Request) -> tuple[Mapping[str, Any] | None, str]:
    """Return what asks for the rule's number, and its name there; None where a problem is noted.

    A stat of a measure is a table of it without dimensions.
    """
    widget, problems, at = rule.given["widget"], request.problems, rule.at / "widget"
    if widget is None:
        return None, ""
    chart = widget.get("chart_type")
    if chart != "stat":
        known = isinstance(chart, str) and chart in CHART_TYPES
        message = f"a threshold is of a stat, got {shown(chart)}"
        problems.add(at / "chart_type", "chart_not_allowed" if known else "unknown_chart", message)
        return None, ""
    for key in KEYS:
        if key not in _USED and not is_empty(widget.get(key)) and widget[key] not in (False, []):
            problems.add(at / key, "not_for_chart", f"a stat of one number does not use {key}")
    given = widget.get("metrics")
    if is_empty(given) or given == []:
        names = list(request.dataset.stats)
        if len(names) != 1:
            message = f"the dataset has {len(names)} stats: say which number in metrics"
            problems.add(at / "metrics", "missing_key", message)
            return None, ""
        return {**widget, "metrics": None}, names[0]
    return {**widget, "chart_type": "table"}, _name_of(given, rule, request)


def _name_of(metrics: Any, rule: Rule, request: Request) -> str:
    """Return the name of the one measure that is shown; what is wrong with it is noted elsewhere."""
    if not is_list(metrics):
        return ""
    shown_ones = [one for one in metrics if not (is_object(one) and one.get("hidden") is True)]
    if len(shown_ones) != 1:
        message = f"a threshold is of one measure, got {len(shown_ones)}"
        request.problems.add(rule.at / "widget" / "metrics", "too_many", message)
        return ""
    (one,) = shown_ones
    if not is_object(one):
        return ""
    function, field = one.get("aggregation_function"), one.get("field")
    name = one.get("name")
    return str((f"{function}_{field}" if field else function) if is_empty(name) else name)


def _records(bound: BoundWidget, request: Request, runner: Runner) -> int:
    query = Query(measures=(Aggregate("n", "count"),))
    ((_, row),) = Execution(bound.scan, request, runner).ask(query).rows
    return int(row.n)


def _inside(problem: Problem) -> Problem:
    """Return a problem of the stat as one of its rule."""
    if problem.document != "widget":
        return problem
    return replace(problem, document="rule", pointer=f"/widget{problem.pointer}")
