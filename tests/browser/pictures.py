"""`python -m tests.browser.pictures FOLDER`: the README's pictures, taken of the demo itself.

`--every` takes each place light and dark, wide and narrow, for looking them over.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.sandbox.demo import DATABASE, running
from bot.sandbox.filling import Filling
from bot.sandbox.scene import PAST, scene
from bot.sandbox.workspace import Build, WorkspacePage

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
TALL = {"width": 1280, "height": 1180}
"""Where a digest is seen down to its chart."""
SIZES = {"wide": WIDE, "narrow": NARROW, "tall": TALL}
THEMES = ("light", "dark")
README = (("form", "light", "wide"), ("digest", "light", "tall"), ("home", "dark", "wide"))
"""What is taken when not every place is asked for."""
SETTLES = 600
"""Milliseconds for pictures and scrolling to come to rest; a late one spoils a picture only."""
Going = Callable[["Page"], Awaitable[None]]


async def _be(page: "Page", name: str) -> None:
    await page.click(".person-switch > button")
    await page.locator(".person-switch .row").get_by_text(name, exact=True).click()


async def _go(page: "Page", place: str) -> None:
    if await page.locator(".drawer-button").is_visible():
        await page.click(".drawer-button")
    await page.locator(".sidebar .place").get_by_text(place, exact=True).click()


async def _ideas(page: "Page") -> None:
    await _be(page, "Sample Requester")
    await _go(page, "sample-ideas")


async def _card(page: "Page") -> None:
    await _be(page, "Sample PM")
    await _go(page, "sample-triage")
    await page.locator(".message").last.scroll_into_view_if_needed()


async def _form(page: "Page") -> None:
    await _card(page)
    await page.locator(".message").get_by_role("button", name="Not now").last.click()
    await page.get_by_role("dialog").wait_for()


async def _home(page: "Page") -> None:
    await _be(page, "Sample PM")
    await _go(page, "Shortlist")
    await page.get_by_role("button", name="Home", exact=True).click()
    await page.wait_for_selector(".home .blocks")


async def _digest(page: "Page") -> None:
    await _be(page, "Sample Executive")
    await _go(page, "sample-digests")
    posted = page.locator('.message:has-text("·  Progress  ·")').last
    await posted.evaluate("it => it.scrollIntoView()")


async def _jira(page: "Page") -> None:
    await _be(page, "Sample Engineer 1")
    await _go(page, "Jira")
    await page.wait_for_selector(".issue")


PLACES: dict[str, Going] = {
    "ideas": _ideas,
    "card": _card,
    "form": _form,
    "home": _home,
    "digest": _digest,
    "jira": _jira,
}


async def _taken(browser: "Browser", url: str, where: tuple[str, str, str], to: Path) -> None:
    place, theme, size = where
    options: dict[str, Any] = {"viewport": SIZES[size], "color_scheme": theme}
    context = await browser.new_context(**options)
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_role("button", name="Put the guide away").click()
    await PLACES[place](page)
    await page.mouse.move(0, 0)  # what is under it shows its tools
    await page.wait_for_timeout(SETTLES)
    await page.screenshot(path=to)
    if await (form := page.get_by_role("dialog")).count():
        await page.keyboard.press("Escape")  # a form stays in front of its person otherwise
        await form.wait_for(state="detached")
    await context.close()
    click.echo(to)


async def _take(folder: Path, every: bool) -> None:
    from playwright.async_api import async_playwright

    if instead := await Build().make(click.echo):
        raise click.ClickException(instead)
    shots = list(product(PLACES, THEMES, ("wide", "narrow"))) if every else list(README)
    with tempfile.TemporaryDirectory() as made:
        state = Path(made)
        async with (
            scene(state, None, PAST) as held,
            WorkspacePage(held, "", state / DATABASE) as page,
            running(state, held) as bot,
            async_playwright() as driver,
        ):
            await Filling(held, bot, state / DATABASE).fill()
            browser = await driver.chromium.launch(executable_path=shutil.which("chromium"))
            for shot in shots:
                name = "-".join(shot) if every else shot[0]
                await _taken(browser, page.url, shot, folder / f"{name}.png")
            await browser.close()


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--every", is_flag=True, help="Each place, light and dark, wide and narrow.")
def main(folder: Path, every: bool) -> None:
    """Take the pictures into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_take(folder, every))


if __name__ == "__main__":
    main()
