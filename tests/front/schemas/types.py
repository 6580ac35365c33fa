"""TypeScript's types of the schemas, compiled with the references' documents, and with wrong ones."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from examples.call_centre import calls
from tests.front.schemas import node
from tests.front.schemas.judging import Verdict, as_json, verdict
from widgetql import json_schema
from widgetql.testing import cases

_TESTS: Final = Path(__file__).parents[2]
_REFERENCES: Final = ("reference", "kore")
_DRAWN: Final = 150
_TYPES: Final = {"filter": "AFilter", "widget": "AWidget", "dashboard": "ADashboard"}
_GT: Final = {"field": "duration", "op": "gt", "value": 60}
_OR: Final = {"operator": "or", "conditions": [_GT | {"op": 5}]}
_FIELDS: Final = {"type": "fields", "field": "topic"}
_MEAN: Final = {"aggregation_function": "mean", "field": "duration"}
WRONG: Final[dict[str, list[tuple[str, Any]]]] = {
    "filter": [
        ("no field of that name", _GT | {"field": "durations"}),
        ("no operator of that name", _GT | {"op": "greater"}),
        ("no operator of a number", _GT | {"op": "contains"}),
        ("a number as text", _GT | {"value": "60"}),
        ("a list for one", _GT | {"value": [60]}),
        ("one for a list", _GT | {"op": "in"}),
        ("a pair of one", _GT | {"op": "between", "value": [60]}),
        ("a boolean as text", {"field": "success", "op": "eq", "value": "true"}),
        ("a part of what is no time", _GT | {"part": "hour_of_day"}),
        ("no operand", {"field": "duration", "op": "gt"}),
        ("a key too many", _GT | {"values": 60}),
        ("a group without conditions", {"operator": "and"}),
        ("conditions that are no list", {"operator": "and", "conditions": _GT}),
        ("no such group", {"operator": "xor", "conditions": [_GT]}),
        ("wrong within groups", {"operator": "not", "conditions": [_OR]}),
        ("a number", 5),
    ],
    "widget": [
        ("no chart", {"field": "topic"}),
        ("no such chart", {"chart_type": "cake", "field": "topic"}),
        ("a key too many", {"chart_type": "pie", "field": "topic", "colour": "red"}),
        ("a field that is no text", {"chart_type": "pie", "field": 5}),
        ("no such period", {"chart_type": "bar", "time_period": "fortnight"}),
        ("no such aggregation", {"chart_type": "bar", "aggregation_function": "mean"}),
        ("a percentile that is none", {"chart_type": "bar", "aggregation_function": "p9x"}),
        ("a key of another chart", {"chart_type": "line", "field": "duration", "fill_gaps": True}),
        ("a limit as text", {"chart_type": "list", "limit": "5"}),
        ("no such group", {"chart_type": "line", "field": "duration", "group_by": _FIELDS}),
        ("wrong bins", {"chart_type": "histogram", "field": "duration", "bins": {"size": 30}}),
        ("a wrong filter", {"chart_type": "stat", "filters": _GT | {"op": "greater"}}),
        ("a wrong measure", {"chart_type": "table", "metrics": [_MEAN]}),
        ("no comparison", {"chart_type": "stat", "compare": {"to": "-2d"}}),
    ],
    "dashboard": [
        ("no widgets", {"filters": None}),
        ("a wrong widget", {"widgets": [{"chart_type": "cake"}]}),
        ("a wrong filter", {"filters": _GT | {"op": "greater"}, "widgets": []}),
    ],
}  # fmt: skip


def right(what: str) -> list[Any]:
    """Return the documents of the references' tests, and drawn ones, that are right."""
    keys = {"filter": {"op"}, "widget": {"chart_type"}, "dashboard": {"widgets"}}[what]
    written = [one for one in _dicts() if keys <= one.keys() or (what == "filter" and "operator" in one)]
    drawn = [*islice(cases(calls), _DRAWN)]
    if what == "dashboard":
        found = [*written, *({"filters": one.filter, "widgets": [one.widget]} for one in drawn)]
    else:
        found = [*written, *(getattr(one, what) for one in drawn)]
    plain = {json.dumps(one): one for one in map(as_json, found) if one is not ... and one is not None}
    return [
        one for one in plain.values() if _is_written(one) and verdict(one, calls, what) is Verdict.ACCEPTED
    ]


def _dicts() -> Iterator[dict[Any, Any]]:
    for path in sorted(path for folder in _REFERENCES for path in (_TESTS / folder).glob("*.py")):
        for found in ast.walk(ast.parse(path.read_text())):
            if isinstance(found, ast.Dict):
                try:
                    yield ast.literal_eval(found)
                except (ValueError, TypeError):
                    continue


def _is_written(document: Any) -> bool:
    """Tell whether a document says nothing by `{}`, which the types leave out."""
    if isinstance(document, dict):
        return bool(document) and all(map(_is_written, document.values()))
    return all(map(_is_written, document)) if isinstance(document, list) else True


def _module(what: str, found: list[Any]) -> str:
    name = _TYPES[what]
    lines = [f'import type {{ {name} }} from "./{what}";', f"const right: {name}[] = ["]
    lines += [f"  {json.dumps(one)}," for one in found]
    lines += ["];", "void right;"]
    for number, (why, document) in enumerate(WRONG[what]):
        lines.append(f"// @ts-expect-error {why}")
        lines.append(f"const wrong{number}: {name} = {json.dumps(document)};")
        lines.append(f"void wrong{number};")
    return "\n".join(lines) + "\n"


def compiled() -> tuple[str, str]:
    """Return what tsc has to say of the types and the documents, nothing where all is right, and figures."""
    counts: list[str] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        for what in _TYPES:
            schema = folder / f"{what}.json"
            schema.write_text(json.dumps(json_schema(calls, what)))
            (folder / f"{what}.ts").write_text(node.run("types.mjs", schema))
            found = right(what)
            (folder / f"{what}s.ts").write_text(_module(what, found))
            counts.append(f"{len(found)} {what}s right, {len(WRONG[what])} wrong")
        tsc = node.install() / "node_modules" / ".bin" / "tsc"
        told = f"types: {'; '.join(counts)}"
        files = [str(path) for path in sorted(folder.glob("*.ts"))]
        run = [str(tsc), "--strict", "--noEmit", "--exactOptionalPropertyTypes", *files]
        said = subprocess.run(run, check=False, cwd=folder, stdout=subprocess.PIPE, text=True)
        return "" if said.returncode == 0 else f"{said.stdout}tsc ended with {said.returncode}", told
