"""The range that a filter implies for the timestamp, and what is said of one that is not allowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
import sqlalchemy as sa

from widgetql import Dataset, Field, Limits
from widgetql.errors import Pointer, Problems
from widgetql.filters.bind import bind_filter
from widgetql.filters.bound import AllOf, AnyOf, Bound, Complement
from widgetql.filters.bound import Test as Asked
from widgetql.filters.parse import parse_filter
from widgetql.filters.tighten import all_of
from widgetql.filters.time_range import check_range, closed_range, implied_range, in_words, without_range
from widgetql.relative_time import Clock, format_instant, zone_of

NOW: Final = datetime(2025, 11, 3, 15, tzinfo=UTC)
T: Final = sa.Table(
    "t", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("at", sa.DateTime), sa.Column("x", sa.Integer)
)
DATASET: Final = Dataset(T, id=T.c.id, timestamp=T.c.at, fields={"x": Field(T.c.x)})
AT: Final = Pointer("filter")
X: Final = {"field": "x", "op": "eq", "value": 1}
A: Final = "2025-11-01T00:00:00Z"
B: Final = "2025-11-02T00:00:00Z"
C: Final = "2025-11-03T00:00:00Z"


def t(op: str, value: Any) -> dict[str, Any]:
    return {"field": "timestamp", "op": op, "value": value}


def group(operator: str, *conditions: Any) -> dict[str, Any]:
    return {"operator": operator, "conditions": list(conditions)}


def ranged(source: Any, zone: str = "UTC") -> Any:
    problems = Problems()
    written = parse_filter(source, AT, Limits(), problems)
    bound = bind_filter(written, DATASET, Clock(NOW, zone_of(zone)), Limits(), problems)
    assert problems == []
    return implied_range(bound, "timestamp")


def asked_inside(source: Any) -> list[str]:
    """What is asked of the rows inside the range that a filter implies: fields, and groups of them."""
    problems = Problems()
    written = parse_filter(source, AT, Limits(), problems)
    clock = Clock(NOW, zone_of("UTC"))
    bound = all_of([bind_filter(written, DATASET, clock, Limits(), problems)])
    found = closed_range(implied_range(bound, "timestamp"), clock)
    return [_told(part) for part in without_range(bound, found, "timestamp").parts]


def _told(node: Bound) -> str:
    match node:
        case AllOf(parts) | AnyOf(parts):
            return f"{type(node).__name__}({', '.join(map(_told, parts))})"
        case Complement(part):
            return f"not {_told(part)}"
        case Asked():
            return node.found.path
        case _:
            return str(node)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(t("gte", A), [], id="a-bound"),
        pytest.param(group("and", t("gte", A), X, t("lt", B)), ["x"], id="bounds-beside-another"),
        pytest.param(group("or", t("gte", A), t("gte", B)), [], id="or-of-bounds"),
        pytest.param(
            group("or", group("and", t("gte", A), X), group("and", t("gte", A), group("not", X))),
            ["AnyOf(AllOf(x), AllOf(not AnyOf(x)))"],
            id="the-same-bound-in-each-part",
        ),
        pytest.param(
            group("or", group("and", t("gte", B), X), t("gte", A)), [], id="a-part-that-holds-everywhere"
        ),
        pytest.param(
            group("or", group("and", t("gte", B), X), group("and", t("gte", A), X)),
            ["AnyOf(AllOf(timestamp, x), AllOf(x))"],
            id="a-later-bound-stays",
        ),
        pytest.param(
            group("and", t("gte", A), group("not", t("lt", B))), ["not AnyOf(timestamp)"], id="not-stays"
        ),
    ],
)
def test_inside_of_its_range_a_filter_asks_no_bounds(source: Any, expected: list[str]) -> None:
    assert asked_inside(source) == expected


@pytest.mark.parametrize(
    ("source", "start", "end"),
    [
        pytest.param(None, None, None, id="nothing"),
        pytest.param(X, None, None, id="another-field"),
        pytest.param(t("gte", A), A, None, id="gte"),
        pytest.param(t("gt", A), "2025-11-01T00:00:00.000001Z", None, id="gt"),
        pytest.param(t("lt", B), None, B, id="lt"),
        pytest.param(t("lte", "2025-11-02"), None, C, id="lte-a-day"),
        pytest.param(t("eq", "2025-11-02"), B, C, id="eq-a-day"),
        pytest.param(t("in", ["2025-11-02", "2025-11-01"]), A, C, id="in"),
        pytest.param(t("between", ["2025-11-01", "2025-11-02"]), A, C, id="between"),
        pytest.param(t("neq", A), None, None, id="neq"),
        pytest.param(t("nin", [A]), None, None, id="nin"),
        pytest.param(t("isnull", False), None, None, id="isnull"),
        pytest.param(group("not", t("lt", A)), None, None, id="not"),
        pytest.param(group("and", t("gte", A), t("gte", B), t("lt", C)), B, C, id="and-is-the-tightest"),
        pytest.param(group("or", t("gte", B), t("gte", A)), A, None, id="or-is-the-loosest"),
        pytest.param(group("or", t("eq", "2025-11-01"), t("eq", "2025-11-02")), A, C, id="or-of-days"),
        pytest.param(group("or", t("gte", A), X), None, None, id="or-without-a-bound-in-each"),
        pytest.param(
            group("and", X, group("or", group("and", t("gte", A), X), t("gte", B))), A, None, id="nested"
        ),
        pytest.param(group("or", t("in", []), t("gte", B)), B, None, id="an-impossible-branch"),
    ],
)
def test_implied(source: Any, start: str | None, end: str | None) -> None:
    found = ranged(source)
    written = [None if at is None else format_instant(at) for at in (found.start, found.end)]
    assert (written, found.empty) == ([start, end], False)


AFTER: Final = "2025-11-01T00:00:00.000001Z"


@pytest.mark.parametrize(
    ("operator", "bounds", "start", "end"),
    [
        ("and", [t("gt", A), t("gte", AFTER)], AFTER, None),
        ("or", [t("gt", A), t("gte", AFTER)], A, None),
        ("and", [t("lte", A), t("lt", AFTER)], None, A),
        ("or", [t("lte", A), t("lt", AFTER)], None, AFTER),
    ],
)
def test_of_bounds_at_one_instant_the_order_does_not_tell_which_is_shown(
    operator: str, bounds: list[Any], start: str | None, end: str | None
) -> None:
    for given in (bounds, bounds[::-1]):
        found = ranged(group(operator, *given))
        shown = [None if at is None else format_instant(at) for at in (found.shown_start, found.shown_end)]
        assert shown == [start, end]


@pytest.mark.parametrize(
    "source", [t("in", []), group("and", t("gte", B), t("lt", A)), t("between", ["2025-11-02", "2025-11-01"])]
)
def test_empty(source: Any) -> None:
    assert ranged(source).empty


REQUIRED: Final = "A gt or gte filter on timestamp is required."
OLD: Final = "Timestamp filter value is too far in the past. Maximum allowed range is 30 days."
LONG: Final = "The timestamp filter spans more than the maximum allowed range of 30 days."


@pytest.mark.parametrize(
    ("source", "limits", "expected"),
    [
        pytest.param(X, {}, [REQUIRED], id="required"),
        pytest.param(t("lt", A), {}, [REQUIRED], id="an-upper-bound-is-none"),
        pytest.param(t("gte", "now-30d"), {}, [], id="now-30d"),
        pytest.param(t("gte", "now-30d-5m"), {}, [], id="sent-five-minutes-ago"),
        pytest.param(t("gte", "now-30d-5m-1s"), {}, [OLD], id="a-second-more"),
        pytest.param(t("gte", "today-30d"), {}, [OLD], id="today-30d"),
        pytest.param(t("gte", "today-30d"), {"range_slack": timedelta(days=1)}, [], id="slack"),
        pytest.param(t("gte", "today-29d"), {}, [], id="today-29d"),
        pytest.param(t("between", ["now-1d", "now+29d"]), {}, [], id="span"),
        pytest.param(t("between", ["now-1d", "now+30d"]), {}, [LONG], id="span-too-long"),
        pytest.param(
            t("gte", "now-8d"),
            {"max_range": timedelta(days=7)},
            [OLD.replace("30 days", "7 days")],
            id="its-own-number",
        ),
        pytest.param(
            t("gte", "now-2h"),
            {"max_range": timedelta(hours=1)},
            [OLD.replace("30 days", "1 hour")],
            id="hours",
        ),
        pytest.param(X, {"max_range": None}, [], id="lifted"),
        pytest.param(t("gte", "1970-01-01"), {"max_range": None}, [], id="lifted-any-age"),
        pytest.param(t("in", []), {}, [], id="empty"),
        pytest.param(
            t("gte", "0001-01-01"), {"max_range": timedelta(days=10**6)}, [], id="beyond-the-calendar"
        ),
    ],
)
def test_allowed(source: Any, limits: dict[str, Any], expected: list[str]) -> None:
    problems = Problems()
    clock = Clock(NOW, UTC)
    check_range(closed_range(ranged(source), clock), "timestamp", AT, clock, Limits(**limits), problems)
    assert [problem.message for problem in problems] == expected


def test_thirty_days_are_calendar_days_of_the_zone() -> None:
    # 30 days before 15:00 UTC in Berlin is one hour earlier on the clock of UTC: summer time ended between.
    problems = Problems()
    clock = Clock(NOW, zone_of("Europe/Berlin"))
    found = ranged(t("gte", "2025-10-04T14:00:00Z"), "Europe/Berlin")
    check_range(found, "timestamp", AT, clock, Limits(), problems)
    assert problems == []


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        pytest.param(timedelta(days=1), "1 day", id="day"),
        pytest.param(timedelta(hours=36), "36 hours", id="hours"),
        pytest.param(timedelta(minutes=5), "5 minutes", id="minutes"),
        pytest.param(timedelta(seconds=90), "90 seconds", id="seconds"),
    ],
)
def test_durations_in_words(duration: timedelta, words: str) -> None:
    assert in_words(duration) == words
