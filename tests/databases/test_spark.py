"""A sample of what `make test-spark` runs, for every other run: Spark takes its time for each statement."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pyarrow
import pytest
from pyarrow import parquet
from sqlalchemy import Connection, Engine, select

from tests.conformance.features import ROWS, SINCE, Feature, features
from tests.conformance.matrix import REFUSED
from tests.conformance.run import run
from tests.property.test_bulk import agreed_filters, agreed_widgets
from tests.testing.everything import EVERYTHING, TABLES, ZONES, calls
from widgetql import Limits, compile_filter, compute_widget_data
from widgetql.testing import NOW
from widgetql.testing.databases import filled, opened, put

# Every other database, and every feature's first document, is in the full run.
_FEATURES: Final = [one for one in features() if ("spark", one.section, one.name) not in REFUSED][::20]
_FILTERS: Final = 25
_WIDGETS: Final = 10


@pytest.fixture(scope="module")
def spark(scratch: Path) -> Iterator[Engine]:
    with opened("spark", scratch, TABLES) as engine:
        with engine.connect() as connection:
            put(connection, ROWS)
        yield engine


@pytest.fixture(scope="module")
def connected(spark: Engine) -> Iterator[Connection]:
    with spark.connect() as connection:
        yield connection


# PyHive writes values into the text of a statement, and Spark replaces `${...}` there.
_TEXTS: Final = (
    "${env:HOME}",
    "${spark.app.name}",
    "a' OR '1'='1",
    "a\\",
    "\\'",
    "%s %(topic)s %%",
    "a\n`b`;--+",
)


@pytest.mark.parametrize("text", _TEXTS)
def test_a_text_is_nothing_but_a_text(spark: Engine, text: str) -> None:
    asked = [
        ("topic", "eq", text),
        ("topic", "in", [text]),
        ("topic", "contains", text),
        ("meta.k", "eq", text),
    ]
    documents = {"k": text}, {"k": "a"}
    if "." not in text:
        asked.append((f"meta.{text}", "eq", "a"))
        documents[0][text] = "a"
    rows = [
        {"id": id, "at": NOW - timedelta(hours=1), "topic": topic, "meta": document}
        for id, topic, document in zip((1, 2), (text, "a"), documents, strict=True)
    ]
    with filled(spark, {calls: rows}) as connection:
        for field, op, value in asked:
            condition = compile_filter({"field": field, "op": op, "value": value}, EVERYTHING)
            assert connection.scalars(select(calls.c.id).where(condition)).all() == [1], (field, op)
        pie = {"chart_type": "pie", "field": "topic", "group_by": {"type": "field", "field": "meta.k"}}
        limits = Limits(max_range=None, max_groups=1)
        answer: Any = compute_widget_data(
            connection, pie | {"filters": SINCE}, EVERYTHING, now=NOW, limits=limits
        )
    first, second = sorted([text, "a"])
    assert [(row["group"], row["label"]) for row in answer.data] == [(first, first), ("other", second)]


@pytest.mark.parametrize("feature", _FEATURES, ids=lambda feature: f"{feature.section}: {feature.name}")
def test_a_feature(connected: Connection, feature: Feature) -> None:
    outcome = run(feature, connected, sample=1)
    assert (outcome.wrong, outcome.refused) == ([], [])


@pytest.mark.parametrize("zone", ZONES)
def test_filters_select_what_the_interpreter_selects(spark: Engine, zone: str) -> None:
    assert agreed_filters(spark, zone, _FILTERS // len(ZONES)) == _FILTERS // len(ZONES)


@pytest.mark.parametrize("zone", ZONES)
def test_widgets_show_what_the_interpreter_shows(spark: Engine, zone: str) -> None:
    assert agreed_widgets(spark, zone, _WIDGETS // len(ZONES)) == _WIDGETS // len(ZONES)


def test_the_recipe_reads_parquet_files(spark: Engine, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "recipes" / "spark.md").read_text()
    code = dict(re.findall(r"^```(\w+)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))
    at = [datetime(2025, 11, day) for day in (3, 4, 4)]
    rows = {
        "id": pyarrow.array([1, 2, 3], "int32"),
        "at": at,
        "page": ["home", "help", "home"],
        "ms": [1.0, 2.0, 6.0],
    }
    parquet.write_table(pyarrow.table(rows), tmp_path / "events.parquet")
    names: dict[str, Any] = {}
    url = spark.url.render_as_string(hide_password=False)
    exec(code["python"].replace("hive://dashboards@thrift-server:10000/default", url), names)
    with spark.connect() as connection:
        connection.exec_driver_sql(code["sql"].replace("s3a://warehouse/events", str(tmp_path)))
    stat, bar = names["answers"](json.loads(code["json"]))
    names["warehouse"].dispose()
    assert stat.data == {"views": 3, "mean": 3.0}
    assert [(row["label"], row["value"], row["sample_count"]) for row in bar.data] == [
        ("home", 5.75, 2),
        ("help", 2.0, 1),
    ]
