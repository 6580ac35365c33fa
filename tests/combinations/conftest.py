"""Each database holds the same rows for all cases of a file."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import MetaData

from tests.combinations.frames import Case
from tests.combinations.rows import ROWS, TABLES
from widgetql.testing.databases import Rows

pytest.register_assert_rewrite("tests.combinations.asking")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Ask a case that is asked `once` of the first database alone."""
    first: dict[Case, str] = {}
    again = {item for item in items if _is_again(getattr(item, "callspec", None), first)}
    config.hook.pytest_deselected(items=[*again])
    items[:] = [item for item in items if item not in again]


def _is_again(given: Any, first: dict[Case, str]) -> bool:
    case = None if given is None else given.params.get("case")
    if not isinstance(case, Case) or not case.once:
        return False
    engine = given.params["engine"]
    return first.setdefault(case, engine) != engine


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS
