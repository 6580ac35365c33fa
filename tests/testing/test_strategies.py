"""What the strategies draw: valid input for a dataset, and all of the language of filters and widgets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
)

import widgetql.testing
from tests.testing.desk import DESK
from tests.testing.everything import EVERYTHING
from widgetql import validate_filter
from widgetql.charts.parse import KEYS
from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES, GROUPABLE, PERIODS
from widgetql.dataset import Dataset
from widgetql.documents import is_empty
from widgetql.fields import Field, ToOne
from widgetql.filters.vocabulary import GROUPS, OPERATORS
from widgetql.regex import matches, parse_pattern
from widgetql.testing import (
    NOW,
    Case,
    cases,
    expected_widget_data,
    filters,
    matching_ids,
    rows,
    widgets,
)
from widgetql.testing.strategies import ODD
from widgetql.testing.strategies.conditions import Conditions, filterable
from widgetql.testing.strategies.odd import odd_kinds
from widgetql.testing.strategies.operands import PATTERNS
from widgetql.testing.strategies.plan import Plan
from widgetql.testing.strategies.values import TEXTS

# What the interpreter must not know: it is an independent witness.
_SQL_SIDE: Final = (
    "columns",
    "dynamic",
    "sql",
    "request",
    "drill",
    "api",
    "execution",
    "filters.bind",
    "filters.bound",
    "filters.compile",
    "filters.merge",
    "filters.operands",
    "filters.operators",
    "filters.pinned",
    "filters.time_range",
    "filters.values",
)


# What it has in common with the library, function by function: to read JSON, times, patterns, declarations.
# Each of them has tables of its own that were written by hand.
_SHARED: Final = {
    "documents": {"is_empty", "is_object"},
    "entities": {"plain", "table_of"},
    "filters.ast": {"conditions_of"},
    "filters.parse": {"parse_filter"},
    "lists": {"element_text"},
    "paths": {"chooser_path"},
    "regex": {"matches", "parse_pattern"},
    "relative_time": {
        *("format_instant", "localize", "read_time", "span", "start_of_date", "zone_name", "zone_of"),
    },
    "storage": {"decorators", "overrides", "stored_by", "undecorated"},
    "types": {"json_text", "type_of_operand"},
}
# Its modules; the strategies beside them only draw, `checking` and `conserving` are what ask both.
_INTERPRETER: Final = (
    *(
        "charts",
        "expressions",
        "figures",
        "grids",
        "holding",
        "oracle",
        "places",
        "ranges",
        "readings",
        "samples",
    ),
)
# Keys that widgets may have left behind, which change no answer, and a page's cursor, which an answer gives.
_NOT_DRAWN: Final = {
    *(("list", key) for key in ("aggregation_function", "cursor", "data_type", "time_period")),
    *(("table", key) for key in ("aggregation_function", "cursor", "data_type", "time_period")),
    *(("histogram", key) for key in ("aggregation_function", "data_type", "time_period")),
    ("stat", "data_type"),
    ("stat", "metric"),
    *(("pivot", key) for key in ("aggregation_function", "data_type", "time_period", "metric")),
}


@pytest.fixture(scope="module")
def drawn() -> list[Case]:
    return list(islice(cases(EVERYTHING), 500))


def _conditions(filter: Any) -> Iterator[dict[str, Any]]:
    waiting = [filter]
    while waiting:
        node = waiting.pop()
        if node:
            yield node
            waiting.extend(node.get("conditions", ()))


@pytest.mark.untraced
def test_every_operator_is_drawn_on_every_path() -> None:
    conditions, pick = Conditions(Plan(EVERYTHING, 4, NOW, EVERYTHING.zone)), Random(0).choice
    found = {(node["field"], node["op"]) for node in (conditions.condition(pick) for _ in range(120_000))}
    wanted = {(path.path, op) for path in filterable(EVERYTHING) for op in path.leaf.operators}
    assert wanted - found == set()
    assert {op for _, op in found} == OPERATORS.keys()


def test_every_group_is_drawn(drawn: list[Case]) -> None:
    found = {node.get("operator") for case in drawn for node in _conditions(case.filter)}
    assert found - {None} == GROUPS.keys()


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # Pivots have laws of their own, over rows that are drawn: else every seed would mean another case.
        pytest.param("chart_type", {*CHART_TYPES} - {"pivot"}, id="charts"),
        pytest.param("aggregation_function", set(AGGREGATIONS), id="aggregations"),
        pytest.param("time_period", set(PERIODS), id="periods"),
    ],
)
def test_every_kind_of_widget_is_drawn(drawn: list[Case], key: str, expected: set[str]) -> None:
    assert expected <= {case.widget.get(key) for case in drawn if case.widget is not None}


def test_every_key_of_a_widget_is_drawn_on_every_chart(drawn: list[Case]) -> None:
    found = {
        (case.widget["chart_type"], key)
        for case in drawn
        if case.widget is not None
        for key, value in case.widget.items()
        if not is_empty(value)
    }
    wanted = {(chart, key) for key, read in KEYS.items() for chart in read.charts}
    assert wanted - found == _NOT_DRAWN


def test_every_group_by_is_drawn_on_every_chart(drawn: list[Case]) -> None:
    widgets = [case.widget for case in drawn if case.widget is not None]
    found = {(widget["chart_type"], (widget.get("group_by") or {}).get("type")) for widget in widgets}
    assert {(chart, kind) for chart in GROUPABLE for kind in (None, "field", "bucket")} <= found


def test_many_filters_tell_records_apart(drawn: list[Case]) -> None:
    def selects_some(case: Case) -> bool:
        count = len(matching_ids(case.filter, EVERYTHING, case.rows, **case.options))
        return 0 < count < len(case.rows[EVERYTHING.table])

    assert sum(map(selects_some, drawn[:300])) > 210


@pytest.mark.untraced
def test_many_widgets_have_data(drawn: list[Case]) -> None:
    answers = [
        expected_widget_data(case.widget, EVERYTHING, case.rows, **case.options)
        for case in drawn[:60]
        if case.widget
    ]
    # The density test asks how full many are.
    assert sum(bool(found["data"]) for found in answers) > 48


def test_every_filter_is_valid(drawn: list[Case]) -> None:
    assert [case.seed for case in drawn[:300] if validate_filter(case.filter, EVERYTHING, now=NOW)] == []


def test_a_seed_makes_its_case_again(drawn: list[Case]) -> None:
    assert next(cases(EVERYTHING, first=20)) == drawn[20]


@settings(max_examples=30)
@given(st.data())
def test_the_strategies_fit_together(data: st.DataObject) -> None:
    found = data.draw(rows(DESK))
    ids = matching_ids(data.draw(filters(DESK, found)), DESK, found, now=NOW)
    assert set(ids) <= {row["id"] for row in found[DESK.table]}
    widget = data.draw(widgets(DESK, found))
    assert expected_widget_data(widget, DESK, found, now=NOW)["chart_type"] == widget["chart_type"]


@settings(max_examples=30)
@given(filters(DESK))
def test_filters_need_no_rows(filter: Any) -> None:
    assert validate_filter(filter, DESK, now=NOW) == []


_META: Final = MetaData()
_parents: Final = Table(
    "parents",
    _META,
    Column("code", String(2), primary_key=True),
    Column("name", Text, nullable=False),
)
_children: Final = Table(
    "children",
    _META,
    Column("id", Integer, primary_key=True),
    Column("parent_code", ForeignKey("parents.code")),
    Column("kind", Integer, nullable=False),
    Column("place", Integer),
    Column("blob", LargeBinary),
    UniqueConstraint("kind", "place"),
)
FAMILY: Final = Dataset(
    _children,
    id=_children.c.id,
    fields={
        "kind": Field(_children.c.kind),
        "parent": ToOne(
            _parents, on=_parents.c.code == _children.c.parent_code, fields={"name": Field(_parents.c.name)}
        ),
    },
)


@settings(max_examples=50)
@given(rows(FAMILY))
def test_rows_keep_the_tables_constraints(found: Any) -> None:
    parents, children = found[_parents], found[_children]
    assert len({row["code"] for row in parents}) == len(parents)
    assert len({(row["kind"], row["place"]) for row in children}) == len(children)
    assert {row["parent_code"] for row in children} <= {row["code"] for row in parents} | {None}
    assert all(row["blob"] is None and row["kind"] is not None for row in children)


@pytest.mark.untraced
def test_keys_dangle_on_request() -> None:
    def dangles(found: Any) -> bool:
        known = {row["code"] for row in found[_parents]} | {None}
        return any(row["parent_code"] not in known for row in found[_children])

    assert dangles(find(rows(FAMILY, dangling=True), dangles))


_homes: Final = Table("homes", _META, Column("town", Text), Column("number", Integer))
_people: Final = Table(
    "people",
    _META,
    Column("id", Integer, primary_key=True),
    Column("town", Text),
    Column("number", Integer),
    Column("head", Integer),
)
_heads: Final = _people.alias("heads")
HOUSED: Final = Dataset(
    _people,
    id=_people.c.id,
    fields={
        "town": Field(_people.c.town),
        "home": ToOne(
            _homes,
            on=(_homes.c.town == _people.c.town) & (_people.c.number == _homes.c.number),
            fields={"town": Field(_homes.c.town)},
            always_present=True,
        ),
        "head": ToOne(
            _heads,
            on=_heads.c.id == _people.c.head,
            fields={"town": Field(_heads.c.town)},
            always_present=True,
        ),
    },
)


@settings(max_examples=50)
@given(rows(HOUSED) | rows(HOUSED, dangling=True))
def test_what_is_always_present_is_there(found: Any) -> None:
    homes = {(row["town"], row["number"]) for row in found[_homes] if None not in row.values()}
    assert {(row["town"], row["number"]) for row in found[_people]} <= homes
    assert {row["head"] for row in found[_people]} <= {row["id"] for row in found[_people]}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_value_is_drawn_where_it_is_asked_for(kind: str) -> None:
    def pools(odd: set[str]) -> dict[str, set[str]]:
        plan = Plan(EVERYTHING, 8, NOW, UTC, odd=odd_kinds(odd))
        columns = [column for table in plan.tables() for column in table.columns]
        return {str(column): set(map(repr, plan.present_pool(column))) for column in columns}

    usual, odd = pools(set()), pools({kind})
    more = {column for column in usual if odd[column] > usual[column]}
    assert more
    assert all(odd[column] == usual[column] for column in usual.keys() - more)


def test_an_odd_kind_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match=r"no odd kinds \['spooky'\]; there are infinities, nan"):
        rows(EVERYTHING, odd={"spooky"})


def test_a_required_column_without_values_is_named() -> None:
    table = Table("files", MetaData(), Column("id", Integer), Column("blob", LargeBinary, nullable=False))
    with pytest.raises(ValueError, match="blob: no values are known"):
        rows(Dataset(table, id=table.c.id, fields={"id": Field(table.c.id)}))


def test_a_dataset_with_nothing_to_filter_on_is_refused() -> None:
    table = Table("files", MetaData(), Column("id", Integer))
    with pytest.raises(ValueError, match="no field that may be filtered"):
        filters(Dataset(table, id=table.c.id, fields={"id": Field(table.c.id, filter=False)}))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_finds_some_texts_and_not_others(pattern: str) -> None:
    parsed = parse_pattern(pattern)
    assert {matches(parsed, text) for text in TEXTS} == {True, False}


def _imported(path: Path) -> Iterator[tuple[str, str]]:
    """Yield what a module takes from the library: the module below `widgetql`, and the name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("widgetql."):
            module = str(node.module).removeprefix("widgetql.")
            yield from ((module, name.name) for name in node.names)


_FILES: Final = {
    path.stem: path
    for path in sorted(Path(widgetql.testing.__file__).parent.rglob("*.py"))
    if path.stem not in ("checking", "conserving")
}


def test_no_rows_are_drawn_for_a_select() -> None:
    table = Table("calls", MetaData(), Column("id", Integer, primary_key=True))
    newest = select(table).where(table.c.id > 7).subquery("newest")
    dataset = Dataset(newest, id=newest.c.id, fields={})
    message = "rows are drawn for tables, and newest is a Subquery: give its rows by hand to matching_ids"
    with pytest.raises(NotImplementedError, match=message):
        next(cases(dataset))
    assert matching_ids(
        {"field": "id", "op": "gt", "value": 8}, dataset, {newest: [{"id": 8}, {"id": 9}]}
    ) == [9]


@pytest.mark.parametrize("path", _FILES.values(), ids=_FILES)
def test_the_interpreter_does_not_know_the_sql(path: Path) -> None:
    found = {module for module, _ in _imported(path)}
    charts = {name for name in found if name.startswith("charts.")} - {"charts.rules"}
    assert charts | {name for name in found if name.startswith(_SQL_SIDE)} == set()


def test_the_interpreter_shares_what_is_listed() -> None:
    shared: dict[str, set[str]] = {}
    for name in _INTERPRETER:
        for module, imported in _imported(_FILES[name]):
            # A class or a table is data; a function is a rule that both would have wrong.
            if imported.islower() and not module.startswith("testing"):
                shared.setdefault(module, set()).add(imported)
    assert shared == _SHARED
