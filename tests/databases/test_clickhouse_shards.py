"""ClickHouse's Distributed tables: two shards in one process, each a view of the rows that are its own."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from tests.conformance.features import ROWS, Feature, features
from tests.conformance.run import run
from tests.conftest import NAMES
from tests.testing.everything import TABLES
from widgetql.testing.databases import clickhouse

# What is not sharded covers all of it.
pytestmark = [
    pytest.mark.skipif("clickhouse" not in NAMES, reason="ClickHouse was not asked for"),
    pytest.mark.untraced,
]
# By what rows are spread, as records and the rows that belong to them are to be: together.
SPREAD = {"calls": "id", "evaluations": "ifNull(call_id, 0)"}
SAMPLE = 2


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Generator[Connection]:
    """Give a connection to Distributed tables over two shards; small tables are whole on each."""
    scratch: Path = tmp_path_factory.mktemp("shards")
    with clickhouse.opened(scratch) as engine, engine.connect() as connection:
        whole = connection.scalar(text("SELECT currentDatabase()"))
        shard, front = f"{whole}_shard", f"{whole}_front"
        clickhouse.create(engine, TABLES)
        for database in (shard, front):
            connection.exec_driver_sql(f"CREATE DATABASE {database}")
        for table in TABLES.sorted_tables:
            rows = f"SELECT * FROM {whole}.`{table.name}`"
            if (key := SPREAD.get(table.name)) is None:
                connection.exec_driver_sql(f"CREATE VIEW {front}.`{table.name}` AS {rows}")
                continue
            connection.exec_driver_sql(
                f"CREATE VIEW {shard}.`{table.name}` AS {rows} WHERE abs({key}) % 2 = shardNum() - 1"
            )
            # Two names of one host: two shards.
            both = f"remote('127.0.0.1,localhost', {shard}, `{table.name}`)"
            connection.exec_driver_sql(f"CREATE TABLE {front}.`{table.name}` AS {both}")
        clickhouse.put(connection, ROWS)
        connection.exec_driver_sql(f"USE {front}")
        yield connection
        connection.exec_driver_sql(f"USE {whole}")
        for database in (front, shard):
            connection.exec_driver_sql(f"DROP DATABASE {database} SYNC")


def test_both_shards_have_rows(shards: Connection) -> None:
    found = shards.execute(text("SELECT _shard_num, count() FROM calls GROUP BY 1 ORDER BY 1")).all()
    assert [number for number, _ in found] == [1, 2]
    assert all(count > 20 for _, count in found)


@pytest.mark.parametrize("feature", features(), ids=lambda feature: feature.name)
def test_answers_are_those_of_one_server(feature: Feature, shards: Connection) -> None:
    outcome = run(feature, shards, SAMPLE)
    assert outcome.agreed > 0
    assert (outcome.wrong, outcome.refused) == ([], [])
