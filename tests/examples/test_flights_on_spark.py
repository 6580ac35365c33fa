"""The demo's dashboard over all 336,776 flights, in Parquet files that two Spark workers read.

`--log-cli-level=INFO` shows how long each widget took, and the tasks and bytes that each worker read for it.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

import pytest
from sqlalchemy import Connection, Engine, Table, select

from examples.flights import dashboard, tables
from examples.flights.dataset import FLIGHTS, NOW
from examples.flights.load import load
from widgetql import compute_widget_data
from widgetql.testing import difference
from widgetql.testing.databases import opened
from widgetql.testing.databases.spark import type_of

_LOG: Final = logging.getLogger(__name__)
_DASHBOARD: Final = dashboard.read()
# Files of a table: enough for both workers.
_FILES: Final = 8


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = load(tmp_path_factory.mktemp("flights") / "flights.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def expected(sqlite: Engine) -> list[Any]:
    return [answer.data.to_dict() for answer in dashboard.compute(sqlite, _DASHBOARD)]


@pytest.fixture(scope="module")
def spark(scratch: Path, sqlite: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection to the cluster, with external tables over Parquet files."""
    folder = tmp_path_factory.mktemp("parquet")
    with opened("spark", scratch) as engine, engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            with sqlite.connect() as source:
                _write_lines(source, table, folder / f"{table.name}.json")
            _write_parquet(connection, table, folder)
        yield connection


def _write_lines(source: Connection, table: Table, path: Path) -> None:
    """Write a table's rows as lines of JSON."""
    with path.open("w", encoding="utf-8") as file:
        for row in source.execute(select(table)).mappings():
            file.write(json.dumps({name: _text(value) for name, value in row.items()}) + "\n")


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, dict) else value


def _write_parquet(connection: Connection, table: Table, folder: Path) -> None:
    columns = ", ".join(f"`{column.name}` {type_of(column)}" for column in table.columns)
    lines, parquet = f"lines_{table.name}", folder / table.name
    run = connection.exec_driver_sql
    run(f"CREATE TABLE {lines} ({columns}) USING json LOCATION '{folder / table.name}.json'")
    run(
        f"INSERT OVERWRITE DIRECTORY '{parquet}' USING parquet "
        f"SELECT /*+ REPARTITION({_FILES}) */ * FROM {lines}"
    )
    run(f"CREATE TABLE {table.name} ({columns}) USING parquet LOCATION '{parquet}'")


def test_every_row_is_in_the_parquet_files(spark: Connection, sqlite: Engine) -> None:
    with sqlite.connect() as source:
        for table in tables.metadata.sorted_tables:
            count = f"SELECT count(*) FROM {table.name}"
            assert spark.exec_driver_sql(count).scalar() == source.exec_driver_sql(count).scalar()


def test_the_dashboard_answers_as_on_sqlite_and_both_workers_read(
    spark: Connection, expected: list[Any], scratch: Path
) -> None:
    # It would log every statement.
    logging.getLogger("pyhive.hive").setLevel(logging.WARNING)
    start = before = _read_by_workers(spark, scratch)
    for widget, answer in zip(_DASHBOARD["widgets"], expected, strict=True):
        began = time.perf_counter()
        data = compute_widget_data(
            spark, widget, FLIGHTS, dashboard_filters=_DASHBOARD["filters"], now=NOW
        ).to_dict()
        seconds = time.perf_counter() - began
        assert difference(data, answer) is None, widget["name"]
        after = _read_by_workers(spark, scratch)
        _LOG.info("%s: %.2f s, %s", widget["name"], seconds, _since(before, after))
        before = after
    total = _since(start, before)
    _LOG.info("in all: %s", total)
    assert len(total) == 2
    assert all(tasks > 0 and read > 0 for tasks, read in total.values())


def _since(before: Mapping[str, tuple[int, int]], after: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Return the tasks and the bytes read of each worker's executor between two looks."""
    return {
        name: tuple(now - then for now, then in zip(figures, before.get(name, (0, 0)), strict=True))
        for name, figures in after.items()
    }


def _read_by_workers(connection: Connection, scratch: Path) -> dict[str, tuple[int, int]]:
    """Ask Spark's REST API for the tasks and the bytes read of each worker's executor."""
    app = connection.exec_driver_sql("SET spark.app.id").one()[1]
    said = re.search(r"service 'SparkUI' on port (\d+)", (scratch / "spark" / "thrift.log").read_text())
    assert said is not None
    with urlopen(f"http://127.0.0.1:{said[1]}/api/v1/applications/{app}/executors") as answer:
        found = json.load(answer)
    return {
        f"executor {one['id']}": (one["completedTasks"], one["totalInputBytes"])
        for one in found
        if one["id"] != "driver"
    }
