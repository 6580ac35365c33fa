"""The gallery shows every chart and each newer construct, as its pictures are drawn today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from docs.gallery import EXHIBITS, OPTIONS, PICTURES, connect, picture, written
from examples.call_centre import calls
from tests.pictures import share_apart
from widgetql import validate_widget
from widgetql.charts.rules import CHART_TYPES

WIDGETS: Final[list[dict[str, Any]]] = [exhibit["widget"] for exhibit in EXHIBITS.values()]


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with connect() as connection:
        yield connection


@pytest.mark.untraced
@pytest.mark.parametrize("name", EXHIBITS)
def test_a_picture_is_as_drawn(connection: Connection, name: str) -> None:
    exhibit = EXHIBITS[name]
    assert validate_widget(exhibit["widget"], calls, connection=connection, scope=OPTIONS["scope"]) == []
    drawn = (PICTURES / f"{name}.png").read_bytes()
    assert share_apart(picture(connection, exhibit), drawn) <= 0.01, "python -m docs.gallery draws it"
    assert len(drawn) < 60_000


def test_every_picture_is_shown() -> None:
    assert {path.stem for path in PICTURES.glob("*.png")} == {*EXHIBITS}


def test_every_chart_is_there_and_each_construct_with_the_charts_that_take_it() -> None:
    assert {widget["chart_type"] for widget in WIDGETS} == {*CHART_TYPES}
    assert any("rule" in exhibit for exhibit in EXHIBITS.values())
    found = {key: {widget["chart_type"] for widget in WIDGETS if key in widget} for key in CONSTRUCTS}
    assert found == CONSTRUCTS
    assert any(widget.get("aggregation_function") == "share" for widget in WIDGETS)


CONSTRUCTS: Final = {
    "compare": {"bar", "pie", "stat", "table"},
    "window": {"bar"},
    "x": {"bar"},
    "bins": {"histogram"},
    "group_by": {"line", "bar", "pie", "stat"},
    "metrics": {"bar", "pie", "stat", "table", "pivot"},
    "totals": {"table", "pivot"},
}


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"a": 1}, '{"a": 1}'),
        ({"a": "b" * 60, "c": [1, 2]}, '{\n  "a": "' + "b" * 60 + '",\n  "c": [1, 2]\n}'),
        ([["d" * 100]], '[\n  [\n    "' + "d" * 100 + '"\n  ]\n]'),
    ],
    ids=["short", "by-key", "by-element"],
)
def test_json_is_on_one_line_where_it_fits(document: Any, text: str) -> None:
    assert written(document) == text
