"""What every run of pytest here obeys.

The documents' examples run, in CI nothing is skipped, and a run's files are its own.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.markdown.skip import SkipParser
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.directory import claimed, given_back
from widgetql.testing.databases import DATABASES

# Examples of one document share their names, from top to bottom; what a `>>>` session prints is checked.
_documents = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/recipes/*.md"],
)
pytest_collect_file = _documents.pytest()

NO_SKIP = bool(os.environ.get("CI"))

_DATABASE = re.compile(rf"[\[-]({'|'.join(DATABASES)})[\]-]")


# Databases that answer what others have answered, in the tests that ask the same of all.
_AGAIN = {"mariadb", "clickhouse", "spark"}
_DRAWN = ("tests/laws/", "tests/property/test_odd.py", "tests/property/test_scoped.py", "tests/stored/")
# The same charts by other numbers: what these cover the tests of each chart cover.
_COVERED = "tests/combinations/"
_ALIKE = tuple(
    f"tests/{name}/" for name in ("charts", "conformance", "dashboard", "drill", "kore", "reference", "scope")
)

_CLAIMED = pytest.StashKey[Path]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give the run a directory of its own: pytest's is one of three that all runs of a user share.

    The workers of xdist get theirs below it.
    """
    if config.option.basetemp is None:
        config.stash[_CLAIMED] = claimed()
        config.option.basetemp = config.stash[_CLAIMED] / "run"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete it."""
    if _CLAIMED in config.stash:
        given_back(config.stash[_CLAIMED])


class ByFileAndDatabase(LoadScopeScheduling):
    """Gives the tests of a file on one database to one worker, which opens and fills it once.

    A document's examples share names too: they stay together, as all that name no database.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        found = _DATABASE.search(nodeid)
        return f"{path} {found[1]}" if found else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFileAndDatabase:
    """Replace xdist's own ways (its `loadgroup` has no effect under pytest 9.2)."""
    return ByFileAndDatabase(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage where others cover the same: tracing doubles a test's time.

    That is in tests marked `untraced`, and in those that a server answers as others have answered.
    Not `no_cover` of pytest-cov, which has no effect in a worker of xdist: a second collector goes on there.
    """
    if not _is_untraced(item):
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


def _is_untraced(item: pytest.Item) -> bool:
    database = _DATABASE.search(item.nodeid)
    is_other = database is not None and database[1] in _AGAIN
    again = item.nodeid.startswith(_COVERED) or (is_other and item.nodeid.startswith(_ALIKE))
    # What only random cases reach is measured where they cost least.
    is_cheap = database is not None and database[1] == "sqlite" and item.nodeid.startswith(_DRAWN)
    return again or (item.get_closest_marker("untraced") is not None and not is_cheap)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skipped test fail in CI, with the reason it gave."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let a module that skips itself fail in CI, with the reason it gave."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # A strict xfail is reported as skipped too, but it did run.
    if not NO_SKIP or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"nothing may be skipped here, but: {reason}"
