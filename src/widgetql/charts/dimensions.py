"""JSON -> what rows are put together by: a field as it is, by a period, a part of its times, or in bins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeVar, cast

from widgetql.charts.rules import NAME_LENGTH, PERIODS
from widgetql.charts.spec import Bins, Dimension
from widgetql.clocks import PARTS
from widgetql.documents import is_empty, text_problem, unknown_keys
from widgetql.errors import Code, Pointer, Problems, how_many, shown, unparsed
from widgetql.limits import Limits
from widgetql.types import MAX_DOUBLE, DataType, type_of_operand, whole_number

# The ways to put values together, of which a dimension has at most one.
_WAYS: Final = ("time_period", "part", "bins")
# The ways to say bins.
_BINS: Final = ("width", "edges", "count")

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class DimensionReader:
    """Reads dimensions and bins; what is wrong with their form is noted."""

    limits: Limits
    problems: Problems

    def dimension(self, value: Any, at: Pointer) -> Dimension | None:
        """Read a path, or `{"field": ...}` with a name and one of `time_period`, `part` and `bins`."""
        if not isinstance(value, dict):
            path = self.path(value, at)
            return None if path is None else Dimension(path, None, at)
        given = cast("dict[str, Any]", value)
        unknown_keys(given, {"field", "name", *_WAYS}, at, self.problems)
        path = self.path(given.get("field"), at / "field")
        ways = [way for way in _WAYS if not is_empty(given.get(way))]
        if len(ways) > 1:
            self.problems.add(at, "conflicting_keys", f"a dimension has one of {', '.join(_WAYS)}")

        def read(key: str, reader: Callable[[Any, Pointer], _Read | None]) -> _Read | None:
            return None if is_empty(given.get(key)) else reader(given[key], at / key)

        found = read("time_period", self.period), read("part", self.part), read("bins", self.bins)
        name = read("name", self.text)
        return None if path is None else Dimension(path, found[0], at, found[1], found[2], name)

    def path(self, value: Any, at: Pointer) -> str | None:
        """Read a required path of a field."""
        if is_empty(value):
            self.problems.add(at, "missing_key", "expected the path of a field")
            return None
        return self.text(value, at)

    def text(self, value: Any, at: Pointer) -> str | None:
        """Read a text of limited length."""
        if not isinstance(value, str):
            self.problems.add(at, "not_text", f"expected text, got {shown(value)}")
            return None
        return None if text_problem(value, at, NAME_LENGTH, self.problems) else value

    def period(self, value: Any, at: Pointer) -> str | None:
        """Read a time period."""
        return self._word(value, at, "unknown_period", PERIODS)

    def part(self, value: Any, at: Pointer) -> str | None:
        """Read a part of time."""
        return self._word(value, at, "unknown_part", tuple(PARTS))

    def _word(self, value: Any, at: Pointer, code: Code, known: tuple[str, ...]) -> str | None:
        if isinstance(value, str) and value in known:
            return value
        self.problems.add(at, code, f"{shown(value)} is none of {', '.join(known)}")
        return None

    # Bins

    def bins(self, value: Any, at: Pointer) -> Bins | None:
        """Read bins: one of a width (with a start), edges, or a count."""
        if not isinstance(value, dict):
            self.problems.add(at, "not_an_object", f"expected an object, got {unparsed(value)}")
            return None
        given = cast("dict[str, Any]", value)
        unknown_keys(given, {"start", *_BINS}, at, self.problems)
        ways = [key for key in _BINS if not is_empty(given.get(key))]
        if len(ways) != 1:
            code: Code = "conflicting_keys" if ways else "missing_key"
            self.problems.add(at, code, "bins have one of width, edges, count")
        starts = not is_empty(given.get("start"))
        if starts and ways and "width" not in ways:
            self.problems.add(at / "start", "not_for_chart", "only bins of a width have a start")
        # Everything wrong with the numbers is noted, also of bins that are said in two ways.
        start = self.number(given["start"], at / "start") if starts else None
        width = self.number(given["width"], at / "width", positive=True) if "width" in ways else None
        edges = self.edges(given["edges"], at / "edges") if "edges" in ways else None
        count = self.count(given["count"], at / "count") if "count" in ways else None
        return Bins(at, width, start or Fraction(0), edges or (), count) if len(ways) == 1 else None

    def number(self, value: Any, at: Pointer, *, positive: bool = False) -> Fraction | None:
        """Read a number as the decimal that is written."""
        if type_of_operand(value) is not DataType.NUMERIC:
            self.problems.add(at, "wrong_type", f"expected a number, got {shown(value)}")
            return None
        # A double is written with the fewest digits that tell it; a long integer is not written at all.
        found = Fraction(value if isinstance(value, int) else Decimal(str(value)))
        if abs(found) > MAX_DOUBLE or (positive and found <= 0):
            expected = f"expected a {'positive ' * positive}number"
            self.problems.add(at, "out_of_range", f"{expected}, got {shown(value)}")
            return None
        return found

    def edges(self, value: Any, at: Pointer) -> tuple[Fraction, ...] | None:
        """Read the edges of bins: two or more, ascending."""
        if not isinstance(value, list):
            self.problems.add(at, "not_a_list", f"expected a list, got {unparsed(value)}")
            return None
        given = cast("list[Any]", cast("object", value))
        most = min(self.limits.max_list_length, self.limits.max_buckets)
        if len(given) > most:
            self.problems.add(at, "too_many", f"{len(given)} edges; at most {most}")
            return None
        found = [self.number(one, at / index) for index, one in enumerate(given)]
        edges = tuple(one for one in found if one is not None)
        if len(edges) < len(found):
            return None
        if len(edges) < 2 or any(low >= high for low, high in pairwise(edges)):
            message = "edges are two numbers or more, each larger than the one before"
            self.problems.add(at, "out_of_range", message)
            return None
        return edges

    def count(self, value: Any, at: Pointer, what: str = "bin") -> int | None:
        """Read how many bins there are at most, or buckets."""
        value = whole_number(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.problems.add(at, "wrong_type", f"expected a number of {what}s, got {shown(value)}")
            return None
        if value < 1:
            self.problems.add(at, "out_of_range", f"expected one {what} or more, got {shown(value)}")
            return None
        if value > self.limits.max_buckets:
            message = f"{how_many(value, f'{what}s')}; at most {self.limits.max_buckets}"
            self.problems.add(at, "too_many", message)
            return None
        return value
