"""The process that fuzzes: `python -m tests.attack.fuzz <report> <seconds> <seed> <corpus>`.

libFuzzer ends its process itself, so that this is one of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

# What draws the documents is not what is attacked.
with atheris.instrument_imports(include=["widgetql"], exclude=["widgetql.testing"]):
    from tests.attack import corpus
    from tests.attack.findings import Findings
    from tests.attack.targets import SLOWEST, connection


def main(report: Path, seconds: str, seed: str, inputs: str) -> None:
    """Fuzz until the time is over; what is found is noted, and ends nothing."""
    findings = Findings()
    # None of it is a call that is timed.
    connection(), corpus.filters(), corpus.widgets(), corpus.dashboards()

    def one(data: bytes) -> None:
        known = len(findings.found)
        findings.run(data)
        if len(findings.found) > known or findings.executions % 1_000 == 0:
            findings.write(report)

    options = (f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=1000", "-rss_limit_mb=4096")
    atheris.Setup(
        [sys.argv[0], *options, f"-timeout={SLOWEST * 30:.0f}", "-print_final_stats=1", inputs], one
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
