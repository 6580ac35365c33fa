"""A number fitted to its column: the same rows, and nothing that the database could refuse."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from struct import Struct
from typing import Any, Final

from sqlalchemy import types as sa

from widgetql.fields import Field
from widgetql.filters.bound import AnyOf, AsStored, Bound, Constant, Test
from widgetql.storage import Storage, undecorated
from widgetql.types import MAX_DOUBLE, to_double

INT64: Final = (-(2**63), 2**63 - 1)
# The largest integer of 128 bits: DuckDB takes no larger one.
_HUGE: Final = 2**127 - 1
# After the point, where a NUMERIC column says nothing: all of a double's, and fewer than a database's.
_MOST_DIGITS: Final = 1_100
# Beyond it a decimal is missing: no double is near.
_LARGEST: Final = Decimal(repr(MAX_DOUBLE))
# Enough digits for any NUMERIC a database has: plain arithmetic, a sign included, rounds to 28.
_EXACT: Final = Context(prec=2_000)
# Its last bits first.
_DOUBLE: Final = Struct("<d")
# Two decimals of so many digits never have one nearest double.
_UNIQUE: Final = 15
# Above are doubles between which there are integers.
_WHOLE: Final = 2**53


def fit_as_they_are(operands: Sequence[Any], leaf: Any) -> bool:
    """Tell at once whether a column takes every one of some numbers as it is."""
    storage, (lowest, highest) = leaf.storage if isinstance(leaf, Field) else None, INT64
    is_whole = storage is Storage.INTEGER and {int}.issuperset(map(type, operands))
    return is_whole and lowest <= min(operands, default=0) and max(operands, default=0) <= highest


def fitted_number(test: Test, leaf: Any) -> Bound:
    """Return a test of a number that holds for the same rows."""
    storage = leaf.storage if isinstance(leaf, Field) else Storage.NUMBER
    operand = test.operand
    if storage in (Storage.FLOAT, Storage.NUMBER, Storage.TEXT, Storage.INTERVAL):
        double = to_double(operand)
        if math.isinf(double):
            return _beyond(test, above=double > 0)
        # The sum is 0.0 for -0.0, which databases that compare bytes take for another number.
        return replace(test, operand=double + 0.0)
    lowest, highest = INT64
    if storage is Storage.INTEGER and type(operand) is int and lowest <= operand <= highest:
        return test
    if storage is Storage.DECIMAL:
        found = _among_decimals(test, leaf.column.type)
        return found if isinstance(found, AnyOf) else _as_stored(test, found)
    # To read an integer as digits takes the square of their number. A digit is 3.4 bits at most.
    if isinstance(operand, int) and operand.bit_length() > _HUGE.bit_length() + 1:
        return _beyond_integers(test)
    # A double is the number that it is.
    exact = Decimal(operand)
    if exact > _HUGE or exact < -_HUGE:
        return _beyond_integers(test)
    return _among_integers(test, exact)


def _as_stored(test: Test, declared: Test | Constant) -> Bound:
    """Return a test that is fitted to a column's digits, and as it is where the database keeps others.

    SQLite keeps a decimal as whatever number it is, whatever digits are declared.
    """
    double = to_double(test.operand)
    is_same = isinstance(declared, Test) and (declared.op, declared.operand) == (test.op, test.operand)
    # What is shown as a number are all between the halves, on SQLite too.
    if is_same or math.isinf(double) or (isinstance(declared, Test) and declared.op == "between"):
        return declared
    lowest, highest = INT64
    whole = type(test.operand) is int and lowest <= test.operand <= highest
    kept = replace(test, operand=test.operand if whole else Decimal(repr(double)))
    return declared if kept == declared else AsStored(kept, declared)


def _among_decimals(test: Test, sql_type: Any) -> Test | Constant | AnyOf:
    operand, (scale, high) = test.operand, _digits(sql_type)
    # A digit is 3.4 bits at most.
    if isinstance(operand, int) and operand.bit_length() > max(4 * (high.adjusted() + 1), 0) + 1:
        return _beyond(test, above=operand > 0)
    exact = written_as(operand)
    is_wide = scale > 0 and high.adjusted() + 1 + scale > _UNIQUE
    if test.op == "eq" and is_wide:
        # The highest that a column can hold may be shown as a number beyond.
        shown = _shown_as if exact.copy_abs() <= _WHOLE else _shown_beyond
        return shown(test, to_double(operand), scale, high)
    if exact.copy_abs() > high:
        return _beyond(test, above=exact > 0)
    return _on_grid(test, exact, scale)


def _digits(sql_type: Any) -> tuple[int, Decimal]:
    """Return the digits after the point, and the highest value, of a column of decimals."""
    found = undecorated(sql_type)
    precision, scale = getattr(found, "precision", None), getattr(found, "scale", None)
    if not isinstance(found, sa.Numeric) or precision is None:
        return _MOST_DIGITS, _LARGEST
    scale = scale or 0
    highest = _EXACT.subtract(Decimal(1).scaleb(precision - scale), Decimal(1).scaleb(-scale))
    return scale, min(highest, _LARGEST)


def _among_integers(test: Test, exact: Decimal) -> Bound:
    """Compare integers with a number that may be none of 64 bits; a bound is rounded where it is sent."""
    lowest, highest = INT64
    is_whole = exact == exact.to_integral_value()
    beyond = not lowest <= exact <= highest
    operand = int(exact) if is_whole else exact
    return replace(test, operand=operand, undeclared=beyond or (test.op == "eq" and not is_whole))


def _beyond_integers(test: Test) -> Bound:
    """Decide a comparison beyond every integer; on SQLite a column of integers may hold any double."""
    double, declared = to_double(test.operand), _beyond(test, above=test.operand > 0)
    if math.isinf(double):
        return declared
    return AsStored(replace(test, operand=Decimal(repr(double)), undeclared=True), declared)


def _shown_as(test: Test, double: float, scale: int, highest: Decimal) -> Test | Constant:
    """Hold for every decimal whose nearest double is this one: between the halves to its neighbours."""
    step, near = Decimal(1).scaleb(-scale), _halves(double)
    low, high = _on_steps(near, step)
    if int.from_bytes(_DOUBLE.pack(double)[:1]) % 2:
        # What lies in the middle is read as the neighbour, whose last bit is 0.
        low = _EXACT.add(low, step) if low == near[0] else low
        high = _EXACT.subtract(high, step) if high == near[1] else high
    # An integer beyond is itself alone.
    most = min(highest, _EXACT.subtract(Decimal(_WHOLE + 1), step))
    low, high = max(low, most.copy_negate()), min(high, most)
    if low > high:
        return Constant(False)
    return replace(test, operand=low) if low == high else replace(test, op="between", operand=(low, high))


def _shown_beyond(test: Test, double: float, scale: int, highest: Decimal) -> Test | Constant | AnyOf:
    """Hold for an integer beyond 2^53, and for every fraction that is shown as it."""
    exact, written = written_as(test.operand), written_as(double)
    is_whole = exact == exact.to_integral_value()
    # No column holds a number beyond its digits, but one of SQLite.
    itself = _on_grid(test, exact, scale) if exact.copy_abs() <= highest else Constant(False)
    if math.isinf(double) or (is_whole and exact != written):
        # As no double is written.
        return itself
    low, high = _on_steps(_halves(double), Decimal(1).scaleb(-scale))
    low, high = max(low, highest.copy_negate()), min(high, highest)
    if low > high:
        return itself
    # What lies in the middle between two doubles is an integer there.
    fractions = replace(test, op="between", operand=(low, high), fractional=True)
    return AnyOf((_as_stored(test, itself) if isinstance(itself, Constant) else itself, fractions))


def written_as(number: int | float | Decimal) -> Decimal:
    """Return the number that is written: a double by its fewest digits."""
    return Decimal(float.__repr__(number) if isinstance(number, float) else number)


def _halves(double: float) -> tuple[Decimal, Decimal]:
    """Return what lies in the middle between a double and its neighbours."""
    low, high = (_half(double, math.nextafter(double, end)) for end in (-math.inf, math.inf))
    return low, high


def _half(double: float, neighbour: float) -> Decimal:
    if math.isinf(neighbour):
        # Beyond the largest nothing is shown.
        return Decimal(double)
    return _EXACT.divide(_EXACT.add(Decimal(double), Decimal(neighbour)), Decimal(2))


def _on_steps(bounds: tuple[Decimal, Decimal], step: Decimal) -> tuple[Decimal, Decimal]:
    low, high = bounds
    return low.quantize(step, ROUND_CEILING, _EXACT), high.quantize(step, ROUND_FLOOR, _EXACT)


def _on_grid(test: Test, exact: Decimal, scale: int) -> Test | Constant:
    """Round an operand to what the column can hold, so that the comparison keeps its meaning."""
    step = Decimal(1).scaleb(-scale)
    below = exact.quantize(step, ROUND_FLOOR, _EXACT)
    if below == exact:
        value = exact
    elif test.op == "eq":
        return Constant(False)
    else:
        assert test.op in ("gt", "gte", "lt", "lte"), test.op
        value = below if test.op in ("gt", "lte") else exact.quantize(step, ROUND_CEILING, _EXACT)
    return replace(test, operand=int(value) if scale == 0 else value)


def _beyond(test: Test, *, above: bool) -> Test | Constant:
    """Decide a comparison with a number beyond all that the column can hold."""
    assert test.op in ("eq", "gt", "gte", "lt", "lte"), test.op
    holds = test.op in (("lt", "lte") if above else ("gt", "gte"))
    return replace(test, op="isnull", operand=None) if holds else Constant(False)
