"""What a drawn case asks, and what its answer shows: how full it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tests.testing.everything import EVERYTHING, calls, evaluations
from widgetql.testing import Case, expected_widget_data, matching_ids
from widgetql.testing.places import world_of
from widgetql.testing.strategies.fullness import Fullness

# What a row must have to tell aggregations apart.
FULL: Final = 3
# In so many of its columns a record may differ from another, and be much like it: its key is one.
_FEW: Final = 8


def answered(case: Case) -> dict[str, Any]:
    """Return what a case's widget must answer."""
    assert case.widget is not None
    return expected_widget_data(case.widget, EVERYTHING, case.rows, **case.options)


def samples_of(answer: Mapping[str, Any]) -> list[int]:
    """Return how many samples each row of an answer has; a line and a list are one row of all points."""
    data: Any = answer["data"]
    match answer["chart_type"]:
        case "line" | "list":
            return [len(data)]
        case "pie":
            return [row.get("sample_count", row["value"]) for row in data]
        case "pivot":
            return [cell["sample_count"] for row in data["cells"] for cell in row if cell]
        case "stat" if isinstance(data, dict):
            counts = {**answer["metadata"].get("sample_counts", {}), **data}
            # Of measures the first that counts: one divided by time is no number of rows.
            return [next((one for one in map(counts.get, ("total", "n", "some")) if type(one) is int), 0)]
        case "table" if data and "sample_count" not in data[0]:
            # A raw one is much like a list.
            return [len(data)]
        case _:
            return [row["sample_count"] for row in data]


def groups_of(answer: Mapping[str, Any]) -> set[str]:
    """Return the groups of an answer that has any."""
    data: Any = answer["data"]
    return {repr(row["group"]) for row in data if "group" in row} if isinstance(data, list) else set()


def is_full(answer: Mapping[str, Any]) -> bool:
    """Tell whether the fullest row has several samples; a list may have been cut before them."""
    return bool(answer["metadata"].get("next_cursor")) or max(samples_of(answer), default=0) >= FULL


@dataclass(frozen=True)
class Seen:
    """A case, its answer, and what most features ask of them."""

    case: Case
    answer: dict[str, Any]

    @property
    def chart(self) -> str:
        return str(self.answer["chart_type"])

    @property
    def is_grouped(self) -> bool:
        """By a field: a bucket of time is no group of a bar."""
        return bool((self.answer["group_by"] or {}).get("type") == "field")

    @property
    def is_cut(self) -> bool:
        """Whether its limits are such that a few rows are beyond them."""
        return self.case.options["limits"] != EVERYTHING.limits

    @property
    def rest_of_groups(self) -> list[Any]:
        names = "group_excluded" if self.chart == "pie" else "excluded"
        return [row for row in self.answer["data"] if _is_rest(row, names)]

    @property
    def widget(self) -> dict[str, Any]:
        assert self.case.widget is not None
        return self.case.widget

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of an answer; a stat without groups is one."""
        data = self.answer["data"]
        return [data] if isinstance(data, dict) and self.chart == "stat" else list(data)

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """What the rows were in the time before, where they are compared with it."""
        return [row["previous"] for row in self.rows if row.get("previous")]

    @property
    def filled(self) -> int:
        """How many buckets have samples."""
        return len({row["time_interval"] for row in self.rows if row["sample_count"]})

    def has_measure(self, key: str) -> bool:
        """Tell whether a measure says something."""
        return any(one.get(key) for one in self.widget.get("metrics", ()))

    @property
    def rest_of_slices(self) -> list[Any]:
        return [row for row in self.answer["data"] if _is_rest(row, "excluded")]

    def has_record(self, edge: str, after: timedelta = timedelta()) -> bool:
        """Tell whether a record lies exactly on the range's `start` or `end`, or so long after it."""
        at = self.answer["metadata"]["range"][edge]
        place = None if at is None else datetime.fromisoformat(at) + after
        return any(row["at"] == place for row in self.case.rows[calls] if row["at"] is not None)

    @property
    def is_uneven(self) -> bool:
        """Whether groups would rank otherwise by all rows, or by records, than by samples."""
        widget: Any = self.case.widget
        asked = [widget[key] for key in ("filters", "dashboard_filters") if widget.get(key)]
        both = {"operator": "and", "conditions": asked}
        fullness = Fullness(world_of(EVERYTHING, self.case.rows, self.case.options))
        return fullness.of(widget, both, fullness.kept(both)).is_uneven

    @property
    def most_related(self) -> int:
        """How many related rows the record has that has most."""
        return max(Counter(row["call_id"] for row in self.case.rows[evaluations]).values(), default=0)

    @property
    def most_at_once(self) -> int:
        """How many records lie within the fullest day."""
        days = (row["at"].date() for row in self.case.rows[calls] if row["at"] is not None)
        return max(Counter(days).values(), default=0)

    @property
    def most_alike(self) -> int:
        """How many records are much like one of them, itself among them."""
        rows = [{*map(str, row.items())} for row in self.case.rows[calls]]
        return max((sum(len(one - other) <= _FEW for other in rows) for one in rows), default=0)

    @property
    def share_kept(self) -> float:
        """How many of the records the case's filter keeps, 0 to 1."""
        kept = matching_ids(self.case.filter, EVERYTHING, self.case.rows, **self.case.options)
        return len(kept) / len(self.case.rows[calls])


def always(seen: Seen) -> bool:
    """Concern every case."""
    return bool(seen.answer)


def _is_rest(row: Any, names: str) -> bool:
    return bool(row.get("other")) and names in row


@dataclass(frozen=True)
class Feature:
    """What cases must show often enough: among those that it concerns at least this share."""

    concerns: Callable[[Seen], bool]
    shows: Callable[[Seen], bool]
    floor: float
