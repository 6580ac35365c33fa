"""What a shared query needs of a database: a common table expression that is read once, columns left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, cast, null, text, type_coerce, union_all
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE, CompoundSelect, Select

from widgetql.entities import OWN_NAMES
from widgetql.sql.constructs import MARIADB, Construct, everywhere, written
from widgetql.sql.numbers import halves_sqlite, safe_sum, whole_sum_sqlite
from widgetql.sql.profile import PROFILES, profile_of
from widgetql.sql.values import Double

# ClickHouse does so since 26, where it is asked to.
_SETTING: Final = "enable_materialized_cte"


def shares(connection: Connection) -> bool:
    """Tell whether a database computes a common table expression once, however often it is read."""
    shared = profile_of(connection.dialect.name).shared_cte
    if shared != "by setting":
        return shared == "always"
    driver: Any = connection.connection.driver_connection
    setting = driver.client.server_settings.get(_SETTING)
    return setting is not None and not setting.readonly


def materialized(statement: Select[Any], name: str) -> CTE:
    """Return a statement as a common table expression that is computed once."""
    # No table of a host has such a name: it would be taken for this, or could not be read by it.
    found = statement.cte(f"{OWN_NAMES}{name}")
    for dialect, profile in PROFILES.items():
        if profile.shared_cte != "no":
            found = found.prefix_with("MATERIALIZED", dialect=dialect)
    return found


def together(selects: Sequence[Select[Any]]) -> CompoundSelect[Any]:
    """Return the rows of all SELECTs, which may read what is materialized."""
    *others, last = selects
    return union_all(*others, last.suffix_with(text(f"SETTINGS {_SETTING} = 1"), dialect="clickhousedb"))


def absent(sql_type: sa.TypeEngine[Any], dialect: str) -> ColumnElement[Any]:
    """Return NULL in the place of another SELECT's column of a UNION."""
    # PostgreSQL takes two NULLs for text before it sees the third column's type.
    if not profile_of(dialect).typed_nulls:
        return type_coerce(null(), sql_type)
    # Where the type is left to the driver it is a number.
    return cast(null(), sa.Numeric() if isinstance(sql_type, sa.NullType) else sql_type)


class mean_of_totals(Construct):  # noqa: N801 - reads as SQL
    """A sum of sums by a sum of counts, as a double; NULL where nothing was counted."""

    inherit_cache = True
    result = Double()


@everywhere(mean_of_totals)
def _mean_of_totals(element: mean_of_totals, compiler: Any, **options: Any) -> str:
    return "(CAST({} AS DOUBLE PRECISION) / nullif({}, 0))".format(*written(element, compiler, **options))


@compiles(mean_of_totals, *MARIADB, "hive")
def _mean_of_totals_double(element: mean_of_totals, compiler: Any, **options: Any) -> str:
    return "(CAST({} AS DOUBLE) / nullif({}, 0))".format(*written(element, compiler, **options))


@compiles(mean_of_totals, "postgresql")
def _mean_of_totals_postgresql(element: mean_of_totals, compiler: Any, **options: Any) -> str:
    total, count = written(element, compiler, **options)
    # A sum of decimals may be beyond the largest double, their mean is not; a sum of doubles stays a double.
    return f"CAST({total} * 1.0 / nullif({count}, 0) AS DOUBLE PRECISION)"


@compiles(mean_of_totals, "clickhousedb")
def _mean_of_totals_clickhouse(element: mean_of_totals, compiler: Any, **options: Any) -> str:
    # A CAST to a plain type refuses NULL.
    return "(toFloat64({}) / nullIf({}, 0))".format(*written(element, compiler, **options))


class kept_sum(Construct):  # noqa: N801 - reads as SQL
    """The sum of integers, to be added to others: SQLite keeps its halves, as one text."""

    inherit_cache = True


class kept_sums(kept_sum):  # noqa: N801 - reads as SQL
    """The sum of what was kept, to be added to others again."""

    inherit_cache = True


class total_of_totals(Construct):  # noqa: N801 - reads as SQL
    """The sum of sums of integers that were kept: as `safe_sum` of all that went into them."""

    inherit_cache = True


@everywhere(kept_sum)
def _kept_sum(element: kept_sum, compiler: Any, **options: Any) -> str:
    return str(compiler.process(safe_sum(*element.clauses), **options))


@everywhere(kept_sums)
@everywhere(total_of_totals)
def _total_of_totals(element: Construct, compiler: Any, **options: Any) -> str:
    return f"sum({written(element, compiler, **options)[0]})"


@compiles(kept_sum, "sqlite")
def _kept_sum_sqlite(element: kept_sum, compiler: Any, **options: Any) -> str:
    return _together_sqlite(*halves_sqlite(written(element, compiler, **options)[0]))


@compiles(kept_sums, "sqlite")
def _kept_sums_sqlite(element: kept_sums, compiler: Any, **options: Any) -> str:
    return _together_sqlite(*_apart_sqlite(written(element, compiler, **options)[0]))


@compiles(total_of_totals, "sqlite")
def _total_of_totals_sqlite(element: total_of_totals, compiler: Any, **options: Any) -> str:
    return whole_sum_sqlite(*_apart_sqlite(written(element, compiler, **options)[0]))


def _together_sqlite(upper: str, lower: str) -> str:
    # A double is quoted with all its digits, but an infinity by a word. No number is left of two infinities.
    return f"{upper} || ',' || replace(quote(coalesce({lower}, 9e999)), 'Inf', '9e999')"


def _apart_sqlite(kept: str) -> tuple[str, str]:
    # A text is read as a number up to the comma.
    lower = f"CAST(substr({kept}, instr({kept}, ',') + 1) AS NUMERIC)"
    return f"sum(CAST({kept} AS INTEGER))", f"sum({lower})"
