"""What a run found: by module, and in all."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tests.mutants.running import Outcome

ALL: Final = 0.9
MODULE: Final = 0.8


class Report:
    """Counts outcomes. What loops is found; what hung is not.

    Of doubted modules more is drawn: that counts for the module, and not in all.
    """

    def __init__(self) -> None:
        self._by_module: Final[dict[str, Counter[str]]] = {}
        self._drawn: Final[Counter[str]] = Counter()

    def add(self, outcome: Outcome, *, is_more: bool = False) -> None:
        """Count an outcome."""
        self._by_module.setdefault(outcome.mutant.path, Counter())[outcome.state] += 1
        if not is_more:
            self._drawn[outcome.state] += 1

    def doubted(self, enough: int) -> list[str]:
        """Return the modules of which too few were killed, of fewer mutants than tell."""
        return [
            path
            for path, own in sorted(self._by_module.items())
            if rate(own) < MODULE and sum(own.values()) < enough
        ]

    @property
    def is_met(self) -> bool:
        """Whether enough were killed, in all and of each module."""
        return rate(self._drawn) >= ALL and all(rate(own) >= MODULE for own in self._by_module.values())

    def __str__(self) -> str:
        rows = [*sorted(self._by_module.items()), ("in all", self._drawn)]
        lines = [f"{'':24}  tried killed  loops  alive  share"]
        for name, own in rows:
            share = rate(own)
            mark = "" if share >= (ALL if name == "in all" else MODULE) else "  too few"
            tried = sum(own.values()) - own["stillborn"]
            lines.append(
                f"{name:24} {tried:6} {own['killed']:6} {own['loops']:6} {own['alive'] + own['hung']:6} "
                f"{share:6.1%}{mark}"
            )
        lines.append(f"not counted: {self._drawn['stillborn']} could not be imported")
        return "\n".join(lines)


def rate(own: Counter[str]) -> float:
    """Return the share that was found."""
    found = own["killed"] + own["loops"]
    return found / max(1, found + own["alive"] + own["hung"])
