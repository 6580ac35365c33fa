"""What a process uses: memory over time, threads, and connections that a server knows of."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, NullPool, create_engine, text

from widgetql.testing.databases import name_of

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_SESSIONS: Final = {
    "postgresql": """
        SELECT count(*) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = current_database()
    """,
    "mariadb": """
        SELECT count(*) FROM information_schema.processlist
        WHERE user = 'root' AND id <> connection_id() AND command <> 'Killed' AND db = database()
    """,
}


def megabytes() -> float:
    """Return the memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e6


@dataclass
class Memory:
    """Samples of the memory held, with their seconds since the start."""

    samples: list[tuple[float, float]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watched(self, every: float) -> Iterator[None]:
        """Sample every so many seconds as long as the context lasts."""
        self.samples.append((0.0, megabytes()))
        watching = threading.Thread(target=self._watch, args=(every,), name="watching memory")
        watching.start()
        try:
            yield
        finally:
            self._stop.set()
            watching.join()

    def _watch(self, every: float) -> None:
        began = time.monotonic()
        while not self._stop.wait(every):
            self.samples.append((time.monotonic() - began, megabytes()))

    def slope(self, after: float) -> float:
        """Return megabytes a minute, of the line through the samples that are later than `after` seconds."""
        later = [one for one in self.samples if one[0] >= after]
        if len(later) < 2:
            return 0.0
        return statistics.linear_regression(*zip(*later, strict=True)).slope * 60


def sessions(engine: Engine) -> int:
    """Return how many others are open on a database; 0 where the database is a file or in this process."""
    asked = _SESSIONS.get(name_of(engine))
    if asked is None:
        return 0
    apart = create_engine(engine.url, poolclass=NullPool)
    with apart.connect() as connection:
        return int(connection.scalar(text(asked)) or 0)
