"""Chart data as Vega-Lite v5 specifications: plain dicts in, plain dicts out, nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from widgetql.vega import bins, grids, plots
from widgetql.vega.grids import INK, RULE, SOFT
from widgetql.vega.reading import Chart, Spec

Width: TypeAlias = int | Literal["container"]

DRAWN: Final[Mapping[str, Callable[[Chart, Spec], Spec]]] = MappingProxyType(
    {
        "line": plots.line,
        "bar": plots.bar,
        "pie": plots.pie,
        "histogram": bins.histogram,
        "stat": grids.stat,
        "list": grids.table,
        "table": grids.table,
    }
)
"""One function a chart type."""


def vega_lite(
    response: Mapping[str, Any], *, title: str | None = None, width: Width = 600, height: int = 300
) -> dict[str, Any]:
    """Write a Vega-Lite v5 specification of what `WidgetData.to_dict()` gives, for any chart type.

    `title` replaces the one made of the field's name and aggregation (which then goes below it).
    `width` and `height` are pixels of the plot, without its axes; `"container"` fills the page's element
    (not a pie by group). Stats, lists and tables are grids of text, as high as they need.
    Times are those of the response's zone, which the axis names. Data is written into the specification
    as values, never into its expressions.

    Raises `ValueError` for a chart type that there is not.

    >>> spec = vega_lite({"chart_type": "pie", "data": [{"label": True, "value": 3, "percentage": 100.0}],
    ...                   "metadata": {"display_name": "Success", "data_type": "boolean"}})
    >>> spec["title"]["text"], [row["name"] for row in spec["data"]["values"]]
    ('Success', ['true · 100.0 %'])
    """
    chart = Chart.read(response)
    draw = DRAWN.get(chart.kind)
    if draw is None:
        raise ValueError(f"no chart type is named {chart.kind!r}; one of {', '.join(DRAWN)}")
    size: Spec = {"width": width, "height": height}
    drawn = draw(chart, size) if chart.has_values() else _nothing(size)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "white",
        "title": chart.title(title),
        **drawn,
        "config": _config(),
    }


def _nothing(size: Spec) -> Spec:
    """An empty chart that says so."""
    return {
        "data": {"values": [{"text": "No data"}]},
        **size,
        "mark": {"type": "text", "fontSize": 13, "color": SOFT},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


def _config() -> Spec:
    """The look that all charts share."""
    text: Spec = {"labelColor": SOFT, "labelFontSize": 11}
    title: Spec = {"titleColor": SOFT, "titleFontSize": 11, "titleFontWeight": "normal"}
    lines = "#C5CCD6"
    # The name of a value's unit stands above its axis, to be read without turning the head.
    above: Spec = {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleBaseline": "bottom",
        "titleY": -8,
    }
    return {
        "font": "Liberation Sans, Arial, Helvetica, sans-serif",
        "view": {"stroke": None},
        "title": {"anchor": "start", "color": INK, "fontSize": 14, "offset": 14}
        | {"subtitleColor": SOFT, "subtitleFontSize": 11, "subtitlePadding": 4},
        "axis": {**text, **title, "gridColor": RULE, "domainColor": lines, "tickColor": lines},
        "axisX": {"grid": False, "titlePadding": 8},
        "axisY": {"domain": False, "ticks": False, "tickCount": 5, "labelPadding": 6, **above},
        "legend": {**text, "title": None, "symbolType": "square", "labelLimit": 220},
        "header": {**text, "labelFontWeight": "bold"},
    }
