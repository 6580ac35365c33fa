"""Dynamic types: the kind and the name of a metric, by one lookup before anything is bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from widgetql.columns import Context, Rows, read
from widgetql.dataset import Dataset, Found, chooser_path
from widgetql.errors import Pointer, Problems, shown
from widgetql.fields import Dynamic, Kind
from widgetql.types import DataType, type_of_operand


@dataclass(frozen=True, slots=True)
class Chosen:
    """A metric as its table has it."""

    value: Any
    kind: Kind
    name: str | None


def chooser_of(dynamic: Found, dataset: Dataset) -> Found:
    """Return the field that a widget's `metric` is compared with."""
    return dataset.paths[chooser_path(dynamic)]


def is_metric(value: Any, dynamic: Found, dataset: Dataset, at: Pointer, problems: Problems) -> bool:
    """Tell whether a value can be a metric's id at all; note the problem if not."""
    wanted = chooser_of(dynamic, dataset).leaf.type
    if type_of_operand(value) is wanted and not (isinstance(value, int) and not -(2**63) <= value < 2**63):
        return True
    problems.add(at, "wrong_type", f"the metric is {wanted}, got {shown(value)}")
    return False


def look_up(
    connection: Any, value: Any, dynamic: Found, dataset: Dataset, context: Context, at: Pointer, problems: Problems
) -> Chosen | None:
    """Return the metric's kind and name; None, with the problem noted, where there is none.

    A metric outside the host's scope reads as one that does not exist.
    """
    leaf = dynamic.leaf
    assert isinstance(leaf, Dynamic)
    chooser = chooser_of(dynamic, dataset)
    owner = chooser.steps[-1].relation.table if chooser.steps else dataset.table
    rows = Rows(owner, owner)
    columns = [leaf.kind.label("kind"), *([leaf.name.label("name")] if leaf.name is not None else ())]
    statement = (
        select(*columns)
        .select_from(owner)
        .where(read(chooser, rows, context).value == value, *context.guard(rows))
        .limit(1)
    )
    found = connection.execute(statement).first()
    if found is None:
        problems.add(at, "unknown_metric", f"there is no metric {shown(value)}")
        return None
    kind = leaf.kinds.get(found.kind)
    if kind is None:
        known = ", ".join(map(str, leaf.kinds))
        problems.add(at, "unknown_kind", f"metric {shown(value)} is {shown(found.kind)}, which is none of {known}")
        return None
    name = found.name if leaf.name is not None else None
    return Chosen(value, kind, None if name is None else str(name))


def read_as(found: Found, chosen: Chosen | None) -> DataType:
    """Return the type that a plotted field has, once its metric is known."""
    return found.leaf.type if chosen is None or found.leaf.type is not DataType.DYNAMIC else chosen.kind.type
