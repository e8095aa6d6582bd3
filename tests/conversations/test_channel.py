"""`/capture` and the mode in which every message of a channel is an idea."""

from typing import Any

import pytest

from bot.models import Product
from bot.sandbox.slack import shown
from bot.words import Source
from tests.conversations.test_messages import idea, ideas, react, replies, said, set_up
from tests.world import World

EVERY = "Yes, every message outside threads"


async def whole(world: World) -> None:
    assert await set_up(world, whole=EVERY) is None


async def test_every_message_of_a_person_is_an_idea_where_it_was_switched_on(world: World) -> None:
    await world.product()
    await said(world, "Nobody asked for this")
    assert [] == await ideas(world)
    await whole(world)
    announced = shown(world.slack.messages(world.intake)[-1])
    assert "Every message outside threads becomes an idea for Sample App." in announced
    message = await said(world, "Export reports as CSV")
    await world.settle()
    found = await idea(world)
    assert (Source.CHANNEL, world.requester.id) == (found.source, found.requester)
    assert found.permalink
    assert "*#1* Export reports as CSV" in replies(world, message)[0]
    await world.slack.redeliver()
    await react(world, message)
    await idea(world)


async def test_what_is_no_idea_of_a_person_stays_a_message(world: World) -> None:
    await whole(world)
    kept_out = await said(world, ":mega: Lunch is at noon")
    await world.slack.say(world.pm, world.intake, "Thank you", thread=kept_out)
    await world.slack.edit(world.requester, kept_out, "Lunch is at one")
    await world.slack.join(world.slack.add_person("Sample Newcomer"), world.intake)
    await world.slack.hear_itself(world.slack.messages(world.intake)[0])
    await said(world, "", files=["lunch.png"])
    await said(world, "?!")
    await world.settle()
    assert [] == await ideas(world)
    await world.slack.mention(world.requester, world.intake, "export reports")
    await world.settle()
    assert Source.MENTION == (await idea(world)).source


async def test_a_burst_is_one_idea_worded_in_order(world: World) -> None:
    await world.product()
    await whole(world)
    first = await said(world, "Export reports as CSV")
    await world.settle()
    await world.slack.say(world.pm, world.intake, "Dark mode")
    world.clock.move(seconds=90)
    second = await said(world, "every month", files=["a.png"])
    await world.settle()
    world.clock.move(seconds=40)
    await said(world, "Also a new logo")
    await world.settle()
    titles = {i.title: i.problem for i in await ideas(world)}
    assert {"Export reports as CSV", "Dark mode", "Also a new logo"} == titles.keys()
    assert "every month\n\nFiles: a.png" == titles["Export reports as CSV"]
    assert (1, 0) == (len(replies(world, first)), len(replies(world, second)))
    await react(world, second)
    assert 3 == len(await ideas(world))
    assert "every month" in shown(world.card(1))


async def test_a_burst_told_backwards_reads_forwards(world: World) -> None:
    await whole(world)
    stamps = ("1795420801.000100", "1795420802.000100")
    for ts, text in ((stamps[1], "every month"), (stamps[0], "Export reports")):
        told = {"type": "message", "channel": world.intake.id, "user": world.requester.id}
        await world.slack.event({**told, "text": text, "ts": ts, "channel_type": "channel"})
    found = await idea(world)
    assert ("Export reports", "every month") == (found.title, found.problem)


async def test_a_burst_adds_to_what_was_edited_and_begins_anew_once_answered(world: World) -> None:
    await world.product()
    await whole(world)
    first = await said(world, "Export reports")
    await world.settle()
    await world.slack.click(world.requester, world.slack.thread(first)[0], "idea.edit")
    await world.settle()
    view = world.slack.open_view(world.requester)
    assert view is not None
    await world.slack.submit(world.requester, view, {"title": "Export all reports"})
    await said(world, "as CSV")
    await world.settle()
    found = await idea(world)
    assert ("Export all reports", "as CSV") == (found.title, found.problem)
    await world.decide(1, "no", reason="low_reach")
    await said(world, "and as PDF")
    await world.settle()
    assert 2 == len(await ideas(world))


# --- Settings


async def test_settings_are_for_the_products_pms_and_admins(world: World) -> None:
    await world.product()
    refused = await world.slack.command(world.requester, world.intake, "/capture")
    assert f"ask @{world.pm.id}" in shown(refused.reply)
    await set_up(world, by=world.pm, emoji=":raised_hands:", skip="")
    message = await said(world)
    await react(world, message)
    assert [] == await ideas(world)
    await react(world, message, emoji="raised_hands")
    await idea(world)
    form = await set_up(world, emoji="two words")
    assert form is not None
    await world.app.shell.settled()
    assert "one emoji" in str([ack.body for e in world.slack.sent for ack in e.acks])


async def test_a_direct_message_has_no_settings(world: World) -> None:
    place = world.slack.workspace.direct_channel(world.admin.id)
    answer = await world.slack.command(world.admin, place, "/capture")
    assert "in the channel you want to set up" in shown(answer.reply)


async def test_ideas_of_a_channel_go_to_the_product_it_was_given_to(world: World) -> None:
    await world.product()
    other: Any = Product(
        workspace_id=world.workspace, key="WEB", name="Sample Web", created_at=world.clock.now()
    )
    await world.stored(lambda s: s.products.add(other, [world.other_pm.id]))
    await set_up(world, product="Sample Web")
    await react(world, await said(world))
    assert "The Sample Web team" in shown((await world.idea("Dark mode")).reply)
    assert [other.id, other.id] == [found.product_id for found in await ideas(world)]


@pytest.mark.parametrize("private", [True, False])
async def test_a_public_channel_is_joined_and_to_a_private_one_the_bot_is_invited(
    world: World, private: bool
) -> None:
    place = world.slack.add_channel("aside", [world.admin], private=private, bot=False)
    await world.slack.command(world.admin, place, "/capture")
    await world.app.shell.settled()
    view = world.slack.open_view(world.admin)
    assert view is not None
    await world.slack.submit(world.admin, view, {"whole": EVERY})
    await world.settle()
    assert private == any("I am not in it" in line for line in world.told(world.admin))
    assert private != (world.slack.installation.bot_user in place.members)
    assert private != bool(world.slack.messages(place))
