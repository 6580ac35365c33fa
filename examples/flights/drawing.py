"""Charts as SVG: widgetql's Vega-Lite specification, drawn by vl-convert without a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass

import vl_convert

from examples.flights.dashboard import Answer


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of exactly this size in pixels, and what it shows in words."""

    svg: str
    width: int
    height: int


def draw(answer: Answer, width: int, height: int, prefix: str = "w") -> Drawing:
    """Draw a line, bar or pie into a box; the card around it has the title."""
    spec = answer.data.to_vega_lite(width=width, height=height, theme="light")
    del spec["title"]
    spec |= {"width": width, "height": height, "background": None}
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    # A little room below: the last line of text has descenders.
    spec["padding"] = {"top": 0, "left": 0, "right": 0, "bottom": 4}
    for part in ("axis", "legend"):
        spec["config"][part] |= {"labelFontSize": 12, "titleFontSize": 12}
    svg = vl_convert.vegalite_to_svg(spec)
    return Drawing(_apart(svg, f"{prefix}{answer.widget['id']}"), width, height)


def caption(answer: Answer) -> str:
    """What a card shows: the field and its aggregation, and what it leaves out."""
    data = answer.data.to_dict()["data"]
    match answer.widget["chart_type"]:
        case "list":
            return f"the newest {len(data)}"
        case "table":
            return f"the first {len(data)}"
        case _:
            parts = list(answer.data.to_vega_lite(title=answer.name)["title"]["subtitle"])
    if any("partial" in row for row in data):
        parts.append(f"lighter where it is not a whole {answer.widget['time_period']}")
    return "; ".join(parts)


def with_tips(svg: str) -> str:
    """Give each mark the browser's own tooltip: the text that a screen reader says."""
    return re.sub(r'(<path aria-label="([^"]+)"[^>]*?)(?:/>|></path>)', r"\1><title>\2</title></path>", svg)


def _apart(svg: str, prefix: str) -> str:
    """Make a drawing's ids its own: several stand in one document."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
