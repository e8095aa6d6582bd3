"""Every surface and control of Slack that the page offers, with the payloads it sends."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.sandbox.scene import scene
from bot.sandbox.slack import File, Json, Message
from bot.sandbox.slack.controls import with_ids
from bot.sandbox.workspace import Build, WorkspacePage
from tests.browser.conftest import NARROW, Stage
from tests.browser.scratch import (
    CONFIRM,
    EVERYTHING,
    MANIFEST,
    ScratchApp,
    asked,
    modal,
    mrkdwn,
    option,
    plain,
)

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")
ME, PLACE = "Sample Requester", "sample-ideas"
HOSTILE = "<img src=x onerror=document.title='run'><script>document.title='run'</script>"


@dataclass
class Trial(Stage):
    """A stage whose app is a scratch one."""

    app: ScratchApp

    def post(self, *blocks: Json) -> Message:
        """What the app says in the channel."""
        workspace, place = self.scene.slack.workspace, self.scene.ideas
        return workspace.post(place, workspace.installation.bot_user, "sample", blocks)

    def show(self, content: Json) -> None:
        """Open a form for the requester."""
        workspace, user = self.scene.slack.workspace, self.scene.requester.id
        workspace.modals[user] = [workspace.new_view(user, content)]

    async def sees(self) -> "Page":
        """The page as the requester looks at it."""
        return await self.open()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trial(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> AsyncIterator[Trial]:
    playwright = pytest.importorskip("playwright.async_api", reason="no Playwright is installed")
    if instead := await Build().make(print):
        pytest.skip(instead)
    async with (
        scene(tmp_path_factory.mktemp("trial"), None, timedelta()) as held,
        WorkspacePage(held) as page,
        playwright.async_playwright() as driver,
    ):
        app = ScratchApp()
        held.declare(MANIFEST)
        held.slack.transport = app
        browser = await driver.chromium.launch(executable_path=chromium)
        try:
            yield Trial(held, page, browser, app)
        finally:
            await browser.close()


@pytest.fixture(autouse=True)
def tidy(trial: Trial) -> None:
    """Each test begins with an empty channel and nothing sent."""
    workspace = trial.scene.slack.workspace
    workspace.modals.clear()
    workspace.messages.clear()
    trial.app.sent.clear()
    trial.app.answers.clear()


async def test_the_home_is_asked_for_and_its_controls_keep_their_state(trial: Trial) -> None:
    workspace, me = trial.scene.slack.workspace, trial.scene.requester.id
    choice = {
        "type": "static_select",
        "action_id": "pick",
        "options": [option("mine"), option("all")],
    }
    home = {
        "type": "home",
        "blocks": [
            {"type": "section", "block_id": "s", "text": mrkdwn("*Home*"), "accessory": choice}
        ],
    }
    workspace.homes[me] = workspace.new_view(me, home)
    page = await trial.sees()
    await page.click('.sidebar .place:has-text("Shortlist")')
    await page.get_by_role("button", name="Home").click()
    await page.get_by_role("combobox").click()
    async with page.expect_response("**/acts/click"):
        await page.get_by_role("option", name="All").click()
    (opened,), (clicked,) = trial.app.told("app_home_opened"), trial.app.told("block_actions")
    assert ("home", "home") == (opened["tab"], clicked["view"]["type"])
    assert "all" == clicked["actions"][0]["selected_option"]["value"]
    await page.reload()
    assert "All" == await page.get_by_role("combobox").input_value()


async def test_whoever_one_becomes_talks_with_the_app_too(trial: Trial) -> None:
    workspace, scene = trial.scene.slack.workspace, trial.scene
    for person in (scene.requester, scene.pm):
        place = workspace.direct_channel(person.id)
        workspace.post(place, workspace.installation.bot_user, f"for {person.real_name}", [])
    page = await trial.sees()
    await page.click('.sidebar .place:has-text("Shortlist")')
    await page.wait_for_selector('.message:has-text("for Sample Requester")')
    await page.click(".person-switch > button")
    await page.locator(".person-switch .row").get_by_text("Sample PM", exact=True).click()
    await page.wait_for_selector('.message:has-text("for Sample PM")')


async def test_a_message_shortcut_is_in_the_menu_and_sends_the_message(trial: Trial) -> None:
    await trial.scene.slack.say(trial.scene.pm, trial.scene.ideas, "keep this")
    page = await trial.sees()
    message = page.locator('.message:has-text("keep this")')
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    async with page.expect_response("**/acts/shortcut"):
        await message.get_by_role("button", name="Keep as a sample").click()
    (sent,) = trial.app.told("message_action")
    assert ("keep", "keep this") == (sent["callback_id"], sent["message"]["text"])


async def test_a_reaction_is_found_given_and_taken_back(trial: Trial) -> None:
    await trial.scene.slack.say(trial.scene.pm, trial.scene.ideas, "react here")
    page = await trial.sees()
    message = page.locator('.message:has-text("react here")')
    await message.hover()
    await message.get_by_role("button", name="Add a reaction").click()
    await page.keyboard.type("hedgehog")
    await page.keyboard.press("Enter")
    given = message.locator(".reactions button")
    await given.click()
    await given.wait_for(state="detached")
    events = [*trial.app.told("reaction_added"), *trial.app.told("reaction_removed")]
    assert ["hedgehog"] * 2 == [event["reaction"] for event in events]


async def test_a_mention_is_completed_and_reaches_the_app(trial: Trial) -> None:
    page = await trial.sees()
    box = page.get_by_role("textbox", name=f"Message #{PLACE}")
    await box.press_sequentially("@shor")
    await page.get_by_role("option", name="Shortlist").wait_for()
    await page.keyboard.press("Enter")
    await page.keyboard.type("look")
    async with page.expect_response("**/acts/say"):
        await page.keyboard.press("Enter")
    (mention,) = trial.app.told("app_mention")
    bot = trial.scene.slack.installation.bot_user
    assert f"<@{bot}> look" == mention["text"]


async def test_an_answer_in_a_thread_is_a_message_of_that_thread(trial: Trial) -> None:
    root = await trial.scene.slack.say(trial.scene.pm, trial.scene.ideas, "a root")
    page = await trial.sees()
    message = page.locator('.message:has-text("a root")')
    await message.hover()
    await message.get_by_role("button", name="Answer in a thread").click()
    await page.get_by_role("textbox", name="Answer in the thread").fill("a reply")
    await page.keyboard.press("Enter")
    await page.wait_for_selector('.thread .message:has-text("a reply")')
    assert [root.ts] == [e["thread_ts"] for e in trial.app.told("message") if "thread_ts" in e]
    await page.keyboard.press("Escape")
    await page.locator(".thread").wait_for(state="detached")


async def test_ones_own_message_is_edited_and_deleted(trial: Trial) -> None:
    page = await trial.sees()
    box = page.get_by_role("textbox", name=f"Message #{PLACE}")
    await box.fill("to be chnged")
    await box.press("Enter")
    message = page.locator(".message")
    for act in ("Edit message", "Delete message"):
        await message.hover()
        await message.get_by_role("button", name="More actions").click()
        await message.get_by_role("button", name=act).click()
        if act == "Edit message":
            await page.get_by_role("textbox", name="Edit the message").fill("to be changed")
            await page.keyboard.press("Enter")
            await page.wait_for_selector('.message:has-text("to be changed") .edited')
    await message.wait_for(state="detached")
    kinds = [e.get("subtype") for e in trial.app.told("message")]
    assert [None, "message_changed", "message_deleted"] == kinds


async def test_an_unfurled_link_and_a_picture_are_shown_with_the_message(trial: Trial) -> None:
    slack = trial.scene.slack
    said = await slack.say(trial.scene.pm, trial.scene.ideas, "see https://example.com/1")
    card = [{"type": "section", "text": mrkdwn("*A card* of it")}]
    said.attachments.append({"from_url": "https://example.com/1", "blocks": with_ids(card)})
    drawn = File("F1", "sample.png", 3, alt_text="A sample chart", content=b"png", ready_at=0.0)
    slack.workspace.files["F1"] = drawn
    trial.post({"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A sample chart"})
    page = await trial.sees()
    await page.wait_for_selector('.unfurled:has-text("A card of it")')
    picture = page.get_by_role("img", name="A sample chart")
    assert "/files/F1" == await picture.get_attribute("src")
    assert ["example.com"] == [e["links"][0]["domain"] for e in trial.app.told("link_shared")]


async def test_every_control_of_a_form_sends_what_was_put_into_it(trial: Trial) -> None:
    trial.app.answers["block_suggestion"] = {"options": [option("mars"), option("venus")]}
    trial.show(EVERYTHING)
    page = await trial.sees()
    form = page.get_by_role("dialog")
    await form.get_by_label("Title").fill("Sample")
    await form.get_by_label("Points").fill("5")
    await pick(page, "Pick", "Two")
    await pick(page, "Colours", "Red")
    await pick(page, "Colours", "Blue")
    await form.get_by_role("combobox", name="Far").fill("v")
    await form.get_by_role("option", name="Venus").click()
    await pick(page, "People", "Sample PM 2")
    await form.get_by_label("Day").fill("2027-01-31")
    await form.get_by_label("Time").fill("09:30")
    await form.get_by_label("Hot").check()
    await form.get_by_label("Small").check()
    await form.get_by_label("File").set_input_files(
        {"name": "leave.ics", "mimeType": "text/calendar", "buffer": b"BEGIN:VCALENDAR"}
    )
    await form.get_by_text("leave.ics is uploaded.").wait_for()
    await form.get_by_role("button", name="Send").click()
    await form.wait_for(state="detached")
    (sent,) = trial.app.told("view_submission")
    held = {name: next(iter(v.values())) for name, v in sent["view"]["state"]["values"].items()}
    assert ("Sample", "5") == (held["title"]["value"], held["points"]["value"])
    assert "two" == held["pick"]["selected_option"]["value"]
    assert ["red", "blue"] == [o["value"] for o in held["colours"]["selected_options"]]
    assert "venus" == held["far"]["selected_option"]["value"]
    assert [trial.scene.second_pm.id] == held["people"]["selected_users"]
    assert ("2027-01-31", "09:30") == (held["day"]["selected_date"], held["time"]["selected_time"])
    assert ["hot"] == [o["value"] for o in held["taste"]["selected_options"]]
    assert "small" == held["size"]["selected_option"]["value"]
    assert ["leave.ics"] == [file["name"] for file in held["file"]["files"]]


async def test_hostile_names_and_links_run_nothing(trial: Trial) -> None:
    slack, jira = trial.scene.slack, trial.scene.jira
    person = slack.add_person(HOSTILE)
    await slack.say(person, trial.scene.ideas, "look here")
    jira.create(trial.scene.project, HOSTILE)
    jira.add_version(trial.scene.project, HOSTILE)
    link = f"<javascript:document.title='run'|press here> <@{person.id}> <data:text/html,x|or here>"
    outside = {"image_url": "https://example.com/seen.png", "alt_text": HOSTILE}
    trial.post(
        {"type": "header", "text": plain(HOSTILE)},
        {"type": "section", "text": mrkdwn(link)},
        {"type": "image", **outside},
    )
    page = await trial.sees()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said = page.locator(".message", has_text="press here")
    await said.get_by_text(f"@{HOSTILE}").wait_for()
    await said.get_by_text("press here").click()
    await page.click('.sidebar .place:has-text("Jira")')
    await page.locator(".issue .summary", has_text=HOSTILE).wait_for()
    await page.locator(".versions li", has_text=HOSTILE).wait_for()
    strange = await page.locator(".pane a, .pane img, .pane script").count()
    assert ("Shortlist demo", 0, []) == (await page.title(), strange, outside_of(page, asked))


def outside_of(page: "Page", asked: list[str]) -> list[str]:
    """What was asked of anybody but the demo."""
    return [url for url in asked if not url.startswith(page.url)]


async def pick(page: "Page", field: str, choice: str) -> None:
    async with page.expect_response("**/acts/fill"):
        await page.get_by_role("combobox", name=field).click()
        await page.get_by_role("option", name=choice, exact=True).click()


async def test_forms_are_stacked_and_refuse_with_an_error_at_its_field(trial: Trial) -> None:
    title = asked({"type": "plain_text_input"}, "Title")
    trial.app.answers["view_submission"] = {
        "response_action": "push",
        "view": modal("Second", title),
    }
    trial.show(modal("First", title))
    page = await trial.sees()
    await page.get_by_role("dialog").get_by_label("Title").fill("one")
    await page.keyboard.press("Enter")
    second = page.get_by_role("dialog", name="Second")
    await second.get_by_label("Title").fill("two")
    trial.app.answers["view_submission"] = {
        "response_action": "errors",
        "errors": {"title": "Taken."},
    }
    await page.keyboard.press("Enter")
    await second.get_by_role("alert").get_by_text("Taken.").wait_for()
    await page.keyboard.press("Escape")
    first = page.get_by_role("dialog", name="First")
    assert "one" == await first.get_by_label("Title").input_value()


async def test_what_asks_first_is_done_only_after_a_yes(trial: Trial) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Apply"), "confirm": CONFIRM}
    more = {"type": "overflow", "action_id": "more", "options": [option("hide"), option("drop")]}
    trial.post({"type": "actions", "elements": [button, {**more, "confirm": CONFIRM}]})
    page = await trial.sees()
    await page.get_by_role("button", name="Apply").click()
    await page.keyboard.press("Escape")
    await page.get_by_role("dialog").wait_for(state="detached")
    assert [] == trial.app.told("block_actions")
    await page.locator(".overflow > button").click()
    await page.get_by_role("button", name="Drop").click()
    async with page.expect_response("**/acts/click"):
        await page.get_by_role("dialog").get_by_role("button", name="Do it").click()
    (clicked,) = trial.app.told("block_actions")
    assert "drop" == clicked["actions"][0]["selected_option"]["value"]


async def test_the_page_is_used_with_the_keyboard_alone(trial: Trial) -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Apply")}
    trial.post({"type": "actions", "elements": [button]})
    page = await trial.sees()
    await page.wait_for_selector(".actions button")
    await page.get_by_role("log").focus()
    for _ in range(5):
        await page.keyboard.press("Tab")
        if await page.get_by_role("button", name="Apply").evaluate(
            "it => it === document.activeElement"
        ):
            break
    outline = await page.get_by_role("button", name="Apply").evaluate(
        "it => getComputedStyle(it).outlineStyle"
    )
    async with page.expect_response("**/acts/click"):
        await page.keyboard.press("Enter")
    assert ("solid", 1) == (outline, len(trial.app.told("block_actions")))


async def test_a_form_fits_a_phone(trial: Trial) -> None:
    trial.show(EVERYTHING)
    page = await trial.open(viewport=NARROW)
    await page.get_by_role("dialog").wait_for()
    assert NARROW["width"] == await page.evaluate("document.documentElement.scrollWidth")
