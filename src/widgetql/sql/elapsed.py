"""How long it is from 1970 to a stored time, as each database writes it: whole seconds, and microseconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from widgetql.sql.constructs import MARIADB
from widgetql.storage import Storage

# The seconds from the year 0 to 1970.
_YEAR_0: Final = 62_167_219_200

Elapsed: TypeAlias = Callable[[str, Storage], str]
"""From SQL of a stored time, and how it is stored, to SQL of a number."""


def once_sqlite(value: str, write: Callable[[str], str]) -> str:
    """Write what repeats a value; one that is more than a name is computed once."""
    return f"(SELECT {write('wq_v')} FROM (SELECT {value} AS wq_v))" if " " in value else write(value)


def _seconds_sqlite(value: str, storage: Storage) -> str:  # noqa: ARG001 - all have this shape
    return once_sqlite(value, _whole_sqlite)


def _micros_sqlite(value: str, storage: Storage) -> str:  # noqa: ARG001
    return once_sqlite(value, _exact_sqlite)


def _whole_sqlite(value: str) -> str:
    # 23:59:59.9996 would be rounded up into the next day; but for these a time without substr takes half.
    return (
        f"CASE WHEN {value} GLOB '*.999*' THEN unixepoch(substr({value}, 1, 19)) ELSE unixepoch({value}) END"
    )


def _exact_sqlite(value: str) -> str:
    # Of what is after the seconds, six digits.
    fraction = f"CAST(CAST(substr({value}, 20, 7) AS REAL) * 1000000 + 0.5 AS INTEGER)"
    return f"({_whole_sqlite(value)} * 1000000 + {fraction})"


def _seconds_postgresql(value: str, storage: Storage) -> str:  # noqa: ARG001
    return f"CAST(floor(extract(epoch FROM {value})) AS BIGINT)"


def _micros_postgresql(value: str, storage: Storage) -> str:  # noqa: ARG001
    return f"CAST(extract(epoch FROM {value}) * 1000000 AS BIGINT)"


def _seconds_duckdb(value: str, storage: Storage) -> str:  # noqa: ARG001
    return f"CAST(floor(epoch({value})) AS BIGINT)"


def _micros_duckdb(value: str, storage: Storage) -> str:
    # A date has no epoch_us of its own.
    return f"epoch_us(CAST({value} AS {'TIMESTAMPTZ' if storage is Storage.AWARE else 'TIMESTAMP'}))"


def _seconds_mariadb(value: str, storage: Storage) -> str:  # noqa: ARG001
    # TIMESTAMPDIFF would round up before 1970, and takes twice as long.
    return f"(to_seconds({value}) - {_YEAR_0})"


def _micros_mariadb(value: str, storage: Storage) -> str:
    return f"({_seconds_mariadb(value, storage)} * 1000000 + microsecond({value}))"


def _seconds_hive(value: str, storage: Storage) -> str:
    match storage:
        case Storage.AWARE:
            return f"unix_seconds({value})"
        case Storage.DATE:
            return f"(unix_date({value}) * 86400L)"
        case _:
            return f"({_minutes_hive(value)} * 60 + second({value}))"


def micros_hive(value: str, storage: Storage) -> str:
    """Write SQL for Spark's microseconds since 1970, in which the session's zone has no part."""
    match storage:
        case Storage.AWARE:
            return f"unix_micros({value})"
        case Storage.DATE:
            return f"(unix_date({value}) * 86400000000)"
        case _:
            second = f"CAST(extract(SECOND FROM {value}) * 1000000 AS BIGINT)"
            return f"({_minutes_hive(value)} * 60000000 + {second})"


def _minutes_hive(value: str) -> str:
    return f"(unix_date(CAST({value} AS DATE)) * 1440L + hour({value}) * 60 + minute({value}))"


def _seconds_clickhouse(value: str, storage: Storage) -> str:  # noqa: ARG001
    micros = micros_clickhouse(value)
    # A division would round what is before 1970 up.
    return f"intDiv({micros} - positiveModulo({micros}, 1000000), 1000000)"


def micros_clickhouse(value: str, storage: Storage | None = None) -> str:  # noqa: ARG001
    """Write SQL for ClickHouse's microseconds since 1970."""
    return f"toUnixTimestamp64Micro(toDateTime64({value}, 6, 'UTC'))"


SECONDS: Final[Mapping[str, Elapsed]] = MappingProxyType(
    {
        "sqlite": _seconds_sqlite,
        "postgresql": _seconds_postgresql,
        "duckdb": _seconds_duckdb,
        "hive": _seconds_hive,
        "clickhousedb": _seconds_clickhouse,
    }
    | dict.fromkeys(MARIADB, _seconds_mariadb)
)
"""The whole seconds, rounded down, by dialect."""

MICROS: Final[Mapping[str, Elapsed]] = MappingProxyType(
    {
        "sqlite": _micros_sqlite,
        "postgresql": _micros_postgresql,
        "duckdb": _micros_duckdb,
        "hive": micros_hive,
        "clickhousedb": micros_clickhouse,
    }
    | dict.fromkeys(MARIADB, _micros_mariadb)
)
"""The microseconds, by dialect."""
