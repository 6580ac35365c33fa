"""A rest that excludes only what is missing: it can be drilled into, and says how many records it has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Boolean, Column, DateTime, Double, Engine, Integer, MetaData, Table, Text, select

from tests.charts.calls import METRICS, NOW, SINCE, at
from tests.drill.records import by, counted
from widgetql import (
    Dataset,
    Dynamic,
    Field,
    Kind,
    Limits,
    ToMany,
    ToOne,
    compile_filter,
    compute_widget_data,
    drill_down,
    validate_filter,
)
from widgetql.testing.databases import filled

TABLES: Final = MetaData()
KEY: Final = {"primary_key": True, "autoincrement": False}
calls: Final = Table(
    "calls", TABLES, Column("id", Integer, **KEY), Column("at", DateTime(timezone=True))
)  # fmt: skip
metrics: Final = Table(
    "metrics", TABLES, Column("id", Integer, **KEY), Column("name", Text), Column("kind", Text)
)  # fmt: skip
marks: Final = Table(
    "marks",
    TABLES,
    Column("id", Integer, **KEY),
    Column("call_id", Integer),
    Column("metric_id", Integer),
    Column("word", Text),
    Column("number", Double),
    Column("truth", Boolean),
    Column("seen", DateTime(timezone=True)),
)
DATASET: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields={
        "timestamp": Field(calls.c.at),
        "marks": ToMany(
            marks,
            on=marks.c.call_id == calls.c.id,
            fields={
                "word": Field(marks.c.word),
                "plain": Field(marks.c.word, operators={"eq", "isnull"}),
                "listed": Field(marks.c.word, operators={"in", "isnull"}),
                "number": Field(marks.c.number),
                "seen": Field(marks.c.seen),
                "truth": Field(marks.c.truth),
                "typed": Dynamic(
                    {"numeric": marks.c.number, "boolean": marks.c.truth},
                    chosen_by="metric.id",
                    kind=metrics.c.kind,
                    kinds={"NUMERIC": Kind("numeric", charts={"pie"}), "BOOLEAN": Kind("boolean")},
                ),
                "metric": ToOne(
                    metrics, on=metrics.c.id == marks.c.metric_id, fields={"id": Field(metrics.c.id)}
                ),
            },
        ),
    },
)
# Each call has four marks; of what a mark may hold most is missing, and each metric has every value.
ROWS: Final[dict[Any, Any]] = {
    calls: [{"id": i, "at": at("03 00:00") + timedelta(hours=i)} for i in range(12)],
    metrics: METRICS[:3],
    marks: [
        {
            "id": i,
            "call_id": i // 4,
            "metric_id": 1 + 2 * (i // 5 % 2),
            "word": [None, None, "a", None, "b"][i % 5],
            "number": [None, None, 0.5, None, 2.0][i % 5],
            "truth": [None, None, True, None, False][i % 5],
            "seen": [None, None, at("04 00:00"), None, at("05 12:30:00.5")][i % 5],
        }
        for i in range(48)
    ],
}
WORDS: Final = {"chart_type": "pie", "field": "marks.word", "include_missing": True}
BAR: Final = {"chart_type": "bar", "field": "marks.word", "aggregation_function": "count"}
WIDGETS: Final[dict[str, dict[str, Any]]] = {
    "pie": WORDS,
    "pie-by-equality": WORDS | {"field": "marks.plain"},
    "pie-by-list": WORDS | {"field": "marks.listed"},
    "pie-of-booleans": WORDS | {"field": "marks.truth"},
    "pie-of-typed-numbers": WORDS | {"field": "marks.typed", "metric": 1},
    "pie-of-typed-booleans": WORDS | {"field": "marks.typed", "metric": 3},
    **{
        f"{name}-by-{key}": widget | {"group_by": by(f"marks.{key}")}
        for name, widget in (("pie", WORDS), ("bar", BAR | {"time_period": "day"}))
        for key in ("word", "plain", "listed", "number", "seen", "truth")
    },
}


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


def test_a_rest_without_what_is_missing_is_its_records(engine: Engine) -> None:
    options: dict[str, Any] = {"now": NOW, "dashboard_filters": SINCE}
    options["limits"] = Limits(max_slices=1, max_groups=1)
    wrong: dict[str, Any] = {}
    without_null: set[str] = set()
    with filled(engine, ROWS) as connection:
        for name, widget in WIDGETS.items():
            for row in compute_widget_data(connection, widget, DATASET, **options).data:
                if [None] in (row.get("excluded"), row.get("group_excluded")):
                    without_null.add(name)
                found = drill_down(widget, row, DATASET, connection=connection, **options)
                assert validate_filter(found, DATASET) == []
                ids = connection.scalars(select(calls.c.id).where(compile_filter(found, DATASET))).all()
                if len(ids) != counted(row, widget["chart_type"]):
                    wrong[f"{name} {row}"] = ids
    assert wrong == {}
    assert without_null == {*WIDGETS}
