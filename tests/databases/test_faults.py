"""A short form of `make faults`."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from tests.charts.calls import DATASET, NOW, SINCE
from tests.faults.proxy import Fault
from tests.faults.run import NAMES, Run
from tests.faults.servers import served
from widgetql import compute_widget_data


def test_no_fault_gives_a_partial_answer_or_an_unknown_error(tmp_path: Path) -> None:
    run = Run(NAMES, tmp_path, seed=1, is_own=True)
    run.go_on(8, each_kind=False)
    assert not run.wrong, run.figures()


def test_an_answer_cut_among_its_headers_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    """HTTP's reader takes the end of a connection for the end of the headers."""
    line = {"chart_type": "line", "field": "seconds"}

    def asked(after: int | None) -> int:
        with server.engine.connect() as connection:
            server.proxy.arm(Fault() if after is None else Fault("cut", "down", after))
            return len(compute_widget_data(connection, line, DATASET, dashboard_filters=SINCE, now=NOW).data)

    with served("clickhouse", tmp_path, is_own=True) as server:
        expected, found = asked(None), set[int | str]()
        for after in range(60, 250, 12):
            try:
                found.add(asked(after))
            except DBAPIError:
                found.add("an error")
            server.engine.dispose()
        assert expected > 0
        assert found <= {expected, "an error"}
