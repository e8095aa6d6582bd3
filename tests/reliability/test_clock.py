"""Each slot runs once: whoever ticks, whenever, however often, whatever was changed meanwhile."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.models import Schedule
from bot.posting import JobEffects
from bot.sandbox.faults import Fault, FaultKind
from bot.store.database import Database
from bot.store.stores import Stores
from tests.reliability.office import Office
from tests.reliability.room import LEASE, Crash, Held, Room


@pytest.fixture
def office(room: Room) -> Office:
    """Monday 2026-11-23 08:00 UTC, week 48."""
    found = Office(room)
    room.sample.effects |= JobEffects(room.jobs).effects
    return found


# --- Who ticks


async def test_four_tickers_run_each_of_twenty_schedules_once_a_slot(office: Office) -> None:
    for number in range(20):
        await office.subscribe(number)
    stores = [Database(office.room.url, threads=2) for _ in range(4)]
    tickers = [office.ticker(database) for database in stores]
    for _ in range(4):
        office.room.clock.move(days=7)
        for _ in range(2):
            await asyncio.gather(*(ticker.tick() for ticker in tickers))
    for database in stores:
        database.close()
    counted = Counter((run.job, run.subject, run.slot) for run in await office.runs())
    assert 20 * 4 == len(counted)
    assert {1} == set(counted.values())


async def test_tickers_that_start_together_enrol_a_job_once(office: Office) -> None:
    office.recur()
    stores = [Database(office.room.url, threads=2) for _ in range(4)]
    taken = await asyncio.gather(*(office.ticker(database).tick() for database in stores))
    for database in stores:
        database.close()
    await office.room.worker().drain()
    assert 1 == sum(taken)
    assert 1 == len(office.acted)


async def test_a_database_that_is_away_is_no_end_of_the_clock(office: Office) -> None:
    gone = Database("sqlite:////nowhere/shortlist.db")
    assert 0 == await office.ticker(gone).tick()
    gone.close()


async def test_a_schedule_of_a_job_this_replica_does_not_know_is_left_alone(
    office: Office,
) -> None:
    at = office.room.clock.at
    await office.room.stored(lambda s: s.schedules.set(office.room.workspace, "newer", 0, at))
    await office.ticker().tick()
    found = await office.room.stored(lambda s: s.schedules.of(office.room.workspace, "newer", 0))
    assert found is not None
    assert at == found.next_at


async def test_a_schedule_that_cannot_be_read_holds_up_no_other(office: Office) -> None:
    broken = await office.subscribe(0)
    await office.subscribe(1)

    def spoil(stores: Stores) -> None:
        digest = stores.of(office.room.workspace).digests.by_id(broken)
        assert digest is not None
        digest.zone = "Sample/Nowhere"
        stores.session.add(digest)

    await office.room.stored(spoil)
    await office.until("2026-11-23T10:00")
    assert ["2026-11-23T09:00"] == office.posted()


async def test_a_schedule_nothing_subscribes_to_is_dropped(office: Office) -> None:
    at, workspace = office.room.clock.at, office.room.workspace
    await office.room.stored(lambda s: s.schedules.set(workspace, "progress", 7, at))
    await office.ticker().tick()
    assert await office.room.stored(lambda s: s.schedules.of(workspace, "progress", 7)) is None


# --- Late, early, again


async def test_a_digest_is_posted_once_with_its_thread(office: Office) -> None:
    await office.subscribe()
    await office.until("2026-11-24T12:00")
    (root,) = office.room.slack.messages(office.room.channel)
    assert "due 2026-11-23T09:00:00+00:00" == root.text
    assert ["detail one", "detail two"] == [m.text for m in office.room.slack.thread(root)]


async def test_a_digest_with_nothing_to_say_posts_nothing(office: Office) -> None:
    office.quiet = True
    await office.subscribe()
    await office.until("2026-11-24T12:00")
    assert [] == office.room.slack.messages(office.room.channel)
    assert ["2026-W48"] == await office.slots()


async def test_the_latest_slot_missed_while_down_runs_once_for_its_own_instant(
    office: Office,
) -> None:
    await office.subscribe()
    office.room.clock.move(days=16)
    await office.ticker().tick()
    await office.ticker().tick()
    await office.room.rest(office.room.worker())
    assert ["2026-12-07T09:00"] == office.posted()
    assert ["2026-W50"] == await office.slots()
    await office.until("2026-12-14T10:00")
    assert ["2026-12-07T09:00", "2026-12-14T09:00"] == office.posted()


async def test_a_clock_that_jumps_back_repeats_nothing(office: Office) -> None:
    await office.subscribe()
    await office.until("2026-11-24T00:00")
    office.room.clock.move(days=-2)
    await office.until("2026-11-24T12:00")
    assert ["2026-11-23T09:00"] == office.posted()


async def test_a_clock_that_was_far_ahead_for_a_while_skips_only_what_it_ran(
    office: Office,
) -> None:
    office.recur()
    await office.subscribe()
    office.room.clock.move(days=28, hours=2)
    await office.ticker().tick()
    await office.room.worker().drain()
    assert ["2026-W52"] == await office.slots()
    office.room.clock.move(days=-28, hours=-2)
    await office.ticker().tick()
    acted = len(office.acted)
    await office.until("2026-11-30T12:00")
    assert ["2026-W52", "2026-W48", "2026-W49"] == await office.slots()
    assert acted + 20 < len(office.acted)


async def test_a_recurring_job_runs_once_a_period_whoever_ticks(office: Office) -> None:
    office.recur()
    for _ in range(61):
        await asyncio.gather(office.ticker().tick(), office.ticker().tick())
        await office.room.worker().drain()
        office.room.clock.move(minutes=1)
    assert 5 == len(office.acted)


async def test_a_job_killed_half_way_runs_again_and_posts_once(office: Office) -> None:
    await office.subscribe()
    office.crashes = 2
    office.room.clock.move(hours=2)
    await office.ticker().tick()
    for _ in range(2):
        with pytest.raises(Crash):
            await office.room.worker().drain()
        office.room.clock.at += LEASE + timedelta(seconds=1)
    await office.room.rest(office.room.worker())
    assert ["2026-11-23T09:00"] == office.posted()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("message", [0, 1, 2])
async def test_a_worker_killed_while_it_posts_leaves_one_digest(
    office: Office, when: str, message: int
) -> None:
    await office.subscribe()
    office.room.clock.move(hours=2)
    await office.ticker().tick()
    held = Held(office.room.chat)
    worker = office.room.worker(chat=held)
    while len(office.room.slack.called("chat.postMessage")) < message:
        await worker.step()
    held.crash = when
    with pytest.raises(Crash):
        await worker.drain()
    await office.room.rest(office.room.worker())
    (root,) = office.room.slack.messages(office.room.channel)
    assert ["detail one", "detail two"] == [m.text for m in office.room.slack.thread(root)]


async def test_the_thread_of_a_refused_digest_waits_for_it(office: Office) -> None:
    await office.subscribe()
    refused = Fault(FaultKind.REFUSED, "chat.postMessage", error="not_in_channel")
    office.room.slack.faults.add(refused)
    await office.until("2026-11-23T12:00")
    assert [] == office.room.slack.messages(office.room.channel)
    (dead,) = await office.room.stored(lambda stores: stores.deliveries.dead())
    assert dead.id is not None
    root = dead.id
    await office.room.stored(lambda stores: stores.deliveries.revive(root, office.room.clock.at))
    await office.room.worker().drain()
    (posted,) = office.room.slack.messages(office.room.channel)
    assert 2 == len(office.room.slack.thread(posted))


# --- Out of turn, and at rest


@pytest.mark.parametrize("crashes", [0, 2])
async def test_a_press_while_the_slot_is_due_posts_each_once(office: Office, crashes: int) -> None:
    digest = await office.subscribe()
    office.room.clock.move(hours=2)
    await office.ticker().tick()
    await office.press(digest, "one")
    await office.press(digest, "one")
    await office.press(digest, "two")
    office.crashes = crashes
    for _ in range(crashes):
        with pytest.raises(Crash):
            await office.room.worker().drain()
        office.room.clock.at += LEASE + timedelta(seconds=1)
    await office.room.rest(office.room.worker("one"), office.room.worker("two"))
    found = office.posted()
    assert {"2026-11-23T09:00": 1, "2026-11-23T10:00": 2} == Counter(found)
    assert ["2026-W48"] == await office.slots()
    await office.until("2026-11-30T10:00")
    assert [*found, "2026-11-30T09:00"] == office.posted()


async def test_what_is_paused_after_its_slot_was_taken_is_not_posted(office: Office) -> None:
    digest = await office.subscribe()
    office.room.clock.move(hours=2)
    await office.ticker().tick()
    await office.pause(digest)
    await office.room.rest(office.room.worker())
    assert [] == office.posted()
    await office.press(digest, "one")
    await office.room.rest(office.room.worker())
    assert ["2026-11-23T10:00"] == office.posted()


# --- Local weeks


@pytest.mark.parametrize(
    ("zone", "begin", "at", "instants"),
    [
        pytest.param(
            "Europe/Berlin",
            "2026-10-12T00:00",
            time(9),
            ["2026-10-12T07:00", "2026-10-19T07:00", "2026-10-26T08:00", "2026-11-02T08:00"],
            id="the local hour stays when summer time ends",
        ),
        pytest.param(
            "Africa/Cairo",
            "2026-04-18T00:00",
            time(0),
            ["2026-04-23T22:00", "2026-04-30T21:00", "2026-05-07T21:00"],
            id="a gap is passed to its end",
        ),
    ],
)
async def test_slots_follow_local_time(
    office: Office, zone: str, begin: str, at: time, instants: list[str]
) -> None:
    office.room.clock.at = datetime.fromisoformat(begin).replace(tzinfo=UTC)
    await office.subscribe(weekday=4 if "Cairo" in zone else 0, at=at, zone=zone)
    end = datetime.fromisoformat(instants[-1]) + timedelta(days=1)
    await office.until(end.isoformat())
    assert instants == office.posted()


async def test_a_time_that_occurs_twice_runs_at_the_first(office: Office) -> None:
    office.room.clock.at = datetime(2026, 10, 20, tzinfo=UTC)
    await office.subscribe(weekday=6, at=time(2, 30), zone="Europe/Berlin")
    await office.until("2026-10-26T00:00")
    assert ["2026-10-25T00:30"] == office.posted()


@pytest.mark.parametrize(
    ("was", "changed", "to", "slots"),
    [
        pytest.param(
            (0, 9, "UTC"),
            "2026-11-23T12:00",
            (4, 15, "UTC"),
            ["2026-11-23T09:00", "2026-12-04T15:00", "2026-12-11T15:00"],
            id="to a later day of a week that was posted: next in the week after",
        ),
        pytest.param(
            (4, 15, "UTC"),
            "2026-11-25T12:00",
            (0, 9, "UTC"),
            ["2026-11-23T09:00", "2026-11-30T09:00", "2026-12-07T09:00"],
            id="to a day that has passed in a week not posted: it comes at the old time",
        ),
        pytest.param(
            (0, 9, "UTC"),
            "2026-11-23T08:30",
            (0, 11, "UTC"),
            ["2026-11-23T11:00", "2026-11-30T11:00", "2026-12-07T11:00"],
            id="to a later hour of the same day",
        ),
        pytest.param(
            (2, 9, "UTC"),
            "2026-11-24T12:00",
            (1, 9, "UTC"),
            ["2026-11-24T09:00", "2026-12-01T09:00", "2026-12-08T09:00"],
            id="to the day before, already past",
        ),
        pytest.param(
            (0, 0, "Pacific/Kiritimati"),
            "2026-11-29T12:00",
            (0, 0, "UTC"),
            ["2026-11-29T10:00", "2026-12-07T00:00"],
            id="to a zone in which the week that was posted has yet to begin",
        ),
        pytest.param(
            (0, 0, "UTC"),
            "2026-11-29T12:00",
            (0, 0, "Pacific/Kiritimati"),
            ["2026-11-29T10:00", "2026-12-06T10:00"],
            id="to a zone in which the week not posted yet has begun",
        ),
    ],
)
async def test_a_changed_subscription_neither_repeats_nor_skips_a_week(
    office: Office,
    was: tuple[int, int, str],
    changed: str,
    to: tuple[int, int, str],
    slots: list[str],
) -> None:
    if "11-29" in changed:
        office.room.clock.at = datetime(2026, 11, 28, tzinfo=UTC)
    await office.subscribe(0, was[0], time(was[1]), was[2])
    await office.until(changed)
    await office.subscribe(0, to[0], time(to[1]), to[2])
    await office.until("2026-12-11T16:00")
    assert slots == office.posted()[: len(slots)]
    run = await office.slots()
    assert len(run) == len(set(run))


async def test_saving_a_form_while_a_slot_is_due_loses_nothing(office: Office) -> None:
    await office.subscribe()
    office.room.clock.move(hours=1, seconds=5)
    await office.subscribe()
    await office.ticker().tick()
    await office.room.worker().drain()
    assert ["2026-11-23T09:00"] == office.posted()


async def test_a_new_subscription_begins_with_its_next_time(office: Office) -> None:
    office.room.clock.move(hours=2)
    await office.subscribe()
    await office.until("2026-11-30T08:00")
    assert [] == office.posted()


async def test_the_schedule_shows_when_it_is_next_due(office: Office) -> None:
    digest = await office.subscribe()
    await office.until("2026-11-23T10:00")
    found: Schedule | None = await office.room.stored(
        lambda s: s.schedules.of(office.room.workspace, "progress", digest)
    )
    assert found is not None
    assert datetime(2026, 11, 30, 9, tzinfo=UTC) == found.next_at
