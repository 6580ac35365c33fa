"""The short form of `make attack`: the same calls, from seeds, without the fuzzer."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest

from tests.attack.findings import Findings
from tests.attack.targets import TARGETS

EACH: Final = 80
_LENGTH: Final = 300

# What only random cases reach counts as not covered.
pytestmark = pytest.mark.untraced


@pytest.mark.parametrize("number", range(len(TARGETS)), ids=[*TARGETS])
def test_nothing_but_answers_and_invalid_input(number: int) -> None:
    findings = Findings()
    for seed in range(EACH):
        findings.run(bytes([number]) + Random(f"{number} {seed}").randbytes(_LENGTH))
    assert findings.found == {}
