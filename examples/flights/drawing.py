"""Charts as SVG: widgetql's Vega-Lite specification, drawn by vl-convert without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import vl_convert

from examples.flights.dashboard import Answer
from examples.flights.words import heading, whole

Theme: TypeAlias = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of exactly this size in pixels, and what it shows in words."""

    svg: str
    width: int
    height: int


def draw(answer: Answer, box: tuple[int, int], theme: Theme = "light", prefix: str = "w") -> Drawing:
    """Draw a chart into a box of so many pixels; the card around it has the title."""
    width, height = box
    spec = answer.data.to_vega_lite(width=width, height=height, theme=theme)
    del spec["title"]
    spec |= {"width": width, "height": height, "background": None}
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    # A little room below: the last line of text has descenders.
    spec["padding"] = {"top": 0, "left": 0, "right": 0, "bottom": 4}
    for part in ("axis", "legend"):
        spec["config"][part] |= {"labelFontSize": 12, "titleFontSize": 12}
    svg = vl_convert.vegalite_to_svg(spec)
    return Drawing(_apart(svg, f"{prefix}-{theme}-{answer.widget['id']}"), width, height)


def captions(answer: Answer) -> list[str]:
    """What a card shows: the field and its aggregation, and what it leaves out."""
    response = answer.data.to_dict()
    data: Any = response["data"]
    match answer.widget["chart_type"]:
        case "list":
            return [f"the newest {len(data)}"]
        case "table":
            return list(_of_table(response["metadata"], len(data)))
        case "pivot":
            return [heading(answer.widget["metrics"][0]["name"])]
        case _:
            titles = answer.data.to_vega_lite(title=answer.name)["title"]["subtitle"]
    # What several measures are called is the widget's name.
    parts = [title.removeprefix(f"{answer.name}, ") for title in titles]
    units = {one["unit"] for one in response["metadata"].get("columns", ()) if one["role"] == "measure"}
    parts += [unit for unit in units if unit]
    if "compare" in answer.widget:
        parts.append("dashed: the month before")
    elif any("partial" in row for row in data):
        parts.append(f"lighter where it is not a whole {answer.widget['time_period']}")
    return parts


def _of_table(metadata: Any, shown: int) -> Iterator[str]:
    if metadata["truncated"]:
        yield f"the first {shown}"
    if (excluded := metadata.get("excluded_by_having", {"groups": 0}))["groups"]:
        flights = whole(excluded["sample_count"])
        yield f"{excluded['groups']} with fewer are in the total alone, {flights} flights"


def with_tips(svg: str) -> str:
    """Give each mark the browser's own tooltip: the text that a screen reader says."""
    return re.sub(r'(<path aria-label="([^"]+)"[^>]*?)(?:/>|></path>)', r"\1><title>\2</title></path>", svg)


def _apart(svg: str, prefix: str) -> str:
    """Make a drawing's ids its own: several stand in one document."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
