"""What a bar is compared with: a dashed line over each bucket, where the one before reached."""

from __future__ import annotations

from widgetql.vega.look import Look
from widgetql.vega.reading import Chart, Row, Spec


def before(chart: Chart, row: Row) -> Spec:
    """Return what a row's point says of the one that it is compared with; nothing where there is none."""
    previous = row.get("previous")
    if not previous or previous.get("value") is None:
        return {}
    percent = previous.get("percent")
    change = "" if percent is None else f" ({percent:+.1f} %)"
    return {"before": previous["value"], "earlier": f"{chart.measure(previous['value'])}{change}"}


def changed(row: Row, name: str) -> str:
    """Return by how much a cell of a table has changed, after its value; nothing where that is not known."""
    previous: Row = row.get("previous") or {}
    percents: Row = previous.get("percent") or {}
    percent = percents.get(name)
    return "" if percent is None else f" ({percent:+.1f} %)"


def earlier_of(chart: Chart, previous: Row, name: str) -> str:
    """Return what a stat was before, and by how much it has changed."""
    percents: Row = previous.get("percent") or {}
    value, percent = previous.get(name), percents.get(name)
    shown = "—" if value is None else chart.cell(name, value)
    return f"before: {shown}" if percent is None else f"before: {shown} ({percent:+.1f} %)"


def with_lines(bars: Spec, points: list[Spec], look: Look) -> Spec:
    """Return a specification of bars with a line where the bars before reached, if there are any."""
    if not any("before" in point for point in points):
        return bars
    inner = {key: bars[key] for key in ("transform", "mark", "encoding")}
    line: Spec = {
        "transform": [{"filter": "isValid(datum.before)"}],
        "mark": {"type": "rule", "strokeDash": [4, 3], "strokeWidth": 1.8, "color": look.before},
        "encoding": {
            "x": bars["encoding"]["x"],
            "x2": {"field": "to"},
            "y": {"field": "before", "type": "quantitative"},
            "tooltip": bars["encoding"]["tooltip"],
        },
    }
    return {key: value for key, value in bars.items() if key not in inner} | {"layer": [inner, line]}
