"""What the keys of an answer's rows are: every chart says it, whatever rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pytest
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, Numeric, Table, Text, create_engine

from tests.charts.calls import FIELDS, METRICS, NOW, SINCE, TABLES, call, calls, metrics
from tests.hosts.decorators import ByNumber, Cents
from tests.testing import everything
from widgetql import Avg, Count, Dataset, Field, Min, Ratio, Sum, compute_widget_data
from widgetql.testing import cases
from widgetql.testing.databases import filled, opened

STATS: Final = {
    "total": Count(label="All calls"),
    "won": Avg("ok"),
    "mean": Avg("seconds", unit="min", format="duration"),
    "first": Min("seen"),
    "dear": Ratio(Sum("cost"), Count()),
}
DATASET: Final = Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields=FIELDS, stats=STATS)
BAR: Final = {"chart_type": "bar", "field": "seconds", "aggregation_function": "avg", "time_period": "day"}
BY_TOPIC: Final = {"group_by": {"type": "field", "field": "topic"}}


def told(*columns: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Columns as name, type and role; then, where they have any, unit, format and another label."""
    keys = ("name", "type", "role", "unit", "format", "label")
    found = [dict(zip(keys, (*one, *[None] * (6 - len(one))), strict=True)) for one in columns]
    return [one | {"label": one["label"] or one["name"]} for one in found]


TIME: Final = ("time_interval", "datetime", "dimension")
SECONDS: Final = ("value", "numeric", "measure", "s", None, "Call duration")
GROUP: Final = ("group", "string", "dimension", None, None, "topic")
REST: Final = (("other", "boolean", "mark"), ("excluded", None, "mark"))
SAMPLES: Final = ("sample_count", "numeric", "count")
PARTIAL: Final = ("partial", "boolean", "mark")
SHARE: Final = ("percentage", "numeric", "measure", "%")
RECORD: Final = (("id", "numeric", "id"), ("timestamp", "datetime", "dimension"))
TABLE: Final = {
    "chart_type": "table",
    "dimensions": [{"field": "timestamp", "time_period": "day"}, "topic"],
    "metrics": [
        {"aggregation_function": "count"},
        {"aggregation_function": "sum", "field": "seconds", "name": "all"},
        {"aggregation_function": "variance", "field": "seconds"},
        {"aggregation_function": "avg", "field": "ok"},
        {"aggregation_function": "min", "field": "seen"},
    ],
}
CASES: Final[dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]] = {
    "bar": (BAR, told(TIME, SECONDS, SAMPLES, PARTIAL)),
    "bar-of-counts": (
        BAR | {"aggregation_function": "count"},
        told(TIME, ("value", "numeric", "measure", None, None, "count"), SAMPLES, PARTIAL),
    ),
    "bar-of-a-fraction": (
        BAR | {"field": "ok"},
        told(TIME, ("value", "numeric", "measure", None, "percent", "ok"), SAMPLES, PARTIAL),
    ),
    "bar-by-group": (BAR | BY_TOPIC, told(TIME, GROUP, SECONDS, SAMPLES, PARTIAL, *REST)),
    "bar-compared": (
        BAR | {"compare": {"to": "previous_period"}},
        told(TIME, SECONDS, SAMPLES, PARTIAL, ("previous", None, "mark")),
    ),
    "pie-compared": (
        {"chart_type": "pie", "field": "ok", "compare": {"to": "previous_period"}},
        told(
            ("label", "boolean", "dimension", None, None, "ok"),
            ("value", "numeric", "measure"),
            SHARE,
            *REST,
            ("previous", None, "mark"),
        ),
    ),
    "line-by-group": (
        {"chart_type": "line", "field": "seconds", **BY_TOPIC},
        told(*RECORD, SECONDS, GROUP, *REST),
    ),
    "line-of-times": (
        {"chart_type": "line", "field": "seen"},
        told(*RECORD, ("value", "datetime", "measure", None, None, "seen")),
    ),
    "pie": (
        {"chart_type": "pie", "field": "ok", **BY_TOPIC},
        told(
            GROUP,
            ("label", "boolean", "dimension", None, None, "ok"),
            ("value", "numeric", "measure"),
            SHARE,
            *REST,
            ("group_excluded", None, "mark"),
        ),
    ),
    "pie-of-related-rows": (
        {"chart_type": "pie", "field": "notes.value", "metric": 1},
        told(
            ("label", "numeric", "dimension", None, None, "accuracy"),
            ("value", "numeric", "measure"),
            SHARE,
            ("record_count", "numeric", "count"),
            *REST,
        ),
    ),
    "histogram": (
        {"chart_type": "histogram", "field": "seconds", "bins": {"width": 10}, "include_missing": True},
        told(
            ("from", "numeric", "dimension", "s"),
            ("to", "numeric", "dimension", "s"),
            ("missing", "boolean", "mark"),
            ("value", "numeric", "measure"),
            SHARE,
            SAMPLES,
        ),
    ),
    "stat": (
        {"chart_type": "stat"},
        told(
            ("total", "numeric", "measure", None, None, "All calls"),
            ("won", "numeric", "measure", None, "percent"),
            ("mean", "numeric", "measure", "min", "duration"),
            ("first", "datetime", "measure"),
            ("dear", "numeric", "measure"),
        ),
    ),
    "list": (
        {"chart_type": "list", "field": "seconds", "columns": ["topic", "ok", "meta.plan"]},
        told(
            *RECORD,
            SECONDS,
            ("topic", "string", "dimension"),
            ("ok", "boolean", "dimension"),
            ("meta.plan", "string", "dimension"),
        ),
    ),
    "table": (
        TABLE,
        told(
            ("timestamp", "datetime", "dimension"),
            ("topic", "string", "dimension"),
            ("count", "numeric", "measure"),
            ("all", "numeric", "measure", "s"),
            ("variance_seconds", "numeric", "measure"),
            ("avg_ok", "numeric", "measure", None, "percent"),
            ("min_seen", "datetime", "measure"),
            SAMPLES,
        ),
    ),
    "pivot": (
        {
            "chart_type": "pivot",
            "rows": ["topic"],
            "columns": ["ok"],
            "metrics": [{"aggregation_function": "count"}],
        },
        told(
            ("topic", "string", "dimension"),
            ("ok", "boolean", "dimension"),
            ("count", "numeric", "measure"),
            SAMPLES,
            *(
                (f"{side}.{mark}", "boolean", "mark")
                for side in ("row", "column")
                for mark in ("other", "total")
            ),
        ),
    ),
    "table-with-a-rest": (
        {
            "chart_type": "table",
            "dimensions": ["topic", {"field": "timestamp", "time_period": "day"}],
            "metrics": [{"aggregation_function": "count"}],
            "limit": 1,
            "other": True,
        },
        told(
            ("topic", "string", "dimension"),
            ("timestamp", "datetime", "dimension"),
            ("count", "numeric", "measure"),
            SAMPLES,
            *REST,
        ),
    ),
    "table-compared": (
        {
            "chart_type": "table",
            "dimensions": ["topic"],
            "metrics": [
                {
                    "name": "good",
                    "aggregation_function": "count",
                    "filters": {"field": "ok", "op": "eq", "value": True},
                }
            ],
            "compare": {"to": "-1d"},
        },
        told(
            ("topic", "string", "dimension"),
            ("good", "numeric", "measure"),
            SAMPLES,
            ("sample_counts", None, "mark"),
            ("previous", None, "mark"),
        ),
    ),
    "table-of-rows": (
        {"chart_type": "table", "dimensions": ["seconds", "topic"]},
        told(
            ("seconds", "numeric", "dimension", "s", None, "Call duration"), ("topic", "string", "dimension")
        ),
    ),
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One database: no SQL is asked here that others do not ask on every one."""
    with opened("sqlite", metadata=TABLES) as engine:
        yield engine


@pytest.mark.parametrize(
    ("widget", "expected"), [pytest.param(*case, id=name) for name, case in CASES.items()]
)
def test_columns_are_the_same_with_rows_and_without(
    engine: Engine, widget: dict[str, Any], expected: list[dict[str, Any]]
) -> None:
    for rows in ([], [call(1, "03 10:00", topic="a", seconds=5)]):
        with filled(engine, {calls: rows, metrics: METRICS}) as connection:
            found = compute_widget_data(connection, widget, DATASET, dashboard_filters=SINCE, now=NOW)
        assert found.columns == expected
        told = widget["chart_type"] in ("list", "table", "pivot")
        # Rows and headers are marked, data are not.
        of_data = [one for one in expected if one["role"] != "mark"]
        assert found.to_dict()["metadata"].get("columns") == (of_data if told else None)


FORMATTED: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields=FIELDS | {"price": Field(calls.c.cost, unit="EUR", format="number")},
)
# By the aggregation: what a measure of a price is told to be.
OF_PRICES: Final = {
    "sum": ("EUR", "number", "number"),
    "avg": ("EUR", "number", "number"),
    "max": ("EUR", "number", "number"),
    "stddev": ("EUR", "number", "number"),
    # Its unit is squared.
    "variance": (None, None, "number"),
    "count": (None, None, "integer"),
    "count_distinct": (None, None, "integer"),
}


@pytest.mark.parametrize(("aggregation", "expected"), OF_PRICES.items())
def test_a_measure_has_the_unit_and_format_of_its_field(aggregation: str, expected: tuple[Any, ...]) -> None:
    measure = {"aggregation_function": aggregation, "field": "price", "name": "m"}
    widget = {"chart_type": "table", "dimensions": ["topic"], "metrics": [measure], "filters": SINCE}
    (found,) = [one for one in _columns(widget, FORMATTED) if one.name == "m"]
    assert (found.unit, found.format, found.holds) == expected


def test_a_count_of_records_is_of_no_field() -> None:
    widget = {"chart_type": "table", "dimensions": ["topic"], "metrics": [{"aggregation_function": "count"}]}
    columns = {one.name: (one.role, one.holds) for one in _columns(widget | {"filters": SINCE}, FORMATTED)}
    assert columns["count"] == ("measure", "integer")


def _columns(widget: Any, dataset: Dataset) -> Any:
    engine = create_engine("sqlite://")
    dataset.table.metadata.create_all(engine)  # type: ignore[attr-defined]
    with engine.connect() as connection:
        return compute_widget_data(connection, widget, dataset, now=NOW).answer_columns


KEYS: Final = {
    "an integer": ((Integer,), "numeric", "integer"),
    "text": ((Text,), "string", "text"),
    "a decimal": ((Numeric(12, 2),), "string", "text"),
    "two": ((Integer, Integer), None, "text"),
    "an integer by a decorator": ((ByNumber,), "string", "text"),
    "cents": ((Cents,), "string", "text"),
}


@pytest.mark.parametrize(("kinds", "type", "holds"), KEYS.values(), ids=KEYS)
def test_a_key_is_an_integer_or_text(kinds: tuple[Any, ...], type: str | None, holds: str) -> None:
    parts = [Column(f"k{at}", kind, primary_key=True) for at, kind in enumerate(kinds)]
    table = Table("records", MetaData(), *parts, Column("at", DateTime))
    keys: Any = parts[0] if len(parts) == 1 else tuple(parts)
    dataset = Dataset(table, id=keys, timestamp=table.c.at, fields={"at": Field(table.c.at, label="When")})
    found = _columns({"chart_type": "line", "field": "at", "filters": SINCE}, dataset)[:2]
    assert [(one.name, one.type, one.holds) for one in found] == [
        ("id", type, holds), ("timestamp", "datetime", "instant"),
    ]  # fmt: skip


def test_every_key_of_a_row_is_a_column() -> None:
    data = everything.EVERYTHING
    with opened("sqlite", metadata=everything.TABLES) as engine:
        for case in islice(cases(data), 24):
            if case.widget is None:
                continue
            with filled(engine, case.rows) as connection:
                found = compute_widget_data(connection, case.widget, data, **case.besides, **case.options)
            names = [column.name for column in found.answer_columns]
            count = found.to_csv().count("\r\n") - 1
            assert found.to_arrow().num_rows == count
            if found.chart_type == "pivot":
                # Cells are rows there: tests of pivots say which.
                continue
            rows = [found.data] if isinstance(found.data, dict) else found.data
            assert count == len(rows)
            assert found._repr_mimebundle_()["text/plain"]
            for row in rows:
                assert [name for name in names if name in row] == sorted(row, key=names.index), case.widget
