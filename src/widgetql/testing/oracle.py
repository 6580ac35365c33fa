"""The interpreter: what a filter selects from plain rows, and what a widget answers over them."""

from __future__ import annotations

from typing import Any

from typing_extensions import Unpack

from widgetql.dataset import Dataset
from widgetql.errors import Pointer, Problems
from widgetql.filters.ast import Filter
from widgetql.filters.parse import parse_filter
from widgetql.limits import Limits
from widgetql.testing.holding import holds
from widgetql.testing.places import Rows, evaluate, world_of
from widgetql.types import FilterJSON, Options


def matching_ids(
    filter: FilterJSON | None, dataset: Dataset, rows: Rows, **options: Unpack[Options]
) -> list[Any]:
    """Return the ids of the records that a filter selects, in the order of the rows.

    `rows` holds, for each table, its rows as dicts by column key, with the values that SQLAlchemy returns
    (date-times are naive in naive columns); a key that a row leaves out is null. The filter must be valid:
    `InvalidInput` names what is wrong with its form, `ValueError` what does not fit the dataset. Raises
    `NotImplementedError` for a join condition or a scope that is more than comparisons.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> from widgetql.fields import Field
    >>> calls = Table("calls", MetaData(), Column("id", Integer), Column("duration", Integer))
    >>> dataset = Dataset(calls, id=calls.c.id, fields={"duration": Field(calls.c.duration)})
    >>> rows = {calls: [{"id": 1, "duration": 60}, {"id": 2, "duration": None}]}
    >>> matching_ids({"field": "duration", "op": "neq", "value": 60}, dataset, rows)
    [2]
    """
    world = world_of(dataset, rows, options)
    written = written_filter(filter, "filter", world.limits)
    return [evaluate(dataset.id, place.bindings) for place in world.records() if holds(written, place, world)]


def written_filter(source: FilterJSON | None, document: str, limits: Limits) -> Filter:
    """Return the written tree of a filter; raises `InvalidInput` where its form is wrong."""
    problems = Problems()
    written = parse_filter(source, Pointer(document), limits, problems)
    problems.raise_any()
    return written
