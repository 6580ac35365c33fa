"""Values worth trying, by how a column stores them: texts, numbers, instants and JSON that trip systems up.

A pool is a tuple, simple values first: drawing from it is one cheap choice, which also shrinks well, and rows
and operands that draw from one pool meet often.
"""

from __future__ import annotations

import enum
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import REAL, BigInteger, SmallInteger, TypeEngine

from widgetql.decorated import Own
from widgetql.epochs import Epoch
from widgetql.fields import Dynamic, Field, JsonKeys
from widgetql.storage import Storage, converts, storage_of, undecorated
from widgetql.testing.strategies.times import instants
from widgetql.types import DataType

Pool: TypeAlias = Sequence[Any]

_DIALECT: Final = DefaultDialect()
# A Monday, eight days after Europe's clocks went back and one after America's.
NOW: Final = datetime(2025, 11, 3, 12, 34, 56, tzinfo=UTC)

TEXTS: Final = (
    *("a", "A", "b", "ab", "AB", "aB", "a ", " a", "a b", "", " ", "a_b", "_", "a_", "abc", "xAbx", "aa"),
    *(
        "%",
        "  ",
        "\\",
        "100%",
        "a\\b",
        "\\%",
        "'",
        '"',
        "''",
        "[a]",
        "$",
        "${env:HOME}",
        "x; --",
        "a\nb",
        "\t",
    ),
    *("é", "É", "e\u0301", "E\u0301", "ß", "SS", "ss", "\u1e9e", "İ", "i", "I", "s", "S", "k", "Ж", "ж"),
    # Without a partner of the other case: dotless i, long s, the Kelvin sign, final sigma, a title-case one.
    *(
        "\u0131",
        "\u017f",
        "\u212a",
        "Σ",
        "\u03c3",
        "ς",
        "ǅ",
        "ǆ",
        "ﬁ",
        "FI",
        "\u0131s\u0131",
        "İstanbul",
        "ΣΑΣ",
    ),
    *("日本", "😀", "😀a", "👩\u200d👧", "\ufeff", "\u00a0", "aéÉ", "Straße"),
    *("true", "false", "True", "null", "5", "5.0", "0", "other"),
)
# What is a number, and what some database takes for one.
NUMBER_TEXTS: Final = (
    *(
        "5",
        "0",
        "-0",
        "5.0",
        "-3",
        "2.5",
        "0.25",
        "1e2",
        "1E+3",
        "25e-2",
        "-1.5e3",
        "60",
        "100",
        "1",
        "2",
        "3",
    ),
    *("", " ", " 5 ", "+5", "05", ".5", "5.", "0x10", "1_000", "1,5", "NaN", "Infinity", "-inf", "1e400"),
    *("5a", "5\n", "٣", "1e", "--1", "1" * 401, "true", "false", "True", "TRUE", "t", "null", "a", "é"),
    *(
        "0.30000000000000004",
        "1234567.8901234567",
        "1234567.890123",
        "123456789012.75",
        "9007199254740993",
        "-123456789012345678",
        "1e300",
        "5e-324",
    ),
)
JSON_KEYS: Final = (
    "region",
    "Region",
    "é",
    'a"b',
    "a'b",
    "$",
    "[0]",
    "a b",
    "\\",
    "😀",
    "%",
    "0",
    "ключ",
    "*",
)
JSON_SCALARS: Final = (
    *(True, False, 0, 1, 5, 5.0, -0.0, 0.1, 1e-7, 1.5e16, -2.5, 123456.789, 2**53, None),
    *(1234567.890123, 123456789012.75, -0.123456789012),
    *("a", "A", "é", "", " ", "5", "5.0", "true", "null", "%", "_", "\\", "'", '"', "😀", "ß", "İ", "a b"),
)
# Texts that are no JSON, though some database or driver takes one or the other for it. A comma before a
# closing bracket is left out, as DuckDB itself reads it, and an escape that is none, as MariaDB does.
BROKEN_DOCUMENTS: Final = (
    *(
        "",
        " ",
        "{",
        '{"region": "a"',
        "{'region': 'a'}",
        "{region: 1}",
        '{"region": NaN}',
        '{"region": "a"} x',
    ),
    *(
        '{"region": 1,,}',
        '{"region": 01}',
        '{"region": "a\t"}',
        '{"region": Infinity}',
        "a",
        "{\"region\": 'a'}",
    ),
)
JSON_VALUES: Final[tuple[Any, ...]] = (*JSON_SCALARS, [], [1], {}, {"a": 1}, ["x"])
# Keys that no path can name.
_UNREACHABLE_KEYS: Final = ("a.b", "")
UUIDS: Final = tuple(UUID(int=(0xABCDEF << 100) + (number << 60) + 0xF00D) for number in range(1, 60))
# Integers around the last one that a double can tell from its neighbours, and one with 18 digits.
WIDE_INTEGERS: Final = (2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 123_456_789_012_345_678)
# Doubles of 15 to 17 digits, the smallest and some large ones.
LONG_FLOATS: Final = (
    *(0.1, 0.2, 0.1 + 0.2, 1 / 3, 19.99, 99.99999999999999, -7.123456789012345, 0.1234567890123456),
    *(123456.78901234567, 1234567890.1234567, -2468.013579135791, 1e-7, 5e-324),
    *(2.0**53 - 1, 2.0**53, 2.0**53 + 2),
)
TENTHS: Final = (0.3, 0.7, 0.1, 0.6, 1.1, -0.3)
# Decimals of as many digits, each of them the one that its nearest double is written as.
LONG_DECIMALS: Final = (
    *("0.01", "0.1", "19.99", "-0.07", "0.1234567891", "12345.6789012345", "-54321.0987654321"),
    *("99999.9999999999", "1234567.8901234567", "-7654321.098765432", "123456789012345", "9007199254740991"),
)
INTEGERS: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1, -2, -3, 60, 100, 1000, -1000, 9999)


def documents() -> Pool:
    """Return JSON objects with odd keys, and documents that are none."""
    keys = (*JSON_KEYS, *_UNREACHABLE_KEYS)
    found: list[Any] = [{"region": value} for value in JSON_VALUES]
    for index, value in enumerate(JSON_VALUES * 3):
        shift = JSON_VALUES[(index * 7) % len(JSON_VALUES)]
        found.append({keys[index % len(keys)]: value, "region": shift, keys[index * 5 % len(keys)]: shift})
    return (*found, {}, [], ["region"], "region", 5)


def pool_of(
    sql_type: TypeEngine[Any], field: Field | None, now: datetime, zone: tzinfo, extremes: bool, far: bool
) -> Pool:
    """Return values for a column of a type; empty for a type that no values are known for.

    `extremes` adds the largest integers, whose sums are beyond 64 bits; `far` times of years.
    """
    bare: Any = undecorated(sql_type)
    storage = storage_of(bare)
    if field is not None and field.own is not None:
        return _own_values(field.own, now)
    if field is not None and field.epoch is not None:
        return _since_1970(field.epoch, bare, instants(now, zone, far))
    if field is not None and field.type is DataType.BOOLEAN and storage is Storage.INTEGER:
        return (0, 1)
    if storage is Storage.TEXT and field is not None and field.type is not DataType.STRING:
        return _fitting(NUMBER_TEXTS, bare)
    match storage:
        case Storage.INTEGER:
            return _integers(bare, extremes)
        case Storage.FLOAT:
            return _floats(bare, extremes)
        case Storage.DECIMAL:
            return _decimals(bare, extremes)
        case Storage.BOOLEAN:
            return (False, True)
        case Storage.TEXT:
            return _fitting(TEXTS, bare)
        case Storage.ENUM:
            return tuple(bare.enum_class or bare.enums)
        case Storage.UUID:
            return UUIDS[:12] if bare.as_uuid else tuple(map(str, UUIDS[:12]))
        case Storage.JSON:
            return documents()
        case Storage.INTERVAL:
            return tuple(timedelta(seconds=seconds) for seconds in (0, 1, 60, 90, 120, 3600, 86_400, 100_000))
        case None:
            return ()
        case _:
            times = _times(storage, field, zone, instants(now, zone, far))
            return _as_decorated(times, sql_type) if converts(sql_type) else times


def _as_decorated(stored: Pool, sql_type: Any) -> Pool:
    """Return stored times as a host's decorator has them: it is what writes them."""
    own = Own(sql_type, None, DataType.DATETIME)
    return tuple(own.read(one, _DIALECT) for one in stored)


def _own_values(own: Own, now: datetime) -> Pool:
    """Return values of a host's own type, as its decorator reads them again."""
    kind: Any = own.kind
    if kind is not None and issubclass(kind, enum.Enum):
        return tuple(kind)
    plain: Mapping[DataType, Sequence[Any]] = {
        DataType.NUMERIC: [0, 1, 2, 5, -3, 10, 0.25, 1.5, 19.99, 1000],
        DataType.BOOLEAN: [False, True],
        DataType.STRING: UUIDS[:12] if kind is UUID else TEXTS[:8],
        DataType.DATETIME: [now - timedelta(days=days) for days in (0, 1, 3, 30)],
    }
    found: dict[Any, None] = {}
    for value in list[Any](plain[own.type]):
        meant: Any = value.date() if kind is date else own.meant(str(value) if kind is UUID else value)
        found[own.read(own.bound(meant, _DIALECT), _DIALECT)] = None
    return tuple(found)


def labels_of(sql_type: Any) -> Pool:
    """Return the labels of an enumerated type, as the database has them."""
    bare: Any = undecorated(sql_type)
    return tuple(bare.enums)


def _fitting(values: Sequence[str], sql_type: Any) -> Pool:
    return tuple(dict.fromkeys(text[: sql_type.length] for text in values))


def _integers(sql_type: Any, extremes: bool) -> Pool:
    if not isinstance(sql_type, BigInteger):
        bits = 15 if isinstance(sql_type, SmallInteger) else 31
        return (*INTEGERS, *([2**bits - 1, 1 - 2**bits] if extremes else []))
    unsigned = getattr(sql_type, "unsigned", False)
    edges = [2**63 - 1, 1 - 2**63] if extremes else []
    return [number for number in (*INTEGERS, *WIDE_INTEGERS, *edges) if number >= 0 or not unsigned]


def _floats(sql_type: Any, extremes: bool) -> Pool:
    # Eighths: every database and Python agree on their sums to the last bit.
    numbers = [*(k / 8 for k in (0, 4, 8, 20, 40, -4, -20, 41, 43)), -0.0, 1e3, 1e6, -1e6]
    if not isinstance(sql_type, REAL):
        # The eighths more often: a large number drowns what is added to it.
        numbers += [*numbers[:9], 123456.125, *LONG_FLOATS]
        # Few digits that no double has: they lie on edges of bins, or just beside them.
        numbers[4:4] = TENTHS
        numbers += [1e12, -1e12] if extremes else []
    return tuple(Decimal(str(number)) if sql_type.asdecimal else number for number in numbers)


def _decimals(sql_type: Any, extremes: bool) -> Pool:
    # NUMERIC(5) has no digits after the point; of a plain NUMERIC nothing is known.
    unsaid = 2 if sql_type.precision is None else 0
    scale = unsaid if sql_type.scale is None else sql_type.scale
    digits = (sql_type.precision or 9) - scale
    # Quarters, halves or units: sums of them are exact even where a database adds doubles.
    parts = {0: 1, 1: 2}.get(scale, 4)
    largest = min(10**digits - 1, 100_000) * parts
    numbers = [Decimal(k) / parts for k in (0, 1, 2, 4, 10, 20, -1, -10, 400, largest) if abs(k) <= largest]
    numbers += [number for number in map(Decimal, LONG_DECIMALS) if _fits(number, digits, scale)]
    numbers += [Decimal(10**digits - 1)] if extremes and digits < 15 else []
    return tuple(number if sql_type.asdecimal else float(number) for number in numbers)


def many_numbers(sql_type: TypeEngine[Any]) -> Pool:
    """Return numbers of a type that all differ, so that no two percentiles of many are alike."""
    bare: Any = undecorated(sql_type)
    match storage_of(bare):
        case Storage.INTEGER:
            return [number * 7 % 997 for number in range(200)]
        case Storage.FLOAT if not bare.asdecimal:
            return [number * 5 / 8 for number in range(200)]
        case Storage.DECIMAL:
            digits = (bare.precision or 9) - (bare.scale or 0)
            numbers = [Decimal(number) for number in range(min(200, 10**digits - 1))]
            return numbers if bare.asdecimal else list(map(float, numbers))
        case _:
            return ()


def _fits(number: Decimal, digits: int, scale: int) -> bool:
    """Tell whether a number has no more digits before and after its point."""
    return abs(number) < 10**digits and number == round(number, scale)


def _times(storage: Storage, field: Field | None, zone: tzinfo, found: Sequence[datetime]) -> Pool:
    own = (field.timezone if field is not None else None) or (zone if storage is Storage.DATE else UTC)
    if storage is Storage.AWARE:
        return found
    walls = [at.astimezone(own).replace(tzinfo=None, fold=0) for at in found]
    return [wall.date() for wall in walls] if storage is Storage.DATE else walls


def _since_1970(epoch: Epoch, sql_type: Any, found: Sequence[datetime]) -> Pool:
    """Return instants as a column of numbers keeps them: whole ones, or with what is less than a unit."""
    micros = [(at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta.resolution for at in found]
    match storage_of(sql_type):
        case Storage.INTEGER:
            return [number // epoch.unit for number in micros]
        case Storage.DECIMAL:
            exact = [Decimal(number) / epoch.unit for number in micros]
            scale = sql_type.scale or 0
            return [number for number in exact if number == round(number, scale)]
        case _:
            return [number / epoch.unit for number in micros]


def kinds_of(sql_type: Any, kinds: Mapping[Any, Any]) -> Pool:
    """Return the values of a column that says which kind a metric is."""
    bare: Any = undecorated(sql_type)
    if storage_of(bare) is Storage.ENUM:
        members: list[Any] = list(bare.enum_class or bare.enums)
        return [m for m in members if m in kinds or _name(m) in kinds] or members
    return tuple(kinds)


def dynamic_pool(leaf: Dynamic) -> Pool:
    """Return what the one column of a dynamic field may hold."""
    columns: Any = leaf.columns
    if storage_of(columns.type) is Storage.TEXT:
        return _fitting(
            (*NUMBER_TEXTS[:16], "true", "false", *NUMBER_TEXTS[16:], *TEXTS[:40]), undecorated(columns.type)
        )
    return (*JSON_VALUES, *NUMBER_TEXTS)


def json_pool(leaf: JsonKeys, write: Callable[[Any], str]) -> Pool:
    """Return the documents of a JSON column; as text where the column holds text."""
    if leaf.storage is not Storage.TEXT:
        return documents()
    return [*(write(found) for found in documents()), *BROKEN_DOCUMENTS]


def _name(member: Any) -> str:
    return member.name if isinstance(member, enum.Enum) else str(member)


def keys_of(sql_type: TypeEngine[Any], count: int) -> Pool:
    """Return `count` values for columns that join tables; empty where the type is no usual key."""
    bare: Any = undecorated(sql_type)
    match storage_of(bare):
        case Storage.INTEGER:
            return range(1, count + 1)
        case Storage.TEXT:
            return [string.ascii_letters[i % 52] + (str(i // 52) if i > 51 else "") for i in range(count)]
        case Storage.UUID:
            return UUIDS[:count] if bare.as_uuid else [str(uuid) for uuid in UUIDS[:count]]
        case _:
            return ()
