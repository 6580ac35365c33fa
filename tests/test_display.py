"""What a notebook shows of an answer and of a dataset: tables whose texts are escaped, and a text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from tests.charts.calls import DATASET
from widgetql import WidgetData, compute_widget_data
from widgetql.testing.example import connect, dataset, november

EVIL: Final = "<script>alert('1')</script>\x1b[31m"
LIST: Final = {"chart_type": "list", "field": "duration", "columns": ["topic", "success"]}
BAR: Final = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "day"}


def answer(widget: dict[str, Any], **options: Any) -> WidgetData:
    with connect() as connection:
        return compute_widget_data(connection, widget, dataset, **november | options)


def shown(found: WidgetData, kind: str, **asked: Any) -> str:
    return str(found._repr_mimebundle_(**asked)[kind])


@pytest.mark.parametrize(
    ("widget", "expected"),
    [
        pytest.param(
            LIST | {"name": "Newest"},
            [
                "list: Newest, Call duration, 2025-10-31 00:00 UTC to 2025-11-07 00:00 UTC, 3 rows",
                "id  timestamp             Call duration (s)  topic    success",
                "3   2025-11-04 12:00 UTC                  —  —        false",
                "2   2025-11-03 13:00 UTC                 63  billing  true",
                "1   2025-11-03 12:00 UTC                 60  billing  true",
            ],
            id="list",
        ),
        pytest.param(
            {"chart_type": "stat"},
            [
                "stat: 2025-10-31 00:00 UTC to 2025-11-07 00:00 UTC, 1 row",
                "total_calls  success_rate  avg_duration (s)",
                "          3        66.7 %              61.5",
            ],
            id="stat",
        ),
        pytest.param(
            {"chart_type": "pie", "field": "topic", "filters": {"field": "topic", "op": "eq", "value": "x"}},
            ["pie: topic, 2025-10-31 00:00 UTC to 2025-11-07 00:00 UTC, no rows"],
            id="nothing",
        ),
    ],
)
def test_the_text_says_what_it_is_and_shows_the_first_rows(
    widget: dict[str, Any], expected: list[str]
) -> None:
    assert shown(answer(widget), "text/plain").splitlines() == expected


def test_times_are_in_the_zone_of_the_answer() -> None:
    assert "2025-11-03 07:00 EST" in shown(answer(LIST, timezone="America/New_York"), "text/html")


def test_marks_are_there_where_a_row_has_them() -> None:
    found = answer(BAR)
    assert "partial" not in shown(found, "text/html")
    cut = replace(found, data=[found.data[0] | {"partial": True}, found.data[1]])
    assert shown(cut, "text/plain").splitlines()[1:3] == [
        "time_interval         Call duration (s)  sample_count  partial",
        "2025-11-03 00:00 UTC               61.5             2  yes",
    ]


def test_texts_of_customers_are_escaped() -> None:
    found = answer(LIST | {"name": EVIL})
    found = replace(found, data=[found.data[0] | {"topic": EVIL, "id": EVIL}])
    html, text = shown(found, "text/html"), shown(found, "text/plain")
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;") == 3
    assert "\x1b" not in text


def test_long_answers_are_cut_and_say_so() -> None:
    found = answer(LIST)
    long = replace(found, data=found.data * 50)
    assert shown(long, "text/html").count("<tr>") == 101
    assert "3 rows, the first" not in shown(found, "text/html")
    assert "150 rows, the first 100 of 150<" in shown(long, "text/html")
    assert shown(long, "text/plain").splitlines()[-1] == "… 140 more"


def test_a_notebook_gets_the_kinds_that_it_asks_for() -> None:
    found = answer(BAR)
    chart = "application/vnd.vegalite.v5+json"
    assert [*found._repr_mimebundle_()] == [chart, "text/html", "text/plain"]
    assert [*found._repr_mimebundle_(include=["text/html"])] == ["text/html"]
    assert [*found._repr_mimebundle_(exclude={chart})] == ["text/html", "text/plain"]


def test_a_dataset_shows_its_fields_operators_and_rules() -> None:
    html = DATASET._repr_html_()
    cells = html.replace("</td>", "|").replace("</tr>", "\n")
    row = next(line for line in cells.splitlines() if ">topic<" in line or ">topic|" in line)
    assert [cell.rpartition(">")[2] for cell in row.split("|")[:-1]] == [
        "topic",
        "",
        "string",
        "",
        "eq neq contains startswith endswith in nin isnull regex",
        "bar pie",
        "count count_distinct first last",
    ]
    assert "not filtered" in html
    assert "not plotted" in html
    assert "meta.*" in html
    assert "Sum of cost / Count" in html
