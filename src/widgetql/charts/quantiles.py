"""A percentile of all records where the database has none: values are sorted from the nearer end to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import types as sa

from widgetql.charts.bound import BoundWidget, Plotted
from widgetql.charts.samples import Samples
from widgetql.execution import Runner

# The values on both sides of a position.
_NEIGHBOURS = 2


def percentile_of(
    bound: BoundWidget, runner: Runner, plotted: Plotted, fraction: float, number: int
) -> float | None:
    """Return a percentile of a field's `number` values, by linear interpolation; None of nothing.

    With LIMIT a database keeps no more values than those up to the position, from the nearer end.
    """
    if number == 0:
        return None
    position = (number - 1) * fraction
    low = int(position)
    from_top = fraction >= 0.5
    samples = Samples(bound, runner)
    # From the top the upper neighbour comes first; the last value has none above it.
    samples.values["skipped"] = max(number - _NEIGHBOURS - low, 0) if from_top else low
    shape = samples.shape("percentile", from_top, plots=[plotted])
    rows = samples.rows(samples.kept(shape, lambda: _neighbours(samples, plotted, from_top)))
    values = sorted(float(row.value) for row in rows)
    if not values:
        return None
    if low == number - 1 or len(values) == 1:
        return values[-1]
    part = position - low
    return values[0] * (1 - part) + values[1] * part if part else values[0]


def _neighbours(samples: Samples, plotted: Plotted, from_top: bool) -> Any:
    reading = samples.read(plotted)
    samples.columns["value"] = reading.found
    samples.conditions.append(reading.present)
    order = reading.found.desc() if from_top else reading.found.asc()
    skipped = bindparam("skipped", type_=sa.Integer())
    return samples.statement().order_by(order).limit(_NEIGHBOURS).offset(skipped)
