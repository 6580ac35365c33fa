"""Several measures over something else than time: a long row for each series of a place and a group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from widgetql.charts.bound import BoundWidget
from widgetql.charts.lasting import Lasting, part_of
from widgetql.charts.measuring import Values, length_of
from widgetql.charts.over import Cell, Measured, Write, X, present_of
from widgetql.charts.series import asked_of, counts_of, first_count, first_of, shown_of
from widgetql.charts.wholes import Ask, Part, Wholes, related_of
from widgetql.plan.execute import Execution
from widgetql.plan.groups import Groups
from widgetql.plan.query import GROUP, Aggregate, Key, Plotted, Query, Subject
from widgetql.types import DataType

_DIMENSIONS: Final = ("label", "group")


def several_of(bound: BoundWidget) -> Measured:
    """Return the measures: labels and groups rank by the rows of the first, texts are sorted by its value."""
    of_measures, measures = asked_of(bound, {})
    by, related = first_count(bound, of_measures.names), related_of(bound)
    values, lasts = Values(bound.measured), length_of(bound.scan.range)
    first, series = first_of(bound), shown_of(bound)

    def at_places(rows: Mapping[Any, Any], subject: Subject, execution: Execution) -> dict[Any, Any]:
        # Over all groups there are none that a share could be within; those of the others are not asked for.
        wholes = Wholes(bound, _DIMENSIONS[:1], _asker(bound, subject, None, execution))
        own = f"m{bound.measured.index(first)}_of"

        def value(place: Any, row: Any) -> Any:
            at = wholes.at((place,))
            return values.of(row, lasts, lambda name: at(name) if name == own else None).get(first.name)

        return {place: value(place, row) for place, row in rows.items()}

    def writer(subject: Subject, groups: Groups | None, execution: Execution) -> Write:
        wholes = Wholes(bound, _DIMENSIONS, _asker(bound, subject, groups, execution))
        length = _lengths(bound, execution)

        def write(row: Any, cell: Cell) -> Iterator[dict[str, Any]]:
            found = values.of(row, length(cell[0]), wholes.at(cell))
            for one in series:
                measured = {"series": one.name, "value": found[one.name]}
                yield measured | counts_of(bound, values, one, row)

        return write

    return Measured(
        query=Query(measures=(*measures, *related), present=present_of(bound)),
        by=by,
        counted=(*(one for one in measures if one.name == by), *related),
        length=len(series),
        type=DataType.NUMERIC if first.aggregate is None else first.aggregate.type,
        values=at_places,
        writer=writer,
    )


def _lengths(bound: BoundWidget, execution: Execution) -> Callable[[Any], timedelta | None]:
    """Return what tells how much time of the range a place covers: a part of it, or all."""
    assert bound.over is not None
    part = part_of(bound.over, bound.scan.dataset)
    if part is None or all(one.written.per is None for one in bound.measured):
        whole = length_of(bound.scan.range)
        return lambda _: whole
    lasting = Lasting(bound.scan.range, execution.request.clock.zone)
    return lambda place: lasting.of(parts=[(part, int(place))])


def _asker(bound: BoundWidget, subject: Subject, groups: Groups | None, execution: Execution) -> Ask:
    """Return what asks for the measures of labels and of groups: of all records, with an x or without."""

    def ask(within: Sequence[str], measures: tuple[Aggregate, ...]) -> Mapping[Part, Any]:
        by_label, by_group = (name in within for name in _DIMENSIONS)
        keys = [Key(X, subject)] if by_label else []
        if by_group:
            assert isinstance(bound.group, Plotted)
            keys.append(Key(GROUP, bound.group))
        present = present_of(bound) if by_label else None
        query = Query(keys=tuple(keys), measures=measures, present=present)
        grid = execution.ask_over(query, groups) if by_group and groups else execution.ask(query)
        found: dict[Part, Any] = {}
        for at, row in grid.rows:
            label = (None if row.x is None else int(row.x),) if by_label else ()
            found[(*label, *((at,) if by_group else ()))] = row
        return found

    return ask
