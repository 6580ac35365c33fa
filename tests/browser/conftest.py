"""The host application served to a real browser, headless: only `make test-browser` collects these tests."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

collect_ignore_glob = [] if os.environ.get("WIDGETQL_BROWSER") else ["*"]

# Without the last four Chromium asks its maker's hosts at every start.
FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
ZONE: Final = "Europe/Berlin"
# Milliseconds: a machine that runs other tests beside these is slow.
PATIENCE: Final = 15_000


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the application answers."""
    import uvicorn

    from examples.host_app.serving import create_app, open_database, prepare

    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'app.sqlite'}")
    prepare(engine, calls=3_000, now=datetime.now(UTC))
    server = uvicorn.Server(uvicorn.Config(create_app(engine), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found is not None, "no Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


Opened = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens the page in a window of its own; a word on its console, or another host asked, is a failure."""
    said: list[str] = []
    contexts: list[Any] = []

    def open_page(width: int = 1200, height: int = 900, theme: Any = "light", tenant: str = "1") -> Page:
        viewport: Any = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, color_scheme=theme, timezone_id=ZONE)
        contexts.append(context)
        context.add_cookies([{"name": "organisation", "value": tenant, "url": address}])
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        # A refusal is an answer, though the console calls it an error.
        page.on("console", lambda one: None if "status of 4" in one.text else said.append(one.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "request", lambda one: None if one.url.startswith((address, "data:")) else said.append(one.url)
        )
        page.goto(address)
        idle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def idle(page: Page) -> None:
    """Wait until every card shows its answer."""
    from playwright.sync_api import expect

    expect(page.locator("article.card, .empty").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[aria-busy]")).to_have_count(0, timeout=PATIENCE)


def board(page: Page, *widgets: dict[str, Any], name: str = "Trial") -> int:
    """Store a dashboard over the last 7 days with widgets, and show it."""
    conditions = [
        {"field": "timestamp", "op": "gte", "value": "now-7d"},
        {"field": "timestamp", "op": "lte", "value": "now"},
    ]
    body = {"name": name, "filters": {"operator": "and", "conditions": conditions}, "widgets": list(widgets)}
    made = page.request.post(_api(page, "dashboards/"), data=body)
    assert made.ok, made.text()
    number = int(made.json()["id"])
    page.goto(f"{page.url.partition('#')[0]}#{number}")
    page.reload()
    idle(page)
    return number


def stored(page: Page, number: int) -> Any:
    """A dashboard as the server has it."""
    return page.request.get(_api(page, f"dashboards/{number}/")).json()


def _api(page: Page, path: str) -> str:
    return f"{page.url.partition('#')[0]}api/{path}"


SCREENSHOTS: Final = os.environ.get("WIDGETQL_SCREENSHOTS")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where `WIDGETQL_SCREENSHOTS` names a folder, to look at."""
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True)
