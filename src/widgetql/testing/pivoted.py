"""The cells of a pivot: measures of the records that two headers have in common, and of those of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from widgetql.testing.grids import Column, Keys, dimension, keys_of
from widgetql.testing.measures import Measures, lasts, name_of, parts_in, samples_by_measures, wide
from widgetql.testing.ranges import Bucket, calendar_bucket
from widgetql.testing.ranking import having_of, passes
from widgetql.testing.readings import shown
from widgetql.testing.samples import Question, Sample, ordered

_REST: Final = "rest"
_OUT: Final = "out"
_Key = tuple[Any, ...]


@dataclass(frozen=True)
class _Axis:
    """The headers of an axis: the keys that are kept, the rest of all others, and what is in neither."""

    name: str
    columns: Sequence[Column]
    kept: Sequence[_Key]
    failed: Sequence[_Key]
    rest: Sequence[_Key]

    def place(self, key: _Key) -> Any:
        """Return the place of a key."""
        if key in self.kept:
            return self.kept.index(key)
        return _REST if key in self.rest else _OUT


def pivot(question: Question) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the headers of both axes with their cells, and what the metadata says of bins and of having."""
    written = {"rows": question.listed("rows"), "columns": question.listed("columns")}
    dimensions = [dimension(one) for own in written.values() for one in own]
    keys = keys_of(question, dimensions)
    samples = samples_by_measures(question, *(str(one.path) for one in dimensions))
    split, found = len(written["rows"]), [(keys.of(one.place), one) for one in samples]
    sheet = _Sheet(question, keys, dimensions, split, found)
    rows, columns = sheet.axis("rows"), sheet.axis("columns")
    margins = question.listed("totals")
    down = [*sheet.headers(rows), *_total(rows, margins, "columns")]
    right = [*sheet.headers(columns), *_total(columns, margins, "rows")]
    cells = [[sheet.cell(rows, columns, row, column, margins) for column, _ in right] for row, _ in down]
    data = {"rows": [one for _, one in down], "columns": [one for _, one in right], "cells": cells}
    notes: dict[str, Any] = {"bins": keys.told} if keys.told else {}
    if having_of(question) is not None:
        counts = [sum(key[:split] == one for key, _ in found) for one in rows.failed]
        notes["excluded_by_having"] = {"groups": len(counts), "sample_count": sum(counts)}
    return data, notes


def _total(axis: _Axis, margins: Sequence[str], name: str) -> list[tuple[Any, dict[str, Any]]]:
    if not {name, "all"} & {*margins}:
        return []
    return [(None, {key: None for column in axis.columns for key in column.keys} | {"total": True})]


@dataclass(frozen=True)
class _Sheet:
    question: Question
    keys: Keys
    dimensions: Sequence[Column]
    split: int
    found: Sequence[tuple[_Key, Sample]]

    def part(self, name: str, key: _Key) -> _Key:
        """Return the part of a key that is of an axis."""
        return key[: self.split] if name == "rows" else key[self.split :]

    def axis(self, name: str) -> _Axis:
        """Return an axis with its headers in their order."""
        columns, limits = self.part(name, tuple(self.dimensions)), self.question.world.limits
        margins: dict[_Key, list[Sample]] = {}
        for key, sample in self.found:
            margins.setdefault(self.part(name, key), []).append(sample)
        measures = self._measures({(key,): own for key, own in margins.items()}, name)
        listed = sorted(margins, key=lambda key: tuple(map(ordered, key)))
        is_cut = any((one.period or one.part or one.bins) is None for one in columns)
        names = [one.name for one in columns]
        rows = {
            key: measures.figures((key,), self.length(columns, key))
            | {"sample_count": len(margins[key])}
            | dict(zip(names, key, strict=True))
            for key in listed
        }
        known = {*names} if not is_cut else {*names, "sample_count", *map(name_of, measures.metrics)}
        orders = [one for one in self.question.listed("order_by") if one["name"] in known]
        if is_cut and not orders:
            orders = [{"name": "sample_count", "direction": "desc"}]
        for order in reversed(orders):
            of, is_descending = order["name"], order.get("direction") == "desc"
            present = [key for key in listed if rows[key][of] is not None]
            present.sort(key=lambda key: ordered(rows[key][of]), reverse=is_descending)
            listed = [*present, *(key for key in listed if rows[key][of] is None)]
        having = having_of(self.question) if name == "rows" else None
        left = [key for key in listed if passes(having, _told(rows[key]))]
        failed = [key for key in listed if not passes(having, _told(rows[key]))]
        most = limits.max_groups if is_cut else len(left)
        return _Axis(name, columns, left[:most], failed, left[most:])

    def headers(self, axis: _Axis) -> list[tuple[Any, dict[str, Any]]]:
        """Return the places of an axis, each with what is shown of it."""
        found: list[tuple[Any, dict[str, Any]]] = [
            (place, self._shown(axis, key)) for place, key in enumerate(axis.kept)
        ]
        if axis.rest:
            nothing = {key: None for column in axis.columns for key in column.keys}
            without = [self._shown(axis, key) for key in (*axis.kept, *axis.failed)]
            found.append((_REST, nothing | {"other": True, "excluded": without}))
        return found

    def _shown(self, axis: _Axis, key: _Key) -> dict[str, Any]:
        cells = [self.keys.cells(one.name, value) for one, value in zip(axis.columns, key, strict=True)]
        return {name: value for one in cells for name, value in one.items()}

    def cell(
        self, rows: _Axis, columns: _Axis, row: Any, column: Any, margins: Sequence[str]
    ) -> dict[str, Any] | None:
        """Return a cell, or a margin that is asked for: a place of None is all records."""
        asked = {(False, True): "rows", (True, False): "columns", (True, True): "all"}
        margin = asked.get((row is None, column is None))
        if margin is not None and margin not in margins:
            return None
        axes = [axis for axis, place in ((rows, row), (columns, column)) if place is not None]
        target = tuple(place for place in (row, column) if place is not None)
        cells: dict[_Key, list[Sample]] = {} if axes else {(): []}
        for key, sample in self.found:
            at = tuple(axis.place(self.part(axis.name, key)) for axis in axes)
            cells.setdefault(at, []).append(sample)
        if target not in cells:
            return None
        measures = self._measures(cells, *(axis.name for axis in axes))
        kept = [(axis, at) for axis, at in zip(axes, target, strict=True) if at != _REST]
        buckets = [one for axis, at in kept for one in self._buckets(axis.columns, axis.kept[int(at)])]
        parts = [one for axis, at in kept for one in self._parts(axis.columns, axis.kept[int(at)])]
        paths = [str(one.path) for one in self.dimensions]
        return wide(measures, target, cells[target], lasts(self.question, *buckets, parts=parts), *paths)

    def _measures(self, cells: Mapping[_Key, Sequence[Sample]], *names: str) -> Measures:
        """Return the measures of cells by some axes: a share is within the values of whole axes."""
        metrics = [
            one | {"within": [name for name in names if self._is_within(name, one)]}
            for one in map(dict, self.question.listed("metrics"))
        ]
        places = {key: [one.place for one in own] for key, own in cells.items()}
        return Measures(self.question, metrics, names, places)

    def _is_within(self, name: str, metric: Mapping[str, Any]) -> bool:
        own = self.part(name, tuple(self.dimensions))
        return {one.name for one in own} <= {*(metric.get("within") or ())}

    def length(self, columns: Sequence[Column], key: _Key) -> Any:
        """Return how much time of the range a header covers."""
        return lasts(self.question, *self._buckets(columns, key), parts=self._parts(columns, key))

    def _parts(self, columns: Sequence[Column], key: _Key) -> list[tuple[str, int]]:
        return parts_in(self.question, ((one.path, one.part) for one in columns), key)

    def _buckets(self, columns: Sequence[Column], key: _Key) -> list[Bucket]:
        clock = self.question.world.clock
        pairs = zip(columns, key, strict=True)
        return [calendar_bucket(value, one.period, clock) for one, value in pairs if one.period is not None]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: shown(value) for name, value in row.items()}
