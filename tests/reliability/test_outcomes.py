"""The three ends of a send: done, surely not, unknown; and what becomes of each."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.effects import Effect, PostMessage, System
from bot.errors import Unavailable
from bot.feature import Context
from bot.message import Message
from bot.outbox import MOST_ATTEMPTS
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira import JiraStandIn
from bot.sandbox.slack.installation import EVERY_SCOPE, Installation
from bot.store.database import Database, Deadline, Work
from bot.words import DeliveryState
from integrations.jira.client import Login
from integrations.jira.tracker import JiraTracker
from tests.reliability.room import LEASE, Crash, Held, Room
from tests.reliability.room import room as made
from tests.waiting import until

POST = "chat.postMessage"


def fail(room: Room, kind: FaultKind, times: int = 1, **more: Any) -> None:
    room.slack.faults.add(Fault(kind, POST, times=times, **more))


async def dead(room: Room) -> list[str]:
    found = await room.stored(lambda stores: stores.deliveries.dead())
    return [f"{delivery.payload['text']}: {delivery.last_error}" for delivery in found]


# --- Surely not


async def test_tries_are_spread_at_random_over_a_growing_bounded_time(room: Room) -> None:
    owed, pauses = await room.owe("late"), []
    fail(room, FaultKind.REFUSED, 40, error="service_unavailable")
    for attempt in range(1, 41):
        await room.worker().drain()
        pause = (await room.row(owed)).available_at - room.clock.at
        assert timedelta() <= pause <= min(timedelta(seconds=2**attempt), timedelta(minutes=15))
        pauses.append(pause)
        room.clock.at += pause
    assert 30 < len(set(pauses))
    assert max(pauses) > timedelta(minutes=5)
    await room.rest()
    assert ["late"] == room.said()


async def test_it_is_given_up_after_many_tries_and_shown(room: Room) -> None:
    await room.owe("never")
    await room.owe("next")
    fail(room, FaultKind.REFUSED, MOST_ATTEMPTS, error="service_unavailable")
    await room.rest()
    assert ["never: Slack answered service_unavailable"] == await dead(room)
    assert {"never": 1} == room.sample.mourned
    assert ["next"] == room.said()


async def test_a_refused_one_is_dead_and_shown_and_sent_again_at_once_when_told(
    room: Room,
) -> None:
    owed = await room.owe("welcome")
    assert owed is not None
    fail(room, FaultKind.REFUSED, error="not_in_channel")
    await room.rest()
    assert ["welcome: not_in_channel"] == await dead(room)
    assert {"welcome": 1} == room.sample.mourned
    assert await room.stored(lambda stores: stores.deliveries.revive(owed, room.clock.at))
    await room.worker().drain()
    assert ["welcome"] == room.said()
    assert not room.slack.called("conversations.history"), "it was sure not to be there"
    assert not await room.stored(lambda stores: stores.deliveries.revive(owed, room.clock.at))


async def test_what_nobody_can_get_ends_without_alarm_and_its_feature_hears(room: Room) -> None:
    owed = await room.owe("welcome", payload={"to": "U000000404"})
    await room.rest()
    found = await room.row(owed)
    assert DeliveryState.DONE == found.state
    assert "not deliverable: channel_not_found" == found.last_error
    assert ({}, {"welcome": 1}) == (room.sample.followed, room.sample.mourned)


async def test_without_settings_for_a_system_its_deliveries_wait(room: Room) -> None:
    owed = await room.owe("issue", kind="create")
    await room.worker().drain()
    row = await room.row(owed)
    assert (DeliveryState.READY, "no settings for the tracker") == (row.state, row.last_error)


async def test_what_cannot_be_drawn_is_dead_and_holds_nobody_up(room: Room) -> None:
    await room.owe("broken", kind="broken")
    await room.owe("next")
    await room.rest()
    assert ["broken: cannot draw: KeyError('missing')"] == await dead(room)
    assert ["next"] == room.said()


async def test_a_database_that_goes_while_it_is_drawn_kills_nothing(room: Room) -> None:
    outage = iter([OperationalError("SELECT", {}, Exception("lock timeout"))])

    def draw(payload: Mapping[str, Any], _context: Context) -> Effect:
        if (error := next(outage, None)) is not None:
            raise error
        return PostMessage(room.channel.id, Message(payload["text"]))

    room.sample.effect("outage")(draw)
    await room.owe("post", kind="outage")
    with pytest.raises(Unavailable, match="lock timeout"):
        await room.worker().step()
    assert [] == await dead(room)
    await room.rest()
    assert ["post"] == room.said()


async def test_a_worker_outlives_what_nobody_expected(room: Room) -> None:
    class Faulty(Database):
        faults = 3

        async def write(self, work: Work[Any], deadline: Deadline | None = None) -> Any:
            if self.faults:
                self.faults -= 1
                raise ZeroDivisionError
            return await super().write(work, deadline)

    await room.owe("post")
    faulty = Faulty(room.url, threads=1)
    worker = room.worker(database=faulty)
    running = asyncio.create_task(worker.run(2, poll=0.01))
    await until(lambda: ["post"] == room.said())
    worker.stop()
    await running
    faulty.close()


async def test_a_feature_failing_to_tell_of_a_dead_one_ends_nothing(room: Room) -> None:
    room.sample.failing["refused"] = 1
    await room.owe("refused")
    await room.owe("next")
    fail(room, FaultKind.REFUSED, error="not_in_channel")
    await room.rest()
    assert ["refused: not_in_channel"] == await dead(room)
    assert ["next"] == room.said()


async def test_one_that_ends_the_process_each_time_is_given_up(room: Room) -> None:
    owed = await room.owe("poison")
    for _ in range(MOST_ATTEMPTS):
        held = Held(room.chat)
        held.crash = "before"
        with pytest.raises(Crash):
            await room.worker(chat=held).drain()
        room.clock.at += LEASE + timedelta(seconds=1)
    await room.worker().drain()
    assert DeliveryState.DEAD == (await room.row(owed)).state
    assert [] == room.said()


# --- A wait that was asked for


async def test_a_429_closes_its_method_for_the_whole_workspace(room: Room) -> None:
    for number in range(10):
        await room.owe(f"{number}", key=f"{number}")
    fail(room, FaultKind.RATE_LIMITED, retry_after="30")
    await room.worker().drain()
    await room.worker("two").drain()
    room.clock.move(seconds=29)
    await room.worker().drain()
    assert 1 == len(room.slack.called(POST))
    assert {0, 1} == {row.attempts for row in await room.rows()}, "waiting is no try"
    room.clock.move(seconds=1)
    await room.rest()
    assert sorted(map(str, range(10))) == sorted(room.said())
    assert 11 == len(room.slack.called(POST))


async def test_a_429_leaves_other_methods_open(room: Room) -> None:
    room.sample.state["card"] = "one"
    await room.owe("card", "card", "draw")
    await room.rest()
    fail(room, FaultKind.RATE_LIMITED, retry_after="30")
    await room.owe("post", "a")
    room.sample.state["card"] = "two"
    await room.owe("card", "card", "draw")
    await room.worker().drain()
    assert ["two"] == room.said()


async def test_a_shorter_wait_does_not_open_a_gate_early(room: Room) -> None:
    late, early = (room.clock.at + timedelta(seconds=seconds) for seconds in (30, 5))
    await room.stored(lambda s: s.deliveries.shut(room.workspace, "post", late))
    await room.stored(lambda s: s.deliveries.shut(room.workspace, "post", early))
    assert late == await room.stored(lambda s: s.deliveries.gate(room.workspace, "post"))


async def test_a_wait_of_no_seconds_is_no_invitation_to_hammer(room: Room) -> None:
    await room.owe("post")
    fail(room, FaultKind.RATE_LIMITED, 20, retry_after="0")
    begun = room.clock.at
    await room.rest()
    assert ["post"] == room.said()
    assert room.clock.at - begun > timedelta(minutes=1)


async def test_a_closed_gate_leaves_doubt_as_it_is(room: Room) -> None:
    first = await room.owe("first")
    fail(room, FaultKind.CUT_AFTER)
    await room.worker().drain()
    room.slack.faults.add(Fault(FaultKind.RATE_LIMITED, "conversations.history", retry_after="90"))
    room.clock.move(seconds=31)
    await room.worker().drain()
    await room.owe("posting is open", "b")
    await room.worker().drain()
    assert ["first", "posting is open"] == room.said()
    assert DeliveryState.UNKNOWN == (await room.row(first)).state
    await room.rest()
    assert ["first", "posting is open"] == room.said()
    assert 2 == len(room.slack.called("conversations.history"))


# --- Unknown

CUTS = [
    FaultKind.CUT_BEFORE,
    FaultKind.CUT_AFTER,
    FaultKind.SERVER_ERROR,
    FaultKind.ERROR_AFTER,
]


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("place", ["channel", "thread", "dm"])
async def test_a_cut_post_ends_as_one_message(room: Room, cut: FaultKind, place: str) -> None:
    root = room.slack.workspace.post(room.channel, room.person.id, "root")
    where = {"thread": root.ts} if place == "thread" else {}
    if place == "dm":
        where = {"to": room.person.id}
    await room.owe("post", payload=where)
    fail(room, cut)
    await room.rest()
    found = {
        "channel": room.slack.messages(room.channel)[1:],
        "thread": room.slack.thread(root),
        "dm": room.slack.direct_messages(room.person),
    }
    assert ["post"] == [message.text for message in found[place]]
    assert {"post": 1} == room.sample.followed
    (row,) = await room.rows()
    assert found[place][0].ts in (row.remote_ref or "")


async def test_a_cut_post_is_looked_for_half_a_lease_later(room: Room) -> None:
    await room.owe("post")
    fail(room, FaultKind.CUT_BEFORE)
    await room.worker().drain()
    room.clock.at += LEASE / 2 - timedelta(seconds=1)
    await room.worker().drain()
    assert not room.slack.called("conversations.history")
    room.clock.move(seconds=1)
    await room.worker().drain()
    assert 1 == len(room.slack.called("conversations.history"))
    assert ["post"] == room.said()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_process_that_ends_around_the_send_leaves_one_message(
    room: Room, when: str
) -> None:
    await room.owe("post")
    held = Held(room.chat)
    held.crash = when
    with pytest.raises(Crash):
        await room.worker("gone", held).drain()
    room.clock.at += LEASE
    assert not await room.worker("two").step(), "the lease still holds"
    room.clock.move(seconds=1)
    await room.worker("two").drain()
    assert ["post"] == room.said()
    assert {"post": 1} == room.sample.followed


async def test_a_result_whose_follow_up_fails_is_followed_up_without_a_second_send(
    room: Room,
) -> None:
    room.sample.failing["post"] = 3
    await room.owe("post")
    await room.owe("next")
    await room.rest()
    assert ["post", "next"] == room.said()
    assert {"post": 1, "next": 1} == room.sample.followed


@pytest.mark.parametrize("cut", [FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER])
async def test_where_it_cannot_be_looked_for_it_is_given_up_and_never_doubled(
    database_url: str, cut: FaultKind
) -> None:
    blind = Installation(scopes=EVERY_SCOPE - {"channels:history"})
    async with made(database_url, blind) as room:
        owed = await room.owe("post")
        assert owed is not None
        await room.owe("next", "b")
        fail(room, cut)
        await room.rest()
        posted = ["post"] if cut is FaultKind.CUT_AFTER else []
        assert sorted([*posted, "next"]) == sorted(room.said())
        (why,) = await dead(room)
        assert "channels:history" in why
        await room.stored(lambda stores: stores.deliveries.revive(owed, room.clock.at))
        await room.rest()
        assert sorted([*posted, "next"]) == sorted(room.said()), "sending again looks first"
        assert 1 == len(await dead(room))


# --- Unknown at Jira, whose search lags behind


@pytest.fixture
async def jira(room: Room) -> Any:
    async with JiraStandIn(room.clock.now) as jira:
        jira.add_project("SAMPLE", "Sample project")
        login = Login(jira.url, "sample-token", "bot@example.com")
        tracker = JiraTracker(login, clock=room.clock.seconds)
        room.ports[System.TRACKER] = tracker
        yield jira
        await tracker.close()


def created(jira: JiraStandIn) -> list[str]:
    return [str(issue.fields["summary"]) for issue in jira.site.issues.values()]


def looked(jira: JiraStandIn, room: Room) -> list[float]:
    """When it was looked for, in leases since the beginning."""
    begun = next(call.at for call in jira.calls if call.method == "POST" and "issue" in call.path)
    calls = [call for call in jira.calls if "search" in call.path]
    return [round((call.at - begun) / LEASE, 1) for call in calls]


@pytest.mark.parametrize("lag", [0, 45, 200])
async def test_a_create_whose_answer_was_lost_is_one_issue(
    room: Room, jira: JiraStandIn, lag: int
) -> None:
    jira.weather.index_lag = lag
    jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue"))
    await room.owe("wanted", kind="create")
    await room.rest()
    assert ["wanted"] == created(jira)
    assert {"wanted": 1} == room.sample.followed
    due = [0.5, 2.0, 5.0, 15.0]
    wanted = [leases for leases in due if leases <= max(0.5, lag / 60)]
    assert len(looked(jira, room)) in (len(wanted), len(wanted) + 1)


async def test_a_create_that_never_arrived_is_looked_for_four_times_then_created(
    room: Room, jira: JiraStandIn
) -> None:
    jira.faults.add(Fault(FaultKind.CUT_BEFORE, "POST /issue"))
    await room.owe("wanted", kind="create")
    await room.rest()
    assert ["wanted"] == created(jira)
    assert [0.5, 2.0, 5.0, 15.0] == pytest.approx(looked(jira, room), abs=0.6)


async def test_looks_keep_their_times_however_often_processes_ended(
    room: Room, jira: JiraStandIn
) -> None:
    jira.weather.index_lag = 400
    tracker = room.ports[System.TRACKER]
    owed = await room.owe("wanted", kind="create")
    for when in ["after", *("before" for _ in range(8))]:
        held = Held(tracker)
        held.crash = when
        room.ports[System.TRACKER] = held
        with pytest.raises(Crash):
            await room.worker().drain()
        room.clock.at += LEASE + timedelta(seconds=1)
    room.ports[System.TRACKER] = tracker
    begun = (await room.row(owed)).first_sent_at
    await room.rest()
    assert begun is not None
    assert room.clock.at - begun <= 15 * LEASE + timedelta(seconds=5)
    assert ["wanted"] == created(jira)


async def test_a_429_of_jira_closes_all_of_it(room: Room, jira: JiraStandIn) -> None:
    jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue"))
    await room.owe("one", "a", "create")
    await room.worker().drain()
    room.clock.move(seconds=31)
    jira.faults.add(Fault(FaultKind.RATE_LIMITED, retry_after="60"))
    await room.worker().step()
    called = len(jira.calls)
    await room.owe("two", "b", "create")
    await room.worker().drain()
    assert called == len(jira.calls)
    await room.rest()
    assert ["one", "two"] == sorted(created(jira))
