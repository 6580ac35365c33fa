"""What is wrong with the numbers that a declaration names for stats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, get_args

from widgetql.errors import shown
from widgetql.fields import Field, computable, in_own_terms
from widgetql.paths import Found
from widgetql.stats import Ratio, Stat
from widgetql.types import DataType

_KEYS_OF_STATS: Final = frozenset(
    {"group", "sample_count", "other", "excluded", "previous", "range", "change", "percent"}
)

Find = Callable[[str], Found | None]
"""What finds a field by its path."""


def checked_stats(stats: Mapping[str, Stat], find: Find) -> dict[str, Stat]:
    """Return stats; raise `ValueError` for a name that answers have already, and for what no stat is of."""
    for name, stat in stats.items():
        if not isinstance(stat, get_args(Stat)):
            raise ValueError(
                f"stats[{name!r}]: expected a stat, as Count() or Sum('price'), got {shown(stat)}"
            )
        _check_stat(name, stat, find)
    return dict(stats)


def _check_stat(name: str, stat: Stat, find: Find) -> None:
    if name in _KEYS_OF_STATS:
        raise ValueError(f"stats[{name!r}]: the answer has this key already")
    if isinstance(stat, Ratio):
        _check_stat(name, stat.dividend, find)
        _check_stat(name, stat.divisor, find)
        return
    if stat.field is None:
        return
    found = find(stat.field)
    if found is None:
        raise ValueError(f"stats[{name!r}]: no field {stat.field!r}")
    if found.to_many or found.leaf.type is DataType.DYNAMIC:
        raise ValueError(f"stats[{name!r}]: {stat.field} has many values for one record")
    own = found.leaf.own if isinstance(found.leaf, Field) else None
    if stat.aggregation not in computable(own, found.leaf.type):
        message = f"stats[{name!r}]: no {stat.aggregation} of {stat.field}, which is {found.leaf.type}"
        raise ValueError(in_own_terms(found.leaf, message) or message)
