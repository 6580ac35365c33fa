"""The public functions. Each reads as its steps."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause
from typing_extensions import Unpack

from widgetql.capturing import check_target
from widgetql.charts.bind import bind_widget, draft_widget, read_filters
from widgetql.charts.run import WidgetData, run_widget
from widgetql.dashboard import judge_dashboard, run_dashboard
from widgetql.dataset import Dataset
from widgetql.documents import is_mapping
from widgetql.drill import drill_filter
from widgetql.entities import behind_alias, table_of, told
from widgetql.errors import InvalidInput, Pointer, Problem, Problems, QueryTimeout
from widgetql.execution import Runner
from widgetql.filters.bind import read_filter
from widgetql.filters.bound import Bound
from widgetql.filters.compile import compile_bound
from widgetql.filters.merge import check_objects, documents_of, merged
from widgetql.limits import Limits
from widgetql.plan.bucketing import Explanation
from widgetql.request import Request
from widgetql.rows import Rows
from widgetql.several import Datasets, Several
from widgetql.subqueries import is_table
from widgetql.types import FilterJSON, Options, WidgetJSON


def compile_filter(
    filter: FilterJSON | None, dataset: Dataset, *, target: Any = None, **options: Unpack[Options]
) -> ColumnElement[bool]:
    """Return a filter as a condition for the host's own `select(table).where(...)`.

    `target` is an alias of the dataset's table to put the condition on, or a subquery of it. No filter gives
    a condition that always holds (but for `scope`). Negate in JSON, with `not`: the condition may be NULL
    where it does not hold.

    Raises `InvalidInput` with every problem of the filter; `TypeError` or `ValueError` for options that are
    the host's own mistake, and for a `target` that is no table or another one, or is named as what the scope
    reads.

    >>> from widgetql.testing.example import calls, dataset
    >>> print(compile_filter({"field": "duration", "op": "lt", "value": 60}, dataset))
    calls.duration < :param_1
    """
    request = Request.of(dataset, **options)
    bound = _bound_filter(filter, request)
    request.problems.raise_any()
    source = dataset.table if target is None else _target(target, dataset)
    if target is not None:
        check_target(source, request.context.scope)
    rows = Rows(dataset.table, source, dataset.criterion)
    condition = compile_bound(bound, rows, request.context, given_out=True)
    return _guarded(condition, request.context.guard(rows))


def validate_filter(filter: FilterJSON | None, dataset: Dataset, **options: Unpack[Options]) -> list[Problem]:
    """Return every problem of a filter; an empty list means that it compiles. Never raises on bad input.

    Raises `TypeError` or `ValueError` for options that are the host's own mistake.

    >>> from widgetql.testing.example import dataset
    >>> [problem.code for problem in validate_filter({"field": "duration", "op": "is", "value": 1}, dataset)]
    ['unknown_operator']
    """
    request = Request.of(dataset, judges=True, **options)
    _bound_filter(filter, request)
    return list(request.problems)


def effective_filters(
    dashboard_filters: FilterJSON | None, widget: WidgetJSON, filters: FilterJSON | None = None
) -> FilterJSON | None:
    """Return the filter that a widget is computed under, as plain JSON data.

    Dashboard AND (the request's `filters` if given, else the widget's own): an `and` of exactly the two, the
    one there is, or None. A preview body's `dashboard_filters` is one more part. Relative times stay
    relative. None, `{}` and blank text are not given. Nothing but the form is judged here.

    Raises `InvalidInput` for text that is no JSON, and for a widget or filter that is no object.

    >>> effective_filters({"field": "a", "op": "eq", "value": 1}, {"filters": {}})
    {'field': 'a', 'op': 'eq', 'value': 1}
    """
    problems = Problems()
    documents = documents_of(dashboard_filters, widget, filters, Limits(), problems)
    check_objects(widget, documents, problems)
    problems.raise_any()
    return merged(documents)


def validate_widget(
    widget: WidgetJSON,
    dataset: Dataset,
    *,
    connection: Connection | Any = None,
    **options: Unpack[Options],
) -> list[Problem]:
    """Return every problem of a widget; an empty list means that it can be computed under a time range.

    A dynamic field needs the connection, to look its metric up. The lower bound on the timestamp is not asked
    for: the dashboard may bring it. Never raises on bad input.

    Raises `TypeError` or `ValueError` for options that are the host's own mistake, `ValueError` where the
    dataset declares no timestamp, and with a connection what running a query raises.

    >>> from widgetql.testing.example import dataset
    >>> [p.pointer for p in validate_widget({"chart_type": "bar", "field": "duration"}, dataset)]
    ['/aggregation_function', '/time_period']
    """
    request = Request.of(dataset, judges=connection is None, **options)
    with _runner(connection, request) as runner:
        drafted = draft_widget(widget, request, runner)
        read_filters(drafted, documents_of(None, widget, None, request.limits, request.problems), request)
    return list(request.problems)


def validate_dashboard(
    dashboard: Mapping[str, Any],
    dataset: Datasets,
    *,
    connection: Connection | Any = None,
    **options: Unpack[Options],
) -> list[Problem]:
    """Return every problem of a dashboard, `{"filters": ..., "widgets": [...]}`: its filters', each widget's.

    The document of each is `dashboard`, and pointers lead into it: `/filters/value`,
    `/widgets/1/filters/field`. The filters are judged once, also where there are no widgets. As with
    `validate_widget` a dynamic field needs the connection, and no lower bound on the timestamp is asked for.
    Over several datasets the filters are judged with each widget. Never raises on bad input.

    Raises what `validate_widget` does.

    >>> from widgetql.testing.example import dataset
    >>> widgets = [{"chart_type": "stat"}, {"chart_type": "pie", "field": "subject"}]
    >>> [p.pointer for p in validate_dashboard({"widgets": widgets}, dataset)]
    ['/widgets/1/field']
    """
    several = Several.of(dataset, judges=connection is None, **options)
    with _runner(connection, several) as runner:
        return judge_dashboard(dashboard, several, runner)


def compute_widget_data(
    connection: Connection | Any,
    widget: WidgetJSON,
    dataset: Dataset,
    *,
    dashboard_filters: FilterJSON | None = None,
    filters: FilterJSON | None = None,
    **options: Unpack[Options],
) -> WidgetData:
    """Return the data of a widget, saved or previewed.

    `connection` is a SQLAlchemy `Connection` or `Session`; async hosts write
    `await conn.run_sync(compute_widget_data, widget, dataset)`. `filters` is the request's override of the
    widget's own filters, never of the dashboard's.

    Raises `InvalidInput` with every problem of the documents; `QueryTimeout` beyond `Limits.timeout`;
    `NotImplementedError` where a timeout is set and the driver cannot cancel; `TypeError` or `ValueError` for
    options, a connection or a dataset (one without a timestamp) that are the host's own mistake; database
    errors as SQLAlchemy raises them.

    >>> from widgetql.testing.example import connect, dataset, november
    >>> widget = {"chart_type": "bar", "field": "duration", "time_period": "day",
    ...           "aggregation_function": "avg"}
    >>> with connect() as connection:
    ...     data = compute_widget_data(connection, widget, dataset, **november)
    >>> data.data[0]
    {'time_interval': '2025-11-03T00:00:00Z', 'value': 61.5, 'sample_count': 2}
    """
    request = Request.of(dataset, **options)
    with request.runner(connection) as runner:
        return _computed(runner, widget, request, dashboard_filters, filters)


def compute_dashboard_data(
    connection: Connection | Any,
    dashboard: Mapping[str, Any],
    dataset: Datasets,
    *,
    filters: FilterJSON | None = None,
    **options: Unpack[Options],
) -> list[WidgetData | InvalidInput | DBAPIError | QueryTimeout | Exception]:
    """Return a list: what each widget of a dashboard shows, of `{"filters": ..., "widgets": [...]}`.

    The answers are those of `compute_widget_data`, widget by widget, under the dashboard's filters; `filters`
    override the own filters of every widget. Identical widgets run once; widgets under one filter share one
    scan where that gives the same answer.

    `dataset` may be several, a mapping from their names. Then each widget says its `dataset`, each timestamp
    may be written `timestamp`, `filters_by_dataset` adds filters to the widgets of one, and `scope` is a
    mapping from tables to conditions.

    A widget that cannot be computed has its error in the place of its data, and the others are computed:
    `InvalidInput` for an invalid one, the database's error as SQLAlchemy raises it, `QueryTimeout` beyond
    `Limits.widget_timeout`, and for all that were not computed within `Limits.timeout`. Such a failure is
    rolled back: to a savepoint where the call began inside the host's own transaction. The rest have the same
    error on DuckDB, which has no savepoints, and where the connection was lost. So has one whose rows a
    column's own type cannot read, whatever it raised: a host's `TypeDecorator` that meets a value it did not
    expect. Log what is no `InvalidInput`. All else that is wrong in Python is raised.

    Raises `InvalidInput` for what is no dashboard, and for its filters, which are judged once;
    `NotImplementedError`, `TypeError` and `ValueError` as `compute_widget_data` does.

    >>> from widgetql.testing.example import connect, dataset, november
    >>> pie = {"chart_type": "pie", "field": "topic"}
    >>> dashboard = {"filters": november["dashboard_filters"], "widgets": [pie, {"chart_type": "cake"}]}
    >>> options = {"now": november["now"]}
    >>> with connect() as connection:
    ...     data, problem = compute_dashboard_data(connection, dashboard, dataset, **options)
    >>> data.data[0]["label"], problem.problems[0].pointer
    ('billing', '/chart_type')
    """
    several = Several.of(dataset, **options)
    with several.runner(connection) as runner:
        return run_dashboard(runner, dashboard, several, filters)


def explain(
    connection: Connection | Any,
    widget: WidgetJSON,
    dataset: Datasets,
    *,
    dashboard_filters: FilterJSON | None = None,
    filters: FilterJSON | None = None,
    **options: Unpack[Options],
) -> Explanation:
    """Compute a widget, or a dashboard with its `widgets`, and say how: the ways chosen and why, and the SQL.

    The option `strategy` overrides the choice. Of a dashboard `dataset` may be several, a mapping from their
    names.

    Raises what `compute_widget_data` and `compute_dashboard_data` do.

    >>> from widgetql.testing.example import connect, dataset, november
    >>> widget = {"chart_type": "bar", "field": "duration", "time_period": "day",
    ...           "aggregation_function": "avg"}
    >>> with connect() as connection:
    ...     found = explain(connection, widget, dataset, **november, strategy={"buckets": "division"})
    >>> next(choice for choice in found.choices if choice.way == "division")
    Choice(way='division', reason='runs of equal buckets are one division each')
    """
    is_dashboard = is_mapping(widget) and "widgets" in widget
    several = Several.of(dataset, **options) if is_dashboard else None
    # A widget by itself is of one dataset.
    request = Request.of(dataset, **options) if several is None else several.tightest  # type: ignore[arg-type]
    with request.runner(connection, explains=True) as runner:
        if several is not None:
            run_dashboard(runner, widget, several, filters)
        else:
            _computed(runner, widget, request, dashboard_filters, filters)
    return Explanation(tuple(runner.choices), tuple(runner.statements))


def drill_down(
    widget: WidgetJSON,
    row: dict[str, Any],
    dataset: Dataset,
    *,
    dashboard_filters: FilterJSON | None = None,
    filters: FilterJSON | None = None,
    connection: Connection | Any = None,
    measure: str | None = None,
    numerator: bool = False,
    **options: Unpack[Options],
) -> FilterJSON:
    """Return a filter, in absolute instants only, that selects exactly the records behind a row of the data.

    `measure` is the name of one of the widget's `metrics`: the records that go into it, of a ratio into its
    divisor, with `numerator` into its dividend.

    `now` and `timezone` must be those of the answer (its metadata has them). Over a dynamic field the kind of
    the metric decides what counts as a value: it is looked up with `connection`; without one it is taken
    from the widget's `data_type`, or from its chart and aggregation where these leave only one.

    What is made of filters near the limits may be beyond them: compile it under `limits.lifted()`.

    Raises `InvalidInput` for an invalid widget, filter or row, or where the dataset's fields cannot say it;
    otherwise as `compute_widget_data` does.

    >>> from widgetql.testing.example import dataset, november
    >>> widget = {"chart_type": "pie", "field": "topic"}
    >>> found = drill_down(widget, {"label": "billing", "value": 2}, dataset, **november)
    >>> found["conditions"][-1]
    {'field': 'topic', 'op': 'eq', 'value': 'billing'}
    """
    request = Request.of(dataset, judges=connection is None, **options)
    with _runner(connection, request) as runner:
        documents = documents_of(dashboard_filters, widget, filters, request.limits, request.problems)
        return drill_filter(widget, row, documents, request, runner, measure, numerator=numerator)


def _target(target: Any, dataset: Dataset) -> FromClause:
    try:
        found = table_of(target)
    except ValueError as error:
        raise ValueError(f"target: {error}") from None
    base = behind_alias(found)
    # Without a condition to move nothing else would tell: the host's table would be shown unfiltered.
    if is_table(base) and base is not behind_alias(dataset.table):
        raise ValueError(f"target: {told(found)} is no alias of {told(dataset.table)}, the dataset's table")
    return found


def _computed(
    runner: Runner,
    widget: WidgetJSON,
    request: Request,
    dashboard_filters: FilterJSON | None,
    filters: FilterJSON | None,
) -> WidgetData:
    drafted = draft_widget(widget, request, runner)
    documents = documents_of(dashboard_filters, widget, filters, request.limits, request.problems)
    bound = bind_widget(drafted, documents, request)
    request.problems.raise_any()
    return run_widget(bound, request, runner)


def _runner(connection: Any, request: Request | Several) -> AbstractContextManager[Runner | None]:
    return nullcontext() if connection is None else request.runner(connection)


def _bound_filter(filter: FilterJSON | None, request: Request) -> Bound:
    _, bound = read_filter(filter, Pointer("filter"), request)
    return bound


def _guarded(condition: ColumnElement[bool], guards: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    for guard in guards:
        condition = condition & guard
    return condition
