"""A run of faults: what is drawn, what must hold, and the figures."""

from __future__ import annotations

import io
import logging
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from tests.faults.calls import CALLS, LIMIT, SLOW, limits, outcome, slow
from tests.faults.proxy import KINDS, Fault, Way, Welcome
from tests.faults.servers import Server, served, wait_until_up

NAMES: Final = ("postgresql", "mariadb", "clickhouse")
# A busy machine may take its time; a call that hangs takes far longer.
_HANGS: Final = 10.0
_WELCOMES: Final[tuple[Welcome, ...]] = ("accept", "refuse", "ignore")
_WAYS: Final[tuple[Way, ...]] = ("up", "down")


class Run:
    """Draws faults by a seed, and counts what comes of them."""

    def __init__(self, names: Sequence[str], scratch: Path, *, seed: int, is_own: bool) -> None:
        self.seed: Final = seed
        self.wrong: Final[list[str]] = []
        """What must never be, in words."""
        self._random: Final = random.Random(seed)
        self._counts: Final[Counter[tuple[str, str, str]]] = Counter()
        self._points: Final[set[tuple[str, str, Way, int]]] = set()
        self._overruns: Final[dict[str, float]] = {}
        self._names, self._scratch, self._is_own = names, scratch, is_own
        self._expected: Final[dict[tuple[str, str], Any]] = {}
        self._sizes: Final[dict[tuple[str, str], dict[Way, int]]] = {}

    def go_on(self, seconds: float, *, each_kind: bool) -> None:
        """Let faults happen for so long; first a cancel of each kind and a kill for each server, or not."""
        with ExitStack() as stack:
            servers = [
                stack.enter_context(served(name, self._scratch, is_own=self._is_own)) for name in self._names
            ]
            for server in servers:
                self._measure(server)
            with self._nothing_stray():
                end = time.monotonic() + seconds
                for server in servers if each_kind else ():
                    self._each_kind(server)
                while time.monotonic() < end:
                    server = self._random.choice(servers)
                    self._draw()(server)

    def _draw(self) -> Callable[[Server], None]:
        return self._random.choices((self._point, self._cancel, self._kill), (90, 6, 4))[0]

    def _each_kind(self, server: Server) -> None:
        for welcome in _WELCOMES:
            self._cancel(server, welcome)
        self._kill(server)

    def _measure(self, server: Server) -> None:
        """Ask each call without a fault: its answer, and its bytes."""
        with server.direct.connect() as connection:
            self._expected[server.name, "slow"] = slow(connection, server.name, limits(is_limited=False))
        for call, ask in CALLS.items():
            for _ in range(2):
                # The second time all is warm, as it is later.
                with server.engine.connect() as connection:
                    server.proxy.arm(Fault())
                    self._expected[server.name, call] = ask(connection, limits(is_limited=False))
                    self._sizes[server.name, call] = dict(server.proxy.passed)

    def _point(self, server: Server) -> None:
        """Let a fault happen at one byte of one call."""
        call = self._random.choice(list(CALLS))
        way = self._random.choice(_WAYS)
        fault = Fault(
            self._random.choice(KINDS), way, self._random.randrange(self._sizes[server.name, call][way] or 1)
        )
        is_limited = self._random.random() < 0.5
        self._points.add((server.name, call, way, fault.after))

        def ask(connection: Connection) -> str:
            server.proxy.arm(fault)
            return outcome(
                lambda: CALLS[call](connection, limits(is_limited=is_limited)),
                self._expected[server.name, call],
            )

        name = f"{fault.kind}{' under a limit' if is_limited else ''}"
        found, seconds = self._asked(server, ask)
        self._note(server, name, found, f"{call}, {fault}")
        if is_limited and fault.kind != "stall":
            self._overrun(f"{server.name}: {fault.kind}", seconds)
        if fault.kind in {"none", "delay"} and not is_limited and found != "right":
            self.wrong.append(f"{server.name} {call} {fault}: {found}")

    def _cancel(self, server: Server, welcome: Welcome | None = None) -> None:
        """Let a query outrun its limit, with a cancel that arrives, is refused, or is answered by nobody."""
        welcome = welcome or self._random.choice(_WELCOMES)
        # One that was killed before is up again, for the proxy too.
        wait_until_up(server.engine)
        took: list[float] = []

        def ask(connection: Connection) -> str:
            server.proxy.welcome = welcome
            try:
                begun = time.monotonic()
                found = self._slow(server, connection, is_limited=True)
                took.append(time.monotonic() - begun)
            finally:
                server.proxy.welcome = "accept"
            connection.rollback()
            # A cancel that is still on its way must not end what comes next.
            after = self._slow(server, connection)
            return found if after == "right" else f"unknown: afterwards {after}"

        found, _ = self._asked(server, ask)
        self._note(server, f"cancel: {welcome}", found, "")
        if found != "QueryTimeout":
            self.wrong.append(f"{server.name} cancel {welcome}: {found}")
        if took:
            self._overrun(f"{server.name}: cancel: {welcome}", took[0])

    def _kill(self, server: Server) -> None:
        """Kill a server in the middle of a query."""
        wait_until_up(server.engine)

        def ask(connection: Connection) -> str:
            number = connection.exec_driver_sql(server.number).scalar_one()
            timer = threading.Timer(self._random.random() * SLOW / 2, server.kill, [number])
            timer.start()
            try:
                return self._slow(server, connection)
            finally:
                timer.join()

        found, _ = self._asked(server, ask)
        self._note(server, "killed", found, "")
        if found != "DBAPIError":
            self.wrong.append(f"{server.name} killed: {found}")
        wait_until_up(server.direct)

    def _slow(self, server: Server, connection: Connection, *, is_limited: bool = False) -> str:
        given = limits(is_limited=is_limited)
        return outcome(lambda: slow(connection, server.name, given), self._expected[server.name, "slow"])

    def _asked(self, server: Server, ask: Callable[[Connection], str]) -> tuple[str, float]:
        """Ask on a connection of its own, and return what came of it and how long it took."""
        found, seconds = "DBAPIError", 0.0
        try:
            # The connection itself is the host's, and made before anything happens.
            with server.engine.connect() as connection:
                begun = time.monotonic()
                found = ask(connection)
                seconds = time.monotonic() - begun
                server.proxy.arm(Fault())
        except DBAPIError:
            # What its end takes back is the host's as well.
            pass
        finally:
            server.proxy.arm(Fault())
            server.engine.dispose()
        return found, seconds

    def _overrun(self, what: str, seconds: float) -> None:
        self._overruns[what] = max(self._overruns.get(what, 0.0), seconds - LIMIT)
        if seconds > _HANGS:
            self.wrong.append(f"{what} took {seconds:.1f} s")

    def _note(self, server: Server, what: str, found: str, more: str) -> None:
        self._counts[server.name, what, found.split(":")[0]] += 1
        if found.startswith(("unknown", "wrong")) or "unknown" in found:
            self.wrong.append(f"{server.name} {what} {more}: {found}")

    @contextmanager
    def _nothing_stray(self) -> Generator[None]:
        """Note what is written past the caller: to standard error, or by a thread that nobody asked."""
        logging.getLogger().addHandler(quiet := logging.NullHandler())
        before, sys.stderr = sys.stderr, io.StringIO()
        try:
            yield
        finally:
            written, sys.stderr = sys.stderr.getvalue(), before
            logging.getLogger().removeHandler(quiet)
            if written:
                self.wrong.append(f"on standard error: {written}")

    def figures(self) -> str:
        """Return what was counted."""
        lines = [f"seed {self.seed}: {self._counts.total()} calls, {len(self._points)} points"]
        for name in self._names:
            lines.append(f"{name}:")
            kinds = sorted({what for server, what, _ in self._counts if server == name})
            for kind in kinds:
                counts = [
                    f"{found} {count}"
                    for (server, what, found), count in sorted(self._counts.items())
                    if (server, what) == (name, kind)
                ]
                lines.append(f"  {kind:24} {', '.join(counts)}")
        worst = sorted(self._overruns.items())
        lines += [
            "worst overrun of a limit of 0.4 s:",
            *(f"  {what:36} {most:6.3f} s" for what, most in worst),
        ]
        return "\n".join([*lines, *(f"WRONG {one}" for one in self.wrong)])
