"""What a front end asks: values of a field, keys of a column, as frequent as the interpreter finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from tests.conformance.features import ROWS, SINCE
from tests.front import test_keys
from tests.mutants.asking import Question, answer_to, dataset_of, options_of
from tests.mutants.databases import World
from tests.testing.everything import EVERYTHING, KINDS, metrics
from widgetql.testing import NOW, matching_ids
from widgetql.types import DataType

KINDS_OF_FRONTS: Final = ("values", "keys")
_OPTIONS: Final[dict[str, Any]] = {"now": NOW, "limit": 1_000}
_FEW: Final = {"now": NOW, "limit": 3}
_KEYS: Final = ("meta.region", "meta.count", "meta.a", "details.region")


def fronts(worlds: dict[str, Any]) -> Iterator[Question]:
    """Yield the questions; put the rows that they ask into `worlds`."""
    worlds["docs_of_fronts"] = World(test_keys.TABLES, test_keys.ROWS)
    for path in ("meta", "words", "note.labels", "parent.meta"):
        yield Question("keys", "docs of fronts", "docs_of_fronts", path, None, _OPTIONS)
    for path in (*EVERYTHING.paths, *_KEYS):
        found = EVERYTHING.paths.get(path) or EVERYTHING.find(path)
        if found is None or not found.leaf.filter:
            continue
        if found.is_document:
            yield _asked("keys", path, {})
            yield _asked("keys", path, {"filters": SINCE, "limit": 1})
        elif found.leaf.type is DataType.DYNAMIC:
            for metric in ROWS[metrics]:
                if metric["kind"] in KINDS:
                    yield _asked("values", path, {"metric": metric["id"]})
        else:
            yield _asked("values", path, {})
            yield _asked("values", path, {"filters": SINCE} | _FEW)
            if found.leaf.type is DataType.STRING:
                yield from (_asked("values", path, {"search": text}) for text in ("a", "B", "é", "_", "%"))


def _asked(kind: str, path: str, more: dict[str, Any]) -> Question:
    return Question(kind, "everything", "features", path, None, _OPTIONS | more)


def judged(question: Question, connection: Connection, rows: Any) -> Question:
    """Return a question with its answer, of which the interpreter finds as many records as it says."""
    answer = answer_to(question, connection)
    if not isinstance(answer, dict):
        return replace(question, expected=answer)
    for one in answer.get("values", answer.get("keys")):
        condition = _condition(question, one)
        filters = question.options.get("filters")
        parts = [condition, *([] if filters is None else [filters])]
        document = {"operator": "and", "conditions": parts}
        options = options_of(question)
        asked = {name: options[name] for name in ("now", "limits") if name in options}
        records = len(matching_ids(document, dataset_of(question), rows, **asked))
        assert records == one["count"], f"{question.document}: {one}, not {records}"
    return replace(question, expected=answer)


def _condition(question: Question, one: Any) -> dict[str, Any]:
    if question.kind == "keys":
        return {"field": f"{question.document}.{one['key']}", "op": "isnull", "value": False}
    condition = {"field": question.document, "op": "eq", "value": one["value"]}
    if "metric" not in question.options:
        return condition
    chooser = {"field": "evaluations.metric.id", "op": "eq", "value": question.options["metric"]}
    return {"operator": "same_row", "conditions": [chooser, condition]}
