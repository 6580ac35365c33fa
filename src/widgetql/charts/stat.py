"""Stat: the dataset's own numbers over all records, or by group."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select

from widgetql.charts.aggregations import Wanted, aggregated, lacks_native
from widgetql.charts.answer import Answer
from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.groups import Groups, add_groups, groups_of, place_groups
from widgetql.charts.quantiles import percentile_of
from widgetql.charts.rollup import MERGEABLE, Asked, Rollup, View
from widgetql.charts.samples import Samples
from widgetql.charts.wire import aggregate, number
from widgetql.dataset import Dataset
from widgetql.execution import Runner
from widgetql.stats import Count, Percentile, Ratio, Simple, Stat
from widgetql.types import DataType


def compute(bound: BoundWidget, runner: Runner) -> Answer:
    """Compute `{stat: value}`; with a group a list of them, each with its `group` and `sample_count`."""
    samples = Samples(bound, runner)
    groups = add_groups(samples)
    parts = list(_parts_of(bound.request.dataset))
    rows = _rows(samples, parts, groups)
    if groups is None:
        return Answer(_stats(rows[0], parts, bound))
    return _by_group(groups, dict(groups.ranked(rows)), parts, bound)


def _by_group(groups: Groups, rows: Mapping[int, Any], parts: Sequence[_Part], bound: BoundWidget) -> Answer:
    """Return the stats of each group, given its row by its rank."""
    return Answer(
        [
            groups.keys(at) | _stats(row, parts, bound) | {"sample_count": row.n} | groups.marks(at)
            for at, row in sorted(rows.items())
        ]
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A simple stat as an aggregate, and the field that it is of."""

    wanted: Wanted
    plotted: Plotted | None

    @property
    def has_parts(self) -> bool:
        """Tell whether a roll-up can keep something of it, if only the number of its values."""
        plotted = self.plotted
        if plotted is None:
            return True
        plain = plotted.found.key is None and not plotted.found.to_many
        return plain and plotted.type in (DataType.NUMERIC, DataType.BOOLEAN)

    @property
    def is_shared(self) -> bool:
        """Tell whether it can be put together from parts."""
        known = self.plotted is None or self.wanted.aggregation in {*MERGEABLE, "count_values"}
        return known and self.has_parts


def _parts_of(dataset: Dataset) -> Iterator[_Part]:
    """Yield each simple stat; stats of one field share its column."""
    columns: dict[str, str] = {}
    for index, stat in enumerate(dataset.stats.values()):
        for part, simple in enumerate(_parts(stat)):
            name = f"s{index}_{part}"
            if simple.field is None:
                yield _Part(Wanted(name, "count"), None)
                continue
            found = dataset.find(simple.field)
            assert found is not None
            column = columns.setdefault(found.path, f"v{len(columns)}")
            # `count` is of records; the stat with a field counts its values.
            aggregation = "count_values" if isinstance(simple, Count) else simple.aggregation
            fraction = simple.fraction if isinstance(simple, Percentile) else None
            wanted = Wanted(name, aggregation, column, found.leaf.type, fraction)
            yield _Part(wanted, Plotted(found, found.leaf.type))


def _rows(
    samples: Samples, parts: Sequence[_Part], groups: Groups | None, *, counted: bool = True
) -> Sequence[Any]:
    """Return the rows of one statement; where none is native a percentile of all records has its own."""
    dialect = samples.runner.dialect
    apart = [] if groups is not None else [one for one in parts if lacks_native(one.wanted, dialect)]
    if apart:
        return [_with_percentiles(samples, [one for one in parts if one not in apart], apart)]
    shape = _shape(samples, parts, groups, counted)
    keys = [] if groups is None else ["grp"]
    return samples.rows(samples.kept(shape, lambda: _statement(samples, parts, keys, counted)))


def _shape(samples: Samples, parts: Sequence[_Part], groups: Groups | None, counted: bool) -> Hashable:
    fields = [one.plotted for one in parts if one.plotted is not None]
    names, group = tuple(one.wanted.name for one in parts), samples.bound.group
    if groups is None:
        return samples.shape("stat", names, plots=fields)
    # With a rest the values of the groups stand in the SQL.
    if groups.has_other or not isinstance(group, Plotted):
        return None
    return samples.shape("stat by group", names, counted, plots=[group, *fields])


def _with_percentiles(samples: Samples, parts: Sequence[_Part], apart: Sequence[_Part]) -> Any:
    """Return the one row of all parts: the others and how many values there are, then each percentile."""
    counts = [
        replace(one, wanted=Wanted(f"{one.wanted.name}_n", "count_values", one.wanted.value)) for one in apart
    ]
    found = _rows(samples, [*parts, *counts], None)[0]._asdict()
    return SimpleNamespace(**found, **_percentiles(samples, apart, found))


def _percentiles(samples: Samples, parts: Sequence[_Part], counts: Mapping[str, Any]) -> dict[str, Any]:
    """Return percentiles of all records, each from the number of its values."""
    found: dict[str, Any] = {}
    for one in parts:
        assert one.plotted is not None
        assert one.wanted.percentile is not None
        number, fraction = int(counts[f"{one.wanted.name}_n"]), one.wanted.percentile
        found[one.wanted.name] = percentile_of(samples.bound, samples.runner, one.plotted, fraction, number)
    return found


def _statement(samples: Samples, parts: Sequence[_Part], keys: Sequence[str], counted: bool) -> Any:
    for one in parts:
        if one.plotted is not None and one.wanted.value is not None:
            samples.columns[one.wanted.value] = samples.read(one.plotted).value
    samples.columns.setdefault("one", samples.id)
    wanted, others = [one.wanted for one in parts], [func.count().label("n")] if counted else []
    return aggregated(samples.subquery(), keys, wanted, others, samples.runner.dialect)


def _parts(stat: Stat) -> tuple[Simple, ...]:
    return (stat.dividend, stat.divisor) if isinstance(stat, Ratio) else (stat,)


def _stats(row: Any, parts: Sequence[_Part], bound: BoundWidget) -> dict[str, Any]:
    """Return the stats of one row. A ratio over nothing is null."""
    wanted = {one.wanted.name: one.wanted for one in parts}
    found: dict[str, Any] = {}
    for index, (name, stat) in enumerate(bound.request.dataset.stats.items()):
        first = _value(row, wanted[f"s{index}_0"])
        if isinstance(stat, Ratio):
            second = _value(row, wanted[f"s{index}_1"])
            first = number(first / second) if first is not None and second else None
        found[name] = first
    return found


def _value(row: Any, one: Wanted) -> Any:
    aggregation = "count" if one.aggregation == "count_values" else one.aggregation
    return aggregate(getattr(row, one.name), aggregation, one.type)


def asked(bound: BoundWidget) -> Asked:
    """Return what a stat asks of a roll-up: its group, and what of it can be put together again."""
    keys = (bound.group,) if isinstance(bound.group, Plotted) else ()
    parts = [one for one in _parts_of(bound.request.dataset) if one.has_parts]
    # Of the others the number of values is read.
    values = ((one.wanted.aggregation, one.plotted) for one in parts)
    return Asked(keys, values=tuple((name if name in MERGEABLE else "count", of) for name, of in values))


class Shared:
    """A stat's part of a shared query; what cannot be put together again is asked for by itself."""

    def __init__(self, bound: BoundWidget, rollup: Rollup) -> None:
        self.bound: Final = bound
        self.rollup: Final = rollup
        self.parts: Final = list(_parts_of(bound.request.dataset))
        self.group: Final = bound.group if isinstance(bound.group, Plotted) else None
        self.limit: Final = bound.request.limits.max_groups

    @property
    def shape(self) -> Hashable:
        """Return what the SQL depends on: the stats are the dataset's."""
        return "stat", None if self.group is None else (self.group.found.path, self.limit)

    @property
    def source(self) -> Hashable:
        """Return what tells the groups that are read: its own."""
        return None

    def select(self) -> Select[Any]:
        """Return the stats as one row; with groups a row each, with its position."""
        view, keys = self.rollup.view(), list[ColumnElement[Any]]()
        if self.group is not None:
            fields = [one.plotted for one in self.parts if one.has_parts and one.plotted is not None]
            view = view.ranked(self.group, ("count", None), self.limit, fields)
            keys = [view.source.c.position, view.source.c.grp]
        columns = [_again(view, one).label(one.wanted.name) for one in self.parts if one.is_shared]
        columns += [
            view.number(one.plotted).label(f"{one.wanted.name}_n")
            for one in self._by_position()
            if one.plotted is not None
        ]
        return select(*keys, view.count().label("n"), *columns).group_by(*keys)

    def _by_position(self) -> list[_Part]:
        """Return the percentiles that are found by the number of their values: those of all records."""
        if self.group is not None:
            return []
        dialect = self.rollup.samples.runner.dialect
        return [one for one in self.parts if one.has_parts and lacks_native(one.wanted, dialect)]

    def answer(self, rows: Sequence[Any]) -> Answer:
        """Return the data of the chart."""
        samples, apart = Samples(self.bound, self.rollup.samples.runner), self._by_position()
        alone = [one for one in self.parts if not one.is_shared and one not in apart]
        if self.group is not None:
            return self._by_group(samples, self.group, alone, rows)
        found: dict[str, Any] = dict(rows[0].__dict__)
        found |= _percentiles(samples, apart, found)
        if alone:
            found |= _values(_rows(samples, alone, None)[0], alone)
        return Answer(_stats(SimpleNamespace(**found), self.parts, self.bound))

    def _by_group(
        self, samples: Samples, group: Plotted, alone: Sequence[_Part], rows: Sequence[Any]
    ) -> Answer:
        """Return the stats of each group; what is asked for alone is asked of the groups that were found."""
        key = samples.key(group)
        groups = groups_of(rows, key, self.limit)
        found = {int(row.position): dict(row.__dict__) for row in rows}
        others: Mapping[int, Any] = {}
        if alone and rows:
            place_groups(samples, key, groups)
            others = dict(groups.ranked(_rows(samples, alone, groups, counted=False)))
        whole = {at: SimpleNamespace(**row, **_values(others.get(at), alone)) for at, row in found.items()}
        return _by_group(groups, whole, self.parts, self.bound)


def _values(row: Any, parts: Sequence[_Part]) -> dict[str, Any]:
    """Return the values of some parts by their names; None of a group that is gone meanwhile."""
    return {one.wanted.name: getattr(row, one.wanted.name, None) for one in parts}


def _again(view: View, one: _Part) -> ColumnElement[Any]:
    if one.plotted is not None and one.wanted.aggregation == "count_values":
        return view.number(one.plotted)
    return view.aggregate(one.wanted.aggregation, one.plotted)
