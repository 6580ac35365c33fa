"""What a shared query needs of a database: a common table expression that is read once, columns left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, cast, null, text, type_coerce, union_all
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE, CompoundSelect, Select

from widgetql.sql.constructs import Construct, everywhere, written
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
    found = statement.cte(name)
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


@compiles(mean_of_totals, "clickhousedb")
def _mean_of_totals_clickhouse(element: mean_of_totals, compiler: Any, **options: Any) -> str:
    # A CAST to a plain type refuses NULL.
    return "(toFloat64({}) / nullIf({}, 0))".format(*written(element, compiler, **options))


class total_of_totals(Construct):  # noqa: N801 - reads as SQL
    """The sum of sums of integers: as `safe_sum` of all that went into them."""

    inherit_cache = True


@everywhere(total_of_totals)
def _total_of_totals(element: total_of_totals, compiler: Any, **options: Any) -> str:
    return f"sum({written(element, compiler, **options)[0]})"


@compiles(total_of_totals, "sqlite")
def _total_of_totals_sqlite(element: total_of_totals, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    # Some of the sums may be floats already, beyond 64 bits; sum() of the others may be an error.
    halves = f"(sum({value} >> 32) << 32) + sum({value} - ({value} & -4294967296))"
    return f"CASE WHEN total(abs({value})) < 9.2e18 THEN {halves} ELSE total({value}) END"
