"""Cancelling the statements whose time is over: one thread of the process waits for all of them."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# Seconds between two cancels: at first as if one had come too early, then fewer where each is a connection.
_FIRST_PAUSE: Final = 0.02
_LONGEST_PAUSE: Final = {False: 0.05, True: 1.0}
# A refusal comes at once. What failed later may have been on its way, and may still arrive.
_REFUSED_WITHIN: Final = 1.0
_LONGEST_WAIT: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Cancel:
    """How a connection's statement is stopped.

    `travels` says that it crosses the network: it may take long, or arrive when the statement has ended.
    """

    send: Callable[[], object]
    travels: bool


class Watch:
    """Cancels one statement from a moment on, again and again until it ends.

    A cancel can miss: a statement that has not reached the driver yet, or a database that still plans it.
    """

    def __init__(self, moment: float, cancel: Cancel) -> None:
        self.moment: Final = moment
        self.trouble: str | None = None
        """Why the last cancel failed, if it did."""
        self._cancel: Final = cancel
        self._changed: Final = threading.Condition(threading.Lock())
        self._ended = False
        self._sending = False
        self._astray = False

    def start(self) -> None:
        """Begin; the statement follows."""
        _keeper.add(self)

    def end(self, patience: float) -> bool:
        """Stop cancelling: the statement has ended. Tell whether no cancel is on its way any more.

        One that is on its way is given some seconds to arrive.
        """
        _keeper.remove(self)
        with self._changed:
            self._ended = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._sending, patience if self._cancel.travels else None)
            if self._sending:
                self.trouble = "nobody answered the cancel"
            return not (self._sending or self._astray)

    def fire(self) -> None:
        """Cancel from a thread of its own: a cancel may have to wait, and other statements may not."""
        try:
            threading.Thread(target=self._until_ended, name="widgetql-cancel", daemon=True).start()
        except RuntimeError as error:
            # No thread can be started: the process has too many, or ends.
            self.trouble = str(error)

    def _until_ended(self) -> None:
        pause = _FIRST_PAUSE
        while self._may_send():
            self._send()
            with self._changed:
                self._sending = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._ended, pause)
            pause = min(2 * pause, _LONGEST_PAUSE[self._cancel.travels])

    def _may_send(self) -> bool:
        with self._changed:
            self._sending = not self._ended
            return self._sending

    def _send(self) -> None:
        begun = time.monotonic()
        try:
            self._cancel.send()
            self.trouble = None
        except Exception as error:
            # Whatever a driver raises: the call says it.
            self.trouble = f"{type(error).__name__}: {error}"
            self._astray |= time.monotonic() - begun > _REFUSED_WITHIN


class _Keeper:
    """Waits for the earliest moment of all statements that run.

    Its thread is not woken for a statement whose moment is later than what it waits for already, nor when one
    ends: under one limit a call in a thousand wakes it, if that.
    """

    def __init__(self) -> None:
        self._changed: Final = threading.Condition(threading.Lock())
        self._watches: Final[set[Watch]] = set()
        self._wakes = math.inf
        self._thread: threading.Thread | None = None

    def add(self, watch: Watch) -> None:
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="widgetql-limits", daemon=True)
                self._thread.start()
            self._watches.add(watch)
            if watch.moment < self._wakes:
                self._wakes = watch.moment
                self._changed.notify()

    def remove(self, watch: Watch) -> None:
        with self._changed:
            self._watches.discard(watch)

    def _run(self) -> None:
        while True:
            with self._changed:
                due = self._due()
                if not due:
                    self._changed.wait(min(self._wakes - time.monotonic(), _LONGEST_WAIT))
            for watch in due:
                watch.fire()

    def _due(self) -> list[Watch]:
        now = time.monotonic()
        due = [watch for watch in self._watches if watch.moment <= now]
        self._watches.difference_update(due)
        self._wakes = min((watch.moment for watch in self._watches), default=math.inf)
        return due


_keeper = _Keeper()


def _forget() -> None:
    """Begin anew in a child of a fork, where no thread but the one that forked goes on."""
    global _keeper  # noqa: PLW0603
    _keeper = _Keeper()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
