"""Pie: slices, shares that add up, the rest, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.charts.calls import answer, call, limits, note
from widgetql.charts.wire import percentages

PIE = {"chart_type": "pie", "field": "topic"}


def topics(*names: str | None, **values: Any) -> list[dict[str, Any]]:
    return [call(i, "03 10:00", topic=name, **values) for i, name in enumerate(names)]


def slices(engine: Engine, records: Any, widget: Any = PIE, **options: Any) -> list[tuple[Any, ...]]:
    data = answer(engine, records, widget, **options).data
    return [(row["label"], row["value"], row["percentage"]) for row in data]


def test_the_example_of_the_reference(engine: Engine) -> None:
    counts = {"customer_ended_call": 320, "agent_ended_call": 210, "timeout": 105, "error": 65}
    records = topics(*(name for name, count in counts.items() for _ in range(count)), None)
    assert answer(engine, records, PIE).data == [
        {"label": "customer_ended_call", "value": 320, "percentage": 45.7},
        {"label": "agent_ended_call", "value": 210, "percentage": 30.0},
        {"label": "timeout", "value": 105, "percentage": 15.0},
        {"label": "error", "value": 65, "percentage": 9.3},
    ]


def test_ties_are_by_code_point(engine: Engine) -> None:
    found = slices(engine, topics("é", "b", "B", "a", "a", "😀", "ﬀ"))
    assert [label for label, _, _ in found] == ["a", "B", "b", "é", "ﬀ", "😀"]


def test_labels_are_exact(engine: Engine) -> None:
    assert slices(engine, topics("a", "A", "a ", "")) == [
        ("", 1, 25.0), ("A", 1, 25.0), ("a", 1, 25.0), ("a ", 1, 25.0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        (False, [("a", 2, 66.7), ("b", 1, 33.3)]),
        (True, [(None, 3, 50.0), ("a", 2, 33.3), ("b", 1, 16.7)]),
    ],
)
def test_missing_values(engine: Engine, include: bool, expected: list[Any]) -> None:
    records = topics(None, None, None, "b", "a", "a")
    assert slices(engine, records, PIE | {"include_missing": include}) == expected


def test_missing_ranks_last_among_equals(engine: Engine) -> None:
    found = slices(engine, topics(None, "z"), PIE | {"include_missing": True})
    assert [label for label, _, _ in found] == ["z", None]


def test_a_boolean_has_true_and_false(engine: Engine) -> None:
    records = [call(i, "03 10:00", ok=value) for i, value in enumerate([True, False, True, None])]
    found = slices(engine, records, {"chart_type": "pie", "field": "ok"})
    assert found == [(True, 2, 66.7), (False, 1, 33.3)]
    assert [type(label) for label, _, _ in found] == [bool, bool]


def test_json_keys_are_text(engine: Engine) -> None:
    values = ["EU", 5, 5.0, True, None, ["EU"], {"EU": 1}]
    records = [call(i, "03 10:00", meta={"region": value}) for i, value in enumerate(values)]
    records.append(call(9, "03 10:00", meta=None))
    found = slices(engine, records, {"chart_type": "pie", "field": "meta.region"})
    assert found == [("5", 2, 50.0), ("EU", 1, 25.0), ("true", 1, 25.0)]


def test_beyond_the_limit_the_rest_is_one_slice(engine: Engine) -> None:
    records = topics("a", "a", "a", "b", "b", "c", "d", None)
    data = answer(engine, records, PIE, limits=limits(max_slices=2)).data
    assert data[2] == {
        "label": "other",
        "value": 2,
        "percentage": 28.6,
        "other": True,
        "excluded": ["a", "b"],
    }
    assert len(data) == 3
    with_null = answer(engine, records, PIE | {"include_missing": True}, limits=limits(max_slices=2)).data
    assert [row["value"] for row in with_null] == [3, 2, 3]


def test_as_many_slices_as_the_limit_leave_no_rest(engine: Engine) -> None:
    assert len(slices(engine, topics("a", "b"), limits=limits(max_slices=2))) == 2


def test_each_group_is_a_pie_of_its_own(engine: Engine) -> None:
    records = [
        call(i, "03 10:00", topic=topic, ok=ok)
        for i, (topic, ok) in enumerate([("a", True), ("b", True), ("a", True), ("c", False), ("c", None)])
    ]
    data = answer(engine, records, PIE | {"group_by": {"type": "field", "field": "ok"}}).data
    assert [(row["group"], row["label"], row["value"], row["percentage"]) for row in data] == [
        (True, "a", 2, 66.7),
        (True, "b", 1, 33.3),
        (False, "c", 1, 100.0),
        (None, "c", 1, 100.0),
    ]


def test_the_rest_of_the_groups_and_of_the_slices(engine: Engine) -> None:
    groups = ["x", "x", "x", "y", "y", "z"]
    records = [
        call(i, "03 10:00", topic=topic, meta={"k": group})
        for i, (topic, group) in enumerate(zip("aabcdd", groups, strict=True))
    ]
    widget = PIE | {"group_by": {"type": "field", "field": "meta.k"}}
    data = answer(engine, records, widget, limits=limits(max_groups=1, max_slices=1)).data
    assert data == [
        {"group": "x", "label": "a", "value": 2, "percentage": 66.7},
        {"group": "x", "label": "other", "value": 1, "percentage": 33.3, "other": True, "excluded": ["a"]},
        {
            "group": "other",
            "label": "d",
            "value": 2,
            "percentage": 66.7,
            "other": True,
            "group_excluded": ["x"],
        },
        {
            "group": "other",
            "label": "other",
            "value": 1,
            "percentage": 33.3,
            "other": True,
            "excluded": ["d"],
            "group_excluded": ["x"],
        },
    ]


def test_a_to_many_field_has_a_sample_for_each_related_row(engine: Engine) -> None:
    values = ["sad", "sad", "glad", "glad", "mad", "bad"]
    notes = [note(i, 1 if i < 4 else 2, 2, value) for i, value in enumerate(values)]
    widget = {"chart_type": "pie", "field": "notes.value", "metric": 2}
    records = [call(1, "03 10:00"), call(2, "03 11:00")]
    data = answer(engine, records, widget, related=notes).data
    assert [(row["label"], row["value"], row["record_count"]) for row in data] == [
        ("glad", 2, 1),
        ("sad", 2, 1),
        ("bad", 1, 1),
        ("mad", 1, 1),
    ]
    # Three related rows beyond the first slice, of two records.
    other = answer(engine, records, widget, related=notes, limits=limits(max_slices=1)).data[1]
    assert (other["value"], other["record_count"]) == (4, 2)


def test_nothing_has_no_slices(engine: Engine) -> None:
    assert answer(engine, [], PIE).data == []


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(sum))
def test_percentages_add_up_to_a_hundred(counts: list[int]) -> None:
    shares = percentages(counts)
    assert sum(round(share * 10) for share in shares) == 1_000
    for count, share in zip(counts, shares, strict=True):
        assert abs(share - 100 * count / sum(counts)) < 0.1 + 1e-9
