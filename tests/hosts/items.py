"""Lists of values: in JSON, in text that is JSON, in arrays; on a record, and behind relations."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    Integer,
    MetaData,
    Table,
    Text,
)

from tests.conftest import NAMES
from widgetql import Dataset, Field, Items, JsonKeys, ToMany, ToOne
from widgetql.testing import Rows

LISTS: Final = MetaData()
owners: Final = Table(
    "owners",
    LISTS,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text),
    Column("skills", JSON(none_as_null=True)),
)
docs: Final = Table(
    "docs",
    LISTS,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("tags", JSON(none_as_null=True)),
    Column("scores", JSON(none_as_null=True)),
    Column("flags", JSON(none_as_null=True)),
    Column("words", Text),
    Column("size", Integer),
    Column("owner_id", Integer),
)
notes: Final = Table(
    "notes",
    LISTS,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("doc_id", Integer),
    Column("labels", JSON(none_as_null=True)),
    Column("stars", Integer),
)
DOCS: Final = Dataset(
    docs,
    id=docs.c.id,
    timestamp=docs.c.at,
    fields={
        "tags": Items(docs.c.tags, label="Tags"),
        "keys": JsonKeys(docs.c.tags),
        "scores": Items(docs.c.scores, type="numeric", unit="points"),
        "flags": Items(docs.c.flags, type="boolean"),
        "words": Items(docs.c.words, type="string"),
        "size": Field(docs.c.size),
        "owner": ToOne(
            owners,
            on=owners.c.id == docs.c.owner_id,
            fields={"name": Field(owners.c.name), "skills": Items(owners.c.skills)},
        ),
        "notes": ToMany(
            notes,
            on=notes.c.doc_id == docs.c.id,
            fields={"stars": Field(notes.c.stars), "labels": Items(notes.c.labels)},
        ),
    },
)

# Databases with arrays; where none of them is asked for, one that needs no server.
_HAVE: Final = ("duckdb", "postgresql", "clickhouse", "spark")
HAVE_ARRAYS: Final = [name for name in _HAVE if name in NAMES] or ["duckdb"]
ARRAYS: Final = MetaData()
orders: Final = Table(
    "orders",
    ARRAYS,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime),
    Column("tags", ARRAY(Text)),
    Column("counts", ARRAY(BigInteger)),
    Column("weights", ARRAY(Double)),
    Column("flags", ARRAY(Boolean)),
    Column("times", ARRAY(DateTime)),
    Column("size", Integer),
)
ORDERS: Final = Dataset.from_table(orders)

_TAGS: Final[dict[int, Any]] = {
    1: ["vip", "new", None],
    2: [],
    3: None,
    4: ["new", "new", "Old"],
    5: ["vip"],
}


def _at(id: int) -> datetime:
    return datetime(2025, 11, id, 10)


ORDER_ROWS: Final[Rows] = {
    orders: [
        {
            "id": id,
            "at": _at(id),
            "tags": tags,
            "counts": None if tags is None else [len(one) for one in tags if one],
            "weights": [0.5] * id,
            "flags": None if tags is None else [one == "vip" for one in tags],
            "times": [_at(id), _at(id + 1)],
            "size": id,
        }
        for id, tags in _TAGS.items()
    ]
}
DOC_ROWS: Final[Rows] = {
    owners: [{"id": 1, "name": "Ann", "skills": ["sql", "c"]}, {"id": 2, "name": "Bob", "skills": None}],
    docs: [
        {
            "id": id,
            "at": _at(id),
            "tags": tags,
            "scores": [id, "2", None, "x"] if tags else {"a": id},
            "flags": None if tags is None else [True, "false", 1],
            "words": {
                1: '["vip"]',
                2: "[",
                3: None,
                4: '["new", 5.0, {"vip": 1}, null]',
                5: '{"vip": "vip"}',
            }[id],
            "size": id,
            "owner_id": 1 + id % 2,
        }
        for id, tags in _TAGS.items()
    ],
    notes: [
        {"id": 1, "doc_id": 1, "labels": ["a", "b"], "stars": 1},
        {"id": 2, "doc_id": 1, "labels": ["a"], "stars": 2},
        {"id": 3, "doc_id": 4, "labels": [], "stars": 3},
    ],
}
