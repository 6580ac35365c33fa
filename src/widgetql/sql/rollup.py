"""What a shared query needs of a database: a common table expression that is read once, columns left out."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import cast, null, type_coerce
from sqlalchemy import types as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE, Select

from widgetql.sql.constructs import Construct, written

SHARES: Final = frozenset({"sqlite", "postgresql", "duckdb"})
"""The databases that compute a common table expression once, however often it is read."""


def materialized(statement: Select[Any], name: str) -> CTE:
    """Return a statement as a common table expression that is computed once."""
    found = statement.cte(name)
    for dialect in sorted(SHARES):
        found = found.prefix_with("MATERIALIZED", dialect=dialect)
    return found


def absent(sql_type: sa.TypeEngine[Any], dialect: str) -> ColumnElement[Any]:
    """Return NULL in the place of another SELECT's column of a UNION."""
    # PostgreSQL takes two NULLs for text before it sees the third column's type.
    if dialect != "postgresql":
        return type_coerce(null(), sql_type)
    # Where the type is left to the driver it is a number.
    return cast(null(), sa.Numeric() if isinstance(sql_type, sa.NullType) else sql_type)


class total_of_totals(Construct):  # noqa: N801 - reads as SQL
    """The sum of sums of integers: as `safe_sum` of all that went into them."""

    inherit_cache = True


@compiles(total_of_totals)
def _total_of_totals(element: total_of_totals, compiler: Any, **options: Any) -> str:
    return f"sum({written(element, compiler, **options)[0]})"


@compiles(total_of_totals, "sqlite")
def _total_of_totals_sqlite(element: total_of_totals, compiler: Any, **options: Any) -> str:
    value = written(element, compiler, **options)[0]
    # Some of the sums may be floats already, beyond 64 bits; sum() of the others may be an error.
    whole = f"CAST({value} AS INTEGER)"
    halves = f"(sum({whole} >> 32) << 32) + sum({whole} & 4294967295)"
    return f"CASE WHEN total(abs({value})) < 9.2e18 THEN {halves} ELSE total({value}) END"
