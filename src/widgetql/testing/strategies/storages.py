"""The kinds of what a dataset's paths hold: each is to be drawn as often as any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy.types import BigInteger

from widgetql.fields import Dynamic, Field, JsonKeys, computable
from widgetql.paths import Found
from widgetql.storage import TYPE_OF_STORAGE, Storage, storage_of, undecorated
from widgetql.testing.readings import number_in
from widgetql.types import DataType

Item = TypeVar("Item")


def stored_how(found: Found) -> str:
    """Return how the values of a path are stored, in a few words.

    >>> from widgetql.testing.example import dataset
    >>> [stored_how(dataset.paths[path]) for path in ("duration", "success", "topic")]
    ['float', 'boolean', 'text']
    """
    return (
        f"to-many {_of_leaf(found)}"
        if found.to_many and not isinstance(found.leaf, Dynamic)
        else _of_leaf(found)
    )


def _of_leaf(found: Found) -> str:
    match found.leaf:
        case JsonKeys(type=declared):
            return "json key" if declared is DataType.STRING else f"{declared} json key"
        case Dynamic(columns=columns):
            return f"dynamic {'columns' if isinstance(columns, dict) else storage_of(columns.type)}"
        case Field(storage=storage, type=declared, column=column):
            bare = undecorated(column.type)
            if storage is Storage.INTEGER and isinstance(bare, BigInteger):
                return "big integer"
            natural = TYPE_OF_STORAGE.get(storage)
            return str(storage) if declared is natural else f"{declared} in {storage}"


def by_storage(items: Iterable[Item], found: Callable[[Item], Found]) -> dict[str, list[Item]]:
    """Return items by how the path of each is stored; those that take fewer aggregations are apart."""
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(stored_how(found(item)) + _narrowed(found(item)), []).append(item)
    return grouped


def _narrowed(found: Found) -> str:
    leaf = found.leaf
    if not isinstance(leaf, Field) or leaf.aggregations == computable(leaf.own, leaf.type):
        return ""
    return f", {' '.join(leaf.aggregations)}"


def by_reading(pool: Sequence[Any]) -> list[list[Any]]:
    """Return values of several types as booleans, as numbers and as texts, as they would be read.

    >>> by_reading(["5", "true", "a", 7, False, None])
    [['true', False], ['5', 7], ['a']]
    """
    grouped: dict[DataType, list[Any]] = {}
    for value in pool:
        match value:
            case bool() | "true" | "false":
                grouped.setdefault(DataType.BOOLEAN, []).append(value)
            case int() | float():
                grouped.setdefault(DataType.NUMERIC, []).append(value)
            case str():
                kind = DataType.STRING if number_in(value) is None else DataType.NUMERIC
                grouped.setdefault(kind, []).append(value)
            case _:
                pass
    return [values for _, values in sorted(grouped.items())]
