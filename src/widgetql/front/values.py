"""The values of a field, for whoever is to choose one: how many records an `eq` on each of them selects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select
from typing_extensions import Unpack

from widgetql.charts.parse import read_metric
from widgetql.dataset import Dataset
from widgetql.documents import is_empty, text_problem
from widgetql.dynamic import Chosen, look_up
from widgetql.errors import Pointer, shown
from widgetql.execution import Runner
from widgetql.fields import Dynamic, Field, in_own_terms
from widgetql.filters.bind import find_field, read_filter
from widgetql.filters.bound import EVERY, Bound
from widgetql.filters.compile import compile_bound
from widgetql.filters.operators import SQL
from widgetql.filters.tighten import all_of
from widgetql.filters.time_range import TimeRange
from widgetql.plan.facts import Facts
from widgetql.plan.groups import decoder
from widgetql.plan.parameters import placed
from widgetql.plan.query import Aggregate, Key, Plotted, Query, Scan
from widgetql.request import Request
from widgetql.sql.select import select_of
from widgetql.sql.source import Source
from widgetql.sql.time import planned
from widgetql.types import DataType, FilterJSON, Options

ANY_TIME: Final = TimeRange(None, None, None, None)
_NOTHING_KNOWN: Final = Facts(of_range=False, are_texts=False, columns=frozenset())
_DEFAULT: Final = 50
_RECORDS: Final = "records"
_VALUE: Final = "value"


def field_values(
    connection: Connection | Any,
    path: str,
    dataset: Dataset,
    *,
    search: str | None = None,
    filters: FilterJSON | None = None,
    metric: int | str | None = None,
    limit: int = 50,
    **options: Unpack[Options],
) -> dict[str, Any]:
    """Return the values of a field, `{"values": [{"value", "label", "count"}], "truncated"}`, by their count.

    An `eq` on a `value` selects exactly `count` records, of all times and under the `scope`; `filters` narrow
    them. The most frequent comes first, ties go by value; what is missing is no value. `search` leaves those
    that contain a text, whatever the case, as `contains` does. A dynamic field needs its `metric`: then a
    `count` is of the records for which a `same_row` of the metric and the value holds. At most `limit` are
    returned; `truncated` says whether there are more.

    Raises `InvalidInput` for an unknown path, a field that is not to be filtered or whose values are not to
    be listed (`Field(values=False)`), a search that it does not take, invalid filters or a limit beyond
    `Limits.max_rows`; otherwise as `compute_widget_data` does.

    >>> from widgetql.testing.example import connect, dataset
    >>> with connect() as connection:
    ...     field_values(connection, "topic", dataset)
    {'values': [{'value': 'billing', 'label': 'billing', 'count': 2}], 'truncated': False}
    """
    request = Request.of(dataset, **options)
    with request.runner(connection) as runner:
        plot, chosen = _plotted(path, metric, request, runner)
        text = _search(search, plot, request)
        limit = checked_limit(limit, _DEFAULT, request)
        _, bound = read_filter(filters, Pointer("filters"), request)
        request.problems.raise_any()
        assert plot is not None
        scan = Scan(dataset, all_of([bound]), ANY_TIME, chosen)
        rows = _rows(plot, scan, text, limit + 1, request, runner)
    decode = decoder(plot, request.context)
    found = [(decode(row.value), int(row.records)) for row in rows[:limit]]
    values = [{"value": value, "label": label_of(value), "count": count} for value, count in found]
    return {"values": values, "truncated": len(rows) > limit}


def label_of(value: Any) -> str:
    """Return a value as people read it: a text as it is, a number without a fraction that is none.

    >>> label_of("a"), label_of(True), label_of(5.0), label_of(0.1)
    ('a', 'true', '5', '0.1')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def checked_limit(limit: Any, default: int, request: Request) -> int:
    """Return a number of answers, by default as many as the limits have; notes one that is none."""
    at, most = Pointer("limit"), request.limits.max_rows
    if limit == default and not isinstance(limit, bool):
        return min(default, most)
    if isinstance(limit, bool) or not isinstance(limit, int):
        request.problems.add(at, "wrong_type", f"expected a number of values, got {shown(limit)}")
    elif not 1 <= limit <= most:
        request.problems.add(at, "out_of_range", f"1 to {most} values, got {shown(limit)}")
    else:
        return limit
    return 1


def _plotted(
    path: Any, metric: Any, request: Request, runner: Runner
) -> tuple[Plotted | None, Chosen | None]:
    """Return the field, and its metric if it is dynamic; None where a problem is noted."""
    at, problems = Pointer("path"), request.problems
    if not isinstance(path, str):
        problems.add(at, "not_text", f"expected the path of a field, got {shown(path)}")
        return None, None
    found = find_field(path, "filter", request.dataset, request.limits, at, problems)
    if found is None:
        return None, None
    if not found.leaf.filter:
        problems.add(at, "not_filterable", f"{path} is for plots only")
    elif not found.leaf.values or not found.leaf.operators & {"eq", "in"}:
        # What may not be asked for by its value is not shown either.
        problems.add(at, "values_not_listed", f"the values of {path} are not listed")
    elif not isinstance(found.leaf, Dynamic):
        if not is_empty(metric):
            problems.add(Pointer("metric"), "conflicting_keys", "only a dynamic field takes a metric")
        return Plotted(found, found.leaf.type), None
    elif is_empty(metric):
        problems.add(Pointer("metric"), "missing_key", f"{path} needs a metric")
    else:
        wanted = read_metric(metric, Pointer("metric"), request.limits, problems)
        chosen = None if wanted is None else look_up(runner, wanted, found, request, Pointer("metric"))
        return (None if chosen is None else Plotted(found, chosen.kind.type)), chosen
    return None, None


def _search(search: Any, plot: Plotted | None, request: Request) -> str | None:
    """Return the text that values are to contain; None where none is asked for."""
    at, problems = Pointer("search"), request.problems
    if is_empty(search):
        return None
    if not isinstance(search, str):
        problems.add(at, "not_text", f"expected text, got {shown(search)}")
        return None
    if text_problem(search, at, request.limits.max_text_length, problems) or plot is None:
        return None
    leaf = plot.found.leaf
    if plot.type is not DataType.STRING or (isinstance(leaf, Field) and leaf.own is not None):
        message = f"{plot.found.path} ({plot.type}) does not take contains, so its values cannot be searched"
        problems.add(at, "operator_not_allowed", in_own_terms(leaf, message) or message)
        return None
    return search


def _rows(plot: Plotted, scan: Scan, search: str | None, limit: int, request: Request, runner: Runner) -> Any:
    """Ask how many records have each value."""
    aggregation = "count_records" if plot.found.to_many else "count"
    query = Query(
        keys=(Key(_VALUE, plot),), measures=(Aggregate(_RECORDS, aggregation),), present=plot,
        order=((_RECORDS, True), (_VALUE, False)), limit=limit,
    )  # fmt: skip
    source = Records(scan, request, runner.dialect, plot, search)
    statement = select_of(query, source, runner.dialect)
    return runner.rows(planned(statement, runner.dialect), source.values)


class Records(Source):
    """Records under a filter, of all times and of none; `search` leaves the rows that contain a text."""

    def __init__(
        self,
        scan: Scan,
        request: Request,
        dialect: str,
        plot: Plotted | None = None,
        search: str | None = None,
    ) -> None:
        found = placed(scan, request.context)
        super().__init__(found, _NOTHING_KNOWN, request.context, dialect)
        self.values: Final = found.values
        self._filter: Final[Bound] = found.filter
        self.joined: Final = self._joined
        self._plot: Final = plot
        self._search: Final = search

    def select(self, columns: Iterable[ColumnElement[Any]], *where: ColumnElement[bool]) -> Select[Any]:
        """Return the SELECT of columns of its rows."""
        if self._search is None or self._plot is None:
            return super().select(columns, *where)
        return super().select(columns, *where, SQL["contains"](self.read(self._plot), self._search))

    def conditions(self, *, bounded: bool = True) -> list[ColumnElement[bool]]:
        """Return what rows must satisfy: the filter, the host's scope, the metric. There is no range."""
        del bounded
        root, context = self._joined.root, self._joined.context
        own = [] if self._filter == EVERY else [compile_bound(self._filter, root, context)]
        return [*own, *context.guard(root), *self._chosen.values()]
