"""The filter of the records that a verdict is about, in absolute instants: what an alert links to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from widgetql.alerts.newest import Value
from widgetql.documents import is_list
from widgetql.errors import Pointer, Problems
from widgetql.fields import reads_instants
from widgetql.filters.ast import Filter
from widgetql.filters.bind import read_filter
from widgetql.filters.bound import Bound, Window
from widgetql.filters.pinned import Pinner, all_of, beside, condition, group
from widgetql.filters.values import Values
from widgetql.paths import Found
from widgetql.relative_time import RESOLUTION
from widgetql.request import Request

_JSON = dict[str, Any]
# Any of them asks for one key.
_EQUAL: Final = frozenset({"eq", "in", "between"})


class Evidence:
    """Writes evidence by the operators that a dataset's fields take; notes a problem where they cannot."""

    def __init__(self, request: Request, at: Pointer) -> None:
        self._request: Final = request
        self._at: Final = at
        dataset = request.dataset
        self._timestamp: Final = dataset.paths[str(dataset.timestamp_path)]
        self._pinner: Final = Pinner(dataset, request.clock, request.limits, request.problems)
        self._values: Final = Values(self._pinner, request.clock)
        self._keys: Final = self._found_keys()

    def check_keys(self) -> None:
        """Note where the records' keys cannot be asked for: single values are told by these."""
        keys = self._keys
        if not keys or any(not (one.leaf.filter and one.leaf.operators & _EQUAL) for one in keys):
            self._pinner.refuse(
                self._at, "the dataset has no field over its id that can be filtered by eq or in"
            )

    def between(self, start: datetime | None, end: datetime) -> _JSON:
        """Hold for the records from an instant on, before another."""
        if not self._timestamp.leaf.filter:
            self._pinner.refuse(self._at, f"{self._timestamp.path} is for plots only")
        return self._pinner.within(self._timestamp, Window(start, end, start, end, self._at), self._at)

    def under(self, written: Filter, start: datetime, end: datetime) -> _JSON:
        """Hold for the records under a filter in a window."""
        return all_of([self._pinner.pinned(written), self.between(start, end)])

    def records(self, values: Sequence[Value]) -> _JSON:
        """Hold for the records of values, which are in order of time."""
        if not values:
            # A window without an instant.
            now = self._request.clock.now
            return all_of([self.between(now, now)])
        first, last = values[0].at, values[-1].at
        window = self.between(first, beside(last, RESOLUTION) or last)
        ids = {tuple(one.id) if is_list(one.id) else one.id: one.id for one in values}
        return all_of([window, self._one_of(list(ids.values()))])

    def bound(self, found: _JSON) -> Bound:
        """Return the bound tree of evidence; notes what is wrong with it: its keys came from the database."""
        lifted = replace(self._request, limits=self._request.limits.lifted(), problems=Problems())
        _, bound = read_filter(found, self._at, lifted)
        for problem in lifted.problems:
            self._request.problems.add(self._at, problem.code, problem.message)
        return bound

    def _one_of(self, ids: list[Any]) -> _JSON:
        if len(self._keys) > 1:
            parts = [group("and", list(map(self._equals, self._keys, id))) for id in ids]
            return group("or", parts)
        (key,) = self._keys
        if len(ids) > 1 and "in" in key.leaf.operators and not reads_instants(key.leaf):
            return condition(key.path, "in", ids)
        return group("or", [self._equals(key, id) for id in ids])

    def _equals(self, key: Found, id: Any) -> _JSON:
        return self._values.equals(key, id, self._at)

    def _found_keys(self) -> list[Found]:
        """Return the fields over the records' key; none where a column of it has no field."""
        dataset = self._request.dataset
        paths = [dataset.id_path] if len(dataset.ids) == 1 else (dataset.key_paths() or [])
        return [dataset.paths[path] for path in paths if path is not None]
