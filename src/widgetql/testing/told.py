"""What the metadata of a list or a table says of its columns."""

from __future__ import annotations

from typing import Any

from widgetql.fields import Dynamic
from widgetql.paths import Found
from widgetql.testing.grids import dimension
from widgetql.testing.holding import found_at
from widgetql.testing.samples import Question, metric_of
from widgetql.types import DataType


def of_list(question: Question) -> list[dict[str, Any]]:
    """Return the key, the time, perhaps the value, and the columns of records."""
    dataset = question.world.dataset
    assert dataset.timestamp_path is not None
    key = None if dataset.id_path is None else dataset.paths[dataset.id_path].leaf
    time, path = dataset.paths[dataset.timestamp_path].leaf, question.given("field")
    found = [
        _column("id", getattr(key, "label", None) or "id", _type_of_key(question), "id"),
        _column("timestamp", getattr(time, "label", None) or "timestamp", "datetime", "dimension"),
    ]
    if path is not None:
        found.append(_of_field("value", question, path, "measure") | {"label": _name(question, path)})
    return found + [_of_field(one, question, one, "dimension") for one in question.listed("columns")]


def _name(question: Question, path: str) -> str:
    """Return what the plotted field is called: as its metric, if it has one."""
    found = found_at(path, question.world)
    if isinstance(found.leaf, Dynamic):
        return metric_of(found, question.given("metric"), question.world).name or found.label
    return found.label


def _type_of_key(question: Question) -> str | None:
    """Return what a record's key is in the answer: an integer, a text, else a list."""
    dataset = question.world.dataset
    if len(dataset.ids) > 1:
        return None
    own = dataset.key_values
    kind = dataset.ids[0].type.python_type if own is None or own.kind is None else own.kind
    return "numeric" if issubclass(kind, int) else "string"


def of_rows(question: Question) -> list[dict[str, Any]]:
    """Return the dimensions of a table of raw rows."""
    return [column for one in question.listed("dimensions") for column in of_dimension(one, question)]


def of_dimension(written: Any, question: Question) -> list[dict[str, Any]]:
    """Return the key that a dimension is in a row; bins are two."""
    one = dimension(written)
    path = str(one.path)
    if one.bins is not None:
        keys = [f"{one.name}.from", f"{one.name}.to"]
        return [_of_field(key, question, path, "dimension") | {"label": key} for key in keys]
    if one.part is not None:
        return [_column(one.name, one.name, "numeric", "dimension")]
    return [_of_field(one.name, question, path, "dimension")]


def _of_field(name: str, question: Question, path: str, role: str) -> dict[str, Any]:
    found = found_at(path, question.world)
    told = {"unit": _unit(found), "format": getattr(found.leaf, "format", None)}
    return _column(name, found.label, str(_type(found, question)), role) | told


def _type(found: Found, question: Question) -> DataType:
    if not isinstance(found.leaf, Dynamic):
        return found.leaf.type
    return metric_of(found, question.given("metric"), question.world).kind.type


def _unit(found: Found) -> str | None:
    return getattr(found.leaf, "unit", None)


def _column(name: str, label: str, data_type: str | None, role: str) -> dict[str, Any]:
    return {"name": name, "label": label, "type": data_type, "unit": None, "format": None, "role": role}
