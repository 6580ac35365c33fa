"""Running a feature on a database, against the interpreter in Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import CompileError, UnsupportedCompilationError

from tests.conformance.features import ROWS, Feature
from tests.testing.everything import EVERYTHING
from widgetql import Limits, compile_filter, compute_widget_data
from widgetql.testing import NOW, difference, expected_widget_data, matching_ids, same
from widgetql.types import WidgetMetadata

_LIMITS = Limits(max_range=None)


@dataclass
class Outcome:
    """How a database answered a feature's documents."""

    agreed: int = 0
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    undeclared: set[str] = field(default_factory=set)


def run(feature: Feature, connection: Connection, sample: int | None = None) -> Outcome:
    """Ask the database each document of a feature (or the first few); a refusal names what is refused."""
    outcome = Outcome()
    for index, document in enumerate(feature.documents[:sample]):
        try:
            found = _asked(feature, document, connection)
        except (CompileError, UnsupportedCompilationError) as error:
            outcome.refused.append(str(error))
            continue
        expected = _expected(feature, index)
        if feature.kind == "widget":
            outcome.undeclared |= found["metadata"].keys() - WidgetMetadata.__annotations__.keys()
        if same(found, expected):
            outcome.agreed += 1
        else:
            outcome.wrong.append(f"{document}: {difference(found, expected)}")
    return outcome


def _options(feature: Feature) -> dict[str, Any]:
    return {"now": NOW, "timezone": feature.timezone, "limits": _LIMITS}


def _asked(feature: Feature, document: Any, connection: Connection) -> Any:
    options = _options(feature)
    if feature.kind == "filter":
        condition = compile_filter(document, EVERYTHING, **options)
        return sorted(connection.execute(select(EVERYTHING.id).where(condition)).scalars())
    answer: Any = compute_widget_data(connection, document, EVERYTHING, **options).to_dict()
    if answer["metadata"].get("next_cursor") is not None:
        answer["metadata"]["next_cursor"] = "…"
    return answer


@cache
def _answers() -> dict[tuple[str, str], list[Any]]:
    return {}


def _expected(feature: Feature, index: int) -> Any:
    """Return what the interpreter says, once for all databases."""
    known = _answers().setdefault((feature.section, feature.name), [])
    for document in feature.documents[len(known) : index + 1]:
        known.append(_interpreted(feature, document))
    return known[index]


def _interpreted(feature: Feature, document: Any) -> Any:
    options = _options(feature)
    if feature.kind == "filter":
        return sorted(matching_ids(document, EVERYTHING, ROWS, **options))
    return expected_widget_data(document, EVERYTHING, ROWS, **options)
