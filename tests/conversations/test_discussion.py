"""Replies in the thread an idea came from are its discussion."""

from sqlalchemy import delete
from sqlmodel import col, select

from bot.models import Comment, InboxEntry
from bot.sandbox.slack import Message, shown
from bot.store.stores import Store
from bot.words import Status
from tests.conversations.test_messages import idea, react, said
from tests.world import World


async def comments(world: World) -> list[Comment]:
    rows = select(Comment).order_by(col(Comment.ts))
    return await world.stored(lambda s: list(s.session.exec(rows)))


async def captured(world: World) -> Message:
    await world.product()
    message = await said(world)
    await react(world, message)
    return message


async def reply(world: World, root: Message, text: str) -> Message:
    return await world.slack.say(world.admin, world.intake, text, thread=root)


async def test_replies_are_shown_on_the_card_and_whole_on_demand(world: World) -> None:
    root = await captured(world)
    for n in range(4):
        await reply(world, root, f"Reply {n}")
    await world.slack.hear_itself(world.slack.thread(root)[0])
    await world.slack.redeliver()
    await world.settle()
    card = shown(world.card(1))
    assert "4 replies" in card
    assert f"@{world.admin.id}: Reply 2\n@{world.admin.id}: Reply 3" in card
    assert "Reply 1" not in card
    assert "Reply 0" in shown((await world.idea("#1")).reply)
    seen = shown((await world.idea("#1", by=world.admin)).reply)
    assert "4 replies" in seen
    assert "Reply 0" not in seen


async def test_a_reply_is_edited_and_taken_back(world: World) -> None:
    root = await captured(world)
    first, second = await reply(world, root, "Me too"), await reply(world, root, "And me")
    await world.slack.edit(world.admin, first, "Me too, every <week>")
    await world.slack.delete(world.admin, second)
    await world.settle()
    card = shown(world.card(1))
    assert "1 reply\n" in card
    assert "Me too, every <week>" in card
    kept, gone = await comments(world)
    assert kept.edited_at
    assert ("", True) == (gone.text, gone.deleted_at is not None)


async def test_what_is_told_backwards_ends_the_same(world: World) -> None:
    root = await captured(world)
    first, second = await reply(world, root, "Me too"), await reply(world, root, "And me")
    plain = world.slack.sent[-2:]
    await world.slack.edit(world.admin, first, "Me too, every week")
    await world.slack.delete(world.admin, second)
    changed = world.slack.sent[-2:]

    def forget(store: Store) -> None:
        for table in (Comment, InboxEntry):
            store.session.execute(delete(table))

    await world.stored(forget)
    for envelope in (*changed, *plain, *reversed(changed)):
        await world.slack.redeliver(envelope)
    kept, gone = await comments(world)
    assert ("Me too, every week", "") == (kept.text, gone.text)
    assert gone.deleted_at is not None


async def test_replies_elsewhere_are_nobodys_discussion(world: World) -> None:
    await captured(world)
    other = await said(world, "Something else")
    await reply(world, other, "Yes")
    assert [] == await comments(world)


async def test_an_answer_in_the_thread_returns_it_to_the_pm(world: World) -> None:
    root = await captured(world)
    await world.decide(1, "needs_info", by=world.other_pm, answer="Which reports?")
    await world.settle()
    await world.slack.say(world.requester, world.intake, "All monthly ones", thread=root)
    await world.settle()
    assert Status.UNDER_REVIEW == (await idea(world)).status
    assert "answered in its thread" in shown(world.slack.thread(world.card(1))[-1])


async def test_a_deleted_source_leaves_the_idea_and_answers_go_by_dm(world: World) -> None:
    root = await captured(world)
    await reply(world, root, "Me too")
    await world.slack.delete(world.requester, root)
    await world.settle()
    found = await idea(world)
    assert (None, None) == (found.permalink, found.thread)
    assert "source" not in shown(world.card(1))
    assert "1 reply" in shown(world.card(1))
    await world.decide(1, "no", by=world.other_pm, reason="low_reach")
    await world.settle()
    assert "#1" in world.told(world.requester)[-1]
