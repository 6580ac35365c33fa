"""A dashboard in one call: identical widgets run once, and widgets under one filter share a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy.exc import DBAPIError

from widgetql.charts.answer import Answer
from widgetql.charts.bind import bind_widget, draft_widget, read_filters
from widgetql.charts.bound import BoundWidget
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.run import WidgetData, computed, widget_data
from widgetql.charts.size import checked, rows_of
from widgetql.documents import is_empty, is_list, is_mapping, read_document, unknown_keys
from widgetql.errors import InvalidInput, Pointer, Problem, Problems, QueryTimeout, unparsed
from widgetql.execution import FAILURES, Runner
from widgetql.filters.bind import read_filter
from widgetql.filters.bound import EVERY
from widgetql.filters.merge import Document, documents_of
from widgetql.filters.parse import parse_filter
from widgetql.filters.time_range import OPEN
from widgetql.kept import Key
from widgetql.plan.bucketing import Choice
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Grid
from widgetql.plan.query import Query
from widgetql.plan.rollup import Rollup, is_mergeable, split
from widgetql.request import Request
from widgetql.several import Several
from widgetql.sql.compiled import Unread
from widgetql.sql.rollup import shares

# The front end's own, as a saved dashboard has them: accepted, not used.
IGNORED: Final = frozenset({"id", "name", "description", "config", "metadata", "created_at", "updated_at"})
_KNOWN: Final = IGNORED | {"filters", "widgets"}
_OF_DATASETS: Final = "filters_by_dataset"

Failure: TypeAlias = InvalidInput | DBAPIError | QueryTimeout | Exception
"""What stands in the place of a widget's data: the last is what a type of the host's raised as it read it."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Shared:
    """A roll-up over one scan, and the widgets that are computed from it, each with its query."""

    rollup: Rollup
    execution: Execution
    members: list[tuple[BoundWidget, Query]]


@dataclass(frozen=True, slots=True)
class _Filters:
    """What a dashboard filters its widgets by, and what a call does instead of their own filters.

    `own` are those of one dataset alone, by its name.
    """

    shared: Any
    own: Mapping[str, Any]
    override: Any = None

    def documents(self, widget: Any, name: str, request: Request) -> list[Document]:
        """Return the documents that make up the filter of a widget of a dataset."""
        found = documents_of(self.shared, widget, self.override, request.limits, request.problems)
        if is_empty(self.own.get(name)):
            return found
        at = Pointer("dashboard") / _OF_DATASETS / name
        given = read_document(self.own[name], at, request.limits, request.problems)
        return found if given is None else [Document(given, at), *found]


def run_dashboard(
    runner: Runner, dashboard: Any, several: Several, override: Any = None
) -> list[WidgetData | Failure]:
    """Compute every widget of a dashboard, each by itself; `override` stands for their own filters."""
    first = several.tightest
    widgets, filters = _read(dashboard, first, several)
    first.problems.raise_any()
    runner.survive()
    filters = replace(filters, override=override)
    bound = [_or_failure(partial(_bound, widget, filters, several, runner)) for widget in widgets]
    asked = [one for one in bound if isinstance(one, BoundWidget)]
    answers = iter(_Answers(runner, several).of(asked))
    return [_data(one, next(answers), several) if isinstance(one, BoundWidget) else one for one in bound]


def judge_dashboard(dashboard: Any, several: Several, runner: Runner | None) -> list[Problem]:
    """Return every problem of a dashboard: those of its filters once, then those of each widget."""
    first = several.tightest
    widgets, filters = _read(dashboard, first, several)
    found = first.problems
    of_filters = any(
        f"{problem.pointer}/".startswith(("/filters/", f"/{_OF_DATASETS}/")) for problem in found
    )
    if of_filters:
        filters = _Filters(None, {})
    for index, widget in enumerate(widgets[: first.limits.max_widgets]):
        if found.is_full:
            break
        problems = Problems()
        name, own = several.named(widget, problems)
        if name is not None:
            request = replace(several.by_name[name], problems=problems)
            drafted = draft_widget(own, request, runner)
            read_filters(drafted, filters.documents(own, name, request), request)
        found.extend(_inside(problem, index) for problem in problems)
    return list(found)


def _inside(problem: Problem, index: int) -> Problem:
    """Return a problem of a widget as one of its dashboard: that it is too much with its filters, too."""
    pointer = problem.pointer if problem.document == "widget" else ""
    return replace(problem, document="dashboard", pointer=f"/widgets/{index}{pointer}")


def _or_failure(ask: Callable[[], _T]) -> _T | Failure:
    try:
        return ask()
    except Unread as unread:
        return unread.error
    except (InvalidInput, DBAPIError, QueryTimeout) as error:
        return error


def _read(dashboard: Any, request: Request, several: Several) -> tuple[Sequence[Any], _Filters]:
    """Return the widgets of a dashboard, and the filters of all of them, which are judged by themselves."""
    at, problems = Pointer("dashboard"), request.problems
    if not is_mapping(dashboard):
        problems.add(at, "not_an_object", f"expected a dashboard, got {unparsed(dashboard)}")
        return (), _Filters(None, {})
    unknown_keys(dashboard, _KNOWN | {_OF_DATASETS} if several.is_named else _KNOWN, at, problems)
    shared = dashboard.get("filters")
    if several.is_named:
        problems.extend(_of_all(shared, at / "filters", request, several))
    else:
        read_filter(shared, at / "filters", request)
    filters = _Filters(shared, _read_own(dashboard, at / _OF_DATASETS, several, problems))
    widgets, most = dashboard.get("widgets"), request.limits.max_widgets
    if not is_list(widgets):
        problems.add(at / "widgets", "not_a_list", f"expected a list of widgets, got {unparsed(widgets)}")
        return (), filters
    if len(widgets) > most:
        problems.add(at / "widgets", "too_many", f"{len(widgets)} widgets; at most {most}")
    return widgets, filters


def _of_all(shared: Any, at: Pointer, request: Request, several: Several) -> Sequence[Problem]:
    """Return what is wrong with filters whichever dataset they are for: all else is a problem of widgets."""
    formed = Problems()
    parse_filter(shared, at, request.limits, formed)
    if formed:
        return formed
    found: list[Problems] = []
    for one in several.by_name.values():
        judged = Problems()
        read_filter(shared, at, replace(one, problems=judged))
        found.append(judged)
    # What is allowed instead differs by dataset, and so do messages.
    places = [{(one.pointer, one.code) for one in judged} for judged in found]
    return [one for one in found[0] if all((one.pointer, one.code) in there for there in places)]


def _read_own(dashboard: Any, at: Pointer, several: Several, problems: Problems) -> Mapping[str, Any]:
    """Return the filters of one dataset alone, each judged by itself."""
    given = dashboard.get(_OF_DATASETS) if several.is_named else None
    if is_empty(given):
        return {}
    if not is_mapping(given):
        problems.add(at, "not_an_object", f"expected filters by dataset, got {unparsed(given)}")
        return {}
    unknown_keys(given, several.by_name.keys(), at, problems)
    for name, request in several.by_name.items():
        read_filter(given.get(name), at / name, replace(request, problems=problems))
    return given


def _bound(widget: Any, filters: _Filters, several: Several, runner: Runner) -> BoundWidget:
    runner.deadline.check()
    problems = Problems()
    name, widget = several.named(widget, problems)
    if name is None:
        problems.raise_any()
    request = replace(several.by_name[str(name)], problems=problems)
    drafted = draft_widget(widget, request, runner)
    bound = bind_widget(drafted, filters.documents(widget, str(name), request), request)
    request.problems.raise_any()
    return bound


def _data(bound: BoundWidget, answer: Answer | Failure, several: Several) -> WidgetData | Failure:
    if not isinstance(answer, Answer):
        return answer
    return widget_data(bound, answer, several.with_dataset(bound.scan.dataset).clock)


class _Answers:
    """Computes the answers of one dashboard."""

    def __init__(self, runner: Runner, several: Several) -> None:
        self.runner: Final = runner
        self.several: Final = several
        self.request: Final = several.tightest

    def of(self, widgets: Sequence[BoundWidget]) -> list[Answer | Failure]:
        """Return the answer of each widget; widgets that ask the same are computed once."""
        questions = [_question(one) for one in widgets]
        alike = [widgets[index] for index in _firsts(questions)]
        different = list({id(one): one for one in alike}.values())
        found: dict[int, Answer | Failure] = {}
        for scan in self._scans(different):
            if len(scan.members) > 1:
                found |= self._together(scan)
        rows = _Rows(self.request.limits.max_dashboard_rows)
        shown: list[Answer | Failure] = []
        for one in alike:
            if id(one) not in found:
                found[id(one)] = _or_failure(partial(self._alone, one))
            # Counted as they come, so that no more of them are held than are shown.
            found[id(one)] = rows.within(found[id(one)])
            shown.append(found[id(one)])
        return shown

    def _scans(self, widgets: Sequence[BoundWidget]) -> Sequence[_Shared]:
        """Return what widgets can be computed from together; nothing where even that cannot be asked."""
        try:
            return self._shared(widgets) if self._may_share() else ()
        except FAILURES:
            return ()

    def _may_share(self) -> bool:
        wanted = self.request.strategy.get("dashboard")
        return wanted != "separate" and not self.runner.is_lost and shares(self.runner.connection)

    def _together(self, scan: _Shared) -> dict[int, Answer | Failure]:
        """Return the answers by widget; none where they failed, and each is to be asked by itself."""
        reason = f"{len(scan.members)} widgets under one filter are grouped once, and again from there"
        self.runner.note(Choice("shared", reason))
        try:
            with self.runner.reading():
                grids = scan.execution.together(scan.rollup, [query for _, query in scan.members])
            self.runner.deadline.check()
        except FAILURES:
            return {}
        return {
            id(bound): _or_failure(partial(_answer, bound, grid, scan.execution))
            for (bound, _), grid in zip(scan.members, grids, strict=True)
        }

    def _alone(self, bound: BoundWidget) -> Answer:
        # Only the records tell how many buckets or rows there are: a widget may be invalid even here.
        answer = computed(bound, self._request(bound), self.runner)
        self.runner.deadline.check()
        return answer

    def _request(self, bound: BoundWidget) -> Request:
        return self.several.with_dataset(bound.scan.dataset)

    def _shared(self, widgets: Sequence[BoundWidget]) -> list[_Shared]:
        """Put widgets over one scan into roll-ups, each into the first that takes it."""
        found: dict[Any, list[_Shared]] = {}
        for bound, query in _mergeable(widgets):
            same = found.setdefault((bound.scan.dataset, bound.scan.rows), [])
            into = next((one for one in same if one.rollup.takes(query)), None)
            if into is None:
                execution = Execution(bound.scan, self._request(bound), self.runner)
                into = _Shared(Rollup(execution.edges), execution, [])
                if not into.rollup.takes(query):
                    continue
                same.append(into)
            into.rollup.add(query)
            into.members.append((bound, query))
        return [one for same in found.values() for one in same]


class _Rows:
    """Counts the rows of a dashboard's answers, in the order of its widgets."""

    def __init__(self, most: int) -> None:
        self.most: Final = most
        self.shown = 0

    def within(self, answer: Answer | Failure) -> Answer | Failure:
        """Return an answer, or the error that there would be too many with it: then it is not counted."""
        if not isinstance(answer, Answer):
            return answer
        rows = rows_of(answer.data)
        if self.shown + rows > self.most:
            message = f"with the {rows} rows of this widget the dashboard has more than {self.most}"
            return InvalidInput([Problem("widget", "", "too_many_rows", message)])
        self.shown += rows
        return answer


def _mergeable(widgets: Sequence[BoundWidget]) -> Iterator[tuple[BoundWidget, Query]]:
    for bound in widgets:
        span = bound.scan.range
        # A comparison reads two ranges, a window begins before its own.
        reads_more = bound.widget.compare is not None or bound.widget.window is not None
        # Without a start the records themselves tell the buckets.
        if span.start is not None and span.end is not None and not reads_more:
            query = bound.once(_mergeable_query)
            if query is not None:
                yield bound, query


def _mergeable_query(bound: BoundWidget) -> Query | None:
    query = CHARTS[bound.widget.chart_type].query(bound)
    return query if query is not None and is_mergeable(split(query)[0]) else None


def _answer(bound: BoundWidget, grid: Grid, execution: Execution) -> Answer:
    data = CHARTS[bound.widget.chart_type].data
    assert data is not None
    return checked(bound, data(bound, grid, execution))


def _firsts(questions: Sequence[Any]) -> list[int]:
    """Return where each question was asked first: by its hash, as filters may be long and alike."""
    first: dict[Any, int] = {}
    return [first.setdefault(one, index) for index, one in enumerate(questions)]


def _question(bound: BoundWidget) -> Any:
    """Return what a widget asks, whoever asks it."""
    return bound.once(_asked), bound.scan, bound.earlier


def _asked(bound: BoundWidget) -> Key:
    widget = replace(bound.widget, id=None, name=None, echoed_group_by=None, having=None)
    # As it is written a filter may hold lists.
    scan = replace(bound.scan, filter=EVERY, range=OPEN)
    return Key((replace(bound, widget=widget, scan=scan, earlier=None), repr(bound.widget.having)))
