"""Processes of their own: what imports the library must not do it where mutants are made."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
from collections.abc import Callable
from typing import Any


def apart(*calls: Any) -> None:
    """Run calls, each `(function, *arguments)`, side by side; exit with the code of one that failed."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=run, args=arguments) for run, *arguments in calls]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit(process.exitcode)


def answered_by(call: Callable[[], Any]) -> Any:
    """Return what a call returns in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.write(writing, pickle.dumps(call()))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(said)


def commit() -> str:
    """Return the hash of the commit: the seed of a run that names none."""
    return subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()
