"""What was put off comes back by itself, once, and never before it should."""

from datetime import timedelta
from typing import Any

import pytest

from bot.models import Idea, Support
from bot.sandbox.slack import View, shown
from bot.services.returning import check
from bot.store.stores import Store
from bot.words import Status
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with a Jira project, a release to come, an item to do, and one idea."""
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


async def idea(world: World) -> Idea:
    found = await world.stored(lambda store: store.ideas.numbered(1))
    assert found is not None
    return found


async def put_off(world: World, kind: str, **values: Any) -> View | None:
    """Answer not now, to come back in one way; the form when it was refused."""
    await world.slack.click(world.pm, world.card(1), "decide.not_now")
    await world.app.shell.settled()
    view = world.slack.open_view(world.pm)
    assert view is not None
    await world.slack.click(world.pm, view, "decide.returns", [kind])
    await world.app.shell.settled()
    view = world.slack.open_view(world.pm)
    assert view is not None
    answer = await world.slack.submit(world.pm, view, {"reason": "needs_evidence", **values})
    await world.settle()
    return view if answer.errors else None


async def counted(world: World, later: int) -> int:
    """How many came back in a week from now on, or later."""
    start = world.clock.now() + timedelta(days=later)
    end = start + timedelta(days=7)
    return await world.stored(lambda store: store.decisions.returned_between(1, start, end))


async def support(world: World, *people: str) -> bool:
    """More people stand behind it, as the event that says so is handled."""

    def add(store: Store) -> bool:
        found = store.ideas.numbered(1)
        assert found is not None
        for person in people:
            store.support.add(
                Support(
                    workspace_id=store.workspace,
                    idea_id=found.id or 0,
                    person=person,
                    by=person,
                    at=world.clock.now(),
                )
            )
        return check(found, world.app.surroundings.context(store))

    return await world.stored(add)


async def test_supporters_bring_it_back_with_its_old_answer(filed: World) -> None:
    assert await put_off(filed, "supporters", return_people="3") is None
    assert "back at 3 supporters" in shown(filed.card(1))
    assert "comes back for another look at 3 supporters" in filed.told(filed.requester)[-1]
    assert not await support(filed, "U01")
    assert Status.NOT_NOW == (await idea(filed)).status
    assert await support(filed, "U02")
    assert not await support(filed, "U03")
    await filed.settle()
    assert Status.UNDER_REVIEW == (await idea(filed)).status
    assert (await idea(filed)).due_on is not None
    card = shown(filed.card(1))
    assert "Back in the queue: 3 people stand behind it by now." in card
    assert [1, 0] == [await counted(filed, days) for days in (0, 7)]
    assert "*Not now*: Needs evidence" in card
    replies = [filed.slack.shown(reply) for reply in filed.slack.thread(filed.card(1))]
    called = [reply for reply in replies if "back in the queue" in reply]
    assert 1 == len(called)
    assert f"@{filed.pm.name}" in called[0]
    await filed.later(days=1)
    assert called == [
        reply
        for reply in map(filed.slack.shown, filed.slack.thread(filed.card(1)))
        if "back in the queue" in reply
    ]


async def test_a_release_brings_it_back(filed: World) -> None:
    filed.jira.add_version("SAMPLE", "2.0")
    await filed.later(minutes=2)
    assert await put_off(filed, "release", return_release="2.0") is None
    assert "back when 2.0 is out" in shown(filed.card(1))
    await filed.later(minutes=30)
    assert Status.NOT_NOW == (await idea(filed)).status
    filed.jira.release("2.0")
    await filed.later(minutes=2)
    assert Status.UNDER_REVIEW == (await idea(filed)).status
    assert "Back in the queue: 2.0 is out." in shown(filed.card(1))


async def test_an_item_brings_it_back(filed: World) -> None:
    item = filed.jira.create("SAMPLE", "Sample work")
    unknown = await put_off(filed, "item", return_item="SAMPLE-99")
    assert unknown is not None
    await filed.slack.close(filed.pm, unknown)
    await filed.later(minutes=2)
    assert await put_off(filed, "item", return_item=item.key.lower()) is None
    filed.clock.move(minutes=1)
    filed.jira.move(item, "Done")
    await filed.later(minutes=2)
    assert f"Back in the queue: {item.key} is done." in shown(filed.card(1))


async def test_what_has_happened_already_is_refused_at_its_field(filed: World) -> None:
    view = await put_off(filed, "supporters", return_people="1")
    assert view is not None
    refused = await filed.slack.submit(filed.pm, view)
    assert {"return_people": "It has 1 already: enter more."} == refused.errors
    assert {} == (await filed.slack.submit(filed.pm, view, {"return_people": "2"})).errors


async def test_an_answer_that_was_overruled_never_comes_back(filed: World) -> None:
    assert await put_off(filed, "date", return_on="2026-11-25") is None
    await filed.decide(1, "no", reason="low_reach")
    await filed.later(days=4)
    assert Status.DECLINED == (await idea(filed)).status


async def test_a_no_may_come_back_too(filed: World) -> None:
    await filed.slack.click(filed.pm, filed.card(1), "decide.no")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    await filed.slack.click(filed.pm, view, "decide.returns", ["date", "supporters"])
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    values = {"reason": "low_reach", "return_on": "2026-11-30", "return_people": "50"}
    assert {} == (await filed.slack.submit(filed.pm, view, values)).errors
    await filed.settle()
    assert "back on 30 Nov 2026 or at 50 supporters" in shown(filed.card(1))
    await filed.later(days=7)
    assert Status.UNDER_REVIEW == (await idea(filed)).status


async def test_without_a_card_its_pms_are_told_in_private(filed: World) -> None:
    await put_off(filed, "supporters", return_people="3")
    await filed.stored(lambda store: store.ideas.forget_card(1))
    await filed.stored(without_triage)
    before = len(filed.told(filed.pm))
    await support(filed, "U1", "U2")
    await filed.settle()
    for manager in (filed.pm, filed.other_pm):
        told = filed.told(manager)[-1]
        assert "*#1* Export reports as CSV\nIt is back in your queue: 3 people stand" in told
        assert "[Open your queue]" in told
    await filed.settle()
    assert before + 1 == len(filed.told(filed.pm))


def without_triage(store: Store) -> None:
    store.products.all()[0].triage_channel = None
