"""Each peer in its own process, on the databases that it knows."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Final

from benchmarks import floors
from benchmarks.databases import DATABASES, Loaded
from benchmarks.figures import say
from benchmarks.floors import words_of
from benchmarks.peers.asking import Task
from benchmarks.peers.environments import python_of
from benchmarks.processes import Failed, output_of
from benchmarks.questions import SINCE
from benchmarks.rows import NOW
from benchmarks.timing import Effort

_POSTGRESQL: Final = "psycopg[binary]>=3.1"


@dataclass(frozen=True, slots=True)
class Peer:
    """What users would pick instead: a script of this package, and what its environment has."""

    name: str
    script: str
    requirements: tuple[str, ...]
    databases: tuple[str, ...]


PEERS: Final = (
    Peer("Django ORM", "django_orm", ("django>=5.2,<5.3", _POSTGRESQL), ("sqlite", "postgresql")),
    # The same DuckDB as here: they read one file.
    Peer(
        "boring-semantic-layer",
        "semantic_layer",
        ("boring-semantic-layer==0.3.18", f"duckdb=={version('duckdb')}", "ibis-framework[duckdb]"),
        ("duckdb",),
    ),
    Peer("pandas after a fetch", "pandas_fetch", ("pandas>=2", _POSTGRESQL), ("sqlite", "postgresql")),
)


@dataclass(frozen=True, slots=True)
class PeerFigure:
    """A peer's ratios to the floor by question; `problem` says why there are none."""

    peer: str
    database: str
    calls: int
    ratios: dict[str, float]
    version: str = ""
    problem: str = ""


def measured(peer: Peer, database: Loaded, effort: Effort) -> PeerFigure:
    """Run one peer on a database that is loaded; what goes wrong is told in the figure."""
    say(f"{database.name}, {database.calls:,}: {peer.name}")
    figure = PeerFigure(peer.name, database.name, database.calls, {})
    try:
        python = python_of(peer.script, peer.requirements)
        task = _task(database, effort).written()
        found = json.loads(output_of(str(python), "-m", f"benchmarks.peers.{peer.script}", task))
    except Failed as error:
        return replace(figure, problem=str(error))
    return replace(figure, ratios=found["ratios"], version=found["version"])


def _task(database: Loaded, effort: Effort) -> Task:
    indexed = DATABASES[database.name].indexes
    table = (database.tables.indexed if indexed else database.tables.plain).name
    words = words_of(database.name, table, database.calls)
    return Task(
        database.name,
        dict(database.address),
        table,
        start=SINCE.isoformat(),
        end=NOW.isoformat(),
        floors={"bar": floors.average_by_day(words)[0], "pie": floors.by_topic(words)[0]},
        effort=tuple(effort),
    )
