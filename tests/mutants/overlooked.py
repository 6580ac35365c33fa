"""What was overlooked for long: keys that say one thing, problems beside others, numbers next to a border."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from tests.conformance.features import ROWS, SINCE
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.mutants.seldom import BY_TOPIC, CALLS, COUNT, Json, asked, each, group, where
from tests.mutants.sums import sums
from tests.testing.everything import EVERYTHING
from widgetql import Limits
from widgetql.testing import NOW, expected_widget_data

_LIKE: Final = ROWS[CALLS][0]
_AT: Final = datetime(2025, 11, 1, 10, tzinfo=UTC)
_LIMITS: Final[Json] = {"max_range": None, "max_compare": None}
_OPTIONS: Final[Json] = {"now": NOW, "limits": _LIMITS}
_HOUR: Final[Json] = {"field": "at", "part": "hour_of_day"}
_DAY: Final[Json] = {"field": "at", "time_period": "day"}
_BAR: Final[Json] = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg"}
_MEAN: Final[Json] = {"name": "mean", "aggregation_function": "avg", "field": "score"}
_SPREAD: Final[Json] = {"name": "spread", "aggregation_function": "stddev", "field": "score"}
# Of each as many digits as a double tells, around where its text would have an exponent.
_DIGITS: Final = ("1", "12", "123456789", "12345678901234", "123456789012345")


def _rows(*records: Json) -> Mapping[Table, list[Json]]:
    return {
        CALLS: [_LIKE | {"id": id, "at": _AT, "agent_id": None} | one for id, one in enumerate(records, 1)]
    }


_HALF: Final = 1e-150
WORLDS: Final[Mapping[str, Mapping[Table, list[Json]]]] = {
    # The mean of a group is where squares begin to be nothing.
    "next_to_nothing": _rows(
        *(
            {"topic": topic, "score": score}
            for topic, scores in {
                "a": (0.0, 2 * _HALF), "b": (-1.0, 3.0), "c": (0.0, -2 * _HALF), "d": (1.0, -3.0),
            }.items()
            for score in scores
        )
    ),
    "long_json": _rows(
        *(
            {"meta": {"n": sign * float(f"{digits[0]}.{digits[1:] or 0}e{exponent}")}}
            for digits, exponent, sign in product(_DIGITS, (*range(13, 17), -5, 20), (1, -1))
        )
    ),
    "long_decimals": _rows(
        *(
            {"total": Decimal(f"{whole}.{number:010}"), "topic": "ab"[number % 2]}
            for whole in ("12345678", "123456789", "1234567890")
            for number in range(123_456_785, 123_456_789)
        )
    ),
}  # fmt: skip
# On SQLite a column holds numbers of any size.
_BEYOND: Final = _rows(
    *({"cost": Decimal(one)} for one in ("1", "-3e9", "2e9", "123456789012", "1e20", "-1e20", "99999999.99"))
)


def overlooked(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds |= {name: World(CALLS.metadata, rows) for name, rows in WORLDS.items()}
    worlds["beyond_decimals"] = World(CALLS.metadata, _BEYOND, only="sqlite")
    worlds["enums_of_bytes"] = World(statements=_STATEMENTS, only="sqlite")
    yield from (one for widget in _without_rest() for one in _cut(widget))
    yield from _next_to_borders()
    yield from _refused()
    yield from _too_large()
    yield from _of_bytes()
    yield from _of_related_rows()
    yield from sums(worlds)
    yield from _many_times()
    yield from _before_they_begin()


def _cut(widget: Json) -> Iterator[Question]:
    for most in (2, 20):
        yield asked(widget, limits=_LIMITS | {"max_groups": most, "max_slices": most})


def _without_rest() -> Iterator[Json]:
    """Groups of which nothing is said but whether there are others."""
    alone = {"group_by": {"type": "field", "field": "topic", "other": False}}
    for more in (alone, {"group_by": alone["group_by"] | {"other": True}}):
        for chart in (
            {"chart_type": "pie", "field": "code"}, {"chart_type": "stat"}, _BAR | {"time_period": "week"},
            {"chart_type": "line", "field": "score"}, _BAR | {"x": "code"},
            {"chart_type": "stat", "metrics": [COUNT]},
            {"chart_type": "bar", "time_period": "week", "metrics": [COUNT]},
        ):  # fmt: skip
            yield chart | more


def _next_to_borders() -> Iterator[Question]:
    for name, way, limit in product(("one", "turned"), ("asc", "desc"), (2, 10)):
        metrics = [
            _MEAN, _SPREAD, {"name": "one", "ratio": ["mean", "spread"]},
            {"name": "turned", "ratio": ["spread", "mean"]},
        ]  # fmt: skip
        order = {"order_by": [{"name": name, "direction": way}], "limit": limit}
        table = {"chart_type": "table", "dimensions": ["topic"], "metrics": metrics}
        yield from each(asked(table | order, "next_to_nothing"))
    pie = {"chart_type": "pie", "field": "meta.n"}
    yield from each(asked(pie, "long_json", limits=_LIMITS | {"max_slices": 100}))
    for digits in (
        "123456789012345",
        "-123456789012345",
        "12345678901234",
        "100000000000000",
        "1200000000000000",
    ):
        yield from each(
            Question("filter", "everything", "long_json", where("meta.n", "eq", digits), None, _OPTIONS)
        )
    for way in ("asc", "desc"):
        for path, world, only in (
            ("total", "long_decimals", ("duckdb",)), ("cost", "beyond_decimals", ("sqlite",)),
        ):  # fmt: skip
            pages = {"chart_type": "list", "columns": [path], "limit": 1, "filters": SINCE}
            pages |= {"order_by": [{"name": path, "direction": way}]}
            for name in only:
                yield Question("pages", "everything", world, pages, None, _OPTIONS, only=name)


def _refused() -> Iterator[Question]:
    """What is wrong by itself, where nothing else is, and beside what else is wrong."""
    for problem, widgets in (
        (("/compare", "not_for_chart"), _compared_without_metrics()),
        (("/x", "fan_out"), _of_two_relations()),
        (("/having/field", "not_for_chart"), _of_instants({"having": where("value", "gte", 1)})),
        (("/group_by/rank_by", "not_for_chart"), _of_instants({"rank_by": "value"})),
        ((), _of_instants({"having": where("sample_count", "gte", 1)})),
        ((), _of_instants({"rank_by": "sample_count"})),
        (("/group_by/rank_by", "invalid_text"), _ranked("\0", "\ud800", "n\0")),
        (("/group_by/rank_by", "too_long"), _ranked("n" * 1_001)),
        (("/group_by/rank_by", "unknown_field"), _ranked("N", " ", "n" * 200)),
    ):
        said = [["widget", *problem]] if problem else []
        for widget in widgets:
            yield Question("widget problems", "everything", "calls", widget, said, _OPTIONS)
    lacking = [[f"/{key}", "missing_key"] for key in ("field", "op", "value")]
    for document, problems in (
        ({1: 2}, [["/1", "unknown_key"], *lacking]),
        ({None: 1, "op": "eq", "value": 3}, [["/null", "unknown_key"], lacking[0]]),
        ({1: 2, "AND": []}, [["", "missing_key"], ["/1", "unknown_key"], ["/AND", "unknown_key"]]),
        ({1: 2, "op": "and"}, [["", "missing_key"], ["/1", "unknown_key"]]),
        (where("topic", "eq", "a") | {1: 2}, [["/1", "unknown_key"]]),
    ):
        for kind in ("parsed filter", "filter problems"):
            yield _said(kind, document, problems)
    yield from _in_excess()


def _said(kind: str, document: Any, problems: list[list[str]], **limits: int) -> Question:
    said = [["filter", *one] for one in problems]
    return Question(kind, "everything", "calls", document, said, _OPTIONS | {"limits": _LIMITS | limits})


def _in_excess() -> Iterator[Question]:
    """Of a condition that is beyond a limit nothing else is said; of one before it is."""
    for field, number in product(("topic", "nope"), (2, 3)):
        unknown = [["/conditions/1/field", "unknown_field"]] if field == "nope" else []
        for values, limit, code in (
            (["a"] * number, "max_values", "too_many"),
            (["a" * number], "max_json_length", "too_long"),
        ):
            listed = group("and", where("ok", "eq", True), where(field, "in", values))
            beyond = [["/conditions/1/value", code]]
            # The condition before has a value of its own.
            most = 3 if limit == "max_values" else 2
            yield _said("filter problems", listed, unknown if number == 2 else beyond, **{limit: most})


def _compared_without_metrics() -> Iterator[Json]:
    for to, more in product(("-1w", "previous_period"), ({}, {"metrics": []}, {"limit": 3})):
        yield {
            "chart_type": "table",
            "dimensions": ["topic"],
            "compare": {"to": to},
            "filters": SINCE,
            **more,
        }


def _of_two_relations() -> Iterator[Json]:
    weight, stars = "evaluations.weight", "evaluations.notes.stars"
    for field, x in ((weight, stars), (stars, weight)):
        for one in (x, {"field": x, "bins": {"width": 1}}):
            yield {"chart_type": "bar", "field": field, "x": one, "aggregation_function": "sum"}


def _of_instants(more: Json) -> Iterator[Json]:
    by, ranks = BY_TOPIC["group_by"], more if "rank_by" in more else {}
    for name, field in product(("min", "max", "first", "last"), ("at", "day")):
        bar = {"chart_type": "bar", "field": field, "aggregation_function": name, "group_by": by | ranks}
        for axis in ({"time_period": "day"}, {"x": "code"}):
            yield bar | axis | ({} if ranks else more)


def _ranked(*names: str) -> Iterator[Json]:
    for name, measures in product(names, ({}, {"metrics": [COUNT]})):
        by = {"group_by": {"type": "field", "field": "topic", "rank_by": name}}
        yield {"chart_type": "stat", **measures, **by}


def _too_large() -> Iterator[Question]:
    """As many rows as an answer may have, of which few hold anything, and one more."""
    share = {"chart_type": "bar", "time_period": "day", "aggregation_function": "share", "field": "topic"}
    ever = {"filters": where("ok", "eq", True)}
    for widget, place in (
        (share, "/time_period"), (share | {"field": "ok"}, "/time_period"),
        (_pivot([_DAY], ["topic"]) | ever, "/rows"), (_pivot(["topic"], [_DAY]) | ever, "/rows"),
        (_pivot([_DAY], ["code"], totals=["rows", "columns", "all"]) | ever, "/rows"),
    ):  # fmt: skip
        asked_of = asked(widget)
        answer = expected_widget_data(asked_of.document, EVERYTHING, ROWS, now=NOW, limits=Limits(**_LIMITS))
        data = answer["data"]
        size = len(data) if isinstance(data, list) else len(data["rows"]) * len(data["columns"])
        yield from _as_long_as(widget, size, place)
    for bins, number in (({"edges": [10, 30, 60]}, 4), ({"edges": [1, 2]}, 3), ({"count": 4}, 4)):
        for one in ({"field": "duration", "bins": bins}, {"field": "score", "bins": bins}):
            few = {"filters": group("and", SINCE, where("topic", "eq", "none"))}
            yield from _as_long_as(_pivot([one], [_HOUR]) | few, 24 * number, "/rows")
            yield from _as_long_as(_pivot([_HOUR], [one]) | few, 24 * number, "/rows")


def _as_long_as(widget: Json, size: int, place: str) -> Iterator[Question]:
    yield asked(widget, limits=_LIMITS | {"max_answer_rows": size})
    cut = asked(widget, limits=_LIMITS | {"max_answer_rows": size - 1})
    yield replace(cut, expected=[["widget", place, "too_many_rows"]])


def _pivot(rows: list[Any], columns: list[Any], **more: Any) -> Json:
    return {"chart_type": "pivot", "rows": rows, "columns": columns, "metrics": [COUNT], **more}


# What SQLite keeps in a column of labels is none where it is no text.
_STORED: Final = ("'OPEN'", "'CLOSED'", "x'4f50454e'", "x'ff00'", "NULL", "''", "'open'", "x''")
_STATEMENTS: Final = (
    str(CreateTable(CALLS).compile(dialect=sqlite.dialect())),
    *(
        f"INSERT INTO calls (id, at, state) VALUES ({id}, '2025-11-01 10:00:00.000000', {one})"
        for id, one in enumerate(_STORED)
    ),
)


def _of_bytes() -> Iterator[Question]:
    for op, value, ids in (
        ("isnull", True, [2, 3, 4, 7]), ("isnull", False, [0, 1, 5, 6]), ("eq", "OPEN", [0]),
        ("neq", "OPEN", [1, 2, 3, 4, 5, 6, 7]), ("in", ["OPEN", "open"], [0, 6]),
        ("nin", ["OPEN"], [1, 2, 3, 4, 5, 6, 7]), ("contains", "PEN", [0, 6]), ("startswith", "O", [0, 6]),
        ("regex", "^$", [5]), ("endswith", "", [0, 1, 5, 6]),
    ):  # fmt: skip
        document = where("state", op, value)
        yield Question("filter", "everything", "enums_of_bytes", document, ids, _OPTIONS, only="sqlite")


def _of_related_rows() -> Iterator[Question]:
    """Pies of related rows of which some slices are left; the type of a metric, said by the widget."""
    for field, op, size in product(
        ("evaluations.metric.name", "evaluations.notes.text"), ("gte", "lte"), (1, 2)
    ):
        pie = {"chart_type": "pie", "field": field, "having": where("value", op, size)}
        for most in (1, 20):
            yield asked(pie, limits=_LIMITS | {"max_slices": most})
        yield asked(pie | {"compare": {"to": "-1w"}})
    bar = {"chart_type": "bar", "time_period": "week"}
    for metric, kind, name in ((1, "boolean", "avg"), (2, "string", "count_distinct"), (3, "numeric", "avg")):
        for field in ("typed", "value"):
            for chart in (
                {"chart_type": "pie", "include_missing": True}, bar | {"aggregation_function": name},
            ):  # fmt: skip
                for told in ({"data_type": kind}, {"data_type": "dynamic"}):
                    yield asked(chart | {"field": f"evaluations.{field}", "metric": metric} | told)


def _many_times() -> Iterator[Question]:
    """A list of more times than are kept with a statement, and one of as many."""
    days = [(_AT - timedelta(days=2 * number)).date().isoformat() for number in range(33)]
    lists = [where("started", "in", days[:size]) for size in (33, 32)]
    pie = {"chart_type": "pie", "field": "topic"}
    turns = [(pie | {"filters": group("and", SINCE, one)}, {}) for one in lists]
    yield Question("kept", "everything", "features", turns, [0, 1], _OPTIONS)


def _before_they_begin() -> Iterator[Question]:
    """Parts of times of a range that ends years before it begins."""
    for field in ("at", "started"):
        filters = group("and", where("at", "gte", "2025-10-01"), where("at", "lt", "2023-06-01"))
        bar = _BAR | {"x": {"field": field, "part": "hour_of_day"}, "filters": filters}
        yield asked(bar, timezone="America/New_York")
