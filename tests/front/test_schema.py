"""The schemas accept what validating accepts, and refuse what it refuses."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from random import Random
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from tests.attack import corpus
from tests.attack.mutate import Choices, drawn
from tests.front.declared import DATASETS, JOBS
from tests.front.schemas.judging import JUDGES, Verdict, as_json, of_problems
from tests.testing.everything import EVERYTHING
from widgetql import Dataset, Limits, json_schema, validate_filter
from widgetql.charts.catalogue import CHARTS
from widgetql.charts.parse import KEYS, OTHER_KEYS
from widgetql.errors import CODES
from widgetql.filters.vocabulary import GROUPS, OPERATORS
from widgetql.front.filter_form import PARTS
from widgetql.front.forms import forms
from widgetql.front.widget_form import RULES
from widgetql.testing import NOW, cases
from widgetql.testing.strategies.measures import with_measures

WHATS: Final = ("filter", "widget")
# Of what is asked exhaustively every so many; a prime number, so that in time each value meets each place.
_STEP: Final = int(os.environ.get("WIDGETQL_SCHEMA_STEP", "17"))
_MUTATED: Final = int(os.environ.get("WIDGETQL_SCHEMAS", "150"))


@cache
def schema(name: str, what: str) -> Draft202012Validator:
    made = json_schema(DATASETS[name], what)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(json.loads(json.dumps(made, allow_nan=False)))


@cache
def documents(name: str, what: str) -> tuple[Any, ...]:
    """Valid ones, drawn for the dataset."""
    found = [getattr(case, what) for case in islice(cases(DATASETS[name]), 120)]
    return tuple(one for one in found if one is not None)


def some(found: Iterable[Any]) -> Iterator[Any]:
    return islice(found, 0, None, _STEP)


def disagreements(name: str, what: str, found: Iterator[Any]) -> tuple[list[Any], int, int]:
    """Documents that the schema judges otherwise than validating; how many both accept and refuse."""
    dataset, validator = DATASETS[name], schema(name, what)
    wrong, accepted, refused = [], 0, 0
    for document in map(as_json, found):
        if document is ...:
            continue
        problems = JUDGES[what](document, dataset, now=NOW)
        said = of_problems(problems)
        if said is Verdict.NAMES:
            continue
        is_valid = validator.is_valid(document)
        if is_valid is not (said is Verdict.ACCEPTED):
            wrong.append((document, problems))
        accepted, refused = accepted + is_valid, refused + (not is_valid)
    return wrong, accepted, refused


@pytest.mark.untraced
@pytest.mark.parametrize("what", WHATS)
@pytest.mark.parametrize("name", DATASETS)
def test_drawn_documents_satisfy_the_schema(name: str, what: str) -> None:
    wrong, accepted, refused = disagreements(name, what, iter(documents(name, what)))
    assert (wrong, refused) == ([], 0)
    assert accepted > 80


def test_so_do_measures_beside_all_else() -> None:
    few = {"field": "duration", "op": "gt", "value": 10}
    drawn_ones = (
        with_measures(Random(place).choice, one, few)
        for place, one in enumerate(documents("everything", "widget"))
    )
    found = tuple(one for one in drawn_ones if one is not None)
    assert disagreements("everything", "widget", iter(found)) == ([], len(found), 0)
    assert len(found) > 30
    wrong, accepted, refused = disagreements("everything", "widget", _mutated(found, _MUTATED // 2))
    assert wrong == []
    assert min(accepted, refused) > _MUTATED / 20


def _mutated(found: tuple[Any, ...], count: int) -> Iterator[Any]:
    for seed in range(count):
        yield drawn(found, Choices(Random(seed).randbytes(200)))


@pytest.mark.parametrize("what", WHATS)
@pytest.mark.parametrize("name", DATASETS)
def test_a_changed_document_is_refused_where_validating_refuses_it(name: str, what: str) -> None:
    wrong, accepted, refused = disagreements(name, what, _mutated(documents(name, what), _MUTATED))
    assert wrong == []
    assert min(accepted, refused) > _MUTATED / 10


@pytest.mark.untraced
@pytest.mark.parametrize("what", WHATS)
def test_so_is_every_document_of_the_corpus(what: str) -> None:
    found = corpus.filters() if what == "filter" else corpus.widgets()
    wrong, accepted, refused = disagreements("everything", what, iter((*found, *_mutated(found, _MUTATED))))
    assert wrong == []
    assert min(accepted, refused) > _MUTATED / 10


# Whatever may stand in the place of something else; of each limit both sides.
VALUES: Final[tuple[Any, ...]] = (
    *(
        None,
        "",
        {},
        [],
        False,
        True,
        0,
        1,
        -1,
        5.0,
        1.5,
        10**20,
        "a",
        "day",
        "avg",
        "share",
        "p75",
        "p100.01",
        "p50\n",
    ),
    *("x" * 255, "x" * 256, "x" * 1_001, "\0", "\ud800", "size", "state", "phone", "secret", "drawn", "tag"),
    *("meta", "meta.a", "meta.a.b", "meta.", "meta.vip", "meta.latency", "team", "team.name", "timestamp"),
    *([None], [{}], ["state"], ["x" * 256], [1, "a"], [5], ["state"] * 51, [{"field": "size"}], {"a": 1}),
    *({"type": "field", "field": "state"}, {"type": "bucket", "interval": 5.0}, {"type": "bucket"}),
    *({"type": "bucket", "interval": 0}, {"type": "field", "field": "x" * 256}, {"name": "a"}, 1_001, 1_000),
    *(
        [{"name": "x" * 256}],
        [{"aggregation_function": "count"}],
        [{"field": "timestamp", "time_period": "day"}],
    ),
    *({"field": "at", "part": "hour_of_day"}, {"field": "size", "bins": {"width": 1}, "part": "hour_of_day"}),
    *({"field": "size", "bins": {"width": 5}}, {"field": "at", "name": "x" * 256}, "hour_of_day"),
    *({"operator": "and", "conditions": []}, {"operator": "or", "conditions": []}, [5] * 1_001),
    *(
        {"width": 5},
        {"width": 0},
        {"edges": [1, 2]},
        {"edges": [1]},
        {"count": 5.0},
        {"to": "-1d"},
        {"to": "x"},
        {"type": "to_date", "period": "month"},
        {"type": "cumulative"},
    ),
    *({"operator": "or", "conditions": [{"operator": "and", "conditions": [None, {}]}]}, "count", "numeric"),
)
WIDGETS: Final[tuple[Any, ...]] = (
    {"chart_type": "bar", "field": "size", "aggregation_function": "avg", "time_period": "day",
     "group_by": {"type": "field", "field": "state"}, 
     "filters": {"field": "state", "op": "eq", "value": "a"}},
    {"chart_type": "bar", "field": "drawn", "aggregation_function": "p75",
     "group_by": {"type": "bucket", "interval": 1_000}, "fill_gaps": True},
    {"chart_type": "bar", "field": "size", "aggregation_function": "avg", "time_period": "day",
     "window": {"type": "rolling", "buckets": 7}},
    {"chart_type": "bar", "field": "size", "aggregation_function": "avg", "x": "state", "limit": 5},
    {"chart_type": "bar", "field": "size", "aggregation_function": "avg", "fill_gaps": True,
     "x": {"field": "timestamp", "part": "hour_of_day"}, "include_missing": True},
    {"chart_type": "line", "field": "meta.latency", "metric": None, "name": "a", "id": 7},
    {"chart_type": "pie", "field": "meta.vip", "include_missing": True},
    {"chart_type": "histogram", "field": "drawn", "bins": {"width": 30, "start": 0}},
    {"chart_type": "histogram", "field": "drawn", "bins": {"edges": [0, 30, 60]}, "include_missing": True},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "meta.a"}, "compare": {"to": "-1d"}},
    {"chart_type": "list", "field": "size", "columns": ["state"], "limit": 5, "cursor": "x"},
    {"chart_type": "table", "dimensions": ["state", {"field": "timestamp", "time_period": "day"}],
     "metrics": [{"aggregation_function": "avg", "field": "size", "name": "a"}],
     "order_by": [{"name": "a", "direction": "desc"}], "limit": 5},
    {"chart_type": "table", "dimensions": ["state", {"field": "size", "name": "Size"}]},
    {"chart_type": "table", "metrics": [{"aggregation_function": "count"}],
     "dimensions": [{"field": "timestamp", "part": "day_of_week", "name": "Day"},
                    {"field": "size", "bins": {"count": 3}},
                    {"field": "meta.latency", "bins": {"width": 5}}]},
    {"chart_type": "table", "metrics": [
        {"name": "n", "aggregation_function": "count", "per": "hour", "hidden": True,
         "filters": {"field": "state", "op": "eq", "value": "open"}},
        {"name": "m", "aggregation_function": "sum", "field": "drawn", "per": "day"},
        {"name": "r", "ratio": ["n", "m"]}, {"name": "s", "share": "n", "within": ["state"]}],
     "dimensions": ["state"]},
    {"chart_type": "stat", "group_by": {"type": "bucket", "interval": 1_000},
     "metrics": [{"name": "m", "aggregation_function": "p95", "field": "size"}]},
    {"chart_type": "bar", "time_period": "day", "group_by": {"type": "field", "field": "state"},
     "metrics": [{"aggregation_function": "count"}, {"name": "s", "share": "count"}]},
    {"chart_type": "bar", "time_period": "day", "compare": {"to": "-1d"},
     "window": {"type": "rolling", "buckets": 7},
     "metrics": [{"aggregation_function": "count", "per": "day"}, {"name": "s", "share": "count"}]},
    {"chart_type": "bar", "x": "state", "limit": 5, "include_missing": True,
     "metrics": [{"aggregation_function": "count", "per": "day"}, {"name": "s", "share": "count"}]},
    {"chart_type": "bar", "x": {"field": "timestamp", "part": "hour_of_day"}, "fill_gaps": True,
     "metrics": [{"aggregation_function": "count"}, {"aggregation_function": "avg", "field": "size"}]},
    {"chart_type": "table", "dimensions": [{"field": "timestamp", "part": "hour_of_day"}],
     "metrics": [{"aggregation_function": "count"}]},
    {"chart_type": "pie", "field": "state", "metrics": [{"aggregation_function": "count"}],
     "compare": {"to": "-1d"}},
    {"chart_type": "stat", "group_by": {"type": "field", "field": "state"}, "compare": {"to": "-1w"},
     "metrics": [{"aggregation_function": "count"}]},
    {"chart_type": "table", "dimensions": ["state"], "totals": True,
     "metrics": [{"aggregation_function": "count"}]},
    {"chart_type": "table", "dimensions": ["state", {"field": "size"}]},
    {"chart_type": "table", "metrics": [{"aggregation_function": "count"}]},
    {"chart_type": "pivot", "rows": ["state", {"field": "at", "part": "hour_of_day"}],
     "totals": ["rows", "all"], "columns": [{"field": "drawn", "bins": {"count": 3}}],
     "metrics": [{"aggregation_function": "count"}]},
)  # fmt: skip


def every_change(document: Any) -> Iterator[Any]:
    """The document with each thing in it replaced by each value, or removed, and with each key added."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield {name: one for name, one in document.items() if name != key}
            yield from (document | {key: one} for one in (*VALUES, *every_change(value)))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            rest = document[:index], document[index + 1 :]
            yield from ([*rest[0], one, *rest[1]] for one in (*VALUES, *every_change(value)))


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: widget["chart_type"])
def test_one_thing_of_a_widget_may_be_anything(widget: Any) -> None:
    others = (widget | {key: one} for key in (*KEYS, "y", "filters") for one in VALUES)
    changed = (widget, widget | {"name": "Jobs"}, *some((*every_change(widget), *others)))
    wrong, accepted, refused = disagreements("jobs", "widget", iter(changed))
    assert wrong == []
    assert min(accepted, refused) > 1


def test_a_way_to_divide_a_field_is_said_or_it_is_none() -> None:
    count: dict[str, Any] = {
        "chart_type": "bar",
        "metrics": [{"aggregation_function": "count", "per": "day"}],
    }
    plain = {"chart_type": "bar", "field": "size", "aggregation_function": "avg"}
    ways: list[dict[str, Any]] = [{}, {"part": ""}, {"part": "hour_of_day"}, {"time_period": "day"}]
    found = [
        bar | {"x": {"field": "timestamp"} | way} | gaps
        for bar in (count, plain)
        for way in ways
        for gaps in ({}, {"fill_gaps": True})
    ]
    table = {"chart_type": "table", "metrics": count["metrics"]}
    found += [table | {"dimensions": [{"field": "timestamp"} | way]} for way in ways]
    assert disagreements("jobs", "widget", iter(found)) == ([], 16, 4)


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("name", ["jobs"])
def test_an_operand_may_be_anything(name: str, op: str) -> None:
    paths = [*DATASETS[name].paths, "meta.a", "meta.a.b", "x", "x" * 1_001, "meta.\0"]
    values = (*VALUES, [1, 2], ["a", "b"], [True, False], [1, "a"], [1, 2, 3], ["2025-11-03", "now"])
    found = ({"field": path, "op": op, "value": value} for path in paths for value in values)
    wrong, _, refused = disagreements(name, "filter", some(found))
    assert wrong == []
    assert refused > 10


@pytest.mark.parametrize("operator", [*GROUPS, "xor", None])
def test_a_group_may_have_any_parts(operator: Any) -> None:
    condition = {"field": "state", "op": "eq", "value": "a"}
    nothing = {"operator": "and", "conditions": [None, {"operator": "and", "conditions": []}]}
    parts = (None, {}, condition, nothing, {"operator": "or", "conditions": [condition]}, 5, [], "a")
    found = [
        {"operator": operator, "conditions": listed} for one in parts for listed in ([one], [one, condition])
    ]
    found += [{"operator": operator, "conditions": one} for one in (None, {}, [], "a")]
    found += [{"operator": operator}, {"conditions": [condition]}, condition | {"operator": operator}]
    wrong, _, _ = disagreements(
        "jobs", "filter", iter([*found, *({"operator": "not", "conditions": [one]} for one in found)])
    )
    assert wrong == []


def test_everything_has_its_place_in_the_schema() -> None:
    assert forms(Limits()).keys() == KEYS.keys()
    assert RULES.keys() == CHARTS.keys()
    assert PARTS.keys() == GROUPS.keys()
    widget = json_schema(JOBS)["$defs"]["widget"]
    assert widget["properties"].keys() == KEYS.keys() | OTHER_KEYS
    assert set(json_schema.NOT_FORM) <= CODES.keys()  # type: ignore[attr-defined]


def test_there_is_no_schema_of_anything_else() -> None:
    with pytest.raises(ValueError, match="what is one of widget, filter, dashboard, got 'row'"):
        json_schema(JOBS, "row")
    bare = Dataset(EVERYTHING.table, id=EVERYTHING.id, fields={})
    assert json_schema(bare, "filter")["$ref"] == "#/$defs/filter"
    for what in ("widget", "dashboard"):
        with pytest.raises(ValueError, match="declares no timestamp="):
            json_schema(bare, what)


def test_a_filter_may_be_text_of_an_object() -> None:
    validator = schema("jobs", "filter")
    given = {"field": "size", "op": "gt", "value": 1}
    accepted = [json.dumps(given), f"\n {json.dumps(given)}\t", "", "  ", "null", "{}"]
    assert [validator.is_valid(one) for one in accepted] == [True] * 6
    assert [validate_filter(one, JOBS) for one in accepted] == [[]] * 6
    refused = ["x", "5", "[]", "{", json.dumps([given]), '"a"', "true"]
    assert [validator.is_valid(one) for one in refused] == [False] * 7
    assert [] not in [validate_filter(one, JOBS) for one in refused]


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1e308", "-1.7976931348623157e308", "1" + "0" * 400])
def test_a_number_beyond_all_is_none(text: str) -> None:
    number = json.loads(text)
    documents = [
        ("filter", {"field": "size", "op": "eq", "value": number}),
        ("filter", {"field": "size", "op": "in", "value": [1, number]}),
        ("filter", {"field": "evaluations.typed", "op": "gt", "value": number}),
        ("filter", {"field": "meta.x", "op": "eq", "value": number}),
        ("filter", {"field": "at", "part": "hour_of_day", "op": "between", "value": [number, number]}),
        ("widget", {"chart_type": "histogram", "field": "size", "bins": {"width": 1, "start": number}}),
    ]
    for what, document in documents:
        codes = {problem.code for problem in JUDGES[what](document, EVERYTHING, now=NOW)}
        assert codes <= {"wrong_type", *json_schema.NOT_FORM}  # type: ignore[attr-defined]
        assert schema("everything", what).is_valid(document) is ("wrong_type" not in codes)
        assert ("wrong_type" in codes) is text.endswith("1e400")
