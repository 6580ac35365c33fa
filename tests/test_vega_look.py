"""How drawings look: themes, colours, what fits the width, names with their units. Golden specifications."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
import vl_convert

from tests.pictures import share_apart
from tests.test_vega import DAY, EVERY_SHAPE, LATER, NEXT, Response, bars, grouped, points, response, slices
from widgetql import compute_widget_data
from widgetql.testing.example import connect, dataset, november
from widgetql.vega import vega_lite
from widgetql.vega.look import GREY, PALETTE, palette

GOLDEN: Final = Path(__file__).parent / "golden_vega"
LONG: Final = "a very long name of a topic that somebody has pasted into the wrong field of a form"
GROUPED_STAT: Final = response(
    "stat", [{"group": f"{LONG} {place}", **{f"stat_{n}": 336776 for n in range(12)}} for place in range(3)]
)
# A range without an end is closed at `now`.
OPEN: Final = {
    "range": {"start": "2025-11-01T00:00:00Z", "end": "2026-11-01T00:00:00Z"},
    "now": "2026-11-01T00:00:00Z",
}
COLUMNS: Final = [
    {"name": "success_rate", "label": "Won", "unit": None, "format": "percent", "role": "measure"},
    {"name": "mean", "label": "mean", "unit": "s", "format": None, "role": "measure"},
    {"name": "wait", "label": "wait", "unit": "s", "format": "duration", "role": "measure"},
    {"name": "group", "label": "Team of the agent", "unit": None, "format": None, "role": "dimension"},
]
LOOKED_AT: Final = (
    *("bar-count-by-group", "bar-compared", "histogram", "line", "pie"),
    *("stat", "stat-by-group", "list", "table"),
)
SHAPES: Final = EVERY_SHAPE | {
    "stat-of-long-groups": GROUPED_STAT,
    "list-of-long-texts": response("list", [{"id": 1, **{f"text{n}": LONG for n in range(5)}}]),
    "pie-of-long-labels": slices(*((f"{n} {LONG}", 3) for n in range(9))),
    "bar-of-long-groups": grouped(*((DAY, f"{n} {LONG}", 3) for n in range(20))),
    "line-of-a-long-name": points((DAY, 1), (NEXT, 2), meta={"display_name": LONG, "unit": "s"}),
}


def width_of(svg: str) -> float:
    found = re.search(r'<svg [^>]*?width="([\d.]+)"', svg)
    assert found
    return float(found[1])


@pytest.mark.parametrize("name", SHAPES)
def test_every_drawing_fits_a_phone_in_vega_lite_6_and_on_a_dark_page(name: str, capfd: Any) -> None:
    spec = vega_lite(
        SHAPES[name], title=f"{LONG} {LONG}", width=400, theme="dark", version=6, columns=COLUMNS
    )
    assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json"
    svg = vl_convert.vegalite_to_svg(json.loads(json.dumps(spec)), vl_version="6.4", show_warnings=True)
    assert capfd.readouterr().err == ""
    # The axis and its labels stand beside the plot.
    assert width_of(svg) <= 400 + 60


@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_specifications_are_as_looked_at(name: str, theme: Any, width: int) -> None:
    spec = vega_lite(EVERY_SHAPE[name], width=width, theme=theme, columns=COLUMNS)
    path = GOLDEN / f"{name}-{width}-{theme}.json"
    text = json.dumps(spec, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("WIDGETQL_GOLDEN"):
        path.write_text(text)
    assert path.read_text() == text


@pytest.mark.parametrize("width", [400, 1200])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_pictures_are_as_looked_at_in_both_versions(name: str, theme: Any, width: int) -> None:
    look: dict[str, Any] = {"width": width, "theme": theme, "columns": COLUMNS}
    path = GOLDEN / f"{name}-{width}-{theme}.png"
    five, six = (
        vl_convert.vegalite_to_png(
            vega_lite(EVERY_SHAPE[name], version=version, **look), vl_version=drawn_by, scale=0.5
        )
        for version, drawn_by in ((5, "5.21"), (6, "6.4"))
    )
    if os.environ.get("WIDGETQL_GOLDEN"):
        path.write_bytes(five)
    assert share_apart(five, path.read_bytes()) <= 0.01
    assert share_apart(five, six) <= 0.01


def test_pictures_are_told_apart() -> None:
    light, dark = ((GOLDEN / f"line-400-{theme}.png").read_bytes() for theme in ("light", "dark"))
    assert share_apart(light, light) == 0
    assert share_apart(light, dark) > 0.9


@pytest.mark.parametrize(
    ("theme", "paper", "ink"),
    [("light", "#FFFFFF", "#1F2933"), ("dark", "#181C22", "#E4E8EE"), (None, "transparent", "#737B86")],
)
def test_a_theme_is_paper_and_ink(theme: Any, paper: Any, ink: str) -> None:
    spec = vega_lite(EVERY_SHAPE["stat"], theme=theme)
    assert (spec["background"], spec["config"]["title"]["color"]) == (paper, ink)
    assert spec["layer"][0]["mark"]["color"] == ink


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", None])
def test_text_is_readable_on_its_paper_and_without_a_theme_on_either(theme: Any) -> None:
    spec = vega_lite(EVERY_SHAPE["bar"], theme=theme)
    papers = [spec["background"]] if theme else ["#FFFFFF", "#111111"]
    inks = [spec["config"]["title"]["color"], spec["config"]["axis"]["labelColor"]]
    assert min(contrast(ink, paper) for ink in inks for paper in papers) >= (4.5 if theme else 3.5)


def test_colours_are_seen_on_either_page() -> None:
    assert min(contrast(one, "#FFFFFF") for one in (*PALETTE, GREY)) >= 1.9
    assert min(contrast(one, "#181C22") for one in (*PALETTE, GREY)) >= 2.3


@pytest.mark.parametrize("count", [1, 10, 26, 27, 300])
def test_no_colour_is_there_twice(count: int) -> None:
    source = grouped(*((DAY, f"g{place}", 1) for place in range(count)))
    colours = vega_lite(source)["encoding"]["color"]["scale"]["range"]
    assert len(colours) == len({*colours, GREY}) - 1 == count
    assert colours == palette(count)


@pytest.mark.parametrize(
    ("meta", "end"),
    [
        pytest.param(OPEN, "2025-11-06T00:00:00", id="open-ends-at-the-data"),
        pytest.param(OPEN | {"now": "2027-01-01T00:00:00Z"}, "2026-11-01T00:00:00", id="asked-for"),
    ],
)
def test_the_axis_of_an_open_range_ends_at_the_data(meta: dict[str, Any], end: str) -> None:
    scale = vega_lite(bars((DAY, 1), (LATER, 2), meta=meta))["encoding"]["x"]["scale"]
    ends = [datetime.fromisoformat(one + "+00:00").timestamp() * 1000 for one in ("2025-11-01T00:00:00", end)]
    assert [scale["domainMin"], scale["domainMax"]] == ends


@pytest.mark.parametrize(
    ("source", "columns", "title"),
    [
        pytest.param(grouped((DAY, "a", 1), (DAY, "b", 1)), (), "Topic", id="its-path-in-words"),
        pytest.param(grouped((DAY, "a", 1), (DAY, "b", 1)), COLUMNS, "Team of the agent", id="its-label"),
        pytest.param(slices(("a", 1), ("b", 1)), (), "Duration", id="pie"),
    ],
)
def test_a_legend_names_its_field(source: Response, columns: Any, title: str) -> None:
    assert vega_lite(source, columns=columns)["encoding"]["color"]["legend"]["title"] == title


def test_stats_are_written_as_they_say() -> None:
    source = response("stat", {"success_rate": 0.6933, "mean": 61.53, "wait": 5400, "total": 3})
    tiles = [(row["name"], row["text"]) for row in vega_lite(source, columns=COLUMNS)["data"]["values"]]
    assert tiles == [("Won", "69.3 %"), ("Mean", "61.53 s"), ("Wait", "1 h 30 min"), ("Total", "3")]
    assert vega_lite(source, width=400)["width"] == vega_lite(GROUPED_STAT, width=400)["width"] == 400


def test_an_answer_brings_its_own_labels_and_formats() -> None:
    with connect() as connection:
        answer = compute_widget_data(connection, {"chart_type": "stat"}, dataset, **november)
    assert [row["text"] for row in answer.to_vega_lite()["data"]["values"]] == ["3", "66.7 %", "61.5 s"]
    assert answer.to_vega_lite(theme="dark", version=6)["$schema"].endswith("v6.json")
    assert answer.to_png(width=200).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("options", "message"),
    [({"theme": "sepia"}, "no theme is named 'sepia'"), ({"version": 4}, "Vega-Lite has no version 4 here")],
)
def test_what_there_is_not_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        vega_lite(EVERY_SHAPE["bar"], **options)
