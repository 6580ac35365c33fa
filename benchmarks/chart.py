"""The chart: every ratio to the floor, with its target, a panel a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from benchmarks.figures import Figure
from benchmarks.report import TITLES

_GOOD, _BAD, _NEUTRAL = "#2f7d4f", "#c0392b", "#5b7ea3"
_STATES: Final = {
    True: ("target met", _GOOD),
    False: ("target missed", _BAD),
    None: ("no target", _NEUTRAL),
}


def drawn(figures: Sequence[Figure]) -> str:
    """Return the ratios as an SVG."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_specification(figures)))


def _specification(figures: Sequence[Figure]) -> dict[str, Any]:
    values = [
        {
            "row": figure.row,
            "database": TITLES[figure.database],
            "ratio": figure.figure,
            "target": figure.target,
            "state": _STATES[figure.is_good][0],
        }
        for figure in figures
        if figure.kind == "floor" and figure.figure is not None and figure.figure > 0
    ]
    row = {"field": "row", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 300}}
    # A ratio and its inverse are as far from 1.
    x = {"type": "quantitative", "scale": {"type": "log"}, "axis": {"tickCount": 4, "format": "~g"}}
    ratio = x | {"field": "ratio", "title": "time by the floor's"}
    names, colours = zip(*_STATES.values(), strict=True)
    scale = {"domain": names, "range": colours}
    state = {"field": "state", "title": None, "scale": scale, "legend": {"orient": "bottom"}}
    layers = [
        {"mark": {"type": "rule", "color": "#999", "strokeDash": [4, 3]}, "encoding": {"x": {"datum": 1}}},
        {
            "mark": {"type": "tick", "color": "#222", "thickness": 2, "size": 14},
            "encoding": {"y": row, "x": x | {"field": "target"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"y": row, "x": ratio, "color": state},
        },
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "facet": {"column": {"field": "database", "sort": [*TITLES.values()], "title": None}},
        "spec": {"width": 170, "height": {"step": 20}, "layer": layers},
        "config": {"background": "white", "font": "sans-serif"},
    }
