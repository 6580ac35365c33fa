"""Many random cases, each from its seed: `make fuzz` runs tens of thousands of them, by `bulk.py`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby, islice
from typing import Final

import pytest
from sqlalchemy import Connection, Engine, MetaData

from tests.property import bulk
from tests.testing.everything import EVERYTHING, TABLES, ZONES, calls
from widgetql.dataset import Dataset
from widgetql.testing import Case, cases, check
from widgetql.testing.checking import Expected
from widgetql.testing.databases import filled
from widgetql.types import Scope

FIRST: Final = int(os.environ.get("WIDGETQL_SEED", "0"))
FILTERS: Final = int(os.environ.get("WIDGETQL_FILTERS", "100"))
WIDGETS: Final = int(os.environ.get("WIDGETQL_WIDGETS", "50"))

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.mark.parametrize("zone", ZONES)
def test_filters_select_what_the_interpreter_selects(engine: Engine, zone: str) -> None:
    count = FILTERS // len(ZONES)
    assert agreed_filters(engine, zone, count) == count


@pytest.mark.parametrize("zone", ZONES)
def test_widgets_show_what_the_interpreter_shows(engine: Engine, zone: str) -> None:
    count = WIDGETS // len(ZONES)
    assert agreed_widgets(engine, zone, count) == count


@pytest.mark.parametrize("column", ["day", "started"])
def test_a_timestamp_is_a_date_or_a_local_time(engine: Engine, column: str) -> None:
    dataset = Dataset(
        calls, id=calls.c.id, timestamp=calls.c[column], fields=EVERYTHING.fields, stats=EVERYTHING.stats
    )
    count = WIDGETS // len(ZONES)
    assert agreed_widgets(engine, "America/New_York", count, dataset) == count


@pytest.mark.parametrize("what", ["filter", "widget"])
def test_the_bulk_run_sees_what_is_answered_otherwise(
    engine: Engine, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = bulk.Run(what, "everything", "UTC", 0, 8)
    assert bulk.wrong(run, {engine.name: engine}) == 0
    said = bulk.expected

    def otherwise(dataset: Dataset, case: Case) -> Expected:
        right = said(dataset, case)
        return replace(right, ids=right.ids + Counter(["none"]), answer=None)

    monkeypatch.setattr(bulk, "expected", otherwise)
    assert bulk.wrong(run, {engine.name: engine}) == 8


def _first(zone: str, first: int | None) -> int:
    """Return the first seed of a zone, if no other is said: each has rows and questions of its own."""
    return FIRST + 100_000 * ZONES.index(zone) if first is None else first


def agreed_filters(
    engine: Engine,
    zone: str,
    count: int,
    dataset: Dataset = EVERYTHING,
    odd: Collection[str] = (),
    first: int | None = None,
    scope: Scope | None = None,
) -> int:
    """Compare so many filters; return how many agreed."""
    agreed = 0
    for case, connection in _asked(
        engine, cases(dataset, first=_first(zone, first), timezone=zone, odd=odd, scope=scope), count
    ):
        check(connection, dataset, replace(case, widget=None))
        agreed += 1
    return agreed


def agreed_widgets(
    engine: Engine,
    zone: str,
    count: int,
    dataset: Dataset = EVERYTHING,
    odd: Collection[str] = (),
    first: int | None = None,
    scope: Scope | None = None,
) -> int:
    """Compare so many widgets; return how many agreed."""
    agreed = 0
    # Other seeds than those of the filters: other rows.
    drawn = cases(dataset, first=_first(zone, first) + 1_000_000, timezone=zone, odd=odd, scope=scope)
    for case, connection in _asked(engine, drawn, count):
        assert case.widget is not None
        check(connection, dataset, replace(case, filter=None))
        agreed += 1
    return agreed


def _asked(engine: Engine, drawn: Iterator[Case], count: int) -> Iterator[tuple[Case, Connection]]:
    """Yield cases, each with a connection that sees its rows: filled once for all that share them."""
    for _, sharing in groupby(islice(drawn, count), key=lambda case: id(case.rows)):
        asked = list(sharing)
        with filled(engine, asked[0].rows) as connection:
            yield from ((case, connection) for case in asked)
