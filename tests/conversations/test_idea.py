"""Conversations about filing an idea."""

from bot.sandbox.slack.words import shown
from tests.world import World


async def test_text_is_stored_and_acknowledged_with_its_number(world: World) -> None:
    await world.product()
    answer = await world.idea("Export reports as CSV")
    assert "stored as *#1*" in shown(answer.reply)
    assert "Export reports as CSV" in shown(answer.reply)


async def test_the_triage_channel_gets_one_card(world: World) -> None:
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    assert "New" in shown(world.card(1))
    print(shown(world.card(1)))


async def test_a_not_now_reaches_the_requester(world: World) -> None:
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    answer = await world.decide(1, "not_now", reason="no_capacity")
    assert answer.errors == {}
    await world.settle()
    print(world.told(world.requester))
    print(shown(world.card(1)))
