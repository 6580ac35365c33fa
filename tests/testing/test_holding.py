"""What filters select, by hand, from the design's sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tests.testing.desk import DESK, NOW, agents, metrics, reviews, tags, ticket, tickets
from widgetql.errors import InvalidInput
from widgetql.testing import matching_ids
from widgetql.testing.holding import fold

REF = UUID("0a000000-0000-0000-0000-00000000000f")

ROWS: dict[Any, list[dict[str, Any]]] = {
    tickets: [
        ticket(1, at=datetime(2025, 11, 3, 9), minutes=10, score=0.1, cost=Decimal("0.10"), solved=True,
               topic="100% Été", ref=REF, meta={"region": "EU", "n": 5, "b": True, 'a"b': "x"}, agent_id=1,
               wall=datetime(2025, 10, 26, 2, 30)),
        ticket(2, at=datetime(2025, 11, 2, 23, 59, 59), minutes=20, score=-0.0, cost=Decimal("2.50"),
               solved=False, topic="STRASSE", meta={"region": None, "n": 5.0, "l": [1]}, agent_id=9),
        ticket(3, at=datetime(2025, 10, 1), minutes=2**53 + 1, score=float("nan"), topic="Straße",
               meta=["region"]),
        ticket(4, at=NOW.replace(tzinfo=None), topic="", agent_id=2),
    ],
    agents: [{"id": 1, "name": "Ada"}, {"id": 2, "name": None}],
    metrics: [{"id": 1, "name": "score", "kind": "N"}, {"id": 2, "name": "ok", "kind": "B"}],
    reviews: [
        {"id": 1, "ticket_id": 1, "metric_id": 1, "value": "0.9", "stars": 5},
        {"id": 2, "ticket_id": 1, "metric_id": 2, "value": "true", "stars": None},
        {"id": 3, "ticket_id": 2, "metric_id": 1, "value": "n/a", "stars": None},
    ],
    tags: [{"id": 1, "review_id": 1, "text": "good"}, {"id": 2, "review_id": 3, "text": "bad"}],
}  # fmt: skip


def ids(filter: Any, **options: Any) -> list[Any]:
    return matching_ids(filter, DESK, ROWS, **{"now": NOW, **options})


def all_of(*conditions: Any, operator: str = "and") -> dict[str, Any]:
    return {
        "operator": operator,
        "conditions": [
            dict(zip(("field", "op", "value"), one, strict=True)) if isinstance(one, tuple) else one
            for one in conditions
        ],
    }


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        pytest.param("minutes", "eq", 10.0, [1], id="integers-compare-by-value"),
        pytest.param("minutes", "eq", float(2**53), [], id="integers-compare-exactly-with-floats"),
        pytest.param("minutes", "gt", 2**53, [3], id="integers-compare-exactly-with-integers"),
        pytest.param("minutes", "neq", 10, [2, 3, 4], id="neq-holds-on-missing"),
        pytest.param("minutes", "nin", [10, 20], [3, 4], id="nin-holds-on-missing"),
        pytest.param("minutes", "in", [], [], id="in-nothing"),
        pytest.param("minutes", "nin", [], [1, 2, 3, 4], id="nin-nothing"),
        pytest.param("minutes", "between", [10, 20], [1, 2], id="between-includes-both"),
        pytest.param("minutes", "between", [20, 10], [], id="between-is-not-turned-round"),
        pytest.param("minutes", "lt", 10**400, [1, 2, 3], id="beyond-any-double"),
        pytest.param("score", "isnull", True, [3, 4], id="nan-is-missing"),
        pytest.param("score", "eq", 0, [2], id="minus-zero-is-zero"),
        pytest.param("score", "lte", 10**400, [1, 2], id="float-column-beyond-any-double"),
        pytest.param("cost", "eq", 0.1, [1], id="decimals-compare-as-written"),
        pytest.param("solved", "neq", True, [2, 3, 4], id="boolean-neq-holds-on-missing"),
        pytest.param("topic", "contains", "%", [1], id="percent-is-text"),
        pytest.param("topic", "contains", "éTÉ", [1], id="case-beyond-ascii"),
        pytest.param("topic", "startswith", "strasse", [2], id="sharp-s-has-no-partner"),
        pytest.param("topic", "contains", "Aß", [3], id="sharp-s-matches-itself"),
        pytest.param("topic", "endswith", "SSE", [2], id="endswith"),
        pytest.param("topic", "eq", "strasse", [], id="eq-is-exact"),
        pytest.param("topic", "regex", r"^\d+%", [1], id="regex-searches"),
        pytest.param("topic", "regex", "^s", [], id="regex-is-case-sensitive"),
        pytest.param("topic", "isnull", True, [], id="empty-text-is-there"),
        pytest.param("ref", "eq", str(REF).upper(), [1], id="uuid-in-capitals"),
        pytest.param("ref", "contains", "F", [1], id="uuid-is-text"),
        pytest.param("meta.region", "eq", "EU", [1], id="json-text"),
        pytest.param("meta.region", "isnull", True, [2, 3, 4], id="json-null-and-no-object-are-missing"),
        pytest.param("meta.n", "eq", 5, [1, 2], id="json-numbers-have-one-text"),
        pytest.param("meta.n", "eq", "5", [1, 2], id="json-number-as-text"),
        pytest.param("meta.b", "eq", True, [1], id="json-boolean"),
        pytest.param("meta.b", "startswith", "TR", [1], id="json-boolean-is-text"),
        pytest.param("meta.l", "isnull", False, [], id="json-lists-are-missing"),
        pytest.param('meta.a"b', "eq", "x", [1], id="json-key-with-a-quote"),
        pytest.param("agent.name", "isnull", True, [2, 3, 4], id="missing-to-one-row-reads-as-null"),
        pytest.param("agent.id", "neq", 1, [2, 3, 4], id="dangling-key-reads-as-null"),
        pytest.param("reviews.stars", "neq", 5, [1, 2], id="to-many-neq-needs-a-row"),
        pytest.param("reviews.stars", "isnull", True, [2, 3, 4], id="to-many-isnull-no-row-has-a-value"),
        pytest.param("reviews.stars", "isnull", False, [1], id="to-many-some-row-has-a-value"),
        pytest.param("reviews.tags.text", "eq", "bad", [2], id="deeper-to-many"),
        pytest.param("reviews.value", "gte", 0.9, [1], id="dynamic-number"),
        pytest.param("reviews.value", "neq", 0.9, [1, 2], id="dynamic-text-is-a-missing-number"),
        pytest.param("reviews.value", "eq", True, [1], id="dynamic-boolean"),
        pytest.param("reviews.value", "eq", "n/a", [2], id="dynamic-text"),
        pytest.param("reviews.value", "isnull", True, [3, 4], id="dynamic-isnull-looks-at-the-storage"),
        pytest.param("at", "gte", "today", [1, 4], id="today"),
        pytest.param("at", "gt", "now-1d/d", [1, 4], id="after-the-end-of-a-rounded-day"),
        pytest.param("at", "lt", "2025-11-02", [3], id="before-the-start-of-a-date"),
        pytest.param("at", "eq", "2025-11-02", [2], id="inside-a-date"),
        pytest.param("at", "lte", "now", [1, 2, 3, 4], id="through-now"),
        pytest.param("at", "lt", "now", [1, 2, 3], id="before-now"),
        pytest.param("at", "in", ["2025-11-02", "2025-11-03T12:00:00Z"], [2, 4], id="in-dates-and-instants"),
        pytest.param("wall", "eq", "2025-10-26T00:30:00Z", [1], id="repeated-wall-time-is-the-first"),
    ],
)  # fmt: skip
def test_a_condition(field: str, op: str, value: Any, expected: list[int]) -> None:
    assert ids({"field": field, "op": op, "value": value}) == expected


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        pytest.param(None, [1, 2, 3, 4], id="none-is-everything"),
        pytest.param({"operator": "and", "conditions": [{}, None]}, [1, 2, 3, 4], id="blanks-in-and"),
        pytest.param('{"field": "minutes", "op": "eq", "value": 10}', [1], id="json-text"),
        pytest.param(all_of(("minutes", "gt", 10), operator="not"), [1, 4], id="not-is-exact-complement"),
        pytest.param(
            all_of(("minutes", "eq", 10), ("minutes", "eq", 20), operator="not"), [3, 4], id="not-is-none-of"
        ),
        pytest.param(
            all_of(("solved", "eq", False), ("agent.name", "eq", "Ada"), operator="or"), [1, 2], id="or"
        ),
        pytest.param(
            all_of(("reviews.metric.name", "eq", "ok"), ("reviews.stars", "eq", 5)), [1], id="and-two-rows"
        ),
        pytest.param(
            all_of(("reviews.metric.name", "eq", "ok"), ("reviews.stars", "eq", 5), operator="same_row"),
            [],
            id="same-row-is-one-row",
        ),
        pytest.param(
            all_of(("reviews.metric.id", "eq", 1), ("reviews.stars", "isnull", True), operator="same_row"),
            [2],
            id="isnull-inside-same-row-is-about-the-row",
        ),
        pytest.param(
            all_of(
                ("reviews.stars", "isnull", False),
                all_of(("reviews.metric.name", "eq", "ok"), operator="not"),
                operator="same_row",
            ),
            [1],
            id="not-inside-same-row",
        ),
        pytest.param(
            all_of(
                ("reviews.metric.id", "eq", 1), ("reviews.tags.text", "eq", "bad"), operator="same_row"
            ),
            [2],
            id="same-row-goes-on-into-a-deeper-relation",
        ),
        pytest.param(
            all_of(
                ("reviews.tags.text", "isnull", True), ("reviews.stars", "isnull", True), operator="same_row"
            ),
            [1],
            id="deeper-isnull-inside-same-row",
        ),
        *(
            pytest.param(
                all_of(("reviews.metric.id", "in", [1, 2]), operator="count_rows")
                | {"op": op, "value": value},
                expected,
                id=f"count-{op}-{value}",
            )
            for op, value, expected in (
                ("eq", 0, [3, 4]), ("neq", 2, [2, 3, 4]), ("gt", 1, [1]), ("gte", 1.5, [1]),
                ("lt", 1, [3, 4]), ("lte", 1, [2, 3, 4]), ("between", [1, 2], [1, 2]),
                ("in", [0, 2], [1, 3, 4]), ("in", [], []),
            )
        ),
        pytest.param(
            {**all_of(("reviews.tags.text", "isnull", False), operator="count_rows"), "op": "eq", "value": 2},
            [],
            id="count-of-the-deepest-relation",
        ),
        pytest.param(all_of(("reviews.metric.id", "eq", 1), operator="all_rows"), [2], id="all-rows"),
        pytest.param(
            all_of(all_of(("reviews.metric.id", "eq", 1), operator="all_rows"), operator="not"),
            [1, 3, 4],
            id="not-all-rows",
        ),
    ],
)  # fmt: skip
def test_a_group(filter: Any, expected: list[int]) -> None:
    assert ids(filter) == expected


@pytest.mark.parametrize(
    ("scope", "filter", "expected"),
    [
        pytest.param(tickets.c.id != 2, None, [1, 3, 4], id="a-condition-on-the-records"),
        pytest.param(
            {tickets: None, agents: agents.c.id == 2},
            ("agent.name", "isnull", True),
            [1, 2, 3, 4],
            id="to-one",
        ),
        pytest.param(
            {tickets: None, reviews: reviews.c.stars.is_(None)}, ("reviews.stars", "eq", 5), [], id="to-many"
        ),
    ],
)
def test_the_scope_guards_every_table(scope: Any, filter: Any, expected: list[int]) -> None:
    assert ids(None if filter is None else all_of(filter), scope=scope) == expected


def test_the_request_has_a_zone() -> None:
    # In Tokyo it is already the 3rd at 15:00 UTC on the 2nd.
    assert ids(all_of(("at", "eq", "2025-11-03")), timezone="Asia/Tokyo") == [1, 2, 4]


def test_a_filter_of_a_wrong_form_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no operator named 'eqs'"):
        ids({"field": "minutes", "op": "eqs", "value": 1})


@pytest.mark.parametrize(
    ("filter", "message"),
    [
        pytest.param(("nothing", "eq", 1), "no field 'nothing'", id="unknown-path"),
        pytest.param(all_of(("minutes", "eq", 1), operator="same_row"), "share no to-many", id="no-relation"),
    ],
)
def test_a_filter_that_does_not_fit_is_refused(filter: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ids(all_of(filter))


@pytest.mark.parametrize("text", ["ß", "İ", "\u0131", "\u017f", "\u212a", "ς", "ǅ", "ﬁ", "1", "ж"])
def test_a_character_without_a_partner_folds_to_itself(text: str) -> None:
    assert fold(text) == text


def test_naive_and_aware_values_are_instants() -> None:
    rows = {
        tickets: [ticket(1, at=datetime(2025, 11, 3, 9, tzinfo=UTC)), ticket(2, at=datetime(2025, 11, 3, 9))]
    }
    same: Any = {"field": "at", "op": "eq", "value": "2025-11-03T09:00:00Z"}
    assert matching_ids(same, DESK, rows, now=NOW) == [1, 2]
