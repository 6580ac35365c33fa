"""The fields of a dataset as the editor's own property takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from widgetql.clocks import PARTS
from widgetql.dataset import Dataset
from widgetql.fields import Field, reads_instants
from widgetql.filters.vocabulary import operators_of
from widgetql.front.describe import describe
from widgetql.paths import Found
from widgetql.react_querybuilder.names import LABELS, OF, op_of
from widgetql.storage import Storage
from widgetql.types import DataType

_JSON: TypeAlias = dict[str, Any]

_INPUTS: Final[Mapping[str, str]] = MappingProxyType(
    {DataType.NUMERIC: "number", DataType.DATETIME: "datetime-local"}
)


def fields(
    dataset: Dataset, *, keys: Mapping[str, list[str]] | None = None, parts: bool = False
) -> list[dict[str, Any]]:
    """Return what the editor's `fields` property takes: each field that may be filtered, as plain JSON.

    One is `{"name", "label", "inputType", "operators", "valueSources"}`, of an enum or a boolean also
    `valueEditorType` and `values`. `inputType` is `number`, `datetime-local` (of a date `date`) or `text`:
    who wants relative times as `now-7d` to be typed replaces it by `text`. `keys` names the keys of JSON
    columns by their paths, `{"metadata": ["page"]}`, as `json_keys` finds them: without it only typed ones
    are known. With `parts` each field of times is followed by its parts, `timestamp:hour_of_day`.

    Raises `ValueError` for `keys` of what is no JSON column.

    >>> from widgetql.testing.example import dataset
    >>> duration, success, topic, *_ = fields(dataset)
    >>> duration["name"], duration["label"], duration["inputType"]
    ('duration', 'Call duration', 'number')
    >>> [operator["name"] for operator in success["operators"]], success["values"][0]
    (['=', '!=', 'null', 'notNull', 'in', 'notIn'], {'name': 'true', 'label': 'true'})
    """
    named = dict(keys or {})
    for path in named:
        found = dataset.paths.get(path)
        if found is None or not found.is_document:
            raise ValueError(f"keys: {path!r} is no JSON column of this Dataset")
    return [
        one
        for described in describe(dataset)["fields"]
        if described["operators"]
        for one in _fields_of(described, dataset, named, parts=parts)
    ]


def _fields_of(
    described: _JSON, dataset: Dataset, keys: Mapping[str, list[str]], *, parts: bool
) -> Iterator[_JSON]:
    path: str = described["path"]
    column = path.removesuffix(".*")
    found = dataset.paths[column]
    if found.is_document:
        known = (f"{column}.{key}" for key in keys.get(column, ()))
        yield from (_field(name, name, described) for name in known if name not in dataset.paths)
        return
    yield _field(path, described["label"] or path, described, _input_type(found))
    if parts and reads_instants(found.leaf):
        names = operators_of(DataType.NUMERIC)
        for part in PARTS:
            label = f"{described['label'] or path}: {part.replace('_', ' ')}"
            numbers = {"operators": names, "values": None}
            yield _field(f"{path}{OF}{part}", label, numbers, _INPUTS[DataType.NUMERIC])


def _field(name: str, label: str, described: _JSON, input_type: str = "text") -> _JSON:
    operators = [{"name": name, "value": name, "label": label} for name, label in LABELS.items()
                 if op_of(name) in described["operators"]]  # fmt: skip
    field = {
        "name": name, "label": label, "inputType": input_type, "operators": operators,
        "valueSources": ["value"],
    }  # fmt: skip
    if not described["values"]:
        return field
    # The editor's options are texts; with a dataset `from_query` reads them.
    values = [{"name": one["label"], "label": one["label"]} for one in described["values"]]
    return field | {"valueEditorType": "select", "values": values}


def _input_type(found: Found) -> str:
    is_date = isinstance(found.leaf, Field) and found.leaf.storage is Storage.DATE
    return "date" if is_date else _INPUTS.get(found.leaf.type, "text")
