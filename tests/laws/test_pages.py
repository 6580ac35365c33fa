"""Pages: one after the other they are the whole list or table, no row twice and none lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, MetaData

from tests.laws.worlds import CASES, FIRST
from tests.testing.everything import EVERYTHING, TABLES
from widgetql import Limits, compute_widget_data
from widgetql.testing import Case, cases, same
from widgetql.testing.databases import filled

_SEEDS: Final = int(os.environ.get("WIDGETQL_PAGES", str(4 * CASES)))
_LIMITS: Final = Limits(max_range=None)

pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def _drawn(engine: Engine) -> Iterator[tuple[Case, Connection]]:
    """Yield cases that have pages, each with a connection to a database that holds its rows."""
    of_pages = (
        case
        for case in islice(cases(EVERYTHING, first=FIRST + 77_000), _SEEDS)
        if case.widget is not None and case.widget["chart_type"] in ("list", "table")
    )
    for _, alike in groupby(of_pages, key=lambda case: id(case.rows)):
        shared = list(alike)
        with filled(engine, shared[0].rows) as connection:
            for case in shared:
                yield case, connection


def _pages(connection: Connection, case: Case, size: int) -> Iterator[Any]:
    """Yield the rows, page by page."""
    cursor = None
    options: Any = {**case.options, **case.besides, "limits": _LIMITS}
    while True:
        widget = {**(case.widget or {}), "limit": size, "cursor": cursor}
        page = compute_widget_data(connection, widget, EVERYTHING, **options)
        assert len(page.data) <= size
        yield from page.data
        cursor = page.metadata["next_cursor"]
        assert page.metadata["truncated"] == (cursor is not None)
        if cursor is None:
            return


def test_pages_are_the_whole(engine: Engine) -> None:
    several = 0
    for case, connection in _drawn(engine):
        whole = [*_pages(connection, case, 1_000)]
        size = 1 + case.seed % 5
        # Many rows take as many statements.
        size = max(size, len(whole) // 8)
        found = [*_pages(connection, case, size)]
        assert same(found, whole), f"seed {case.seed}: pages of {size}: {case.widget}"
        several += len(whole) > size
    assert several > _SEEDS / 20
