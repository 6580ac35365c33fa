"""A short form of `make faults`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.run import NAMES, Run


def test_no_fault_gives_a_partial_answer_or_an_unknown_error(tmp_path: Path) -> None:
    run = Run(NAMES, tmp_path, seed=1, is_own=True)
    run.go_on(8, each_kind=False)
    assert not run.wrong, run.figures()
