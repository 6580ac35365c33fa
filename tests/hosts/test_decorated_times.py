"""A decorator of date-times, as Airflow's `UtcDateTime`, under `type="datetime"`: what is stored is read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import TIMESTAMP, Column, Connection, Date, Integer, MetaData, Table, select
from sqlalchemy.dialects import mysql
from sqlalchemy.types import TypeDecorator

from tests.hosts.decorators import Cents, InUtc, Slashed
from widgetql import Dataset, Field, Limits, Max, compile_filter, compute_widget_data, drill_down
from widgetql.storage import Storage
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware date-time in UTC, whatever the database has; a naive one is refused."""

    impl = TIMESTAMP(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime is disallowed")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Weekly(TypeDecorator[date]):
    """The Monday of a day."""

    impl = Date
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> date | None:
        return None if value is None else value - timedelta(days=value.weekday())


TABLES: Final = MetaData()
runs: Final = Table(
    "dag_runs",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("started", UtcDateTime, index=True),
    Column("ended", InUtc),
    Column("week", Weekly),
)


def _dataset(timestamp: Any, **options: Any) -> Dataset:
    return Dataset(
        runs,
        id=runs.c.id,
        timestamp=timestamp,
        fields={
            "started": Field(runs.c.started, type="datetime"),
            "ended": Field(runs.c.ended, type="datetime"),
            "in_host": Field(runs.c.ended),
            "day": Field(runs.c.week, type="datetime"),
        },
        stats={"last": Max("ended")},
        limits=Limits(max_range=None),
        **options,
    )


BY_START: Final = _dataset(runs.c.started)
BY_END: Final = _dataset(runs.c.ended)
DATASETS: Final = {
    "started": BY_START,
    "ended": BY_END,
    "started, canonical": _dataset(runs.c.started, canonical=True),
}
HOURS: Final = [datetime(2025, 11, 3, 9, tzinfo=UTC) + timedelta(hours=18 * number) for number in range(4)]
ROWS: Final[Rows] = {
    runs: [
        {"id": number, "started": at, "ended": at + timedelta(microseconds=500_000), "week": at.date()}
        for number, at in enumerate(HOURS, 1)
    ]
    + [{"id": 5, "started": None, "ended": None, "week": None}]
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def selected(connection: Connection, source: Any, dataset: Dataset = BY_START) -> list[int]:
    condition = compile_filter(source, dataset, now=NOW)
    return sorted(connection.scalars(select(runs.c.id).where(condition)))


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("started", "gte", "2025-11-04T03:00:00Z", [2, 3, 4]),
        ("started", "gt", "2025-11-04T03:00:00Z", [3, 4]),
        ("started", "lt", "2025-11-04T04:00:00+01:00", [1]),
        ("started", "eq", "2025-11-04", [2, 3]),
        ("started", "neq", "2025-11-04", [1, 4, 5]),
        ("started", "in", ["2025-11-03", "2025-11-05"], [1, 4]),
        ("started", "between", ["2025-11-03", "2025-11-04T03:00:00Z"], [1, 2]),
        ("started", "gte", "now-3d", [2, 3, 4]),
        ("started", "isnull", True, [5]),
        ("ended", "eq", "2025-11-03T09:00:00.500Z", [1]),
        ("ended", "lte", "2025-11-04T21:00:00.500Z", [1, 2, 3]),
        ("in_host", "eq", "2025-11-03T09:00:00.500Z", [1]),
        ("day", "eq", "2025-11-04", [2, 3]),
        ("day", "gt", "2025-11-03", [2, 3, 4]),
    ],
    ids=str,
)
def test_filters(
    connection: Connection, dataset: Dataset, field: str, op: str, value: Any, expected: list[int]
) -> None:
    assert selected(connection, {"field": field, "op": op, "value": value}, dataset) == expected


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
def test_it_is_the_timestamp(connection: Connection, dataset: Dataset) -> None:
    assert dataset.timestamp_path in ("started", "ended")
    fraction = "" if dataset.timestamp_path == "started" else ".500000"
    since = {"field": dataset.timestamp_path, "op": "gte", "value": "2025-11-03T20:00:00Z"}

    def answer(widget: dict[str, Any]) -> Any:
        return compute_widget_data(connection, widget, dataset, dashboard_filters=since, now=NOW)

    found, cursor = list[Any](), None
    for _ in range(2):
        page = answer({"chart_type": "list", "columns": ["ended"], "limit": 2, "cursor": cursor})
        found += [(row["id"], row["timestamp"], row["ended"]) for row in page.data]
        cursor = page.metadata["next_cursor"]
    assert found == [
        (4, f"2025-11-05T15:00:00{fraction}Z", "2025-11-05T15:00:00.500000Z"),
        (3, f"2025-11-04T21:00:00{fraction}Z", "2025-11-04T21:00:00.500000Z"),
        (2, f"2025-11-04T03:00:00{fraction}Z", "2025-11-04T03:00:00.500000Z"),
    ]
    bar = {"chart_type": "bar", "field": "day", "aggregation_function": "max", "time_period": "day"}
    rows = answer(bar).data
    assert [(row["time_interval"], row["value"], row["sample_count"]) for row in rows] == [
        ("2025-11-04T00:00:00Z", "2025-11-04", 2),
        ("2025-11-05T00:00:00Z", "2025-11-05", 1),
    ]
    behind = [drill_down(bar, row, dataset, dashboard_filters=since, now=NOW) for row in rows]
    assert [selected(connection, source, dataset) for source in behind] == [[2, 3], [4]]
    assert answer({"chart_type": "stat"}).data == {"last": "2025-11-05T15:00:00.500000Z"}


def test_each_value_of_a_table_is_found(connection: Connection) -> None:
    table = {
        "chart_type": "table",
        "dimensions": ["ended"],
        "metrics": [{"aggregation_function": "count"}],
        "order_by": [{"name": "ended", "direction": "asc"}],
    }
    since = {"field": "started", "op": "gte", "value": "2025-11-01"}
    rows = compute_widget_data(connection, table, BY_START, dashboard_filters=since, now=NOW).data
    sources = [drill_down(table, row, BY_START, dashboard_filters=since, now=NOW) for row in rows]
    assert [selected(connection, source) for source in sources] == [[1], [2], [3], [4]]


def test_it_is_read_as_it_is_stored() -> None:
    stored = [BY_START.paths[path].leaf for path in ("started", "ended", "day")]
    assert [leaf.storage for leaf in stored if isinstance(leaf, Field)] == [
        Storage.AWARE,
        Storage.NAIVE,
        Storage.DATE,
    ]
    assert str(Field(runs.c.ended, type="datetime", timezone="Asia/Kolkata").timezone) == "Asia/Kolkata"
    assert BY_START.timestamp_leads_index


others: Final = Table(
    "dag_notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("due", Slashed),
    Column("price", Cents),
)


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        pytest.param(
            lambda: Dataset(runs, id=runs.c.id, timestamp=runs.c.started, fields={}),
            'timestamp: .*only UtcDateTime reads.*Field.dag_runs.started, type="datetime". reads the time',
            id="no-field",
        ),
        pytest.param(
            lambda: Dataset(
                runs, id=runs.c.id, timestamp=runs.c.ended, fields={"ended": Field(runs.c.ended)}
            ),
            'ended: .*only InUtc reads.*Field.dag_runs.ended, type="datetime". reads the time',
            id="not-said",
        ),
        pytest.param(
            lambda: Dataset(
                others,
                id=others.c.id,
                timestamp=others.c.due,
                fields={"due": Field(others.c.due, type="datetime")},
            ),
            "due: .*only Slashed reads what is stored; declare the field over a SQL expression",
            id="stored-as-text",
        ),
        pytest.param(
            lambda: Dataset(others, id=others.c.id, timestamp=others.c.price, fields={}),
            "timestamp: .*only Cents reads what is stored; declare the field over a SQL expression",
            id="stored-as-numbers",
        ),
    ],
)
def test_what_is_refused_says_what_to_write(declare: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        declare()
