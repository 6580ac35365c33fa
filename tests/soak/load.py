"""Threads and tasks that ask without end, until the time is over."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, Engine, QueuePool, SingletonThreadPool
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.soak.jobs import Job
from widgetql import Dataset

# One call in so many is of a dataset that is made for it, as in a host that declares one per request.
_FRESH: Final = 50
_MOST_WRONG: Final = 20


@dataclass
class Server:
    """A database with what is asked of it: each job's answer, by the number of the dataset."""

    name: str
    engine: Engine
    datasets: list[Dataset]
    jobs: list[Job]
    asynchronous: list[tuple[AsyncEngine, asyncio.Semaphore]] = field(default_factory=list)
    expected: dict[tuple[int, int], Any] = field(default_factory=dict)

    held: int = 0

    def checked_out(self) -> int:
        """Return how many connections of the pool are in use."""
        pool = self.engine.pool
        assert isinstance(pool, QueuePool | SingletonThreadPool)
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    def prepare(self) -> None:
        """Find the answers, one after another; what is in use before is not the load's."""
        self.held = self.checked_out()
        with self.engine.connect() as connection:
            for number, dataset in enumerate(self.datasets):
                for at, job in enumerate(self.jobs):
                    patient = next((one for one in self.jobs if job.name == f"hurried {one.name}"), job)
                    self.expected[number, at] = patient.answer(connection, dataset)


@dataclass
class Tally:
    """What came of it."""

    calls: Counter[str] = field(default_factory=Counter)
    timeouts: int = 0
    wrong: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, server: str, job: Job, found: Any, expected: Any) -> None:
        """Count an answer, and keep the first few that are wrong."""
        right = job.agrees(found, expected)
        with self._lock:
            self.calls[server] += 1
            self.timeouts += found == "timeout"
            if not right and len(self.wrong) < _MOST_WRONG:
                self.wrong.append(f"{server}, {job.name}: {found!r:.300} instead of {expected!r:.300}")


def run_threads(
    servers: list[Server], count: int, until: float, tally: Tally, make: Callable[[], list[Dataset]]
) -> None:
    """Ask from so many threads."""

    def work(seed: int) -> None:
        random = Random(seed)
        # ClickHouse inside this process takes one statement at a time: its one thread is the first.
        mine = [one for one in servers if (one.name == "clickhouse") == (seed == 0)] or servers
        while time.monotonic() < until:
            server = random.choice(mine)
            number, at = random.randrange(len(server.datasets)), random.randrange(len(server.jobs))
            dataset = make()[number] if random.randrange(_FRESH) == 0 else server.datasets[number]
            _ask(server, number, at, dataset, tally)

    threads = [threading.Thread(target=work, args=(seed,), name=f"soak {seed}") for seed in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def _ask(server: Server, number: int, at: int, dataset: Dataset, tally: Tally) -> None:
    job = server.jobs[at]
    try:
        with server.engine.connect() as connection:
            found = job.answer(connection, dataset)
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    tally.note(server.name, job, found, server.expected[number, at])


async def warm(servers: list[Server], connections: int) -> None:
    """Ask everything once on each connection of the event loop's engines: what is kept is kept then."""
    for server in servers:
        for engine, _ in server.asynchronous:
            async with AsyncExitStack() as stack:
                opened = [await stack.enter_async_context(engine.connect()) for _ in range(connections)]
                for connection in opened:
                    for dataset in server.datasets:
                        for job in server.jobs:
                            if not job.hurried:
                                await connection.run_sync(_answered, job, dataset)


async def run_tasks(servers: list[Server], count: int, until: float, tally: Tally) -> None:
    """Ask from so many tasks of one event loop, on the databases that have a driver for it."""
    having = [one for one in servers if one.asynchronous]

    async def work(seed: int) -> None:
        random = Random(f"task {seed}")
        while having and time.monotonic() < until:
            server = random.choice(having)
            number = random.randrange(len(server.datasets))
            # Only its event loop could cancel: such a driver takes no time limit.
            at = random.choice([at for at, job in enumerate(server.jobs) if not job.hurried])
            job, dataset = server.jobs[at], server.datasets[number]
            try:
                engine, room = random.choice(server.asynchronous)
                # A host that has more requests than connections lets them wait as well.
                async with room, engine.connect() as connection:
                    if time.monotonic() > until:
                        return
                    found = await connection.run_sync(_answered, job, dataset)
            except Exception as error:
                found = f"{type(error).__name__}: {error}"
            tally.note(f"{server.name}, tasks", job, found, server.expected[number, at])

    await asyncio.gather(*(work(seed) for seed in range(count)))


def _answered(connection: Connection, job: Job, dataset: Dataset) -> Any:
    return job.answer(connection, dataset)
