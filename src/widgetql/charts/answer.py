"""What a chart computes: its data, and what its metadata adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """The `data` of a response, and the keys of `metadata` that only this chart has."""

    data: Any
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
