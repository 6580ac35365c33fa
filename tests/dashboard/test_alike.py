"""Widgets whose filters are long and nearly the same are told apart in a time that grows as they do."""

from __future__ import annotations

from typing import Any, Final

from widgetql import WidgetData, compute_dashboard_data
from widgetql.testing.example import connect, dataset, november

MANY: Final = 40


class Counted(str):
    """A text that counts how often it is compared."""

    compared = 0
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        """Compare, and count it."""
        Counted.compared += 1
        return str.__eq__(self, other)


def test_long_filters_are_not_compared_one_by_one() -> None:
    def pie(number: int) -> dict[str, Any]:
        texts = [*(f"b{place}" for place in range(MANY - 1)), f"c{number}"]
        conditions = [{"field": "topic", "op": "startswith", "value": Counted(text)} for text in texts]
        return {
            "chart_type": "pie",
            "field": "topic",
            "filters": {"operator": "or", "conditions": conditions},
        }

    dashboard = {"filters": november["dashboard_filters"], "widgets": [pie(one) for one in range(MANY)]}
    Counted.compared = 0
    with connect() as connection:
        found = compute_dashboard_data(connection, dashboard, dataset, now=november["now"])
    assert [one.data for one in found if isinstance(one, WidgetData)] == [[]] * MANY
    # One by one it would be forty times half of forty filters of forty.
    assert Counted.compared < 10 * MANY * MANY
