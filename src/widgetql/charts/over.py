"""What bars over something else than time show at each place, of each group: one aggregation, or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from widgetql.charts.bound import BoundWidget
from widgetql.charts.rules import COUNTS
from widgetql.charts.wire import reader
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Groups
from widgetql.plan.query import Aggregate, Plotted, Query, Subject
from widgetql.types import DataType

X: Final = "x"
"""The key that bars stand over."""
Cell: TypeAlias = tuple[Any, int]
"""Where a row stands: its place on the axis, and the rank of its group."""
Write: TypeAlias = Callable[[Any, Cell], Iterable[dict[str, Any]]]
"""Writes a row in its cell, a row of the answer for each series; None is one that no sample is in."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured.

    The `query` is of rows that have an x, and has no keys yet. `by` is the column of the samples, which ranks
    labels and groups; `counted` asks for it. A cell has so many rows of the answer as its `length`. Texts are
    sorted by the `values` at each place over all groups, which are of a `type`. What a row of the database is
    in the answer its `writer` knows, given what tells places and groups.
    """

    query: Query
    by: str
    counted: tuple[Aggregate, ...]
    length: int
    type: DataType
    values: Callable[[Mapping[Any, Any], Subject, Execution], Mapping[Any, Any]]
    writer: Callable[[Subject, Groups | None, Execution], Write]


def present_of(bound: BoundWidget) -> Plotted | None:
    """Return the x, where rows without one are left out."""
    assert bound.over is not None
    return None if bound.widget.include_missing else bound.over.plotted


def one_of(bound: BoundWidget) -> Measured:
    """Return one aggregation, with the rows and the records that go into it."""
    plot, aggregation = bound.plot, str(bound.widget.aggregation_function)
    assert plot is not None
    is_count = aggregation == "count"
    samples = Aggregate("n", "count" if is_count else "count_values", plot)
    measures = [Aggregate("result", aggregation, plot), samples]
    if bound.to_many:
        measures.append(Aggregate("records", "count_records", None if is_count else plot))
    read = reader_of(bound)

    return Measured(
        query=Query(measures=tuple(measures), present=present_of(bound)),
        by=samples.name,
        counted=(samples,),
        length=1,
        type=plot.type,
        values=lambda rows, _subject, _execution: {at: read(row)["value"] for at, row in rows.items()},
        writer=lambda _subject, _groups, _execution: lambda row, _: (read(row),),
    )


def reader_of(bound: BoundWidget) -> Callable[[Any], dict[str, Any]]:
    """Return what reads one aggregation from a row; None is one that no sample is in."""
    plot, aggregation = bound.plot, str(bound.widget.aggregation_function)
    assert plot is not None
    read, empty = reader(aggregation, plot.type), 0 if aggregation in COUNTS else None

    def values(row: Any) -> dict[str, Any]:
        if row is None or not row.n:
            found = {"value": empty, "sample_count": 0}
        else:
            found = {"value": read(row.result), "sample_count": row.n}
        if bound.to_many:
            found["record_count"] = 0 if row is None else row.records
        return found

    return values
