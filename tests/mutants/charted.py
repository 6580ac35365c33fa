"""What charts are seldom asked: answers as long as a limit, over nothing, of related rows in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import product
from typing import Any, Final

from sqlalchemy import Table

from tests.conformance.features import ROWS, SINCE
from tests.mutants.asking import Question
from tests.mutants.databases import World
from tests.testing.everything import EVERYTHING, State, evaluations, metrics
from widgetql import Limits
from widgetql.testing import NOW, expected_widget_data

Json = dict[str, Any]

_CALLS: Final[Table] = EVERYTHING.table  # type: ignore[assignment]
_LIKE: Final = ROWS[_CALLS][0]
_LIMITS: Final[Json] = {"max_range": None, "max_compare": None}
_OPTIONS: Final[Json] = {"now": NOW, "limits": _LIMITS}
_N: Final[Json] = {"name": "n", "aggregation_function": "count"}
_SUM: Final[Json] = {"name": "all", "aggregation_function": "sum", "field": "duration"}
_MANY: Final[Json] = {"name": "weight", "aggregation_function": "sum", "field": "evaluations.weight"}
_SHARE: Final[Json] = {"name": "s", "share": "n"}
_RATE: Final[Json] = {"name": "rate", "aggregation_function": "count", "per": "day"}
_RATIO: Final[Json] = {"name": "r", "ratio": ["all", "n"]}
_FIRST: Final[Json] = {"name": "first", "aggregation_function": "first", "field": "code"}
_DAY: Final[Json] = {"field": "at", "time_period": "day"}
_HOUR: Final[Json] = {"field": "at", "part": "hour_of_day"}
_WIDTH: Final[Json] = {"field": "duration", "bins": {"width": 5}}
_AVG: Final[Json] = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg"}
_LONG: Final = "ab" * 400_000


def _days() -> Iterator[Json]:
    """A month after a longer one; of the records some have related rows, others numbers beyond theirs."""
    states, beyond = [*State], {10: -40, 11: 95}
    for number, (month, day, topic) in enumerate(
        (
            *((8, 2, "a"), (8, 29, "b"), (8, 30, "gone"), (8, 31, "a"), (8, 31, "b")),
            *((9, 1, "a"), (9, 2, "b"), (9, 2, "c"), (9, 5, "a"), (9, 28, None), (9, 30, "c")),
            *((2, 3, "a"), (3, 2, "a"), (3, 30, "b"), (3, 31, "a")),
        ),
        start=1,
    ):
        at = datetime(2025, month, day, number, 30, tzinfo=UTC)
        more = {
            "topic": topic,
            "duration": beyond.get(number, number * number % 23),
            "code": "cab"[number % 3],
            "ok": number % 2 == 0,
            "state": states[number % 3],
        }
        yield _LIKE | {"id": number, "agent_id": None, "at": at, "started": None, **more}


def _related() -> Iterator[Json]:
    for number in range(1, 13):
        yield {
            "id": number,
            "call_id": number % 5 + 5,
            "metric_id": number % 4 + 1,
            "value": None,
            "document": None,
            "number": None if number % 3 == 0 else number / 4,
            "word": ("x", None, "y")[number % 3],
            "truth": (True, None)[number % 2],
            "weight": number % 5,
        }


_OWN: Final[Mapping[Table, list[Json]]] = {
    _CALLS: list(_days()),
    evaluations: list(_related()),
    metrics: ROWS[metrics],
}


def charted(worlds: dict[str, World]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["charted"] = World(_CALLS.metadata, _OWN)
    long = _LIKE | {"id": 1, "agent_id": None, "at": datetime(2025, 9, 1, tzinfo=UTC), "topic": _LONG}
    worlds["long_labels"] = World(_CALLS.metadata, {_CALLS: [long]})
    yield from _as_long_as_a_limit()
    yield from (_asked(one) for one in (*_of_related_rows(), *_over_labels(), *_compared()))
    yield from (_asked(_few(one, topic="none")) for one in _over_nothing())
    yield from _together()
    yield from _edges()
    yield from _rests()
    yield from (_asked(one, world="deviating") for one in _not_begun())
    yield from _asked_otherwise()


def _asked(
    widget: Json, limits: Json | None = None, *, expected: Any = None, world: str = "charted"
) -> Question:
    asked = {"filters": _september()} | widget
    return Question(
        "widget", "everything", world, asked, expected, {"now": NOW, "limits": _LIMITS | (limits or {})}
    )


def _where(field: str, op: str, value: Any) -> Json:
    return {"field": field, "op": op, "value": value}


def _and(*conditions: Json) -> Json:
    return {"operator": "and", "conditions": list(conditions)}


def _september() -> Json:
    return _and(_where("at", "gte", "2025-09-01"), _where("at", "lt", "2025-10-01"))


def _few(widget: Json, **values: Any) -> Json:
    parts = [_where(field, "eq", value) for field, value in values.items()]
    return widget | {"filters": _and(widget.get("filters", _september()), *parts)}


def _by(field: str, **more: Any) -> Json:
    return {"group_by": {"type": "field", "field": field, **more}}


def _table(*dimensions: Any, **more: Any) -> Json:
    return {"chart_type": "table", "dimensions": [*dimensions], "metrics": [_N], **more}


def _pivot(rows: list[Any], columns: list[Any], *measures: Json, **more: Any) -> Json:
    return {
        "chart_type": "pivot",
        "rows": rows,
        "columns": columns,
        "metrics": [*(measures or (_N,))],
        **more,
    }


def _series(*measures: Json, **more: Any) -> Json:
    return {"chart_type": "bar", "metrics": [*measures], **more}


def _share(field: str, **more: Any) -> Json:
    return _AVG | {"time_period": "day", "aggregation_function": "share", "field": field, **more}


_MARGINS: Final[Json] = {"totals": ["rows", "columns", "all"]}


def _limited() -> Iterator[tuple[Json, str]]:
    """Charts, each with where it asks for so many rows."""
    before, filled = {"compare": {"to": "-1M"}}, {"fill_gaps": True}
    yield from (
        (_AVG | {"time_period": "day"}, "/time_period"),
        (_AVG | {"time_period": "day"} | filled, "/time_period"),
        (_AVG | {"time_period": "day"} | _by("ok") | filled, "/time_period"),
        (_AVG | {"time_period": "day"} | before, "/time_period"),
        (_AVG | {"time_period": "day"} | before | _by("topic"), "/time_period"),
        (_series(_N, _SUM, time_period="day") | before, "/time_period"),
        (_series(_N, _SUM, time_period="day") | filled, "/time_period"),
        (_AVG | {"x": "code"} | _by("topic"), "/group_by"),
        (_series(_N, _SHARE, x="code") | _by("topic"), "/group_by"),
        (_AVG | {"x": _HOUR} | filled, "/field"),
        (_AVG | {"x": _WIDTH}, "/field"),
        ({"chart_type": "pie", "field": "topic"}, "/field"),
        ({"chart_type": "pie", "field": "topic"} | _by("code"), "/group_by"),
        ({"chart_type": "stat", "metrics": [_N, _SUM]} | _by("code"), "/group_by"),
        ({"chart_type": "histogram", **_WIDTH}, "/field"),
        ({"chart_type": "histogram", **_WIDTH, "include_missing": True}, "/field"),
        (_table("topic"), "/limit"),
        (_table("topic") | before, "/limit"),
        (_table(_DAY) | before, "/limit"),
        *(
            (_pivot(["ok"], ["state"], totals=totals), "/rows")
            for totals in ([], ["rows"], ["columns"], ["all"])
        ),
        (_pivot(["state"], ["ok"]) | _MARGINS, "/rows"),
        (_pivot([_WIDTH], ["ok"]), "/rows"),
    )


def _as_long_as_a_limit() -> Iterator[Question]:
    """As many rows as an answer may have, and one more: also of what has no partner, of bins, of cells."""
    for widget, place in _limited():
        asked = _asked(widget)
        answer = expected_widget_data(asked.document, EVERYTHING, _OWN, now=NOW, limits=Limits(**_LIMITS))
        data = answer["data"]
        size = len(data) if isinstance(data, list) else len(data["rows"]) * len(data["columns"])
        size += len(answer["metadata"].get("unpaired", ()))
        yield _asked(widget, {"max_answer_rows": size})
        yield _asked(widget, {"max_answer_rows": size - 1}, expected=[["widget", place, "too_many_rows"]])
    # Either is wrong with these bins, and the number of them is told first.
    wide = {
        "chart_type": "histogram",
        "field": "score",
        "bins": {"width": 5e307},
        "filters": _where("at", "between", ["2025-01-01", "2026-01-01"]),
    }
    yield _asked(
        wide, {"max_answer_rows": 3}, expected=[["widget", "/field", "too_many_rows"]], world="giants"
    )
    # On both sides of 0 every width has an edge.
    one = wide | {"bins": {"count": 1}}
    yield _asked(one, expected=[["widget", "/bins", "too_many"]], world="giants")
    # A label of a megabyte in row after row.
    bar = _AVG | {"time_period": "day", "fill_gaps": True} | _by("topic")
    yield _asked(bar, expected=[["widget", "/time_period", "too_many_rows"]], world="long_labels")
    yield _asked(_few(bar, topic=_LONG[:5]), world="long_labels")


def _of_related_rows() -> Iterator[Json]:
    """What only one part of a widget makes a question about related rows; bins beside them."""
    many = "evaluations.metric.id"
    counted = {"field": "duration", "bins": {"count": 4}}
    for bins in (counted, _WIDTH):
        yield _pivot([bins], [many]) | _MARGINS
        yield _pivot([many], [bins])
        yield _table(bins, many)
        yield _table(bins) | {"metrics": [_MANY]}
    for metrics_ in ([_N, _MANY], [_MANY, _N]):
        yield {"chart_type": "stat", "metrics": metrics_} | _by(many)
        yield {"chart_type": "bar", "time_period": "day", "metrics": metrics_} | _by(many)
        yield {"chart_type": "bar", "x": many, "metrics": metrics_}
        yield {"chart_type": "pie", "field": "evaluations.metric.name", "metrics": metrics_}
    for metric in (1, 2, 3):
        own = {"name": "own", "aggregation_function": "count", "field": "evaluations.typed", "metric": metric}
        plain = {"name": "plain", "aggregation_function": "count", "field": "evaluations.typed"}
        for measures in ([own, plain], [plain, own], [own, _N], [plain], [own]):
            asked = {"metric": 3} if plain in measures else {}
            yield _pivot(["topic"], ["code"], *measures) | asked
            yield _pivot([many], ["code"], *measures) | asked
            yield _table("topic") | {"metrics": measures} | asked
        # Rows of a metric, with a value of its type or without.
        raw = {"chart_type": "table", "metric": metric, "limit": 50}
        yield raw | {"dimensions": ["evaluations.typed", "topic"]}
        for direction in ("asc", "desc"):
            order = {"order_by": [{"name": "evaluations.typed", "direction": direction}]}
            yield raw | {"dimensions": ["topic", "evaluations.typed"]} | order
    pie = {"chart_type": "pie", "field": "evaluations.weight", "include_missing": True}
    yield from (pie | {"field": "evaluations.metric.name"} | one for one in ({}, _by("topic"), _by("code")))
    yield from (_share("evaluations.typed", metric=metric) for metric in (1, 2))


def _over_labels() -> Iterator[Json]:
    """Bars over labels, parts and bins of which the first measure is derived, a text, a share of a part."""
    own, of_group = _SHARE | {"within": ["label"]}, _SHARE | {"within": ["group"]}
    both = _SHARE | {"within": ["label", "group"]}
    hidden = [_N | {"hidden": True}, _SUM | {"hidden": True}]
    for first in (
        [_SHARE, _N],
        [_RATIO, _N, _SUM],
        [_FIRST, _N],
        [*hidden, _SHARE],
        [*hidden, _RATIO],
        [own, _N],
    ):
        for x, more in product(("topic", "code", _HOUR, _WIDTH), ({}, {"include_missing": True}, _by("ok"))):
            yield _series(*first, x=x) | more
        yield _series(*first, x="topic", limit=2)
        yield _series(*first, x="topic", limit=2) | _by("code")
    for share in (of_group, both):
        for x in ("topic", _HOUR, _WIDTH):
            yield _series(_N, share, x=x) | _by("code")
            yield _series(share, _N, x=x) | _by("code")
    # Of times that no record is in.
    for x in (_HOUR, _WIDTH):
        yield from (_series(_N, one, x=x, fill_gaps=True) for one in (own, _SHARE))
        yield from (_series(_N, one, x=x, fill_gaps=True) | _by("code") for one in (of_group, both))
    started = {"field": "started", "part": "hour_of_day"}
    yield from (_series(*more, x=started, include_missing=True) for more in ([_N], [_SUM, _N]))
    yield _AVG | {"x": started, "include_missing": True}
    yield from (
        _series(_N, _SHARE | {"within": [one]}, time_period="day", fill_gaps=True)
        for one in ("time_interval",)
    )
    # A bucket of which the rest of the groups covers what is left.
    bucket = {"group_by": {"type": "bucket", "interval": 86_400_000}}
    yield {"chart_type": "stat", "metrics": [_RATE, _N]} | bucket


def _compared() -> Iterator[Json]:
    """A rest of which nothing has a partner; what is compared with a time that has not begun."""
    rest = {"limit": 1, "other": True, "totals": True}
    for to in ("-1M", "previous_period", "-1d"):
        for dimensions in (["topic"], [_DAY], [_DAY, "topic"]):
            yield _table(*dimensions) | rest | {"compare": {"to": to}}
            yield _table(*dimensions) | {"limit": 4, "other": True, "compare": {"to": to}}
    # The month before has no such days.
    march = {"filters": _and(_where("at", "gte", "2025-03-01"), _where("at", "lt", "2025-04-01"))}
    yield _table(_DAY) | rest | march | {"compare": {"to": "-1M"}}
    yield from _not_begun()


def _not_begun() -> Iterator[Json]:
    """What is compared with a time that has not begun."""
    later = {"filters": _and(_where("at", "gte", "2025-12-01"), _where("at", "lt", "2026-01-01"))}
    for widget in (
        *(_table(one, limit=1, other=True, totals=True) for one in ("topic", _DAY)), _table("topic"),
        {"chart_type": "stat", "metrics": [_N]}, {"chart_type": "stat", "metrics": [_N]} | _by("topic"),
        {"chart_type": "pie", "field": "topic"}, _AVG | {"time_period": "day"},
    ):  # fmt: skip
        yield widget | later | {"compare": {"to": "-1M"}}


def _over_nothing() -> Iterator[Json]:
    many = "evaluations.metric.id"
    before = {"compare": {"to": "-1M"}}
    for rows, columns in ((["topic"], ["code"]), ([many], ["code"]), (["code"], [many]), ([_WIDTH], [_DAY])):
        for measures in ([_N], [_N, _SHARE], [_MANY]):
            yield _pivot(rows, columns, *measures) | _MARGINS
    for bar in (_AVG | {"time_period": "day"}, _series(_N, _SHARE, time_period="day")):
        yield from (bar | more for more in ({}, {"fill_gaps": True}, _by("topic"), before))
    for x in ("topic", _HOUR, _WIDTH):
        yield from (_series(_N, _SHARE, x=x) | more for more in ({}, {"include_missing": True}, _by("code")))
        yield _AVG | {"x": x}
    for chart in (
        {"chart_type": "stat", "metrics": [_N, _MANY]},
        {"chart_type": "stat", "metrics": [_N, _RATE]},
    ):
        yield from (chart | more for more in ({}, _by("topic"), before, _by("topic") | before))
    for pie in (
        {"chart_type": "pie", "field": "topic"},
        {"chart_type": "pie", "field": "topic", "metrics": [_N, _SHARE]},
    ):
        yield from (pie | more for more in ({}, {"include_missing": True}, before))
    yield from (_table(one, totals=True) | more for one in ("topic", _DAY, many) for more in ({}, before))
    yield from (
        {"chart_type": "histogram", "field": "duration", "bins": one}
        for one in ({"width": 2}, {"edges": [1, 2]}, {"count": 3})
    )
    yield _share("topic")


def _together() -> Iterator[Question]:
    """Charts of every kind on one dashboard, which share what they can."""
    groups = [
        [*_over_labels()][::9],
        [*_of_related_rows()][::8],
        [*_compared()][::7],
        [*_over_nothing()][::6],
    ]
    bars = [
        _AVG | {"x": "topic"},
        _AVG | {"x": _HOUR},
        _share("topic"),
        _AVG | {"time_period": "day"} | _by("topic"),
    ]
    for widgets in (bars, *groups):
        own = [{key: value for key, value in one.items() if key != "filters"} for one in widgets]
        dashboard = {"filters": _september(), "widgets": [*own, *bars]}
        yield Question("dashboard", "everything", "charted", dashboard, None, _OPTIONS)


def _edges() -> Iterator[Question]:
    """As many months as there may be however large the limit is, and one more; as many days and more."""
    for period, since, is_too_many in (
        ("month", "1925-11-01", True),
        ("month", "1925-12-01", False),
        ("day", "2022-05-01", False),
        ("week", "2000-01-01", False),
    ):
        bar = _AVG | {"time_period": period, "filters": _where("at", "gte", since)}
        expected = [["widget", "/time_period", "too_many"]] if is_too_many else None
        yield _asked(bar, {"max_buckets": 2_000}, expected=expected)
    # Without a start the records tell the buckets.
    hour = {"field": "at", "time_period": "hour"}
    for widget, place in ((_pivot([hour], ["code"]), "/rows"), (_pivot(["code"], [hour]), "/columns")):
        expected = [["widget", place, "too_many"]]
        yield _asked(widget | {"filters": _where("ok", "eq", True)}, {"max_buckets": 8}, expected=expected)
        yield _asked(widget, {"max_buckets": 8}, expected=expected)


def _rests() -> Iterator[Question]:
    """Pies of related rows, of each group but one slice and the rest; rests of times and of labels."""
    for most, group in product((1, 2), ({}, _by("topic"), _by("code"))):
        pie = {"chart_type": "pie", "field": "evaluations.metric.name"} | group
        yield _asked(pie, {"max_slices": most, "max_groups": 1})
        yield _asked(pie, {"max_slices": most})
    bucket = {"group_by": {"type": "bucket", "interval": 86_400_000}}
    for measures in ([_RATE, _N], [_N, _RATE], [_N, {"name": "r", "ratio": ["rate", "n"]}, _RATE]):
        yield _asked({"chart_type": "stat", "metrics": measures} | bucket, {"max_groups": 2})
    yield from (_asked(one, {"max_groups": 2}) for one in _over_labels() if "group_by" in one)


def _asked_otherwise() -> Iterator[Question]:
    """How many statements there are, and what is behind a row of another range."""
    # What has no x is counted among what is shown: no statement more.
    for x in (_HOUR | {"field": "started"}, {"field": "duration", "bins": {"edges": [1, 9]}}):
        bar = _AVG | {"x": x, "include_missing": True, "filters": SINCE}
        yield Question("ways", "everything", "features", bar, [[], 1], _OPTIONS)
    # Before the range there is no window.
    window = {"time_period": "day", "window": {"type": "rolling", "buckets": 2}, "filters": _september()}
    for at in ("2025-08-30T00:00:00Z", "2025-08-31T00:00:00Z", "2025-01-01T00:00:00Z"):
        drill = {"widget": _AVG | window, "row": {"time_interval": at}, "of": {}}
        yield Question("behind", "everything", "charted", drill, [], _OPTIONS)
