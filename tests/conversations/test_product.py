"""Setting products up from inside Slack, and whether the bot can speak where it must."""

from typing import Any

import pytest

from bot.models import Idea, Product
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Person, View, shown
from bot.words import DeliveryState, DigestKind
from tests.world import World


async def form(world: World, text: str = "", by: Person | None = None) -> View:
    who = by or world.admin
    await world.slack.command(who, world.intake, "/product", text)
    await world.app.shell.settled()
    view = world.slack.open_view(who)
    assert view is not None
    return view


def entries(world: World, **more: Any) -> dict[str, Any]:
    return {
        "name": "Sample App",
        "key": "app",
        "managers": [world.pm.id],
        "triage": world.triage.id,
        **more,
    }


async def product(world: World) -> Product:
    found = await world.stored(lambda store: store.products.by_key("APP"))
    assert found is not None
    return found


async def test_an_admin_sets_the_first_product_up(world: World) -> None:
    values = entries(world, intake=world.intake.id, digest=world.digests.id, weekday="2")
    answer = await world.slack.submit(world.admin, await form(world), values)
    assert {} == answer.errors
    await world.settle()
    found = await product(world)
    assert ("APP", "Sample App", "UTC") == (found.key, found.name, found.zone)
    assert "This is the triage channel" in shown(world.slack.messages(world.triage)[0])
    assert "This is the digest channel" in shown(world.slack.messages(world.digests)[0])
    told = world.told(world.admin)[-1]
    assert "Saved." in told
    assert "Wednesdays at 09:00" in told


async def test_the_first_product_takes_in_the_ideas_that_waited(world: World) -> None:
    first = await world.idea("Export reports as CSV")
    assert "No product is set up yet" in shown(first.reply)
    assert f"@{world.admin.name}" in world.slack.shown(first.reply)
    withdrawn = await world.idea("Never mind")
    await world.slack.click(world.requester, withdrawn.reply, "idea.withdraw")
    await world.slack.submit(world.admin, await form(world), entries(world))
    await world.settle()
    assert "Export reports as CSV" in shown(world.card(1))
    assert "Never mind" not in str([shown(m) for m in world.slack.messages(world.triage)])
    await world.decide(1, "yes")
    await world.settle()
    assert "answered" in world.told(world.requester)[-1]


async def test_a_second_product_takes_in_nothing(world: World) -> None:
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    values = entries(world, name="Sample Web", key="web", triage=world.digests.id)
    answer = await world.slack.command(world.admin, world.intake, "/product")
    await world.slack.click(world.admin, answer.reply, "product.edit")
    await world.app.shell.settled()
    view = world.slack.open_view(world.admin)
    assert view is not None
    if view.private_metadata != "{}":  # the first button edits the product there is
        await world.slack.close(world.admin, view)
        add = next(b for b in answer.reply.blocks if b.get("block_id") == "add")
        answer.reply.blocks = [add]
        await world.slack.click(world.admin, answer.reply, "product.edit")
        await world.app.shell.settled()
        view = world.slack.open_view(world.admin)
        assert view is not None
    assert {} == (await world.slack.submit(world.admin, view, values)).errors
    await world.settle()
    idea = await world.stored(lambda store: store.ideas.numbered(1))
    assert isinstance(idea, Idea)
    assert (await product(world)).id == idea.product_id


async def test_the_list_shows_every_product_with_its_settings(world: World) -> None:
    await world.product("SAMPLE")
    answer = await world.slack.command(world.pm, world.intake, "/product")
    words = world.slack.shown(answer.reply)
    assert "*Sample App*  `APP`" in words
    assert f"@{world.pm.name}" in words
    assert "Jira SAMPLE" in words
    assert "[Add a product]" in words


async def test_a_product_is_edited_under_its_key(world: World) -> None:
    await world.product()
    view = await form(world, "App")
    changed = {"name": "Sample App Two", "managers": [world.other_pm.id], "project": "sample"}
    assert {} == (await world.slack.submit(world.admin, view, changed)).errors
    found = await product(world)
    assert ("Sample App Two", "SAMPLE") == (found.name, found.project)
    managers = await world.stored(lambda store: store.products.managers(found.id or 0))
    assert [world.other_pm.id] == managers
    assert 1 == len(await world.stored(lambda store: store.products.all()))


async def test_a_changed_digest_day_is_due_on_it(world: World) -> None:
    values = entries(world, digest=world.digests.id, weekday="0")
    await world.slack.submit(world.admin, await form(world), values)
    await world.slack.submit(world.admin, await form(world, "app"), {"weekday": "3"})
    found = await product(world)
    digest = await world.stored(lambda s: s.digests.of(found.id or 0, DigestKind.PROGRESS))
    assert digest is not None
    assert 3 == digest.weekday


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"key": "a"}, "key"),
        ({"key": "1AB"}, "key"),
        ({"key": "ab-c"}, "key"),
        ({"project": "Sample!"}, "project"),
    ],
)
async def test_what_will_not_do_is_said_at_its_field(
    world: World, values: dict[str, str], field: str
) -> None:
    view = await form(world)
    answer = await world.slack.submit(world.admin, view, entries(world) | values)
    assert [field] == list(answer.errors)
    assert {} == (await world.slack.submit(world.admin, view, entries(world, project=""))).errors


async def test_a_key_is_given_once(world: World) -> None:
    await world.product(key="WEB", name="Sample Web")
    await world.stored(lambda s: s.products.add(_second(world), [world.pm.id]))
    view = await form(world, "app")
    answer = await world.slack.submit(world.admin, view, {"key": "web"})
    assert {"key": "Sample Web has this key already."} == answer.errors


def _second(world: World) -> Product:
    return Product(
        workspace_id=world.workspace,
        key="APP",
        name="Sample App",
        intake_channel=world.digests.id,
        triage_channel=world.triage.id,
        created_at=world.clock.now(),
    )


async def test_the_members_of_a_user_group_answer_too(world: World) -> None:
    group = world.slack.add_user_group("sample-pms", [world.other_pm])
    view = await form(world)
    values = entries(world, managers=[], group="sample-pms")
    refused = await world.slack.submit(world.admin, view, values)
    assert ["group"] == list(refused.errors)
    assert {} == (await world.slack.submit(world.admin, view, {"group": group.id})).errors
    await world.settle()
    found = await product(world)
    managers = await world.stored(lambda store: store.products.managers(found.id or 0))
    assert [world.other_pm.id] == managers
    view = await form(world, "app")
    assert group.id in str(view.blocks)
    answer = await world.slack.submit(world.admin, view, {"group": "", "managers": []})
    assert ["managers"] == list(answer.errors)
    assert {} == (await world.slack.submit(world.admin, view, {"managers": [world.pm.id]})).errors
    assert [world.pm.id] == await world.stored(lambda s: s.products.managers(found.id or 0))


async def test_an_unknown_key_is_said_and_means_nothing_to_slack(world: World) -> None:
    answer = await world.slack.command(world.admin, world.intake, "/product", "<!channel>")
    assert "There is no product with the key <!channel>." in shown(answer.reply)
    assert "<!channel>" not in str(answer.payload["text"])


async def test_zones_are_offered_by_what_is_typed(world: World) -> None:
    view = await form(world)
    offered = await world.slack.options(world.admin, view, "product.zone", "new york")
    assert ["America/New_York"] == [option["value"] for option in offered]
    assert [] == await world.slack.options(world.admin, view, "product.zone", "atlantis")


# --- Where the bot cannot speak


async def test_a_channel_without_the_bot_is_told_to_who_set_it_up(world: World) -> None:
    hidden = world.slack.add_channel(
        "sample-hidden", [world.pm, world.admin], private=True, bot=False
    )
    await world.slack.submit(world.admin, await form(world), entries(world, triage=hidden.id))
    await world.settle()
    told = "\n".join(world.slack.shown(m) for m in world.slack.direct_messages(world.admin))
    assert "I can't post in #" in told
    assert "/invite" in told
    assert "`/product`" in told

    hidden.members.append(world.slack.installation.bot_user)
    await world.slack.submit(world.admin, await form(world, "app"))
    await world.settle()
    assert "This is the triage channel" in shown(world.slack.messages(hidden)[0])


async def test_a_dm_to_somebody_who_left_troubles_no_admin(world: World) -> None:
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    await world.decide(1, "no", reason="low_reach")
    world.slack.faults.add(Fault(FaultKind.REFUSED, "chat.postMessage", error="user_disabled"))
    before = world.told(world.requester)
    await world.settle()
    assert before == world.told(world.requester)
    counts = await world.stored(lambda store: store.deliveries.counts())
    assert {DeliveryState.DONE} == counts.keys()
