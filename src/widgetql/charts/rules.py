"""The rules matrix: which chart and which aggregation fit which type of field, to be read as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from widgetql.types import DataType


class _Percentiles(Mapping[str, float]):
    """The fraction of every percentile, `p0` to `p100` with at most two decimals; the usual are listed."""

    _USUAL: Final = ("median", "p50", "p90", "p95", "p99")
    _SPELT: Final = re.compile(r"p((?:100|[1-9]?[0-9])(?:\.[0-9]{1,2})?)")

    def __getitem__(self, name: str) -> float:
        """Return the fraction; `KeyError` for another name."""
        spelt = self._SPELT.fullmatch("p50" if name == "median" else name)
        if spelt is None or (percent := Decimal(spelt[1])) > 100:
            raise KeyError(name)
        return float(percent / 100)

    def __iter__(self) -> Iterator[str]:
        """Yield the usual names."""
        return iter(self._USUAL)

    def __len__(self) -> int:
        """Return how many are listed."""
        return len(self._USUAL)


class _Names(tuple[str, ...]):
    """Names of aggregations; those that have a percentile have every one."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        """Tell whether a name is one of them."""
        return super().__contains__(name) or (
            super().__contains__("median") and isinstance(name, str) and name in PERCENTILES
        )


PERCENTILES: Final = _Percentiles()
# Those that are 0 over nothing; the others are null.
COUNTS: Final = frozenset({"count", "count_distinct"})
# Those that need every value of a group at once.
COSTLY: Final = _Names(("count_distinct", *PERCENTILES))
# Sample statistics: null below two values.
SPREADS: Final = ("stddev", "variance")
# The values that are there of the first and the last row, by timestamp, id, value.
ENDS: Final = ("first", "last")
# Those whose result is a float also where it is whole.
MEANS: Final = _Names(("avg", *PERCENTILES, *SPREADS))
AGGREGATIONS: Final = _Names(
    ("count", "sum", "avg", "min", "max", "count_distinct", *PERCENTILES, *SPREADS, *ENDS)
)
# Of a bar alone: what part of the records each value has.
SHARE: Final = "share"
# What a range is compared with: the same length before it, or the same days, weeks, months, years before.
COMPARED: Final = ("previous_period", "-1d", "-1w", "-1M", "-1y")
# The units of time that a measure may be divided by.
RATES: Final = ("second", "minute", "hour", "day")
# The measures that are divided by time, and those that are shown as shares of all.
RATED: Final = ("count", "sum")
SHARED: Final = ("count", "sum", "count_distinct")
# What rows have beside their measures.
RESERVED: Final = frozenset(
    (
        *("range", "missing", "time_interval", "label", "from", "to", "x", "group", "series", "value"),
        *("percentage", "sample_count", "sample_counts", "record_count", "other", "excluded"),
        *("group_excluded", "previous", "change", "percent", "partial", "short", "total"),
    )
)
# The margins of a pivot: a total for each row, for each column, and of all.
MARGINS: Final = ("rows", "columns", "all")
PERIODS: Final = ("minute", "hour", "day", "week", "month", "quarter", "year")
CHART_TYPES: Final = ("line", "bar", "pie", "histogram", "stat", "list", "table", "pivot")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a type of field may be drawn as, and aggregated by."""

    charts: frozenset[str]
    aggregations: tuple[str, ...]


MATRIX: Final[Mapping[DataType, Rule]] = MappingProxyType(
    {
        # type                     charts                            aggregations
        DataType.NUMERIC: Rule(frozenset({"line", "bar", "histogram"}), AGGREGATIONS),
        DataType.BOOLEAN: Rule(frozenset({"pie", "bar"}), ("count", "avg", *ENDS)),
        DataType.STRING: Rule(frozenset({"pie", "bar"}), ("count", "count_distinct", *ENDS)),
        DataType.DATETIME: Rule(frozenset({"line", "bar"}), ("count", "min", "max", *ENDS)),
    }
)

# A list shows any field, a table's dimensions are any fields; a stat plots none.
CHARTS_OF_FIELDS: Final = frozenset({"line", "bar", "pie", "histogram"})
# Those that put values into an order.
ORDERED_CHARTS: Final = frozenset({"histogram"})
# Which charts take `group_by`.
GROUPABLE: Final = frozenset({"line", "bar", "pie", "stat"})
# How many rows a list or table has where the widget does not say.
DEFAULT_LIMIT: Final = 100
# How long names and paths are at most, in characters.
NAME_LENGTH: Final = 255


def charts_for(data_type: DataType, kind_charts: frozenset[str] | None = None) -> frozenset[str]:
    """Return the charts a field may be drawn as; a metric's kind may replace the matrix's row.

    >>> sorted(charts_for(DataType.STRING)), sorted(charts_for(DataType.STRING, frozenset({"pie"})))
    (['bar', 'pie'], ['pie'])
    """
    return MATRIX[data_type].charts if kind_charts is None else kind_charts


def aggregations_for(data_type: DataType) -> tuple[str, ...]:
    """Return the aggregations a field may have.

    >>> aggregations_for(DataType.BOOLEAN)
    ('count', 'avg', 'first', 'last')
    """
    return MATRIX[data_type].aggregations
