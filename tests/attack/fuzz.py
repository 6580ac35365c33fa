"""The process that fuzzes: `python -m tests.attack.fuzz <report> <seconds> <seed> <corpus>`.

libFuzzer ends its process itself, so that this is one of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["widgetql"]):
    from tests.attack.findings import Findings
    from tests.attack.targets import SLOWEST, connection


def main(report: Path, seconds: str, seed: str, corpus: str) -> None:
    """Fuzz until the time is over; what is found is noted, and ends nothing."""
    findings = Findings()
    connection()

    def one(data: bytes) -> None:
        known = len(findings.found)
        findings.run(data)
        if len(findings.found) > known or findings.executions % 1_000 == 0:
            findings.write(report)

    options = (f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=1000", "-rss_limit_mb=4096")
    atheris.Setup([sys.argv[0], *options, f"-timeout={SLOWEST * 6:.0f}", "-print_final_stats=1", corpus], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
