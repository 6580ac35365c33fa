"""The cursor of a list: the timestamp and id of its last row, as text that says nothing to anyone else."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from widgetql.dataset import Dataset
from widgetql.errors import Pointer, Problems
from widgetql.storage import Storage, storage_of


def write_cursor(timestamp: datetime, id: Any) -> str:
    """Return the cursor of a row.

    >>> write_cursor(datetime(2025, 11, 3, tzinfo=UTC), 7)
    'WyIyMDI1LTExLTAzVDAwOjAwOjAwKzAwOjAwIiw3XQ'
    """
    data = json.dumps([timestamp.isoformat(), id if isinstance(id, int | str) else str(id)], separators=(",", ":"))
    return urlsafe_b64encode(data.encode()).decode().rstrip("=")


def read_cursor(cursor: str, dataset: Dataset, at: Pointer, problems: Problems) -> tuple[datetime, Any] | None:
    """Return the timestamp and id that a cursor names, or None with the problem noted."""
    try:
        timestamp, id = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(timestamp)
        if moment.tzinfo is None:
            raise ValueError("an instant is meant")
        return moment.astimezone(UTC), _typed(id, dataset)
    except (ValueError, TypeError, OverflowError, RecursionError):
        problems.add(at, "invalid_cursor", "this cursor is not from an answer of this list")
        return None


def _typed(id: Any, dataset: Dataset) -> Any:
    storage = storage_of(dataset.id.type)
    if storage is Storage.INTEGER:
        if isinstance(id, bool) or not isinstance(id, int) or not -(2**63) <= id < 2**63:
            raise TypeError("an integer is meant")
        return id
    if not isinstance(id, str) or "\0" in id or id.encode(errors="replace").decode() != id:
        raise TypeError("text is meant")
    return UUID(id) if storage is Storage.UUID else id
