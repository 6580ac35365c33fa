"""JSON operand -> the value a test compares with, fitted to its column; what cannot fit becomes a constant.

Everything that a database would answer with an error is decided here: integers beyond a column's range,
labels an enum does not have, texts that are no UUID.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from widgetql.decorated import Own, Unstorable
from widgetql.documents import is_list, is_valid_text, text_problem
from widgetql.errors import Pointer, Problems, shown
from widgetql.fields import Dynamic, Field, JsonKeys, Leaf, in_own_terms, reads_instants
from widgetql.filters.bound import AllOf, AnyOf, AsStored, Bound, Constant, Test, Window
from widgetql.filters.numbers import INT64, fit_as_they_are, fitted_number
from widgetql.filters.parts import fitted_part
from widgetql.filters.vocabulary import OPERATORS, Operand, operators_of
from widgetql.limits import Limits
from widgetql.paths import Found
from widgetql.regex import InvalidPattern, parse_pattern
from widgetql.relative_time import RESOLUTION, Clock, InvalidTime, Period, read_time, span
from widgetql.sql.stored import is_beyond
from widgetql.storage import Storage, is_native_enum, undecorated
from widgetql.types import DataType, json_text, plain_scalar, type_of_operand

_TAKES: Final = {
    DataType.NUMERIC: "a number",
    DataType.BOOLEAN: "true or false",
    DataType.STRING: "text",
    DataType.DATETIME: "a time as text, such as 2025-11-03T14:00:00Z or now-7d",
}
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Where not every text can be stored.
_NARROW: Final = (Storage.ENUM, Storage.UUID)
# With dashes or without; its letters may be upper case.
_UUID: Final = re.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Sorts before every instant.
_DAWN: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Operands:
    """Reads the operands of one request."""

    clock: Clock
    limits: Limits
    problems: Problems

    def test(self, found: Found, op: str, value: Any, at: Pointer) -> Bound | None:
        """Return the positive test of a field; None, with problems noted, where the operand is no good."""
        wanted = self.type_for(found, op, value, at)
        if wanted is None:
            return None
        if op == "isnull":
            return Test(found, op, None, wanted)
        if found.part is not None:
            wanted = DataType.NUMERIC
        elif wanted is DataType.DATETIME and reads_instants(found.leaf):
            return self._time_test(found, op, value, at)
        if is_list(value):
            items: list[Any] = value
            if not self._are_good(found, wanted, op, value):
                items = [self.item(found, wanted, op, item, at / i) for i, item in enumerate(value)]
                if None in items:
                    return None
            if OPERATORS[op].operand is Operand.PAIR:
                return self._pair(found, op, wanted, items)
            return self._list(found, op, wanted, items)
        item = self.item(found, wanted, op, value, at)
        if item is None:
            return None
        # What is not of the field's own type is not held against its column.
        test = Test(found, op, item, wanted)
        return test if OPERATORS[op].takes is not None else _fitted(test)

    def type_for(self, found: Found, op: str, value: Any, at: Pointer) -> DataType | None:
        """Return how a field is read under an operand: a dynamic field takes the operand's type."""
        if found.leaf.type is not DataType.DYNAMIC or op == "isnull":
            return found.leaf.type
        if OPERATORS[op].takes is not None:
            # Its operand does not tell: what takes another type's is of text.
            text = DataType.STRING
            return text if self._fits_dynamic(found, text, op, value, at) else None
        values: list[Any] = value if is_list(value) else [value]
        types = {type_of_operand(item) for item in values}
        if not types:
            return DataType.STRING
        if len(types) > 1 or None in types:
            self.problems.add(
                at, "wrong_type", f"expected numbers, texts or booleans alike, got {shown(value)}"
            )
            return None
        (wanted,) = types
        return wanted if self._fits_dynamic(found, wanted, op, value, at) else None

    def _fits_dynamic(self, found: Found, wanted: Any, op: str, value: Any, at: Pointer) -> bool:
        leaf = found.leaf
        assert isinstance(leaf, Dynamic)
        if isinstance(leaf.columns, dict) and wanted not in leaf.columns:
            known = ", ".join(leaf.columns)
            self.problems.add(at, "wrong_type", f"{found.path} is {known}, got {shown(value)}")
            return False
        if op not in operators_of(wanted):
            self.problems.add(at, "wrong_type", f"{op} does not fit a {wanted} value, got {shown(value)}")
            return False
        return True

    def _are_good(self, found: Found, wanted: DataType, op: str, values: list[Any]) -> bool:
        """Tell whether operands are good as they are; of what this does not tell each is looked at."""
        is_json = isinstance(found.leaf, JsonKeys) and found.leaf.type is DataType.STRING
        if is_json or OPERATORS[op].takes is not None or OPERATORS[op].operand is Operand.PATTERN:
            return False
        kinds = set(map(type, values))
        if wanted is DataType.STRING and kinds == {str}:
            return max(map(len, values)) <= self.limits.max_text_length and is_valid_text("".join(values))
        return (wanted is DataType.NUMERIC and kinds == {int}) or (
            wanted is DataType.BOOLEAN and kinds == {bool}
        )

    def item(self, found: Found, wanted: DataType, op: str, value: Any, at: Pointer) -> Any:
        """Return one operand of a type, or None with the problem noted."""
        value = plain_scalar(value)
        is_pattern, takes = OPERATORS[op].operand is Operand.PATTERN, OPERATORS[op].takes
        is_text = isinstance(found.leaf, JsonKeys) and found.leaf.type is DataType.STRING
        is_scalar = is_text and takes is None and not is_pattern
        if is_scalar and type_of_operand(value) is not None:
            text = json_text(value)
            if text is None:
                self.problems.add(at, "out_of_range", f"{found.path}: {shown(value)} is beyond a double")
                return None
            value = text
        if wanted is DataType.DATETIME:
            return self._own_time(found, value, at)
        if type_of_operand(value) is not (takes or wanted):
            who = found.path if takes is None else op
            self.problems.add(at, "wrong_type", f"{who} takes {_TAKES[takes or wanted]}, got {shown(value)}")
            return None
        if (takes or wanted) is not DataType.STRING:
            return value
        limit = self.limits.max_regex_length if is_pattern else self.limits.max_text_length
        if text_problem(value, at, limit, self.problems):
            return None
        return value if not is_pattern or self._is_pattern(value, at) else None

    def _own_time(self, found: Found, value: Any, at: Pointer) -> datetime | date | None:
        """Return the one time that an operand is, where the database knows no order of what is stored."""
        window = self.window(found, "eq", value, at)
        if window is None:
            return None
        leaf = found.leaf
        assert window.start is not None
        assert isinstance(leaf, Field)
        assert leaf.own is not None
        if leaf.own.kind is date and _DATE.fullmatch(value):
            return date.fromisoformat(value)
        if leaf.own.kind is date or window.end != window.start + RESOLUTION:
            what = "a date" if leaf.own.kind is date else "an instant"
            message = in_own_terms(leaf, f"{found.path} takes {what}, not {shown(value)}")
            self.problems.add(at, "invalid_time", str(message))
            return None
        return window.start

    def _is_pattern(self, value: str, at: Pointer) -> bool:
        try:
            parse_pattern(value)
        except InvalidPattern as error:
            self.problems.add(at, "invalid_pattern", f"{shown(value)}: {error}")
            return False
        return True

    def _pair(self, found: Found, op: str, wanted: DataType, items: list[Any]) -> Bound:
        low = _fitted(Test(found, "gte", items[0], wanted))
        high = _fitted(Test(found, "lte", items[1], wanted))
        if isinstance(low, Test) and isinstance(high, Test) and {low.op, high.op} == {"gte", "lte"}:
            return Test(found, op, (low.operand, high.operand), wanted, low.undeclared or high.undeclared)
        return AllOf((low, high))

    def _list(self, found: Found, op: str, wanted: DataType, items: list[Any]) -> Bound:
        fit = _fit_of(found, "eq", wanted)
        if fit is None or (wanted is DataType.NUMERIC and _are_fitting(found, items)):
            return Test(found, op, tuple(dict.fromkeys(items)), wanted) if items else Constant(False)
        fitted = [fit(Test(found, "eq", item, wanted)) for item in dict.fromkeys(items)]
        tests = [one for one in fitted if isinstance(one, Test)]
        equal = [one for one in tests if one.may_be_listed]
        operands = tuple(dict.fromkeys(one.operand for one in equal))
        listed = [Test(found, op, operands, wanted, any(one.undeclared for one in equal))] if equal else []
        others: list[Bound] = [one for one in tests if not one.may_be_listed]
        others += [one for one in fitted if isinstance(one, AsStored | AnyOf)]
        return AnyOf((*listed, *others)) if others else listed[0] if listed else Constant(False)

    def _time_test(self, found: Found, op: str, value: Any, at: Pointer) -> Bound | None:
        windows = self.windows(found, op, value, at)
        if windows is None:
            return None
        is_list_of_them = OPERATORS[op].operand is Operand.LIST
        return Test(found, op, windows if is_list_of_them else windows[0], DataType.DATETIME)

    def windows(self, found: Found, op: str, value: Any, at: Pointer) -> tuple[Window, ...] | None:
        """Return the windows that a positive operator admits, apart and ascending; None with problems noted.

        A list admits any number of them, all else is one.
        """
        windows = self._windows(found, op, value, at)
        return None if windows is None else tuple(self._storable(found, window) for window in windows)

    def _storable(self, found: Found, window: Window) -> Window:
        """Return a window without an end that nothing stored is after; what starts there is empty."""
        leaf = found.leaf
        assert isinstance(leaf, Field)
        zone = leaf.timezone or (self.clock.zone if leaf.storage is Storage.DATE else UTC)
        if window.start is not None and is_beyond(window.start, leaf.storage, zone):
            return replace(window, end=window.start)
        if window.end is not None and is_beyond(window.end, leaf.storage, zone):
            return replace(window, end=None)
        return window

    def _windows(self, found: Found, op: str, value: Any, at: Pointer) -> tuple[Window, ...] | None:
        form = OPERATORS[op].operand
        if form not in (Operand.LIST, Operand.PAIR):
            window = self.window(found, op, value, at)
            return None if window is None else (window,)
        sides = ("gte", "lte") if form is Operand.PAIR else ("eq",) * len(value)
        read = [
            self.window(found, side, item, at / i)
            for i, (side, item) in enumerate(zip(sides, value, strict=True))
        ]
        windows = [window for window in read if window is not None]
        if len(windows) < len(read):
            return None
        if form is Operand.LIST:
            return united(windows)
        low, high = windows
        return (Window(low.start, high.end, low.shown_start, high.shown_end, at),)

    def _clock_of(self, leaf: Leaf, value: str) -> Clock:
        """Return the clock that an operand is read by: a date is itself where the field holds dates."""
        if isinstance(leaf, Field) and leaf.timezone is not None and is_date(leaf, value):
            return replace(self.clock, zone=leaf.timezone)
        return self.clock

    def window(self, found: Found, op: str, value: Any, at: Pointer) -> Window | None:
        """Return the instants that an operator and a time admit."""
        if not isinstance(value, str):
            self.problems.add(
                at, "wrong_type", f"{found.path} takes {_TAKES[DataType.DATETIME]}, got {shown(value)}"
            )
            return None
        try:
            moment = read_time(value, self._clock_of(found.leaf, value))
        except InvalidTime as error:
            self.problems.add(at, "invalid_time", str(error))
            return None
        admitted = span(op, moment)
        if isinstance(moment, Period):
            # "After the start of today" is shown as that start, not a microsecond later.
            start = moment.start if moment.today and op == "gt" else admitted.start
            return Window(admitted.start, admitted.end, start, admitted.end, at)
        start = None if admitted.start is None else moment.at
        end = None if admitted.end is None else moment.at
        return Window(admitted.start, admitted.end, start, end, at)


def is_date(leaf: Leaf, value: object) -> bool:
    """Tell whether an operand is a date of a field that holds dates: it is that date in every zone."""
    of_dates = isinstance(leaf, Field) and leaf.storage is Storage.DATE
    return of_dates and isinstance(value, str) and _DATE.fullmatch(value) is not None


def united(windows: list[Window]) -> tuple[Window, ...]:
    """Return the same instants as windows that ascend and neither meet nor overlap."""
    united: list[Window] = []
    for window in sorted(windows, key=lambda one: one.start or _DAWN):
        last = united[-1] if united else None
        if last is None or (last.end is not None and window.start is not None and last.end < window.start):
            united.append(window)
        elif last.end is not None and (window.end is None or window.end > last.end):
            united[-1] = replace(last, end=window.end, shown_end=window.shown_end)
    return tuple(united)


def _fitted(test: Test) -> Bound:
    """Fit a test's operand to its column: the same rows, and nothing that the database could refuse."""
    fit = _fit_of(test.found, test.op, test.type)
    return test if fit is None else fit(test)


def _are_fitting(found: Found, numbers: list[Any]) -> bool:
    """Tell whether a column takes numbers as they are: no lookup of each."""
    column = _column_of(found.leaf, DataType.NUMERIC)
    is_own = isinstance(column, Field) and column.own is not None
    return found.part is None and not is_own and fit_as_they_are(numbers, column)


def _column_of(leaf: Leaf, data_type: DataType) -> Any:
    """Return what a field's values of a type are stored in."""
    return leaf.columns[data_type] if isinstance(leaf, Dynamic) and isinstance(leaf.columns, dict) else leaf


def _fit_of(found: Found, op: str, data_type: DataType) -> Callable[[Test], Bound] | None:
    """Return what fits operands to a column; None where every operand of the type does."""
    if found.part is not None:
        return fitted_part
    column = _column_of(found.leaf, data_type)
    if isinstance(column, Field) and column.own is not None:
        own = column.own
        return lambda test: _fitted_own(test, own)
    if data_type is DataType.NUMERIC:
        return lambda test: fitted_number(test, column)
    if data_type is DataType.STRING and op == "eq" and isinstance(column, Field):
        return (lambda test: _fitted_text(test, column)) if column.storage in _NARROW else None
    return None


def _fitted_own(test: Test, own: Own) -> Bound:
    try:
        stored = own.stored(test.operand)
    except Unstorable:
        return Constant(False)
    lowest, highest = INT64
    beyond = isinstance(stored, int) and not lowest <= stored <= highest
    beyond |= isinstance(stored, str) and not is_valid_text(stored)
    return Constant(False) if stored is None or beyond else test


def _fitted_text(test: Test, field: Field) -> Bound:
    if field.storage is Storage.ENUM:
        declared = undecorated(field.column.type)
        # A type of the database's refuses what is no label of its; it may have others than are declared.
        is_safe = not is_native_enum(declared) or test.operand in getattr(declared, "enums", ())
        return test if is_safe else replace(test, undeclared=True)
    if not _UUID.fullmatch(test.operand):
        return Constant(False)
    value = UUID(test.operand)
    native = getattr(undecorated(field.column.type), "as_uuid", True)
    return Test(test.found, test.op, value if native else str(value), test.type)
