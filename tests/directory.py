"""The directory of one run of the tests, which no other run touches."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

_CLAIMED: Final = "widgetql-run-"
# The locks of this process's directories: never closed, so that the kernel takes them when it is gone.
_HELD: Final[list[int]] = []


def claimed() -> Path:
    """Return a new directory that is this process's as long as it lives; delete those of dead ones."""
    _sweep()
    new = Path(tempfile.mkdtemp(prefix="widgetql-new-"))
    _HELD.append(_locked(new))
    # It is seen by others no sooner than it is locked.
    return new.rename(new.with_name(new.name.replace("widgetql-new-", _CLAIMED)))


def given_back(directory: Path) -> None:
    """Delete a claimed directory. What a server that is about to end holds open is left to a later run."""
    shutil.rmtree(directory, ignore_errors=True)


def _sweep() -> None:
    for one in Path(tempfile.gettempdir()).glob(f"{_CLAIMED}*"):
        try:
            lock = _locked(one)
        except OSError:
            # Another run's, which lives; or another user's.
            continue
        given_back(one)
        os.close(lock)


def _locked(directory: Path) -> int:
    """Lock a directory, or raise `OSError`."""
    # A system without it runs no test of these.
    import fcntl

    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
