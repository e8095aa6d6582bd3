"""`/triage`: the PM's queue from the first idea to the last."""

from typing import Any

import pytest

from bot.models import Idea, Product, Support
from bot.sandbox.slack import Person, View, shown
from bot.store.stores import Store
from bot.words import Status
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with three ideas in the queue."""
    await world.product()
    for text in ("Export reports as CSV", "Dark mode", "Undo for everything"):
        await world.idea(text)
        world.clock.move(minutes=1)
    await world.settle()
    return world


async def front(world: World, who: Person | None = None) -> View:
    await world.app.shell.settled()
    view = world.slack.open_view(who or world.pm)
    assert view is not None
    return view


async def queue(world: World, who: Person | None = None) -> View:
    await world.slack.command(who or world.pm, world.intake, "/triage")
    return await front(world, who)


async def press(world: World, view: View, action: str, value: object = None) -> View:
    await world.slack.click(world.pm, view, action, value)
    return await front(world)


async def idea(world: World, number: int) -> Idea:
    found = await world.stored(lambda store: store.ideas.numbered(number))
    assert found is not None
    return found


async def behind(world: World, number: int, *people: str) -> None:
    def add(store: Store) -> None:
        found = store.ideas.numbered(number)
        assert found is not None
        for person in people:
            row: dict[str, Any] = {"idea_id": found.id, "person": person, "by": person}
            store.support.add(
                Support(workspace_id=store.workspace, at=world.clock.now(), quote="Yes!", **row)
            )

    await world.stored(add)


async def test_the_weightiest_comes_first_and_each_answer_shows_the_next(filed: World) -> None:
    await behind(filed, 2, "U01", "U02")
    view = await queue(filed)
    words = shown(view)
    assert "*3 to answer*" in str(view.blocks)
    assert "Dark mode" in words
    assert "3 people" in words
    assert "due 30 Nov 2026" in words
    form = await press(filed, view, "decide.no")
    assert "Dark mode" in shown(form)
    answer = await filed.slack.submit(filed.pm, form, {"reason": "low_reach"})
    assert {} == answer.errors
    assert "Export reports as CSV" in shown(await front(filed))
    await filed.settle()
    assert Status.DECLINED == (await idea(filed, 2)).status
    assert "too few" not in filed.told(filed.requester)[-1]
    assert "decided not to do it" in filed.told(filed.requester)[-1]


async def test_what_is_late_comes_before_what_is_heavy(filed: World) -> None:
    await behind(filed, 2, "U01", "U02")
    await filed.later(days=3)
    await filed.idea("The newest and heaviest")
    await behind(filed, 4, "U01", "U02", "U03", "U04")
    await filed.later(days=5)
    view = await queue(filed)
    assert "Dark mode" in shown(view)
    assert "1 day late" in shown(view)
    assert "3 late" in shown(view)


async def test_skipping_all_says_so_and_shows_them_again(filed: World) -> None:
    view = await queue(filed)
    for title in ("Export reports as CSV", "Dark mode", "Undo for everything"):
        assert title in shown(view)
        view = await press(filed, view, "triage.skip")
    assert "You skipped 3 ideas" in shown(view)
    view = await press(filed, view, "triage.again")
    assert "Export reports as CSV" in shown(view)


async def test_a_snoozed_idea_comes_up_again_on_its_day(filed: World) -> None:
    view = await press(filed, await queue(filed), "triage.snooze", "Until tomorrow")
    assert "Dark mode" in shown(view)
    view = await press(filed, view, "triage.snooze", "Until next week")
    form = await press(filed, view, "triage.snooze", "Until a day …")
    refused = await filed.slack.submit(filed.pm, form, {"until": "2026-11-23"})
    assert ["until"] == list(refused.errors)
    assert {} == (await filed.slack.submit(filed.pm, form, {"until": "2026-11-26"})).errors
    view = await front(filed)
    assert "Nothing waits for you" in shown(view)
    assert "3 snoozed ideas" in shown(view)
    filed.clock.move(days=1)
    assert "Export reports as CSV" in shown(await queue(filed))
    filed.clock.move(days=2)
    assert "*2 to answer*" in str((await queue(filed)).blocks)


async def test_an_idea_given_to_another_product_is_seen_by_its_pms(filed: World) -> None:
    def add(store: Store) -> None:
        other = Product(
            workspace_id=store.workspace,
            key="OTHER",
            name="Sample Other",
            triage_channel=filed.digests.id,
            response_days=2,
            created_at=filed.clock.now(),
        )
        store.products.add(other, [filed.admin.id])

    await filed.stored(add)
    await filed.later(days=2)
    view = await queue(filed)
    stale = await press(filed, view, "decide.no")
    await filed.slack.close(filed.pm, stale)
    view = await press(filed, view, "triage.assign", "Sample Other")
    assert "#1 is with Sample Other now" in shown(view)
    assert "Dark mode" in shown(view)
    await filed.settle()
    assert "2026-11-27" == str((await idea(filed, 1)).due_on)
    assert "Export reports as CSV" in shown(await queue(filed, filed.admin))
    cards = [shown(message) for message in filed.slack.messages(filed.digests)]
    assert any("Export reports as CSV" in card for card in cards)


async def test_two_pms_never_answer_the_same_idea_twice(filed: World) -> None:
    mine, theirs = await queue(filed), await queue(filed, filed.other_pm)
    form = await press(filed, mine, "decide.no")
    await filed.slack.submit(filed.pm, form, {"reason": "low_reach"})
    await filed.slack.click(filed.other_pm, theirs, "decide.yes")
    over = await front(filed, filed.other_pm)
    assert "Somebody was faster" in shown(over)
    await filed.slack.close(filed.other_pm, over)
    assert "Dark mode" in shown(await front(filed, filed.other_pm))
    assert 1 == (await idea(filed, 1)).decisions


async def test_who_is_no_pm_is_told_who_is(filed: World) -> None:
    answer = await filed.slack.command(filed.requester, filed.intake, "/triage")
    words = filed.slack.shown(answer.reply)
    assert f"@{filed.pm.name}" in words
    assert "can answer" in words


async def test_without_a_pm_the_admins_are_named(filed: World) -> None:
    await filed.stored(lambda s: s.products.add(s.products.all()[0], []))
    answer = await filed.slack.command(filed.pm, filed.intake, "/triage")
    assert f"ask @{filed.admin.name}" in filed.slack.shown(answer.reply)
    assert "Nothing waits for you" in shown(await queue(filed, filed.admin))


async def test_an_idea_that_came_back_shows_its_old_answer(filed: World) -> None:
    values: dict[str, Any] = {
        "reason": "no_capacity",
        "answer": "This cycle is full.",
        "return_on": "2026-11-24",
    }
    await filed.decide(1, "not_now", **values)
    await filed.later(days=1)
    view = await queue(filed)
    while "Export reports" not in shown(view):
        view = await press(filed, view, "triage.skip")
    assert "it was to come back on 24 Nov 2026" in shown(view)
    assert "This cycle is full." in shown(view)


async def test_similar_ideas_and_their_answers_stand_beside_an_idea(filed: World) -> None:
    await filed.decide(2, "no", reason="off_strategy")
    await filed.idea("A dark mode for the dashboard", by=filed.admin)
    await filed.settle()
    view = await queue(filed)
    while "dashboard" not in shown(view):
        view = await press(filed, view, "triage.skip")
    assert "Similar" in shown(view)
    assert "Declined in November 2026: off strategy" in shown(view)


async def several(world: World, *ideas: str) -> View:
    view = await press(world, await queue(world), "several.open")
    view = await press(world, view, "several.pick", list(ideas))
    view = await press(world, view, "several.verdict", "No")
    return await press(world, view, "several.reason", "Low reach")


async def test_several_ideas_get_one_answer_and_each_asker_their_own(filed: World) -> None:
    await filed.idea("Rounded corners", by=filed.admin)
    await filed.settle()
    form = await several(filed, "1", "4")
    assert "*2 ideas* will be answered. 2 people who asked" in str(form.blocks)
    assert {} == (await filed.slack.submit(filed.pm, form)).errors
    assert "Dark mode" in shown(await front(filed))
    await filed.decide(4, "yes", by=filed.other_pm)  # somebody is faster
    await filed.settle()
    assert [Status.DECLINED, Status.NEW] == [(await idea(filed, n)).status for n in (1, 2)]
    assert Status.PLANNED == (await idea(filed, 4)).status
    assert "#1" in filed.told(filed.requester)[-1]
    assert "too few people" in filed.told(filed.requester)[-1]
    words = filed.told(filed.pm)[-1]
    assert "1 idea answered" in words
    assert "they changed in the meantime: #4" in words


async def test_many_ideas_are_answered_at_once(filed: World) -> None:
    for number in range(22):
        await filed.idea(f"Sample idea {number}")
    await filed.settle()
    view = await queue(filed)
    assert "25 to answer" in shown(view)
    form = await several(filed, "All 25 in the queue")
    assert "*25 ideas*" in str(form.blocks)
    assert {} == (await filed.slack.submit(filed.pm, form)).errors
    assert "25 are being answered" in shown(await front(filed))
    await filed.settle()
    assert "25 ideas answered" in filed.told(filed.pm)[-1]
    assert "Nothing waits for you" in shown(await queue(filed))
    answers = [words for words in filed.told(filed.requester) if "decided not to do it" in words]
    assert 25 == len(answers)
