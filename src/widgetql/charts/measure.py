"""The bound measure: what a chart computes of each row, under its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from widgetql.charts.rules import RESERVED
from widgetql.charts.spec import Metric
from widgetql.dynamic import Chosen
from widgetql.errors import Pointer
from widgetql.filters.ast import Filter
from widgetql.plan.query import Aggregate
from widgetql.types import DataType


@dataclass(frozen=True, slots=True)
class Measure:
    """An aggregation, or what is derived from the others of its widget, which are named.

    `aggregate` has the name of the answer; `filter` and `chosen` are the measure's own, and None where it has
    none. Without a connection the type of a dynamic field is not known, and there is no `aggregate`.
    """

    written: Metric
    aggregate: Aggregate | None = None
    chosen: Chosen | None = None
    filter: Filter | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """Its name."""
        return self.written.name

    @property
    def is_narrowed(self) -> bool:
        """Whether other rows than those of its row may go into it: under its filters, of its metric."""
        return self.written.filters is not None or self.written.metric is not None

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of what it is derived from."""
        if self.written.ratio is not None:
            return self.written.ratio
        return () if self.written.share is None else (self.written.share,)


def counted_by(one: Measure, by_name: dict[str, Measure]) -> Measure:
    """Return the measure whose rows count as those of one: of a ratio its divisor, of a share its measure."""
    return by_name[one.needs[-1]] if one.needs else one


def own_names(written: Iterable[Metric]) -> list[tuple[str, Pointer]]:
    """Return the names of measures, each with its place: those that rows have anyway are refused already."""
    return [(one.name, one.named_at) for one in written if one.name not in RESERVED]


def is_numeric(one: Aggregate) -> bool:
    """Tell whether the result of an aggregation is a number."""
    return one.type is DataType.NUMERIC or one.aggregation not in ("min", "max", "first", "last")


def is_number(one: Measure) -> bool:
    """Tell whether what a measure shows is a number: the first and last of times, or of words, are none."""
    return one.aggregate is None or is_numeric(one.aggregate)
