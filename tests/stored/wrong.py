"""What is answered wrongly as yet, by the reason: the stored value, and the questions about it.

Each is a strict `xfail` of `test_stored`: what is mended has to leave this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WRONG: Final[Mapping[str, Mapping[str, str]]] = {
    "a text or number that is no date-time ends in an error, or is ordered as text": {
        "sqlite DATE ''": "shown aggregate",
        "sqlite DATE 'abc'": "shown aggregate",
        "sqlite DATE 20251107": "shown aggregate",
        "sqlite DATE '0000-00-00'": "shown aggregate",
        "sqlite DATE '2025-02-30'": "shown aggregate",
    },
    "a date that Python cannot represent ends in an error, or is shown as another": {
        "duckdb DATE 'infinity'": "shown aggregate",
        "duckdb DATE '-infinity'": "shown aggregate",
        "duckdb DATE '10000-01-01'": "shown aggregate",
        "duckdb DATE '4000-01-01 (BC)'": "shown aggregate",
        "postgresql DATE 'infinity'": "shown aggregate",
        "postgresql DATE '-infinity'": "shown aggregate",
        "postgresql DATE '10000-01-01'": "shown aggregate",
        "postgresql DATE '4000-01-01 BC'": "shown aggregate",
        "mariadb DATE '0000-00-00'": "shown aggregate",
        "mariadb DATE '2025-11-00'": "shown aggregate",
    },
}
