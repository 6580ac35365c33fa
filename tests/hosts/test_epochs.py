"""Numbers since 1970 are instants like any other: as fields, as the timestamp, in every chart and filter."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Engine,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from tests.property.test_bulk import agreed_filters, agreed_widgets
from widgetql import Count, Dataset, Field, Max, Min, compile_filter, compute_widget_data, drill_down
from widgetql.testing import Rows

NOW: Final = datetime(2025, 11, 7, tzinfo=UTC)
TABLES: Final = MetaData()


def _table(name: str) -> Table:
    return Table(
        name,
        TABLES,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("s", BigInteger, index=True),
        Column("ms", BigInteger),
        Column("us", BigInteger),
        Column("precise", Double),
        Column("exact", Numeric(24, 8)),
        Column("whole", Numeric(20, 0)),
        Column("value", Integer),
    )


pings: Final = _table("pings")
# What is drawn is put here, and taken back.
drawn: Final = _table("drawn")
UNITS: Final = {"s": "s", "ms": "ms", "us": "us", "precise": "s", "exact": "s", "whole": "ms"}
PER_SECOND: Final = {"s": 1, "ms": 1_000, "us": 1_000_000}


def over(timestamp: str, table: Table = pings) -> Dataset:
    """Return a table as a dataset whose records happened when a column of numbers says."""
    fields = {path: Field(table.c[path], type="datetime", epoch=unit) for path, unit in UNITS.items()}
    return Dataset(
        table,
        id=table.c.id,
        timestamp=table.c[timestamp],
        fields=fields | {"value": Field(table.c.value)},
        stats={"pings": Count(), "first": Min("precise"), "last": Max("exact")},
    )


# Half a microsecond before and after an instant, as far as a column keeps it.
AT: Final = Decimal(1_762_164_000)
LATER: Final = {1: Decimal(0), 2: Decimal("0.000001"), 3: Decimal("3600.25"), 4: None}


def _row(id: int, later: Decimal | None) -> dict[str, Any]:
    if later is None:
        return {"id": id, "value": id} | dict.fromkeys(UNITS)
    scaled = {path: (AT + later) * PER_SECOND[unit] for path, unit in UNITS.items()}
    whole = {path: int(scaled[path]) for path in ("s", "ms", "us", "whole")}
    return {"id": id, "value": id, **whole, "precise": float(scaled["precise"]), "exact": scaled["exact"]}


ROWS: Final = [_row(id, later) for id, later in LATER.items()]
SHOWN: Final = {
    "s": ["2025-11-03T10:00:00Z", "2025-11-03T10:00:00Z", "2025-11-03T11:00:00Z", None],
    "ms": ["2025-11-03T10:00:00Z", "2025-11-03T10:00:00Z", "2025-11-03T11:00:00.250000Z", None],
    "us": ["2025-11-03T10:00:00Z", "2025-11-03T10:00:00.000001Z", "2025-11-03T11:00:00.250000Z", None],
}
SHOWN |= {"precise": SHOWN["us"], "exact": SHOWN["us"], "whole": SHOWN["ms"]}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return {pings: ROWS}


def selected(connection: Connection, source: Any, path: str = "s") -> list[int]:
    condition = compile_filter(source, over(path), now=NOW)
    return sorted(connection.scalars(select(pings.c.id).where(condition)))


def data(connection: Connection, widget: dict[str, Any], path: str) -> Any:
    since = {"field": path, "op": "gte", "value": "2025-11-01"}
    answer = compute_widget_data(connection, widget, over(path), dashboard_filters=since, now=NOW)
    return answer.to_dict()["data"]


@pytest.mark.parametrize("path", UNITS)
def test_what_is_shown_is_found(connection: Connection, path: str) -> None:
    widget = {"chart_type": "table", "dimensions": [path], "metrics": [{"aggregation_function": "count"}]}
    found = {row[path] for row in data(connection, widget, path)}
    assert found == {shown for shown in SHOWN[path] if shown is not None}
    for shown in found:
        there = [id for id, one in zip(LATER, SHOWN[path], strict=True) if one == shown]
        assert selected(connection, {"field": path, "op": "eq", "value": shown}, path) == there
        behind = drill_down(widget, {path: shown}, over(path), now=NOW)
        assert selected(connection, behind, path) == there


@pytest.mark.parametrize("path", UNITS)
@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("lt", "2025-11-03T10:00:00Z", []),
        ("gte", "2025-11-03T10:00:00Z", [1, 2, 3]),
        ("gt", "2025-11-03T10:00:00.000001Z", [3]),
        ("between", ["2025-11-03", "2025-11-03"], [1, 2, 3]),
        ("in", ["2025-11-02", "2025-11-03"], [1, 2, 3]),
        ("neq", "2025-11-03", [4]),
        ("isnull", True, [4]),
        ("gte", "now-30d", [1, 2, 3]),
        ("gte", "0001-01-01T00:00:00Z", [1, 2, 3]),
        ("lte", "9999-12-31T23:59:59.999999Z", [1, 2, 3]),
    ],
)
def test_filters(connection: Connection, path: str, op: str, value: Any, expected: list[int]) -> None:
    assert selected(connection, {"field": path, "op": op, "value": value}) == expected


@pytest.mark.parametrize("path", UNITS)
def test_as_the_timestamp(connection: Connection, path: str) -> None:
    shown = SHOWN[path]
    line = data(connection, {"chart_type": "line", "field": "value"}, path)
    assert [(point["id"], point["timestamp"]) for point in line] == [
        (1, shown[0]),
        (2, shown[1]),
        (3, shown[2]),
    ]
    newest = data(connection, {"chart_type": "list", "columns": ["value"]}, path)
    assert [row["timestamp"] for row in newest] == [shown[2], shown[1], shown[0]]
    hours = {"chart_type": "bar", "field": "value", "aggregation_function": "sum", "time_period": "hour"}
    assert [(bar["time_interval"], bar["value"]) for bar in data(connection, hours, path)] == [
        ("2025-11-03T10:00:00Z", 3),
        ("2025-11-03T11:00:00Z", 3),
    ]
    extremes = {"chart_type": "bar", "field": path, "aggregation_function": "max", "time_period": "day"}
    assert [bar["value"] for bar in data(connection, extremes, path)] == [shown[2]]


# Every column says when a record happened on some of the databases.
_ZONE: Final = "America/New_York"
_CASES: Final = 5


@pytest.mark.untraced
@pytest.mark.parametrize("path", ["s", "ms", "precise", "exact"])
def test_epochs_mean_what_the_interpreter_says(engine: Engine, path: str) -> None:
    assert agreed_filters(engine, _ZONE, _CASES, over(path, drawn)) == _CASES
    assert agreed_widgets(engine, _ZONE, _CASES * 2, over(path, drawn)) == _CASES * 2


@pytest.mark.untraced
@pytest.mark.parametrize("kind", ["distant_times", "text_in_numbers"])
def test_numbers_that_are_no_instants_are_missing(engine: Engine, kind: str) -> None:
    if kind == "text_in_numbers" and engine.dialect.name != "sqlite":
        # Elsewhere a column of numbers takes none.
        return
    assert agreed_filters(engine, _ZONE, _CASES, over("ms", drawn), [kind]) == _CASES
    assert agreed_widgets(engine, _ZONE, _CASES, over("ms", drawn), [kind]) == _CASES


@pytest.mark.parametrize(
    ("dialect", "path", "expected"),
    [
        (postgresql, "s", "pings.s >= 1762128000 AND pings.s < 253402300800"),
        (postgresql, "ms", "pings.ms >= 1762128000000 AND pings.ms < 253402300800000"),
        (postgresql, "whole", "pings.whole >= 1762128000000 AND pings.whole < 253402300800000"),
        (
            postgresql,
            "precise",
            "pings.precise >= 1762127999.9999995 AND pings.precise < 253402300800.0e0",
        ),
        (sqlite, "s", "pings.s >= 1762127999.9999995 AND pings.s < 253402300800.0e0"),
    ],
    ids=["integers", "milliseconds", "decimals", "doubles", "sqlite"],
)
def test_a_bound_is_a_number_beside_the_bare_column(dialect: Any, path: str, expected: str) -> None:
    condition = compile_filter({"field": path, "op": "gte", "value": "2025-11-03"}, over("s"), now=NOW)
    written = condition.compile(dialect=dialect.dialect(), compile_kwargs={"literal_binds": True})
    assert str(written) == expected


def test_a_fraction_among_integers_on_sqlite(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        # Elsewhere there is none.
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO pings (id, s, value) VALUES (9, 1762167600.75, 9)")
        found = data(connection, {"chart_type": "list", "limit": 1}, "s")
        assert [(row["id"], row["timestamp"]) for row in found] == [(9, "2025-11-03T11:00:00.750000Z")]
        asked = {"field": "s", "op": "eq", "value": "2025-11-03T11:00:00.750000Z"}
        assert selected(connection, asked) == [9]


@pytest.mark.parametrize(
    ("column", "options", "said"),
    [
        (pings.c.s, {"epoch": "s"}, 'write type="datetime", epoch="s"'),
        (pings.c.s, {"type": "numeric", "epoch": "ms"}, 'write type="datetime", epoch="ms"'),
        (pings.c.s, {"type": "datetime", "epoch": "h"}, "epoch= is one of s, ms, us, got 'h'"),
        (pings.c.s, {"type": "datetime"}, 'numbers since 1970 are declared with epoch="s", "ms" or "us"'),
        (Column("word", Text), {"type": "datetime", "epoch": "s"}, "as cast\\(word, BigInteger\\)"),
        (pings.c.s, {"type": "datetime", "epoch": "s", "timezone": "Asia/Kolkata"}, "timezone= is for dates"),
    ],
)
def test_what_is_declared_wrongly_says_what_to_write(column: Any, options: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Field(column, **options)


def test_a_timestamp_of_numbers_needs_its_field() -> None:
    with pytest.raises(ValueError, match="the timestamp must be a date or date-time, not numeric"):
        Dataset(pings, id=pings.c.id, timestamp=pings.c.s, fields={})
    # Shown as a number, too.
    both = {"number": Field(pings.c.s), "at": Field(pings.c.s, type="datetime", epoch="s")}
    assert Dataset(pings, id=pings.c.id, timestamp=pings.c.s, fields=both).timestamp_path == "at"
    assert Dataset.from_table(pings).paths["ms"].leaf.type == "numeric"
