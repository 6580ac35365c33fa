"""Holds the schemas against the validators: `python -m tests.front.schemas [--documents 20000] [--seed 0]`.

Each document is judged by a schema, as Python's jsonschema and JavaScript's ajv read it, and by validating.
json-schema-to-typescript makes types of the schemas, which tsc holds against right documents and wrong ones.
It ends with 1 where any two do not agree.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

from jsonschema import Draft202012Validator

from tests.front.declared import DATASETS
from tests.front.schemas import node
from tests.front.schemas.documents import SCHEMA, documents
from tests.front.schemas.judging import JUDGES, Verdict, is_of_doubles, verdict
from tests.front.schemas.types import compiled
from widgetql import json_schema
from widgetql.testing import NOW

# Of a hundred documents.
_SHARES: Final = {"filter": 25, "widget": 60, "dashboard": 15}


class Judged(NamedTuple):
    """A document, and what is said of it."""

    schema: str
    kind: str
    document: Any
    is_valid: bool
    verdict: Verdict

    @property
    def agrees(self) -> bool:
        """Tell whether jsonschema and validating say the same."""
        return self.verdict is Verdict.NAMES or self.is_valid is (self.verdict is Verdict.ACCEPTED)


def judged(name: str, what: str, count: int, seed: int) -> list[Judged]:
    """Return documents of one schema, each judged in Python."""
    dataset = DATASETS[name]
    validator = Draft202012Validator(json.loads(json.dumps(json_schema(dataset, what), allow_nan=False)))
    return [
        # What is drawn from the schema has satisfied it.
        Judged(
            f"{name}/{what}",
            kind,
            one,
            kind == SCHEMA or validator.is_valid(one),
            verdict(one, dataset, what),
        )
        for kind, one in documents(name, what, count, seed)
    ]


def every(count: int, seed: int) -> list[Judged]:
    """Return documents of every schema, judged in Python."""
    places = [*product(DATASETS, _SHARES)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        waiting = [
            pool.submit(judged, name, what, count * _SHARES[what] // 100 // len(DATASETS), seed)
            for name, what in places
        ]
        return [one for each in waiting for one in each.result()]


def by_ajv(found: list[Judged]) -> list[bool | None]:
    """Return what ajv says of each; None of one with a number that is none to JavaScript."""
    schemas = {
        f"{name}/{what}": json_schema(DATASETS[name], what) for name, what in product(DATASETS, JUDGES)
    }
    asked = [is_of_doubles(one.document) for one in found]
    with TemporaryDirectory() as folder:
        written, lines = Path(folder) / "schemas.json", Path(folder) / "documents.jsonl"
        written.write_text(json.dumps(schemas))
        with lines.open("w") as file:
            for one, is_asked in zip(found, asked, strict=True):
                if is_asked:
                    file.write(json.dumps([one.schema, one.document]) + "\n")
        said = iter(node.run("judge.mjs", written, lines))
    return [next(said) == "1" if is_asked else None for is_asked in asked]


def _shown(found: list[Judged], valid: list[bool | None]) -> Iterator[str]:
    for what, kind in product(_SHARES, sorted({one.kind for one in found})):
        own = [one for one in found if one.kind == kind and one.schema.endswith(what)]
        said = Counter(one.verdict for one in own)
        counted = ", ".join(f"{said[one]} {one}" for one in Verdict)
        wrong = sum(not one.agrees for one in own)
        yield f"{what:10} {kind:20} {len(own):6} documents: {counted}; {wrong} disagree"
    told = [(one, is_valid) for one, is_valid in zip(found, valid, strict=True) if is_valid is not None]
    wrong = sum(one.is_valid is not is_valid for one, is_valid in told)
    yield f"ajv: {len(told)} documents, {wrong} otherwise than jsonschema"
    agree = sum(one.agrees for one in found)
    yield f"{len(found)} documents, {agree} agree, {len(found) - agree} disagree"


def main() -> int:
    """Draw, judge, tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.front.schemas", description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    begun = time.monotonic()
    found = every(asked.documents, asked.seed)
    valid = by_ajv(found)
    wrong = [
        (one, is_valid)
        for one, is_valid in zip(found, valid, strict=True)
        if not one.agrees or is_valid not in (None, one.is_valid)
    ]
    for one, is_valid in sorted(wrong, key=lambda each: len(str(each[0].document)))[:30]:
        print(f"{one.schema}: jsonschema {one.is_valid}, ajv {is_valid}, validating {one.verdict}")
        name, what = one.schema.split("/")
        problems = JUDGES[what](one.document, DATASETS[name], now=NOW)
        print(*(f"    {each.code} {each.pointer}" for each in problems[:5]), sep="\n")
        print(f"    {json.dumps(one.document)[:2_000]}")
    mistyped, figures = compiled()
    print(*_shown(found, valid), mistyped + figures, f"{time.monotonic() - begun:.0f} seconds", sep="\n")
    return 1 if wrong or mistyped else 0


if __name__ == "__main__":
    sys.exit(main())
