"""The whole dashboard as one SVG, and that as a PNG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

import vl_convert

from examples.flights.dashboard import Answer
from examples.flights.drawing import captions, draw
from examples.flights.layout import GAP, HEAD, MARGIN, PADDING, ROW, WIDTH, Card, place
from examples.flights.look import FONT, LIGHT
from examples.flights.words import Column, columns_of, phrase, range_of, stat_tiles

_TOP: Final = 142
_FOOT: Final = 62


def png(dashboard: dict[str, Any], answers: Sequence[Answer], credit: str, scale: float = 2) -> bytes:
    """Draw the dashboard as a PNG, `scale` pixels for each of the layout's."""
    return vl_convert.svg_to_png(svg(dashboard, answers, credit), scale=scale)


def svg(dashboard: dict[str, Any], answers: Sequence[Answer], credit: str) -> str:
    """Draw the dashboard as one SVG document."""
    cards = place(answers, _TOP)
    height = cards[-1].y + cards[-1].height + _FOOT
    body = [
        f'<rect width="{WIDTH}" height="{height}" fill="{LIGHT.paper}"/>',
        _text(dashboard["name"], MARGIN, 70, size=34, bold=True),
        _text(dashboard["description"], MARGIN, 102, size=16, colour=LIGHT.soft),
        _text(range_of(answers), WIDTH - MARGIN, 102, size=16, colour=LIGHT.soft, anchor="end"),
        *(part for card in cards for part in _card(card)),
        _text(credit, MARGIN, height - 26, size=13, colour=LIGHT.soft),
    ]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{FONT}">'
    )
    return "\n".join([opening, *body, "</svg>"])


def _card(card: Card) -> Iterator[str]:
    kind = card.answer.widget["chart_type"]
    if kind == "stat":
        yield from _tiles(card)
        return
    yield _box(card.x, card.y, card.width, card.height)
    left, (width, height) = card.x + PADDING, card.inner
    yield _text(card.answer.name, left, card.y + 34, size=17, bold=True)
    yield _text(note(card.answer), left, card.y + 55, size=13, colour=LIGHT.soft)
    if kind in ("list", "table"):
        yield from _grid(columns_of(card.answer), left, card.y + HEAD, width)
        return
    drawing = draw(card.answer, (width, height))
    yield drawing.svg.replace("<svg ", f'<svg x="{left}" y="{card.y + HEAD}" ', 1)


def _tiles(card: Card) -> Iterator[str]:
    tiles = stat_tiles(card.answer)
    width = (card.width + GAP) / len(tiles)
    for number, (label, value) in enumerate(tiles):
        x = card.x + round(number * width)
        yield _box(x, card.y, round(width) - GAP, card.height)
        yield _text(label, x + PADDING, card.y + 40, size=14, colour=LIGHT.soft)
        yield _text(
            value,
            x + PADDING,
            card.y + 84,
            size=32,
            bold=True,
            colour=LIGHT.accent if not number else LIGHT.ink,
        )


def note(answer: Answer) -> str:
    """The line below a card's title: what is plotted, and the widget's own filter."""
    asked = phrase(answer.widget.get("filters"))
    return ", ".join(
        part for part in ("; ".join(captions(answer)), f"where {asked}" if asked else "") if part
    )


def _grid(columns: Sequence[Column], left: float, top: float, width: float) -> Iterator[str]:
    """Columns of text, the spare room shared among them."""
    needs = [
        max(_length(text) for text in (column.heading, *column.cells, column.total or ""))
        for column in columns
    ]
    spare = (width - sum(needs)) / max(1, len(columns) - 1)
    x = left
    for column, need in zip(columns, needs, strict=True):
        at, anchor = (x + need, "end") if column.right else (x, "start")
        yield _text(column.heading, at, top + 19, size=13, bold=True, colour=LIGHT.soft, anchor=anchor)
        for row, cell in enumerate(column.cells, start=1):
            yield _text(cell, at, top + ROW * row + 20, size=14, anchor=anchor)
        if column.total is not None:
            below = top + ROW * (len(column.cells) + 1) + 20
            yield _text(column.total, at, below, size=14, bold=True, anchor=anchor)
        x += need + spare
    for row in range(1, len(columns[0].cells) + 1 + (columns[0].total is not None)):
        y = top + ROW * row - 0.5
        yield f'<line x1="{left}" x2="{left + width}" y1="{y}" y2="{y}" stroke="{LIGHT.rule}"/>'


def _length(text: str) -> float:
    """About how wide a text of 14 pixels is."""
    return sum(
        5 if char in " .,:;'|iljtfrI()" else 12 if char in "mwMW%" else 9.5 if char.isupper() else 7.8
        for char in text
    )


def _box(x: float, y: float, width: float, height: float) -> str:
    colours = f'fill="{LIGHT.card}" stroke="{LIGHT.edge}"'
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="10" {colours}/>'


def _text(
    text: str,
    x: float,
    y: float,
    *,
    size: int,
    bold: bool = False,
    colour: str = LIGHT.ink,
    anchor: str = "start",
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{colour}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
