"""What leaves in which order: by key, after another, the newest state alone."""

import asyncio
from collections import defaultdict
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.errors import Unavailable
from bot.sandbox.faults import Fault, FaultKind
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import DeliveryState
from tests.reliability.room import Held, Room
from tests.waiting import until


def refuse_once(room: Room, error: str) -> None:
    room.slack.faults.add(Fault(FaultKind.REFUSED, "chat.postMessage", error=error))


async def test_one_key_leaves_in_the_order_it_was_owed(room: Room) -> None:
    for number in range(5):
        await room.owe(f"{number}")
    await room.rest()
    assert ["0", "1", "2", "3", "4"] == room.said()


async def test_a_failing_head_holds_up_its_own_key_alone(room: Room) -> None:
    for key in "abc":
        await room.owe(f"{key}1", key)
        await room.owe(f"{key}2", key)
    refuse_once(room, "service_unavailable")
    await room.worker().drain()
    assert ["b1", "b2", "c1", "c2"] == sorted(room.said())
    await room.rest()
    assert ["a1", "a2"] == room.said()[-2:]


async def test_a_given_up_head_lets_the_next_go(room: Room) -> None:
    await room.owe("refused")
    await room.owe("next")
    refuse_once(room, "not_in_channel")
    await room.rest()
    assert ["next"] == room.said()


async def test_what_comes_after_another_waits_for_it(room: Room) -> None:
    root = await room.owe("root", "a")
    await room.owe("reply", "b", after=root)
    refuse_once(room, "service_unavailable")
    await room.worker().drain()
    assert [] == room.said()
    await room.rest()
    assert ["root", "reply"] == room.said()


async def test_what_comes_after_a_given_up_one_waits_until_it_is_sent_again(room: Room) -> None:
    root = await room.owe("root", "a")
    assert root is not None
    await room.owe("reply", "a", after=root)
    await room.owe("other", "b")
    refuse_once(room, "not_in_channel")
    await room.rest()
    assert ["other"] == room.said()
    await room.stored(lambda stores: stores.deliveries.revive(root, room.clock.at))
    await room.rest()
    assert ["other", "root", "reply"] == room.said()


async def test_owed_twice_under_one_name_is_sent_once(room: Room) -> None:
    first = await room.owe("once", dedup="name")
    assert first is not None
    assert await room.owe("twice", "b", dedup="name") is None
    await room.rest()
    assert await room.owe("thrice", dedup="name") is None
    await room.rest()
    assert ["once"] == room.said()


# --- The newest state alone


async def draw(room: Room, state: str) -> int | None:
    room.sample.state["card"] = state
    return await room.owe("card", kind="draw", replaces=True)


async def test_several_states_in_a_row_are_one_message(room: Room) -> None:
    ids = [await draw(room, state) for state in ("one", "two", "three")]
    assert 1 == len(set(ids))
    await room.rest()
    assert ["three"] == room.said()
    assert 1 == len(room.slack.called("chat.postMessage"))
    assert not room.slack.called("chat.update")


async def test_a_state_that_comes_while_the_older_is_sent_is_sent_after_it(room: Room) -> None:
    held = Held(room.chat)
    held.after.clear()
    await draw(room, "one")
    sending = asyncio.create_task(room.worker(chat=held).drain())
    await held.performed.wait()
    await draw(room, "two")
    await draw(room, "three")
    await room.worker("two").drain()
    assert ["one"] == room.said()
    held.after.set()
    await sending
    assert ["three"] == room.said()
    assert 1 == len(room.slack.called("chat.update"))


async def test_a_newer_state_keeps_the_place_of_the_one_it_replaces(room: Room) -> None:
    await draw(room, "one")
    await room.owe("a note under it")
    await draw(room, "two")
    await room.rest()
    assert ["two", "a note under it"] == room.said()


async def test_a_state_in_doubt_is_not_replaced(room: Room) -> None:
    room.slack.faults.add(Fault(FaultKind.CUT_AFTER, "chat.postMessage"))
    await draw(room, "one")
    await room.worker().drain()
    await draw(room, "two")
    await room.rest()
    assert ["two"] == room.said()


async def test_replaced_deliveries_are_forgotten_with_the_others(room: Room) -> None:
    await draw(room, "one")
    await draw(room, "two")
    await room.rest()
    room.clock.move(days=1)
    await room.stored(lambda stores: stores.deliveries.forget_done_before(room.clock.at))
    assert [] == await room.rows()


# --- Many workers


async def test_a_delivery_owed_later_cannot_be_seen_earlier(room: Room) -> None:
    """Ids are given before a commit shows them: who owes the same key waits for it."""
    if room.database.is_sqlite:
        pytest.skip("SQLite has one writer")
    other = Database(room.url)

    def owe_beside(stores: Stores) -> None:
        stores.session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        room.context(stores).owe("say", "a", {"text": "later"})

    def owe(stores: Stores) -> None:
        room.context(stores).owe("say", "a", {"text": "earlier"})
        with pytest.raises(Unavailable, match="lock timeout"):
            other.commit(owe_beside)

    await room.stored(owe)
    other.close()


async def test_a_revived_one_waits_for_a_later_one_being_sent(room: Room) -> None:
    first, held = await room.owe("first"), Held(room.chat)
    assert first is not None
    await room.owe("second")
    refuse_once(room, "not_in_channel")
    await room.worker().step()
    held.before.clear()
    sending = asyncio.create_task(room.worker(chat=held).step())
    await held.entered.wait()
    await room.stored(lambda stores: stores.deliveries.revive(first, room.clock.at))
    assert not await room.worker("two").step()
    held.before.set()
    await sending
    await room.rest()
    assert ["second", "first"] == room.said()


async def test_two_workers_drain_many_keys_in_order_and_nothing_twice(room: Room) -> None:
    def owe(stores: Stores) -> None:
        context = room.context(stores)
        for number in range(300):
            context.owe("say", f"{number % 40}", {"text": f"{number % 40}:{number}"})

    await room.stored(owe)
    others = [Database(room.url, threads=4) for _ in range(2)]
    workers = [room.worker(f"{n}", database=database) for n, database in enumerate(others)]
    running = [asyncio.create_task(worker.run(3, poll=0.01)) for worker in workers]
    await until(lambda: len(room.slack.called("chat.postMessage")) >= 300)
    for worker in workers:
        worker.stop()
    await asyncio.gather(*running)
    await room.rest()
    for database in others:
        database.close()
    by_key: dict[str, list[int]] = defaultdict(list)
    for said in room.said():
        by_key[said.split(":")[0]].append(int(said.split(":")[1]))
    assert 300 == sum(map(len, by_key.values()))
    assert all(numbers == sorted(set(numbers)) for numbers in by_key.values())
    assert {DeliveryState.DONE} == {row.state for row in await room.rows()}


async def test_claiming_looks_at_open_deliveries_alone(room: Room) -> None:
    """However many were delivered before: the index of the open ones is used."""
    if not room.database.is_sqlite:
        pytest.skip("PostgreSQL plans by its own statistics")
    statements: list[tuple[str, Any]] = []

    @event.listens_for(room.database.writer, "before_cursor_execute")
    def _noted(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if "EXISTS" in statement:
            statements.append((statement, values))

    assert not await room.worker().step()
    (statement, values), *_ = statements
    with room.database.reader.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = [str(step[-1]) for step in plan]
    assert "SCAN delivery USING INDEX delivery_open" == steps[0]
    assert not [step for step in steps[1:] if "SCAN" in step]
