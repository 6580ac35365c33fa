"""The rows that the laws are about, and the datasets over them: no interpreter, so there may be many rows."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum
from itertools import groupby, islice
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table

from tests.testing import everything
from tests.testing.everything import EVERYTHING, ZONES
from widgetql import Limits
from widgetql.testing import Case, cases
from widgetql.testing.databases import filled

# `make laws` asks more, over more rows.
CASES: Final = int(os.environ.get("WIDGETQL_LAWS", "6"))
TIMES: Final = int(os.environ.get("WIDGETQL_TIMES", "1"))
FIRST: Final = int(os.environ.get("WIDGETQL_SEED", "0"))
# How far the keys of one copy of the rows are from those of the next.
_APART: Final = 1_000
# What widgets name by its key is there once.
_ONCE: Final = frozenset({"metrics"})


def drawn(engine: Engine, first: int = 0, times: int = TIMES) -> Iterator[tuple[Case, Connection]]:
    """Yield cases, each with a connection to a database that holds its rows: once for an interpreter."""
    for number, zone in enumerate(ZONES):
        own = islice(
            cases(EVERYTHING, first=FIRST + first + 10_000 * number, timezone=zone), -(-CASES // len(ZONES))
        )
        # Several cases in a row have the same rows.
        for _, alike in groupby(own, key=lambda case: id(case.rows)):
            shared = list(alike)
            with filled(engine, multiplied(shared[0].rows, times)) as connection:
                for case in shared:
                    yield case, connection


def multiplied(rows: Mapping[Table, Any], times: int = TIMES) -> dict[Table, list[dict[str, Any]]]:
    """Return the rows so many times, each copy with keys of its own that refer to each other."""
    found: dict[Table, list[dict[str, Any]]] = {}
    for table, own in rows.items():
        copies = 1 if table.name in _ONCE else times
        found[table] = [_shifted(row, number * _APART) for number in range(copies) for row in own]
    return found


def _shifted(row: Mapping[str, Any], by: int) -> dict[str, Any]:
    return {key: value + by if _is_key(key) and value is not None else value for key, value in row.items()}


def _is_key(name: str) -> bool:
    return name == "id" or (name.endswith("_id") and name != "metric_id")


def says_nothing(source: Any) -> bool:
    """Tell whether a filter is what an editor leaves blank: no `not` of it is a filter."""
    if not source:
        return True
    return source.get("operator") == "and" and all(map(says_nothing, source["conditions"]))


def negated(source: Any) -> dict[str, Any]:
    """Return the complement of a filter."""
    return {"operator": "not", "conditions": [source]}


def searching(limits: Limits) -> Limits:
    """Return limits that allow what the complement of a filter costs to search for."""
    return replace(limits, max_search_cost=1_000, max_relations=1_000)


def timeless(source: Any) -> Any:
    """Return a filter in a way that implies no range, so that buckets stay whole."""
    return negated(negated(source)) if f'"{EVERYTHING.timestamp_path}"' in json.dumps(source) else source


def another(name: str, change: tuple[str, str] = ("", "")) -> ModuleType:
    """Return the dataset's module once more: other tables of the same names, and nothing remembered.

    `change` is a text of the module, and what stands in its place.
    """
    module = ModuleType(name)
    source = Path(str(everything.__file__)).read_text()
    assert change[0] in source
    code = compile(source.replace(*change) if change[0] else source, str(everything.__file__), "exec")
    # What a dataclass or an Enum of the module asks for.
    sys.modules[name] = module
    exec(code, module.__dict__)
    return module


def indexed() -> ModuleType:
    """Return the dataset's module with an index that leads with the timestamp."""
    at = 'Column("at", DateTime(timezone=True)'
    return another("everything_indexed", (at, f"{at}, index=True"))


def rows_for(module: ModuleType, rows: Mapping[Table, Any]) -> dict[Table, Any]:
    """Return rows for the tables of another such module."""
    return {
        module.TABLES.tables[table.name]: [
            {
                key: module.State[value.name] if isinstance(value, Enum) else value
                for key, value in row.items()
            }
            for row in own
        ]
        for table, own in rows.items()
    }
