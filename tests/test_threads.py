"""One dataset, shared by the sixteen threads of a web server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any, Final

import pytest
from sqlalchemy import select

from tests.charts.calls import DATASET, NOW, calls
from tests.test_async import OPTIONS, WIDGETS, served
from widgetql import compile_filter, compute_widget_data, validate_filter, validate_widget

THREADS: Final = 16


@pytest.mark.parametrize("name", ["sqlite", "duckdb", "postgresql", "mariadb"])
def test_sixteen_threads_get_what_one_gets(scratch: Path, name: str) -> None:
    started = Barrier(THREADS)

    def work(worker: int) -> list[Any]:
        started.wait()
        found: list[Any] = []
        with engine.connect() as connection:
            for turn in range(len(WIDGETS)):
                # Each thread begins with another widget, so that different statements meet.
                index = (worker + turn) % len(WIDGETS)
                zone = ("UTC", "Europe/Paris")[index % 2]
                data = compute_widget_data(connection, WIDGETS[index], DATASET, timezone=zone, **OPTIONS)
                found.append((index, data.to_dict()))
                mine = {"field": "seconds", "op": "eq", "value": worker}
                condition = compile_filter(mine, DATASET, now=NOW)
                ids = connection.execute(select(calls.c.id).where(condition)).scalars().all()
                assert ids == [worker]
                assert validate_filter(mine | {"value": "x"}, DATASET)[0].message.endswith("got 'x'")
                assert (
                    validate_widget({"chart_type": f"x{worker}"}, DATASET)[0].message.count(f"x{worker}") == 1
                )
        return found

    with served(name, scratch) as engine, ThreadPoolExecutor(THREADS) as pool:
        with engine.connect() as connection:
            alone = {
                index: compute_widget_data(
                    connection, widget, DATASET, timezone=("UTC", "Europe/Paris")[index % 2], **OPTIONS
                ).to_dict()
                for index, widget in enumerate(WIDGETS)
            }
        for found in pool.map(work, range(THREADS)):
            assert dict(found) == alone
