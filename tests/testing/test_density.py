"""Random cases are full: what no two samples of a case tell apart, no comparison of answers finds.

`make density` runs the long form, and prints the figures of each chart, aggregation and storage.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from tests.testing.density import FEATURES, cells, density, report, thin, thin_cells
from widgetql.testing.strategies import records

# So many cases from each seed on, fixed: the shares are constants of the drawing.
COUNT: Final = int(os.environ.get("WIDGETQL_DENSITY", "150"))
SEEDS: Final = range(0, int(os.environ.get("WIDGETQL_DENSITY_SEEDS", "1")) * 10_000_000, 10_000_000)
# So many that each of some 300 kinds is drawn several times.
_EACH: Final = 5_000

# Few show what is thin.
_FEW: Final = 120

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


def _strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_ALIKE", (False,))


def _over_years(monkeypatch: pytest.MonkeyPatch) -> None:
    def spread(times: Any, pool: Any, pick: Any) -> list[Any]:
        return [at - timedelta(days=365 * (number % 20)) for number, at in enumerate(times)]

    monkeypatch.setattr(records, "close", spread)


def _unrelated(monkeypatch: pytest.MonkeyPatch) -> None:
    planned = records._table_plan  # pyright: ignore[reportPrivateUsage]

    def without_rows(plan: Any, table: Any) -> Any:
        found = planned(plan, table)
        return replace(found, usual=range(1), largest=0) if table in plan.many else found

    monkeypatch.setattr(records, "_table_plan", without_rows)


# What would go wrong with the drawing, and a feature that tells it.
BROKEN: Final[dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str]]] = {
    "distinct rows only": (_strangers, "several records that differ in little"),
    "times over years": (_over_years, "row of several samples"),
    "no related rows": (_unrelated, "record with several related rows"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_thin_cases_are_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    thinned, feature = BROKEN[name]
    thinned(monkeypatch)
    found = thin(density(range(1), _FEW))
    assert feature in found
    assert {*found} <= FEATURES.keys()
