"""Rank, limit and having of groups, in plain Python: which are shown, which are the rest, which neither.

The order of things: where, group, having, rank, limit, rest. What fails `having` is in no rest. One rank
holds for all that is shown of a group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

_One = TypeVar("_One")
LABEL: Final = "label"
SAMPLES: Final = "sample_count"


@dataclass(frozen=True, slots=True)
class Entry:
    """A group: its key as the database has it, and what is shown of it by name, `sample_count` among it.

    `before` is the same of the time that it is compared with.
    """

    key: Any
    values: Mapping[str, Any]
    before: Mapping[str, Any] | None = None

    @property
    def samples(self) -> int:
        """How many samples it has."""
        return int(self.values[SAMPLES])


@dataclass(frozen=True, slots=True)
class Rules:
    """By what groups are ranked, a measure or the `label`; how many are kept; what they must satisfy."""

    by: str = SAMPLES
    descending: bool = True
    limit: int | None = None
    having: Callable[[Mapping[str, Any]], bool] | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """The groups that are kept, in their order; those beyond the limit; those that fail `having`."""

    kept: Sequence[Entry]
    rest: Sequence[Entry]
    failed: Sequence[Entry]


def ranked(entries: Iterable[Entry], rules: Rules) -> Ranked:
    """Return groups by rank: null is last in both directions, ties are by what was before, then by label.

    They must satisfy what they must by what they are now.

    >>> values = {"a": None, "b": 1, "c": 5}
    >>> found = [Entry(key, {"value": value, "sample_count": 1}) for key, value in values.items()]
    >>> by_value = ranked(found, Rules("value", having=lambda row: row["value"] != 1, limit=1))
    >>> [one.key for one in by_value.kept], [one.key for one in by_value.rest]
    (['c'], ['a'])
    >>> [one.key for one in by_value.failed]
    ['b']
    """
    left: list[Entry] = []
    failed: list[Entry] = []
    for one in entries:
        passes = rules.having is None or rules.having(one.values)
        (left if passes else failed).append(one)
    left.sort(key=_by_label)
    failed.sort(key=_by_label)
    if rules.by == LABEL:
        found = sorted_by(left, lambda one: one.key, descending=rules.descending)
    else:
        earlier = sorted_by(left, lambda one: (one.before or {}).get(rules.by), descending=rules.descending)
        found = sorted_by(earlier, lambda one: one.values[rules.by], descending=rules.descending)
    most = len(found) if rules.limit is None else rules.limit
    return Ranked(found[:most], found[most:], failed)


def left_out(entries: Sequence[Entry]) -> dict[str, int]:
    """Return how many groups are left out, and how many samples they have."""
    return {"groups": len(entries), "sample_count": sum(one.samples for one in entries)}


def _by_label(one: Entry) -> Any:
    return (one.key is None, 0 if one.key is None else one.key)


def sorted_by(entries: Iterable[_One], of: Callable[[_One], Any], *, descending: bool) -> list[_One]:
    """Sort by a value, of which null is last; equal ones stay as they are."""
    found = [(of(one), one) for one in entries]
    present = [pair for pair in found if pair[0] is not None]
    present.sort(key=lambda pair: pair[0], reverse=descending)
    return [one for _, one in (*present, *(pair for pair in found if pair[0] is None))]
