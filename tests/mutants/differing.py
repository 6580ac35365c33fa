"""Fields that are a host's expressions: where the interpreter computes none, their values are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from tests.hosts import test_expressions, test_quotients
from tests.hosts.test_differences import NOW, ROWS, TABLES, VALUES, tickets
from tests.hosts.test_expressions import EXPRESSIONS, IN_JSON, people
from tests.hosts.test_quotients import FIELDS, sales
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.seldom import Json, each, where


def differing(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["differing"] = World(TABLES, {tickets: ROWS})
    worlds["people"] = World(test_expressions.TABLES, {people: test_expressions.ROWS})
    worlds["sales"] = World(test_quotients.TABLES, {sales: test_quotients.ROWS})
    for path, values in VALUES.items():
        yield from _found("differing", path, values)
    for at, (_, _, values) in enumerate(EXPRESSIONS.values()):
        yield from _found("people", f"e{at}", dict(enumerate(values)))
    for at, (_, _, values) in enumerate(IN_JSON.values()):
        yield from _found("people", f"j{at}", dict(enumerate(values)))
    for path in FIELDS:
        for op, value in product(("eq", "gte", "lt"), (1.99, 0, 2, -1, 100)):
            yield from each(Question("filter", "sales", "sales", where(path, op, value), None, {"now": NOW}))


def _found(name: str, path: str, values: Mapping[int, Any]) -> Iterator[Question]:
    known = {id: value for id, value in values.items() if value is not None}
    for one in known.values():
        yield from _asked(name, where(path, "eq", one), [id for id, value in known.items() if value == one])
    yield from _asked(name, where(path, "isnull", True), [id for id in values if id not in known])


def _asked(name: str, document: Json, expected: list[int]) -> Iterator[Question]:
    return each(Question("filter", name, name, document, expected, {"now": NOW}))
