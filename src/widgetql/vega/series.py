"""Names, order and colours of slices and groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from widgetql.vega.look import GREY, PALETTE, palette
from widgetql.vega.reading import MISSING, Chart, Spec

_YES_AND_NO: Final = {"true": PALETTE[0], "false": PALETTE[1]}


@dataclass(frozen=True, slots=True)
class Series:
    """The name of each row's group or slice, and all names in the order of the legend."""

    of_rows: Sequence[str]
    ordered: Sequence[str]
    rest: frozenset[str]
    title: str | None = None

    def rank(self, name: str) -> int:
        """Return a name's place in the order."""
        return self.ordered.index(name)

    def renamed(self, names: Sequence[str]) -> Series:
        """Return the same series under other names, one for each row."""
        new = dict(zip(self.of_rows, names, strict=True))
        rest = frozenset(new[name] for name in self.rest)
        return Series(names, [new[name] for name in self.ordered], rest, self.title)

    def colour(self, width: object) -> Spec:
        """Return the colour channel; `width` is the room for the legend below, in pixels."""
        scale: Spec = {"domain": list(self.ordered), "range": self.colours()}
        return {
            "field": "name",
            "type": "nominal",
            "scale": scale,
            "sort": None,
            "legend": self._legend(width),
        }

    def colours(self) -> list[str]:
        """Return the palette in order; true and false are always the same two, the rest is grey."""
        fixed = _YES_AND_NO if set(self.ordered) <= {"true", "false", MISSING} else {}
        return [
            GREY if name in self.rest else fixed.get(name, colour)
            for name, colour in zip(self.ordered, palette(len(self.ordered)), strict=True)
        ]

    def _legend(self, width: object) -> Spec | None:
        if len(self.ordered) < 2:
            return None
        room = width if isinstance(width, int) else 600
        # Many names stand in two columns at least.
        limit = min(220, room - 40 if len(self.ordered) < 7 else room // 2 - 34)
        longest = min(limit, 6 * max(map(len, self.ordered))) + 32
        return {
            "orient": "bottom",
            "columns": max(1, min(len(self.ordered), room // longest)),
            "offset": 10,
            "title": self.title,
            "labelLimit": limit,
        }


def groups_of(chart: Chart) -> Series:
    """Return the series of a grouped chart: largest first, then the missing, then the rest."""
    weights: dict[str, float] = {}
    last: dict[str, int] = {}
    names = _names(chart, "group")
    for row, name in zip(chart.rows, names, strict=True):
        weights[name] = weights.get(name, 0) + (row.get("sample_count", 1) or 0)
        last[name] = 2 if row.get("other") else int(row.get("group") is None)
    ordered = sorted(weights, key=lambda name: (last[name], -weights[name]))
    return Series(names, ordered, _rest(chart, names), chart.group_name)


def slices_of(chart: Chart) -> Series:
    """Return the slices of a pie in the data's order, the rest last."""
    names = _names(chart, "label")
    rest = _rest(chart, names)
    ordered = sorted(dict.fromkeys(names), key=lambda name: name in rest)
    return Series(names, ordered, rest, chart.plot_name or None)


def _names(chart: Chart, key: str) -> list[str]:
    """One name per row, different for different values: a group called "other" is not the rest."""
    taken: dict[str, object] = {}
    names: list[str] = []
    for row in chart.rows:
        value: object = row.get(key)
        identity: object = (bool(row.get("other")), type(value).__name__, value)
        name = chart.text(value)
        while taken.setdefault(name, identity) != identity:
            name += " (rest)" if row.get("other") else " (2)"
        names.append(name)
    return names


def _rest(chart: Chart, names: Sequence[str]) -> frozenset[str]:
    return frozenset(name for row, name in zip(chart.rows, names, strict=True) if row.get("other"))
