"""A proxy on loopback between a driver and its server, with a fault at any byte."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Way: TypeAlias = Literal["up", "down"]
Kind: TypeAlias = Literal["none", "delay", "drip", "cut", "reset", "stall"]
Welcome: TypeAlias = Literal["accept", "refuse", "ignore"]

KINDS: Final[tuple[Kind, ...]] = ("none", "delay", "drip", "cut", "reset", "stall")
DELAY: Final = 0.2
"""Seconds that a delay takes."""
STALL: Final = 1.0
"""Seconds of silence before a stalled connection is reset."""
_DRIP: Final = (64, 0.002)


@dataclass(frozen=True)
class Fault:
    """What happens once so many bytes have gone one way; a delay is once, a drip goes on."""

    kind: Kind = "none"
    way: Way = "down"
    after: int = 0


class Proxy:
    """Passes connections on to a server, and lets them fail as it is told."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self.welcome: Welcome = "accept"
        """What becomes of new connections."""
        self.passed: dict[Way, int] = {"up": 0, "down": 0}
        """Bytes that went either way since a fault was armed."""
        self._fault = Fault()
        self._connect: Final = connect
        self._lock: Final = threading.Lock()
        self._closed: Final = threading.Event()
        self._released: Final = threading.Event()
        self._released.set()
        self._sockets: Final[set[socket.socket]] = set()
        self._listener: Final = socket.create_server(("127.0.0.1", 0))
        self.port: Final[int] = self._listener.getsockname()[1]
        _in_thread(self._listen)

    def arm(self, fault: Fault) -> None:
        """Count bytes from now on, and let a fault happen."""
        with self._lock:
            self._fault = fault
            self.passed = {"up": 0, "down": 0}

    @contextmanager
    def held(self) -> Generator[Callable[[], None]]:
        """Hold new connections back until what is given is called."""
        self._released.clear()
        try:
            yield self._released.set
        finally:
            self._released.set()

    def close(self) -> None:
        """Close every connection, and take no more."""
        self._closed.set()
        self._released.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._sockets):
            _shut(one)

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                driver, _ = self._listener.accept()
                self._released.wait()
                self._welcome(driver)
            except OSError:
                # The listener was closed, or the server takes no connection.
                continue

    def _welcome(self, driver: socket.socket) -> None:
        self._sockets.add(driver)
        if self.welcome == "ignore":
            return
        try:
            server = None if self.welcome == "refuse" else self._connect()
        except OSError:
            server = None
        if server is None:
            _reset(driver)
            return
        self._sockets.add(server)
        driver.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _in_thread(lambda: self._pump(driver, server, "up"))
        _in_thread(lambda: self._pump(server, driver, "down"))

    def _pump(self, source: socket.socket, sink: socket.socket, way: Way) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                for piece in self._pieces(data, way, (source, sink)):
                    sink.sendall(piece)
        _shut(sink)
        _shut(source)
        self._sockets.difference_update((source, sink))

    def _pieces(self, data: bytes, way: Way, ends: tuple[socket.socket, socket.socket]) -> Iterator[bytes]:
        with self._lock:
            fault, before = self._fault, self.passed[way]
            self.passed[way] += len(data)
        reached = fault.way == way and before + len(data) > fault.after
        if fault.kind == "none" or not reached:
            yield data
            return
        first = max(fault.after - before, 0)
        yield data[:first]
        if fault.kind == "drip":
            size, pause = _DRIP
            for start in range(first, len(data), size):
                self._closed.wait(pause)
                yield data[start : start + size]
            return
        with self._lock:
            # Once.
            self._fault = Fault()
        if fault.kind == "delay":
            self._closed.wait(DELAY)
            yield data[first:]
            return
        if fault.kind == "stall":
            self._closed.wait(STALL)
        for one in ends:
            _shut(one) if fault.kind == "cut" else _reset(one)


def _in_thread(run: Callable[[], None]) -> None:
    threading.Thread(target=run, daemon=True).start()


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


def _reset(one: socket.socket) -> None:
    """Close a connection as if the machine at its other end knew nothing of it."""
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    _shut_now(one)


def _shut_now(one: socket.socket) -> None:
    # Another thread may be reading it: only a shutdown wakes that, and then its close sends the reset.
    with suppress(OSError):
        one.shutdown(socket.SHUT_RD)
    one.close()
