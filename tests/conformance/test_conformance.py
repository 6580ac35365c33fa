"""Every feature answers as the interpreter does, or is refused by name as the table of limitations says."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import Connection, MetaData

from tests.conformance.features import ROWS, Feature, features
from tests.conformance.matrix import MATRIX, REFUSED, page
from tests.conformance.run import run
from tests.testing.everything import TABLES
from widgetql.testing.databases import DATABASES, Rows, name_of

# The tests of each module cover it by themselves; tracing these as well would double their time.
pytestmark = pytest.mark.untraced

FEATURES: Final = features()


@pytest.fixture(scope="module")
def metadata() -> MetaData:
    return TABLES


@pytest.fixture(scope="module")
def rows() -> Rows:
    return ROWS


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: f"{feature.section}: {feature.name}")
def test_a_feature(connection: Connection, feature: Feature) -> None:
    outcome = run(feature, connection)
    assert outcome.wrong == []
    assert outcome.undeclared == set()
    refused: Any = REFUSED.get((name_of(connection), feature.section, feature.name))
    if refused is None:
        assert outcome.refused == []
        assert outcome.agreed == len(feature.documents)
    else:
        assert outcome.refused
        assert all(refused in said for said in outcome.refused)


def test_the_page_shows_what_is_tested() -> None:
    assert MATRIX.read_text() == page(), "write it anew: python -m tests.conformance.matrix"


def test_only_databases_and_features_are_refused() -> None:
    known = {(feature.section, feature.name) for feature in FEATURES}
    assert {key for key in REFUSED if key[0] not in DATABASES or key[1:] not in known} == set()
