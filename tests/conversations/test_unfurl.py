"""Links to ideas unfold to a card that everybody in the channel may see."""

import dataclasses

import pytest
from msgspec.structs import replace

from bot.feature import Links
from bot.sandbox.slack import Channel, Message
from tests.world import World

PUBLIC = "https://shortlist.example"


@pytest.fixture
async def linked(world: World) -> World:
    """A world with one declined idea, whose links unfold."""
    await world.product(project="SAMPLE")
    world.jira.add_project("SAMPLE", "Sample")
    installed = dataclasses.replace(
        world.slack.installation, unfurl_domains=frozenset({"shortlist.example", "127.0.0.1"})
    )
    world.slack.workspace.installation = installed
    links = Links(world.app.config.jira_url, PUBLIC)
    world.app.shell.surroundings = replace(world.app.shell.surroundings, links=links)
    await world.idea("Export reports as CSV\nEvery month I copy them by hand.")
    await world.settle()
    await world.decide(1, "no", reason="low_reach", note="Only for the team.")
    await world.settle()
    return world


async def said(world: World, text: str, channel: Channel | None = None) -> Message:
    message = await world.slack.say(world.requester, channel or world.intake, text)
    await world.settle()
    return message


async def test_a_link_to_an_idea_shows_its_card_without_the_teams_note(linked: World) -> None:
    message = await said(linked, f"See {PUBLIC}/i/1 please")
    (card,) = message.attachments
    assert f"{PUBLIC}/i/1" == card["from_url"]
    seen = linked.slack.shown(message)
    assert "*#1* Export reports as CSV" in seen
    assert "Every month I copy them by hand." in seen
    assert "*No*: Low reach" in seen
    assert "Only for the team." not in seen


async def test_a_link_to_its_jira_issue_does_too(linked: World) -> None:
    await linked.decide(1, "yes")
    await linked.settle()
    (issue,) = linked.jira.site.issues.values()
    message = await said(linked, f"{linked.jira.url}/browse/{issue.key}")
    assert "*#1* Export reports as CSV" in linked.slack.shown(message)


async def test_strangers_see_no_more_than_title_and_state(linked: World) -> None:
    shared = linked.slack.add_channel("sample-shared", [linked.requester])
    shared.shared = True
    message = await said(linked, f"{PUBLIC}/i/1", shared)
    (card,) = message.attachments
    assert 1 == len(card["blocks"])
    seen = linked.slack.shown(message)
    assert "*#1* Export reports as CSV\n:no_entry_sign: Declined" in seen
    assert "by hand" not in seen


async def test_what_leads_to_no_idea_stays_a_link(linked: World) -> None:
    addresses = (
        f"{PUBLIC}/i/2",
        f"{PUBLIC}/i/1/more",
        f"{PUBLIC}/i/99999999999",
        f"{PUBLIC}/other",
        "http://127.0.0.1:1/browse/SAMPLE-1",
        f"{linked.jira.url}/browse/SAMPLE-1",
    )
    message = await said(linked, " ".join(addresses))
    assert [] == message.attachments
    assert [] == linked.slack.called("chat.unfurl")
