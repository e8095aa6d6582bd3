"""A message becomes an idea: by the shortcut, an emoji, a mention; once, and for its author."""

from typing import Any

import pytest

from bot.models import Idea, Support
from bot.sandbox.slack import Message, View, shown
from bot.words import Source
from tests.world import World


async def ideas(world: World) -> list[Idea]:
    from sqlmodel import col, select

    return await world.stored(lambda s: list(s.session.exec(select(Idea).order_by(col(Idea.id)))))


async def idea(world: World) -> Idea:
    found = await ideas(world)
    assert 1 == len(found)
    return found[0]


async def supporters(world: World) -> list[str]:
    from sqlmodel import col, select

    rows = select(Support).order_by(col(Support.id))
    return [s.person for s in await world.stored(lambda st: list(st.session.exec(rows)))]


async def said(world: World, text: str = "We need to export reports", **more: Any) -> Message:
    return await world.slack.say(world.requester, world.intake, text, **more)


async def react(world: World, message: Message, by: Any = None, emoji: str = "bulb") -> None:
    await world.slack.react(by or world.pm, message, emoji)
    await world.settle()


def replies(world: World, message: Message) -> list[str]:
    return [shown(reply) for reply in world.slack.thread(message)]


async def shortcut(world: World, message: Message, by: Any = None) -> View:
    await world.slack.shortcut(by or world.pm, message, "capture.message")
    await world.settle()
    view = world.slack.open_view(by or world.pm)
    assert view is not None
    return view


# --- The emoji


async def test_an_emoji_makes_a_message_its_authors_idea(world: World) -> None:
    await world.product()
    message = await said(world, "We need to export reports\nEvery month I copy them by hand.")
    await react(world, message)
    found = await idea(world)
    assert (world.requester.id, world.pm.id) == (found.requester, found.filed_by)
    assert (Source.REACTION, message.ts) == (found.source, found.thread)
    assert "We need to export reports" == found.title
    assert str(found.permalink).endswith(message.ts.replace(".", ""))
    (reply,) = replies(world, message)
    assert "*#1* We need to export reports" in reply
    assert "[Edit]" in reply
    assert "[Withdraw]" in reply
    card = shown(world.card(1))
    assert f"from @{world.requester.id}, filed by @{world.pm.id}" in card
    assert "source" in card
    await world.decide(1, "no", by=world.other_pm, reason="low_reach")
    await world.settle()
    assert 2 == len(replies(world, message))
    assert [] == world.told(world.requester)


async def test_one_message_is_one_idea_however_often_it_is_reacted_to(world: World) -> None:
    message = await said(world)
    await react(world, message)
    for _ in range(10):
        await world.slack.react(world.admin, message, "bulb")
        await world.slack.unreact(world.admin, message, "bulb")
        await world.settle()
    assert [world.requester.id] == await supporters(world)
    await react(world, message, world.admin)
    await world.slack.redeliver()
    await world.settle()
    assert [world.requester.id, world.admin.id] == await supporters(world)
    await world.slack.unreact(world.pm, message, "bulb")
    await world.slack.unreact(world.admin, message, "bulb")
    await world.settle()
    assert [world.requester.id] == await supporters(world)
    await idea(world)
    assert 1 == len(replies(world, message))


async def test_another_emoji_and_a_channel_without_one_make_no_idea(world: World) -> None:
    message = await said(world)
    await react(world, message, emoji="tada")
    assert await set_up(world, emoji="") is None
    await react(world, message)
    assert [] == await ideas(world)


async def test_a_message_that_cannot_be_read_is_told_of_once(world: World) -> None:
    message, other = await said(world), await said(world, "Another one")
    await world.slack.react(world.pm, message, "bulb")
    await world.slack.delete(world.requester, message)
    await world.settle()
    assert [] == await ideas(world)
    (gone,) = world.told(world.pm)
    assert "is gone" in gone
    world.intake.members.remove(world.slack.installation.bot_user)
    for _ in range(2):
        item = {"type": "message", "channel": world.intake.id, "ts": other.ts}
        told = {"type": "reaction_added", "user": world.pm.id, "reaction": "bulb", "item": item}
        await world.slack.event(told)
        await world.settle()
    assert 2 == len(world.told(world.pm))
    assert "Invite me there" in world.told(world.pm)[1]


async def test_what_holds_no_words_is_no_idea(world: World) -> None:
    await react(world, await said(world, "…"))
    assert "no text" in world.told(world.pm)[0]
    message = await said(world, "", files=["mockup.png"])
    await react(world, message)
    assert "Files: mockup.png" == (await idea(world)).title


async def test_a_reply_becomes_an_idea_in_its_own_thread(world: World) -> None:
    root = await said(world, "Weekly thread")
    reply = await world.slack.say(world.admin, world.intake, "Dark mode, please", thread=root)
    await react(world, reply)
    found = await idea(world)
    assert (world.admin.id, root.ts) == (found.requester, found.thread)
    assert "*#1* Dark mode" in replies(world, root)[-1]


# --- The shortcut


async def test_the_shortcut_files_what_a_colleague_wrote(world: World) -> None:
    await world.product()
    message = await said(world)
    view = await shortcut(world, message)
    assert "We need to export reports" in shown(view)
    assert (await world.slack.submit(world.pm, view, {"title": "Export reports"})).view is None
    await world.settle()
    found = await idea(world)
    assert (world.requester.id, world.pm.id) == (found.requester, found.filed_by)
    assert (Source.SHORTCUT, message.ts) == (found.source, found.thread)
    assert found.permalink
    assert "*#1* Export reports" in replies(world, message)[0]
    await world.slack.shortcut(world.admin, message, "capture.message")
    await world.settle()
    assert "is *#1* already" in shown(world.slack.ephemerals(world.admin)[-1])


async def test_a_shortcuts_form_closed_unsent_is_offered_with_its_source(world: World) -> None:
    await world.product()
    message = await said(world)
    await world.slack.close(world.pm, await shortcut(world, message))
    await world.settle()
    offer = world.slack.direct_messages(world.pm)[-1]
    assert "We need to export reports" in shown(offer)
    await world.slack.click(world.pm, offer, "draft.resume")
    await world.settle()
    view = world.slack.open_view(world.pm)
    assert view is not None
    await world.slack.submit(world.pm, view)
    await world.settle()
    found = await idea(world)
    assert (world.requester.id, message.ts) == (found.requester, found.thread)
    assert [] == await world.stored(lambda s: [d for d in [s.drafts.by_id(1, world.pm.id)] if d])


async def test_a_message_made_an_idea_meanwhile_is_not_filed_twice(world: World) -> None:
    message = await said(world)
    view = await shortcut(world, message)
    await react(world, message, world.admin)
    refused = await world.slack.submit(world.pm, view)
    assert "meanwhile: #1" in refused.errors["title"]
    await idea(world)


async def test_where_the_bot_cannot_reply_the_requester_hears_by_dm(world: World) -> None:
    people = [world.requester, world.pm]
    hidden = world.slack.add_channel("hidden", people, private=True, bot=False)
    message = await world.slack.say(world.requester, hidden, "Export reports")
    view = await shortcut(world, message)
    await world.slack.submit(world.pm, view)
    await world.settle()
    assert (await idea(world)).thread is None
    assert f"@{world.pm.id} filed this for you" in world.told(world.requester)[0]


# --- The mention


async def test_what_follows_a_mention_is_the_idea(world: World) -> None:
    await world.product()
    message = await world.slack.mention(world.requester, world.intake, "export reports as CSV")
    await world.settle()
    found = await idea(world)
    assert ("export reports as CSV", Source.MENTION) == (found.title, found.source)
    assert "*#1*" in replies(world, message)[0]


async def test_a_mention_in_a_thread_keeps_its_first_message(world: World) -> None:
    root = await said(world)
    await world.slack.mention(world.pm, world.intake, "", thread=root)
    await world.settle()
    found = await idea(world)
    assert (world.requester.id, world.pm.id) == (found.requester, found.filed_by)
    assert ("We need to export reports", root.ts) == (found.title, found.thread)
    await world.slack.mention(world.admin, world.intake, "as PDF too", thread=root)
    await world.settle()
    await idea(world)
    assert "part of its discussion" in replies(world, root)[-1]


async def test_words_in_a_thread_are_the_idea_and_the_thread_its_source(world: World) -> None:
    root = await said(world, "What shall we do next?")
    await world.slack.mention(world.pm, world.intake, "export reports", thread=root)
    await world.settle()
    found = await idea(world)
    assert (world.pm.id, "export reports") == (found.requester, found.title)
    assert root.ts == found.thread


async def test_an_empty_mention_is_hinted_at(world: World) -> None:
    message = await world.slack.mention(world.requester, world.intake, "?")
    await world.settle()
    assert [] == await ideas(world)
    assert "Mention me together with what you need" in replies(world, message)[0]


# --- Strangers


async def test_a_stranger_hears_in_their_thread_alone(world: World) -> None:
    await world.product()
    stranger = world.slack.add_stranger("Sample Stranger", world.intake)
    message = await world.slack.say(stranger, world.intake, "Export reports, please")
    await react(world, message)
    assert stranger.id == (await idea(world)).requester
    (reply,) = replies(world, message)
    assert "*#1*" in reply
    assert "[Edit]" not in reply
    await world.decide(1, "no", reason="low_reach", note="Not for them.")
    await world.settle()
    assert "Not for them." not in "".join(replies(world, message))
    await world.slack.delete(stranger, message)
    await world.decide(1, "no", reason="low_reach", by=world.other_pm)
    await world.settle()
    assert [] == world.told(stranger)


async def test_where_strangers_read_along_nothing_is_told_of_other_ideas(world: World) -> None:
    await world.product()
    await world.idea("We need to export reports")
    message = await said(world, "We need to export all reports")
    await react(world, message)
    assert "#1" in "".join(replies(world, message))
    world.slack.add_stranger("Sample Stranger", world.intake)
    other = await said(world, "We need to export some reports")
    await react(world, other)
    (reply,) = replies(world, other)
    assert "*#3*" in reply
    assert "[Edit]" in reply
    assert "#1" not in reply


async def test_a_shortcut_of_a_stranger_is_answered_and_opens_nothing(world: World) -> None:
    await world.product()
    message = await said(world, "Our own plans")
    stranger = world.slack.add_stranger("Sample Stranger", world.intake)
    await world.slack.shortcut(stranger, message, "capture.message")
    await world.settle()
    (told,) = world.slack.ephemerals(stranger)
    assert "I work for the other organisation in this channel" in shown(told)
    assert "Our own plans" not in shown(told)
    assert ([], None) == (await ideas(world), world.slack.open_view(stranger))
    assert await world.stored(lambda s: s.drafts.latest(stranger.id, "capture.message")) is None


async def test_a_shortcut_on_a_strangers_message_asks_for_them_and_tells_them_little(
    world: World,
) -> None:
    await world.product()
    await world.idea("We need to export reports")
    stranger = world.slack.add_stranger("Sample Stranger", world.intake)
    message = await world.slack.say(stranger, world.intake, "We need to export all reports")
    view = await shortcut(world, message)
    assert stranger.id not in str(view.blocks)
    assert {} == (await world.slack.submit(world.pm, view)).errors
    await world.settle()
    filed = (await ideas(world))[1]
    assert (stranger.id, world.pm.id) == (filed.requester, filed.filed_by)
    (reply,) = replies(world, message)
    assert "*#2*" in reply
    assert "#1" not in reply
    assert "[" not in reply
    assert [] == world.told(stranger)


async def test_a_shortcut_tells_of_no_other_idea_where_strangers_read_along(world: World) -> None:
    await world.product()
    await world.idea("We need to export reports")
    world.slack.add_stranger("Sample Stranger", world.intake)
    message = await said(world, "We need to export all reports")
    await world.slack.submit(world.pm, await shortcut(world, message))
    await world.settle()
    (reply,) = replies(world, message)
    assert "*#2*" in reply
    assert "#1" not in reply


# --- For somebody else


async def test_an_idea_is_filed_for_a_colleague_and_a_customer(world: World) -> None:
    from bot.models import Customer

    await world.product()
    made = Customer(
        workspace_id=world.workspace,
        name="Sample Customer",
        folded="sample customer",
        updated_at=world.clock.now(),
    )
    await world.stored(lambda s: s.session.add(made))
    await world.slack.command(world.pm, world.intake, "/idea")
    await world.app.shell.settled()
    view = world.slack.open_view(world.pm)
    assert view is not None
    await world.slack.options(world.pm, view, "customer.find", "sam")
    values = {"title": "Export reports", "person": world.requester.id}
    world.slack.fill(world.pm, view, {"customer": "Sample Customer"})
    await world.slack.submit(world.pm, view, values)
    await world.settle()
    assert f"@{world.pm.id} filed this for you" in world.told(world.requester)[0]
    assert f"for @{world.requester.id}" in world.told(world.pm)[0]
    rows = await world.stored(lambda s: s.support.of_person(1, world.requester.id))
    assert rows is None or rows.customer_id == 1
    for person in (world.pm, world.requester):
        dm = world.slack.direct_messages(person)[0]
        await world.slack.click(person, dm, "idea.edit")
        await world.app.shell.settled()
        form = world.slack.open_view(person)
        assert form is not None
        await world.slack.submit(person, form, {"problem": f"Says {person.name}."})
    assert f"Says {world.requester.name}." == (await idea(world)).problem
    await world.decide(1, "no", by=world.other_pm, reason="low_reach")
    await world.settle()
    await world.slack.click(world.pm, world.slack.direct_messages(world.pm)[0], "idea.withdraw")
    await world.settle()
    assert "who asked for it" in shown(world.slack.ephemerals(world.pm)[-1])


# --- Settings, used here and there


async def set_up(world: World, by: Any = None, **values: str) -> View | None:
    """`/capture` in the intake channel, filled in and sent."""
    who = by or world.admin
    await world.slack.command(who, world.intake, "/capture")
    await world.app.shell.settled()
    view = world.slack.open_view(who)
    assert view is not None
    answer = await world.slack.submit(who, view, values)
    await world.settle()
    return answer.view


@pytest.mark.parametrize("text", ["Hi <!channel>, read <http://evil.example|docs> & *us*"])
async def test_what_is_captured_calls_nobody(world: World, text: str) -> None:
    message = await said(world, text)
    await react(world, message)
    assert "<!channel>" not in str([call.arguments for call in world.slack.calls])
