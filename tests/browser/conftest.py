"""A browser on the demo's page, with the real bot behind it; skipped where there is none."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.sandbox.child import Bot, free_port
from bot.sandbox.scene import EMAIL, TOKEN, Scene, scene
from bot.sandbox.slack import View
from bot.sandbox.workspace import WorkspacePage, prepared

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

SECRET = "sample-webhook-secret"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
PATIENCE = 30_000
"""Milliseconds."""


@dataclass
class Stage:
    """The scene, its page, and how to look at it."""

    scene: Scene
    page: WorkspacePage
    browser: "Browser"

    async def open(self, **options: Any) -> "Page":
        """The page in a window of its own; whatever fails in it fails the test."""
        context = await self.browser.new_context(**{"viewport": WIDE, **options})
        context.set_default_timeout(PATIENCE)
        opened = await context.new_page()
        opened.on("pageerror", lambda error: pytest.fail(f"the page failed: {error}"))
        await opened.goto(self.page.url)
        await opened.wait_for_selector(".pane-header")
        return opened


async def be(page: "Page", name: str, place: str) -> None:
    """Be somebody else, somewhere."""
    await page.click(".person-switch > button")
    await page.click(f'.person-switch .row:has-text("{name}")')
    await page.click(f'.sidebar .place:has-text("{place}")')
    await page.wait_for_selector(f'.pane-header h1:has-text("{place}")')


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium: no browser tests")
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> AsyncIterator[Stage]:
    """One demo for all tests of a module: each is somebody in a window of its own."""
    playwright = pytest.importorskip("playwright.async_api", reason="no Playwright is installed")
    tmp_path = tmp_path_factory.mktemp("demo")
    made = await prepared(print)
    if made.instead:
        pytest.skip(made.instead)
    async with (
        scene(tmp_path, None) as held,
        WorkspacePage(held, made, tmp_path / "shortlist.db") as page,
        playwright.async_playwright() as driver,
    ):
        bot = started(held, tmp_path)
        browser = await driver.chromium.launch(executable_path=chromium)
        try:
            await bot.start()
            held.jira.deliver_to(f"http://127.0.0.1:{bot.port}/jira/webhook", SECRET)
            page.has(bot)
            await with_product(held)
            yield Stage(held, page, browser)
        finally:
            await browser.close()
            await bot.stop()


@pytest.fixture(autouse=True)
def tidy(stage: Stage) -> None:
    """What a failed test may have left open or switched on is no other test's trouble."""
    stage.scene.slack.workspace.modals.clear()
    stage.scene.slack.faults.clear()


def started(held: Scene, folder: Path) -> Bot:
    installation, connected = held.slack.installation, held.slack.sockets.connections
    settings = {
        "SLACK_BOT_TOKEN": installation.bot_token,
        "SLACK_APP_TOKEN": installation.app_token,
        "SLACK_API_URL": held.slack.api_url,
        "JIRA_URL": held.jira.url,
        "JIRA_EMAIL": EMAIL,
        "JIRA_TOKEN": TOKEN,
        "JIRA_WEBHOOK_SECRET": SECRET,
        "DATABASE_URL": "sqlite:///shortlist.db",
        "ADMIN_USERS": held.admin.id,
        "CLOCK_FILE": held.clock.file.name,
    }
    return Bot(folder, settings, free_port(), lambda: bool(connected))


async def with_product(held: Scene) -> None:
    """The product, as the admin sets it up."""
    slack = held.slack
    await slack.command(held.admin, held.ideas, "/product")
    form = await asyncio.wait_for(opened(held), PATIENCE / 1000)
    entered = {
        "name": "Sample App",
        "key": "APP",
        "managers": [held.pm.id],
        "intake": held.ideas.id,
        "triage": held.triage.id,
        "project": held.project,
        "digest": held.digests.id,
    }
    answer = await slack.submit(held.admin, form, entered)
    assert answer.ok, answer.payload


async def opened(held: Scene) -> View:
    """The admin's form, once it is there."""
    while True:
        if form := held.slack.open_view(held.admin):
            return form
        await asyncio.sleep(0.02)
