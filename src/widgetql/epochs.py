"""Instants as numbers: seconds, milliseconds or microseconds since 1970, as a column keeps them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

UNITS: Final = {"s": 1_000_000, "ms": 1_000, "us": 1}
"""The units that a number may be in, and how many microseconds each is."""
FIRST: Final = -62_135_596_800_000_000
"""The first microsecond of the year 1."""
BEYOND: Final = 253_402_300_800_000_000
"""The first microsecond that no datetime can be."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """A unit, in microseconds. A number means the microsecond that is nearest to it, of two the later.

    The bounds are the least numbers of a kind that mean a microsecond or a later one.
    """

    unit: int

    def whole(self, micros: int) -> int:
        """Return the bound among integers.

        >>> Epoch(UNITS["ms"]).whole(1_001)
        2
        """
        return -(-micros // self.unit)

    def double(self, micros: int) -> float:
        """Return the bound among doubles.

        >>> Epoch(UNITS["s"]).double(1_500_000)
        1.4999995000000002
        """
        halves, per_unit = 2 * micros - 1, 2 * self.unit
        nearest = halves / per_unit
        return (
            nearest if Fraction(nearest) >= Fraction(halves, per_unit) else math.nextafter(nearest, math.inf)
        )

    def decimal(self, micros: int, scale: int | None) -> Decimal:
        """Return the bound among decimals; of a scale, where one is known.

        >>> Epoch(UNITS["s"]).decimal(1_500_000, None), Epoch(UNITS["s"]).decimal(1_500_000, 3)
        (Decimal('1.4999995'), Decimal('1.500'))
        """
        # In whole numbers: a host may have set how many digits decimals are computed with.
        number, digits = (2 * micros - 1) * 5, len(str(self.unit))
        if scale is not None and scale < digits:
            number, digits = -(-number // 10 ** (digits - scale)), scale
        return Decimal(f"{number}E-{digits}")
