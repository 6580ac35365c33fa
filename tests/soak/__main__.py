"""`make soak`: load on every database at once, its answers compared, and the figures of what stayed."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from tests.attack import corpus
from tests.soak.jobs import datasets, jobs
from tests.soak.load import Server, Tally, run_tasks, run_threads, warm
from tests.soak.measure import Memory, sessions
from tests.test_async import DRIVERS, async_engine
from tests.testing.everything import TABLES
from widgetql.testing.databases import opened, put

THREADS: Final = 32
TASKS: Final = 200
# Tasks ask so seldom that what engines keep of statements, and drivers for each connection (SQLite 128 of
# them, asyncpg 100), would still fill up after ten minutes. What grows for that reason says nothing: few are
# kept, and each connection is asked everything beforehand.
CONNECTIONS: Final = 2
STATEMENTS: Final = 50
DATABASES: Final = ("sqlite", "postgresql", "duckdb", "mariadb", "clickhouse")
SLOPE: Final = 1.0
"""Megabytes a minute by which memory may grow in the second half of ten minutes."""

_PATIENCE: Final = 30.0


@dataclass
class Report:
    """What came of a run; `faults` is empty where all was as it should be."""

    tally: Tally
    memory: Memory
    slope: float
    threads: list[str]
    sessions: dict[str, int]
    seconds: float

    def faults(self, slope: float) -> list[str]:
        """Return what is wrong, each as a line."""
        found = list(self.tally.wrong)
        found += [f"a thread is left: {one}" for one in self.threads]
        found += [f"{count} connections are left on {name}" for name, count in self.sessions.items() if count]
        if self.slope > slope:
            found.append(f"memory grows by {self.slope:.2f} MB a minute; at most {slope:g}")
        return found

    def lines(self) -> list[str]:
        """Return the figures."""
        first, last = self.memory.samples[0][1], self.memory.samples[-1][1]
        calls, wrong = self.tally.calls, len(self.tally.wrong)
        return [
            f"{calls.total():,} answers in {self.seconds:,.0f} s by {THREADS} threads and {TASKS} tasks",
            ", ".join(f"{name} {count:,}" for name, count in sorted(calls.items())),
            f"{wrong} wrong, {self.tally.timeouts:,} ended by their time limit",
            f"memory {first:,.0f} MB at first, {last:,.0f} at last, {self.slope:+.2f} a minute later on",
            f"{len(self.threads)} threads and {sum(self.sessions.values())} connections left",
        ]


def soak(seconds: float, scratch: Path, names: tuple[str, ...] = DATABASES, count: int = 60) -> Report:
    """Ask for so many seconds, some `count` jobs of each kind, and tell what came of it."""
    # It logs every warning of the server's.
    logging.getLogger("asyncmy").setLevel(logging.ERROR)
    before = set(threading.enumerate())
    with ExitStack() as stack:
        opening = [(name, stack.enter_context(opened(name, scratch, TABLES))) for name in names]
        servers = [_server(name, engine, count) for name, engine in opening]
        tally, memory = Tally(), Memory()
        taken = asyncio.run(_load(servers, seconds, tally, memory))
        left = {one.name: one.checked_out() - one.held for one in servers}
        for one in servers:
            one.engine.dispose()
            left[one.name] += _settled(one)
    # One thread of the process keeps the time limits of all calls.
    threads = {one.name for one in threading.enumerate() if one not in before} - {"widgetql-limits"}
    return Report(tally, memory, memory.slope(seconds / 2), sorted(threads), left, taken)


def _server(name: str, engine: Engine, count: int) -> Server:
    server = Server(name, engine, datasets(), jobs(can_cancel=name != "clickhouse", count=count))
    with server.engine.begin() as connection:
        put(connection, corpus.rows())
    server.prepare()
    drivers = DRIVERS.get(name, ())
    server.asynchronous = [
        (async_engine(engine, one, query_cache_size=STATEMENTS), asyncio.Semaphore(CONNECTIONS))
        for one in drivers
    ]
    return server


async def _load(servers: list[Server], seconds: float, tally: Tally, memory: Memory) -> float:
    """Ask from threads and tasks for so many seconds; return how many it took until all had their answers."""
    try:
        await warm(servers, CONNECTIONS)
        began = time.monotonic()
        asking = (servers, THREADS, began + seconds, tally, datasets)
        asked = threading.Thread(target=run_threads, args=asking)
        with memory.watched(min(1.0, seconds / 20)):
            asked.start()
            await run_tasks(servers, TASKS, began + seconds, tally)
            await asyncio.to_thread(asked.join)
        return time.monotonic() - began
    finally:
        for server in servers:
            for engine, _ in server.asynchronous:
                await engine.dispose()


def _settled(server: Server) -> int:
    """Return how many sessions a server still has when it had time to end them."""
    end = time.monotonic() + _PATIENCE
    while (count := sessions(server.engine)) and time.monotonic() < end:
        time.sleep(0.1)
    return count


def main(seconds: int) -> int:
    """Return 0 where nothing was wrong."""
    with tempfile.TemporaryDirectory(prefix="widgetql-soak-") as scratch:
        report = soak(seconds, Path(scratch))
    faults = report.faults(SLOPE)
    for fault in faults:
        print(f"FOUND {fault}")
    print("\n".join(report.lines()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
