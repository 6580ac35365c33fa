"""How charts look: inks for a light page, a dark one, or either; a palette that never repeats a colour."""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

Theme: TypeAlias = Literal["light", "dark"]

# Okabe and Ito's colours that can be seen on white and on black, then each the farthest from all before it
# (in Oklab, grey among them) of those that can. Told apart with the common colour vision deficiencies as far
# as the first six; grey is kept for what is not a category: the rest.
PALETTE: Final[tuple[str, ...]] = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#685626", "#943593", "#7DC953",
    "#A92229", "#8977EC", "#F793F5", "#8A697C", "#9A8F14", "#177820", "#F69B95", "#5D45B6", "#C54476",
    "#196467", "#2AC5A8", "#6B93A3", "#ADA3FF", "#0991ED", "#B6866D", "#9C681A", "#AB58BE",
)  # fmt: skip
GREY: Final = "#A6ADB8"
# Hues that far apart never come near each other soon: the golden section of the circle.
_TURN: Final = 0.618033988749895
_LIGHTNESS: Final = (0.42, 0.56, 0.68)


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a theme that are no categories: of text, quieter text, rules, axes, and what is behind.

    `paper` is None where the page is seen through; `before` is a line's across bars.
    """

    ink: str
    soft: str
    rule: str
    line: str
    paper: str | None
    before: str


# Without a theme nothing is known of the page: greys that contrast by more than 3 with white and with black.
_EITHER: Final = Look("#737B86", "#7A8290", "#8A929E55", "#8A929E", None, PALETTE[1])
_THEMES: Final[Mapping[str | None, Look]] = MappingProxyType(
    {
        None: _EITHER,
        "light": Look("#1F2933", "#5B6573", "#E6E9EE", "#C5CCD6", "#FFFFFF", "#1F2933"),
        "dark": Look("#E4E8EE", "#9AA4B2", "#2B313A", "#4A5361", "#181C22", "#E4E8EE"),
    }
)


def look_of(theme: Any) -> Look:
    """Return the colours of a theme; `ValueError` where there is none of the name."""
    if theme is not None and theme not in ("light", "dark"):
        raise ValueError(f"no theme is named {theme!r}; light, dark, or None for either page")
    return _THEMES[theme]


def palette(count: int) -> list[str]:
    """Return as many different colours as there are categories.

    >>> len(set(palette(500))), palette(2)
    (500, ['#0072B2', '#E69F00'])
    """
    found: dict[str, None] = dict.fromkeys(PALETTE[:count])
    turn = 0
    while len(found) < count:
        turn += 1
        lightness = _LIGHTNESS[turn % len(_LIGHTNESS)]
        red, green, blue = hls_to_rgb(turn * _TURN % 1, lightness, 0.55)
        found.setdefault(f"#{round(255 * red):02X}{round(255 * green):02X}{round(255 * blue):02X}")
    return list(found)
