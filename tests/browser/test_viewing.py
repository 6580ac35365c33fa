"""The page as one looks at it: its widgets, its range and filters, and the records behind what is drawn."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Opened, board, idle, picture, stored

if TYPE_CHECKING:
    from playwright.sync_api import Page

BAR: Final = {
    "name": "Calls",
    "chart_type": "bar",
    "field": "duration",
    "aggregation_function": "count",
    "time_period": "day",
}
PIE: Final = {"name": "Reasons", "chart_type": "pie", "field": "call_ended_reason"}
LINE: Final = {"name": "Durations", "chart_type": "line", "field": "duration"}
BINS: Final = {"name": "Lengths", "chart_type": "histogram", "field": "duration", "bins": {"count": 10}}
STAT: Final = {"name": "Numbers", "chart_type": "stat"}
LIST: Final = {"name": "Newest", "chart_type": "list", "field": "duration", "columns": ["topic"], "limit": 5}
TABLE: Final = {
    "name": "Topics",
    "chart_type": "table",
    "dimensions": ["topic"],
    "metrics": [{"name": "calls", "aggregation_function": "count"}],
}


def card(page: Page, name: str) -> Locator:
    return page.locator("#grid").get_by_role("article", name=name, exact=True)


def total(page: Page) -> int:
    """The calls that the tile says."""
    return int(card(page, "Numbers").locator("strong").first.inner_text().replace(",", ""))


def sheet_count(page: Page) -> int:
    """How many records the sheet says; it is closed by Escape."""
    said = page.locator("dialog.sheet .count")
    expect(said).to_contain_text(re.compile(r"\d+ records?"))
    count = int(re.sub(r"[^\d]", "", said.inner_text().partition(" ")[0]))
    expect(page.locator("dialog.sheet tbody tr")).to_have_count(min(count, 25))
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    return count


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 400])
def test_the_sample_dashboard(opened: Opened, width: int, theme: str) -> None:
    page = opened(width=width, theme=theme)
    expect(page.get_by_role("heading", level=1)).to_have_text("Call quality")
    expect(page.locator("article.card")).to_have_count(9)
    expect(page.locator(".drawing svg")).to_have_count(6)
    # Bars and points are spread over the range, not heaped on its edge.
    for name in ("Median call duration", "Accuracy"):
        marks = card(page, name).locator("path[aria-roledescription]")
        boxes = [marks.nth(place).bounding_box() for place in (0, 2, 4, 6)]
        lefts = [box["x"] for box in boxes if box]
        assert (len(lefts), lefts) == (4, sorted(set(lefts)))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.evaluate(_NAMELESS) == []
    picture(page, f"sample-{width}-{theme}")


# What a screen reader would call only "button" or "edit".
_NAMELESS: Final = """[...document.querySelectorAll("button, input, select, [role=img], [role=region]")]
  .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 120))"""


def test_quick_and_custom_ranges(opened: Opened) -> None:
    page = opened()
    number = board(page, STAT)
    week = total(page)
    page.get_by_role("button", name="Date range").click()
    page.get_by_role("button", name="Last 24 hours").click()
    expect(page.get_by_role("button", name="Date range: Last 24 hours")).to_be_visible()
    idle(page)
    assert 0 < total(page) < week
    page.reload()
    idle(page)
    expect(page.get_by_role("button", name="Date range: Last 24 hours")).to_be_visible()

    def custom(start: datetime, end: datetime) -> None:
        if not page.locator(".custom").is_visible():
            page.get_by_role("button", name="Date range").click()
        page.get_by_label("From").fill(f"{start:%Y-%m-%dT%H:%M}")
        page.get_by_label("To", exact=True).fill(f"{end:%Y-%m-%dT%H:%M}")
        page.get_by_role("button", name="Apply").click()

    now = datetime.now()
    custom(now, now - timedelta(days=1))
    expect(page.get_by_role("alert")).to_have_text("The range must end after it starts.")
    custom(now - timedelta(days=40), now)
    expect(page.get_by_role("alert")).to_have_text("A range has at most 30 days.")
    custom(now - timedelta(days=3), now - timedelta(days=1))
    expect(page.locator(".custom")).to_have_count(0)
    idle(page)
    assert [one["op"] for one in stored(page, number)["filters"]["conditions"]] == ["gte", "lte"]
    # A range that starts too early is the server's to refuse: each widget says so.
    custom(now - timedelta(days=45), now - timedelta(days=40))
    expect(card(page, "Numbers")).to_contain_text("Maximum allowed range is 30 days")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_agents_filters_and_compare(opened: Opened) -> None:
    page = opened()
    number = board(page, STAT, BAR, PIE)
    every = total(page)
    page.get_by_role("button", name="Agents: All agents").click()
    page.get_by_role("checkbox", name=re.compile("Ada")).check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("button", name="Agents: Ada")).to_be_visible()
    idle(page)
    of_ada = total(page)
    assert 0 < of_ada < every
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Add condition").click()
    page.get_by_label("Field", exact=True).select_option("metric_evaluations.value#2")
    page.get_by_label("Operator").select_option("in")
    page.get_by_label("Add a value").fill("positive")
    page.get_by_label("Add a value").press("Enter")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    idle(page)
    assert 0 < total(page) < of_ada
    assert stored(page, number)["filters"]["conditions"][-1] == {
        "operator": "same_row",
        "conditions": [
            {"field": "metric_evaluations.metric.id", "op": "eq", "value": 2},
            {"field": "metric_evaluations.value", "op": "in", "value": ["positive"]},
        ],
    }
    page.get_by_role("button", name="Agents: Ada").click()
    page.get_by_role("button", name="All agents", exact=True).click()
    compare = page.get_by_role("button", name="Compare")
    compare.click()
    expect(compare).to_have_attribute("aria-pressed", "true")
    expect(card(page, "Numbers")).to_contain_text("before:")
    idle(page)
    assert card(page, "Calls").locator("line[aria-roledescription]").count() > 0
    compare.click()
    expect(card(page, "Numbers")).not_to_contain_text("before:")


def test_refresh_gives_up_what_is_still_asked(opened: Opened) -> None:
    page = opened()
    board(page, STAT)
    ended: list[Any] = []
    page.on("requestfailed", lambda one: ended.append(one))
    held: list[Any] = []
    page.route("**/bulk_data/", lambda route: held.append(route) if not held else route.continue_())
    page.get_by_role("button", name="Refresh").click()
    expect(card(page, "Numbers")).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Refresh").click()
    idle(page)
    assert [one.url.rpartition("/api/")[2] for one in ended] == ["dashboards/widgets/bulk_data/"]


def test_records_behind_a_slice_a_bar_a_bin_and_a_point(opened: Opened) -> None:
    page = opened()
    board(page, STAT, PIE, BAR, BINS, LINE)
    for name, shown in (("Reasons", "Records"), ("Calls", "Value"), ("Lengths", "Count")):
        mark = card(page, name).locator("path[aria-roledescription]").nth(0 if name == "Reasons" else 1)
        mark.scroll_into_view_if_needed()
        at = _inside(mark, name)
        mark.hover(position=at)
        tip = page.locator(".tip.shown div").filter(
            has=page.locator("span", has_text=re.compile(f"^{shown}$"))
        )
        said = int(tip.locator("b").inner_text().replace(",", "").partition(" ")[0])
        mark.click(position=at)
        assert sheet_count(page) == said
    line = card(page, "Durations")
    line.scroll_into_view_if_needed()
    point = line.locator("path[aria-roledescription]").nth(30).bounding_box()
    assert point is not None
    page.mouse.click(point["x"] + point["width"] / 2 + 2, point["y"] + point["height"] / 2)
    assert sheet_count(page) == 1


def _inside(mark: Locator, name: str) -> Any:
    """A place on a mark: the middle of a ring's slice, here its right half, is not on it."""
    box = mark.bounding_box()
    assert box is not None
    return {"x": box["width"] - 12 if name == "Reasons" else box["width"] / 2, "y": box["height"] / 2}


def test_records_behind_a_row_and_a_number(opened: Opened) -> None:
    page = opened()
    board(page, STAT, TABLE, LIST)
    card(page, "Numbers").get_by_role("button", name=re.compile("Total calls")).click()
    assert sheet_count(page) == total(page)
    row = card(page, "Topics").locator("tbody tr").first
    said = int(row.locator("td.number").inner_text().replace(",", ""))
    row.locator("td").first.click()
    assert sheet_count(page) == said
    # By keys alone, and back to where one was.
    button = row.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    assert sheet_count(page) == said
    expect(button).to_be_focused()
    card(page, "Newest").locator("tbody tr").nth(2).click()
    assert sheet_count(page) == 1


def test_pages_of_records_and_their_filter(opened: Opened) -> None:
    page = opened()
    board(page, STAT)
    card(page, "Numbers").get_by_role("button", name=re.compile("Total calls")).click()
    sheet = page.get_by_role("dialog", name="Numbers")
    expect(sheet.locator("tbody tr")).to_have_count(25)
    sheet.get_by_role("button", name="Show more").click()
    expect(sheet.locator("tbody tr")).to_have_count(50)
    sheet.get_by_text("The filter that selects them").click()
    expect(sheet.locator("pre")).to_contain_text('"timestamp"')
    picture(page, "sheet")
    sheet.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_have_count(0)


def test_a_drawing_as_a_table_by_keys(opened: Opened) -> None:
    page = opened()
    board(page, PIE)
    more = page.get_by_role("button", name="More about Reasons")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Show as table")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Edit widget")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    rows = card(page, "Reasons").locator("tbody tr")
    expect(rows.first).to_contain_text("customer_ended_call")
    rows.first.get_by_role("button").click()
    assert sheet_count(page) == int(rows.first.locator("td.number").first.inner_text().replace(",", ""))
    more.click()
    page.get_by_role("menuitem", name="Show as chart").click()
    expect(card(page, "Reasons").locator("svg.marks")).to_be_visible()


def test_theme_and_tenant(opened: Opened) -> None:
    page = opened()
    page.get_by_role("button", name="Dark theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    idle(page)
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()
    page.get_by_label("Organisation").select_option("2")
    expect(page.get_by_label("Organisation")).to_have_value("2")
    idle(page)
    page.get_by_role("button", name="Agents: All agents").click()
    expect(page.get_by_role("checkbox", name=re.compile("Grace|Hiro"))).to_have_count(2)
    expect(page.locator(".agents input")).to_have_count(2)


def test_names_are_text(opened: Opened) -> None:
    page = opened()
    bad = "<img src=x onerror=\"document.title='taken'\">"
    board(page, PIE | {"name": bad}, name=bad)
    expect(page.get_by_role("heading", level=1)).to_have_text(bad)
    expect(card(page, bad).get_by_role("heading")).to_have_text(bad)
    assert page.locator("main img").count() == 0
    assert "taken" not in page.title().partition("·")[2]
