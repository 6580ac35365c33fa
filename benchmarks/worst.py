"""`python -m benchmarks.worst`: the costliest widgets that the default limits allow, searched for in corners.

Random widgets at the limits are computed, and the costliest are changed again and again. Printed are the
seconds, the bytes of the answer as JSON and the memory that Python held at its peak: of the slowest, the
longest and the hungriest. It fails where an answer or the memory is larger than promised; seconds are only
told.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Text, func

from benchmarks import rows
from benchmarks.corners import changed, drawn
from benchmarks.databases import DATABASES, Database, Loaded, loaded
from benchmarks.figures import say
from benchmarks.loading import into_mariadb
from benchmarks.rows import NOW
from widgetql import Dataset, Field, InvalidInput, JsonKeys, Limits, QueryTimeout, compute_widget_data
from widgetql.testing.databases import mariadb

MOST_BYTES: Final = 20_000_000
MOST_MEMORY: Final = 200_000_000
_OBJECTIVES: Final = ("seconds", "bytes", "memory")
_MARIADB: Final = Database(
    opened=mariadb.opened,
    load=into_mariadb,
    raw=lambda _: lambda _: [],
    address=lambda _, __: {},
    reopened=lambda _: mariadb.opened(Path()),
    version="SELECT version()",
    indexes=True,
)
ALL: Final[Mapping[str, Database]] = {**DATABASES, "mariadb": _MARIADB}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a widget cost; `said` is what came of it."""

    widget: dict[str, Any]
    seconds: float = 0.0
    bytes: int = 0
    memory: int = 0
    said: str = ""


def cost_of(widget: dict[str, Any], database: Loaded, dataset: Dataset) -> Cost:
    """Compute a widget, and tell what it cost."""
    found = Cost(widget)
    tracemalloc.start()
    start = perf_counter()
    try:
        answer = compute_widget_data(database.connection, widget, dataset, now=NOW).to_dict()
        text = json.dumps(answer, allow_nan=False, separators=(",", ":"))
        said = f"{len(answer['data'])} rows"
        found = replace(found, bytes=len(text.encode()), said=said)
    except InvalidInput as error:
        found = replace(found, said=error.problems[0].code)
    except QueryTimeout:
        # What was interrupted leaves a transaction that takes no more statements.
        found = replace(found, said="cancelled")
    seconds, (_, peak) = perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    database.connection.rollback()
    return replace(found, seconds=seconds, memory=peak)


def searched(database: Loaded, dataset: Dataset, random: Random, tries: int) -> Iterator[Cost]:
    """Yield what widgets cost: half of them drawn at the corners, half changed from the costliest so far."""
    best: dict[str, Cost] = {}
    for number in range(tries):
        if number < tries // 2 or not best:
            widget = drawn(random, number)
        else:
            widget = changed(random, best[random.choice(_OBJECTIVES)].widget)
        cost = cost_of(widget, database, dataset)
        for objective in _OBJECTIVES:
            if objective not in best or getattr(cost, objective) > getattr(best[objective], objective):
                best[objective] = cost
        yield cost


def dataset_of(database: Loaded, longest: timedelta) -> Dataset:
    """Return the calls with texts of two kilobytes and keys of a JSON document beside their fields."""
    calls = database.datasets(indexed=ALL[database.name].indexes).calls
    topic = calls.table.c.topic
    written = {
        "notes": Field(func.replace("-" * 200, "-", topic, type_=Text())),
        "more_notes": Field(func.replace("+" * 200, "+", topic, type_=Text())),
        "meta": JsonKeys(func.replace('{"topic": "-"}', "-", topic, type_=Text())),
    }
    return Dataset(
        calls.table, id=calls.id, timestamp=calls.timestamp, fields={**calls.fields, **written},
        stats=calls.stats, limits=Limits(timeout=longest), canonical=calls.canonical,
    )  # fmt: skip


@contextmanager
def _loaded(name: str, calls: int, scratch: Path) -> Iterator[Loaded]:
    directory = scratch / name
    directory.mkdir()
    with loaded(name, calls, scratch, directory, ALL) as database:
        yield database


def _told(name: str, objective: str, cost: Cost) -> str:
    figures = f"{cost.seconds:8.2f} s {cost.bytes / 1e6:8.2f} MB {cost.memory / 1e6:8.2f} MB of memory"
    document = json.dumps(cost.widget)
    return f"{name:11} {objective:8} {figures}  {cost.said}: {document[:300]}{'...' * (len(document) > 300)}"


def main() -> int:
    """Search each database; return 1 where an answer or the memory is beyond what is promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worst", description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000, help="rows of the table (default: 1,000,000)")
    parser.add_argument("--tries", type=int, default=60, help="widgets a database (default: 60)")
    parser.add_argument("--seed", type=int, default=None, help="of the search (default: another each time)")
    parser.add_argument("--longest", type=float, default=60.0, help="seconds until a query is cancelled")
    parser.add_argument("--databases", nargs="+", choices=[*ALL], default=[*ALL])
    asked = parser.parse_args()
    seed = Random().randrange(10**6) if asked.seed is None else asked.seed
    print(f"seed {seed}, {asked.calls:,} calls")
    broken = False
    with tempfile.TemporaryDirectory(prefix="widgetql-worst-") as scratch:
        rows.write(asked.calls, Path(scratch))
        for name in asked.databases:
            say(f"{name}: loading")
            with _loaded(name, asked.calls, Path(scratch)) as database:
                dataset = dataset_of(database, timedelta(seconds=asked.longest))
                costs = list(searched(database, dataset, Random(seed), asked.tries))
            for objective in _OBJECTIVES:
                worst = max(costs, key=lambda cost: getattr(cost, objective))
                print(_told(name, objective, worst), flush=True)
                broken |= worst.bytes > MOST_BYTES or worst.memory > MOST_MEMORY
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
