"""The command line: what it writes where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa

import widgetql
from examples.call_centre import calls as call_centre
from widgetql import Count, Dataset, Field, validate_widget
from widgetql.cli import main
from widgetql.cli.terminal import Terminal
from widgetql.testing.example import calls, connect

EXAMPLE: Final = "widgetql.testing.example:dataset"
NOW: Final = ("--now", "2025-11-07T00:00:00Z")
SINCE: Final = {"field": "timestamp", "op": "gte", "value": "2025-11-01"}
STAT: Final = {"chart_type": "stat", "filters": SINCE}
PIE: Final = {"chart_type": "pie", "field": "topic"}
OLD: Final = {"chart_type": "pie", "field": "subject"}
DASHBOARD: Final = {"filters": SINCE, "widgets": [PIE, OLD]}
ONE: Final = "1 document: 1 problem in 1 of them"
NO_SUBJECT: Final = "unknown_field: no field 'subject'; one of duration, success, topic, timestamp"

private: Final = Dataset(
    calls, id=calls.c.id, timestamp=calls.c.timestamp, fields={"topic": Field(calls.c.topic)},
    stats={"calls": Count()}, scope_required=True,
)  # fmt: skip


def factory() -> Dataset:
    return private


def billing() -> Any:
    return calls.c.topic == "billing"


class Ran:
    """What a command wrote, and how it ended."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code: Final = main([*arguments])
        self.out, self.err = capsys.readouterr()

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: Ran(capsys, *arguments)


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def write(data: Any, name: str = "d.json") -> str:
        (tmp_path / name).write_text(data if isinstance(data, str) else json.dumps(data))
        return name

    return write


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the example's calls, and dashboards that were stored over the years."""
    path = f"sqlite:///{tmp_path_factory.mktemp('cli') / 'x.db'}"
    boards = sa.Table(
        "boards", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("config", sa.JSON)
    )
    with connect() as source:
        rows = [dict(row) for row in source.execute(sa.select(calls)).mappings()]
    engine = sa.create_engine(path)
    with engine.begin() as connection:
        calls.create(connection)
        connection.execute(calls.insert(), rows)
        boards.create(connection)
        connection.execute(
            boards.insert(),
            [{"id": 1, "config": DASHBOARD}, {"id": 2, "config": [STAT, OLD]}, {"id": 3, "config": {}}],
        )
        connection.exec_driver_sql("INSERT INTO boards VALUES (4, '{'), (5, NULL), (6, '  ')")
        connection.exec_driver_sql("CREATE TABLE loose (config BLOB)")
        connection.execute(sa.text("INSERT INTO loose VALUES (:x)"), {"x": json.dumps(STAT).encode()})
    engine.dispose()
    return path


CHECKED: Final[dict[str, tuple[Any, int, list[str], str]]] = {
    "a widget": (STAT, 0, [], "1 document: no problems"),
    "a dashboard": (DASHBOARD, 1, [f"d.json#/widgets/1/field: {NO_SUBJECT}"], ONE),
    "a list": (
        [STAT, DASHBOARD, {}, 5],
        1,
        [
            f"d.json#/1/widgets/1/field: {NO_SUBJECT}",
            "d.json#/2/chart_type: missing_key: ",
            "d.json#/3: not_an_object: ",
        ],
        "4 documents: 3 problems in 3 of them",
    ),
    "an empty list": ([], 0, [], "0 documents: no problems"),
    "null": ("null", 1, ["d.json#/chart_type: missing_key: "], ONE),
    "inside a filter": (
        {"chart_type": "stat", "filters": {"field": "duration", "op": "gt", "value": "x"}},
        1, ["d.json#/filters/value: wrong_type: "], ONE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHECKED)
def test_check_writes_each_problem_and_its_place(case: str, run: Any, file: Any) -> None:
    data, code, lines, summary = CHECKED[case]
    ran = run("check", "--dataset", EXAMPLE, file(data))
    assert (ran.code, len(ran.lines), ran.err) == (code, len(lines), f"{summary}\n")
    for line, start in zip(ran.lines, lines, strict=True):
        assert line.startswith(start)


def test_several_files_and_the_standard_input(run: Any, file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = file(STAT, "good.json"), file(OLD, "bad.json")
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps([OLD])))
    ran = run("check", "--dataset", EXAMPLE, good, bad, "-")
    assert (ran.code, ran.lines) == (1, [f"bad.json#/field: {NO_SUBJECT}", f"<stdin>#/0/field: {NO_SUBJECT}"])
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(STAT)))
    assert run("check", "--dataset", EXAMPLE).code == 0


def test_without_a_database_a_missing_connection_is_no_problem(run: Any, file: Any, url: str) -> None:
    widget = {"chart_type": "line", "field": "metric_evaluations.value", "metric": 1}
    assert [one.code for one in validate_widget(widget, call_centre)] == ["connection_required"]
    ran = run("check", "--dataset", "examples.call_centre:calls", file(widget))
    assert (ran.code, ran.out) == (0, "")
    # With one it is asked: this database has no such table.
    ran = run("check", "--dataset", "examples.call_centre:calls", "--url", url, file(widget))
    assert (ran.code, "no such table" in ran.err) == (3, True)


def test_check_goes_over_a_table_of_stored_documents(run: Any, url: str) -> None:
    ran = run("check", "--dataset", EXAMPLE, "--url", url, "--table", "boards", "--column", "config")
    assert ran.code == 1
    assert [line.split(": ")[:2] for line in ran.lines] == [
        ["boards[1]#/widgets/1/field", "unknown_field"],
        ["boards[2]#/1/field", "unknown_field"],
        ["boards[4]#", "invalid_json"],
    ]
    assert ran.err == "4 documents: 3 problems in 3 of them\n"
    ran = run("check", "--dataset", EXAMPLE, "--url", url, "--table", "main.loose", "--column", "config")
    assert (ran.code, ran.err) == (0, "1 document: no problems\n")


def test_data_is_the_answer(run: Any, file: Any, url: str) -> None:
    asked = ("data", "--dataset", EXAMPLE, "--url", url, *NOW)
    ran = run(*asked, file(STAT))
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["data"] == {"total_calls": 3, "success_rate": 2 / 3, "avg_duration": 61.5}
    ran = run(*asked, "--timezone", "Europe/Paris", file([STAT, {"widgets": []}]))
    answer = json.loads(ran.out)
    assert (ran.code, answer[1], answer[0]["metadata"]["timezone"]) == (0, [], "Europe/Paris")


def test_what_has_no_data_has_its_problems_in_its_place(run: Any, file: Any, url: str) -> None:
    asked = ("data", "--dataset", EXAMPLE, "--url", url, *NOW)
    ran = run(*asked, file(DASHBOARD))
    pie, problem = json.loads(ran.out)
    assert (ran.code, pie["data"][0]["label"], problem["problems"][0]["code"]) == (
        1,
        "billing",
        "unknown_field",
    )
    assert ran.err == f"d.json#/widgets/1/field: {NO_SUBJECT}\n"
    ran = run(*asked, file({"widgets": [], "filters": {"field": "x", "op": "eq", "value": 1}}))
    assert (ran.code, ran.err.split(": ")[0]) == (1, "d.json#/filters/field")
    ran = run(*asked, file(PIE))
    assert (ran.code, ran.err) == (
        1, "d.json#/filters: timestamp_required: A gt or gte filter on timestamp is required.\n"
    )  # fmt: skip


def test_what_the_database_refuses_ends_with_3(run: Any, file: Any, tmp_path: Path) -> None:
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    asked = ("data", "--dataset", EXAMPLE, "--url", empty, *NOW)
    ran = run(*asked, file({"filters": SINCE, "widgets": [PIE]}))
    assert (ran.code, "no such table" in json.loads(ran.out)[0]["error"]) == (3, True)
    assert ran.err.startswith("d.json#/widgets/0: database: OperationalError: ")
    ran = run(*asked, file(STAT))
    assert (ran.code, ran.out, ran.err.startswith("widgetql: OperationalError: ")) == (3, "", True)


def test_explain_tells_the_ways_and_the_sql(run: Any, file: Any, url: str) -> None:
    asked = ("explain", "--dataset", EXAMPLE, "--url", url, *NOW)
    bar = {"chart_type": "bar", "field": "duration", "aggregation_function": "avg", "time_period": "day"}
    ran = run(*asked, file([bar | {"filters": SINCE}, DASHBOARD, PIE, {"widgets": 5}]))
    assert [line for line in ran.lines if line.startswith("-- d.json")] == ["-- d.json#/0", "-- d.json#/1"]
    assert (ran.code, ran.out.count("SELECT") >= 2, "-- days: " in ran.out) == (1, True, True)
    assert [line.split(": ")[:2] for line in ran.err.splitlines()] == [
        ["d.json#/1/widgets/1/field", "unknown_field"],
        ["d.json#/2/filters", "timestamp_required"],
        ["d.json#/3/widgets", "not_a_list"],
    ]


def test_describe_is_what_the_library_describes(run: Any, url: str) -> None:
    ran = run("describe", "--dataset", EXAMPLE, "--week-start", "sunday")
    dataset = widgetql.testing.example.dataset
    assert (ran.code, json.loads(ran.out)) == (0, widgetql.describe(dataset, week_start="sunday"))
    assert run("describe", "--dataset", EXAMPLE, "--url", url).code == 0


def test_a_scope_is_the_hosts(run: Any, file: Any, url: str) -> None:
    here = __name__
    sys.modules[here] = sys.modules.get(here) or sys.modules[__name__]
    asked = ("data", "--dataset", f"{here}:factory", "--url", url, *NOW, file(STAT))
    ran = run(*asked)
    assert (ran.code, ran.out, "scope" in ran.err) == (2, "", True)
    ran = run(*asked, "--scope", f"{here}:billing")
    assert json.loads(ran.out)["data"] == {"calls": 2}
    assert run("check", "--dataset", f"{here}:private", file(STAT)).code == 0


OF_TABLE: Final = ("--table", "x", "--column", "y")
WRONG: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "no command": ((), "required"),
    "another command": (("draw",), "invalid choice"),
    "no dataset": (("check",), "--dataset"),
    "no name": (("check", "--dataset", "json"), "expected pkg.module:name, got 'json'"),
    "no module": (("describe", "--dataset", "nowhere:x"), "ModuleNotFoundError"),
    "no attribute": (("describe", "--dataset", "json:nothing"), "AttributeError"),
    "no dataset there": (("describe", "--dataset", "json:decoder"), "is no Dataset, but a module"),
    "no file": (("check", "--dataset", EXAMPLE, "nothing.json"), "No such file"),
    "no JSON": (("check", "--dataset", EXAMPLE, "bad.json"), "not JSON"),
    "no text": (("check", "--dataset", EXAMPLE, "bytes.json"), "can't decode"),
    "nothing": (("check", "--dataset", EXAMPLE, "blank.json"), "there is no document in it"),
    "no database": (("data", "--dataset", EXAMPLE, "stat.json"), "data needs --url"),
    "no URL": (("data", "--dataset", EXAMPLE, "--url", "x", "stat.json"), "--url: "),
    "no dialect": (("data", "--dataset", EXAMPLE, "--url", "x://y", "stat.json"), "--url: "),
    "no driver": (("data", "--dataset", EXAMPLE, "--url", "oracle://y", "stat.json"), "is not installed"),
    "no column named": (("check", "--dataset", EXAMPLE, "--table", "x"), "belong together"),
    "a table nowhere": (("check", "--dataset", EXAMPLE, *OF_TABLE), "--table needs --url"),
    "both": (
        ("check", "--dataset", EXAMPLE, "--url", "sqlite://", *OF_TABLE, "stat.json"),
        "either a file or a --table",
    ),
    "no table": (
        ("check", "--dataset", EXAMPLE, "--url", "sqlite://", *OF_TABLE), "there is no x"
    ),
    "no moment": (("describe", "--dataset", EXAMPLE, "--now", "soon"), "is no ISO 8601 date-time"),
    "no offset": (("describe", "--dataset", EXAMPLE, "--now", "2025-11-07T00:00"), "write 2025-11-07T00:00Z"),
    "no zone": (("describe", "--dataset", EXAMPLE, "--timezone", "Mars"), "timezone: "),
    "no weekday": (("describe", "--dataset", EXAMPLE, "--week-start", "payday"), "week_start must be one of"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_call_ends_with_2(case: str, run: Any, file: Any, tmp_path: Path) -> None:
    arguments, message = WRONG[case]
    file("{", "bad.json"), file(" ", "blank.json"), file(STAT, "stat.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe")
    ran = run(*arguments)
    assert (ran.code, ran.out, message in " ".join(ran.err.split())) == (2, "", True)


def test_a_column_that_is_not_there_is_told_with_those_that_are(run: Any, url: str) -> None:
    ran = run("check", "--dataset", EXAMPLE, "--url", url, "--table", "boards", "--column", "x")
    assert (ran.code, ran.err) == (2, "widgetql: --column: boards has no x, but id, config\n")


class Screen(io.StringIO):
    encoding = "ascii"

    def isatty(self) -> bool:
        return True


def test_colours_and_progress_are_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("widgetql.cli.terminal._EVERY", 0)
    screen, plain = Screen(), io.StringIO()
    for stream in (screen, plain):
        terminal = Terminal(stream, stream)
        terminal.finding("a#", "code", "text")
        terminal.json("é")
        assert [*terminal.progress("ab", 2, "letters"), *terminal.progress("c", None, "letters")] == [
            "a",
            "b",
            "c",
        ]
    assert plain.getvalue() == 'a#: code: text\n"\\u00e9"\n'
    assert screen.getvalue() == (
        '\x1b[2ma#\x1b[0m: \x1b[33mcode\x1b[0m: text\n"\\u00e9"\n'
        "\r0 of 2 letters\r1 of 2 letters\r\x1b[K\r0 letters\r\x1b[K"
    )
    monkeypatch.setenv("NO_COLOR", "1")
    Terminal(screen, screen).complain("x")
    assert screen.getvalue().endswith("widgetql: x\n")


def _process(*arguments: str, stdin: str = "", **more: Any) -> subprocess.CompletedProcess[str]:
    source = str(Path(widgetql.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "widgetql", *arguments], input=stdin, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": source}, check=False, **more,
    )  # fmt: skip


def test_as_a_process(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("from widgetql.testing.example import dataset as calls\n")
    ran = _process("check", "--dataset", "mine:calls", stdin=json.dumps(OLD), cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, f"<stdin>#/field: {NO_SUBJECT}\n")
    ran = _process("--help")
    assert (ran.returncode, "exit codes: 0 fine, 1 problems" in ran.stdout) == (0, True)


def test_as_a_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["widgetql", "describe", "--dataset", EXAMPLE])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("widgetql", run_name="__main__")
    assert (ended.value.code, json.loads(capsys.readouterr().out)["timezone"]) == (0, "UTC")


def test_who_stops_reading_is_not_complained_to(tmp_path: Path) -> None:
    source = str(Path(widgetql.__file__).parents[1])
    command = f"{sys.executable} -m widgetql describe --dataset {EXAMPLE} | true; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": source},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
