"""Widgets: SQL and the interpreter give the same data; what is behind its rows adds up."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from itertools import islice, product
from typing import Any, Final

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, MetaData, select

from tests.drill.records import by, counted
from tests.testing.everything import EVERYTHING, TABLES, ZONES
from widgetql import (
    InvalidInput,
    Limits,
    compile_filter,
    compute_widget_data,
    drill_down,
    validate_filter,
    validate_widget,
)
from widgetql.testing import NOW, cases, difference, expected_widget_data, rows, widgets
from widgetql.testing.databases import filled

_ZONES = st.sampled_from(ZONES)
# The usual limits, and some that every few rows are beyond.
_FEW: Final = replace(Limits(), max_groups=2, max_slices=2, max_points=4)
_LIMITS = st.sampled_from([Limits(), _FEW])
_WIDGETS_AT_ONCE = 6

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@st.composite
def _cases(draw: st.DrawFn, count: int = _WIDGETS_AT_ONCE) -> tuple[Any, list[Any], dict[str, Any]]:
    data = draw(rows(EVERYTHING))
    zone = draw(_ZONES)
    drawn = draw(st.lists(widgets(EVERYTHING, data, timezone=zone), min_size=1, max_size=count))
    return data, drawn, {"now": NOW, "timezone": zone, "limits": draw(_LIMITS)}


@given(case=_cases())
def test_sql_agrees_with_the_interpreter(engine: Engine, case: Any) -> None:
    data, drawn, options = case
    with filled(engine, data) as connection:
        for widget in drawn:
            found: Any = compute_widget_data(connection, widget, EVERYTHING, **options).to_dict()
            assert json.loads(json.dumps(found, allow_nan=False)) == found
            expected = expected_widget_data(widget, EVERYTHING, data, **options)
            event(f"{widget['chart_type']}, {'some' if found['data'] else 'none'}")
            if found["metadata"].get("next_cursor") is not None:
                found = found | {"metadata": found["metadata"] | {"next_cursor": "…"}}
            assert difference(found, expected) is None, widget


@given(case=_cases(count=3))
def test_every_widget_that_validates_computes(engine: Engine, case: Any) -> None:
    data, drawn, options = case
    with filled(engine, data) as connection:
        for widget in drawn:
            assert validate_widget(widget, EVERYTHING, connection=connection, **options) == []
            compute_widget_data(connection, widget, EVERYTHING, **options)


@given(case=_cases(count=3))
def test_as_many_records_are_behind_a_row_as_it_says(engine: Engine, case: Any) -> None:
    data, drawn, options = case
    with filled(engine, data) as connection:
        for widget in drawn:
            answer: Any = compute_widget_data(connection, widget, EVERYTHING, **options)
            for row in answer.data if isinstance(answer.data, list) else [answer.data]:
                said = counted(row, widget["chart_type"])
                if said is not None and not _cannot_be_said(widget):
                    assert len(_behind(connection, widget, row, options)) == said, (widget, row)


def _cannot_be_said(widget: dict[str, Any]) -> bool:
    """Tell whether a widget has bins of a field whose operators cannot say which records are in one."""
    binned = [one for one in (*widget.get("dimensions", ()), widget.get("x")) if isinstance(one, dict)]
    paths = [EVERYTHING.find(one["field"]) for one in binned if one.get("bins")]
    return any(one is not None and not one.leaf.operators >= {"gte", "lt"} for one in paths)


def _bar(field: str, aggregation: str, period: str, **more: Any) -> dict[str, Any]:
    return {
        "chart_type": "bar",
        "field": field,
        "aggregation_function": aggregation,
        "time_period": period,
    } | more


# What a chart's rows part: bars by time, by bucket and by group, stats by group, over records.
_PARTING: Final = (
    _bar("duration", "avg", "hour"),
    _bar("topic", "count", "day"),
    _bar("cost", "max", "week", group_by=by("state")),
    _bar("ok", "count", "hour", group_by=by("topic")),
    {"chart_type": "stat", "group_by": by("agent.name")},
    {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 3_600_000}},
)
_LATELY: Final = {"field": EVERYTHING.timestamp_path, "op": "gte", "value": "now-29d"}
_LATELY_TO_NOW: Final[Any] = {
    "operator": "and",
    "conditions": [_LATELY, {"field": EVERYTHING.timestamp_path, "op": "lt", "value": "now"}],
}


def test_the_rows_of_a_chart_partition_its_records(engine: Engine) -> None:
    parted = asked = 0
    for case in islice(cases(EVERYTHING, first=700, timezone="America/New_York"), 0, 16, 8):
        with filled(engine, case.rows) as connection:
            for widget, few in product(_PARTING, (False, True)):
                options = case.options | {"limits": _FEW if few else Limits()}
                given = widget | {"filters": _LATELY}
                rows_of_it: Any = compute_widget_data(connection, given, EVERYTHING, **options).data
                behind = [_behind(connection, given, row, options) for row in rows_of_it]
                assert [len(ids) for ids in behind] == [row["sample_count"] for row in rows_of_it], given
                together = [id for ids in behind for id in ids]
                assert len(together) == len({*together}), given
                if widget.get("aggregation_function", "count") == "count":
                    lately = compile_filter(_LATELY_TO_NOW, EVERYTHING, **options)
                    every = connection.execute(select(EVERYTHING.id).where(lately)).scalars()
                    assert sorted(together) == sorted(every), given
                asked += 1
                parted += len(rows_of_it) > 1
    # Of one row, or of none, there is nothing to part.
    assert parted > asked * 3 // 4, (parted, asked)


def _behind(connection: Connection, widget: Any, row: Any, options: dict[str, Any]) -> list[Any]:
    source = drill_down(widget, row, EVERYTHING, connection=connection, **options)
    condition = compile_filter(source, EVERYTHING, **options)
    return list(connection.execute(select(EVERYTHING.id).where(condition)).scalars())


@given(
    source=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "chart_type",
                        "field",
                        "filters",
                        "group_by",
                        "type",
                        "metrics",
                        "op",
                        "value",
                        "conditions",
                    ]
                )
                | st.text(max_size=3),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_arbitrary_json_is_at_worst_a_problem(source: Any) -> None:
    refused = validate_filter(source, EVERYTHING, now=NOW)
    with pytest.raises(InvalidInput) if refused else contextlib.nullcontext():
        compile_filter(source, EVERYTHING, now=NOW)
    assert isinstance(validate_widget(source, EVERYTHING, now=NOW), list)
