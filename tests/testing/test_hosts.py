"""What hosts have besides plain columns is drawn, and read by the interpreter, without a database."""

from __future__ import annotations

from itertools import islice
from typing import Final

import pytest

from tests.hosts.decorators import ORDERS
from tests.hosts.items import DOCS
from tests.hosts.test_agree import VISITS
from tests.hosts.test_epochs import drawn, over
from tests.property.concerned import concerned
from widgetql.dataset import Dataset
from widgetql.testing import cases, expected_widget_data, matching_ids
from widgetql.testing.strategies import ODD

DATASETS: Final = {
    "lists": DOCS,
    "seconds": over("s", drawn),
    "decimals of seconds": over("exact", drawn),
    "decorators, intervals, dates, typed keys": VISITS,
    "keys of decorators": ORDERS,
}
_CASES: Final = 24


@pytest.mark.parametrize("name", DATASETS)
def test_filters_divide_the_records_and_widgets_show_some(name: str) -> None:
    divided, shown = _asked(DATASETS[name])
    assert divided > _CASES // 4
    assert shown > _CASES // 4


@pytest.mark.parametrize("kind", ODD)
def test_odd_values_are_found_and_shown(kind: str) -> None:
    divided, shown = _asked(concerned(kind), kind)
    assert divided > 0
    assert shown > 0


def _asked(dataset: Dataset, *odd: str) -> tuple[int, int]:
    """Return how many filters hold for some records and not for all, and how many widgets show a row."""
    divided = shown = 0
    for case in islice(cases(dataset, odd=odd), _CASES):
        records = case.rows[dataset.table]  # type: ignore[index]
        found = matching_ids(case.filter, dataset, case.rows, **case.options)
        divided += 0 < len(found) < len([*records])
        shown += bool(expected_widget_data(case.widget, dataset, case.rows, **case.options)["data"])
    return divided, shown
