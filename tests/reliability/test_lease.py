"""Only who holds the lease finishes a delivery, and only while it is held is it sent."""

import asyncio
from datetime import timedelta

from bot.outbox import Outbox
from bot.store.stores import Stores
from bot.words import DeliveryState
from tests.reliability.room import LEASE, Held, Room

SHORT = timedelta(seconds=1.5)


async def sending(room: Room, held: Held, worker: Outbox) -> "asyncio.Task[bool]":
    task = asyncio.create_task(worker.step())
    await held.entered.wait()
    return task


async def test_the_result_of_a_lost_lease_is_not_written(room: Room) -> None:
    owed, held = await room.owe("post"), Held(room.chat)
    held.after.clear()
    late = await sending(room, held, room.worker("late", held))
    await held.performed.wait()
    room.clock.at += LEASE + timedelta(seconds=1)
    await room.worker("two").drain()
    before = await room.row(owed)
    assert DeliveryState.DONE == before.state
    held.after.set()
    await late
    assert before == await room.row(owed)
    assert ["post"] == room.said()
    assert {"post": 1} == room.sample.followed


async def test_two_claims_of_one_worker_are_told_apart(room: Room) -> None:
    """Tries begin anew when it is sent again, so their number alone tells no claims apart."""
    owed = await room.owe("post")
    assert owed is not None
    late, again = Held(room.chat), Held(room.chat)
    late.after.clear()
    again.after.clear()

    def given_up_and_sent_again(stores: Stores) -> None:
        row = stores.deliveries.by_id(owed)
        assert row is not None
        row.state = DeliveryState.DEAD
        stores.deliveries.save(row)
        stores.deliveries.revive(owed, room.clock.at)

    tasks = [await sending(room, late, room.worker("same", late))]
    await late.performed.wait()
    await room.stored(given_up_and_sent_again)
    tasks.append(await sending(room, again, room.worker("same", again)))
    late.after.set()
    await tasks[0]
    assert DeliveryState.LEASED == (await room.row(owed)).state
    again.after.set()
    await tasks[1]
    assert ["post"] == room.said()
    assert {"post": 1} == room.sample.followed


async def test_a_send_that_lasts_renews_its_lease(room: Room) -> None:
    owed, held = await room.owe("post"), Held(room.chat)
    held.before.clear()
    task = await sending(room, held, room.worker("slow", held, lease=SHORT))
    for _ in range(2):
        until = (await room.row(owed)).lease_until
        room.clock.at += SHORT / 2
        while (await room.row(owed)).lease_until == until:  # noqa: ASYNC110 - it renews by itself
            await asyncio.sleep(0.005)
        assert not await room.worker("two", lease=SHORT).step()
    held.before.set()
    await task
    assert ["post"] == room.said()
    assert 1 == (await room.row(owed)).attempts


async def test_a_send_ends_when_its_lease_is_lost(room: Room) -> None:
    """What was not sent yet must not be sent any more: somebody else has it."""
    owed, held = await room.owe("post"), Held(room.chat)
    held.before.clear()
    late = await sending(room, held, room.worker("late", held, lease=SHORT))
    room.clock.at += SHORT + timedelta(seconds=1)
    taken = room.worker("two", lease=LEASE)
    await taken.drain()
    await late
    held.before.set()
    await room.rest(taken)
    assert ["post"] == room.said()
    assert DeliveryState.DONE == (await room.row(owed)).state


async def test_what_was_claimed_too_long_ago_is_not_sent(room: Room) -> None:
    """As after a process was stopped between its claim and its send."""
    owed = await room.owe("post")
    await room.worker("stopped", lease=timedelta(microseconds=1)).step()
    assert [] == room.said()
    assert DeliveryState.READY == (await room.row(owed)).state
    await room.rest()
    assert ["post"] == room.said()
