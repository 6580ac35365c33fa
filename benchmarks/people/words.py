"""What the databases say differently, for SQL by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from benchmarks.rows import NOW


def between(start: datetime, end: datetime = NOW) -> str:
    """Return the condition that a call is in a range of time."""
    low, high = (f"'{at:%Y-%m-%d %H:%M:%S}'" for at in (start, end))
    return f"timestamp >= {low} AND timestamp < {high}"


RECENT: Final = between(NOW - timedelta(days=30))
LAST_DAY: Final = between(NOW - timedelta(days=1))
ALL_DAYS: Final = between(NOW - timedelta(days=90))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One database's own words; a `{}` is what they are said of.

    `key_text` and `key_number` read a key of the JSON column, `of_text` and `of_json` a metric's numbers,
    `text_of_json` its texts. `contains` and `startswith` find a text whatever its case, `endswith` too.
    `median` is an aggregate, None where there is none.
    """

    minute: str
    hour: str
    day: str
    stretch: str
    rate: str
    mean: str
    key_text: str
    key_number: str
    of_text: str
    of_json: str
    text_of_json: str
    like: str
    like_wide: str
    median: str | None
    suffix: str = ""
    table: str = "calls"

    def average(self, column: str = "duration") -> str:
        """Return the mean of a column."""
        return self.mean.format(column)

    def search(self, text: str, before: str = "%", after: str = "%") -> str:
        """Return the condition that a note has a text, whatever its case; with letters beyond ASCII too."""
        like = self.like if text.isascii() else self.like_wide
        lower, title = (f"{before}{one}{after}" for one in (text.lower(), text.title()))
        return "(" + like.format(column="note", lower=lower, title=title) + ")"

    def at(self, table: str) -> Words:
        """Return the same words for a table of calls."""
        return replace(self, table=table)


WORDS: Final[Mapping[str, Words]] = {
    "sqlite": Words(
        minute="substr(timestamp, 1, 16)",
        hour="substr(timestamp, 1, 13)",
        day="substr(timestamp, 1, 10)",
        stretch="unixepoch(timestamp) / {seconds}",
        rate="avg(success)",
        mean="avg({})",
        key_text="meta ->> '$.{}'",
        key_number="meta ->> '$.{}'",
        of_text="CAST(as_text AS REAL)",
        of_json="as_json ->> '$'",
        text_of_json="as_json ->> '$'",
        like="{column} LIKE '{lower}'",
        # Its LIKE knows the case of ASCII alone.
        like_wide="{column} LIKE '{lower}' OR {column} LIKE '{title}'",
        median=None,
    ),
    "postgresql": Words(
        minute="date_trunc('minute', timestamp)",
        hour="date_trunc('hour', timestamp)",
        day="date_trunc('day', timestamp)",
        stretch="date_bin('{seconds} seconds', timestamp, '2025-01-01')",
        rate="avg(success::int)",
        mean="avg({})",
        key_text="meta ->> '{}'",
        key_number="(meta ->> '{}')::float8",
        of_text="as_text::float8",
        of_json="as_json::float8",
        text_of_json="as_json #>> '{{}}'",
        like="{column} ILIKE '{lower}'",
        like_wide="{column} ILIKE '{lower}'",
        median="percentile_cont(0.5) WITHIN GROUP (ORDER BY {})",
    ),
    "duckdb": Words(
        minute="date_trunc('minute', timestamp)",
        hour="date_trunc('hour', timestamp)",
        day="date_trunc('day', timestamp)",
        stretch="time_bucket(to_seconds({seconds}), timestamp)",
        rate="avg(success::int)",
        mean="avg({})",
        # Its arrow binds less than a comparison.
        key_text="(meta ->> '$.{}')",
        key_number="CAST(meta ->> '$.{}' AS DOUBLE)",
        of_text="CAST(as_text AS DOUBLE)",
        of_json="CAST(as_json ->> '$' AS DOUBLE)",
        text_of_json="(as_json ->> '$')",
        like="{column} ILIKE '{lower}'",
        like_wide="{column} ILIKE '{lower}'",
        median="quantile_cont({}, 0.5)",
    ),
    "chdb": Words(
        minute="toStartOfMinute(timestamp)",
        hour="toStartOfHour(timestamp)",
        day="toStartOfDay(timestamp)",
        stretch="toStartOfInterval(timestamp, INTERVAL {seconds} SECOND)",
        rate="avg(success)",
        mean="avg({})",
        key_text="JSONExtractString(meta, '{}')",
        key_number="JSONExtractFloat(meta, '{}')",
        of_text="toFloat64(as_text)",
        of_json="toFloat64(as_json)",
        text_of_json="JSONExtractString(as_json)",
        like="{column} ILIKE '{lower}'",
        like_wide="{column} ILIKE '{lower}'",
        median="quantileExactInclusive(0.5)({})",
        suffix=" SETTINGS join_use_nulls = 1",
    ),
    "mariadb": Words(
        minute="DATE_FORMAT(timestamp, '%Y-%m-%d %H:%i')",
        hour="DATE_FORMAT(timestamp, '%Y-%m-%d %H:00')",
        day="CAST(timestamp AS DATE)",
        stretch="UNIX_TIMESTAMP(timestamp) DIV {seconds}",
        rate="avg(success + 0e0)",
        # That of integers has four decimals.
        mean="avg({} + 0e0)",
        key_text="JSON_VALUE(meta, '$.{}')",
        key_number="CAST(JSON_VALUE(meta, '$.{}') AS DOUBLE)",
        of_text="CAST(as_text AS DOUBLE)",
        of_json="CAST(JSON_VALUE(as_json, '$') AS DOUBLE)",
        text_of_json="JSON_VALUE(as_json, '$')",
        # Its collation knows no case.
        like="{column} LIKE '{lower}'",
        like_wide="{column} LIKE '{lower}'",
        median=None,
    ),
}
