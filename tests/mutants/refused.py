"""Documents that are refused, with where and why: the tables that the tests of parsing and binding have."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any, Final

from tests.charts import test_answer_rows
from tests.charts import test_bind as charts_bind
from tests.charts import test_parse as charts_parse
from tests.charts.calls import NOW as CALLS_NOW
from tests.charts.calls import SINCE
from tests.drill import test_problems as drill_problems
from tests.filters import test_bind as filters_bind
from tests.filters import test_cost, test_merge
from tests.filters import test_parse as filters_parse
from tests.mutants.asking import Question
from tests.mutants.schemas import documents as judged_documents
from widgetql.testing import NOW

# What is as long as a request may be says nothing more, and takes its time.
_LONGEST: Final = 20_000


def refused(*, is_short: bool = False) -> Iterator[Question]:
    """Yield each document with its problems; in a short run few of what is asked exhaustively."""
    yield from (question for question in _questions() if _is_short(question.document))
    for what, found, said in judged_documents(is_short=is_short):
        yield Question("judged", "calls", "calls", [what, found], said)


def _is_short(document: Any) -> bool:
    try:
        return len(pickle.dumps(document)) < _LONGEST
    except RecursionError:
        return False


def _questions() -> Iterator[Question]:
    for source, problems in filters_parse.PROBLEMS.values():
        yield _asked("parsed filter", "everything", source, "filter", problems)
    for _, source, problems in filters_bind.PROBLEMS:
        yield _asked("filter problems", "everything", source, "filter", problems)
    for source, problems in _cases(charts_parse.test_a_problem_has_its_place_and_code):
        yield _asked("parsed widget", "calls", source, "widget", problems)
    for widget, pointer, code in charts_bind.PROBLEMS.values():
        yield _asked("widget problems", "calls", widget, "widget", [(pointer, code)])
    unknown = {"field": "evaluations.nope", "op": "eq", "value": 1}
    known = {"field": "evaluations.weight", "op": "eq", "value": 1}
    for parts, place in (([unknown, known], 0), ([known, unknown], 1)):
        source = {"operator": "same_row", "conditions": parts}
        pointer = f"/conditions/{place}/field"
        yield _asked("filter problems", "everything", source, "filter", [(pointer, "unknown_field")])
    yield from _narrowed()
    yield from _ranged()
    yield from _excesses()
    yield from _documents()
    for documents, place in _merges():
        yield Question("merged", "calls", "calls", documents, [[*place, "not_an_object"]])
    options = {"dashboard_filters": SINCE, "now": CALLS_NOW}
    for widget, row, (document, pointer, code) in _cases(drill_problems.test_bad_input_is_a_problem):
        drill = {"widget": widget, "row": row, "connected": False}
        yield Question("behind", "calls", "calls", drill, [[document, pointer, code]], options)


def _asked(kind: str, dataset: str, source: Any, document: str, problems: Any) -> Question:
    expected = [[document, pointer, code] for pointer, code in problems]
    return Question(
        kind, dataset, "calls", source, expected, {"now": CALLS_NOW if dataset == "calls" else NOW}
    )


def _cases(test: Any) -> Iterator[Any]:
    """The cases of a test that is parametrized once."""
    (mark,) = (mark for mark in test.pytestmark if mark.name == "parametrize")
    yield from (case.values for case in mark.args[1])


def _narrowed() -> Iterator[Question]:
    """What a field's declaration does not allow."""
    for field, op, value, code in (
        ("narrow", "neq", "x", "operator_not_allowed"),
        ("attributes.region", "contains", "x", "operator_not_allowed"),
        ("plotted", "eq", "x", "not_filterable"),
    ):
        source = {"field": field, "op": op, "value": value}
        pointer = "/field" if code == "not_filterable" else "/op"
        yield _asked("filter problems", "wide", source, "filter", [(pointer, code)])
    pie = {"chart_type": "pie", "field": "filtered"}
    yield _asked("widget problems", "wide", pie, "widget", [("/field", "not_plottable")])
    grouped = {"chart_type": "stat", "group_by": {"type": "field", "field": "filtered"}}
    yield _asked("widget problems", "wide", grouped, "widget", [("/group_by/field", "not_plottable")])
    drill = {"widget": {"chart_type": "pie", "field": "plotted"}, "row": {"label": "a"}, "connected": False}
    options = {"now": NOW, "dashboard_filters": {"field": "day", "op": "gte", "value": "now-7d"}}
    yield Question("behind", "wide", "calls", drill, [["row", "", "cannot_drill"]], options)


def _ranged() -> Iterator[Question]:
    """Ranges without a start, that start too early, that are too long, and what is none of these."""
    day = {"field": "timestamp", "op": "gte", "value": "now-29d"}
    two = {"operator": "and", "conditions": [day, {"field": "timestamp", "op": "lt", "value": "now+2d"}]}
    none = {"operator": "and", "conditions": [day, {"field": "timestamp", "op": "lt", "value": "now-30d"}]}
    for filters, problem in (
        (None, ("/filters", "timestamp_required")),
        (day | {"op": "lt"}, ("/filters", "timestamp_required")),
        (day | {"value": "now-31d"}, ("/filters/value", "range_too_old")),
        (two, ("/filters/conditions/0/value", "range_too_long")),
    ):
        widget = {"chart_type": "pie", "field": "topic"} | ({} if filters is None else {"filters": filters})
        yield Question("widget", "calls", "calls", widget, [["widget", *problem]], {"now": CALLS_NOW})
    for filters in (day, none):
        widget = {"chart_type": "pie", "field": "topic", "filters": filters}
        yield Question("widget", "calls", "calls", widget, None, {"now": CALLS_NOW})


def _documents() -> Iterator[Question]:
    """A field that there is not, in each of the documents that a widget's filter is made of."""
    bad = {"field": "nope", "op": "eq", "value": 1}
    pie = {"chart_type": "pie", "field": "topic"}
    for widget, more, document, pointer in (
        (pie | {"filters": bad}, {}, "widget", "/filters/field"),
        (pie | {"dashboard_filters": bad}, {}, "widget", "/dashboard_filters/field"),
        (pie, {"dashboard_filters": bad}, "dashboard_filters", "/field"),
        (pie, {"filters": bad}, "filters", "/field"),
    ):
        expected = [[document, pointer, "unknown_field"]]
        yield Question("widget", "calls", "calls", widget, expected, {"now": CALLS_NOW} | more)


def _excesses() -> Iterator[Question]:
    """One condition more than a limit, and answers with more rows than one."""
    for condition, most in test_cost.EXCESSES.values():
        source = test_cost.each(most + 1, *condition)
        yield _asked("filter problems", "costly", source, "filter", [(f"/conditions/{most}", "too_many")])
        yield _asked("filter problems", "costly", test_cost.each(most, *condition), "filter", [])
    options = {
        "now": CALLS_NOW,
        "dashboard_filters": SINCE,
        "limits": {"max_answer_rows": 2, "max_groups": 3},
    }
    for widget, _, pointer in test_answer_rows.ANSWERS.values():
        yield Question("widget", "calls", "calls", widget, [["widget", pointer, "too_many_rows"]], options)


def _merges() -> Iterator[Any]:
    for *documents, place in _cases(test_merge.test_what_is_no_object_is_no_filter):
        yield documents, place
