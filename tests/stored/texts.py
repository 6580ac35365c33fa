"""Texts, labels, UUIDs and documents, and what stands where they should."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import CHAR, JSON, Enum, String, Text, Uuid

from tests.stored.stored import LABELS, UUID_1, Stored
from tests.testing.everything import State


def _all(database: str, column: str, declared: Any, *found: tuple[str, Any], **rest: Any) -> list[Stored]:
    return [
        Stored(database=database, column=column, declared=declared, literal=literal, reads=reads, **rest)
        for literal, reads in found
    ]


# Latin-1, letters cut in two, half of a surrogate pair, a slash in two bytes, what follows a NUL, and what
# stands behind many letters: a pattern must not try all ways to part these.
_NO_TEXTS: Final = (
    "636166e9",
    "c3a9e381",
    "eda080",
    "c0af",
    "61c3",
    "80",
    "6100ff",
    "f4908080",
    "61" * 30 + "ff",
)
_LETTERS: Final = "'caf\u00e9 \U0001f600'"
TEXTS: Final = [
    *_all("sqlite", "TEXT", Text(), *((f"CAST(x'{octets}' AS TEXT)", None) for octets in _NO_TEXTS)),
    *_all(
        "sqlite",
        "TEXT",
        Text(),
        ("'caf\u00e9 \U0001f600'", "caf\u00e9 \U0001f600"),
        ("char(65535)", "\uffff"),
    ),
    *_all("sqlite", "TEXT", Text(), ("'a' || char(10) || 'c'", "a\nc")),
    *_all("clickhouse", "String", String(), *((f"unhex('{octets}')", None) for octets in _NO_TEXTS)),
    *_all("clickhouse", "String", String(), (_LETTERS, _LETTERS[1:-1])),
    *_all("sqlite", "TEXT", Text(), ("x'4142'", None), ("x''", None), ("CAST(x'ff41' AS TEXT)", None)),
    *_all("sqlite", "TEXT", Text(), ("5", "5"), ("''", "")),
    # A type that SQLite does not know keeps a text that spells a number as the number.
    *_all("sqlite", "STRING", String(), ("'5'", "5"), ("5", "5")),
    # A byte beyond ASCII is read as its escape.
    *_all("postgresql", '"char"', String(), ("'a'", "a"), ("''", ""), (r"'\351'", r"\351")),
    *_all("postgresql", '"char"', CHAR(1), ("'a'", "a")),
    *_all("postgresql", "CHAR(8)", CHAR(8), ("'abc'", "abc")),
    *_all("duckdb", "CHAR(8)", CHAR(8), ("'abc'", "abc")),
    *_all("mariadb", "CHAR(8)", CHAR(8), ("'abc'", "abc")),
    *_all("clickhouse", "FixedString(8)", String(), ("'abc'", "abc")),
    *_all("clickhouse", "String", String(), ("unhex('ff41')", None), ("''", "")),
]

_STALE: Final = (("'GONE'", "GONE"), ("'open'", "open"), ("''", ""))
LABELLED: Final = [
    *_all("sqlite", "VARCHAR(20)", LABELS, *_STALE, ("x'4142'", None)),
    *_all("postgresql", "VARCHAR(20)", LABELS, *_STALE),
    *_all("duckdb", "VARCHAR", LABELS, *_STALE),
    *_all("mariadb", "VARCHAR(20)", LABELS, *_STALE),
    *_all("clickhouse", "String", LABELS, *_STALE),
    *_all(
        "postgresql",
        "stored_state",
        Enum(State, name="stored_state"),
        ("'GONE'", "GONE"),
        before=(
            "DROP TABLE IF EXISTS stored",
            "DROP TYPE IF EXISTS stored_state",
            "CREATE TYPE stored_state AS ENUM ('OPEN', 'CLOSED', 'Offen', 'GONE')",
        ),
    ),
    *_all("mariadb", "ENUM('OPEN', 'CLOSED', 'Offen', 'GONE')", Enum(State), ("'GONE'", "GONE")),
    *_all(
        "clickhouse",
        "Enum8('OPEN' = 1, 'CLOSED' = 2, 'Offen' = 3, 'GONE' = 4)",
        Enum(State),
        ("'GONE'", "GONE"),
    ),
]

_HEX: Final = UUID_1.replace("-", "")
UUIDS: Final = [
    *_all("sqlite", "CHAR(32)", Uuid(), (f"'{_HEX}'", UUID_1), (f"'{UUID_1}'", UUID_1)),
    *_all("sqlite", "CHAR(32)", Uuid(), (f"'{_HEX.upper()}'", UUID_1), ("'zzz'", None), ("''", None)),
    *_all("sqlite", "CHAR(36)", Uuid(as_uuid=False), (f"'{_HEX}'", UUID_1), (f"'{UUID_1.upper()}'", UUID_1)),
    *_all("sqlite", "CHAR(36)", Uuid(), (f"x'{_HEX.encode().hex()}'", None), (f"'{UUID_1[:-1]}-'", None)),
    *_all("sqlite", "CHAR(36)", Uuid(), (f"'{_HEX[:8].upper()}{_HEX[8:-1]}a'", None)),
    *_all(
        "mariadb", "CHAR(32)", Uuid(native_uuid=False), (f"'{_HEX}'", UUID_1), (f"'{_HEX.upper()}'", UUID_1)
    ),
    *_all("mariadb", "CHAR(32)", Uuid(native_uuid=False), ("'zzz'", None), ("''", None)),
    *_all("postgresql", "CHAR(32)", Uuid(native_uuid=False), (f"'{_HEX}'", UUID_1), ("'zzz'", None)),
    *_all("postgresql", "UUID", Uuid(), (f"'{_HEX.upper()}'", UUID_1)),
    *_all("duckdb", "UUID", Uuid(as_uuid=False), (f"'{_HEX}'", UUID_1)),
    *_all("clickhouse", "UUID", Uuid(), (f"'{UUID_1}'", UUID_1)),
]

# A number is written as JSON writes it: an integer by all its digits, another by 15 of them.
_DOCUMENTS: Final = (
    *(("'{\"k\": 9007199254740993}'", "9007199254740993"), ("'{\"k\": 0.30000000000000004}'", "0.3")),
    *(("'\"k\"'", None), ("'[1]'", None), ("'17'", None), ("'null'", None)),
)
_BROKEN: Final = tuple(
    (f"'{text}'", None)
    for text in ("", "{", '{"k": "a"', '{"k": NaN}', '{"k": "a"} x', "{k: 1}", '{"k": 01}')
)
_TEXT: Final = {"keys": "json in text"}
DOCUMENTS: Final = [
    *_all("sqlite", "JSON", JSON(), *_DOCUMENTS, *_BROKEN, ("x'7b7d'", None), ("'{\"k\": 1e400}'", None)),
    *_all("sqlite", "JSON", JSON(), ('\'{"k": "\\ud800"}\'', None), ("CAST(x'ff41' AS TEXT)", None)),
    *_all(
        "sqlite",
        "JSON",
        JSON(),
        ("x'7b226b223a2261227d'", None),
        ("CAST(x'7b226b223a22ff227d' AS TEXT)", None),
    ),
    *_all("sqlite", "TEXT", Text(), *_DOCUMENTS, *_BROKEN, ("x'7b7d'", None), options=_TEXT),
    *_all("postgresql", "JSON", JSON(), *_DOCUMENTS, ("'{\"k\": 1e400}'", None)),
    *_all("postgresql", "TEXT", Text(), *_DOCUMENTS, *_BROKEN, options=_TEXT),
    *_all("duckdb", "JSON", JSON(), *_DOCUMENTS, ("'{\"k\": 1e400}'", None)),
    *_all("duckdb", "VARCHAR", Text(), *_DOCUMENTS, *_BROKEN, options=_TEXT),
    *_all("mariadb", "JSON", JSON(), *_DOCUMENTS, ("'{\"k\": 1e400}'", None)),
    *_all("mariadb", "TEXT", Text(), *_DOCUMENTS, *_BROKEN, options=_TEXT),
    *_all("clickhouse", "String", JSON(), *_DOCUMENTS, *_BROKEN, ("'{\"k\": 1e400}'", None)),
    *_all("clickhouse", "String", Text(), *_BROKEN, options=_TEXT),
]

CASES: Final = (*TEXTS, *LABELLED, *UUIDS, *DOCUMENTS)
