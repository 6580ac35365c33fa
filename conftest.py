"""What every run of pytest here obeys: the documents' examples run, and in CI nothing is skipped."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.markdown.skip import SkipParser
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Examples of one document share their names, from top to bottom; what a `>>>` session prints is checked.
_documents = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/*.md"],
)
pytest_collect_file = _documents.pytest()

NO_SKIP = bool(os.environ.get("CI"))


# The examples of a document share names; Spark's server takes its time to start: one worker waits for it.
_TOGETHER = (".md", "tests/databases/test_spark.py")


class OneByOne(LoadScopeScheduling):
    """Gives tests to workers one by one, but those of some files together."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return path if path.endswith(_TOGETHER) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneByOne:
    """Replace xdist's own ways (its `loadgroup` has no effect under pytest 9.2)."""
    return OneByOne(config, log)


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
