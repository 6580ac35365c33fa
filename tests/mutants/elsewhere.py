"""What is reached on other databases than SQLite and DuckDB only, by a name in a table or a set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ELSEWHERE: Final[Mapping[str, str]] = {
    "plan/bucketing.py _thresholds": "PostgreSQL's way to tell buckets",
    "sql/buckets.py threshold_index": "PostgreSQL's way to tell buckets",
    "sql/buckets.py thresholds": "PostgreSQL's way to tell buckets",
    "sql/buckets.py Division._lists": "ClickHouse's way to tell buckets",
    "sql/time.py Instant.literal": "how PostgreSQL's edges are written",
    "charts/thinning.py _by_join": "for databases that compute a common table expression at each mention",
    "charts/thinning.py _JoinedFirst": "a hint for ClickHouse",
    "sql/compiled.py _Compiled": "for ClickHouse's dialect, for which SQLAlchemy keeps nothing",
    "sql/compiled.py _compiled": "for ClickHouse's dialect, for which SQLAlchemy keeps nothing",
    "sql/compiled.py _rows_named": "for ClickHouse's dialect, for which SQLAlchemy keeps nothing",
    "sql/compiled.py _kept": "for ClickHouse's dialect, for which SQLAlchemy keeps nothing",
    "sql/compiled.py _on": "for ClickHouse's dialect, for which SQLAlchemy keeps nothing",
    "sql/compiled.py _whole": "MariaDB's limit of rows, which a setting has",
    "sql/compiled.py _rows_of": "ClickHouse's answers that are cut",
    "sql/compiled.py _may_be_cut": "ClickHouse's answers that are cut",
    "sql/canonical.py named": "how Spark names a value",
    "sql/text.py _pcre": "how MariaDB is asked for a part of a text",
    "sql/grouping.py _in_one": "for databases that group by expressions of one SELECT",
    "sql/relations.py _fits": "what ClickHouse can make Nullable",
    "sql/values.py _Plain": "how PyHive writes a decimal",
    "sql/stretches.py _Start.process_bind_param": "an instant, on PostgreSQL alone",
    "sql/stretches.py _Width.process_bind_param": "an interval, on PostgreSQL alone",
    "sql/uuids.py uuid_value": "how ClickHouse's driver is given a UUID",
    "sql/constructs.py _unknown": "a database that is not known",
    "sql/constructs.py _name": "a database that is not known",
    "sql/constructs.py _as_a_function": "SQL that is printed without a database",
    "charts/run.py WidgetData.to_vega_lite": "a picture",
    "charts/run.py WidgetData._repr_mimebundle_": "a picture",
    "filters/time_range.py in_words": "a word of a message",
}
