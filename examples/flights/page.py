"""The dashboard as one HTML page that asks for nothing else: charts are inline SVG, there is no script."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from itertools import product
from pathlib import Path
from string import Template
from typing import Any, Final

from examples.flights.dashboard import Answer, Query
from examples.flights.drawing import THEMES, captions, draw, with_tips
from examples.flights.layout import HEAD, Card, place
from examples.flights.look import DARK, FONT, LIGHT
from examples.flights.words import Column, columns_of, phrase, range_of, stat_tiles

# What a card has room for on a screen of 400 pixels.
_TELEPHONE: Final = 334
_STYLE: Final = Template(Path(__file__).with_name("page.css").read_text(encoding="utf-8"))


def html(dashboard: dict[str, Any], answers: Sequence[Answer], credit: str) -> str:
    """Write the page."""
    cards = "\n".join(_card(card) for card in place(answers, 0))
    style = _STYLE.substitute(light=LIGHT.css(), dark=DARK.css(), font=FONT)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(dashboard["name"])}</title>
<style>{style}</style>
</head>
<body>
<main>
<header>
<h1>{escape(dashboard["name"])}</h1>
<p><span>{escape(dashboard["description"])}</span><span>{escape(range_of(answers))}</span></p>
</header>
<div class="cards">
{cards}
</div>
<footer>{escape(credit)}</footer>
</main>
</body>
</html>
"""


def _card(card: Card) -> str:
    answer, kind = card.answer, card.answer.widget["chart_type"]
    bare = " bare" if kind == "stat" else ""
    head = "" if bare else f"<h2>{escape(answer.name)}</h2>\n{_note(answer)}\n"
    match kind:
        case "stat":
            tiles = "".join(
                f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in stat_tiles(answer)
            )
            body = f'<dl class="tiles">{tiles}</dl>'
        case "list" | "table":
            body = _table(columns_of(answer))
        case _:
            body = _figure(card)
    return (
        f'<section class="card{bare}" style="grid-column: span {answer.columns}">\n'
        f"{head}{body}\n{_details(answer)}\n</section>"
    )


def _note(answer: Answer) -> str:
    parts = [escape(text) for text in captions(answer)]
    if asked := phrase(answer.widget.get("filters")):
        parts.append(f"<code>{escape(asked)}</code>")
    return f'<p class="note">{"; ".join(parts)}</p>'


def _figure(card: Card) -> str:
    """The chart: it grows and shrinks with its card; a telephone has another, whose text is as large.

    Each on a light page and on a dark one.
    """
    width, height = card.inner
    sizes = (("large", (width, height + HEAD - 60)), ("small", (_TELEPHONE, 240)))
    return "".join(
        f'<figure class="{size} {theme}" role="img" aria-label="{escape(card.answer.name)}">'
        f"{with_tips(draw(card.answer, box, theme, size).svg)}</figure>"
        for (size, box), theme in product(sizes, THEMES)
    )


def _table(columns: Sequence[Column]) -> str:
    def cell(tag: str, column: Column, text: str) -> str:
        right = ' class="right"' if column.right else ""
        return f"<{tag}{right}>{escape(text)}</{tag}>"

    head = "".join(cell("th", column, column.heading) for column in columns)
    rows = (
        "<tr>" + "".join(cell("td", column, column.cells[row]) for column in columns) + "</tr>"
        for row in range(len(columns[0].cells) if columns else 0)
    )
    body = "\n".join(rows)
    totals = "".join(cell("td", column, column.total) for column in columns if column.total is not None)
    foot = f"<tfoot><tr>{totals}</tr></tfoot>" if totals else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody>{foot}</table>"
    return f'<div class="wide">{table}</div>'


def _details(answer: Answer) -> str:
    """The widget as its customer stored it, the filter in force, and the SQL that answered."""
    widget = {key: value for key, value in answer.widget.items() if key != "config"}
    queries = "\n\n".join(_query(query) for query in answer.queries)
    parts = (
        ("Widget", _json(widget)),
        ("Filter, with the dashboard's", _json(answer.filters)),
        ("SQL", queries),
    )
    shown = "".join(f"<h3>{name}</h3><pre>{escape(text)}</pre>" for name, text in parts)
    summary = f"Widget, filter and SQL ({1000 * answer.seconds:.0f} ms)"
    return f"<details><summary>{summary}</summary>{shown}</details>"


def _query(query: Query) -> str:
    sql = re.sub(r" \n", "\n", query.sql)
    return f"{sql}\n-- {query.parameters!r}"


def _json(value: Any) -> str:
    """JSON with short objects on one line."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return re.sub(
        r"([{\[])\s+([^{}\[\]]{1,100}?)\s+([}\]])", lambda m: m[1] + " ".join(m[2].split()) + m[3], text
    )
