"""Spark SQL: a standalone master with two workers and Spark's own Thrift server, shared by all of a run.

It needs Java 17 and the packages `pyspark` and `PyHive[hive_pure_sasl]`. `WIDGETQL_SPARK_URL` names another
Thrift server instead, whose sessions see each other's tables. Spark has no transactions: what is inserted
stays, and `filled` shadows tables with views of its session.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import URL, Column, Connection, Engine, MetaData, Table, create_engine, make_url
from sqlalchemy import types as sa

from widgetql.storage import Storage, converts, item_type, stored_by, undecorated
from widgetql.testing.databases.database import (
    SESSION_ZONE,
    Database,
    NotInstalled,
    Rows,
    needing,
    reads_json,
    writer_of,
)

_SETTINGS: Final = {
    "spark.sql.session.timeZone": SESSION_ZONE,
    "spark.sql.catalogImplementation": "in-memory",
    # The tables of the tests are small: two tasks for two workers.
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    # Each table that a statement broadcasts takes a page at least: with 32 MB each, a few dozen are too many.
    "spark.buffer.pageSize": "1m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.hadoop.hive.server2.thrift.bind.host": "127.0.0.1",
    "spark.hadoop.hive.server2.authentication": "NOSASL",
    # Each takes a port that is free when it takes it: one found before may be another run's by then.
    "spark.hadoop.hive.server2.thrift.port": "0",
    "spark.ui.port": "0",
    # Of its sixteen ports the machine has one set.
    "spark.master.rest.enabled": "false",
}
# Each statement brings classes of its own, run once: to optimize and verify them takes more than it saves.
_QUICK_JAVA: Final = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
# Runs the servers until no process of the run holds the lock, which the kernel takes from those that die.
# Each logs for itself, its port among the rest.
_UNTIL_UNUSED: Final = """
lock="$1" home="$2"
{
"$CLASS" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0 \\
    --properties-file spark.conf >master.log 2>&1 &
pids=$!
until [ "$master" ]; do
    kill -0 "$pids" && sleep 0.1 || exit
    master=$(sed -n 's/.*Starting Spark master at //p' master.log)
done
for worker in 1 2; do
    "$CLASS" org.apache.spark.deploy.worker.Worker --cores 1 --memory 1g --work-dir "worker$worker" \\
        --host 127.0.0.1 --webui-port 0 "$master" >"worker$worker.log" 2>&1 &
    pids="$pids $!"
done
export SPARK_DAEMON_MEMORY=2g
"$CLASS" org.apache.spark.deploy.SparkSubmit --master "$master" \\
    --executor-memory 768m --properties-file spark.conf \\
    --class org.apache.spark.sql.hive.thriftserver.HiveThriftServer2 spark-internal >thrift.log 2>&1 &
pids="$! $pids"
exec 9>>"$lock"
flock 9
kill $pids
wait $pids
rm -rf "$home"
} &
"""
# What a connection remembers once it wrote: most tests only read, and need no restoring.
_WRITTEN: Final = "widgetql_written"
_PATIENCE: Final = 300.0
_SAYS_PORT: Final = re.compile(r"Starting ThriftBinaryCLIService on port (\d+)")
_TYPES: Final[Mapping[Storage, str]] = {
    Storage.FLOAT: "DOUBLE",
    Storage.BOOLEAN: "BOOLEAN",
    Storage.DATE: "DATE",
    Storage.NAIVE: "TIMESTAMP_NTZ",
    Storage.AWARE: "TIMESTAMP",
    Storage.INTERVAL: "TIMESTAMP_NTZ",
}


@needing(
    "Spark SQL",
    "hive",
    {
        "pyhive": "PyHive[hive_pure_sasl]",
        "thrift": "PyHive[hive_pure_sasl]",
        "thrift_sasl": "PyHive[hive_pure_sasl]",
        "puresasl": "PyHive[hive_pure_sasl]",
        "pyspark": "pyspark",
    },
)
@contextmanager
def opened(scratch: Path) -> Generator[Engine]:
    """Open an empty schema on the run's server, whose sessions are not in UTC; drop it at the end."""
    schema = f"test_{uuid4().hex}"
    url = _server(scratch)
    connect: Any = {"connect_args": {"auth": "NOSASL"}} if "auth" not in url.query else {}
    admin = create_engine(url, **connect)
    engine = create_engine(url.set(database=schema), **connect)
    reads_json(engine.dialect)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        try:
            yield engine
        finally:
            engine.dispose()
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    admin.dispose()


def create(engine: Engine, metadata: MetaData) -> None:
    """Create the tables of `metadata`, in Parquet files."""
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            columns = ", ".join(f"{_name(column.name)} {type_of(column)}" for column in table.columns)
            connection.exec_driver_sql(
                f"CREATE TABLE IF NOT EXISTS {_name(table.name)} ({columns}) USING parquet"
            )


def put(connection: Connection, rows: Rows) -> None:
    """Insert rows, for good."""
    for table, found in rows.items():
        if given := list(found):
            connection.info[_WRITTEN] = True
            connection.exec_driver_sql(
                f"INSERT INTO {_name(table.name)} {_selected(table, given, connection)}"
            )


def empty(connection: Connection, tables: Iterable[Table]) -> None:
    """Truncate tables."""
    connection.info[_WRITTEN] = True
    for table in tables:
        connection.exec_driver_sql(f"TRUNCATE TABLE {_name(table.name)}")


def restore(connection: Connection, rows: Rows) -> None:
    """Give tables their rows again, if the connection put any."""
    if connection.info.pop(_WRITTEN, False):
        empty(connection, rows)
        put(connection, rows)
        connection.info[_WRITTEN] = False


@contextmanager
def filled(engine: Engine, rows: Rows) -> Generator[Connection]:
    """Give a connection that sees `rows` in place of what is in their tables."""
    given = {table: list(found) for table, found in rows.items()}
    with engine.connect() as connection:
        try:
            for table, found in given.items():
                view = f"CREATE OR REPLACE TEMPORARY VIEW {_name(table.name)} AS"
                connection.exec_driver_sql(f"{view} {_selected(table, found, connection)}")
            yield connection
        finally:
            for table in given:
                connection.exec_driver_sql(f"DROP VIEW IF EXISTS {_name(table.name)}")


def type_of(column: Column[Any]) -> str:
    """Return the type in Spark of a column as SQLAlchemy declares it; texts, UUIDs and JSON are strings."""
    item = item_type(column.type)
    return _type_name(column.type) if item is None else f"ARRAY<{_type_name(item)}>"


def _type_name(declared: sa.TypeEngine[Any]) -> str:
    match stored_by(declared), undecorated(declared):
        case Storage.INTEGER, kind:
            return "BIGINT" if isinstance(kind, sa.BigInteger) else "INT"
        case Storage.DECIMAL, sa.Numeric() as kind:
            return f"DECIMAL({kind.precision or 38}, {kind.scale or 0})"
        case storage, _:
            return _TYPES.get(storage or Storage.TEXT, "STRING")


def _selected(table: Table, rows: list[Mapping[str, Any]], connection: Connection) -> str:
    """Return a SELECT of rows, each value as a text and a cast of its column."""
    columns = list(table.columns)
    casts = ", ".join(f"{_read(c)} AS {_name(c.name)}" for c in columns)
    names = ", ".join(_name(column.name) for column in columns)
    written = [_texts(column, rows, connection) for column in columns]
    values = ", ".join(f"({', '.join(row)})" for row in zip(*written, strict=True))
    if not rows:
        return f"SELECT {casts} FROM VALUES ({', '.join(['NULL'] * len(columns))}) AS t({names}) WHERE false"
    return f"SELECT {casts} FROM VALUES {values} AS t({names})"


def _read(column: Column[Any]) -> str:
    """Return SQL of a column's value from its text."""
    name, kind = _name(column.name), type_of(column)
    return f"CAST({name} AS {kind})" if item_type(column.type) is None else f"from_json({name}, '{kind}')"


def _texts(column: Column[Any], rows: Iterable[Mapping[str, Any]], connection: Connection) -> Iterator[str]:
    write = None
    by_type = stored_by(column.type) in (Storage.ENUM, Storage.UUID, Storage.JSON, Storage.INTERVAL)
    if by_type or converts(column.type):
        write = writer_of(column, connection.dialect)
    for row in rows:
        value = row.get(column.name)
        value = value if write is None else write(value)
        if isinstance(value, list):
            value = json.dumps(value, default=_text)
        yield "NULL" if value is None else _literal(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _literal(text: str) -> str:
    # Letters and digits stand for themselves: nothing else means anything in them, to PyHive or to Spark.
    return "'" + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08X}" for c in text) + "'"


def _name(name: str) -> str:
    return f"`{name}`"


@cache
def _server(scratch: Path) -> URL:
    """Return the URL of the run's server, which the first process to ask starts."""
    if given := os.environ.get("WIDGETQL_SPARK_URL"):
        return make_url(given)
    # A system without it is not one that Spark's own scripts run on.
    import fcntl

    note, used, starting = (scratch / f"spark.{name}" for name in ("port", "used", "starting"))
    # Never closed: held as long as this process lives.
    fcntl.flock(os.open(used, os.O_RDWR | os.O_CREAT), fcntl.LOCK_SH)
    with starting.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists() or not _listens(int(note.read_text())):
            note.write_text(str(_start(scratch / "spark", used)))
    return URL.create(
        "hive", username="test", host="127.0.0.1", port=int(note.read_text()), database="default"
    )


def _start(home: Path, lock: Path) -> int:
    if shutil.which("java") is None:
        raise NotInstalled(
            "no Java on this machine: install version 17 (on Debian and Ubuntu: apt-get install "
            "openjdk-17-jre-headless), or name a running Thrift server in WIDGETQL_SPARK_URL"
        )
    found = importlib.util.find_spec("pyspark")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("no pyspark", name="pyspark")
    spark = Path(found.origin).parent
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    settings = _SETTINGS | {"spark.sql.warehouse.dir": str(home / "warehouse")}
    (home / "spark.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    environment = {
        "CLASS": str(spark / "bin" / "spark-class"),
        "SPARK_HOME": str(spark),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(home / "local"),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    with (home / "log").open("wb") as log:
        # Of a session of its own, so that the Ctrl-C that ends the tests ends it no sooner than them.
        subprocess.run(
            ["sh", "-c", _UNTIL_UNUSED, "sh", str(lock), str(home)],
            cwd=home,
            env={"JAVA_TOOL_OPTIONS": _QUICK_JAVA} | os.environ | environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=True,
        )
    return _port_of(home)


def _port_of(home: Path) -> int:
    """Wait until the Thrift server listens, and return its port."""
    log, end = home / "thrift.log", time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        said = _SAYS_PORT.search(log.read_text()) if log.exists() else None
        if said is not None and _listens(int(said[1])):
            return int(said[1])
        time.sleep(0.1)
    logged = "".join(one.read_text()[-2000:] for one in (home / "log", log) if one.exists())
    raise RuntimeError(f"Spark did not start: {logged}")


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


DATABASE = Database(opened, create, put, empty, restore, filled)
