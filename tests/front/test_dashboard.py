"""A dashboard is judged as a whole: its filters once, each widget by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from tests.attack.mutate import Choices, drawn
from tests.front.declared import JOBS
from tests.front.test_schema import documents
from tests.testing.everything import EVERYTHING
from widgetql import Limits, explain, json_schema, validate_dashboard
from widgetql.testing import NOW
from widgetql.testing.example import connect
from widgetql.testing.example import dataset as example

STAT: Final = {"chart_type": "stat"}
WRONG: Final = {"field": "size", "op": "gt", "value": "a"}
MANY: Final = {"operator": "and", "conditions": [{"field": "size", "op": "gt", "value": 1}] * 400}


def told(dashboard: Any, **options: Any) -> list[tuple[str, str]]:
    found = validate_dashboard(dashboard, JOBS, now=NOW, **options)
    assert {problem.document for problem in found} <= {"dashboard"}
    return [(problem.pointer, problem.code) for problem in found]


UNKNOWN: Final = WRONG | {"field": "x"}
CASES: Final[dict[str, tuple[Any, list[tuple[str, str]]]]] = {
    "empty": ({"widgets": []}, []),
    "good": ({"widgets": [STAT, STAT], "filters": None, "name": "a", "config": {}}, []),
    "no widgets": ({"widgets": [], "filters": WRONG}, [("/filters/value", "wrong_type")]),
    "once": ({"widgets": [STAT] * 3, "filters": WRONG}, [("/filters/value", "wrong_type")]),
    "all of them": (
        {"widgets": [STAT, {"chart_type": "pie", "filters": UNKNOWN}], "filters": 5},
        [
            ("/filters", "not_an_object"),
            ("/widgets/1/field", "missing_key"),
            ("/widgets/1/filters/field", "unknown_field"),
        ],
    ),
    "no widget": ({"widgets": ["x", None]}, [(f"/widgets/{n}", "not_an_object") for n in (0, 1)]),
    "no list": ({"widgets": {}}, [("/widgets", "not_a_list")]),
    "misspelt": ({"widget": []}, [("/widget", "unknown_key"), ("/widgets", "not_a_list")]),
    "both": (
        {"filters2": 1, "widgets": [STAT], "filters": WRONG},
        [("/filters2", "unknown_key"), ("/filters/value", "wrong_type")],
    ),
    "a list": ([], [("", "not_an_object")]),
    "too many": ({"widgets": [STAT] * 101}, [("/widgets", "too_many")]),
    # Each filter is within the limits; together they are not, and the widget could not be computed.
    "together": (
        {"widgets": [STAT, STAT | {"filters": MANY}], "filters": MANY},
        [
            ("/widgets/1/filters/conditions/200", "too_many"),
            ("/widgets/1/filters/conditions/0", "too_many"),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_problems_have_pointers_into_the_dashboard(name: str) -> None:
    dashboard, expected = CASES[name]
    assert told(dashboard) == expected


def test_more_than_anybody_reads_is_not_told() -> None:
    assert (
        len(told({"widgets": [{"chart_type": "pie", "x": 1}] * 400}, limits=Limits(max_widgets=400))) == 500
    )


def _dashboards() -> Iterator[Any]:
    widgets, filters = documents("everything", "widget"), documents("everything", "filter")
    made = [
        {"filters": filters[index], "widgets": list(widgets[index : index + 2]), "name": "a"}
        for index in range(0, 60, 2)
    ]
    yield from made
    for seed in range(400):
        yield drawn(made, Choices(Random(seed).randbytes(200)))


_OF_ROWS: Final = re.compile("/(?:order_by|having|rank_by)/")


@pytest.mark.untraced
def test_the_schema_of_a_dashboard_agrees() -> None:
    schema = json_schema(EVERYTHING, "dashboard")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    counts = {True: 0, False: 0}
    for document in _dashboards():
        try:
            plain = json.loads(json.dumps(document, allow_nan=False))
        except (ValueError, TypeError):
            continue
        problems = [
            problem
            for problem in validate_dashboard(plain, EVERYTHING, now=NOW)
            if problem.code not in json_schema.NOT_FORM  # type: ignore[attr-defined]
        ]
        # What is shown of a row, by which it is sorted, ranked or left out, is not said in a schema.
        if any(one.code == "invalid_json" or _OF_ROWS.search(f"{one.pointer}/") for one in problems):
            continue
        assert validator.is_valid(plain) is (problems == []), (plain, problems)
        counts[problems == []] += 1
    assert min(counts.values()) > 40


SEVERAL: Final = {"jobs": JOBS, "a/b~ %c": example}
OF_JOBS: Final = STAT | {"dataset": "jobs"}
OTHER: Final = "a/b~ %c"
SIZE: Final = WRONG | {"value": 1}
OF_SEVERAL: Final[dict[str, tuple[Any, list[str]]]] = {
    "nothing": ({"widgets": []}, []),
    "each of its own": (
        {"widgets": [OF_JOBS, {"chart_type": "pie", "field": "topic", "dataset": OTHER}]}, []
    ),
    "of the other": (
        {"widgets": [{"chart_type": "pie", "field": "topic", "dataset": "jobs"}]}, ["/widgets/0/field"]
    ),
    "none said": ({"widgets": [STAT]}, ["/widgets/0/dataset"]),
    "unknown": ({"widgets": [STAT | {"dataset": "x"}]}, ["/widgets/0/dataset"]),
    "unknown key": ({"widgets": [OF_JOBS | {"colour": 1}]}, ["/widgets/0/colour"]),
    "a filter that one has": ({"widgets": [OF_JOBS], "filters": SIZE}, []),
    "a filter that one has not": ({"widgets": [STAT | {"dataset": OTHER}], "filters": SIZE}, ["/widgets/0"]),
    "the timestamp of both": (
        {
            "widgets": [OF_JOBS, STAT | {"dataset": OTHER}],
            "filters": {"field": "timestamp", "op": "gte", "value": "now-1d"},
        },
        [],
    ),
    "filters of one": ({"widgets": [], "filters_by_dataset": {"jobs": SIZE}}, []),
    "wrong filters of one": (
        {"widgets": [], "filters_by_dataset": {"jobs": UNKNOWN}}, ["/filters_by_dataset/jobs/field"]
    ),
    "filters of none": ({"widgets": [], "filters_by_dataset": {"x": {}}}, ["/filters_by_dataset/x"]),
    "no dashboard": ([], [""]),
}  # fmt: skip


@pytest.fixture(scope="module")
def of_several() -> Draft202012Validator:
    schema = json_schema(SEVERAL, "dashboard")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", OF_SEVERAL)
def test_a_dashboard_of_several_datasets(of_several: Draft202012Validator, name: str) -> None:
    dashboard, pointers = OF_SEVERAL[name]
    found = validate_dashboard(dashboard, SEVERAL, now=NOW)
    assert [problem.pointer for problem in found] == pointers
    assert of_several.is_valid(dashboard) is (not pointers)


def test_of_one_dataset_in_a_mapping_the_name_may_be_left_out() -> None:
    schema = Draft202012Validator(json_schema({"jobs": JOBS}, "dashboard"))
    for name in (None, "", "jobs"):
        assert schema.is_valid({"widgets": [STAT | {"dataset": name}, STAT]})
    assert not schema.is_valid({"widgets": [STAT | {"dataset": "x"}]})
    assert not schema.is_valid({"widgets": [STAT], "filters": UNKNOWN})


def test_a_widget_of_several_datasets_says_its_own_and_a_filter_is_of_one() -> None:
    schema = Draft202012Validator(json_schema(SEVERAL))
    assert (schema.is_valid(OF_JOBS), schema.is_valid(STAT)) == (True, False)
    with pytest.raises(ValueError, match="a filter is of one dataset"):
        json_schema(SEVERAL, "filter")


def test_a_dashboard_of_several_datasets_is_explained() -> None:
    widgets = [STAT | {"dataset": "one"}, STAT | {"dataset": "two"}]
    options: dict[str, Any] = {"now": NOW, "limits": Limits(max_range=None)}
    with connect() as connection:
        found = explain(connection, {"widgets": widgets}, {"one": example, "two": example}, **options)
        assert found.statements
        with pytest.raises(TypeError, match="dataset must be a Dataset"):
            explain(connection, STAT, SEVERAL, now=NOW)
