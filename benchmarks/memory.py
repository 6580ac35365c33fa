"""The memory that a line over a million points takes beyond the imports, in a process of its own."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks import floors
from benchmarks.cases import Asked, line
from benchmarks.databases import DATABASES
from benchmarks.figures import Figure, say
from benchmarks.floors import words_of
from benchmarks.processes import Failed, output_of
from benchmarks.tables import datasets_of, tables_of

MEGABYTES: Final = "MB"
_ROW: Final = "line, 1 M points to 2,000: memory over import"


def measured(name: str, calls: int, address: Mapping[str, str]) -> Figure:
    """Measure widgetql's line, and beside it the floor, each in a new process."""
    say(f"{name}, {calls:,}: {_ROW}")
    figure = Figure("memory", _ROW, name, calls, 50.0, MEGABYTES)
    try:
        ours, floor = (_grown(side, name, calls, address) for side in ("widgetql", "floor"))
    except Failed as error:
        return replace(figure, problem=str(error))
    return replace(figure, figure=ours, note=f"the floor: {floor:.0f} {MEGABYTES}")


def _grown(side: str, name: str, calls: int, address: Mapping[str, str]) -> float:
    task = (side, name, str(calls), json.dumps(dict(address)))
    return float(output_of(sys.executable, "-m", "benchmarks.memory", *task))


def main(side: str, name: str, calls: int, address: Mapping[str, str]) -> None:
    """Compute one line; print by how many megabytes the process grew."""
    database = DATABASES[name]
    tables = tables_of(aware=database.aware)
    table = tables.indexed if database.indexes else tables.plain
    with database.reopened(address) as engine, engine.connect() as connection:
        raw = database.raw(connection.connection.driver_connection)
        # Some drivers bring the engine, and start it when it is first asked: that is still importing.
        raw("SELECT 1")
        before = _peak()
        if side == "widgetql":
            line(Asked(connection, datasets_of(tables, table), calls))
        else:
            raw(floors.line(words_of(name, table.name, calls))[0])
        print(_peak() - before)


def _peak() -> float:
    """Return the most megabytes that the process has had."""
    # Not `ru_maxrss`: that of a new process begins with what its parent had.
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4]))
