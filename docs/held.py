"""The tables of what columns hold, and what it reads as: each cell is a test's, in `tests/stored`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.stored import epochs, numbers, texts, times
from tests.stored.stored import Stored
from widgetql.storage import storage_of

# In the order of the columns, with the names that people know them by.
_ENGINES: Final = {
    "sqlite": "SQLite",
    "duckdb": "DuckDB",
    "postgresql": "PostgreSQL",
    "mariadb": "MariaDB",
    "clickhouse": "ClickHouse",
}


def held(write_table: Callable[[Any, Any], str]) -> str:
    """Write a table for each kind of column: a stored value a row, a database a column."""
    by_kind: dict[str, list[Stored]] = {}
    for case in (*numbers.CASES, *texts.CASES, *times.CASES, *epochs.CASES):
        by_kind.setdefault(_kind(case), []).append(case)
    return "\n\n".join(
        f"**{kind}**\n\n" + write_table(["stored", *_ENGINES.values()], _rows(cases))
        for kind, cases in by_kind.items()
    )


def _kind(case: Stored) -> str:
    kind = str(storage_of(case.declared) or case.declared)
    options = {key: value for key, value in case.options.items() if key != "keys"}
    declared = ", ".join(f"{key}={value!r}" for key, value in options.items())
    named = f"{kind}, declared with {declared}" if declared else kind
    return named[:1].upper() + named[1:]


def _rows(cases: list[Stored]) -> Iterator[list[str]]:
    by_literal: dict[str, dict[str, list[str]]] = {}
    for case in cases:
        read = "missing" if case.reads is None else f"`{json.dumps(case.reads, default=str)}`"
        told = by_literal.setdefault(case.literal, {}).setdefault(case.database, [])
        said = f"{read} ({case.column})"
        told += [] if said in told else [said]
    for literal, engines in by_literal.items():
        yield [f"`{literal}`", *("; ".join(engines.get(name, [])) for name in _ENGINES)]
