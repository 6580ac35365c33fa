"""A sample of what `make test-spark` runs, for every other run: Spark takes its time for each statement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Connection, Engine

from tests.conformance.features import ROWS, Feature, features
from tests.conformance.matrix import REFUSED
from tests.conformance.run import run
from tests.property.test_bulk import ZONES, agreed_filters, agreed_widgets
from tests.testing.everything import TABLES
from widgetql.testing.databases import opened, put

# Every other database, and every feature's first document, is in the full run.
_FEATURES: Final = [one for one in features() if ("spark", one.section, one.name) not in REFUSED][::5]
_FILTERS: Final = 100
_WIDGETS: Final = 30


@pytest.fixture(scope="module")
def spark(scratch: Path) -> Iterator[Engine]:
    with opened("spark", scratch, TABLES) as engine:
        with engine.connect() as connection:
            put(connection, ROWS)
        yield engine


@pytest.fixture(scope="module")
def connected(spark: Engine) -> Iterator[Connection]:
    with spark.connect() as connection:
        yield connection


@pytest.mark.parametrize("feature", _FEATURES, ids=lambda feature: f"{feature.section}: {feature.name}")
def test_a_feature(connected: Connection, feature: Feature) -> None:
    outcome = run(feature, connected, sample=1)
    assert (outcome.wrong, outcome.refused) == ([], [])


@pytest.mark.parametrize("zone", ZONES)
def test_filters_select_what_the_interpreter_selects(spark: Engine, zone: str) -> None:
    assert agreed_filters(spark, zone, _FILTERS // len(ZONES)) == _FILTERS // len(ZONES)


@pytest.mark.parametrize("zone", ZONES)
def test_widgets_show_what_the_interpreter_shows(spark: Engine, zone: str) -> None:
    assert agreed_widgets(spark, zone, _WIDGETS // len(ZONES)) == _WIDGETS // len(ZONES)
