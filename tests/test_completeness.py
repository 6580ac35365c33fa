"""What is in one place is in all: operators, constructs and codes."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, postgresql, sqlite
from sqlalchemy.engine import Dialect

import widgetql
import widgetql.sql
from docs import generate
from examples.call_centre import calls as call_centre
from tests.charts.test_sql import WIDGETS as GOLDEN
from tests.test_vega import EVERY_SHAPE
from tests.testing.everything import EVERYTHING
from widgetql.capturing import tied_to_alias
from widgetql.charts.buckets import Calendar, bucket_at
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.parse import KEYS
from widgetql.charts.rules import AGGREGATIONS, CHART_TYPES, ENDS, PERCENTILES, PERIODS
from widgetql.charts.spec import Widget
from widgetql.charts.wire import aggregate as on_the_wire
from widgetql.clocks import PARTS
from widgetql.errors import CODES
from widgetql.filters.operators import SQL
from widgetql.filters.vocabulary import GROUPS, OPERATORS
from widgetql.plan.bucketing import _MAKERS
from widgetql.regex.writing import SYNTAXES
from widgetql.relative_time import Clock, format_instant
from widgetql.sql.aggregations import SQL as AGGREGATION_SQL
from widgetql.sql.buckets import day_of_month, nearest_index, thresholds_below
from widgetql.sql.calendars import PARTS as COUNTED
from widgetql.sql.casts import casted
from widgetql.sql.constructs import BooleanConstruct, Construct
from widgetql.sql.differences import elapsed, shifted
from widgetql.sql.extracts import extract_of
from widgetql.sql.later import later
from widgetql.sql.percentile import percentile, whole_part
from widgetql.sql.possible import is_other
from widgetql.sql.profile import PROFILES, profile_of
from widgetql.sql.relations import has_row, has_so_many, row_count
from widgetql.sql.spread import variance
from widgetql.testing import expected_widget_data
from widgetql.testing.example import dataset, november
from widgetql.testing.figures import aggregate
from widgetql.testing.parts import part_at
from widgetql.testing.ranges import calendar_bucket
from widgetql.testing.strategies.conditions import filterable
from widgetql.types import DataType
from widgetql.vega import DRAWN
from widgetql.vega.clock import bucket as drawn_bucket

SOURCE: Final = Path(widgetql.__file__).parent
ROOT: Final = SOURCE.parents[1]
DUCKDB: Final = sa.create_engine("duckdb://").dialect
MARIADB: Final = sa.create_engine("mariadb+pymysql://").dialect
DIALECTS: Final[dict[str, Dialect]] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(),
    "duckdb": DUCKDB,
    "mariadb": MARIADB,
    "mysql": mysql.dialect(),
    "clickhousedb": sa.create_engine("clickhousedb://").dialect,
    "hive": sa.create_engine("hive://").dialect,
}
for _module in pkgutil.iter_modules(widgetql.sql.__path__):
    importlib.import_module(f"widgetql.sql.{_module.name}")


def _classes(base: type[Construct]) -> Iterator[type[Construct]]:
    for found in base.__subclasses__():
        yield found
        yield from _classes(found)


# What is written for the databases on which it is the faster way.
ONLY_ON: Final[Mapping[type[Construct], Collection[str]]] = {
    percentile: {name for name in DIALECTS if profile_of(name).percentiles},
    variance: {name for name in DIALECTS if profile_of(name).arrays_of_groups},
    whole_part: {name for name in DIALECTS if not profile_of(name).percentiles},
    thresholds_below: {"postgresql"},
    day_of_month: {"sqlite"},
    is_other: {"sqlite"},
    tied_to_alias: DIALECTS.keys() - {"clickhousedb"},
    nearest_index: {"clickhousedb"},
    elapsed: DIALECTS.keys() - {"sqlite", "mysql", "mariadb", "clickhousedb"},
    shifted: DIALECTS.keys() - {"sqlite", "mysql", "mariadb", "clickhousedb"},
}
CONSTRUCTS: Final = sorted(set(_classes(Construct)) - {BooleanConstruct}, key=lambda found: found.__name__)


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_is_everywhere(name: str) -> None:
    assert (OPERATORS[name].complement_of or name) in SQL
    assert f"`{name}`" in generate.operators()
    assert name in {op for found in filterable(EVERYTHING) for op in found.leaf.operators}
    assert name in {op for found in call_centre.paths.values() for op in found.leaf.operators}


@pytest.mark.parametrize("table", ["operators", "groups"])
def test_the_page_of_filters_shows_what_the_code_says(table: str) -> None:
    assert f"<!-- generated: {table} -->" in (ROOT / "docs" / "filters.md").read_text()


@pytest.mark.parametrize("page", generate.PAGES, ids=lambda page: page.stem)
def test_the_tables_of_a_page_are_what_the_code_says(page: Path) -> None:
    assert page.read_text() == generate.renewed(page.read_text()), "python -m docs.generate writes them"


def test_every_generated_table_stands_on_a_page() -> None:
    text = "".join(page.read_text() for page in generate.PAGES)
    assert [name for name in generate.TABLES if f"<!-- generated: {name} -->" not in text] == []


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_is_documented(name: str) -> None:
    assert f"`{name}`" in generate.groups()


def test_there_is_no_sql_for_an_unknown_operator() -> None:
    assert SQL.keys() == {name for name, found in OPERATORS.items() if found.complement_of is None}


@pytest.mark.parametrize("name", AGGREGATIONS)
def test_an_aggregation_is_everywhere(name: str) -> None:
    # Rows in an order are no aggregate's.
    assert (name in AGGREGATION_SQL) is (name not in PERCENTILES and name not in ENDS)
    assert f"`{name}`" in generate.aggregations()
    # A mean of whole numbers is a float, a sum is none: on the wire as in the interpreter.
    expected = aggregate(name, [2, 2])
    shown = on_the_wire(int(expected), name, DataType.NUMERIC)
    assert (shown, type(shown)) == (expected, type(expected))


def test_a_key_of_a_widget_has_its_place_in_the_written_widget() -> None:
    assert KEYS.keys() <= {field.name for field in fields(Widget)}


# What a saved widget says of its field changes no answer.
@pytest.mark.parametrize("name", sorted(KEYS.keys() - {"data_type"}))
def test_a_key_of_a_widget_is_documented_and_has_a_meaning_in_python(name: str) -> None:
    """That every chart's keys are drawn at random, and typed for hosts, are tests beside these."""
    assert f'"{name}"' in (ROOT / "docs" / "widgets.md").read_text()
    interpreter = ROOT / "src" / "widgetql" / "testing"
    assert any(f'"{name}"' in path.read_text() for path in interpreter.glob("*.py"))


@pytest.mark.parametrize("table", [CHARTS, DRAWN], ids=["asked", "drawn"])
def test_a_chart_is_everywhere(table: Mapping[str, object]) -> None:
    assert set(table) == set(CHART_TYPES)


def test_a_chart_has_its_golden_sql_and_is_drawn_in_tests() -> None:
    assert {widget["chart_type"] for widget in GOLDEN.values()} == set(CHART_TYPES)
    assert {drawn["chart_type"] for drawn in EVERY_SHAPE.values()} == set(CHART_TYPES)


@pytest.mark.parametrize("chart", CHART_TYPES)
def test_the_interpreter_knows_a_chart(chart: str) -> None:
    given: dict[str, Any] = {
        "field": "duration",
        "time_period": "day",
        "aggregation_function": "count",
        "dimensions": ["topic"],
        "bins": {"width": 1},
    }
    widget = {"chart_type": chart} | {key: value for key, value in given.items() if chart in KEYS[key].charts}
    assert expected_widget_data(widget, dataset, {dataset.table: []}, **november)["chart_type"] == chart


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_is_everywhere(period: str) -> None:
    # The middle of none of them: each begins and ends elsewhere.
    at, clock = datetime(2025, 8, 13, 14, 30, 15, tzinfo=UTC), Clock(datetime(2025, 11, 3, tzinfo=UTC), UTC)
    start, end = bucket_at(Calendar(period, clock), at)
    expected = calendar_bucket(at, period, clock)
    assert start < at < end
    assert (start, end) == (expected.start, expected.end)
    assert drawn_bucket(format_instant(start), UTC, period, None) == (start, end)
    assert f"`{period}`" in generate.periods()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_time_is_everywhere(part: str) -> None:
    assert PARTS.keys() == COUNTED.keys()
    assert f"`{part}`" in generate.parts()
    at, (low, high) = datetime(2025, 12, 31, 23, 30, tzinfo=UTC), PARTS[part]
    shown = part_at(at, part, EVERYTHING.paths["at"].leaf, Clock(at, UTC))
    assert low <= shown <= high
    assert shown == {"hour_of_day": 23, "day_of_week": 3, "day_of_month": 31, "month_of_year": 12}[part]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda found: found.__name__)
def test_a_construct_compiles(construct: type[Construct], dialect: str) -> None:
    if dialect not in ONLY_ON.get(construct, DIALECTS):
        with pytest.raises(sa.exc.CompileError, match=f"no {construct.__name__} on {dialect}"):
            _compiled(construct, dialect)
    else:
        assert _compiled(construct, dialect)


def _compiled(construct: type[Construct], name: str, first: Any = None) -> str:
    dialect = DIALECTS[name] if name in DIALECTS else mssql.dialect()
    if issubclass(construct, has_row):
        theirs, own = sa.table("theirs", sa.column("c0")), sa.column("c1")
        tied = (theirs.c.c0 == own, theirs.c.c0.is_(None), [(theirs.c.c0, own)])
        more = [row_count() >= 2] if issubclass(construct, has_so_many) else []
        return str(construct(sa.select(theirs), *tied[:2], *more, tied[2]).compile(dialect=dialect))
    if construct is extract_of:
        first = sa.literal_column("week")
    if construct is later:
        return str(later(sa.column("c0"), sa.literal_column("1")).compile(dialect=dialect))
    if construct is casted:
        first = sa.cast(sa.column("c0", sa.Text()) if first is None else first, sa.Text())
    for count in range(1, 8):
        arguments: list[Any] = [sa.column(f"c{index}", sa.Text()) for index in range(count)]
        arguments[:1] = arguments[:1] if first is None else [first]
        try:
            return str(construct(*arguments).compile(dialect=dialect))
        except (ValueError, IndexError, TypeError):
            # It takes another number of arguments.
            continue
    raise AssertionError(f"{construct.__name__} takes none of 1 to 7 arguments")


def _bare_words(text: str) -> str:
    """The text outside of parentheses, brackets, quotes and CASE."""
    text = re.sub(r"'(?:[^']|'')*'", "''", text)
    text = re.sub(r"\bBETWEEN\b (\S+) AND", r"BETWEEN \1 TO", text)
    while (shorter := re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text)) != text:
        text = shorter
    while (
        shorter := re.sub(r"\bCASE\b(?:(?!\bCASE\b|\bEND\b).)*\bEND\b", "", text, flags=re.DOTALL)
    ) != text:
        text = shorter
    return text


# Each stands in an AND as it is written: an OR of its own would let through what another condition forbids.
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "construct",
    [one for one in CONSTRUCTS if issubclass(one, BooleanConstruct)],
    ids=lambda found: found.__name__,
)
def test_a_condition_keeps_together(construct: type[Construct], dialect: str) -> None:
    if dialect in ONLY_ON.get(construct, DIALECTS):
        either = sa.or_(sa.column("a", sa.Integer()) == 1, sa.column("b", sa.Integer()) == 2)
        for first in (None, either):
            assert " OR " not in _bare_words(_compiled(construct, dialect, first))


def test_what_stands_alone_is_seen_by_the_test_of_it() -> None:
    assert _bare_words("a AND (b OR c) OR f(' OR ')") == "a AND  OR f"
    assert _bare_words("CASE WHEN a OR CASE WHEN b OR c THEN d END THEN e END OR f") == " OR f"


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda found: found.__name__)
def test_a_database_that_nothing_is_known_of_is_refused_by_name(construct: type[Construct]) -> None:
    with pytest.raises(sa.exc.CompileError, match=f"no {construct.__name__.strip('_')} on mssql"):
        _compiled(construct, "mssql")


def test_every_database_has_a_profile_and_nothing_else_has() -> None:
    assert PROFILES.keys() == DIALECTS.keys()
    assert SYNTAXES.keys() >= PROFILES.keys()
    assert {way for found in PROFILES.values() for way in found.bucketings} == _MAKERS.keys()


def test_a_construct_is_written_for_people() -> None:
    assert str(widgetql.sql.numbers.text_number(sa.column("c"))) == "text_number(c)"


def _texts() -> set[str]:
    """Every text of the source outside of `errors.py` and docstrings."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if path != SOURCE / "errors.py":
            tree = ast.parse(path.read_text())
            found |= {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found


def test_every_code_is_used() -> None:
    assert CODES.keys() - _texts() == set()


def test_every_used_code_is_explained() -> None:
    used: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 3:
                code = node.args[1]
                if node.func.attr in ("add", "refuse") and isinstance(code, ast.Constant):
                    used[str(code.value)] = f"{path.name}:{node.lineno}"
    assert used
    assert {code: at for code, at in used.items() if code not in CODES} == {}
