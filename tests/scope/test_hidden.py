"""A field that nobody may ask of is not there: in no answer, and in no message."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import JSON, Column, DateTime, Integer, MetaData, Table, Text

from widgetql import Dataset, Field, JsonKeys, ToMany, drill_down, validate_filter, validate_widget

calls: Final = Table(
    "calls",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", DateTime),
    *(Column(name, Text) for name in ("topic", "shown", "asked", "secret")),
    Column("hidden", JSON),
)
notes: Final = Table("notes", MetaData(), Column("call_id", Integer), Column("secret", Text))
NOBODY: Final[Any] = {"filter": False, "plot": False}
DATASET: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields={
        "id": Field(calls.c.id, **NOBODY),
        "topic": Field(calls.c.topic),
        "shown": Field(calls.c.shown, filter=False),
        "asked": Field(calls.c.asked, plot=False),
        "secret": Field(calls.c.secret, **NOBODY),
        "hidden": JsonKeys(calls.c.hidden, **NOBODY),
        "private": ToMany(
            notes, on=notes.c.call_id == calls.c.id, fields={"secret": Field(notes.c.secret, **NOBODY)}
        ),
    },
)
PATHS: Final = ("secret", "hidden.key", "hidden", "private.secret", "private", "id")


@pytest.mark.parametrize("path", [*PATHS, "nothing"])
def test_what_is_hidden_is_as_what_is_not_there(path: str) -> None:
    (found,) = validate_filter({"field": path, "op": "eq", "value": "x"}, DATASET)
    assert (found.pointer, found.code) == ("/field", "unknown_field")
    assert found.message == f"no field '{path}'; one of topic, asked, timestamp"
    (found,) = validate_widget({"chart_type": "pie", "field": path}, DATASET)
    assert (found.pointer, found.code) == ("/field", "unknown_field")
    assert found.message == f"no field '{path}'; one of topic, shown, timestamp"


def test_what_has_the_other_use_is_named() -> None:
    (found,) = validate_filter({"field": "shown", "op": "eq", "value": "x"}, DATASET)
    assert (found.code, found.message) == ("not_filterable", "shown is for plots only")
    (found,) = validate_widget({"chart_type": "pie", "field": "asked"}, DATASET)
    assert (found.code, found.message) == ("not_plottable", "asked is for filters only")


@pytest.mark.parametrize("path", ["private.secret", "private.nothing"])
def test_one_row_of_what_is_hidden_is_as_one_of_what_is_not_there(path: str) -> None:
    source = {"operator": "same_row", "conditions": [{"field": path, "op": "eq", "value": "x"}]}
    assert [one.code for one in validate_filter(source, DATASET)] == ["unknown_field"]


def test_a_drill_down_names_no_hidden_key() -> None:
    with pytest.raises(ValueError, match="what tells these records apart is for plots only"):
        drill_down({"chart_type": "list"}, {"id": 1, "timestamp": "2025-11-03T00:00:00Z"}, DATASET)
