"""What is known of each database, in one place: who adds a fact answers for every one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Cancel: TypeAlias = Literal["by driver", "by another connection", "by statement", "by session"]
"""Who ends a statement whose time is over: a call of the driver, `KILL` on another connection, the server
by a setting that travels with the statement or by one of the session."""

Failed: TypeAlias = Literal["goes on", "savepoint", "lost"]
"""What a failed statement does to its transaction: nothing, what a savepoint undoes, or it ends it."""

Shared: TypeAlias = Literal["always", "by setting", "no"]
"""Whether a common table expression is computed once, however often it is read."""

Compiled: TypeAlias = Literal["at once", "when run again", "no"]
"""Whether a statement is compiled here: where SQLAlchemy keeps nothing at once, elsewhere once it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One database: what it can do, and what is faster there. No fact has a default."""

    name: str
    # SQLAlchemy's names of its dialects.
    dialects: tuple[str, ...]
    # An aggregate for percentiles; elsewhere the values of a group are counted.
    percentiles: bool
    # An aggregate keeps a group's values as an array, to be read again; elsewhere rows are read twice.
    arrays_of_groups: bool
    # One range a bucket over an index is found faster than a GROUP BY.
    ranges: bool
    # Ways to tell buckets beside division, which all have; the first that fits is taken.
    bucketings: tuple[str, ...]
    # A time is its microseconds already, or soon.
    counts_micros: bool
    # A number is rounded down to one of a list, where a long CASE would be more than a statement may be.
    rounds_down: bool
    shared_cte: Shared
    # A coarser level of a roll-up is read faster than its finest; ClickHouse plans it too long.
    coarser_levels: bool
    # Rows of a temporary table are read sooner than found and computed again.
    temporary_rows: bool
    # It sends the innermost SELECT to the shards of a distributed table, and no more.
    innermost_only: bool
    # It expects as many groups as there are different values in what they are computed from.
    expects_many_groups: bool
    # Its plan depends on the instants of a range: they are written into the statement.
    plans_by_value: bool
    # NULL has the type of text where a UNION does not say another.
    typed_nulls: bool
    # Its parser nests so deep and no deeper: what may be deep stands beside a statement, not in it.
    parses_shallowly: bool
    # Times are stored as texts, several of which may mean one instant.
    times_as_text: bool
    # Under some modes it keeps months and days 0.
    zero_dates: bool
    # A setting limits the rows of a SELECT that has no limit of its own.
    limits_rows: bool
    # Statements are compiled and their rows read here, as SQLAlchemy's own way costs more than the query.
    compiled_here: Compiled
    # It has no engine of regular expressions: functions of this process search, ours or SQLAlchemy's.
    searches_here: bool
    # SQLAlchemy can list the indexes of a table.
    lists_indexes: bool
    # It tells each column's type as SQLAlchemy knows it.
    lists_types: bool
    cancel: Cancel
    failed: Failed


SQLITE: Final = Profile(
    name="SQLite",
    dialects=("sqlite",),
    percentiles=False,
    arrays_of_groups=False,
    ranges=True,
    bucketings=("days", "halves"),
    counts_micros=False,
    rounds_down=False,
    shared_cte="always",
    coarser_levels=True,
    temporary_rows=True,
    innermost_only=False,
    expects_many_groups=False,
    plans_by_value=False,
    typed_nulls=False,
    parses_shallowly=True,
    times_as_text=True,
    zero_dates=False,
    limits_rows=False,
    compiled_here="when run again",
    searches_here=True,
    lists_indexes=True,
    lists_types=True,
    cancel="by driver",
    failed="goes on",
)
POSTGRESQL: Final = Profile(
    name="PostgreSQL",
    dialects=("postgresql",),
    percentiles=True,
    arrays_of_groups=False,
    ranges=True,
    bucketings=("thresholds",),
    counts_micros=False,
    rounds_down=False,
    shared_cte="always",
    coarser_levels=True,
    temporary_rows=False,
    innermost_only=False,
    expects_many_groups=True,
    plans_by_value=True,
    typed_nulls=True,
    parses_shallowly=False,
    times_as_text=False,
    zero_dates=False,
    limits_rows=False,
    compiled_here="no",
    searches_here=False,
    lists_indexes=True,
    lists_types=True,
    cancel="by driver",
    failed="savepoint",
)
DUCKDB: Final = Profile(
    name="DuckDB",
    dialects=("duckdb",),
    percentiles=True,
    arrays_of_groups=False,
    ranges=False,
    bucketings=(),
    counts_micros=True,
    rounds_down=False,
    shared_cte="always",
    coarser_levels=True,
    temporary_rows=False,
    innermost_only=False,
    expects_many_groups=False,
    plans_by_value=False,
    typed_nulls=False,
    parses_shallowly=False,
    times_as_text=False,
    zero_dates=False,
    limits_rows=False,
    compiled_here="no",
    searches_here=False,
    lists_indexes=True,
    lists_types=True,
    cancel="by driver",
    failed="lost",
)
MARIADB: Final = Profile(
    name="MariaDB",
    dialects=("mariadb", "mysql"),
    percentiles=False,
    arrays_of_groups=False,
    ranges=False,
    bucketings=(),
    counts_micros=False,
    rounds_down=False,
    shared_cte="no",
    coarser_levels=False,
    temporary_rows=False,
    innermost_only=False,
    expects_many_groups=False,
    plans_by_value=False,
    typed_nulls=False,
    parses_shallowly=False,
    times_as_text=False,
    zero_dates=True,
    limits_rows=True,
    compiled_here="no",
    searches_here=False,
    lists_indexes=True,
    lists_types=True,
    cancel="by another connection",
    failed="goes on",
)
CLICKHOUSE: Final = Profile(
    name="ClickHouse",
    dialects=("clickhousedb",),
    percentiles=True,
    arrays_of_groups=True,
    ranges=False,
    bucketings=(),
    counts_micros=True,
    rounds_down=True,
    # Since 26.
    shared_cte="by setting",
    coarser_levels=False,
    temporary_rows=False,
    innermost_only=True,
    expects_many_groups=False,
    plans_by_value=False,
    typed_nulls=False,
    parses_shallowly=False,
    times_as_text=False,
    zero_dates=False,
    limits_rows=False,
    compiled_here="at once",
    searches_here=False,
    lists_indexes=False,
    lists_types=True,
    cancel="by statement",
    failed="goes on",
)
SPARK: Final = Profile(
    name="Spark SQL",
    dialects=("hive",),
    percentiles=True,
    arrays_of_groups=False,
    ranges=False,
    bucketings=(),
    counts_micros=False,
    rounds_down=False,
    shared_cte="no",
    coarser_levels=False,
    temporary_rows=False,
    innermost_only=False,
    expects_many_groups=False,
    plans_by_value=False,
    typed_nulls=False,
    parses_shallowly=False,
    times_as_text=False,
    zero_dates=False,
    limits_rows=False,
    compiled_here="no",
    searches_here=False,
    lists_indexes=False,
    lists_types=False,
    cancel="by session",
    failed="goes on",
)

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        dialect: profile
        for profile in (SQLITE, POSTGRESQL, DUCKDB, MARIADB, CLICKHOUSE, SPARK)
        for dialect in profile.dialects
    }
)
"""Profiles by the name of the dialect."""


def profile_of(dialect: str) -> Profile:
    """Return what is known of the database of a dialect.

    Raises `NotImplementedError` for one that nothing is known of: what is right elsewhere may be wrong there.

    >>> profile_of("postgresql").percentiles
    True
    """
    found = PROFILES.get(dialect)
    if found is None:
        raise NotImplementedError(f"widgetql does not know {dialect}: only {', '.join(sorted(PROFILES))}")
    return found
