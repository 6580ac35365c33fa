"""The calendar in whole numbers: what day, week or month it is, from seconds since 1970."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from sqlalchemy import case, literal_column
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from widgetql.sql.constructs import Construct, everywhere, written
from widgetql.sql.time import whole_quotient

Number: TypeAlias = ColumnElement[int]

_DAY: Final = 86_400
# From 1 March of the year 0, a day after which a leap day never comes within a year, to 1970.
SINCE: Final = 719_468 * _DAY
# Days of a year that begins in March, before January.
_BEFORE_JANUARY: Final = 306


def constant(value: int) -> Number:
    """Return a whole number, as it stands in SQL."""
    return literal_column(str(value), sa.BigInteger())


def _times(factor: int, number: Number, more: int) -> Number:
    return number * constant(factor) + constant(more)


def _quotient(number: Number, by: int) -> Number:
    return whole_quotient(number, constant(by))


def _rest(number: Number, by: int) -> Number:
    return remainder(number, constant(by))


def _day(seconds: Number) -> Number:
    return _quotient(seconds, _DAY)


def _hour_of_day(seconds: Number) -> Number:
    return _rest(_quotient(seconds, 3_600), 24)


def _minute(seconds: Number) -> Number:
    return _rest(_quotient(seconds, 60), 60)


def _second(seconds: Number) -> Number:
    return _rest(seconds, 60)


def _since_1970(seconds: Number) -> Number:
    return seconds - constant(SINCE)


def _since_monday(day: Number) -> Number:
    # The first day was a Wednesday.
    return _rest(day + constant(2), 7)


def _day_of_week(seconds: Number) -> Number:
    return _since_monday(_day(seconds)) + constant(1)


def _since_sunday(seconds: Number) -> Number:
    return _rest(_day(seconds) + constant(3), 7)


# C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022):
# each number is used once.


def _century(day: Number) -> Number:
    return _quotient(_times(4, day, 3), 146_097)


def _in_century(day: Number) -> Number:
    return _quotient(_rest(_times(4, day, 3), 146_097), 4)


def _year_of_century(day: Number) -> Number:
    return _quotient(_times(4, _in_century(day), 3), 1_461)


def _in_year(day: Number) -> Number:
    """Return the day of a year that begins in March, from 0."""
    return _quotient(_rest(_times(4, _in_century(day), 3), 1_461), 4)


def _month_and_day(seconds: Number) -> Number:
    """Return the day of a year that begins in March, times 2141 and more: so a division tells its month."""
    return _times(2_141, _in_year(_day(seconds)), 197_913)


def _day_of_month(seconds: Number) -> Number:
    return _quotient(_rest(_month_and_day(seconds), 65_536), 2_141) + constant(1)


def _month_of_year(seconds: Number) -> Number:
    # It is 3 for March to 14 for February.
    return _rest(_quotient(_month_and_day(seconds), 65_536) + constant(11), 12) + constant(1)


def _quarter(seconds: Number) -> Number:
    return _quotient(_month_of_year(seconds) + constant(2), 3)


def _year(seconds: Number) -> Number:
    day = _day(seconds)
    later = case((_in_year(day) >= constant(_BEFORE_JANUARY), constant(1)), else_=constant(0))
    return _century(day) * constant(100) + _year_of_century(day) + later


def _day_of_year(day: Number) -> Number:
    """Return the day of a year that begins in January, from 1."""
    in_year, year, century = _in_year(day), _year_of_century(day), _century(day)
    fourth = case((year == constant(0), _rest(century, 4)), else_=_rest(year, 4))
    after = case((fourth == constant(0), constant(60)), else_=constant(59)) + constant(1)
    january = in_year >= constant(_BEFORE_JANUARY)
    return case((january, in_year - constant(_BEFORE_JANUARY - 1)), else_=in_year + after)


def _week(seconds: Number) -> Number:
    # It is in the year of its Thursday.
    day = _day(seconds)
    thursday = day - _since_monday(day) + constant(3)
    return _quotient(_day_of_year(thursday) + constant(6), 7)


PARTS: Final[Mapping[str, Callable[[Number], Number]]] = MappingProxyType(
    {
        "hour_of_day": _hour_of_day,
        "day_of_week": _day_of_week,
        "day_of_month": _day_of_month,
        "month_of_year": _month_of_year,
    }
)
"""Each from the seconds that a zone's clocks show since 1 March of the year 0, which are not negative."""

EXTRACTED: Final[Mapping[str, Callable[[Number], Number]]] = MappingProxyType(
    {
        "year": _year,
        "quarter": _quarter,
        "month": _month_of_year,
        "week": _week,
        "day": _day_of_month,
        "doy": lambda seconds: _day_of_year(_day(seconds)),
        "dow": _since_sunday,
        "isodow": _day_of_week,
        "hour": _hour_of_day,
        "minute": _minute,
        "second": _second,
        "epoch": _since_1970,
    }
)
"""The same for the fields of `extract`, by PostgreSQL's names; seconds are whole, weeks those of ISO 8601."""


class remainder(Construct):  # noqa: N801 - reads as SQL
    """What is left of an integer that is not negative, divided by another."""

    inherit_cache = True
    result = sa.BigInteger()


@everywhere(remainder)
def _remainder(element: remainder, compiler: Any, **options: Any) -> str:
    return "mod({}, {})".format(*written(element, compiler, **options))


@compiles(remainder, "sqlite")
def _remainder_sqlite(element: remainder, compiler: Any, **options: Any) -> str:
    # Not every SQLite has mod().
    return "({} % {})".format(*written(element, compiler, **options))
