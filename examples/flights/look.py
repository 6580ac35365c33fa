"""The colours and the type that page and picture share."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

# Liberation Sans has Arial's measures: labels placed for one fit the other.
FONT: Final = "'Liberation Sans', Arial, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a page; its cards are as widgetql's themes of that name."""

    paper: str
    card: str
    edge: str
    rule: str
    ink: str
    soft: str
    accent: str

    def css(self) -> str:
        """Return the colours as custom properties."""
        return " ".join(f"--{name}: {colour};" for name, colour in asdict(self).items())


LIGHT: Final = Look("#F3F5F8", "#FFFFFF", "#E1E6EC", "#ECEFF3", "#1F2933", "#5B6573", "#0072B2")
DARK: Final = Look("#0F1216", "#181C22", "#2B313A", "#252B33", "#E4E8EE", "#9AA4B2", "#56B4E9")
