"""The colours and the type that page and picture share."""

from __future__ import annotations

from typing import Final

PAPER: Final = "#F3F5F8"
CARD: Final = "#FFFFFF"
EDGE: Final = "#E1E6EC"
RULE: Final = "#ECEFF3"
INK: Final = "#1F2933"
SOFT: Final = "#5B6573"
ACCENT: Final = "#0072B2"
# Liberation Sans has Arial's measures: labels placed for one fit the other.
FONT: Final = "'Liberation Sans', Arial, Helvetica, sans-serif"
