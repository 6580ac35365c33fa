"""What nobody asks: ranges without length or start, two grains at once, as many edges as a statement has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final

from sqlalchemy import Table

from tests.conformance.features import ROWS, SINCE
from tests.mutants.asking import Question, plain
from tests.mutants.databases import World
from tests.testing.everything import EVERYTHING
from widgetql.testing import NOW, expected_widget_data, matching_ids

Json = dict[str, Any]

_CALLS: Final[Table] = EVERYTHING.table  # type: ignore[assignment]
_LIKE: Final = ROWS[_CALLS][0]
_OPTIONS: Final[Json] = {"now": NOW, "limits": {"max_range": None, "max_compare": None}}
_AT: Final = datetime(2025, 11, 1, 10, tzinfo=UTC)
_N: Final[Json] = {"name": "n", "aggregation_function": "count"}
_RATE: Final[Json] = {"name": "rate", "aggregation_function": "count", "per": "hour"}
_SHARE: Final[Json] = {"name": "s", "share": "n"}
_DAY: Final[Json] = {"field": "at", "time_period": "day"}
_MONTH: Final[Json] = {"field": "at", "time_period": "month", "name": "month"}
_WEEK: Final[Json] = {"field": "at", "time_period": "week", "name": "week"}
_LAST: Final = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

_KEYS: Final = ("a", "a b", "é")
# Halves of surrogate pairs, in JSON, and what they are read as.
_BROKEN: Final = ("\ud800x", "x\udc00", "\ud83d\ude00x", "\ud800\ud800x", "yx")
_READ: Final = (None, None, "\U0001f600x", None, "yx")


def _rows(*records: Json) -> World:
    rows = [_LIKE | {"id": at, "at": _AT, "agent_id": None} | one for at, one in enumerate(records, 1)]
    return World(_CALLS.metadata, {_CALLS: rows})


def _texts(texts: Sequence[str | None]) -> World:
    """Return rows of JSON with texts behind keys of each spelling."""
    return _rows(*({"meta": {key: text}} for key, text in product(_KEYS, texts)))


def unasked(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["at_once"] = _rows(*({"topic": topic, "duration": at} for at, topic in enumerate("abbbcc")))
    # DuckDB takes no such text.
    worlds["broken"] = _texts(_BROKEN)._replace(only="sqlite")
    worlds["ends"] = _rows(
        *({"at": _LAST - timedelta(microseconds=micros), "started": _LAST.replace(tzinfo=None)
           - timedelta(microseconds=micros), "duration": micros} for micros in (0, 0, 1, 2)),
        {"at": None, "started": None},
        {"started": datetime(1, 1, 1), "duration": 5},
        {"started": datetime(1, 1, 1, 0, 0, 0, 1), "duration": 6},
    )  # fmt: skip
    worlds["hidden_ends"] = _rows(
        *(
            {"topic": f"{text}{end}"}
            for text, end in product(("a", "a\0b", "É\0"), ("é", "É", "éx", "éX", "", "x"))
        )
    )
    yield from _edges()
    yield from _two_grains()
    yield from _without_length()
    yield from _from_now()
    yield from _compared()
    yield from _told(_texts(_READ))
    yield from _at_ends()
    yield from _ended()
    yield from _labels()
    yield from _ranked()
    yield from _refused()
    yield from _present()


def _present() -> Iterator[Question]:
    """What is behind values of which one operator alone tells that there are any."""
    for field in ("ending", "starting", "equal", "within"):
        name = "avg" if field in ("equal", "within") else "count_distinct"
        bar = {"chart_type": "bar", "time_period": "month", "field": field, "aggregation_function": name}
        yield Question("widget", "narrow", "features", bar | {"filters": SINCE}, None, _OPTIONS)


def _asked(widget: Json, world: str = "features", **options: Any) -> Question:
    return Question("widget", "everything", world, {"filters": SINCE} | widget, None, _OPTIONS | options)


def _filter(document: Json, world: str) -> Question:
    return Question("filter", "everything", world, document, None, _OPTIONS)


def _where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def _and(*conditions: Json) -> Json:
    return {"operator": "and", "conditions": list(conditions)}


def _edges() -> Iterator[Question]:
    """As many edges as stand in one statement, and more, with values below them, above, and at either end."""
    limits = {"max_range": None, "max_list_length": 2_000, "max_buckets": 2_000}
    for size, (first, step) in ((512, (3, 0.01)), (513, (3, 0.01)), (514, (-300, 1))):
        edges = [first + step * at for at in range(size)]
        for field in ("duration", "score"):
            bins = {"chart_type": "histogram", "field": field, "bins": {"edges": edges}}
            yield _asked(bins | {"include_missing": field == "score"}, limits=limits)


def _two_grains() -> Iterator[Question]:
    """Days by months and by weeks, beside sums over each of them."""
    margins = {"totals": ["rows", "columns", "all"]}
    for rows, columns in (
        (_DAY, _MONTH),
        (_MONTH, _DAY),
        (_DAY, _WEEK),
        (_MONTH, _WEEK | {"time_period": "month"}),
    ):
        pivot = {"chart_type": "pivot", "rows": [rows], "columns": [columns], "metrics": [_N]}
        yield _asked(pivot)
        yield _asked(pivot | margins)
        yield _asked(pivot | margins | {"rows": ["ok", rows]})
    tables = [
        {"chart_type": "table", "dimensions": [_DAY, one], "metrics": [_N]}
        for one in (_MONTH, _WEEK, "topic")
    ]
    pie = {"chart_type": "pie", "field": "topic"}
    for widgets in ([*tables, pie], tables[:2], [tables[0], pie], [tables[1], tables[2]]):
        dashboard = {"filters": SINCE, "widgets": widgets}
        yield Question("dashboard", "everything", "features", dashboard, None, _OPTIONS)


def _without_length() -> Iterator[Question]:
    """Rates over one instant, and without a start: they are null, and nothing is sorted by them."""
    at = _AT.isoformat()
    spans: tuple[Json, ...] = (
        _where("at", "between", [at, at]),
        _and(_where("at", "gte", at), _where("at", "lte", at)),
        _where("at", "lte", "2025-11-02"),
        _where("at", "lt", "2025-11-01T10:00:00.000001Z"),
    )
    for filters, way in product(spans, ("asc", "desc")):
        order = {"order_by": [{"name": "rate", "direction": way}], "filters": filters}
        table = {"chart_type": "table", "metrics": [_RATE, _N], **order}
        yield _asked(table | {"dimensions": ["topic"]}, "at_once")
        yield _asked(table | {"dimensions": ["topic"], "limit": 1, "other": True}, "at_once")
        pivot = {"chart_type": "pivot", "rows": ["topic"], "columns": ["ok"], "metrics": [_RATE], **order}
        yield _asked(pivot, "at_once")
    for filters in spans:
        given = {"metrics": [_RATE, _N], "filters": filters}
        for dimension in (
            {"field": "at", "part": "hour_of_day"},
            {"field": "started", "part": "day_of_week"},
        ):
            yield _asked({"chart_type": "table", "dimensions": [dimension], **given}, "at_once")
            yield _asked({"chart_type": "bar", "x": dimension, **given}, "at_once")
        few = {"max_range": None, "max_slices": 1}
        yield _asked({"chart_type": "pie", "field": "topic", **given}, "at_once", limits=few)
        yield _asked({"chart_type": "table", "dimensions": [_DAY], **given}, "at_once")
        yield _asked({"chart_type": "bar", "x": "topic", **given}, "at_once")
        yield _asked({"chart_type": "stat", **given}, "at_once")


def _from_now() -> Iterator[Question]:
    """What is compared of a range that begins now, just before, or just after."""
    for micros, to in product((-1, 0, 1), ("-1M", "previous_period")):
        start = (NOW + timedelta(microseconds=micros)).isoformat()
        end = (NOW + timedelta(days=2)).isoformat()
        for filters in (
            _where("at", "gte", start),
            _and(_where("at", "gte", start), _where("at", "lt", end)),
        ):
            more = {"compare": {"to": to}, "filters": filters}
            yield _asked({"chart_type": "stat", "metrics": [_N], **more})
            yield _asked({"chart_type": "bar", "time_period": "day", "metrics": [_N], **more})


def _compared() -> Iterator[Question]:
    """Slices of several series beside what they were, ranked by what is no number, or of no field."""
    ratio = {"name": "r", "ratio": ["all", "n"]}
    total = {"name": "all", "aggregation_function": "sum", "field": "duration"}
    last = {"name": "l", "aggregation_function": "last", "field": "code"}
    first = {"name": "f", "aggregation_function": "min", "field": "started"}
    pie = {"chart_type": "pie", "field": "topic", "compare": {"to": "-1M"}}
    lists = ([ratio, total, _N], [_SHARE, _N], [last, _N], [first, _N], [_N, first], [_RATE, _N])
    for metrics, most in product(lists, (2, 50)):
        limits = {"max_range": None, "max_compare": None, "max_slices": most}
        yield _asked(pie | {"metrics": metrics}, limits=limits)


def _told(world: World) -> Iterator[Question]:
    """Texts in JSON that no text decodes to: they are as if they were missing."""
    rows: Any = world.rows
    for key in _KEYS:
        field = f"meta.{key}"
        for op, value in (
            ("contains", "x"), ("endswith", "x"), ("eq", "yx"), ("neq", "yx"), ("isnull", True),
            ("isnull", False), ("regex", "x"), ("in", ["yx", "\U0001f600x"]), ("startswith", "\U0001f600"),
            ("contains", "é"), ("contains", ""),
        ):  # fmt: skip
            question = _filter(_where(field, op, value), "broken")
            found = matching_ids(question.document, EVERYTHING, rows, now=NOW)
            yield replace(question, only="sqlite", expected=sorted(found))
        for widget in (
            {"chart_type": "pie", "field": field},
            {"chart_type": "table", "dimensions": [field], "metrics": [_N]},
        ):
            question = _asked(widget, "broken")
            answer = expected_widget_data(question.document, EVERYTHING, rows, now=NOW)
            yield replace(question, only="sqlite", expected=plain(answer))


def _at_ends() -> Iterator[Question]:
    """The first and the last instant that a time can be, and those next to them."""
    for field, value in product(("at", "started"), (True, False)):
        yield _filter(_where(field, "isnull", value), "ends")
        filters = _where(field, "isnull", value)
        yield _asked({"chart_type": "stat", "filters": filters}, "ends")
        yield _asked(
            {"chart_type": "histogram", "field": "duration", "bins": {"width": 1}, "filters": filters}, "ends"
        )
    count = {"name": "c", "aggregation_function": "count", "field": "started"}
    yield _asked({"chart_type": "stat", "metrics": [count], "filters": None}, "ends")
    missing = {"field": "started", "part": "hour_of_day"}
    yield _asked(
        {"chart_type": "bar", "x": missing, "metrics": [_N], "include_missing": True, "filters": None}, "ends"
    )


def _ended() -> Iterator[Question]:
    """Texts that end with, begin with and contain letters beyond ASCII, before and after a NUL."""
    for op, needle in product(("contains", "startswith", "endswith"), ("é", "éx", "Éé", "É", "bÉ")):
        yield _filter(_where("topic", op, needle), "hidden_ends")
        filters = _and(SINCE, _where("topic", op, needle))
        yield _asked({"chart_type": "stat", "filters": filters}, "hidden_ends")


def _labels() -> Iterator[Question]:
    """Labels that an enum has, and that it has not."""
    for op, value in product(("eq", "neq"), ("OPEN", "open", "other", "")):
        yield _filter(_where("state", op, value), "features")
    for op, values in product(("in", "nin"), (["OPEN", "other"], ["other"], ["other", "more"])):
        yield _filter(_where("state", op, values), "features")
        yield _asked({"chart_type": "stat", "filters": _and(SINCE, _where("state", op, values))})


def _ranked() -> Iterator[Question]:
    """Groups that are ranked before, where one grouping would have them all: by how many statements."""
    margins = {"totals": ["rows", "columns", "all"], "filters": SINCE}
    pivot = {"chart_type": "pivot", "rows": ["topic"], "columns": ["ok"], "metrics": [_N], **margins}
    for way, said in (("cells", [["once"], 3]), ("ranked", [[], 5])):
        for kind in ("ways", "ways on duckdb"):
            options = _OPTIONS | {"strategy": {"groups": way}}
            yield Question(kind, "everything", "features", pivot, said, options)


def _refused() -> Iterator[Question]:
    """What is wrong beside what else is: in the widget, and in the dashboard's filters."""
    table = {"chart_type": "table", "dimensions": [_DAY], "metrics": [_N, _RATE], "filters": SINCE}
    table |= {"order_by": [{"name": "rate", "direction": "desc"}]}
    wrong = {"field": "nothing", "op": "eq", "value": 1}
    rated = ["widget", "/order_by/0/name", "not_for_chart"]
    yield _problems(table, [rated])
    yield _problems(table | {"limit": 0}, [["widget", "/limit", "out_of_range"]])
    unknown = ["dashboard_filters", "/field", "unknown_field"]
    said = [rated, unknown]
    yield Question("widget", "everything", "features", table, said, _OPTIONS | {"dashboard_filters": wrong})
    lacking = table | {"dimensions": [_DAY, "nothing"]}
    yield _problems(lacking, [["widget", "/dimensions/1", "unknown_field"]])
    bucketed = {"chart_type": "bar", "x": _DAY, "metrics": [_N], "filters": SINCE}
    bucketed |= {"group_by": {"type": "bucket", "interval": 3_600_000}}
    both = ["widget", "/group_by", "conflicting_keys"]
    yield _problems(bucketed, [both])
    yield _problems(bucketed | {"time_period": "day"}, [["widget", "/time_period", "conflicting_keys"], both])
    for operator, code in (({"operator": "xor"}, "unknown_operator"), ({}, "missing_key")):
        group = {**operator, "conditions": [wrong]}
        said = [["filter", "/operator", code], ["filter", "/conditions/0/field", "unknown_field"]]
        yield Question("filter problems", "everything", "features", group, said, {"now": NOW})
    yield from _filled()


def _filled() -> Iterator[Question]:
    """As many rows as there may be of each day, if each group were there: hidden measures have none."""
    few = {"limits": {"max_range": None, "max_answer_rows": 100}}
    filters = _and(SINCE, _where("ok", "eq", True))
    bar = {"chart_type": "bar", "time_period": "day", "fill_gaps": True, "filters": filters}
    bar |= {"group_by": {"type": "field", "field": "ok"}}
    for shown, hidden in ((1, 0), (1, 2), (2, 0), (2, 1)):
        metrics = [_N | {"name": f"n{at}", "hidden": at >= shown} for at in range(shown + hidden)]
        said = None if shown == 1 else [["widget", "/time_period", "too_many_rows"]]
        yield Question("widget", "everything", "features", bar | {"metrics": metrics}, said, _OPTIONS | few)


def _problems(widget: Json, said: list[list[str]], **options: Any) -> Question:
    return Question("widget problems", "everything", "features", widget, said, _OPTIONS | options)
