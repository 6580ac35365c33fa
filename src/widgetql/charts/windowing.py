"""The key `window` of a bar: what goes into each bucket beside its own records."""

from __future__ import annotations

from typing import Any, Protocol

from widgetql.charts.dimensions import DimensionReader
from widgetql.charts.spec import Windowing
from widgetql.documents import is_empty, unknown_keys
from widgetql.errors import Code, Pointer, Problems, shown
from widgetql.limits import Limits


class Reader(Protocol):
    """What reads the values of a widget's keys, noting what is wrong with them."""

    @property
    def problems(self) -> Problems:
        """What is wrong so far."""
        ...

    @property
    def limits(self) -> Limits:
        """How much may be asked for."""
        ...

    def object(self, value: Any, at: Pointer) -> dict[str, Any] | None:
        """Read an object."""
        ...

    def period(self, value: Any, at: Pointer) -> str | None:
        """Read a time period."""
        ...

    def refuse(self, at: Pointer, code: Code, message: str) -> None:
        """Note a problem."""
        ...


def read_window(reader: Reader, value: Any, at: Pointer) -> Windowing | None:
    """Read `window`: its type, and the number of buckets or the period that goes with it."""
    given = reader.object(value, at)
    if given is None:
        return None
    kind, extra = given.get("type"), {"rolling": {"buckets"}, "to_date": {"period"}, "cumulative": set[str]()}
    if not isinstance(kind, str) or kind not in extra:
        code: Code = "missing_key" if is_empty(kind) else "wrong_type"
        reader.refuse(at / "type", code, f"{shown(kind)} is none of {', '.join(extra)}")
        return None
    unknown_keys(given, {"type", *extra[kind]}, at, reader.problems)
    for key in extra[kind]:
        if is_empty(given.get(key)):
            reader.refuse(at / key, "missing_key", f"a {kind} window needs its {key}")
            return None
    if kind == "rolling":
        # What is wrong with the number is noted: that it is for another chart is to be noted as well.
        reading = DimensionReader(reader.limits, reader.problems)
        return Windowing(at, buckets=reading.count(given["buckets"], at / "buckets", "bucket"))
    period = reader.period(given["period"], at / "period") if kind == "to_date" else None
    return None if kind == "to_date" and period is None else Windowing(at, period=period)
