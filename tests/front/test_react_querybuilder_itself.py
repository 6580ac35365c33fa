"""A query means what the editor itself makes of it, and the editor is given the fields that it takes."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa

from tests.front.declared import DATASETS, JOBS
from tests.front.test_react_querybuilder import OPERATORS
from widgetql import Dataset, Field, JsonKeys, compile_filter, describe
from widgetql.clocks import PARTS
from widgetql.react_querybuilder import fields, from_query

# Made by react_querybuilder/make.mjs.
QUERIES: Final = Path(__file__).parent / "react_querybuilder" / "queries.jsonl"


@pytest.fixture(scope="module")
def records() -> Any:
    table = sa.Table(
        "records", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Float),
        sa.Column("m", sa.Integer), sa.Column("s", sa.Text), sa.Column("b", sa.Boolean),
    )  # fmt: skip
    texts = ("", "a", "A", "ab", "b,a", "xx y", "it's", "5", "é")
    rows = [
        dict(zip("nmsb", one, strict=True)) for one in product((0, 1, 2.5, 4), (-1, 3), texts, (True, False))
    ]
    named = {name: Field(table.c[name]) for name in "nmsb"}
    with sa.create_engine("sqlite://").connect() as connection:
        table.create(connection)
        connection.execute(table.insert(), rows)
        yield table, Dataset(table, id=table.c.id, fields=named), connection


def test_a_query_means_what_the_editor_itself_makes_of_it(records: Any) -> None:
    table, dataset, connection = records
    lines = [json.loads(line) for line in QUERIES.read_text().splitlines()]
    assert len(lines) == 2_000
    divides = 0
    for line in lines:
        condition = compile_filter(from_query(line["query"], dataset), dataset)
        found = connection.scalars(sa.select(table.c.id).where(condition)).all()
        expected = connection.exec_driver_sql(f"SELECT id FROM records WHERE {line['sql']}").scalars().all()
        assert sorted(found) == sorted(expected), line
        divides += 0 < len(found) < 144
    assert divides > 1_200


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_the_fields_are_those_that_may_be_filtered(dataset: Dataset) -> None:
    described = {one["path"]: one for one in describe(dataset)["fields"]}
    found = {one["name"]: one for one in fields(dataset)}
    wanted = [path for path, one in described.items() if one["operators"] and not path.endswith(".*")]
    assert (list(found), json.loads(json.dumps(found))) == (wanted, found)
    for path, one in found.items():
        taken = [name for name, (_, of) in OPERATORS.items() if _op(of) in described[path]["operators"]]
        assert [operator["name"] for operator in one["operators"]] == taken


def _op(tree: dict[str, Any]) -> str:
    found: str = tree["conditions"][0]["op"] if "conditions" in tree else tree["op"]
    return found


def test_a_field_is_what_the_editor_takes() -> None:
    found = {one["name"]: one for one in fields(JOBS, keys={"meta": ["page", "vip"]}, parts=True)}
    assert {"name": "size", "label": "Size", "inputType": "number", "valueSources": ["value"]}.items() <= (
        found["size"].items()
    )
    assert found["size"]["operators"] == [
        {"name": name, "value": name, "label": label}
        for name, label in ((">", ">"), ("between", "between"), ("notBetween", "not between"))
    ]
    assert (found["state"]["valueEditorType"], found["state"]["values"]) == (
        "select",
        [{"name": "open", "label": "open"}, {"name": "done", "label": "done"}],
    )
    assert (found["meta.page"]["inputType"], found["meta.vip"]["values"][0]["name"]) == ("text", "true")
    assert [name for name in found if ":" in name] == [f"timestamp:{part}" for part in PARTS]
    assert found["timestamp"]["inputType"] == "datetime-local"
    assert (found["timestamp:hour_of_day"]["label"], found["timestamp:hour_of_day"]["inputType"]) == (
        "timestamp: hour of day",
        "number",
    )
    assert {one["name"]: one["inputType"] for one in fields(DATASETS["everything"])}["day"] == "date"
    assert not {"drawn", "secret", "meta.*", "meta"} & found.keys()


def test_keys_are_those_of_a_json_column() -> None:
    assert isinstance(JOBS.paths["meta"].leaf, JsonKeys)
    for path in ("size", "nothing"):
        with pytest.raises(ValueError, match=f"keys: '{path}' is no JSON column"):
            fields(JOBS, keys={path: ["x"]})
