"""`make attack`: fuzz every public function, guided by coverage, and print what came of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any, Final

_ROOT: Final = Path(__file__).parents[2]
_FOUND: Final = _ROOT / "build" / "attack.json"
_SEEDS: Final = 500
_LENGTH: Final = 300
# libFuzzer's own line: edges and features seen, inputs that brought new ones.
_STATUS: Final = re.compile(r"^#\d+\s+DONE\s+cov: (\d+) ft: (\d+) corp: (\d+)/", re.MULTILINE)


def main(seconds: int, seed: int) -> int:
    """Return 0 where nothing was found."""
    with tempfile.TemporaryDirectory(prefix="widgetql-attack-") as name:
        scratch = Path(name)
        inputs = scratch / "corpus"
        inputs.mkdir()
        for number in range(_SEEDS):
            data = Random(f"{seed} {number}").randbytes(_LENGTH)
            (inputs / str(number)).write_bytes(data)
        report, began = scratch / "report", time.monotonic()
        command = [
            sys.executable,
            "-m",
            "tests.attack.fuzz",
            str(report),
            str(seconds),
            str(seed),
            str(inputs),
        ]
        done = subprocess.run(
            command, check=False, stderr=subprocess.PIPE, text=True, cwd=scratch, env=_environment()
        )
        taken = time.monotonic() - began
        status = _STATUS.search(done.stderr)
        if status is None or done.returncode:
            print(done.stderr[-4_000:])
            print(f"the fuzzer ended with {done.returncode}")
        findings = json.loads(report.read_text()) if report.exists() else {"executions": 0, "found": {}}
    if findings["found"]:
        _FOUND.parent.mkdir(exist_ok=True)
        _FOUND.write_text(json.dumps(findings["found"], indent=1))
        print(f"What shows each of these again is in {_FOUND.relative_to(_ROOT)}:")
    for where, (what, _) in sorted(findings["found"].items()):
        print(f"  {where}: {what!r}")
    if status is not None:
        print(_figures(findings, status, taken, seed))
    return 1 if findings["found"] or status is None or done.returncode else 0


def _figures(findings: Any, status: re.Match[str], taken: float, seed: int) -> str:
    edges, features, inputs = map(int, status.groups())
    return (
        f"{findings['executions']:,} executions, {edges:,} edges, {features:,} features, "
        f"a corpus of {inputs:,}, {taken:,.0f} seconds, {len(findings['found'])} findings (seed {seed})"
    )


def _environment() -> dict[str, str]:
    # The fuzzer leaves its files where it runs, which is not here.
    paths = (str(_ROOT), str(_ROOT / "src"), os.environ.get("PYTHONPATH", ""))
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
