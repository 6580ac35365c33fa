"""`python -m tests.faults`: faults for so many seconds, and their figures."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.faults.run import NAMES, Run

if __name__ == "__main__":
    seconds, seed = float(os.environ.get("SECONDS", "600")), int(os.environ.get("SEED", "0"))
    with tempfile.TemporaryDirectory(prefix="widgetql-faults-") as scratch:
        run = Run(NAMES, Path(scratch), seed=seed, is_own=True)
        run.go_on(seconds, each_kind=True)
    sys.stdout.write(run.figures() + "\n")
    raise SystemExit(1 if run.wrong else 0)
