"""Where the cards of the dashboard stand: twelve columns, rows as high as their highest card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from examples.flights.dashboard import Answer

WIDTH: Final = 1440
MARGIN: Final = 44
GAP: Final = 22
PADDING: Final = 24
HEAD: Final = 74
ROW: Final = 31
_PLOT: Final = 270
_TILES: Final = 116


@dataclass(frozen=True, slots=True)
class Card:
    """A widget's place, in pixels from the top left."""

    answer: Answer
    x: int
    y: int
    width: int
    height: int

    @property
    def inner(self) -> tuple[int, int]:
        """The room below the heading."""
        return self.width - 2 * PADDING, self.height - HEAD - PADDING


def place(answers: Sequence[Answer], top: int) -> list[Card]:
    """Fill rows of twelve columns from left to right."""
    unit = (WIDTH - 2 * MARGIN + GAP) / 12
    cards: list[Card] = []
    row: list[Answer] = []
    for answer in answers:
        if sum(one.columns for one in row) + answer.columns > 12:
            cards += _row(row, top, unit)
            top, row = cards[-1].y + cards[-1].height + GAP, []
        row.append(answer)
    return cards + _row(row, top, unit)


def _row(answers: Sequence[Answer], top: int, unit: float) -> list[Card]:
    height = max(_height(answer) for answer in answers)
    cards: list[Card] = []
    taken = 0
    for answer in answers:
        x = MARGIN + round(taken * unit)
        cards.append(Card(answer, x, top, round(answer.columns * unit) - GAP, height))
        taken += answer.columns
    return cards


def _height(answer: Answer) -> int:
    match answer.widget["chart_type"]:
        case "stat":
            return _TILES
        case "list" | "table":
            response = answer.data.to_dict()
            rows = len(response["data"]) + ("totals" in response["metadata"])
            return HEAD + ROW * (rows + 1) + PADDING
        case _:
            return HEAD + _PLOT + PADDING
