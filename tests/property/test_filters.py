"""The main property: SQL and the interpreter in Python select the same records, on every database."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from sqlalchemy import Engine, MetaData, select

from tests.testing.everything import EVERYTHING, TABLES, ZONES
from widgetql import compile_filter, effective_filters
from widgetql.testing import NOW, filters, matching_ids, rows
from widgetql.testing.databases import filled

_ZONES = st.sampled_from(ZONES)
# Several filters to one filling of the tables: the filling is what takes time.
_FILTERS_AT_ONCE = 8

# What is made of several filters, or of the complement of one, costs more to search for than each.
_LIMITS = EVERYTHING.limits.lifted()

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@st.composite
def _cases(draw: st.DrawFn, least: int = 1, most: int = _FILTERS_AT_ONCE) -> Any:
    """Rows, some filters, and the options: operands are near to the rows in their zone."""
    zone = draw(_ZONES)
    data = draw(rows(EVERYTHING, timezone=zone))
    drawn = filters(EVERYTHING, data, timezone=zone)
    sources = draw(st.lists(drawn, min_size=least, max_size=most))
    return data, sources, {"now": NOW, "timezone": zone, "limits": _LIMITS}


def _selected(connection: Any, source: Any, options: dict[str, Any]) -> list[Any]:
    statement = select(EVERYTHING.id).where(compile_filter(source, EVERYTHING, **options))
    return sorted(connection.execute(statement).scalars())


@given(case=_cases())
def test_sql_agrees_with_the_interpreter(engine: Engine, case: Any) -> None:
    data, sources, options = case
    with filled(engine, data) as connection:
        for source in sources:
            expected = sorted(matching_ids(source, EVERYTHING, data, **options))
            event("some" if expected else "none")
            assert _selected(connection, source, options) == expected, source


@given(case=_cases(least=2, most=3))
def test_not_is_the_exact_complement(engine: Engine, case: Any) -> None:
    data, sources, options = case
    everyone = sorted(row["id"] for row in data.get(EVERYTHING.table, ()))
    with filled(engine, data) as connection:
        for source in sources:
            if _says_nothing(source):
                continue
            chosen = _selected(connection, source, options)
            others = _selected(connection, {"operator": "not", "conditions": [source]}, options)
            assert sorted(chosen + others) == everyone, source


# One filter is the same forth and back.
@given(case=_cases(least=2, most=4), operator=st.sampled_from(["and", "or"]))
def test_groups_commute(engine: Engine, case: Any, operator: str) -> None:
    data, sources, options = case
    parts = [source for source in sources if not _says_nothing(source)]
    assume(len(parts) > 1)
    with filled(engine, data) as connection:
        forth = _selected(connection, {"operator": operator, "conditions": parts}, options)
        back = _selected(connection, {"operator": operator, "conditions": parts[::-1]}, options)
        assert forth == back


@given(case=_cases(least=2, most=2))
def test_a_merged_filter_selects_what_both_select(engine: Engine, case: Any) -> None:
    data, sources, options = case
    dashboard, widget = sources
    with filled(engine, data) as connection:
        both = set(_selected(connection, dashboard, options)) & set(_selected(connection, widget, options))
        merged = effective_filters(dashboard, {"filters": widget})
        assert set(_selected(connection, merged, options)) == both


def _says_nothing(source: Any) -> bool:
    if source is None or source == {} or (isinstance(source, str) and source.strip() in ("", "{}", "null")):
        return True
    return (
        isinstance(source, dict)
        and source.get("operator") == "and"
        and all(map(_says_nothing, source["conditions"]))
    )
