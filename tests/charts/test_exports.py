"""An answer as Arrow, pandas, polars and CSV: of the same types with rows and without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final
from zoneinfo import ZoneInfo

import duckdb
import polars
import pyarrow
import pytest
from sqlalchemy import Column, Date, Engine, Integer, MetaData, Table

from tests.charts.calls import METRICS, NOW, SINCE, TABLES, call, calls, metrics
from tests.charts.test_columns import BAR, BY_TOPIC, CASES, DATASET, TABLE
from widgetql import Dataset, Field, Limits, WidgetData, compute_widget_data
from widgetql.testing.databases import filled, opened

ROWS: Final = [
    call(1, "03 10:00", topic="a", seconds=5, ok=True, cost=2, seen=datetime(2025, 11, 4, tzinfo=UTC)),
    call(2, "03 11:30", topic="=b", seconds=None, ok=False),
    call(3, "04 09:00", topic=None, seconds=7, ok=None, meta={"plan": 'gold,"x"'}),
]
OTHERS: Final = [call(place, "05 10:00", topic=f"t{place}", seconds=place) for place in range(1, 6)]
NEW_YORK: Final = "America/New_York"
COMPARED: Final = BAR | BY_TOPIC | {"compare": {"to": "previous_period"}}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One database: an answer is the same on all."""
    with opened("sqlite", metadata=TABLES) as engine:
        yield engine


def answer(
    engine: Engine, widget: dict[str, Any], rows: Any = ROWS, dataset: Dataset = DATASET, **options: Any
) -> WidgetData:
    with filled(engine, {calls: rows, metrics: METRICS}) as connection:
        asked: dict[str, Any] = {"dashboard_filters": SINCE, "now": NOW, "timezone": NEW_YORK} | options
        return compute_widget_data(connection, widget, dataset, **asked)


@pytest.mark.parametrize("widget", [pytest.param(case[0], id=name) for name, case in CASES.items()])
def test_every_reader_finds_the_same_types_with_rows_and_without(
    engine: Engine, widget: dict[str, Any]
) -> None:
    found, bare = answer(engine, widget), answer(engine, widget, [])
    names = [column["name"] for column in found.columns]
    assert pyarrow.table(found).schema == pyarrow.table(bare).schema
    assert pyarrow.table(found).column_names == names
    assert polars.DataFrame(found).schema == polars.DataFrame(bare).schema == found.to_polars().schema
    assert found.to_pandas().dtypes.tolist() == bare.to_pandas().dtypes.tolist()
    assert duckdb.sql("FROM found").types == duckdb.sql("FROM bare").types
    assert duckdb.sql("FROM found").columns == names
    data: Any = found.data
    size = len(data) if isinstance(data, list) else 1
    if found.chart_type == "pivot":
        size = sum(cell is not None for cells in data["cells"] for cell in cells)
    assert {len(polars.DataFrame(found)), len(found.to_pandas()), found.to_csv().count("\r\n") - 1} == {size}


@pytest.mark.parametrize(
    "name", [name for name in CASES if not {"compared", "pie", "pivot", "rest"} & {*name.split("-")}]
)
def test_what_arrow_says_is_what_the_answer_says(engine: Engine, name: str) -> None:
    found = answer(engine, CASES[name][0])
    rows = found.data if isinstance(found.data, list) else [found.data]
    for row, read in zip(rows, pyarrow.table(found).to_pylist(), strict=True):
        for key, value in read.items():
            plain = (
                value.astimezone(UTC).isoformat().replace("+00:00", "Z")
                if isinstance(value, datetime)
                else value
            )
            assert plain == row.get(key)


def test_types_are_those_of_the_fields(engine: Engine) -> None:
    table = TABLE | {"dimensions": ["topic", "ok", "seconds", "seen"], "metrics": TABLE["metrics"][:2]}
    assert {field.name: str(field.type) for field in answer(engine, table).to_arrow().schema} == {
        "topic": "string",
        "ok": "bool",
        "seconds": "double",
        "seen": "timestamp[us, tz=America/New_York]",
        "count": "int64",
        "all": "double",
        "sample_count": "int64",
    }


def test_the_rest_is_no_value_and_says_what_it_leaves_out(engine: Engine) -> None:
    group = BY_TOPIC | {"group_by": {"type": "field", "field": "seconds"}}
    found = answer(engine, BAR | group, OTHERS, limits=Limits(max_groups=2)).to_arrow()
    assert found.select(["group", "value", "other", "excluded"]).to_pylist() == [
        {"group": 1.0, "value": 1.0, "other": None, "excluded": None},
        {"group": 2.0, "value": 2.0, "other": None, "excluded": None},
        {"group": None, "value": 4.0, "other": True, "excluded": [1.0, 2.0]},
    ]


def test_the_rest_of_a_table_says_the_dimensions_that_it_is_without(engine: Engine) -> None:
    widget, _ = CASES["table-with-a-rest"]
    found = pyarrow.table(answer(engine, widget))
    first, rest = found.select(["topic", "count", "other", "excluded"]).to_pylist()
    day = datetime(2025, 11, 3, tzinfo=ZoneInfo(NEW_YORK))
    assert first == {"topic": "=b", "count": 1, "other": None, "excluded": None}
    without = [{"topic": "=b", "timestamp": day}]
    assert rest == {"topic": None, "count": 2, "other": True, "excluded": without}


def test_a_key_that_only_the_last_row_has_is_a_column(engine: Engine) -> None:
    many = [call(place, "03 10:00", seconds=1) | {"at": NOW - timedelta(hours=place)} for place in range(150)]
    found = answer(engine, BAR | {"time_period": "hour"}, many, now=NOW + timedelta(minutes=30))
    assert polars.DataFrame(found)["partial"].to_list() == [None] * 149 + [True]


def test_what_is_compared_is_a_struct_and_flat_for_pandas_and_csv(engine: Engine) -> None:
    found = answer(engine, COMPARED, OTHERS[:1])
    assert polars.DataFrame(found)["previous"].struct.fields[:3] == ["time_interval", "group", "value"]
    flat = [f"previous.{name}" for name in ("range.start", "range.end", "change", "percent")]
    assert found.to_pandas().columns.tolist()[-4:] == flat
    assert found.to_csv().splitlines()[0].split(",")[-4:] == flat
    assert found.to_pandas()["previous.value"].isna().all()


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        pytest.param(NEW_YORK, 5, id="a-zone"),
        pytest.param("UTC", 10, id="utc"),
        pytest.param("+05:30", 15, id="an-offset"),
        pytest.param(timezone(timedelta(hours=-2)), 8, id="another"),
    ],
)
def test_instants_are_in_the_zone_of_the_answer(engine: Engine, zone: Any, hour: int) -> None:
    found = answer(engine, {"chart_type": "list", "limit": 1}, ROWS[:1], timezone=zone)
    assert found.to_pandas()["timestamp"][0].hour == hour
    assert found.to_arrow()["timestamp"][0].as_py().hour == hour
    in_polars = found.to_polars()["timestamp"][0]
    assert in_polars == datetime(2025, 11, 3, 10, tzinfo=UTC)
    assert in_polars.hour == (hour if isinstance(zone, str) and "/" in zone else 10)


def test_a_date_is_a_date_and_a_bucket_of_dates_an_instant() -> None:
    days = Table("days", MetaData(), Column("id", Integer, primary_key=True), Column("day", Date))
    dataset = Dataset(days, id=days.c.id, timestamp=days.c.day, fields={"day": Field(days.c.day)})
    daily: Any = {"dimensions": [{"field": "day", "time_period": "day"}], "metrics": TABLE["metrics"][:1]}
    asked: Any = {"dashboard_filters": SINCE | {"field": "day"}, "now": NOW, "timezone": NEW_YORK}
    day = date(2025, 11, 3)
    rows = {days: [{"id": 1, "day": day}]}
    with opened("sqlite", metadata=days.metadata) as engine, filled(engine, rows) as connection:
        newest = compute_widget_data(connection, {"chart_type": "list", "field": "day"}, dataset, **asked)
        table = compute_widget_data(connection, {"chart_type": "table"} | daily, dataset, **asked)
    assert newest.to_arrow().to_pylist() == [{"id": 1, "timestamp": day, "value": day}]
    assert table.to_arrow()["day"].to_pylist() == [datetime(2025, 11, 3, tzinfo=ZoneInfo(NEW_YORK))]


def test_csv_is_what_json_says(engine: Engine) -> None:
    found = answer(engine, {"chart_type": "list", "columns": ["topic", "ok", "seconds", "meta.plan"]})
    assert found.to_csv() == (
        "id,timestamp,topic,ok,seconds,meta.plan\r\n"
        '3,2025-11-04T09:00:00Z,,,7,"gold,""x"""\r\n'
        "2,2025-11-03T11:30:00Z,=b,false,,\r\n"
        "1,2025-11-03T10:00:00Z,a,true,5,\r\n"
    )
    assert answer(engine, {"chart_type": "list"}, []).to_csv() == "id,timestamp\r\n"


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        pytest.param({"value": 10**400}, "value", None, id="a-number-beyond-the-doubles"),
        pytest.param({"value": 2**53 + 1}, "value", float(2**53), id="a-number-of-many-digits"),
        pytest.param({"topic": "\ud800"}, "topic", "?", id="half-a-character"),
        pytest.param({"id": "x"}, "id", None, id="a-text-in-a-column-of-integers"),
    ],
)
def test_what_a_type_has_no_value_for(
    engine: Engine, row: dict[str, Any], column: str, expected: Any
) -> None:
    found = answer(engine, {"chart_type": "list", "field": "seconds", "columns": ["topic"]}, [])
    plain = {"id": 1, "timestamp": "2025-11-03T10:00:00Z", "value": 1, "topic": "a"}
    assert replace(found, data=[plain | row]).to_arrow()[column].to_pylist() == [expected]


def test_a_key_beyond_64_bits_is_refused(engine: Engine) -> None:
    found = answer(engine, {"chart_type": "list"}, [])
    wide = replace(found, data=[{"id": 2**64, "timestamp": "2025-11-03T10:00:00Z"}])
    with pytest.raises(OverflowError, match="id: 18446744073709551616 is no integer of 64 bits"):
        wide.to_arrow()


def test_keys_of_several_columns_are_json(engine: Engine) -> None:
    dataset = Dataset(calls, id=(calls.c.id, calls.c.topic), timestamp=calls.c.at, fields={}, unique=True)
    found = answer(engine, {"chart_type": "list"}, ROWS[:1], dataset)
    assert found.to_arrow()["id"].to_pylist() == ['[1, "a"]']
