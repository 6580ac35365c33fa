"""Putting a question to the library: the only part of a run that imports what is mutated."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any, Final

from sqlalchemy import Connection, select

from tests.mutants.datasets import DATASETS
from tests.mutants.told import check_columns

_CONCERNED: Final = "odd "


@dataclass(frozen=True)
class Question:
    """What is asked of a world's rows, as plain data, and what must come.

    `options` are those of the public functions: `limits` may be a dict of what differs from the usual, and
    `scope` is a list of a table, a column, and what it must not be above, a fourth item by which subquery.
    `number` is that of its case; a question may be for one database `only`.
    """

    kind: str
    dataset: str
    world: str
    document: Any
    expected: Any = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    number: int = 0
    only: str = ""


def strictly() -> None:
    """Have warnings be errors, and the clocks of this machine not show UTC: nothing may rely on that."""
    warnings.simplefilter("error")
    os.environ["TZ"] = "America/Los_Angeles"
    time.tzset()


def dataset_of(question: Question) -> Any:
    """Return the dataset that a question is asked of; of an odd kind, that of what it concerns."""
    return _dataset(question.dataset)


@cache
def _dataset(name: str) -> Any:
    if name.startswith(_CONCERNED):
        from tests.property.concerned import concerned

        return concerned(name.removeprefix(_CONCERNED))
    module, own = DATASETS[name]
    return getattr(import_module(module), own)


def answer_to(question: Question, connection: Connection | None) -> Any:
    """Return what the library says, as plain data."""
    from widgetql import InvalidInput

    options = options_of(question)
    try:
        return _ASKED[question.kind](question.document, dataset_of(question), connection, options)
    except InvalidInput as error:
        return codes(error.problems)


def options_of(question: Question) -> dict[str, Any]:
    """Return the options of the public functions."""
    return _options(question.options, dataset_of(question))


def _options(given: Mapping[str, Any], dataset: Any) -> dict[str, Any]:
    from widgetql import Limits

    options = dict(given)
    if isinstance(options.get("limits"), dict):
        options["limits"] = Limits(**options["limits"])
    if isinstance(options.get("scope"), list):
        tables = dataset.table.metadata.tables
        options["scope"] = {tables[one[0]]: _at_most(tables[one[0]], *one[1:]) for one in options["scope"]}
    return options


def _at_most(table: Any, column: str, most: int, way: str = "") -> Any:
    (key,) = table.primary_key
    own = table.alias(f"own_{table.name}")
    few = select(own.c[key.name]).where(own.c[column] <= most)
    match way:
        case "in":
            return key.in_(few)
        case "from":
            return key.in_(select(few.subquery(f"few_{table.name}")))
        case "exists":
            return few.where(own.c[key.name] == key).exists()
    return table.c[column] <= most


def plainly(question: Question) -> Question:
    """Return a question whose scope has no subqueries, which the interpreter does not read."""
    options = dict(question.options)
    if "scope" in options:
        options["scope"] = [one[:3] for one in options["scope"]]
    return replace(question, options=options)


def codes(problems: Any) -> list[list[str]]:
    """Return where problems are and what they are."""
    return [[problem.document, problem.pointer, problem.code] for problem in problems]


def plain(answer: Any) -> Any:
    """Return an answer without what only the database knows: where a list goes on."""
    if isinstance(answer, list):
        return [plain(one) for one in answer]
    metadata = answer.get("metadata", {})
    if metadata.get("next_cursor") is None:
        return answer
    return answer | {"metadata": metadata | {"next_cursor": "…"}}


def _selected(condition: Any, dataset: Any, connection: Any) -> list[Any]:
    found = [tuple(row) for row in connection.execute(select(*dataset.ids).where(condition))]
    return sorted(row if len(row) > 1 else row[0] for row in found)


def _filter(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import compile_filter

    return _selected(compile_filter(document, dataset, **options), dataset, connection)


def _widget(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import compute_widget_data

    answer = compute_widget_data(connection, document, dataset, **options)
    check_columns(answer)
    return plain(answer.to_dict())


def _pages(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """All pages of a list, one after another."""
    from widgetql import compute_widget_data

    found: list[Any] = []
    cursor: Any = None
    for _ in range(100):
        answer: Any = compute_widget_data(connection, document | {"cursor": cursor}, dataset, **options)
        found += answer.data
        cursor = answer.metadata["next_cursor"]
        if cursor is None:
            break
    return found


def _behind(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """The records behind a row, asked for a year later."""
    from widgetql import Limits, compile_filter, drill_down

    given = dict(options)
    if document.get("connected", True):
        given["connection"] = connection
    found = drill_down(document["widget"], document["row"], dataset, **document.get("of", {}), **given)
    later: dict[str, Any] = {
        "now": options["now"] + timedelta(days=365),
        "timezone": options.get("timezone", "UTC"),
    }
    if "scope" in options:
        later["scope"] = options["scope"]
    condition = compile_filter(found, dataset, limits=Limits().lifted(), **later)
    return _selected(condition, dataset, connection)


def _unconnected(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """The filter of what is behind a row, found without a database."""
    from widgetql import drill_down

    return drill_down(*document, dataset, **options)


def _dashboard(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import compute_dashboard_data

    found = compute_dashboard_data(connection, document, dataset, **options)
    return [plain(one.to_dict()) if hasattr(one, "chart_type") else codes(one.problems) for one in found]


def _ways(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """How an answer is computed: by which ways, and how many statements.

    What is asked beforehand of SQLite, whether its times are spelt otherwise, is left out.
    """
    from widgetql import explain

    found = explain(connection, document, dataset, **options)
    ways = [choice.way for choice in found.choices]
    return [[way for way in ways if way != "texts"], len(found.statements) - ("texts" in ways)]


def _known(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """Whether SQLite's times are known to be spelt as SQLAlchemy does, as far as that is asked."""
    from widgetql import explain

    ways = [choice.way for choice in explain(connection, document, dataset, **options).choices]
    return [way for way in ways if way in ("texts", "instants")]


def _in_turn(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """The answers to widgets one after another, of which a later one may find an earlier one's statement."""
    return [answer for answer, _ in _each(document, dataset, connection, options)]


def _dashboards(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """The answers to dashboards one after another, of which a later may find what an earlier one kept."""
    from widgetql.kept import Kept

    dataset.kept = Kept()
    return [_dashboard(one, dataset, connection, options) for one in document]


def _kept(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """How many statements are kept after each of several widgets, beside the one about spellings of times."""
    return [number - 1 for _, number in _each(document, dataset, connection, options)]


def _each(document: Any, dataset: Any, connection: Any, options: Any) -> Iterator[tuple[Any, int]]:
    from widgetql import compute_widget_data
    from widgetql.kept import Kept

    dataset.kept = Kept()
    for widget, more in document:
        found = compute_widget_data(connection, widget, dataset, **options | _options(more, dataset))
        yield plain(found.to_dict()), len(dataset.kept)


def _table(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """A case of a table of the tests: what is not as the test says is an error."""
    import pytest

    from tests.mutants.tables import cases_of

    module, name, number = document
    test = getattr(import_module(module), name)
    try:
        test(**cases_of(test)[number])
    except pytest.fail.Exception as error:
        raise AssertionError(error) from error
    return []


def _stored(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """What is asked about a value that a database has in a column."""
    from tests.stored.stored import QUESTIONS, Asked
    from tests.stored.test_stored import CASES

    number, name = document
    return QUESTIONS[name][0](Asked(CASES[number], connection))


def _selects(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    """What SQLite is asked: how many subqueries, how many of them by EXISTS, how often NULL is out."""
    from sqlalchemy.dialects import sqlite

    from widgetql import compile_filter

    sql = str(compile_filter(document, dataset, **options).compile(dialect=sqlite.dialect()))
    return [sql.count("SELECT"), sql.count("EXISTS"), sql.count("IS NOT TRUE")]


def _filter_problems(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import validate_filter

    return codes(validate_filter(document, dataset, **options))


def _widget_problems(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import validate_widget

    return codes(validate_widget(document, dataset, connection=connection, **options))


def _parsed_filter(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql.errors import Pointer, Problems
    from widgetql.filters.parse import parse_filter
    from widgetql.limits import Limits

    problems = Problems()
    parse_filter(document, Pointer("filter"), Limits(), problems)
    return codes(problems)


def _parsed_widget(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql.charts.parse import parse_widget
    from widgetql.errors import Pointer, Problems
    from widgetql.limits import Limits

    problems = Problems()
    parse_widget(document, Pointer("widget"), Limits(), problems)
    return codes(problems)


def _merged(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import effective_filters

    return effective_filters(*document)


def _judged(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from tests.mutants.schemas import said_of

    what, found = document
    return [said_of(what, one) for one in found]


def _values(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import field_values

    return field_values(connection, document, dataset, **options)


def _keys(document: Any, dataset: Any, connection: Any, options: Any) -> Any:
    from widgetql import json_keys

    return json_keys(connection, document, dataset, **options)


_ASKED: Final[Mapping[str, Callable[[Any, Any, Any, Any], Any]]] = {
    "filter": _filter,
    "widget": _widget,
    "pages": _pages,
    "behind": _behind,
    "unconnected": _unconnected,
    "dashboard": _dashboard,
    "ways": _ways,
    "ways on duckdb": _ways,
    "known": _known,
    "in turn": _in_turn,
    "dashboards in turn": _dashboards,
    "kept": _kept,
    "selects": _selects,
    "table": _table,
    "stored": _stored,
    "values": _values,
    "keys": _keys,
    "filter problems": _filter_problems,
    "widget problems": _widget_problems,
    "parsed filter": _parsed_filter,
    "parsed widget": _parsed_widget,
    "merged": _merged,
    "judged": _judged,
}
# What no database is asked for.
WITHOUT_ROWS: Final = frozenset({
    "filter problems", "parsed filter", "parsed widget", "merged", "judged", "selects", "table",
    "unconnected",
})  # fmt: skip
