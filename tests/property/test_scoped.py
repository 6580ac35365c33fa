"""Under a scope rows are drawn that it shows, and rows that it hides; SQL agrees with the interpreter."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any, Final

import pytest
from sqlalchemy import Column, Engine, ForeignKey, Integer, MetaData, String, Table, and_, not_, or_

from tests.property.test_bulk import agreed_filters, agreed_widgets
from tests.testing.everything import EVERYTHING, TABLES, State, agents, calls, evaluations, metrics
from widgetql import Dataset, Field, ToOne
from widgetql.testing import Case, cases, expected_widget_data, matching_ids
from widgetql.testing.places import world_of

SCOPES: Final[dict[str, Any]] = {
    "a condition": calls.c.code == "a",
    "a boolean column": calls.c.ok,
    "one of": calls.c.rank.in_([2, 3]),
    "a member": calls.c.state == State.CLOSED,
    "a range": and_(calls.c.duration >= 2, calls.c.duration < 6),
    "no": not_(calls.c.duration > 5),
    "either": or_(calls.c.code == "b", and_(calls.c.rank.is_(None), calls.c.ok.is_(False))),
    "a key that tables share": {calls: calls.c.agent_id.in_([7, 40]), agents: agents.c.id.in_([7, 40])},
    "every table": {
        calls: calls.c.rank != 3,
        agents: agents.c.team_id == 1,
        evaluations: evaluations.c.weight.in_([1, 2, 5]),
        metrics: metrics.c.name == "a",
    },
}
_CASES: Final = 5

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@cache
def _drawn(name: str) -> list[Case]:
    return list(islice(cases(EVERYTHING, scope=SCOPES[name]), 40))


@pytest.mark.parametrize("name", SCOPES)
def test_most_rows_are_visible_and_some_are_not(name: str) -> None:
    found = _drawn(name)
    worlds = [world_of(EVERYTHING, case.rows, case.options) for case in found[::8]]
    guarded = {table for table, _ in worlds[0].scope}
    for table in guarded:
        every = sum(len(world.rows[table]) for world in worlds)  # type: ignore[index]
        assert 0.3 < sum(len(world.visible(table)) for world in worlds) / every < 0.95, table


@pytest.mark.parametrize("name", SCOPES)
def test_filters_divide_what_is_visible_and_widgets_show_it(name: str) -> None:
    divided = shown = 0
    found = _drawn(name)
    for case in found:
        visible = len(world_of(EVERYTHING, case.rows, case.options).records())
        divided += 0 < len(matching_ids(case.filter, EVERYTHING, case.rows, **case.options)) < visible
        shown += bool(expected_widget_data(case.widget or {}, EVERYTHING, case.rows, **case.options)["data"])
    assert divided > len(found) * 0.45
    assert shown > len(found) * 0.6


@pytest.mark.parametrize("name", SCOPES)
def test_sql_agrees_with_the_interpreter(engine: Engine, name: str) -> None:
    scope = SCOPES[name]
    assert agreed_filters(engine, "UTC", _CASES, scope=scope) == _CASES
    assert agreed_widgets(engine, "UTC", _CASES, scope=scope) == _CASES


_META: Final = MetaData()
_tenants: Final = Table("tenants", _META, Column("id", Integer, primary_key=True), Column("name", String(8)))
_jobs: Final = Table(
    "jobs",
    _META,
    Column("id", Integer, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("state", String(8), nullable=False),
    Column("title", String(8)),
)
JOBS: Final = Dataset(
    _jobs,
    id=_jobs.c.id,
    fields={
        "title": Field(_jobs.c.title),
        "tenant": ToOne(
            _tenants, on=_tenants.c.id == _jobs.c.tenant_id, fields={"name": Field(_tenants.c.name)}
        ),
    },
)


def test_a_tenant_that_the_scope_names_is_there() -> None:
    scope = {_jobs: _jobs.c.tenant_id == 7_000, _tenants: _tenants.c.id == 7_000}
    found = list(islice(cases(JOBS, scope=scope), 160))
    assert all(
        {row["tenant_id"] for row in case.rows[_jobs]} <= {row["id"] for row in case.rows[_tenants]}
        for case in found
    )
    visible = [len(world_of(JOBS, case.rows, case.options).records()) for case in found[::8]]
    assert sum(count > 4 for count in visible) > len(visible) / 2


def test_values_of_a_column_are_drawn_and_asked() -> None:
    states = ["new", "done", "lost"]
    given = {_jobs.c.state: states, _jobs.c.title: ["x", "y", None], _jobs.c.tenant_id: [70, 80]}
    dataset = Dataset(
        _jobs, id=_jobs.c.id, fields={"state": Field(_jobs.c.state), "title": Field(_jobs.c.title)}
    )
    found = list(islice(cases(dataset, values=given), 80))
    rows = [row for case in found for row in case.rows[_jobs]]
    assert {row["state"] for row in rows} == {*states}
    assert {row["title"] for row in rows} == {"x", "y", None}
    assert {row["tenant_id"] for row in rows} == {70, 80}
    asked = str([case.filter for case in found])
    assert all(f"'{state}'" in asked for state in states)


def test_values_are_of_columns_that_are_read() -> None:
    with pytest.raises(ValueError, match="no column of a table that the dataset reads"):
        next(cases(EVERYTHING, values={_jobs.c.state: ["a"]}))
    with pytest.raises(ValueError, match=r"no values for calls\.topic"):
        next(cases(EVERYTHING, values={calls.c.topic: []}))
