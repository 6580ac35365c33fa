"""Values that columns hold though nobody means them to: by kind, each drawn only where a test asks for it.

What they mean is the interpreter's to say; which of them a database can store is the test's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from math import inf, nan
from typing import Any, Final, TypeAlias

from sqlalchemy.types import REAL, Numeric

from widgetql.epochs import BEYOND, FIRST, Epoch
from widgetql.fields import Dynamic, Field, JsonKeys
from widgetql.storage import Storage, storage_of, undecorated
from widgetql.testing.readings import Single, Spelt
from widgetql.types import DataType

# The column's own type, what a dataset declares over it, and the time that tests take for now.
_Kind: TypeAlias = Callable[[Any, Any, datetime], Sequence[Any]]


def _infinities(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    return (inf, -inf) if storage_of(sql_type) is Storage.FLOAT else ()


def _nan(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    return (nan,) if storage_of(sql_type) is Storage.FLOAT else ()


def _decimal_nan(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    return (Decimal("NaN"),) if storage_of(sql_type) is Storage.DECIMAL else ()


def _single_fractions(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    """Single precision that no double's few digits are equal to, and integers beyond 24 bits."""
    numbers = (0.1, 1 / 3, -19.99, 123456.789, 1e-7, 16_777_217, 1e20)
    return tuple(float(Single(number)) for number in numbers) if isinstance(sql_type, REAL) else ()


def _wide_decimals(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    """Decimals of more digits than a double has; of some the nearest double is the same."""
    if not isinstance(sql_type, Numeric) or (sql_type.precision or 0) < 38 or sql_type.scale != 10:
        return ()
    texts = (
        "12345678.9012345671",
        "12345678.9012345672",
        "-12345678.9012345671",
        "9007199254740993",
        "90071992547409931.25",
    )
    return tuple(map(Decimal, (*texts, "12345678901234567890", "-999999999999999999999999999")))


def _unsigned(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    return (2**63 - 1, 2**63, 2**63 + 1, 2**64 - 1) if getattr(sql_type, "unsigned", False) else ()


def _truthy_integers(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    is_boolean = isinstance(leaf, Field) and leaf.type is DataType.BOOLEAN
    return (2, -1) if is_boolean and storage_of(sql_type) is Storage.INTEGER else ()


def _text_in_numbers(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    # SQLAlchemy writes a text as it is only where the column is of integers.
    return ("", "abc", " ", "12abc", "0x10", "1,5") if storage_of(sql_type) is Storage.INTEGER else ()


def _bytes_in_text(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    found = (b"abc", b"", b"\xff\x00", b'{"region": "a"}', b"5")
    return found if storage_of(sql_type) is Storage.TEXT else ()


def _stale_labels(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    return ("GONE", "open", "") if storage_of(sql_type) is Storage.ENUM else ()


def _nan_documents(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    if storage_of(sql_type) is not Storage.JSON:
        return ()
    return (nan, inf) if isinstance(leaf, Dynamic) else ({"region": nan}, {"region": "a", "Region": -inf})


def _long_json_numbers(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    numbers = (0.1 + 0.2, 1234567.8901234567, 2**53 + 1, -123_456_789_012_345_678, 2**64, 1e300, 5e-324)
    if storage_of(sql_type) is not Storage.JSON:
        return ()
    return tuple({"region": number} for number in numbers) if isinstance(leaf, JsonKeys) else numbers


def _skipped_times(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:
    """Local times that the clocks of the column's zone skip, and those at both edges of the gap."""
    zone = leaf.timezone if isinstance(leaf, Field) else None
    return _gap_walls(zone, now) if zone and storage_of(sql_type) is Storage.NAIVE else ()


def _spelt_times(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:
    """Times in other spellings than SQLAlchemy's, and texts that spell none."""
    storage = storage_of(sql_type)
    if storage not in (Storage.NAIVE, Storage.AWARE):
        return ()
    zone = (leaf.timezone if isinstance(leaf, Field) else None) or UTC
    found: list[Any] = ["", "never", "2025-02-30 00:00:00.000000", "2025-11-07 24:00:00", "2025-11-07  09:00"]
    for hours in (1, 26, 24 * 9):
        at = now.astimezone(UTC).replace(second=5, microsecond=500_000) - timedelta(hours=hours)
        local = at.astimezone(zone)
        # Without an offset the second run of a repeated hour is its first.
        if not local.fold:
            found += _spellings(at, local.replace(tzinfo=UTC if storage is Storage.AWARE else None))
    return found


def _spellings(at: datetime, stored: datetime) -> Iterator[Spelt]:
    minute, midnight = (stored.replace(second=0, microsecond=0), stored.replace(hour=0, minute=0, second=0))
    yield Spelt.of(stored, f"{stored:%Y-%m-%dT%H:%M:%S}.5")
    yield Spelt.of(minute, f"{minute:%Y-%m-%d %H:%M}")
    yield Spelt.of(midnight.replace(microsecond=0), f"{midnight:%Y-%m-%d}")
    yield Spelt.of(stored, f"{at:%Y-%m-%dT%H:%M:%S.%f}Z")
    for offset, written in ((timedelta(hours=14), "+14:00"), (timedelta(hours=-9, minutes=-30), "-09:30")):
        yield Spelt.of(stored, f"{at + offset:%Y-%m-%d %H:%M:%S.%f}{written}")


def _distant_times(sql_type: Any, leaf: Any, now: datetime) -> Sequence[Any]:  # noqa: ARG001
    """What other programs write for "never" and "for ever"."""
    storage = storage_of(sql_type)
    if isinstance(leaf, Field) and leaf.epoch is not None:
        return _distant_numbers(sql_type, leaf.epoch)
    walls = [datetime(1, 1, 1), datetime(1, 1, 2), datetime(1900, 1, 1), datetime(1970, 1, 1)]
    walls += [datetime(9999, 12, 30), datetime(9999, 12, 31), datetime(9999, 12, 31, 23, 59, 59)]
    match storage:
        case Storage.NAIVE:
            return walls
        case Storage.AWARE:
            return [wall.replace(tzinfo=UTC) for wall in walls]
        case Storage.DATE:
            return [wall.date() for wall in walls]
        case _:
            return ()


def _distant_numbers(sql_type: Any, epoch: Epoch) -> Sequence[Any]:
    """The first and the last instants, what lies beyond them, and microseconds in a column of seconds."""
    ends = [end // epoch.unit + step for end in (FIRST, BEYOND) for step in (-1, 0, 1)]
    found = [0, -1, *ends, 1_700_000_000_000_000, -(2**62)]
    match storage_of(sql_type):
        case Storage.INTEGER:
            return found
        case Storage.DECIMAL:
            # Databases make decimals of doubles each in its way.
            return [Decimal(number) for number in found]
        case _:
            return [float(number) for number in found]


ODD: Final[Mapping[str, _Kind]] = {
    "infinities": _infinities,
    "nan": _nan,
    "decimal_nan": _decimal_nan,
    "single_fractions": _single_fractions,
    "wide_decimals": _wide_decimals,
    "unsigned": _unsigned,
    "truthy_integers": _truthy_integers,
    "text_in_numbers": _text_in_numbers,
    "bytes_in_text": _bytes_in_text,
    "stale_labels": _stale_labels,
    "nan_documents": _nan_documents,
    "long_json_numbers": _long_json_numbers,
    "skipped_times": _skipped_times,
    "distant_times": _distant_times,
    "spelt_times": _spelt_times,
}
"""The kinds by name, for `rows(…, odd=…)` and `cases(…, odd=…)`."""


def odd_kinds(names: Collection[str]) -> frozenset[str]:
    """Return names of kinds as a set; raises `ValueError` for a name that is none."""
    if unknown := set(names) - ODD.keys():
        raise ValueError(f"no odd kinds {sorted(unknown)}; there are {', '.join(ODD)}")
    return frozenset(names)


def odd_values(sql_type: Any, leaf: Any, kinds: frozenset[str], now: datetime) -> list[Any]:
    """Return the values of some kinds for a column of a type that a leaf of a dataset is declared over."""
    bare = undecorated(sql_type)
    return [value for name in ODD if name in kinds for value in ODD[name](bare, leaf, now)]


@lru_cache(maxsize=64)
def _gap_walls(zone: tzinfo, now: datetime) -> Sequence[datetime]:
    day = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours = (day - timedelta(hours=hours) for hours in range(24 * 370))
    for at in hours:
        before, after = (one.astimezone(zone) for one in (at - timedelta(hours=1), at))
        gained = (after.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())
        if gained > timedelta():
            end = after.replace(tzinfo=None)
            nudges = (gained, gained * 3 / 4, gained / 2, gained / 4, timedelta.resolution, timedelta())
            return tuple(end - nudge for nudge in (*nudges, gained + timedelta.resolution, -gained / 2))
    return ()
