"""The page as one changes it: widgets, their order, dashboards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened, board, idle, picture, stored
from tests.browser.test_viewing import BAR, LIST, PIE, STAT, TABLE, card

if TYPE_CHECKING:
    from playwright.sync_api import Page


def names(page: Page) -> list[str]:
    return [one.strip() for one in page.locator("article.card h2").all_inner_texts()]


def editor(page: Page) -> Any:
    return page.locator("dialog.editor")


def test_cards_are_dragged_undone_and_saved(opened: Opened) -> None:
    page = opened()
    third = {"config": {"span": 4}}
    number = board(page, PIE | third, BAR | third, TABLE | third)
    page.get_by_role("button", name="Edit", exact=True).click()
    grip = page.get_by_role("button", name=re.compile("^Move Reasons")).bounding_box()
    target = card(page, "Topics").bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] * 0.8, target["y"] + 60, steps=8)
    page.mouse.up()
    assert names(page) == ["Calls", "Topics", "Reasons"]
    page.get_by_role("button", name="Undo").click()
    assert names(page) == ["Reasons", "Calls", "Topics"]
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    # By keys: each press is a place.
    page.get_by_role("button", name=re.compile("^Move Topics")).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert names(page) == ["Topics", "Reasons", "Calls"]
    expect(page.get_by_role("button", name=re.compile("^Move Topics"))).to_be_focused()
    expect(page.locator("#said")).to_have_text("Topics is now 1 of 3.")
    page.get_by_label("Width of Topics").select_option("12")
    picture(page, "edit")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [(one["name"], one["config"]["span"]) for one in stored(page, number)["widgets"]] == [
        ("Topics", 12),
        ("Reasons", 4),
        ("Calls", 4),
    ]


def test_widgets_are_changed_copied_and_removed_at_once(opened: Opened) -> None:
    page = opened()
    number = board(page, PIE, BAR, LIST)
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name="Edit Calls").click()
    editor(page).get_by_label("Name", exact=True).fill("Hours")
    editor(page).get_by_label("Time period").select_option("hour")
    editor(page).get_by_role("button", name="Save widget").click()
    expect(card(page, "Hours")).to_be_visible()
    page.get_by_role("button", name="Duplicate Reasons").click()
    page.get_by_role("button", name="Remove Newest").click()
    assert names(page) == ["Reasons", "Reasons (copy)", "Hours"]
    idle(page)
    expect(card(page, "Reasons (copy)").locator("svg.marks")).to_be_visible()
    # Nothing is stored yet, and one step back is one step.
    assert [one["name"] for one in stored(page, number)["widgets"]] == ["Reasons", "Calls", "Newest"]
    page.get_by_role("button", name="Undo").click()
    assert names(page) == ["Reasons", "Reasons (copy)", "Hours", "Newest"]
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    found = stored(page, number)["widgets"]
    assert [one["name"] for one in found] == ["Reasons", "Reasons (copy)", "Hours", "Newest"]
    assert found[2]["time_period"] == "hour"


def test_changes_are_discarded_only_when_that_is_meant(opened: Opened) -> None:
    page = opened()
    number = board(page, PIE, BAR)
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name="Remove Reasons").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert names(page) == ["Calls"]
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    assert names(page) == ["Reasons", "Calls"]
    assert len(stored(page, number)["widgets"]) == 2


def test_a_widget_from_its_menu(opened: Opened) -> None:
    page = opened()
    number = board(page, PIE, BAR)
    page.get_by_role("button", name="More about Reasons").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(card(page, "Reasons (copy)")).to_be_visible()
    page.get_by_role("button", name="More about Calls").click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(card(page, "Calls")).to_have_count(0)
    page.get_by_role("button", name="More about Reasons", exact=True).click()
    page.get_by_role("menuitem", name="Edit widget").click()
    editor(page).get_by_label("Show missing values").check()
    editor(page).get_by_role("button", name="Save widget").click()
    expect(editor(page)).to_have_count(0)
    idle(page)
    found = stored(page, number)["widgets"]
    assert [(one["name"], one.get("include_missing")) for one in found] == [
        ("Reasons", True),
        ("Reasons (copy)", None),
    ]


def preview(page: Page) -> Any:
    """The preview, once it shows what the form says."""
    page.wait_for_timeout(350)
    expect(page.locator(".preview [aria-busy]")).to_have_count(0)
    return page.locator(".preview .card")


@pytest.mark.parametrize("width", [1200, 400])
def test_the_editor_draws_each_chart(opened: Opened, width: int) -> None:
    page = opened(width=width)
    number = board(page)
    page.get_by_role("main").get_by_role("button", name="Add widget").click()
    form = editor(page)
    form.get_by_label("Name", exact=True).fill("Made here")
    plot, chart = form.get_by_label("What to plot"), form.get_by_label("Chart", exact=True)
    plot.select_option("duration")
    expect(preview(page).locator("svg.marks")).to_be_visible()
    picture(page, f"editor-{width}")
    form.get_by_label("Aggregation").select_option("median")
    form.get_by_label("Split by").select_option("success")
    expect(preview(page).locator("svg.marks")).to_contain_text("true")
    for kind in ("line", "histogram"):
        chart.select_option(kind)
        expect(preview(page).locator("svg.marks")).to_be_visible()
    form.get_by_label("Bins", exact=True).select_option("edges")
    form.get_by_label("Edges").fill("0, 60, 300")
    expect(preview(page).locator("path[aria-roledescription]")).to_have_count(3)
    chart.select_option("stat")
    expect(preview(page).locator(".tile")).to_have_count(4)
    chart.select_option("list")
    form.get_by_label("Topic", exact=True).check()
    expect(preview(page).locator("tbody tr")).to_have_count(10)
    chart.select_option("table")
    form.get_by_role("button", name="Add metric").click()
    expect(preview(page).locator("thead th.number")).to_have_count(2)
    form.get_by_role("button", name="Add condition").click()
    form.get_by_label("Value", exact=True).select_option("false")
    form.get_by_role("button", name="Save widget").click()
    expect(card(page, "Made here")).to_be_visible()
    idle(page)
    (made,) = stored(page, number)["widgets"]
    assert (made["chart_type"], made["filters"]) == (
        "table",
        {"field": "success", "op": "eq", "value": False},
    )
    assert [one["aggregation_function"] for one in made["metrics"]] == ["count", "avg"]


def test_a_metric_and_a_key_are_plotted(opened: Opened) -> None:
    page = opened()
    number = board(page)
    page.get_by_role("main").get_by_role("button", name="Add widget").click()
    form = editor(page)
    form.get_by_label("What to plot").select_option("metric_evaluations.value#2")
    expect(form.get_by_label("Chart", exact=True)).to_have_value("pie")
    expect(preview(page).locator("svg.marks")).to_contain_text("positive")
    form.get_by_label("What to plot").select_option("metadata.*")
    expect(preview(page)).to_contain_text("Write the key")
    form.get_by_label("Key").fill("region")
    expect(preview(page).locator("svg.marks")).to_contain_text("US")
    form.get_by_role("button", name="Save widget").click()
    expect(editor(page)).to_have_count(0)
    (made,) = stored(page, number)["widgets"]
    assert (made["field"], made["chart_type"]) == ("metadata.region", "pie")


LONG_OR_GOOD: Final = {
    "operator": "or",
    "conditions": [
        {"field": "success", "op": "eq", "value": True},
        {"field": "duration", "op": "gte", "value": 60},
    ],
}


def test_a_nested_filter_is_made_and_shown_again(opened: Opened) -> None:
    page = opened()
    number = board(page, PIE)

    def edit() -> Any:
        page.get_by_role("button", name="More about Reasons").click()
        page.get_by_role("menuitem", name="Edit widget").click()
        return editor(page)

    form = edit()
    form.get_by_role("button", name="Add condition").click()
    form.get_by_label("Field", exact=True).select_option("topic")
    form.get_by_label("Operator").select_option("contains")
    form.get_by_label("Value", exact=True).focus()
    expect(form.locator("datalist option[value='billing']")).to_have_count(1)
    form.get_by_label("Value", exact=True).fill("bill")
    form.get_by_role("button", name="Add group").click()
    nested = form.get_by_role("group", name="Conditions").nth(1)
    nested.get_by_role("button", name="Add condition").click()
    nested.get_by_role("button", name="Add condition").click()
    nested.get_by_label("Field", exact=True).nth(1).select_option("duration")
    nested.get_by_label("Operator").nth(1).select_option("gte")
    nested.get_by_label("Value", exact=True).nth(1).fill("60")
    preview(page)
    picture(page, "filter")
    form.get_by_role("button", name="Save widget").click()
    expect(editor(page)).to_have_count(0)
    idle(page)
    (made,) = stored(page, number)["widgets"]
    topic = {"field": "topic", "op": "contains", "value": "bill"}
    assert made["filters"] == {"operator": "and", "conditions": [topic, LONG_OR_GOOD]}
    assert edit().locator(".condition").count() == 3


def test_conditions_and_groups_are_taken_away(opened: Opened) -> None:
    page = opened()
    topic = {"field": "topic", "op": "contains", "value": "bill"}
    both = {"operator": "and", "conditions": [topic, LONG_OR_GOOD]}
    number = board(page, PIE)
    widget = stored(page, number)["widgets"][0]["id"]
    for taken, left in (("condition", LONG_OR_GOOD), ("group", topic)):
        ask = page.request.patch(
            f"{page.url.partition('#')[0]}api/dashboards/widgets/{widget}/", data={"filters": both}
        )
        assert ask.ok
        page.reload()
        idle(page)
        page.get_by_role("button", name="More about Reasons").click()
        page.get_by_role("menuitem", name="Edit widget").click()
        editor(page).get_by_role("button", name=f"Remove this {taken}").first.click()
        editor(page).get_by_role("button", name="Save widget").click()
        expect(editor(page)).to_have_count(0)
        idle(page)
        assert stored(page, number)["widgets"][0]["filters"] == left


def test_a_refusal_is_shown(opened: Opened) -> None:
    page = opened()
    board(page)
    page.get_by_role("main").get_by_role("button", name="Add widget").click()
    editor(page).get_by_label("What to plot").select_option("duration")
    editor(page).get_by_label("Chart", exact=True).select_option("histogram")
    editor(page).get_by_label("Number of bins").fill("-1")
    expect(preview(page).get_by_role("alert")).to_contain_text("Bins, Count: expected one bin or more")
    editor(page).get_by_role("button", name="Save widget").click()
    expect(editor(page).locator("footer").get_by_role("alert")).to_be_visible()
    page.keyboard.press("Escape")
    expect(editor(page)).to_have_count(0)


def test_dashboards_are_made_renamed_copied_and_deleted(opened: Opened) -> None:
    page = opened()
    page.get_by_role("button", name="New dashboard").click()
    page.get_by_label("Name", exact=True).fill("Nights")
    page.get_by_role("button", name="Create").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Nights")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()

    def menu(item: str) -> None:
        page.get_by_role("button", name="More about this dashboard").click()
        page.get_by_role("menuitem", name=item).click()

    menu("Rename")
    page.get_by_label("Name", exact=True).fill("Days")
    page.get_by_role("button", name="Rename").click()
    expect(title).to_have_text("Days")
    menu("Duplicate")
    expect(title).to_have_text("Days (copy)")
    menu("Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(title).not_to_have_text("Days (copy)")
    page.get_by_label("Dashboard", exact=True).select_option("Days")
    expect(title).to_have_text("Days")
    menu("Delete")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(title).to_have_text("Days")


def test_the_first_dashboard(opened: Opened) -> None:
    page = opened(tenant="2")
    page.get_by_role("button", name="More about this dashboard").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("No dashboards yet")).to_be_visible()
    page.get_by_role("button", name="Create dashboard").click()
    page.get_by_label("Name", exact=True).fill("First")
    page.get_by_role("button", name="Create").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First")


def test_leaving_with_changes_is_asked_about(opened: Opened) -> None:
    page = opened()
    board(page, STAT)
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("button", name="Duplicate Numbers").click()
    page.get_by_role("button", name="New dashboard").click()
    expect(page.get_by_role("dialog", name="Discard the changes?")).to_be_visible()
    page.keyboard.press("Escape")
    assert names(page) == ["Numbers", "Numbers (copy)"]
