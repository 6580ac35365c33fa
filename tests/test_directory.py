"""Runs of the tests beside each other and one after another: each has its own files, and leaves none."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import pytest

RUNS: Final = 3
# Those whose servers live in the directory, but for Spark, of which four take minutes.
DATABASES: Final = os.environ.get("WIDGETQL_SHARED", "postgresql,mariadb")
_ROOT: Final = Path(__file__).parents[1]
_TEST: Final = "tests/databases/test_databases.py::test_a_column_that_a_row_leaves_out_is_null"


@pytest.fixture
def temporary() -> Path:
    """What the runs here have for the machine's directory of temporary files."""
    # Short, for the sockets of the servers in it; and open as /tmp is, for they run as other users.
    found = Path(tempfile.mkdtemp(prefix="widgetql-"))
    found.chmod(0o1777)
    return found


def started(temporary: Path, *options: str) -> subprocess.Popen[str]:
    environment = {"TMPDIR": str(temporary), "WIDGETQL_DATABASES": DATABASES}
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov", _TEST, *options],
        cwd=_ROOT,
        env={name: text for name, text in os.environ.items() if not name.startswith("PYTEST")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def assert_nothing_is_left(temporary: Path) -> None:
    end = time.monotonic() + 60
    while left := [one.name for one in temporary.iterdir() if one.name.startswith("widgetql-")]:
        assert time.monotonic() < end, left
        time.sleep(0.1)
    shutil.rmtree(temporary)


def test_runs_beside_each_other_do_not_meet(temporary: Path) -> None:
    runs = [started(temporary, *("-n", "2") * (number == 0)) for number in range(RUNS)]
    for run in runs:
        said, _ = run.communicate(timeout=300)
        assert f"{len(DATABASES.split(','))} passed" in said, said
    assert_nothing_is_left(temporary)


_KILLED: Final = """
import os, signal
from tests.directory import claimed
from widgetql.testing.databases import opened
directory = claimed()
with opened("sqlite", directory), opened("postgresql", directory), opened("mariadb", directory):
    os.kill(os.getpid(), signal.SIGKILL)
"""
_NEXT: Final = "from tests.directory import claimed, given_back; given_back(claimed())"


def test_a_killed_run_leaves_no_server_and_the_next_one_deletes_its_files(temporary: Path) -> None:
    def run(script: str) -> int:
        environment = os.environ | {"TMPDIR": str(temporary)}
        command = [sys.executable, "-c", script]
        return subprocess.run(command, check=False, cwd=_ROOT, env=environment).returncode

    assert run(_KILLED) == -signal.SIGKILL
    assert list(temporary.glob("widgetql-run-*"))
    assert run(_NEXT) == 0
    assert_nothing_is_left(temporary)
