"""Fields that are the difference of two times, which no interpreter computes: their values are told."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hosts.test_differences import NOW, ROWS, TABLES, VALUES, tickets
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.seldom import Json, each, where


def differing(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["differing"] = World(TABLES, {tickets: ROWS})
    for path, values in VALUES.items():
        known = {id: value for id, value in values.items() if value is not None}
        for one in known.values():
            yield from _asked(where(path, "eq", one), [id for id, value in known.items() if value == one])
            yield from _asked(where(path, "gte", one), [id for id, value in known.items() if value >= one])
        yield from _asked(where(path, "isnull", True), [id for id in values if id not in known])


def _asked(document: Json, expected: list[int]) -> Iterator[Question]:
    return each(Question("filter", "differing", "differing", document, expected, {"now": NOW}))
