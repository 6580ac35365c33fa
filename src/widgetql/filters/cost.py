"""What a condition costs to search for, in the unit of `Limits.max_search_cost`, known before any SQL.

The first row that fits a condition is its cost; the dearest come first:

| cost | condition |
|---|---|
| 15 | a negated to-many condition: `neq`, `nin` and `isnull: true` on a to-many path, one under `not` |
| 8 | `regex` |
| 4 | any other on a JSON key |
| 1 | `contains`, `startswith`, `endswith` |
| 0 | `eq in gt gte lt lte between`, not under `not`, on the timestamp or a column that leads an index |
| 0.25 | any other on text, `isnull` included |
| 0.1 | any other |

An index is one that a `Table` declares, its primary key among them, or that `Dataset(indexes=...)` names. An
even number of `not`s is none. In a `same_row` its row is given: its conditions cost what they cost on a
record, and a `same_row` under a `not` is one negated to-many condition more. Likewise in a `count_rows`,
which is one more where a record without rows satisfies it, and in an `all_rows`, which always is one more,
and whose conditions stand under a `not`: what fails is looked for. An `or` or `not` of `eq` on one field is
an `in`, an `and` of `neq` a `nin` (but on a to-many path: each may be another row's), and costs what one of
them does. What no value can satisfy costs nothing.
"""

from __future__ import annotations

from typing import Final

from widgetql.filters.vocabulary import OPERATORS
from widgetql.paths import Found
from widgetql.types import DataType

NEGATED_TO_MANY: Final = 15
_JSON_KEY: Final = 4
_SERVED: Final = 0
_TEXT: Final = 0.25
_ELSE: Final = 0.1


def search_cost(
    found: Found, op: str, data_type: DataType, *, negated: bool, related: bool, indexed: bool
) -> float:
    """Return the cost of a condition, by the table above.

    `negated`: it asks for what a value is not; `related`: its path leads through a to-many relation;
    `indexed`: its column leads an index.
    """
    if related and negated:
        return NEGATED_TO_MANY
    operator = OPERATORS[op]
    if found.key is not None:
        return max(operator.cost or 0, _JSON_KEY)
    if operator.cost is not None:
        return operator.cost
    if indexed and not negated and operator.indexed:
        return _SERVED
    return _TEXT if data_type is DataType.STRING else _ELSE
