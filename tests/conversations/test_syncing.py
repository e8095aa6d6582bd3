"""`jira sync` on the command line: now, and only said."""

from datetime import time

from bot.cli.syncing import count_now, preview, sync_now
from bot.domain.digests import progress
from bot.models import Digest
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack.words import shown
from bot.services.weekly import facts
from bot.store.stores import Store
from bot.words import DigestKind
from tests.world import World


async def tracked(world: World) -> None:
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")


async def test_without_a_project_there_is_nothing_to_read(world: World) -> None:
    assert ["No product has a Jira project."] == await sync_now(world.app)
    assert ["No product has a Jira project."] == await preview(world.app)


async def test_a_pass_reads_every_page(world: World) -> None:
    await tracked(world)
    world.jira.weather.page_cap = 2
    for number in range(7):
        world.jira.create("SAMPLE", f"Sample work {number}")
    assert ["SAMPLE: as of 2026-11-23 08:00 UTC"] == await sync_now(world.app)
    stored = await world.stored(lambda store: store.work.of_project("SAMPLE"))
    assert 7 == len(stored)


async def test_what_the_index_learns_late_is_read_all_the_same(world: World) -> None:
    await tracked(world)
    late, other = (world.jira.create("SAMPLE", f"Sample work {number}") for number in range(2))
    await world.later(minutes=5)
    world.jira.weather.index_lag, world.jira.weather.straggler = 150, late.id
    world.jira.move(late, "In Progress")
    world.clock.move(seconds=30)
    world.jira.move(other, "In Progress")
    await world.later(seconds=30)
    await world.later(minutes=2)
    stored = await world.stored(lambda store: store.work.of_project("SAMPLE"))
    assert ["In Progress"] * 2 == [issue.status.name for issue in stored]


async def test_a_pass_whose_page_token_expired_begins_again_where_it_was(world: World) -> None:
    await tracked(world)
    world.jira.weather.page_cap = 2
    for number in range(5):
        world.jira.create("SAMPLE", f"Sample work {number}")
        world.clock.move(minutes=10)
    expired = Fault(FaultKind.REFUSED, "POST /search/jql", status=400, error="Sample: expired.")
    world.jira.faults.add(Fault(FaultKind.SLOW, "POST /search/jql"))
    world.jira.faults.add(expired)
    (line,) = await sync_now(world.app)
    assert "failed" in line
    await world.later(minutes=11)
    stored = await world.stored(lambda store: store.work.of_project("SAMPLE"))
    assert 5 == len(stored)


async def test_an_idle_project_costs_a_handful_of_requests_a_minute(world: World) -> None:
    await tracked(world)
    for number in range(150):
        world.jira.create("SAMPLE", f"Sample work {number}")
    await world.later(minutes=1)
    await world.later(minutes=70)
    await world.later(minutes=1)
    before = len(world.jira.calls)
    for _ in range(10):
        await world.later(minutes=1)
    assert 40 >= len(world.jira.calls) - before, [c.path for c in world.jira.calls[before:]]


async def test_a_count_says_what_it_found(world: World) -> None:
    await tracked(world)
    kept, gone = (world.jira.create("SAMPLE", f"Sample work {number}") for number in range(2))
    await sync_now(world.app)
    world.jira.delete(gone)
    assert ["SAMPLE: 1 issue in Jira, 1 of ours not among them"] == await count_now(world.app)
    stored = await world.stored(lambda store: store.work.of_project("SAMPLE"))
    assert [kept.key] == [issue.key for issue in stored]


async def test_a_dry_run_says_what_would_change_and_changes_nothing(world: World) -> None:
    await tracked(world)
    kept = world.jira.create("SAMPLE", "Sample work")
    await sync_now(world.app)
    world.clock.move(minutes=10)
    world.jira.move(kept, "In Progress")
    world.jira.create("SAMPLE", "More sample work")
    lines = await preview(world.app)
    assert "SAMPLE: 1 new, 1 changed" == lines[0]
    assert f"  {kept.key}: status To Do -> In Progress" in lines
    stored = await world.stored(lambda store: store.work.of_project("SAMPLE"))
    assert ["To Do"] == [issue.status.name for issue in stored]


async def test_a_jira_that_is_down_is_said(world: World) -> None:
    await tracked(world)
    with world.jira.faults.during(Fault(FaultKind.SERVER_ERROR, "*", status=503)):
        (line,) = await sync_now(world.app)
    assert line.startswith("SAMPLE: waits: ")


async def test_a_project_that_is_gone_is_said_and_tried_again_later(world: World) -> None:
    await world.product("GONE")
    await world.later(seconds=1)
    sync = await world.stored(lambda store: store.syncs.of("GONE"))
    assert sync.error
    calls = len(world.jira.calls)
    await world.later(minutes=2)
    assert calls == len(world.jira.calls), "a refused project is left alone for a while"
    world.jira.add_project("GONE", "Here after all")
    await world.later(minutes=10)
    sync = await world.stored(lambda store: store.syncs.of("GONE"))
    assert (None, True) == (sync.error, sync.good_at is not None)


async def test_digests_count_what_was_read(world: World) -> None:
    await tracked(world)
    done = world.jira.create("SAMPLE", "Sample work")
    world.jira.move(done, "In Progress")
    world.jira.move(done, "Done")
    await world.later(days=7)

    def shipped(store: Store) -> list[str]:
        product = store.products.by_key("APP")
        assert product is not None
        return progress(facts(store, product, world.clock.now().date())).shipped

    assert [done.key] == await world.stored(shipped)


async def subscribed(world: World) -> None:
    """A weekly progress digest, and something done since Jira was read."""
    await tracked(world)
    done = world.jira.create("SAMPLE", "Sample work")

    def subscribe(store: Store) -> None:
        product = store.products.by_key("APP")
        assert product is not None
        digest = store.digests.subscribe(
            Digest(
                workspace_id=store.workspace,
                product_id=product.id or 0,
                kind=DigestKind.PROGRESS,
                channel=world.digests.id,
                weekday=0,
                at=time(9),
                zone="UTC",
            )
        )
        store.schedules.set(store.workspace, "progress", digest.id or 0, world.clock.now())

    await world.later(minutes=5)
    await world.stored(subscribe)
    world.jira.move(done, "Done")


async def test_a_digest_waits_for_what_happened_while_the_bot_slept(world: World) -> None:
    await subscribed(world)
    await world.later(days=7, hours=3)
    for _ in range(6):
        await world.later(seconds=5)
    (post,) = [shown(message) for message in world.slack.messages(world.digests)]
    assert "1 shipped" in post
    assert "Data as of 2026-11-30 11:0" in post


async def test_a_digest_does_not_wait_for_a_jira_that_is_away(world: World) -> None:
    await subscribed(world)
    await world.later(minutes=10)
    with world.jira.faults.during(Fault(FaultKind.CUT_BEFORE, "*")):
        await world.later(days=7, hours=3)
        for _ in range(30):
            await world.later(seconds=5)
        (post,) = [shown(message) for message in world.slack.messages(world.digests)]
    assert "Data as of 2026-11-23 08:15" in post
