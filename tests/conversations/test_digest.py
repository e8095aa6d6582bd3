"""`/digest`: a channel's subscriptions, chosen, looked at, sent out of turn, paused, removed."""

from datetime import date
from typing import Any

import pytest

from bot.models import Customer, Digest
from bot.sandbox.slack import Answer, Message, Person, View, shown
from bot.store.stores import Store
from tests.world import World


@pytest.fixture
async def moved(world: World) -> World:
    """A product with something to tell of: an item shipped last week, one is in progress."""
    world.jira.add_project("SAMPLE", "Sample project")
    world.jira.add_version("SAMPLE", "Sample 1.0", date(2026, 12, 20))
    epic = world.jira.create("SAMPLE", "Sample initiative", type="Epic")
    item = world.jira.create("SAMPLE", "Sample item", parent=epic)
    world.jira.add_to_version(item, "Sample 1.0")
    world.jira.move(item, "In Progress")
    world.jira.move(world.jira.create("SAMPLE", "Another item"), "Done")
    await world.product("SAMPLE")
    await world.later(days=7)
    return world


async def listed(world: World, by: Person | None = None) -> Message:
    answer = await world.slack.command(by or world.pm, world.digests, "/digest")
    return answer.reply


async def form(world: World, by: Person | None = None) -> View:
    who = by or world.pm
    await world.slack.click(who, await listed(world, who), "digest.add")
    await world.app.shell.settled()
    view = world.slack.open_view(who)
    assert view is not None
    return view


async def subscribe(world: World, **values: Any) -> None:
    assert {} == (await sent(world, **values)).errors


async def sent(world: World, **values: Any) -> Answer:
    answer = await world.slack.submit(world.pm, await form(world), values)
    await world.settle()
    return answer


def posts(world: World) -> list[str]:
    return [shown(message) for message in world.slack.messages(world.digests)]


async def digest(world: World) -> Digest | None:
    return await world.stored(lambda store: store.digests.by_id(1))


async def previewed(world: World, by: Person) -> list[Message]:
    """What a person sees in a DM who presses *Preview*: the root and its thread."""
    before = len(world.slack.direct_messages(by))
    await world.slack.click(by, await listed(world, by), "digest.preview")
    await world.settle()
    (root,) = world.slack.direct_messages(by)[before:]
    return [root, *world.slack.workspace.replies(root)]


async def test_a_channel_subscribes_and_gets_its_digest_on_its_day(moved: World) -> None:
    assert "gets no digest yet" in shown(await listed(moved))
    await subscribe(moved, weekday="2", time="10:30")
    said = moved.slack.shown(moved.slack.messages(moved.digests)[-1])
    assert "subscribed this channel to *Progress* of *Sample App*, for the team" in said
    assert "Wednesdays at 10:30 (UTC)" in said
    text = shown(await listed(moved))
    assert "next <!date" in text or "2026-12-02 10:30" in text
    await moved.later(days=2, hours=2, minutes=20)
    assert 1 == len(posts(moved))
    await moved.later(minutes=11)
    for _ in range(4):
        await moved.later(seconds=20)
    assert "1 shipped" in posts(moved)[-1]
    assert 2 == len(posts(moved))


async def test_members_look_and_only_pms_and_admins_change(moved: World) -> None:
    await subscribe(moved)
    reply = await listed(moved, moved.requester)
    words = moved.slack.shown(reply)
    assert "[Preview]" in words
    assert "[Send now]" not in words
    assert f"ask @{moved.pm.name}" in words
    root, *thread = await previewed(moved, moved.requester)
    assert "would get now, for you alone" in shown(root)
    assert "1 shipped" in shown(root)
    assert "By initiative" in shown(thread[0])
    assert 1 == len(posts(moved))
    await moved.slack.click(moved.requester, await listed(moved, moved.requester), "digest.past")
    await moved.app.shell.settled()
    view = moved.slack.open_view(moved.requester)
    assert view is not None
    assert "Nothing was posted yet" in moved.slack.shown(view)
    await moved.later(days=8)
    assert await moved.stored(lambda store: store.digests.post_by_id(1)) is None


@pytest.mark.parametrize("verb", ["send", "pause", "change", "remove", "add"])
async def test_a_control_somebody_lost_the_right_to_says_who_may(moved: World, verb: str) -> None:
    await subscribe(moved)
    reply = await listed(moved)
    others = [moved.other_pm.id]
    product = await moved.stored(lambda store: store.products.by_key("APP"))
    assert product is not None
    await moved.stored(lambda store: store.products.add(product, others))
    await moved.slack.click(moved.pm, reply, f"digest.{verb}")
    await moved.settle()
    said = moved.slack.shown(moved.slack.ephemerals(moved.pm)[-1])
    assert f"ask @{moved.other_pm.name} or @{moved.admin.name}" in said
    assert 1 == len(posts(moved))
    assert await digest(moved) is not None


async def test_a_press_sends_once_and_leaves_the_slot_alone(moved: World) -> None:
    await subscribe(moved, weekday="2", time="10:30")
    await moved.slack.click(moved.pm, await listed(moved), "digest.send")
    pressed = moved.slack.sent[-1]
    for _ in range(4):
        await moved.later(seconds=20)
    await moved.slack.redeliver(pressed)
    await moved.settle()
    assert 2 == len(posts(moved))
    assert f"Sent out of turn by @{moved.pm.name}" in moved.slack.shown(
        moved.slack.messages(moved.digests)[-1]
    )
    await moved.later(days=2, hours=3)
    for _ in range(4):
        await moved.later(seconds=20)
    assert 3 == len(posts(moved))
    assert "out of turn" not in posts(moved)[-1]
    await moved.slack.click(moved.requester, await listed(moved, moved.requester), "digest.past")
    await moved.app.shell.settled()
    view = moved.slack.open_view(moved.requester)
    assert view is not None
    assert 2 == str(view.blocks).count("/archives/")
    assert 1 == moved.slack.shown(view).count(f"out of turn, by @{moved.pm.name}")


async def test_a_press_with_nothing_to_say_is_answered_and_two_presses_post_twice(
    moved: World,
) -> None:
    await subscribe(moved)
    reply = await listed(moved)
    for _ in range(2):
        await moved.slack.click(moved.pm, reply, "digest.send")
        await moved.settle()
    assert "on its way" in shown(moved.slack.ephemerals(moved.pm)[-1])
    for _ in range(4):
        await moved.later(seconds=20)
    assert 3 == len(posts(moved))
    await moved.later(days=7)
    for _ in range(4):
        await moved.later(seconds=20)
    quiet = len(posts(moved))
    await moved.slack.click(moved.pm, reply, "digest.send")
    for _ in range(4):
        await moved.later(seconds=20)
    assert quiet == len(posts(moved))
    assert "nothing to tell right now" in shown(moved.slack.direct_messages(moved.pm)[-1])


async def test_what_was_due_while_it_was_paused_is_never_posted(moved: World) -> None:
    await subscribe(moved, weekday="2")
    await moved.slack.click(moved.pm, await listed(moved), "digest.pause")
    await moved.app.shell.settled()
    await moved.later(days=3)
    moved.jira.move(moved.jira.create("SAMPLE", "A third item"), "Done")
    reply = await listed(moved)
    assert "paused" in shown(reply)
    await moved.slack.click(moved.pm, reply, "digest.resume")
    await moved.app.shell.settled()
    await moved.later(minutes=5)
    assert 1 == len(posts(moved))
    await moved.later(days=7)
    for _ in range(4):
        await moved.later(seconds=20)
    assert 2 == len(posts(moved))


async def test_a_removed_digest_posts_nothing_more(moved: World) -> None:
    await subscribe(moved, weekday="2")
    await moved.slack.click(moved.pm, await listed(moved), "digest.remove")
    await moved.later(days=10)
    assert 1 == len(posts(moved))
    assert "gets no digest yet" in shown(await listed(moved))


async def test_a_digest_of_a_release_tells_of_it_alone(moved: World) -> None:
    view = await form(moved)
    offered = await moved.slack.options(moved.pm, view, "digest.releases", "sample")
    assert ["Sample 1.0"] == [option["text"]["text"] for option in offered]
    epics = await moved.slack.options(moved.pm, view, "digest.initiatives", "initiative")
    assert 1 == len(epics)
    chosen = [option["value"] for option in offered]
    await moved.slack.submit(moved.pm, view, {"releases": chosen})
    await moved.settle()
    assert "only Sample 1.0" in posts(moved)[-1]
    seen = shown((await previewed(moved, moved.pm))[0])
    assert "only Sample 1.0" in seen
    assert "Nothing shipped, 1 started" in seen


async def test_the_same_twice_and_capacity_in_part_are_refused(moved: World) -> None:
    await subscribe(moved)
    assert {"shape"} == (await sent(moved)).errors.keys()
    view = moved.slack.open_view(moved.pm)
    assert view is not None
    offered = await moved.slack.options(moved.pm, view, "digest.releases", "")
    values = {"kind": "capacity", "releases": [option["value"] for option in offered]}
    assert {"releases"} == (await moved.slack.submit(moved.pm, view, values)).errors.keys()


async def test_a_channel_without_the_bot_is_told_to_who_subscribed_it(moved: World) -> None:
    hidden = moved.slack.add_channel("sample-hidden", [moved.pm], private=True, bot=False)
    answer = await moved.slack.command(moved.pm, hidden, "/digest")
    await moved.slack.click(moved.pm, answer.reply, "digest.add")
    await moved.app.shell.settled()
    view = moved.slack.open_view(moved.pm)
    assert view is not None
    await moved.slack.submit(moved.pm, view)
    await moved.settle()
    assert "I can't post in #" in moved.slack.shown(moved.slack.direct_messages(moved.pm)[-1])


async def test_the_settings_of_a_product_leave_what_was_changed_here(moved: World) -> None:
    await moved.slack.command(moved.admin, moved.intake, "/product", "app")
    await moved.app.shell.settled()
    view = moved.slack.open_view(moved.admin)
    assert view is not None
    await moved.slack.submit(moved.admin, view, {"digest": moved.digests.id})
    await moved.settle()
    reply = await listed(moved)
    assert 3 == shown(reply).count("Mondays at 09:00")
    row = next(b for b in reply.blocks if b.get("block_id") == "digest.2")
    reply.blocks = [row]
    await moved.slack.click(moved.pm, reply, "digest.change")
    await moved.app.shell.settled()
    changed = moved.slack.open_view(moved.pm)
    assert changed is not None
    await moved.slack.submit(moved.pm, changed, {"weekday": "3"})
    await moved.settle()
    await moved.slack.command(moved.admin, moved.intake, "/product", "app")
    await moved.app.shell.settled()
    again = moved.slack.open_view(moved.admin)
    assert again is not None
    await moved.slack.submit(moved.admin, again, {"time": "11:00"})
    await moved.settle()
    text = shown(await listed(moved))
    assert 2 == text.count("Mondays at 11:00")
    assert 1 == text.count("Thursdays at 11:00")
    for channel, paused in (("", 3), (moved.digests.id, 0)):
        await moved.slack.command(moved.admin, moved.intake, "/product", "app")
        await moved.app.shell.settled()
        last = moved.slack.open_view(moved.admin)
        assert last is not None
        await moved.slack.submit(moved.admin, last, {"digest": channel or None})
        await moved.settle()
        assert paused == shown(await listed(moved)).count("paused")


async def test_sales_read_for_which_customers_things_shipped(moved: World) -> None:
    await moved.idea("Export reports as CSV", moved.pm)
    await moved.settle()
    await moved.decide(1, "yes", answer="Yes! With the next release.")
    await moved.settle()

    def ship(store: Store) -> None:
        idea = store.ideas.numbered(1)
        assert idea is not None
        customer = Customer(
            workspace_id=store.workspace,
            name="Sample Clinic",
            folded="c",
            updated_at=idea.created_at,
        )
        store.session.add(customer)
        store.session.flush()
        support = store.support.of_person(idea.id or 0, moved.pm.id)
        assert support is not None
        support.customer_id = customer.id
        store.support.add(support)

    await moved.stored(ship)
    issue = next(i for i in moved.jira.site.issues.values() if "CSV" in i.fields["summary"])
    moved.jira.move(issue, "Done")
    await moved.later(minutes=2)
    await moved.later(days=7)
    await subscribe(moved, shape="sales")
    seen = shown((await previewed(moved, moved.pm))[0])
    assert "1 request shipped" in seen
    assert "#1" in seen
    assert "for *Sample Clinic*" in seen
