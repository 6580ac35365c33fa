"""Specifications are asserted by what they hold, and each is compiled by Vega-Lite itself."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import vl_convert

from widgetql.vega import vega_lite
from widgetql.vega.look import GREY, PALETTE

Response = dict[str, Any]


def response(chart: str, data: Any, **changes: Any) -> Response:
    meta = {"display_name": "Duration", "data_type": "numeric", "filter_value": None, "timezone": "UTC"}
    made = {
        "widget_id": 1,
        "field_name": "duration",
        "chart_type": chart,
        "data": data,
        "aggregation_function": None,
        "time_period": None,
        "group_by": None,
        "can_group_by": True,
        "metadata": meta | changes.pop("meta", {}),
    }
    return made | changes


def bars(*rows: tuple[str, Any], **changes: Any) -> Response:
    data = [{"time_interval": at, "value": value, "sample_count": 2} for at, value in rows]
    return response("bar", data, **{"aggregation_function": "avg", "time_period": "day"} | changes)


def grouped(*rows: tuple[str, Any, Any], **changes: Any) -> Response:
    data = [
        {"time_interval": at, "value": value, "sample_count": value, "group": group}
        | ({"other": True} if group == "other" else {})
        for at, group, value in rows
    ]
    by = {
        "group_by": {"type": "field", "field": "topic"},
        "aggregation_function": "count",
        "time_period": "day",
    }
    return response("bar", data, **by | changes)


def points(*rows: tuple[str, Any], **changes: Any) -> Response:
    data = [{"id": place, "timestamp": at, "value": value} for place, (at, value) in enumerate(rows)]
    return response("line", data, **changes)


def slices(*rows: tuple[Any, int], **changes: Any) -> Response:
    whole = sum(count for _, count in rows)
    data = [{"label": label, "value": n, "percentage": round(100 * n / whole, 1)} for label, n in rows]
    return response("pie", data, **{"meta": {"data_type": "string"}} | changes)


def bins(*rows: tuple[Any, Any, int]) -> Response:
    whole = sum(count for *_, count in rows) or 1
    data = [
        {"from": low, "to": high, "value": n, "percentage": round(100 * n / whole, 1), "sample_count": n}
        | ({"missing": True} if low is None and high is None else {})
        for low, high, n in rows
    ]
    return response("histogram", data, meta={"unit": "s"})


def crossed(*rows: tuple[Any, ...]) -> Response:
    cells = [[None if value is None else {"n": value, "sample_count": 2} for value in row] for row in rows]
    down = [{"topic": name} for name in "abc"[: len(rows)]]
    return response("pivot", {"rows": down, "columns": [{"ok": True}, {"ok": False}], "cells": cells})


def compared(source: Response) -> Response:
    """Each row beside one before; the last beside none."""
    *rows, last = source["data"]
    before = {"time_interval": "2025-10-27T00:00:00Z", "value": 3, "change": 1.5, "percent": 50.0}
    return source | {"data": [*(row | {"previous": before} for row in rows), last | {"previous": None}]}


DAY = "2025-11-03T00:00:00Z"
NEXT = "2025-11-04T00:00:00Z"
LATER = "2025-11-05T00:00:00Z"
TIMES = {"data_type": "datetime", "display_name": "Ended"}

REST: dict[str, Any] = {"label": "other", "other": True, "excluded": ["a"]}


def over(x: str, *rows: tuple[dict[str, Any], Any], **meta: Any) -> Response:
    """A bar over something else than time."""
    data = [cells | {"value": value, "sample_count": 1} for cells, value in rows]
    return response("bar", data, aggregation_function="sum", meta={"x": x, "missing": 0, **meta})


def measured(*rows: tuple[str, str, Any], **more: Any) -> Response:
    data = [{"time_interval": at, "series": name, "value": value, **more} for at, name, value in rows]
    return bars() | {"data": data, "aggregation_function": None}


EVERY_SHAPE = {
    "bar": bars((DAY, 4.5), (NEXT, None), (LATER, -2)),
    "bar-one-bucket": bars((DAY, 4)),
    "bar-by-interval": bars((DAY, 4), time_period=None, group_by={"type": "bucket", "interval": 900_000}),
    "bar-count-by-group": grouped((DAY, "a", 3), (DAY, None, 2), (DAY, "other", 9), (NEXT, "a", 1)),
    "bar-average-by-group": grouped((DAY, "a", 3), (DAY, "b", 2), aggregation_function="avg"),
    "bar-average-by-many-groups": grouped(
        *((DAY, f"g{n}", n) for n in range(200)), aggregation_function="avg"
    ),
    "bar-share": bars((DAY, 0.25), meta={"data_type": "boolean"}),
    "bar-of-instants": bars((DAY, "2025-11-03T09:00:00Z"), aggregation_function="min", meta=TIMES),
    "bar-compared": compared(bars((DAY, 4.5), (NEXT, None), (LATER, 2))),
    "bar-compared-by-group": compared(grouped((DAY, "a", 3), (DAY, "b", 2))),
    "bar-over-labels": over("topic", ({"label": "a"}, 3), ({"label": None}, 2), (REST, 9)),
    "bar-over-labels-by-group": over(
        "topic",
        ({"label": "a", "group": True}, 3),
        ({"label": "a", "group": "other", "other": True, "group_excluded": [True]}, 1),
        (REST | {"group": True}, 9),
    ),
    "bar-over-days": over("day", *(({"label": day}, day) for day in range(1, 8)), part="day_of_week"),
    "bar-over-days-of-months": over("day", ({"label": 31}, 2), ({"label": None}, 1), part="day_of_month"),
    "bar-over-bins": over(
        "duration",
        ({"from": None, "to": 0}, 1),
        ({"from": 0, "to": 0.5}, None),
        ({"from": 0.5, "to": None}, 2),
        ({"from": None, "to": None, "missing": True}, 4),
    ),
    "bar-over-labels-of-instants": over("topic", ({"label": "a"}, DAY), data_type="datetime"),
    "bar-of-measures": measured((DAY, "n", 3), (DAY, "rate", 0.5), (NEXT, "n", 1), (NEXT, "rate", None)),
    "bar-of-measures-by-group": measured((DAY, "n", 3), (DAY, "rate", 0.5), group=True),
    "bar-of-words": measured((DAY, "last", "good"), (NEXT, "last", LATER)),
    "bar-of-shares": grouped(
        (DAY, "a", 33.3),
        (DAY, "b", 50.0),
        (DAY, "other", 0.0),
        aggregation_function="share",
        meta={"data_type": "percentage"},
    ),
    "bar-without-data": bars(),
    "bar-of-nothing": bars((DAY, None), (NEXT, None)),
    "line": points((DAY, 1), (NEXT, None), (LATER, 2.5)),
    "line-one-point": points((DAY, 1)),
    "line-long": points(*((f"2025-11-03T{n // 60:02}:{n % 60:02}:00Z", n) for n in range(300))),
    "line-of-instants": points((DAY, LATER), (NEXT, LATER), meta=TIMES),
    "line-of-words": points((DAY, "good"), (NEXT, "bad"), meta={"data_type": "string"}),
    "line-by-group": points() | {"data": [{"id": 1, "timestamp": DAY, "value": 3, "group": True}]},
    "line-without-data": points(),
    "pie": slices(("a", 5), (None, 3), ("other", 2)),
    "pie-of-booleans": slices((False, 5), (True, 3)),
    "pie-of-numbers": slices((5, 5), (2.5, 3)),
    "pie-by-group": response("pie", [{"label": "a", "value": 3, "percentage": 100.0, "group": "x"}]),
    "pie-of-measures": response(
        "pie",
        [
            {"label": label, "series": series, "value": 3, "percentage": share}
            for series, share in (("n", 50.0), ("mean", None))
            for label in ("a", None)
        ],
    ),
    "pie-without-data": slices(),
    "histogram": bins((0, 30, 4), (30, 60, 0), (60, 90, 2)),
    "histogram-with-open-bins": bins((None, 0, 1), (0, 0.5, 3), (0.5, None, 2), (None, None, 7)),
    "histogram-without-data": bins(),
    "stat": response("stat", {"total_calls": 336776, "success_rate": 0.25, "p95_latency": None}),
    "stat-with-a-time": response("stat", {"first": DAY, "total": 3}),
    "stat-compared": response(
        "stat",
        {
            "total": 3,
            "mean": None,
            "previous": {
                "total": 4,
                "mean": None,
                "range": {"start": DAY, "end": NEXT},
                "change": {"total": -1, "mean": None},
                "percent": {"total": -25.0, "mean": None},
            },
        },
    ),
    "stat-by-group": response("stat", [{"group": None, "total_calls": 3}, {"group": "x", "total_calls": 1}]),
    "list": response("list", [{"id": 1234567, "timestamp": DAY, "value": 3, "agent.name": "Ada"}]),
    "list-without-data": response("list", []),
    "table": response("table", [{"agent.agent_name": "x" * 90, "avg": 61.5, "won": True, "none": None}]),
    "pivot": crossed((3, 1.5), (None, 2)),
    "pivot-of-texts": crossed(("a", "b"), ("c", None)),
    "pivot-without-data": response("pivot", {"rows": [], "columns": [], "cells": []}),
    "reference-shape-alone": {"chart_type": "pie", "data": [{"label": "a", "value": 1, "percentage": 100.0}]},
}


@pytest.mark.parametrize("width", [pytest.param(500, id="500px"), pytest.param("container", id="container")])
@pytest.mark.parametrize("source", [pytest.param(made, id=name) for name, made in EVERY_SHAPE.items()])
def test_vega_lite_compiles_every_shape_without_a_warning(source: Response, width: Any, capfd: Any) -> None:
    spec = json.loads(json.dumps(vega_lite(source, width=width), allow_nan=False))
    svg = vl_convert.vegalite_to_svg(spec, show_warnings=True)
    assert svg.startswith("<svg")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("source", "title", "expected"),
    [
        pytest.param(bars((DAY, 1)), None, ("Duration, average per day", []), id="bar"),
        pytest.param(bars((DAY, 1)), "Mine", ("Mine", ["Duration, average per day"]), id="given"),
        pytest.param(
            bars((DAY, 1), time_period=None, group_by={"type": "bucket", "interval": 5_400_000}),
            None,
            ("Duration, average per 90 min", []),
            id="interval",
        ),
        pytest.param(over("topic", ({"label": "a"}, 3)), None, ("Duration, total by topic", []), id="over"),
        pytest.param(points((DAY, 1)), None, ("Duration", []), id="line"),
        pytest.param(
            points((DAY, 1), meta={"sampled": True, "total": 12345}),
            None,
            ("Duration", ["1 of 12,345 points shown"]),
            id="sampled",
        ),
        pytest.param(
            response("list", [{"id": 1}], meta={"truncated": True}),
            "Newest",
            ("Newest", ["Duration", "1 shown, there are more"]),
            id="truncated",
        ),
    ],
)
def test_title_says_what_is_plotted(
    source: Response, title: str | None, expected: tuple[str, list[str]]
) -> None:
    made = vega_lite(source, title=title)["title"]
    assert (made["text"], made["subtitle"]) == expected


@pytest.mark.parametrize(
    ("source", "unit", "shown"),
    [
        pytest.param(bars((DAY, 1234.5), meta={"unit": "s"}), "Duration (s)", "1,234 s", id="unit"),
        pytest.param(
            bars((DAY, 3), aggregation_function="count", meta={"unit": "s"}),
            None,
            "3",
            id="count-has-no-unit",
        ),
        pytest.param(bars((DAY, 0.4567), meta={"data_type": "boolean"}), None, "45.7 %", id="share"),
        pytest.param(points((DAY, 61.5), meta={"unit": "s"}), "Duration (s)", "61.5 s", id="line"),
    ],
)
def test_units(source: Response, unit: str | None, shown: str) -> None:
    spec = vega_lite(source)
    assert spec["encoding"]["y"]["axis"]["title"] == unit
    assert spec["data"]["values"][0]["shown"] == shown


def drawn(spec: dict[str, Any], role: str) -> list[str]:
    """The paths that Vega draws for marks of a role, such as `mark-rect`."""
    svg = vl_convert.vegalite_to_svg(spec)
    groups = re.findall(rf'<g class="{role} [^>]*>(.*?)</g>', svg, flags=re.DOTALL)
    return [path for group in groups for path in re.findall(r'<path [^>]*d="([^"]+)"', group)]


def test_missing_values_leave_a_gap_in_a_line() -> None:
    spec = vega_lite(
        points((DAY, 1), (NEXT, 2), (LATER, None), ("2025-11-06T00:00:00Z", 3), ("2025-11-07T00:00:00Z", 3))
    )
    (path,) = drawn(spec, "mark-line")
    assert path.count("M") == 2


def test_missing_values_leave_no_bar() -> None:
    assert len(drawn(vega_lite(bars((DAY, 1), (NEXT, None), (LATER, 3))), "mark-rect")) == 2


def test_bars_that_the_range_cuts_are_lighter() -> None:
    source = bars((DAY, 1), (NEXT, 2))
    source["data"][0]["partial"] = True
    svg = vl_convert.vegalite_to_svg(vega_lite(source))
    assert re.findall(r'aria-label="([^"]+)"[^>]*opacity="([^"]+)"', svg) == [
        ("2025-11-03 00:00 UTC (part of it): 1", "0.45"),
        ("2025-11-04 00:00 UTC: 2", "1"),
    ]


@pytest.mark.parametrize(
    ("source", "names", "colours"),
    [
        pytest.param(
            grouped((DAY, "b", 1), (DAY, "a", 5), (DAY, None, 9), (DAY, "other", 99)),
            ["a", "b", "(missing)", "other"],
            [*PALETTE[:3], GREY],
            id="largest-first-missing-and-rest-last",
        ),
        pytest.param(
            grouped((DAY, False, 5), (DAY, True, 1)),
            ["false", "true"],
            [PALETTE[1], PALETTE[0]],
            id="booleans-keep-their-colours",
        ),
        pytest.param(
            slices(("z", 5), ("a", 5)),
            ["z · 50.0 %", "a · 50.0 %"],
            list(PALETTE[:2]),
            id="slices-in-the-data's-order",
        ),
        pytest.param(slices((True, 3)), ["true · 100.0 %"], [PALETTE[0]], id="one-boolean"),
    ],
)
def test_order_and_colours(source: Response, names: list[str], colours: list[str]) -> None:
    scale = vega_lite(source)["encoding"]["color"]["scale"]
    assert (scale["domain"], scale["range"]) == (names, colours)


def test_a_value_called_other_is_not_the_rest_and_a_value_called_missing_is_not_missing() -> None:
    source = slices(("other", 4), ("(missing)", 3), (None, 2), ("other", 1))
    source["data"][3]["other"] = True
    spec = vega_lite(source)
    assert [row["label"] for row in spec["data"]["values"]] == [
        "other",
        "(missing)",
        "(missing) (2)",
        "other (rest)",
    ]
    assert spec["encoding"]["color"]["scale"]["range"] == [*PALETTE[:3], GREY]


def test_shares_are_said_by_the_pointer() -> None:
    row = vega_lite(slices(("a", 2), ("b", 1)))["data"]["values"][0]
    assert (row["shown"], row["share"], row["about"]) == ("2", "66.7 %", "a: 2, 66.7 %")


def test_values_that_are_instants_are_a_time_axis() -> None:
    source = points((DAY, "2025-11-02T05:30:00Z"), meta=TIMES | {"timezone": "America/New_York"})
    spec = vega_lite(source)
    assert spec["encoding"]["y"]["type"] == "temporal"
    assert spec["data"]["values"][0]["value"] == "2025-11-02T01:15:00.000000Z"
    assert spec["data"]["values"][0]["shown"] == "2025-11-02 01:30 EDT"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            EVERY_SHAPE["stat"],
            ["336,776", "0.25", "—", "Total calls", "Success rate", "P95 latency"],
            id="tiles",
        ),
        pytest.param(
            EVERY_SHAPE["stat-by-group"],
            ["Group", "(missing)", "x", "Total calls", "3", "1"],
            id="stat-by-group",
        ),
        pytest.param(
            EVERY_SHAPE["list"],
            ["ID", "Time", "Duration", "Agent name", "1234567", "2025-11-03 00:00 UTC", "3", "Ada"],
            id="list",
        ),
        pytest.param(
            EVERY_SHAPE["table"],
            ["Agent name", "Avg", "Won", "None", "x" * 35 + "…", "61.5", "true", "—"],
            id="table",
        ),
        pytest.param(EVERY_SHAPE["list-without-data"], ["No data"], id="empty"),
    ],
)
def test_grids_of_text(source: Response, expected: list[str]) -> None:
    svg = vl_convert.vegalite_to_svg(
        vega_lite(source | {"metadata": source["metadata"] | {"display_name": "Duration"}})
    )
    body = svg[: svg.find("mark-group role-title")]
    assert sorted(re.findall(r"<text [^>]*>([^<]+)</text>", body)) == sorted(expected)


def test_text_of_customers_stays_data() -> None:
    label = "</text>\"'];alert(1)//{datum}"
    svg = vl_convert.vegalite_to_svg(vega_lite(slices((label, 1))))
    assert '</text>"' not in svg
    assert "alert(1)//{datum}" in svg


def test_a_chart_of_no_known_type_is_refused() -> None:
    with pytest.raises(ValueError, match="no chart type is named 'radar'"):
        vega_lite({"chart_type": "radar", "data": []})
