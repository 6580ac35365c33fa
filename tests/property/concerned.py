"""A dataset over the same tables that reads but what a kind of odd values can stand in."""

from __future__ import annotations

from typing import Any, Final

from tests.testing.everything import EVERYTHING, calls
from widgetql.dataset import Dataset
from widgetql.fields import Field, JsonKeys, ToMany
from widgetql.stats import Count, CountDistinct, Max, Median, Min, Stat, Sum
from widgetql.testing import NOW
from widgetql.testing.strategies.odd import odd_values
from widgetql.types import DataType

_ORDERED: Final = frozenset({DataType.NUMERIC, DataType.DATETIME})


def concerned(kind: str) -> Dataset:
    """Return the dataset of a kind: its timestamp, the fields that it concerns, and stats over them."""
    fields: dict[str, Any] = {"at": EVERYTHING.fields["at"]}
    stats: dict[str, Stat] = {"records": Count()}
    for name, member in EVERYTHING.fields.items():
        if isinstance(member, Field | JsonKeys) and _takes(kind, member.column.type, member):
            fields[name] = member
        if isinstance(member, Field) and name in fields:
            stats |= _stats(name, member.type)
        if isinstance(member, ToMany) and _takes(kind, *_documents(member)):
            inner = {key: member.fields[key] for key in ("document", "metric")}
            fields[name] = ToMany(member.table, on=member.on, fields=inner)
    return Dataset(calls, id=calls.c.id, timestamp=calls.c.at, fields=fields, stats=stats)


def _takes(kind: str, sql_type: Any, leaf: Any) -> bool:
    return bool(odd_values(sql_type, leaf, frozenset({kind}), NOW))


def _documents(member: ToMany) -> tuple[Any, Any]:
    leaf: Any = member.fields["document"]
    return leaf.columns.type, leaf


def _stats(name: str, read_as: DataType) -> dict[str, Stat]:
    found: dict[str, Stat] = {f"present_{name}": Count(name)}
    if read_as is DataType.STRING:
        found |= {f"distinct_{name}": CountDistinct(name)}
    if read_as in _ORDERED:
        found |= {f"least_{name}": Min(name), f"most_{name}": Max(name)}
    if read_as is DataType.NUMERIC:
        found |= {f"sum_{name}": Sum(name), f"middle_{name}": Median(name)}
    return found
