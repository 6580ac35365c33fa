"""The short form of `make soak`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.conftest import NAMES
from tests.soak.__main__ import soak

SECONDS: Final = 4
# In one process with the others ClickHouse takes most of the time.
DATABASES: Final = ("sqlite", "postgresql", "duckdb", "mariadb")
# What is compared counts, not what is reached.
pytestmark = pytest.mark.untraced


def test_all_at_once_get_what_one_gets(scratch: Path) -> None:
    report = soak(SECONDS, scratch, tuple(name for name in DATABASES if name in NAMES), count=4)
    # Memory has no time to settle.
    assert report.faults(slope=float("inf")) == []
    assert report.tally.calls.total() > 100
