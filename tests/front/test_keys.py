"""The keys of JSON columns on every database: as many records have a value as are counted."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    select,
)

from widgetql import Dataset, Field, InvalidInput, JsonKeys, ToMany, ToOne, compile_filter, json_keys
from widgetql.testing import NOW
from widgetql.testing.databases import Rows

TABLES: Final = MetaData()
docs: Final = Table(
    "docs",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("meta", JSON(none_as_null=True)),
    Column("words", Text),
    Column("owner_id", Integer),
)
notes: Final = Table(
    "notes",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("doc_id", Integer),
    Column("labels", JSON(none_as_null=True)),
)
fields: dict[str, Any] = {
    "meta": JsonKeys(docs.c.meta, types={"latency": "numeric", "vip": "boolean"}),
    "words": JsonKeys(docs.c.words),
    "note": ToMany(notes, on=notes.c.doc_id == docs.c.id, fields={"labels": JsonKeys(notes.c.labels)}),
    "hidden": JsonKeys(docs.c.meta, filter=False, plot=False),
    "at": Field(docs.c.at),
}
parents: Final = docs.alias("parents")
fields["parent"] = ToOne(
    parents, on=parents.c.id == docs.c.owner_id, fields={"meta": JsonKeys(parents.c.meta)}
)
DOCS: Final = Dataset(docs, id=docs.c.id, timestamp=docs.c.at, fields=fields)
_ODD: Final = (
    *("é", "it's", 'q"q', "a/b", "~", "~1", "%", "_", "!", "[0]", "$", "$.a", "🙂", "A", "a b", "\\"),
)
_VALUES: Final[tuple[Any, ...]] = (
    *("text", "", 5, 0.5, True, False, None, [1], {"a": 1}, "5", "true", 1e300, -0.0),
)


def _meta(index: int) -> Any:
    if index % 9 == 8:
        return [None, [1, "a"], 5, "a", {}][index // 9 % 5]
    drawn = enumerate(_ODD)
    odd = {key: _VALUES[(index * 7 + at) % len(_VALUES)] for at, key in drawn if (index + at) % 3}
    common = {"latency": [5, "5", "x", 0.5, None][index % 5], "vip": [True, "false", 1][index % 3]}
    # Behind the first MariaDB does not list the third.
    first = {'q"': "first", "b": "second", "": "empty"}
    return first | odd | common | {"a.b": 1, "region": ["EU", "US"][index % 2]}


ROWS: Final[Rows] = {
    docs: [
        {"id": i, "at": None, "meta": _meta(i), "owner_id": i % 7,
         "words": [None, "{", "[]", '{"a": 1, "b": null}', '{"a": "x"}', "x"][i % 6]}
        for i in range(45)
    ],
    notes: [
        {"id": i, "doc_id": i % 11, "labels": {"k": ["a", 5, None][i % 3], "m": True} if i % 4 else None}
        for i in range(30)
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


def keys(connection: Connection, path: Any, **options: Any) -> Any:
    return json_keys(connection, path, DOCS, **{"now": NOW, "limit": 1_000, **options})


def count(connection: Connection, *parts: Any, **options: Any) -> int:
    condition = compile_filter({"operator": "and", "conditions": [*parts]}, DOCS, now=NOW, **options)
    return connection.execute(select(func.count()).select_from(docs).where(condition)).scalar_one()


def has(path: str, key: str) -> dict[str, Any]:
    return {"field": f"{path}.{key}", "op": "isnull", "value": False}


@pytest.mark.parametrize("path", ["meta", "words", "note.labels", "parent.meta"])
def test_as_many_records_have_a_value_as_are_counted(connection: Connection, path: str) -> None:
    found = keys(connection, path)["keys"]
    assert found
    listed = [(one["key"], one["count"]) for one in found]
    assert listed == [(key, count(connection, has(path, key))) for key, _ in listed]
    assert listed == sorted(listed, key=lambda one: (-one[1], one[0]))
    assert not {"a.b", ""} & {key for key, _ in listed}


def _kind(value: Any) -> str | None:
    """The type of a value as JSON has it; None where a key reads as missing."""
    match value:
        case bool():
            return "boolean"
        case str():
            return "string"
        case int() | float():
            return "numeric"
        case _:
            return None


def test_every_key_that_has_a_value_is_listed_with_its_types(connection: Connection) -> None:
    expected: dict[str, set[str]] = {}
    for row in ROWS[docs]:
        for key, value in row["meta"].items() if isinstance(row["meta"], dict) else ():
            if (kind := _kind(value)) and key and "." not in key and key not in ("latency", "vip"):
                expected.setdefault(key, set()).add(kind)
    found = {one["key"]: set(one["types"]) for one in keys(connection, "meta")["keys"]}
    # Of the type numeric is what spells a number; of boolean what spells one: 1 is none.
    typed = {"latency": {"string", "numeric"}, "vip": {"string", "boolean"}}
    assert found == expected | typed


@pytest.mark.parametrize("key", [key for key in _ODD if "." not in key])
def test_a_key_is_found_whatever_keys_stand_before_it(connection: Connection, key: str) -> None:
    for value in ("text", "5", "true"):
        rows = [row["id"] for row in ROWS[docs] if _meta_of(row).get(key) == value]
        condition = compile_filter({"field": f"meta.{key}", "op": "eq", "value": value}, DOCS, now=NOW)
        found = connection.execute(select(docs.c.id).where(condition)).scalars()
        numbers = {"5": 5, "true": True}
        alike = [row["id"] for row in ROWS[docs] if _same(_meta_of(row).get(key), numbers.get(value))]
        assert sorted(found) == sorted({*rows, *alike})


def _meta_of(row: Any) -> dict[str, Any]:
    return row["meta"] if isinstance(row["meta"], dict) else {}


def _same(value: Any, other: Any) -> bool:
    return other is not None and type(value) is type(other) and value == other


def test_the_limit_cuts_and_says_so(connection: Connection) -> None:
    whole = keys(connection, "meta")
    assert not whole["truncated"]
    assert keys(connection, "meta", limit=3) == {"keys": whole["keys"][:3], "truncated": True}
    assert not keys(connection, "meta", limit=len(whole["keys"]))["truncated"]


def test_a_column_may_be_named_as_it_is_described(connection: Connection) -> None:
    for path in ("meta", "parent.meta"):
        assert keys(connection, f"{path}.*") == keys(connection, path)


def test_filters_and_the_scope_narrow(connection: Connection) -> None:
    only = {"field": "meta.region", "op": "eq", "value": "EU"}
    options = {"scope": docs.c.id < 20}
    found = keys(connection, "meta", filters=only, **options)["keys"]
    assert [one["count"] for one in found] == [
        count(connection, only, has("meta", one["key"]), **options) for one in found
    ]
    assert 0 < found[0]["count"] < keys(connection, "meta")["keys"][0]["count"]


@pytest.mark.parametrize(
    ("path", "options", "problem"),
    [
        ("at", {}, ("path", "unknown_field")),
        ("nope", {}, ("path", "unknown_field")),
        ("meta.region", {}, ("path", "unknown_field")),
        ("hidden", {}, ("path", "unknown_field")),
        ("hidden.*", {}, ("path", "unknown_field")),
        ("at.*", {}, ("path", "unknown_field")),
        ("x" * 2_000, {}, ("path", "too_long")),
        (None, {}, ("path", "not_text")),
        ("meta", {"limit": 0}, ("limit", "out_of_range")),
        ("meta", {"filters": {"field": "at", "op": "eq", "value": 5}}, ("filters", "wrong_type")),
    ],
)
def test_what_has_no_keys(connection: Connection, path: Any, options: Any, problem: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        keys(connection, path, **options)
    assert [(one.document, one.code) for one in caught.value.problems] == [problem]
