"""What was typed and went nowhere: kept, offered again, sent or discarded."""

from typing import Any

from bot.models import Draft
from bot.sandbox.slack import Message, View, shown
from tests.world import World


async def form(world: World) -> View:
    """The form of a new idea."""
    await world.slack.command(world.requester, world.intake, "/idea")
    return await front(world)


async def front(world: World) -> View:
    """The form in front of the requester, once what is under way has settled."""
    await world.app.shell.settled()
    view = world.slack.open_view(world.requester)
    assert view is not None
    return view


async def closed(world: World, view: View) -> Message | None:
    """The last DM after the form was closed unsent."""
    await world.slack.close(world.requester, view)
    await world.settle()
    found = world.slack.direct_messages(world.requester)
    return found[-1] if found else None


async def typed(world: World, view: View, **values: Any) -> None:
    """Type, then choose a product: the one control that reports."""
    world.slack.fill(world.requester, view, values)
    await world.slack.click(world.requester, view, "draft.keep", "Sample App")


async def drafts(world: World) -> list[Draft]:
    from sqlmodel import select

    return await world.stored(lambda store: list(store.session.exec(select(Draft))))


async def entered(world: World, view: View) -> dict[str, str]:
    return {
        block["block_id"]: block["element"]["initial_value"]
        for block in view.blocks
        if "initial_value" in block.get("element", {})
    }


async def test_a_form_closed_unsent_is_offered_with_what_was_kept(world: World) -> None:
    await world.product()
    view = await form(world)
    await typed(world, view, title="Export reports", problem="I copy them.")
    offer = await closed(world, view)
    assert offer is not None
    assert "was not sent" in shown(offer)
    assert "Export reports" in shown(offer)

    await world.slack.click(world.requester, offer, "draft.resume")
    again = await front(world)
    kept = {"title": "Export reports", "problem": "I copy them."}
    assert kept == await entered(world, again)
    await world.slack.submit(world.requester, again)
    await world.settle()
    assert "Export reports" in shown(world.card(1))
    assert [] == await drafts(world)

    await world.slack.click(world.requester, offer, "draft.resume")
    await world.settle()
    assert "sent or discarded already" in shown(offer)


async def test_a_draft_can_be_discarded(world: World) -> None:
    await world.product()
    view = await form(world)
    await typed(world, view, title="Export reports")
    offer = await closed(world, view)
    assert offer is not None
    await world.slack.click(world.requester, offer, "draft.discard")
    await world.settle()
    assert "Discarded." in shown(offer)
    assert [] == await drafts(world)
    assert {} == await entered(world, await form(world))


async def test_a_refused_form_closed_unsent_is_offered(world: World) -> None:
    view = await form(world)
    await world.slack.submit(world.requester, view, {"title": " ", "problem": "I copy them."})
    offer = await closed(world, view)
    assert offer is not None
    assert "I copy them." in shown(offer)


async def test_a_form_closed_empty_is_not_spoken_of(world: World) -> None:
    assert await closed(world, await form(world)) is None


async def test_the_next_form_begins_with_what_was_kept(world: World) -> None:
    await world.product()
    view = await form(world)
    await typed(world, view, title="Export reports")
    await world.slack.close(world.requester, view)
    again = await form(world)
    assert {"title": "Export reports"} == await entered(world, again)
    await world.slack.submit(world.requester, again)
    assert [] == await drafts(world)
    assert {} == await entered(world, await form(world))


async def test_a_change_closed_unsent_is_offered_with_what_was_kept(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    await world.slack.click(world.requester, answer.reply, "idea.edit")
    view = await front(world)
    world.slack.fill(world.requester, view, {"problem": "Every month."})
    await world.slack.click(world.requester, view, "draft.keep_change", "Sample App")
    offer = await closed(world, view)
    assert offer is not None
    assert "Your change of #1 was not sent" in shown(offer)
    assert {} == await entered(world, await form(world))
    await world.slack.close(world.requester, await front(world))

    await world.slack.click(world.requester, offer, "draft.resume")
    again = await front(world)
    kept = {"title": "Export reports as CSV", "problem": "Every month."}
    assert kept == await entered(world, again)
    await world.slack.submit(world.requester, again)
    await world.settle()
    assert "Every month." in shown(world.card(1))
    assert [] == await drafts(world)


async def test_a_change_kept_until_it_was_answered_is_not_made(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    await world.slack.click(world.requester, answer.reply, "idea.edit")
    view = await front(world)
    refused = await world.slack.submit(world.requester, view, {"title": " ", "problem": "Always."})
    assert refused.errors
    offer = await closed(world, view)
    assert offer is not None
    await world.decide(1, "no", reason="low_reach")
    await world.slack.click(world.requester, offer, "draft.resume")
    await world.settle()
    assert world.slack.open_view(world.requester) is None
    assert "can't be edited any more" in shown(world.slack.ephemerals(world.requester)[-1])


async def test_a_change_closed_unsent_leaves_the_idea_and_no_draft(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    await world.slack.click(world.requester, answer.reply, "idea.edit")
    view = await front(world)
    world.slack.fill(world.requester, view, {"problem": "Every month."})
    assert await closed(world, view) is None
    assert {} == await entered(world, await form(world))
