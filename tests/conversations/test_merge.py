"""Merging two ideas into one, and taking it back."""

from typing import Any

import pytest

from bot.sandbox.slack import Answer, Person, View, shown
from bot.words import Status
from tests.world import World


@pytest.fixture
async def two(world: World) -> World:
    """Two ideas of two people that ask for the same, and a third that does not."""
    await world.product()
    await world.idea("Export reports as CSV", by=world.admin)
    await world.idea("CSV export of the reports")
    await world.idea("Dark mode for the app", by=world.admin)
    await world.settle()
    return world


async def form(world: World, number: int, by: Person | None = None) -> View:
    """The form that asks into what, from the idea's card."""
    who = by or world.pm
    await world.slack.click(who, world.card(number), "merge.open")
    await world.app.shell.settled()
    return front(world, who)


def front(world: World, who: Person) -> View:
    view = world.slack.open_view(who)
    assert view is not None
    return view


async def chosen(world: World, view: View, into: int, by: Person | None = None) -> View:
    """The same form once an idea is chosen in it."""
    who = by or world.pm
    await world.slack.options(who, view, "merge.target", f"#{into}")
    await world.slack.click(who, view, "merge.target", str(into))
    await world.app.shell.settled()
    return front(world, who)


async def merged(world: World, number: int, into: int, by: Person | None = None) -> Answer:
    """The answer to one idea merged into another."""
    who = by or world.pm
    view = await chosen(world, await form(world, number, who), into, who)
    return await world.slack.submit(who, view)


def labels(options: list[Any]) -> list[str]:
    return [option["text"]["text"] for option in options]


async def test_the_most_similar_are_offered_first_and_any_by_number_or_words(two: World) -> None:
    view = await form(two, 2)
    assert "#1 Export" in labels(await two.slack.options(two.pm, view, "merge.target", ""))[0]
    for typed in ("#3", "3", "dark", "Dar"):
        offered = labels(await two.slack.options(two.pm, view, "merge.target", typed))
        assert offered[0] == "#3 Dark mode for the app"
    assert labels(await two.slack.options(two.pm, view, "merge.target", "#2")) == []


async def test_the_form_says_what_will_happen(two: World) -> None:
    words = shown(await chosen(two, await form(two, 2), 1))
    assert "#2 goes on as #1" in words
    assert "2 people stand behind both together" in words
    assert "1 person behind #2 will be told" in words


async def test_merging_counts_the_people_together_and_tells_them_once(two: World) -> None:
    assert {} == (await merged(two, 2, 1)).errors
    await two.settle()
    duplicate = await two.filed(2)
    assert (duplicate.status, duplicate.duplicate_of) == (Status.DUPLICATE, (await two.filed(1)).id)
    assert await two.backers(1) == 2
    told = [words for words in two.told(two.requester) if "goes on as" in words or "*#1*" in words]
    assert len([words for words in told if "asks for the same as" in words]) == 1
    assert "asks for the same" not in "".join(two.told(two.admin))
    assert "Duplicate of" in shown(two.card(2))
    assert "Undo merge" in shown(two.card(2))
    assert "2 people" in shown(two.card(1))


async def test_a_duplicate_has_no_answer_of_its_own(two: World) -> None:
    from copy import deepcopy

    before = deepcopy(two.card(2))
    await merged(two, 2, 1)
    await two.settle()
    await two.slack.click(two.pm, before, "decide.yes")
    await two.settle()
    assert "Answer #1" in shown(two.slack.ephemerals(two.pm)[-1])
    assert (await two.filed(2)).status == Status.DUPLICATE


async def test_the_answer_reaches_everybody(two: World) -> None:
    await merged(two, 2, 1)
    await two.settle()
    await two.decide(1, "yes")
    await two.settle()
    for person in (two.requester, two.admin):
        assert len([words for words in two.told(person) if "We are going to do it" in words]) == 1


async def test_undoing_gives_back_what_was(two: World) -> None:
    due = (await two.filed(2)).due_on
    await merged(two, 2, 1)
    await two.settle()
    await two.slack.click(two.other_pm, two.card(2), "merge.undo")
    await two.settle()
    again = await two.filed(2)
    assert (again.status, again.duplicate_of, again.due_on) == (Status.NEW, None, due)
    assert (await two.backers(1), await two.backers(2)) == (1, 1)
    assert "Duplicate" not in shown(two.card(2))
    assert "taken out of *#1* again" in two.told(two.requester)[-1]


async def test_support_given_after_the_merge_stays_with_the_root(two: World) -> None:
    await merged(two, 2, 1)
    seen = await two.slack.command(two.other_pm, two.intake, "/idea", "#2")
    assert "Duplicate of *#1*" in shown(seen.reply)
    await two.slack.click(two.other_pm, seen.reply, "support.give")
    await two.settle()
    assert await two.backers(1) == 3
    await two.slack.click(two.pm, two.card(2), "merge.undo")
    await two.settle()
    assert (await two.backers(1), await two.backers(2)) == (2, 1)


async def test_no_cycles(two: World) -> None:
    await merged(two, 2, 1)
    await two.settle()
    view = await form(two, 1)
    await two.slack.options(two.pm, view, "merge.target", "#3")
    assert labels(await two.slack.options(two.pm, view, "merge.target", "#2")) == []
    await merged(two, 3, 1)
    await two.settle()
    assert await two.backers(1) == 2


async def test_merging_into_a_duplicate_leads_to_its_root(two: World) -> None:
    await merged(two, 2, 1)
    await two.settle()
    words = shown(await chosen(two, await form(two, 3), 2))
    assert "#3 goes on as #1" in words
    assert "#2 was merged into #1 before" in words


async def test_merging_into_a_declined_one_tells_its_answer(two: World) -> None:
    await two.decide(1, "no", reason="off_strategy")
    await two.settle()
    view = await chosen(two, await form(two, 2), 1)
    assert "Declined in November 2026: off strategy" in shown(view)
    await two.slack.submit(two.pm, view)
    await two.settle()
    assert "Declined in November 2026: off strategy" in two.told(two.requester)[-1]
    assert (await two.filed(1)).status == Status.DECLINED


async def test_of_two_who_merge_one_wins(two: World) -> None:
    slow = await chosen(two, await form(two, 2, two.other_pm), 3, two.other_pm)
    await merged(two, 2, 1)
    late = await two.slack.submit(two.other_pm, slow)
    assert late.view is not None
    assert "was merged into #1 by" in shown(late.view)
    assert (await two.filed(2)).duplicate_of == (await two.filed(1)).id


async def test_only_the_pms_of_both_products_merge(two: World) -> None:
    await two.slack.click(two.requester, two.card(2), "merge.open")
    await two.settle()
    assert two.slack.open_view(two.requester) is None
    refused = shown(two.slack.ephemerals(two.requester)[-1])
    assert "Only its PMs" in refused
    await merged(two, 2, 1)
    await two.settle()
    await two.slack.click(two.requester, two.card(2), "merge.undo")
    await two.settle()
    assert (await two.filed(2)).status == Status.DUPLICATE


async def test_what_is_planned_is_not_merged(two: World) -> None:
    view = await chosen(two, await form(two, 2), 1)
    await two.decide(2, "yes", by=two.other_pm)
    refused = await two.slack.submit(two.pm, view)
    assert "#2 is planned" in refused.errors["into"]
