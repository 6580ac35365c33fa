"""Written dimensions of parts and bins, bound: their fields are times, or numbers."""

from __future__ import annotations

from widgetql.charts.bound import Column
from widgetql.charts.spec import Bins, Dimension
from widgetql.errors import Pointer, Problems
from widgetql.fields import in_own_terms, reads_instants
from widgetql.plan.query import Plotted
from widgetql.types import DataType


def divided(plotted: Plotted, written: Dimension, problems: Problems, *, is_grouped: bool) -> Column | None:
    """Return the column of a dimension by a part or in bins; None, with the problem noted, for a wrong one.

    `is_grouped` tells that there are metrics: raw rows have neither.
    """
    key = "part" if written.part is not None else "bins"
    if not is_grouped:
        message = f"{key} needs metrics: without them a table shows raw rows"
        problems.add(written.at / key, "not_for_chart", message)
    if written.part is not None:
        part = part_of(plotted, written.part, written.at / key, problems)
        return None if part is None else Column(written.name, part)
    assert written.bins is not None
    return Column(written.name, plotted, bins=binned(plotted, written.bins, problems))


def part_of(plotted: Plotted, part: str, at: Pointer, problems: Problems) -> Plotted | None:
    """Return a part of a field's times."""
    found = plotted.found
    if not reads_instants(found.leaf):
        message = f"{found.path} ({plotted.type}) has no {part}: only times have parts"
        message = in_own_terms(found.leaf, f"{found.path} has no {part}") or message
        problems.add(at, "part_not_allowed", message)
        return None
    return Plotted(found.part_of_time(part), DataType.NUMERIC)


def binned(plotted: Plotted, bins: Bins, problems: Problems) -> Bins:
    """Return bins of a field, which must be of numbers that the database has an order of."""
    found = plotted.found
    message = (
        None if plotted.type is DataType.NUMERIC else f"{found.path} is {plotted.type}: bins are of numbers"
    )
    message = in_own_terms(found.leaf, f"no bins of {found.path}") or message
    if message is not None:
        problems.add(bins.at, "not_for_chart", message)
    return bins
