"""The benchmarks run: every row, over a few hundred calls. No time is asserted."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import chart, instructions, page, promise, report, running, versions
from benchmarks.cases import CASES
from benchmarks.growth import GROWTHS
from benchmarks.people import report as people_report
from benchmarks.people import rows as people_rows
from benchmarks.people import running as asked
from benchmarks.processes import ROOT
from benchmarks.running import Measured
from benchmarks.timing import Effort

CALLS = 400


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    scratch = tmp_path_factory.mktemp("benchmarks")
    running.write_rows([CALLS], scratch)
    # Each measurement collects garbage before it: what other tests left behind need not be looked through.
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        # Counting takes seconds, and is not there on every machine.
        patch.setattr(instructions, "told", lambda *_: "")
        found = running.measured("sqlite", [CALLS], Effort(0, 1, 1), scratch, peers=())
    gc.unfreeze()
    return found


def test_every_row_is_measured(measured: Measured) -> None:
    rows = {figure.row for figure in measured.figures}
    assert {case.name for case in CASES} | {growth.name for growth in GROWTHS} <= rows
    assert {figure.row: figure.problem for figure in measured.figures if figure.problem} == {}


def test_the_tables_show_every_row(measured: Measured) -> None:
    text = report.text([measured], CALLS)
    assert [figure.row for figure in measured.figures if f"| {figure.row} " not in text] == []


def test_the_chart_is_drawn(measured: Measured) -> None:
    assert chart.drawn(report.figures_of([measured], CALLS)).startswith("<svg")


@pytest.mark.parametrize("calls", page.SECTIONS)
def test_the_page_has_a_section_of_each_size(calls: int) -> None:
    written = page.replaced(page.PAGE.read_text(), calls, "the figures")
    assert f"<!-- {calls}: measured -->\n\nthe figures\n\n<!-- {calls}: end -->" in written


@pytest.fixture
def frozen() -> Iterator[None]:
    """Let the collector, which each measurement asks, look at nothing that the other tests have made."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("frozen")
def test_the_promise_is_measured(tmp_path: Path) -> None:
    found = promise.measured(CALLS, Effort(0, 1, 1), tmp_path)
    assert {case.name.removesuffix(", less 0.2 ms") for case in CASES} < {row.name for row in found}
    assert "the ratios" in page.replaced(page.PAGE.read_text(), "promise", "the ratios")


@pytest.mark.usefixtures("frozen")
def test_what_people_ask_is_answered_as_by_hand(tmp_path: Path) -> None:
    files, scratch = tmp_path / "rows", tmp_path / "sqlite"
    files.mkdir()
    scratch.mkdir()
    people_rows.write(CALLS, files)
    found = asked.measured("sqlite", CALLS, Effort(0, 1, 1), files, scratch)
    assert {figure.row: figure.problem for figure in found.figures if figure.problem} == {}
    assert {(figure.kind, figure.row) for figure in found.figures} == {
        (one.group, one.name) for one in asked.ROWS
    }
    text = people_report.text([found])
    assert "| pie by a JSON key " in text
    assert "| rolling mean of 7 days " in text


@pytest.mark.parametrize("section", people_report.SECTIONS)
def test_the_page_has_a_section_of_what_people_ask(section: str) -> None:
    assert "the ratios" in page.replaced(page.PAGE.read_text(), section, "the ratios")


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="no markers of 5 calls"):
        page.replaced("", 5, "the figures")


def test_rows_are_the_same_in_every_run(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        running.rows.write(50, tmp_path / name)
        contents.append((tmp_path / name / "calls.parquet").read_bytes())
    assert contents[0] == contents[1]


def test_two_versions_are_asked_every_row(tmp_path: Path) -> None:
    former = versions.checked_out("HEAD", tmp_path / "former")
    running.write_rows([CALLS], tmp_path)
    gc.freeze()
    rows = versions.compared("sqlite", CALLS, former, 1, Effort(0, 1, 1), tmp_path)
    gc.unfreeze()
    asked = {case.name for case in CASES if "sqlite" in case.databases} | {one.name for one in GROWTHS}
    assert asked < {row.name for row in rows}
    assert [row for row in rows if len(row.ratios) != 1 or row.problem] == []


def test_two_versions_are_two() -> None:
    before = {name: module for name, module in sys.modules.items() if name.startswith("widgetql")}
    one, other = versions.Version.imported(ROOT), versions.Version.imported(ROOT)
    assert one.library.compute_widget_data is not other.library.compute_widget_data
    assert before == {name: module for name, module in sys.modules.items() if name.startswith("widgetql")}


@pytest.mark.parametrize(
    ("row", "is_good"),
    [
        pytest.param(versions.Row("sqlite", "bar", (1.2, 1.05, 1.0)), True, id="median within"),
        pytest.param(versions.Row("sqlite", "bar", (1.0, 1.06, 1.1)), False, id="median above"),
        pytest.param(versions.Row("sqlite", "bar", (1.0,), "TypeError"), False, id="not measured"),
    ],
)
def test_a_row_that_got_slower_is_told(row: versions.Row, is_good: bool) -> None:
    assert row.is_good is is_good
