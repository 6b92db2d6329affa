"""Real Chromium on the real server. Everything foreign is refused and counted."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.server import Server
from tests.factories import PASSWORD

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
PICTURES = Path(__file__).parents[2] / "test-results/pictures"
WIDTHS = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
QUIET = [
    "--no-sandbox",  # the tests may run as root, where Chromium's own sandbox can't start
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Server:
    running = Server(tmp_path_factory.mktemp("server") / "data")
    running.start()
    running.run("-m", "tests.browser.people")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def chromium() -> Browser:
    found = os.environ.get("ATTUNE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium, server) -> BrowserContext:
    """A fresh browser. A request to any other host fails the test."""
    foreign: list[str] = []
    refused: list[str] = []
    context = chromium.new_context(
        base_url=server.url, viewport={"width": 1440, "height": 900}, locale="en-GB"
    )
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((server.url, "blob:", "data:"))
            else foreign.append(request.url)
        ),
    )
    context.on(
        "console",
        lambda message: (
            refused.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()
    assert foreign == []
    assert refused == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    page = item.funcargs.get("page")
    if report.when == "call" and report.failed and page and not page.is_closed():
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"FAILED-{item.name}.png", full_page=True)
    return report


@pytest.fixture
def page(context) -> Page:
    return context.new_page()


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def axe(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA, and its best practices, on this page."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{each['id']}: {each['help']} ({node['target']})"
        for each in found
        for node in each["nodes"]
    ]


def look(page: Page, name: str) -> None:
    """Axe at three widths, no sideways scrolling, and a picture of each for people to look at."""
    before = page.viewport_size
    for kind, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert axe(page) == [], (name, kind)
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width, (name, kind, "scrolls sideways")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{kind}.png", full_page=True)
    page.set_viewport_size(before)
