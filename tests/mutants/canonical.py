"""The dataset of everything, promised to be of rows that SQLAlchemy wrote: nothing is probed or guarded."""

from __future__ import annotations

from typing import Final

from tests.testing.everything import EVERYTHING, calls
from widgetql.dataset import Dataset

CANONICAL: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields=EVERYTHING.fields,
    stats=EVERYTHING.stats,
    canonical=True,
)
