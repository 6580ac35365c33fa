"""Two-valued logic: the complement of a condition, on every database."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles

from widgetql.sql.constructs import BooleanConstruct, written


class is_not_true(BooleanConstruct):  # noqa: N801 - reads as SQL
    """Holds where the condition is false or NULL: the exact complement of its holding."""

    inherit_cache = True


@compiles(is_not_true)
def _is_not_true(element: is_not_true, compiler: Any, **options: Any) -> str:
    (condition,) = written(element, compiler, **options)
    return f"({condition}) IS NOT TRUE"
