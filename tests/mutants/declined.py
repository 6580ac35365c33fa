"""What is refused of charts: names that rows have of their own, keys of other measures, forged cursors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from tests.hosts.decorators import KEYS
from tests.mutants.asking import Question
from tests.testing.everything import calls, evaluations, metrics
from widgetql import Dataset, Dynamic, Field, Kind, ToMany, ToOne
from widgetql.testing import NOW

Json = dict[str, Any]

_N: Final[Json] = {"name": "n", "aggregation_function": "count"}
_SHARE: Final[Json] = {"name": "s", "share": "n"}
_RATIO: Final[Json] = {"name": "r", "ratio": ["all", "n"]}
_BAR: Final[Json] = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg"}
_TABLE: Final[Json] = {"chart_type": "table", "dimensions": ["topic"], "metrics": [_N]}
_PIVOT: Final[Json] = {"chart_type": "pivot", "rows": ["code"], "columns": ["ok"], "metrics": [_N]}
_BY_TOPIC: Final[Json] = {"group_by": {"type": "field", "field": "topic"}}
_KINDS: Final = {
    "NUMERIC": Kind("numeric", charts={"line"}),
    "ENUM": Kind("string", charts={"pie"}),
    "BOOLEAN": Kind("boolean", charts=()),
}
NARROW: Final = Dataset(
    calls,
    id=calls.c.id,
    timestamp=calls.c.at,
    fields={
        "at": Field(calls.c.at),
        "sliced": Field(calls.c.topic, charts={"pie"}),
        "topic": Field(calls.c.topic),
        # Of which only one operator tells that there is a value.
        "ending": Field(calls.c.code, operators={"eq", "endswith"}),
        "starting": Field(calls.c.code, operators={"eq", "startswith"}),
        "equal": Field(calls.c.ok, operators={"eq"}),
        "within": Field(calls.c.duration, operators={"gt", "lte", "eq"}),
        "evaluations": ToMany(
            evaluations,
            on=evaluations.c.call_id == calls.c.id,
            fields={
                "typed": Dynamic(
                    {
                        "numeric": evaluations.c.number,
                        "string": evaluations.c.word,
                        "boolean": evaluations.c.truth,
                    },
                    chosen_by="metric.id",
                    kind=metrics.c.kind,
                    kinds=_KINDS,
                ),
                "metric": ToOne(
                    metrics,
                    on=metrics.c.id == evaluations.c.metric_id,
                    fields={"id": Field(metrics.c.id)},
                ),
            },
        ),
    },
)


def declined() -> Iterator[Question]:
    """Yield the questions."""
    yield from _many()
    yield from _lacking()
    yield from _crossed()
    yield from _named()
    yield from _measured()
    yield from _drawn()
    yield from _forged()


def _problems(
    kind: str, widget: Any, *problems: tuple[str, str], dataset: str = "everything", **limits: int
) -> Question:
    said = [["widget", *problem] for problem in problems]
    return Question(kind, dataset, "calls", widget, said, {"now": NOW, "limits": limits})


def _many() -> Iterator[Question]:
    """As many dimensions, measures and dear ones as there may be, and one more."""
    paths = ("code", "state", "ok")
    dear = [
        {"name": f"m{number}", "aggregation_function": name, "field": "duration"}
        for number, name in enumerate(("median", "count_distinct", "p90"))
    ]
    cheap = [{**one, "aggregation_function": "sum"} for one in dear]
    for size in (1, 2, 3):
        for widget, place, limit in (
            (
                _PIVOT | {"rows": ["topic"], "columns": [*paths[: max(size - 1, 1)]]},
                "/rows",
                "max_dimensions",
            ),
            (_PIVOT | {"rows": [*paths[: max(size - 1, 1)]], "columns": ["flag"]}, "/rows", "max_dimensions"),
            (_TABLE | {"dimensions": [*paths[:size]]}, "/dimensions", "max_dimensions"),
            (_TABLE | {"metrics": cheap[:size]}, "/metrics", "max_measures"),
            (_TABLE | {"metrics": dear[:size]}, "/metrics", "max_distinct"),
        ):
            said = ((place, "too_many"),) if size > 2 else ()
            yield _problems("widget problems", widget, *said, **{limit: 2})


def _lacking() -> Iterator[Question]:
    """Charts without a key that they cannot do without: it is missing, or there is nothing in it."""
    histogram = {"chart_type": "histogram", "field": "score", "bins": {"width": 1}}
    pie = {"chart_type": "pie", "field": "topic"}
    for widget, keys in (
        (_PIVOT, ("rows", "columns", "metrics")),
        (histogram, ("field", "bins")),
        (pie, ("field",)),
        (pie | {"metrics": [_N]}, ("field",)),
        (_BAR | {"time_period": "day"}, ("field", "aggregation_function", "time_period")),
        (_BAR | {"x": "topic"}, ("field", "aggregation_function")),
        ({"chart_type": "line", "field": "score"}, ("field",)),
    ):
        for key, nothing in product(keys, (None, "", *([[]] if widget is _PIVOT else []))):
            lacking = widget | {key: nothing}
            yield _problems("widget problems", lacking, (f"/{key}", "missing_key"))


def _crossed() -> Iterator[Question]:
    """Axes of a pivot that have no rest, and shares within a part of one."""
    rate = {"name": "rate", "aggregation_function": "count", "per": "day"}
    part_of_rates = {"name": "each", "ratio": ["rate", "n"]}
    times = ({"field": "at", "time_period": "day"}, {"field": "at", "part": "hour_of_day"})
    within = _SHARE | {"within": ["topic"]}
    for key, other in (("rows", "columns"), ("columns", "rows")):
        pivot = _PIVOT | {other: ["ok"]}
        for time, measures in product(
            times, ([_N], [_N, rate], [_N, rate | {"hidden": True}, part_of_rates])
        ):
            said = () if measures == [_N] else ((f"/{key}", "conflicting_keys"),)
            crossed = pivot | {key: ["topic", time], "metrics": measures}
            yield _problems("widget problems", crossed, *said)
            yield _problems("widget problems", crossed | {key: [time]})
        related = pivot | {key: ["topic", "evaluations.weight"]}
        yield _problems("widget problems", related, (f"/{key}", "fan_out"))
        yield _problems("widget problems", related | {key: ["evaluations.weight"]})
        share = pivot | {key: ["topic", "code"], "metrics": [_N, within]}
        yield _problems("widget problems", share, ("/metrics/1/within", "conflicting_keys"))
        yield _problems("widget problems", share | {key: ["topic"]})


def _named() -> Iterator[Question]:
    """Names that rows have of their own, and names that there are not."""
    for mark, key in product(("other", "excluded", "total"), ("rows", "columns")):
        named = {"field": "topic", "name": mark}
        pivot = _PIVOT | {key: [named]}
        yield _problems("widget problems", pivot, (f"/{key}/0/name", "duplicate_name"))
    for columns, wrong in (
        (["id", "id"], (0, 1)),
        (["topic", "id", "id"], (1, 2)),
        (["topic", "topic"], (1,)),
    ):
        said = [(f"/columns/{at}", "duplicate_name") for at in wrong]
        yield _problems("widget problems", {"chart_type": "list", "columns": columns}, *said)
    hour = {"field": "at", "part": "hour_of_day"}
    twice = _TABLE | {"dimensions": [hour, hour]}
    yield _problems("widget problems", twice, ("/dimensions/1/name", "duplicate_name"))
    for chart in (
        {"chart_type": "pie", "field": "topic"},
        {"chart_type": "pie", "field": "topic", "metrics": [_N]},
        _TABLE,
        _PIVOT,
        _BAR | {"time_period": "day"} | _BY_TOPIC,
        _BAR | {"x": "topic"},
        {"chart_type": "stat", **_BY_TOPIC},
        {"chart_type": "stat", "metrics": [_N], **_BY_TOPIC},
    ):
        having = {"having": {"field": "nope", "op": "gte", "value": 1}}
        yield _problems("widget problems", chart | having, ("/having/field", "unknown_field"))
    group = {"group_by": {"type": "field", "field": "code", "limit": 1}}
    for measures in ([_N], [_SHARE, _N]):
        ranked = {"chart_type": "bar", "metrics": measures, "x": "topic", **group}
        yield _problems("widget problems", ranked, ("/group_by", "conflicting_keys"))


def _measured() -> Iterator[Question]:
    """Bins beyond the doubles, and keys of another kind of measure: what is null is none."""
    for number in (-(10**400), 10**400):
        for bins, place in (
            ({"width": 1, "start": number}, "/start"), ({"edges": [number, 1]}, "/edges/0"),
            ({"edges": [1, number]}, "/edges/1"), ({"width": number}, "/width"),
        ):  # fmt: skip
            histogram = {"chart_type": "histogram", "field": "score", "bins": bins}
            yield _problems("parsed widget", histogram, (f"/bins{place}", "out_of_range"))
    nothing = dict.fromkeys(
        ("aggregation_function", "field", "metric", "filters", "per", "hidden", "ratio", "share", "within")
    )
    for metric in (_N, _RATIO, _SHARE, _SHARE | {"within": ["topic"]}):
        for more, said in (
            (nothing, ()),
            ({"nope": 1}, (("/nope", "unknown_key"),)),
            *(
                ({key: 1}, ((f"/{key}", "unknown_key"),))
                for key in ("field", "per")
                if "name" in metric and metric is not _N
            ),
        ):
            table = {"chart_type": "table", "metrics": [more | metric]}
            yield _problems("parsed widget", table, *((f"/metrics/0{at}", code) for at, code in said))
    for metric, said in (
        ({"name": "x"}, (("/aggregation_function", "unknown_aggregation"),)),
        ({"name": "x", "per": "day"}, (("/aggregation_function", "unknown_aggregation"),)),
        (
            {"name": "x", "aggregation_function": "nope", "field": "score"},
            (("/aggregation_function", "unknown_aggregation"),),
        ),
        ({"name": "x", "aggregation_function": "nope"}, (("/aggregation_function", "unknown_aggregation"),)),
    ):
        table = {"chart_type": "table", "metrics": [metric]}
        yield _problems("parsed widget", table, *((f"/metrics/0{at}", code) for at, code in said))


def _drawn() -> Iterator[Question]:
    """What a field is not drawn as: bins of a host's own values, shares of what is no bar and no pie."""
    for field in ("price", "mood", "due", "owner", "paid_at"):
        bins = {
            "chart_type": "table",
            "dimensions": [{"field": field, "bins": {"width": 1}}],
            "metrics": [_N],
        }
        yield _problems("widget problems", bins, ("/dimensions/0/bins", "not_for_chart"), dataset="orders")
    since = {"filters": {"field": "at", "op": "gte", "value": "2025-10-10"}}
    share = {"chart_type": "bar", "time_period": "day", "aggregation_function": "share"} | since
    for field, metric, is_drawn in (
        ("topic", None, True), ("sliced", None, False),
        ("evaluations.typed", 1, False), ("evaluations.typed", 2, True),
    ):  # fmt: skip
        said = None if is_drawn else [["widget", "/chart_type", "chart_not_allowed"]]
        document = share | {"field": field, "metric": metric}
        yield Question("widget", "narrow", "features", document, said, {"now": NOW})


def _forged() -> Iterator[Question]:
    """Cursors of instants that some zone has no wall time for, and of keys that no column holds."""
    from widgetql.charts.cursor import packed

    utc, west = "+00:00", "-12:00"
    for at, is_one in (
        (f"9999-12-31T12:00:00{utc}", False), (f"9999-12-30T00:00:00{utc}", False),
        (f"9999-12-29T12:00:00{utc}", True), (f"9999-12-31T23:59:59{west}", False),
        (f"0001-01-01T12:00:00{utc}", False), (f"0001-01-02T12:00:00{utc}", False),
        (f"0001-01-03T12:00:00{utc}", True), ("2025-09-05T00:00:00", False),
    ):  # fmt: skip
        widget = {"chart_type": "list", "cursor": packed(f'["{at}",3]')}
        said = () if is_one else (("/cursor", "invalid_cursor"),)
        yield _problems("widget problems", widget, *said)
    deep = {"chart_type": "list", "cursor": packed("[" * 3_000)}
    yield _problems("widget problems", deep, ("/cursor", "invalid_cursor"))
    by = {"chart_type": "list", "columns": ["score"], "order_by": [{"name": "score"}]}
    for deepest in ("[" * 3_000, '[[["score",false]],[NaN],"2025-11-03T10:00:00+00:00",3,0]'):
        yield _problems("widget problems", by | {"cursor": packed(deepest)}, ("/cursor", "invalid_cursor"))
    key = str(KEYS[0])
    for id, is_one in ((key, True), (key[:-1], False), ("zz", False), ("", False), (5, False), (None, False)):
        text = json.dumps(["2025-11-03T10:00:00+00:00", id], separators=(",", ":"))
        said = () if is_one else (("/cursor", "invalid_cursor"),)
        widget = {"chart_type": "list", "cursor": packed(text)}
        yield _problems("widget problems", widget, *said, dataset="orders")
