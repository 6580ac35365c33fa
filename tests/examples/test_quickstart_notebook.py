"""The notebook runs from top to bottom, and shows what is stored in it."""

from __future__ import annotations

import json
from typing import Any

from docs.executed import QUICKSTART, executed

CHART = "application/vnd.vegalite.v5+json"


def test_the_notebook_shows_what_it_says() -> None:
    stored = json.loads(QUICKSTART.read_text())
    found = executed(stored)
    shown = 0
    for cell, again in zip(stored["cells"], found["cells"], strict=True):
        for output, fresh in zip(cell.get("outputs", ()), again.get("outputs", ()), strict=True):
            assert output["data"].keys() == fresh["data"].keys()
            # How a data frame is written is pandas' own.
            if CHART in fresh["data"]:
                shown += 1
                assert _rounded(output) == _rounded(fresh)
    assert shown == 7


def _rounded(value: Any) -> Any:
    """The last digits of sums of floats are the database's own."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value
