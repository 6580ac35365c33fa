"""A case asked of a database, and its whole answer compared with the one that pandas computes."""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import zip_longest
from typing import Any, Final

from sqlalchemy import Engine

from tests.combinations.frames import NOW_, TOLD, Answer, Case, asked, instant, limits, told
from tests.combinations.rows import DATASET, NOW
from widgetql import compute_widget_data

_ALIKE: Final = 1e-9
_SETS: Final = ("excluded", "group_excluded")


def check(engine: Engine, case: Case) -> None:
    """The rows are the expected ones, and so is what metadata tells of them."""
    data, metadata = expected(case)
    found = answered(engine, case)
    assert fitted(found["data"], data) == data
    assert found["metadata"]["range"] == {"start": told(_start(case)), "end": told(_end(case))}
    said = {name: found["metadata"][name] for name in TOLD if name in found["metadata"]}
    whole = {"truncated": False} | metadata
    assert fitted(said, whole) == whole


def answered(engine: Engine, case: Case, **more: Any) -> Any:
    """The answer, which JSON must be able to write."""
    bounds = [{"field": "timestamp", "op": "gte", "value": case.since}]
    if case.until is not None:
        bounds.append({"field": "timestamp", "op": "lt", "value": case.until})
    with engine.connect() as connection:
        found = compute_widget_data(
            connection,
            case.widget | more,
            DATASET,
            dashboard_filters={"operator": "and", "conditions": bounds},
            filters=case.filters,
            now=NOW,
            timezone=case.zone,
            limits=limits(**case.limits),
        ).to_dict()
    json.dumps(found, allow_nan=False)
    return found


@cache
def expected(case: Case) -> Answer:
    """What pandas computes, once for all databases."""
    return case.answer(asked(case.zone, _start(case), _end(case), case.widget.get("metric")))


def _start(case: Case) -> Any:
    return instant(case.since, case.zone)


def _end(case: Case) -> Any:
    return NOW_ if case.until is None else instant(case.until, case.zone)


def _in_order(found: Any, expected: Any) -> Any:
    """What a rest is made without has no order of its own."""
    alike = isinstance(expected, list) and sorted(map(repr, found)) == sorted(map(repr, expected))
    return expected if alike else found


def fitted(found: Any, expected: Any) -> Any:
    """What was found, its numbers those that are expected where they are within 1e-9 of them."""
    match found, expected:
        case dict(), dict():
            return {
                key: (_in_order if key in _SETS else fitted)(value, expected.get(key))
                for key, value in found.items()
            }
        case list(), list():
            return [fitted(one, other) for one, other in zip_longest(found, expected, fillvalue="nothing")]
        case bool(), _:
            # In Python `True == 1`.
            return found if isinstance(expected, bool) else repr(found)
        case int() | float(), int() | float() if not isinstance(expected, bool):
            return expected if math.isclose(found, expected, rel_tol=_ALIKE) else found
        case int() | float(), bool():
            return repr(found)
    return found
