"""Tables as HTML, for a notebook: every text is escaped, nothing in them is trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

_CELL: Final = "padding:2px 12px 2px 0;text-align:"
_CAPTION: Final = "text-align:left;font-weight:bold;white-space:nowrap"


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool] = ()
) -> str:
    """Return an HTML table; the columns that are `right` stand on the right, as numbers do.

    >>> table("Topics", ["label"], [["<b>"]])[-41:]
    'left">&lt;b&gt;</td></tr></tbody></table>'
    """
    sides = ["right" if one else "left" for one in right] or ["left"] * len(headings)
    head = "".join(map(_cell, ["th"] * len(headings), headings, sides))
    body = "".join(f"<tr>{''.join(map(_cell, ['td'] * len(row), row, sides))}</tr>" for row in rows)
    return (
        f'<table style="border-collapse:collapse"><caption style="{_CAPTION}">'
        f"{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(tag: str, text: str, side: str) -> str:
    return f'<{tag} style="{_CELL}{side}">{escape(text)}</{tag}>'
