"""Random cases are full: what no two samples of a case tell apart, no comparison of answers finds.

`make density` runs the long form, and prints the figures of each chart, aggregation and storage.
"""

from __future__ import annotations

import os
from typing import Final

import pytest

from tests.testing.density import cells, density, report, thin, thin_cells

# So many cases from each seed on, fixed: the shares are constants of the drawing.
COUNT: Final = int(os.environ.get("WIDGETQL_DENSITY", "400"))
SEEDS: Final = range(0, int(os.environ.get("WIDGETQL_DENSITY_SEEDS", "1")) * 10_000_000, 10_000_000)
# So many that each of some 300 kinds is drawn several times.
_EACH: Final = 5_000

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


def test_cases_are_full(capsys: pytest.CaptureFixture[str]) -> None:
    found = density(SEEDS, COUNT)
    if COUNT >= _EACH:
        with capsys.disabled():
            print(f"\n{report(found)}")  # noqa: T201
        assert thin_cells(found) == []
    assert thin(found) == []
    assert {one for one in found.drawn if isinstance(one, tuple)} <= cells()
