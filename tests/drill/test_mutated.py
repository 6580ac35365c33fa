"""True rows, widgets and filters with one part changed: what comes out is a filter, or `InvalidInput`."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any, Final

import pytest
from sqlalchemy import create_engine

from tests.testing.everything import EVERYTHING, TABLES
from widgetql import InvalidInput, compile_filter, compute_widget_data, drill_down
from widgetql.testing import cases
from widgetql.testing.databases import filled

ODD: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 2**70, 10**400, 1.5, float("nan"), float("inf"), "", "a", "a\0", "\ud800",
    "now-7d", "today",
    "2025-11-03", "2025-11-03T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0001-01-01", "other", "(",
    "contains",
    "regex", "nin", "between", "at", "started", "day", "meta.a", "evaluations.value", "evaluations",
    (1, 2), {1}, b"x",
    [], [None], [[1]], ["2025-11-03", 5], {}, {"a": 1},
)  # fmt: skip


def changed(value: Any, random: Random) -> Any:
    """The value with one part of it replaced."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        key = random.choice(list(value))
        return value | {key: changed(value[key], random)}
    if isinstance(value, list) and value and random.random() < 0.7:
        index = random.randrange(len(value))
        return [*value[:index], changed(value[index], random), *value[index + 1 :]]
    return random.choice(ODD)


@pytest.mark.untraced
def test_only_invalid_input_comes_out() -> None:
    engine = create_engine("sqlite://")
    TABLES.create_all(engine)
    answered = refused = 0
    for case in islice(cases(EVERYTHING, first=5_000), 40):
        assert case.widget is not None
        random = Random(case.seed)
        with filled(engine, case.rows) as connection:
            limits = replace(case.options["limits"], max_groups=2, max_slices=2)
            options: Any = {**case.options, "limits": limits}
            data = compute_widget_data(connection, case.widget, EVERYTHING, **options).data
            for row in (data if isinstance(data, list) else [data])[:4] * 5:
                given = [row, case.widget, case.filter]
                part = random.randrange(3)
                given[part] = changed(given[part], random)
                try:
                    found = drill_down(
                        given[1], given[0], EVERYTHING,
                        dashboard_filters=given[2], connection=connection, **options,
                    )  # fmt: skip
                    compile_filter(found, EVERYTHING, **options | {"limits": limits.lifted()})
                    answered += 1
                except InvalidInput:
                    refused += 1
    engine.dispose()
    assert answered > 50
    assert refused > 50
