"""The dashboard as one HTML page that asks for nothing else: charts are inline SVG, there is no script."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from string import Template
from typing import Any, Final

from examples.flights.dashboard import Answer, Query
from examples.flights.drawing import caption, draw, with_tips
from examples.flights.layout import HEAD, Card, place
from examples.flights.look import ACCENT, CARD, EDGE, FONT, INK, PAPER, RULE, SOFT
from examples.flights.words import Column, columns_of, phrase, range_of, stat_tiles

_STYLE: Final = Template("""
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: $paper; color: $ink; font: 15px/1.45 $font; }
main { max-width: 1440px; margin: 0 auto; padding: 40px 44px 32px; }
h1 { margin: 0; font-size: 34px; line-height: 1.2; letter-spacing: -0.01em; }
header p { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 24px; margin: 6px 0 28px; color: $soft; font-size: 16px; }
.cards { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: 22px; align-items: start; }
.card { background: $card; border: 1px solid $edge; border-radius: 10px; padding: 18px 24px 14px; min-width: 0; }
.card.bare { background: none; border: 0; padding: 0; }
h2 { margin: 0; font-size: 17px; line-height: 1.3; }
.note { margin: 2px 0 14px; color: $soft; font-size: 13px; min-height: 1.45em; }
.note code { font-size: 12px; }
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; overflow: visible; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 22px; margin: 0; }
.tiles div { background: $card; border: 1px solid $edge; border-radius: 10px; padding: 20px 24px 16px; }
.tiles dt { color: $soft; font-size: 14px; }
.tiles dd { margin: 4px 0 0; font-size: 31px; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tiles div:first-child dd { color: $accent; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { color: $soft; font-size: 13px; text-align: left; padding: 4px 16px 6px 0; white-space: nowrap; }
td { border-top: 1px solid $rule; padding: 5px 16px 4px 0; font-size: 14px; }
th.right, td.right { text-align: right; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:hover { background: $paper; }
details { margin-top: 12px; border-top: 1px solid $rule; padding-top: 8px; color: $soft; font-size: 13px; }
.bare details { border: 0; margin-top: 6px; }
summary { cursor: pointer; width: max-content; }
summary:hover { color: $accent; }
pre { margin: 6px 0 12px; padding: 12px 14px; background: $paper; border-radius: 6px; color: $ink; overflow-x: auto;
  font: 12px/1.5 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
h3 { margin: 12px 0 0; font-size: 12px; }
footer { margin-top: 28px; color: $soft; font-size: 13px; }
@media (max-width: 900px) { main { padding: 24px 16px; } .card { grid-column: 1 / -1 !important; } }
""")


def html(dashboard: dict[str, Any], answers: Sequence[Answer], credit: str) -> str:
    """Write the page."""
    cards = "\n".join(_card(card) for card in place(answers, 0))
    style = _STYLE.substitute(
        paper=PAPER, ink=INK, soft=SOFT, card=CARD, edge=EDGE, rule=RULE, accent=ACCENT, font=FONT
    )
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
            tiles = "".join(f"<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>" for a, b in stat_tiles(answer))
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
    asked = phrase(answer.widget.get("filters"))
    parts = [escape(text) for text in (caption(answer),) if text] + ([f"<code>{escape(asked)}</code>"] if asked else [])
    return f'<p class="note">{"; ".join(parts)}</p>'


def _figure(card: Card) -> str:
    """The chart: it grows and shrinks with its card."""
    width, height = card.inner
    drawing = with_tips(draw(card.answer, width, height + HEAD - 60).svg)
    return f'<figure role="img" aria-label="{escape(card.answer.name)}">{drawing}</figure>'


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
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>'


def _details(answer: Answer) -> str:
    """The widget as its customer stored it, the filter in force, and the SQL that answered."""
    widget = {key: value for key, value in answer.widget.items() if key != "config"}
    queries = "\n\n".join(_query(query) for query in answer.queries)
    parts = (("Widget", _json(widget)), ("Filter, with the dashboard's", _json(answer.filters)), ("SQL", queries))
    shown = "".join(f"<h3>{name}</h3><pre>{escape(text)}</pre>" for name, text in parts)
    return f"<details><summary>Widget, filter and SQL ({1000 * answer.seconds:.0f} ms)</summary>{shown}</details>"


def _query(query: Query) -> str:
    sql = re.sub(r" \n", "\n", query.sql)
    return f"{sql}\n-- {query.parameters!r}"


def _json(value: Any) -> str:
    """JSON with short objects on one line."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return re.sub(r"([{\[])\s+([^{}\[\]]{1,100}?)\s+([}\]])", lambda m: m[1] + " ".join(m[2].split()) + m[3], text)
