"""One database: loaded, its answers checked, and timed against the floors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import memory, overhead, rows
from benchmarks.answers import Answers, require_same
from benchmarks.cases import CASES, Asked, Case
from benchmarks.databases import DATABASES, Loaded, loaded
from benchmarks.figures import Figure, say, told
from benchmarks.floors import Floor, words_of
from benchmarks.growth import GROWTHS, grown
from benchmarks.peers.running import PEERS, Peer, PeerFigure
from benchmarks.peers.running import measured as measured_peer
from benchmarks.timing import Effort, Turns, in_turn


def asked_of(loaded: Loaded, *, indexed: bool) -> Asked:
    """Return whom to ask: with an index on the timestamp where it is wanted and helps the database."""
    indexed = indexed and DATABASES[loaded.name].indexes
    return Asked(loaded.connection, loaded.datasets(indexed=indexed), loaded.calls)


def compared(case: Case, database: Loaded, effort: Effort) -> Figure:
    """Check a case's answer and time it; a failure is told in the figure, not raised."""
    say(f"{database.name}, {database.calls:,}: {case.name}")
    wanted = case.targets.get(database.name)
    target = None if wanted is None else wanted.at(database.calls)
    figure = Figure("floor", case.name, database.name, database.calls, target)
    try:
        turns = _timed(case, database, effort)
    except Exception as error:
        return replace(figure, problem=told(error))
    floor = turns.fastest(range(1, len(turns.seconds)))
    return replace(
        figure,
        figure=turns.ratio(0, floor, case.allowed),
        ours=turns.median(0),
        floor=turns.median(floor),
        note=list(case.floors)[floor - 1],
    )


def _timed(case: Case, database: Loaded, effort: Effort) -> Turns:
    asked = asked_of(database, indexed=case.indexed)
    words = words_of(database.name, asked.datasets.calls.table.name, database.calls)

    def by_hand(floor: Floor) -> Callable[[], Answers]:
        statements = floor(words)
        return lambda: [database.raw(statement) for statement in statements]

    floors = [by_hand(floor) for floor in case.floors.values()]
    answer = case.read(case.ask(asked))
    for check in floors if case.check is None else [by_hand(case.check)]:
        require_same(answer, check())
    return in_turn([lambda: case.ask(asked), *floors], effort)


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured on one database; `problem` says why nothing was."""

    database: str
    version: str
    figures: list[Figure]
    peers: list[PeerFigure]
    problem: str = ""


def measured(
    name: str, sizes: Sequence[int], effort: Effort, scratch: Path, peers: Sequence[Peer] = PEERS
) -> Measured:
    """Load a database with each number of calls, and with a tenth of it; return all that was measured."""
    figures: list[Figure] = []
    with ExitStack() as stack:
        found = {calls: _loaded(stack, name, calls, scratch) for calls in all_sizes(sizes)}
        version = found[0].version
        figures += overhead.measured(found[0], effort)
        for calls in sizes:
            database, tenth = found[calls], found[calls // 10]
            figures += [compared(case, database, effort) for case in CASES if name in case.databases]
            figures += [grown(growth, database, tenth, effort) for growth in GROWTHS]
        # A file that is open here can be opened by no other process where the database is DuckDB.
        for database in found.values():
            database.let_go()
        figures += [memory.measured(name, calls, found[calls].address) for calls in sizes]
        figures_of_peers = [
            measured_peer(peer, found[calls], effort)
            for calls in sizes
            for peer in peers
            if name in peer.databases
        ]
    return Measured(name, version, figures, figures_of_peers)


def write_rows(sizes: Sequence[int], scratch: Path) -> None:
    """Write the files that `measured` loads for these numbers of calls."""
    for calls in all_sizes(sizes):
        say(f"writing {calls:,} calls")
        files_of(scratch, calls).mkdir()
        rows.write(calls, files_of(scratch, calls))


def all_sizes(sizes: Sequence[int]) -> list[int]:
    """Return the numbers of calls that are loaded for those that are measured."""
    return sorted({0, *sizes, *(calls // 10 for calls in sizes)})


def _loaded(stack: ExitStack, name: str, calls: int, scratch: Path) -> Loaded:
    say(f"{name}, {calls:,}: loading")
    directory = scratch / f"{name}-{calls}"
    directory.mkdir()
    return stack.enter_context(loaded(name, calls, files_of(scratch, calls), directory))


def files_of(scratch: Path, calls: int) -> Path:
    """Return the directory of the rows."""
    return scratch / f"rows-{calls}"
