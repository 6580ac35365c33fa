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
from widgetql import Limits, json_schema, validate_dashboard
from widgetql.testing import NOW

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
