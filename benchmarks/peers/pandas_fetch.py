"""pandas after a fetch: the rows of the range come to Python, and are grouped there."""

from __future__ import annotations

import sqlite3
from typing import Any

import pandas

from benchmarks.peers.asking import Rows, Task, answer

task = Task.read()


def _connected() -> Any:
    if task.database == "sqlite":
        return sqlite3.connect(task.address["file"])
    import psycopg

    return psycopg.connect(task.address["url"], options=task.address["options"])


driver = _connected()
_START, _END = (f"{at:%Y-%m-%d %H:%M:%S}" for at in task.range)
_RECENT = f"timestamp >= '{_START}' AND timestamp < '{_END}'"


def _frame(columns: str, condition: str) -> pandas.DataFrame:
    found = driver.cursor().execute(f"SELECT {columns} FROM {task.table} WHERE {_RECENT} AND {condition}")
    return pandas.DataFrame(found.fetchall(), columns=columns.split(", "))


def bar() -> Rows:
    frame = _frame("timestamp, duration", "success")
    day = pandas.to_datetime(frame["timestamp"], utc=True).dt.floor("D")
    found = frame.groupby(day)["duration"].agg(["mean", "count"])
    return list(found.itertuples(name=None))


def pie() -> Rows:
    found = _frame("topic", "topic IS NOT NULL")["topic"].value_counts()
    return [(topic, int(number)) for topic, number in found.items()]


answer(
    task,
    f"pandas {pandas.__version__}",
    lambda statement: driver.cursor().execute(statement).fetchall(),
    {"bar": bar, "pie": pie},
)
