"""Chart data as Vega-Lite specifications: plain dicts in, plain dicts out, nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from widgetql.vega import bins, grids, heat, plots
from widgetql.vega.look import Look, Theme
from widgetql.vega.reading import Chart, Row, Spec

Width: TypeAlias = int | Literal["container"]
Version: TypeAlias = Literal[5, 6]

DRAWN: Final[Mapping[str, Callable[[Chart, Spec], Spec]]] = MappingProxyType(
    {
        "line": plots.line,
        "bar": plots.bar,
        "pie": plots.pie,
        "histogram": bins.histogram,
        "stat": grids.stat,
        "list": grids.table,
        "table": grids.table,
        "pivot": heat.pivot,
    }
)
"""One function a chart type."""


def vega_lite(
    response: Mapping[str, Any],
    *,
    title: str | None = None,
    width: Width = 600,
    height: int = 300,
    theme: Theme | None = None,
    version: Version = 5,
    columns: Sequence[Row] = (),
) -> dict[str, Any]:
    """Write a Vega-Lite specification of what `WidgetData.to_dict()` gives, for any chart type.

    `title` replaces the one made of the field's name and aggregation (which then goes below it).
    `width` and `height` are pixels of the plot, without its axes; `"container"` fills the page's element
    (not a pie by group). Stats, lists and tables are grids of text, as high as they need: columns that do
    not fit beside each other stand below each other. `theme` is that of the page, `"light"` or `"dark"`;
    without one the page is seen through, and greys are readable on both. `version` is Vega-Lite's, 5 or 6.
    `columns` are those of `WidgetData.columns`, which say labels, units and formats.
    Times are those of the response's zone, which the axis names. Data is written into the specification
    as values, never into its expressions.

    Raises `ValueError` for a chart type, a theme or a version that there is not.

    >>> spec = vega_lite({"chart_type": "pie", "data": [{"label": True, "value": 3, "percentage": 100.0}],
    ...                   "metadata": {"display_name": "Success", "data_type": "boolean"}})
    >>> spec["title"]["text"], [row["name"] for row in spec["data"]["values"]]
    ('Success', ['true · 100.0 %'])
    """
    if version not in (5, 6):
        raise ValueError(f"Vega-Lite has no version {version!r} here: 5 or 6")
    chart = Chart.read(response, columns, theme)
    draw = DRAWN.get(chart.kind)
    if draw is None:
        raise ValueError(f"no chart type is named {chart.kind!r}; one of {', '.join(DRAWN)}")
    size: Spec = {"width": width, "height": height}
    drawn = draw(chart, size) if chart.has_values() else _nothing(size, chart.look)
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{version}.json",
        # Nothing is what Vega-Lite takes for white, and its schema refuses null.
        "background": chart.look.paper or "transparent",
        "title": _fitted(chart.title(title), width),
        **drawn,
        "config": _config(chart.look),
    }


def _fitted(title: Spec, width: Width) -> Spec:
    """Return a title in lines as wide as the plot."""
    room = width if isinstance(width, int) else 600
    lines = wrap(title["text"], max(12, room // 7))
    notes = [line for note in title["subtitle"] for line in wrap(note, max(12, room // 5))]
    return {"text": lines if len(lines) > 1 else title["text"], "subtitle": notes}


def _nothing(size: Spec, look: Look) -> Spec:
    """An empty chart that says so."""
    return {
        "data": {"values": [{"text": "No data"}]},
        **size,
        "mark": {"type": "text", "fontSize": 13, "color": look.soft},
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


def _config(look: Look) -> Spec:
    """The look that all charts share."""
    text: Spec = {"labelColor": look.soft, "labelFontSize": 11}
    title: Spec = {"titleColor": look.soft, "titleFontSize": 11, "titleFontWeight": "normal"}
    # A value's name and unit stand above its axis, to be read without turning the head.
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
        "title": {"anchor": "start", "color": look.ink, "fontSize": 14, "offset": 10}
        | {"subtitleColor": look.soft, "subtitleFontSize": 11, "subtitlePadding": 4},
        "axis": {**text, **title, "gridColor": look.rule, "domainColor": look.line, "tickColor": look.line},
        "axisX": {"grid": False, "titlePadding": 8},
        "axisY": {"domain": False, "ticks": False, "tickCount": 5, "labelPadding": 6, **above},
        "legend": {**text, **title, "symbolType": "square"},
        "header": {**text, **title, "labelFontWeight": "bold"},
    }
