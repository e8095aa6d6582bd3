"""The demo's page in a real browser, walked as people would."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import NARROW, Stage, be

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")
HOSTILE = "<img src=x onerror=document.title='run'> *[a](javascript:1)* <!channel> `</script>`"


async def ask(page: "Page", text: str) -> None:
    box = page.get_by_role("textbox", name="Message #sample-ideas")
    await box.fill(f"/idea {text}")
    await box.press("Enter")
    await page.wait_for_selector(f'.message.ephemeral:has-text("{text}")')


async def answer(page: "Page", button: str) -> None:
    await page.locator(".message").last.get_by_role("button", name=button, exact=True).click()
    await page.get_by_role("dialog").wait_for()


async def test_the_guided_path_is_walked_from_idea_to_digest(stage: Stage) -> None:
    page = await stage.open()
    there = page.get_by_role("button", name="Take me there")

    await page.get_by_role("button", name="Type it for me").click()
    await page.get_by_role("textbox", name="Message #sample-ideas").press("Enter")
    await page.wait_for_selector('.guide li.done:has-text("Ask for something")')
    await page.wait_for_selector('.message.ephemeral:has-text("Only visible to you")')

    await there.click()
    await page.wait_for_selector('.message:has-text("Remind me before")')
    await answer(page, "Yes")
    await page.get_by_role("dialog").get_by_role("button", name="Answer", exact=True).click()
    await page.wait_for_selector('.guide li.done:has-text("Answer it")')
    await page.wait_for_selector('.message a:has-text("SAMPLE-")')

    await there.click()
    await page.wait_for_selector('.guide li.done:has-text("See it in Jira")')
    issue = page.locator('.issue:has-text("Remind me before")')
    await issue.get_by_label("Status").select_option("In Progress")
    await page.wait_for_selector('.guide li.done:has-text("Move it on")')

    await there.click()
    await page.click(".clock > button")
    await page.get_by_role("button", name="Next Monday, 9:00").click()
    await page.wait_for_selector('.next-step:has-text("That was it.")')
    assert 5 == await page.locator(".guide li.done").count()
    for kind in ("Progress", "Blockers", "Capacity"):
        posted = page.locator(f'.message:has-text("Sample App  ·  {kind}")')
        await posted.nth(1).wait_for()  # after the one of the Monday before


async def test_a_form_shows_what_is_missing_and_keeps_what_was_typed(stage: Stage) -> None:
    page = await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    await ask(page, "Sort the list by date")
    await be(page, "Sample PM", "sample-triage")
    await page.wait_for_selector('.message:has-text("Sort the list")')
    await answer(page, "Not now")
    form = page.get_by_role("dialog")
    await form.get_by_label("Note for the team").fill("After the sample release.")
    await form.get_by_role("button", name="Answer", exact=True).click()
    await form.get_by_role("alert").get_by_text("Please complete this required field.").wait_for()

    await form.get_by_role("combobox", name="Reason").press("ArrowDown")
    await page.keyboard.type("capacity")
    await page.keyboard.press("Enter")
    await form.locator("textarea", has_text="This cycle is full.").wait_for()
    note = await form.get_by_label("Note for the team").input_value()
    await form.get_by_role("button", name="Answer", exact=True).click()
    await form.wait_for(state="detached")

    await be(page, "Sample Requester", "Shortlist")
    await page.wait_for_selector('.message:has-text("This cycle is full.")')
    assert "After the sample release." == note


async def test_a_request_goes_from_a_duplicate_to_shipped(stage: Stage) -> None:
    page = await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    await ask(page, "Copy an old order")
    offered = page.locator(".message.ephemeral", has_text="Copy an order")
    await offered.get_by_role("button", name="Support this instead").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Support it").click()
    await page.wait_for_selector('.message:has-text("You support")')

    await be(page, "Sample PM", "sample-triage")
    card = page.locator('.message:has-text("Copy an order")').first
    await card.filter(has_text="2 people").wait_for()
    await card.get_by_role("button", name="Not now").click()
    form = page.get_by_role("dialog")
    await form.get_by_role("combobox", name="Reason").press("ArrowDown")
    await page.keyboard.type("capacity")
    await page.keyboard.press("Enter")
    await form.locator("textarea", has_text="This cycle is full.").wait_for()
    back = stage.scene.clock.now() + timedelta(days=6)
    await form.get_by_label("The day").fill(back.date().isoformat())
    await answered(page)
    await hears(page, "comes back for another look")

    await page.click(".clock > button")
    await page.get_by_role("button", name="One week on").click()
    await be(page, "Sample PM", "sample-triage")
    await card.get_by_text("Back in the queue").wait_for()
    await card.get_by_role("button", name="Yes", exact=True).click()
    await answered(page)
    await card.get_by_role("link", name="SAMPLE-").wait_for()
    await hears(page, "We are going to do it.")

    await be(page, "Sample Engineer 1", "Jira")
    issue = page.get_by_role("listitem", name="Copy an order")
    for status in ("In Progress", "Done"):
        await issue.get_by_label("Status").select_option(status)
    await page.get_by_role("button", name="All", exact=True).click()
    assert "Done" == await issue.get_by_label("Status").input_value()
    await hears(page, "It has shipped")


async def answered(page: "Page") -> None:
    form = page.get_by_role("dialog")
    await form.get_by_role("button", name="Answer", exact=True).click()
    await form.wait_for(state="detached")


async def hears(page: "Page", what: str) -> None:
    """The requester is told this of the idea they support."""
    await be(page, "Sample Requester", "Shortlist")
    told = page.locator('.message:has-text("An idea you support")', has_text="Copy an order")
    await told.filter(has_text=what).wait_for()


async def test_a_form_left_in_the_middle_comes_back_and_is_offered_again(stage: Stage) -> None:
    page = await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    box = page.get_by_role("textbox", name="Message #sample-ideas")
    await box.fill("/idea")
    await box.press("Enter")
    title = page.get_by_role("dialog").get_by_label("What do you need?")
    async with page.expect_response("**/acts/fill"):
        await title.fill("A form in the middle")
    async with page.expect_response("**/acts/click"):
        await title.press("Enter")  # asks whether there is such an idea: now the app knows of it
    await page.reload()
    form = page.get_by_role("dialog")
    assert "A form in the middle" == await form.get_by_label("What do you need?").input_value()
    await page.keyboard.press("Escape")
    await form.wait_for(state="detached")
    await be(page, "Sample Requester", "Shortlist")
    kept = page.locator('.message:has-text("I kept what I have of it: A form in the middle")')
    await kept.get_by_role("button", name="Continue").click()
    assert "A form in the middle" == await title.input_value()
    await page.keyboard.press("Escape")
    await form.wait_for(state="detached")


async def test_hostile_text_is_shown_as_it_was_typed(stage: Stage) -> None:
    page = await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    box = page.get_by_role("textbox", name="Message #sample-ideas")
    await box.fill(HOSTILE)
    await box.press("Enter")
    said = page.locator('.message:has-text("onerror")')
    await said.wait_for()
    shown = await said.inner_text()
    assert "<img src=x onerror=document.title='run'> [a](javascript:1) <!channel>" in shown
    assert "Shortlist demo" == await page.title()
    assert 0 == await said.locator("img, a").count()


async def test_commands_are_completed_from_the_manifest(stage: Stage) -> None:
    page = await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    box = page.get_by_role("textbox", name="Message #sample-ideas")
    await box.press("/")
    await page.get_by_role("option", name="/product").wait_for()
    await page.keyboard.type("id")
    await page.keyboard.press("Tab")
    assert "/idea " == await box.input_value()


async def test_what_one_person_is_told_nobody_else_sees(stage: Stage) -> None:
    page, other = await stage.open(), await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    await be(other, "Sample Engineer 1", "sample-ideas")
    await ask(page, "Export the list")
    box = page.get_by_role("textbox", name="Message #sample-ideas")
    await box.fill("Hello everybody")
    await box.press("Enter")
    await other.wait_for_selector('.message:has-text("Hello everybody")')
    assert 0 == await other.locator('.message.ephemeral:has-text("Export the list")').count()


async def test_a_thread_and_a_reaction_are_live(stage: Stage) -> None:
    page, other = await stage.open(), await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    await be(other, "Sample PM", "sample-ideas")
    box = page.get_by_role("textbox", name="Message #sample-ideas")
    await box.fill("A question, @sample.pm")
    await box.press("Enter")
    message = other.locator('.message:has-text("A question")')
    await message.hover()
    await message.get_by_role("button", name="Add a reaction").click()
    await message.get_by_role("button", name="eyes").click()
    await message.hover()
    await message.get_by_role("button", name="Answer in a thread").click()
    await other.get_by_role("textbox", name="Answer in the thread").fill("An answer")
    await other.keyboard.press("Enter")
    seen = page.locator('.message:has-text("A question")')
    await seen.locator('.thread-summary:has-text("1 reply")').wait_for()
    assert "👀 1" == await seen.locator(".reactions button").inner_text()


async def test_what_is_owed_while_slack_refuses_is_counted_and_drains(stage: Stage) -> None:
    page = await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    await page.click(".weather > button")
    refuses = page.get_by_role("switch", name="Slack says: too many requests")
    await refuses.click()
    await page.keyboard.press("Escape")
    await ask(page, "Import the list")
    await page.wait_for_selector('.owed:has-text("owed")')
    await page.click(".weather > button")
    await refuses.click()
    await page.locator(".weather .owed").wait_for(state="detached")
    await page.wait_for_selector('.panel:has-text("Nothing is owed")')


async def test_what_jira_was_down_for_is_done_once_it_is_back(stage: Stage) -> None:
    page = await stage.open()
    await be(page, "Sample Requester", "sample-ideas")
    await ask(page, "Archive the list")
    await be(page, "Sample PM", "sample-triage")
    card = page.locator('.message:has-text("Archive the list")')
    await page.click(".weather > button")
    down = page.get_by_role("switch", name="Jira is down")
    await down.click()
    await page.keyboard.press("Escape")
    await card.get_by_role("button", name="Yes", exact=True).click()
    await answered(page)
    await page.wait_for_selector('.owed:has-text("owed")')
    assert 0 == await card.get_by_role("link", name="SAMPLE-").count()
    await page.click(".weather > button")
    await down.click()
    await card.get_by_role("link", name="SAMPLE-").wait_for()


async def test_a_killed_bot_is_shown_and_comes_back(stage: Stage) -> None:
    page = await stage.open()
    await page.click(".weather > button")
    killed = page.get_by_role("switch", name="The bot is killed")
    await killed.click()
    away = page.locator('.owed:has-text("bot away")')
    await away.wait_for()
    stage.page.check()
    await killed.click()
    await away.wait_for(state="detached")
    await page.keyboard.press("Escape")
    await be(page, "Sample Requester", "sample-ideas")
    await ask(page, "Print the list")


async def test_nothing_is_wider_than_a_phone(stage: Stage) -> None:
    page = await stage.open(viewport=NARROW, color_scheme="dark")
    await page.click(".drawer-button")
    await page.click('.sidebar .place:has-text("Jira")')
    await page.wait_for_selector(".issue")
    width = await page.evaluate("document.documentElement.scrollWidth")
    back = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (390, "rgb(26, 29, 33)") == (width, back)
