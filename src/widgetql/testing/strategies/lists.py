"""Lists worth trying: empty, with nulls, with one value twice, long; and documents that are no list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from sqlalchemy import JSON

from widgetql.fields import Elements, Field, Leaf
from widgetql.storage import Storage, stored_by
from widgetql.testing.strategies.values import BROKEN_DOCUMENTS, JSON_VALUES, NUMBER_TEXTS, Pool, pool_of
from widgetql.types import DataType

# Of few values, so that one element is in many lists.
_FEW: Final = 6
_NO_LISTS: Final[Pool] = ({}, {"0": "a"}, "a", 5, True)


def list_pool(relation: Elements, leaf: Leaf, now: datetime, zone: tzinfo) -> Pool:
    """Return the lists that a column may hold."""
    if not isinstance(relation.item, JSON):
        field = leaf if isinstance(leaf, Field) else None
        return [*_lists(pool_of(relation.item, field, now, zone, extremes=False, far=False))]
    values = (*NUMBER_TEXTS[:12], *JSON_VALUES) if leaf.type is DataType.NUMERIC else JSON_VALUES
    found = [*_lists([value for value in values if value is not None]), *_NO_LISTS]
    if stored_by(relation.column.type) is not Storage.TEXT:
        return found
    return [*map(json.dumps, found), *BROKEN_DOCUMENTS, "[1, 2", '["a"] ["b"]']


def _lists(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield lists whose elements are much alike, the simplest first; each value is in some list."""
    few = list(values[:_FEW])
    one, other = few[0], few[-1]
    yield from ([one], [other], [one, other], [], [one, one], [None], [one, None, other], [None, None])
    yield from ([value, few[index % len(few)]] for index, value in enumerate(values))
    yield [few[index % len(few)] for index in range(20)]
