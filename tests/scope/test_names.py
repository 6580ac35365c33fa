"""What a subquery of a scope names as the row around it is refused: SQL would look no further."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import exists, select

from tests.scope.test_rules import C, calls, dataset, notes
from widgetql import compile_filter

TWIN: Final = calls.alias("Calls")
SHADOWS: Final[dict[str, tuple[Any, str]]] = {
    "an alias named as the table": (exists().where(TWIN.c.id == C.id, TWIN.c.org == 1), "calls"),
    "a subquery named as the table": (
        C.id.in_(select(select(notes.c.call_id).where(notes.c.org == 1).subquery("calls").c.call_id)),
        "calls",
    ),
    "a CTE named as the table": (
        exists().where(select(notes.c.call_id).where(notes.c.org == 1).cte("calls").c.call_id == C.id),
        "calls",
    ),
    "an alias named as ours are": (exists().where(notes.alias("WQ_x").c.call_id == C.id), "wq_x"),
}
OTHER: Final = calls.alias("other")
BY_OTHER: Final = exists().where(OTHER.c.id == C.id, OTHER.c.org == 1)
NUMBERED: Final = calls.alias("calls_2")
BY_NUMBERED: Final = exists().where(NUMBERED.c.id == C.id, NUMBERED.c.org == 1)


@pytest.mark.parametrize("name", SHADOWS)
def test_a_shadow_is_refused(name: str) -> None:
    scope, shadow = SHADOWS[name]
    said = f"scope: the condition on calls is one over something else named {shadow}, which SQL"
    with pytest.raises(ValueError, match=said):
        compile_filter(None, dataset(), scope=scope)


@pytest.mark.parametrize(
    ("scope", "target", "name"),
    [
        pytest.param(BY_OTHER, calls.alias("OTHER"), "other", id="another-of-its-name"),
        pytest.param(BY_NUMBERED, calls.alias(), "calls_2", id="a-name-that-it-may-get"),
    ],
)
def test_a_target_that_a_subquery_would_not_see_is_refused(scope: Any, target: Any, name: str) -> None:
    with pytest.raises(ValueError, match=f"target: the scope reads something else named {name}: "):
        compile_filter(None, dataset(), scope=scope, target=target)


@pytest.mark.parametrize("target", [None, calls.alias("third")])
@pytest.mark.parametrize("scope", [BY_OTHER, BY_NUMBERED])
def test_another_name_is_none(scope: Any, target: Any) -> None:
    source = calls if target is None else target
    found = str(select(source.c.id).where(compile_filter(None, dataset(), scope=scope, target=target)))
    assert f".id = {source.name}.id" in found
