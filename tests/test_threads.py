"""One dataset, shared by the sixteen threads of a web server."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, Final

import pytest
from sqlalchemy import select

import widgetql
from tests.charts.calls import DATASET, NOW, calls
from tests.test_async import OPTIONS, WIDGETS, served
from widgetql import compile_filter, compute_widget_data, validate_filter, validate_widget
from widgetql.remembered import remembered

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


class _Both:
    """Of two values the one needs the other, whichever is asked first."""

    def __init__(self, both_ask: Barrier) -> None:
        self.both_ask: Final = both_ask
        self.asked: Final[list[str]] = []

    @remembered
    def left(self) -> int:
        return self._after("left", lambda: self.right)

    @remembered
    def right(self) -> int:
        return self._after("right", lambda: self.left)

    def _after(self, name: str, other: Callable[[], int]) -> int:
        self.asked.append(name)
        if len(self.asked) == 2:
            return 1
        self.both_ask.wait(10)
        return 1 + other()


def test_values_that_need_each_other_wait_for_no_other_object() -> None:
    both_ask = Barrier(2)
    first, second = _Both(both_ask), _Both(both_ask)
    found: list[int] = []
    asked = [
        Thread(target=lambda: found.append(first.left), daemon=True),
        Thread(target=lambda: found.append(second.right), daemon=True),
    ]
    for one in asked:
        one.start()
    for one in asked:
        one.join(10)
    assert found == [2, 2]
    assert (first.left, second.right) == (2, 2)


def test_no_property_holds_a_lock_of_its_class() -> None:
    sources = Path(widgetql.__file__).parent.rglob("*.py")
    assert not [path for path in sources if "import cached_property" in path.read_text()]
