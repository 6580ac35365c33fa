"""Datasets in other ways: of rows that SQLAlchemy wrote, by days, by local times, by numbers since 1970."""

from __future__ import annotations

from typing import Any, Final

from tests.hosts.test_epochs import drawn, over
from tests.testing.everything import EVERYTHING, calls
from widgetql.dataset import Dataset


def _twin(timestamp: Any = calls.c.at, **more: Any) -> Dataset:
    return Dataset(
        calls, id=calls.c.id, timestamp=timestamp, fields=EVERYTHING.fields, stats=EVERYTHING.stats, **more
    )


# Nothing is probed or guarded.
CANONICAL: Final = _twin(canonical=True)
BY_DAY: Final = _twin(calls.c.day)
BY_LOCAL_TIME: Final = _twin(calls.c.started)
PINGS: Final = over("us")
BY_SECONDS: Final = over("s", drawn)
BY_DECIMALS: Final = over("exact", drawn)
