"""Cancelling from a thread: until the statement ends, and not once more."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from widgetql.watch import Cancel, Watch

# Far longer than anything here takes, and far shorter than for ever.
PATIENCE = 10.0


def watched(send: Callable[[], object], *, travels: bool = False, after: float = 0.0) -> Watch:
    found = Watch(time.monotonic() + after, Cancel(send, travels=travels))
    found.start()
    return found


def waited(condition: Callable[[], Any]) -> bool:
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    return bool(condition())


@pytest.mark.parametrize("travels", [False, True])
def test_a_cancel_is_repeated_until_the_statement_ends(travels: bool) -> None:
    sent: list[float] = []
    running = watched(lambda: sent.append(time.monotonic()), travels=travels)
    assert waited(lambda: len(sent) >= 3)
    assert running.end(PATIENCE)
    count = len(sent)
    time.sleep(0.2)
    assert (len(sent), running.trouble) == (count, None)


def test_what_ends_in_time_is_not_cancelled() -> None:
    sent: list[int] = []
    running = [watched(lambda: sent.append(1), after=0.2) for _ in range(20)]
    assert all(one.end(0) for one in running)
    time.sleep(0.3)
    assert not sent


def test_each_is_cancelled_at_its_own_time() -> None:
    sent: list[int] = []
    late = watched(lambda: sent.append(2), after=0.3)
    early = watched(lambda: sent.append(1), after=0.05)
    assert waited(lambda: 2 in sent)
    assert sent[0] == 1
    assert early.end(0)
    assert late.end(0)


def test_a_cancel_that_fails_is_told_and_tried_again() -> None:
    sent: list[int] = []

    def fail() -> None:
        sent.append(1)
        raise OSError("no way through")

    running = watched(fail, travels=True)
    assert waited(lambda: len(sent) >= 2)
    # It was refused at once: it cannot arrive any more.
    assert running.end(PATIENCE)
    assert running.trouble == "OSError: no way through"


def test_a_cancel_that_nobody_answers_is_not_waited_for() -> None:
    sent, answered = threading.Event(), threading.Event()

    def wait() -> None:
        sent.set()
        answered.wait()

    running = watched(wait, travels=True)
    assert sent.wait(PATIENCE)
    begun = time.monotonic()
    assert not running.end(0.05)
    assert time.monotonic() - begun < PATIENCE
    assert running.trouble == "nobody answered the cancel"
    answered.set()


def test_an_interrupt_that_is_on_its_way_is_waited_for() -> None:
    """It takes no time, and must not hit what comes next, however busy the machine is."""
    sent, released = threading.Event(), threading.Event()

    def interrupt() -> None:
        sent.set()
        released.wait()

    running = watched(interrupt)
    assert sent.wait(PATIENCE)
    threading.Timer(0.1, released.set).start()
    assert running.end(0)
    assert released.is_set()


def test_one_thread_waits_for_all_statements() -> None:
    running = [watched(lambda: None, after=PATIENCE) for _ in range(50)]
    assert sum(one.name == "widgetql-limits" for one in threading.enumerate()) == 1
    assert all(one.end(0) for one in running)


FORKING = """
import os, threading, time
from widgetql.watch import Cancel, Watch

def is_cancelled():
    sent = threading.Event()
    running = Watch(time.monotonic(), Cancel(sent.set, travels=False))
    running.start()
    return sent.wait(10) and running.end(0)

assert is_cancelled()
child = os.fork()
if not child:
    os._exit(0 if is_cancelled() else 1)
assert os.waitpid(child, 0)[1] == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_child_of_a_fork_has_its_own() -> None:
    """No thread but the one that forks goes on in the child: no limit would ever be kept there."""
    subprocess.run([sys.executable, "-W", "ignore", "-c", FORKING], check=True, timeout=60)
