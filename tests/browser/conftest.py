"""A browser on the demo's page, with the real bot behind it; skipped where there is none."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.sandbox.demo import DATABASE, running
from bot.sandbox.filling import Filling
from bot.sandbox.scene import PAST, Scene, scene
from bot.sandbox.workspace import Build, WorkspacePage

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

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
    folder = tmp_path_factory.mktemp("demo")
    if instead := await Build().make(print):
        pytest.skip(instead)
    async with (
        scene(folder, None, PAST) as held,
        WorkspacePage(held, instead, folder / DATABASE) as page,
        running(folder, held) as bot,
        playwright.async_playwright() as driver,
    ):
        page.has(bot)
        await Filling(held, bot, folder / DATABASE).fill()
        browser = await driver.chromium.launch(executable_path=chromium)
        try:
            yield Stage(held, page, browser)
        finally:
            await browser.close()


@pytest.fixture(autouse=True)
def tidy(stage: Stage) -> None:
    """What a failed test may have left open or switched on is no other test's trouble."""
    stage.scene.slack.workspace.modals.clear()
    stage.scene.slack.faults.clear()
