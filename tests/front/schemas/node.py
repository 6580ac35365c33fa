"""Node, with the packages that `node/package-lock.json` pins, installed into `build/schema-node`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent / "node"
INSTALLED: Final = Path(__file__).parents[3] / "build" / "schema-node"
_PINNED: Final = ("package.json", "package-lock.json")


def install() -> Path:
    """Return the folder of the packages, installed where the pinned versions are not."""
    if not all(_is_same(name) for name in _PINNED) or not (INSTALLED / "installed").exists():
        shutil.rmtree(INSTALLED, ignore_errors=True)
        INSTALLED.mkdir(parents=True)
        for name in _PINNED:
            shutil.copy(HERE / name, INSTALLED)
        # No package's own script is run.
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=INSTALLED, check=True)
        (INSTALLED / "installed").touch()
    return INSTALLED


def _is_same(name: str) -> bool:
    found = INSTALLED / name
    return found.exists() and found.read_bytes() == (HERE / name).read_bytes()


def run(script: str, *arguments: Path) -> str:
    """Return what a script of the folder prints."""
    command = ["node", str(HERE / script), *map(str, arguments)]
    return subprocess.run(command, cwd=install(), check=True, stdout=subprocess.PIPE, text=True).stdout
