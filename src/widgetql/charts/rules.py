"""The rules matrix: which chart and which aggregation fit which type of field, to be read as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from widgetql.types import DataType

PERCENTILES: Final[Mapping[str, float]] = MappingProxyType(
    {"median": 0.5, "p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
)
# Those that are 0 over nothing; the others are null.
COUNTS: Final = frozenset({"count", "count_distinct"})
# Those that need every value of a group at once.
COSTLY: Final = frozenset({"count_distinct", *PERCENTILES})
AGGREGATIONS: Final = ("count", "sum", "avg", "min", "max", "count_distinct", *PERCENTILES)
PERIODS: Final = ("minute", "hour", "day", "week", "month", "quarter", "year")
CHART_TYPES: Final = ("line", "bar", "pie", "stat", "list", "table")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a type of field may be drawn as, and aggregated by."""

    charts: frozenset[str]
    aggregations: tuple[str, ...]


MATRIX: Final[Mapping[DataType, Rule]] = MappingProxyType(
    {
        # type                     charts                            aggregations
        DataType.NUMERIC: Rule(frozenset({"line", "bar"}), AGGREGATIONS),
        DataType.BOOLEAN: Rule(frozenset({"pie", "bar"}), ("count", "avg")),
        DataType.STRING: Rule(frozenset({"pie", "bar"}), ("count", "count_distinct")),
        DataType.DATETIME: Rule(frozenset({"line", "bar"}), ("count", "min", "max")),
    }
)

# A list shows any field, a table's dimensions are any fields; a stat plots none.
CHARTS_OF_FIELDS: Final = frozenset({"line", "bar", "pie"})
# Which charts take `group_by`.
GROUPABLE: Final = frozenset({"line", "bar", "pie", "stat"})
# How many rows a list or table has where the widget does not say.
DEFAULT_LIMIT: Final = 100


def charts_for(data_type: DataType, kind_charts: frozenset[str] | None = None) -> frozenset[str]:
    """Return the charts a field may be drawn as; a metric's kind may replace the matrix's row.

    >>> sorted(charts_for(DataType.STRING)), sorted(charts_for(DataType.STRING, frozenset({"pie"})))
    (['bar', 'pie'], ['pie'])
    """
    return MATRIX[data_type].charts if kind_charts is None else kind_charts


def aggregations_for(data_type: DataType) -> tuple[str, ...]:
    """Return the aggregations a field may have.

    >>> aggregations_for(DataType.BOOLEAN)
    ('count', 'avg')
    """
    return MATRIX[data_type].aggregations
