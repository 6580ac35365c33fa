"""What an attack found: each fault once, by where it came from, with the bytes that show it again."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from tests.attack.targets import TARGETS, attack


@dataclass
class Findings:
    """The faults so far, by function, exception and line: what each said, and the bytes that show it again.

    `attack(bytes.fromhex(...))` does.
    """

    found: dict[str, tuple[str, str]] = field(default_factory=dict)
    executions: int = 0

    def run(self, data: bytes) -> None:
        """Make the call that the bytes say, and note what was wrong with it."""
        self.executions += 1
        try:
            attack(data)
        except Exception as error:
            # The innermost line of the library; what our own rules say of it has one here.
            frames = traceback.extract_tb(error.__traceback__)
            within = [one for one in frames if "/widgetql/" in one.filename] or frames
            where = f"{Path(within[-1].filename).name}:{within[-1].lineno}"
            name = [*TARGETS][data[0] % len(TARGETS)] if data else next(iter(TARGETS))
            key = f"{name}: {type(error).__name__} at {where}"
            self.found.setdefault(key, (str(error)[:300], data.hex()))

    def write(self, path: Path) -> None:
        """Write them down, for the process that started this one."""
        path.write_text(json.dumps({"executions": self.executions, "found": self.found}))
