"""Every item of the reference has a test, and the documentation's page says which."""

from __future__ import annotations

from tests.reference.coverage import KNOWN, PAGE, covered, page
from tests.reference.items import ITEMS


def test_every_item_has_a_test() -> None:
    assert sorted(KNOWN - covered().keys()) == []


def test_items_have_different_names() -> None:
    assert len(KNOWN) == sum(len(items) for items in ITEMS.values())


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "write it anew: python -m tests.reference.coverage"
