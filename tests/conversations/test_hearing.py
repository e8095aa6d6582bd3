"""Everybody behind an idea hears of what matters: once, where they can see it, when they want."""

from datetime import time
from typing import Any

import pytest

from bot.models import Idea, Preference, Support
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Person, shown
from bot.services import merging, owed
from bot.store.stores import Store
from bot.words import Change, Level, Status
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with one idea on its card, which nobody else supports."""
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


def supporter(world: World, name: str = "Sample Supporter", tz: str = "UTC") -> Person:
    return world.slack.add_person(name, tz=tz)


async def supported(world: World, *people: Person) -> None:
    """These people stand behind idea #1."""

    def add(store: Store) -> None:
        idea = store.ideas.numbered(1)
        assert idea is not None
        assert idea.id is not None
        for person in people:
            store.support.add(
                Support(
                    workspace_id=store.workspace,
                    idea_id=idea.id,
                    person=person.id,
                    by=person.id,
                    at=world.clock.now(),
                )
            )

    await world.stored(add)


async def prefers(world: World, person: Person, **choice: Any) -> None:
    chosen = Preference(workspace_id=world.workspace, user=person.id, **choice)
    await world.stored(lambda store: store.people.prefer(chosen))


async def happens(world: World, what: Change, by: str = "jira", **detail: Any) -> None:
    """Something happens to idea #1."""

    def tell(store: Store) -> None:
        idea = store.ideas.numbered(1)
        assert idea is not None
        owed.tell(idea, what, world.app.surroundings.context(store), by=by, **detail)

    await world.stored(tell)
    await world.settle()


# --- Who


async def test_supporters_hear_what_the_requester_hears_in_other_words(filed: World) -> None:
    other = supporter(filed)
    await supported(filed, other)
    await filed.decide(1, "no", reason="low_reach")
    await filed.settle()
    assert "Your idea *#1*" in filed.told(filed.requester)[-1]
    (told,) = filed.told(other)
    assert "An idea you support, *#1* Export reports as CSV" in told
    assert "We have decided not to do it" in told


async def test_nobody_hears_of_their_own_acts(filed: World) -> None:
    await supported(filed, filed.pm)
    await filed.decide(1, "no", reason="low_reach")
    await filed.settle()
    assert [] == filed.told(filed.pm)


async def test_a_question_is_for_the_requester_alone(filed: World) -> None:
    other = supporter(filed)
    await supported(filed, other)
    await filed.decide(1, "needs_info", answer="Which reports?")
    await filed.settle()
    assert "Which reports?" in filed.told(filed.requester)[-1]
    assert [] == filed.told(other)


async def test_who_left_is_not_written_to(filed: World) -> None:
    gone = supporter(filed)
    await supported(filed, gone)
    gone.deactivated = True
    await happens(filed, Change.SHIPPED)
    gone.deactivated = False
    assert [] == filed.told(gone)


async def test_people_of_another_organisation_hear_in_their_thread_alone(filed: World) -> None:
    stranger = supporter(filed)
    stranger.team = "T0STRANGER"
    await supported(filed, stranger)
    await happens(filed, Change.SHIPPED)
    assert [] == filed.told(stranger)


async def test_a_change_is_told_once_however_often_it_is_said(filed: World) -> None:
    for _ in range(3):
        await happens(filed, Change.SHIPPED)
    assert 1 == len([text for text in filed.told(filed.requester) if "has shipped" in text])


# --- Where


async def put_in_thread(world: World, root_ts: str) -> None:
    def move(store: Store) -> Idea:
        idea = store.ideas.numbered(1)
        assert idea is not None
        idea.channel, idea.thread = world.intake.id, root_ts
        return store.ideas.add(idea)

    await world.stored(move)


async def test_the_answer_goes_to_the_thread_the_idea_came_from(filed: World) -> None:
    root = await filed.slack.say(filed.requester, filed.intake, "We need exports")
    await put_in_thread(filed, root.ts)
    other = supporter(filed)
    await supported(filed, other)
    before = filed.told(filed.requester)
    await filed.decide(1, "no", reason="low_reach")
    await filed.settle()
    (reply,) = filed.slack.thread(root)
    assert f"@{filed.requester.name}, your idea *#1*" in filed.slack.shown(reply)
    assert before == filed.told(filed.requester)
    assert 1 == len(filed.told(other))


# --- How much, and when


@pytest.mark.parametrize(("level", "heard"), [(Level.ALL, 1), (Level.STATUS, 1), (Level.NONE, 0)])
async def test_levels(filed: World, level: Level, heard: int) -> None:
    other = supporter(filed)
    await supported(filed, other)
    await prefers(filed, other, level=level)
    await happens(filed, Change.SHIPPED)
    assert heard == len(filed.told(other))


async def test_quiet_hours_hold_a_decision_until_their_end_in_the_local_zone(filed: World) -> None:
    night_owl = supporter(filed, tz="America/New_York")
    await supported(filed, night_owl)
    await prefers(filed, night_owl, quiet_from=time(22), quiet_to=time(7))
    await happens(filed, Change.SHIPPED)  # unknown yet: read first, and told
    told = len(filed.told(night_owl))
    await filed.decide(1, "no", reason="low_reach")  # 03:00 in New York
    await filed.settle()
    assert told == len(filed.told(night_owl))
    await filed.later(hours=3, minutes=58)
    assert told == len(filed.told(night_owl))
    await filed.later(minutes=4)
    assert told + 1 == len(filed.told(night_owl))
    assert "answered" in filed.told(night_owl)[-1]


async def test_a_refused_word_is_told_again_without_being_told_twice(filed: World) -> None:
    await supported(filed, *(people := [supporter(filed, f"Sample {n}") for n in range(3)]))
    filed.slack.faults.add(Fault(FaultKind.CUT_AFTER, "chat.postMessage", times=2))
    await filed.decide(1, "no", reason="low_reach")
    for _ in range(4):
        await filed.later(minutes=2)
    heard = [len(filed.told(person)) for person in people]
    assert [1, 1, 1] == heard
    assert shown(filed.slack.direct_messages(filed.requester)[-1])


async def test_where_the_bot_is_shut_out_the_answer_comes_by_dm(filed: World) -> None:
    root = await filed.slack.say(filed.requester, filed.intake, "We need exports")
    await put_in_thread(filed, root.ts)
    filed.slack.faults.add(Fault(FaultKind.REFUSED, "chat.postMessage", error="not_in_channel"))
    await filed.decide(1, "no", reason="low_reach")
    await filed.settle()
    assert "your idea *#1*" in filed.told(filed.requester)[-1]
    assert [] == await filed.stored(lambda store: store.deliveries.dead())


async def test_small_changes_within_ten_minutes_are_one_message(filed: World) -> None:
    other = supporter(filed)
    await supported(filed, other)
    await filed.idea("Dark mode")

    def under_way(store: Store) -> None:
        context = filed.app.surroundings.context(store)
        for number in (1, 2):
            idea = store.ideas.numbered(number)
            assert idea is not None
            idea.status = Status.IN_PROGRESS
            store.ideas.add(idea)
            owed.news(idea, "in_progress", context, key=f"SAMPLE-{number}")

    await filed.stored(under_way)
    await filed.settle()
    before = filed.told(filed.requester)
    await filed.later(minutes=9)
    assert (before, []) == (filed.told(filed.requester), filed.told(other))
    await filed.later(minutes=2)
    (both,) = filed.told(filed.requester)[len(before) :]
    assert "2 ideas you asked for or support moved on" in both
    (one,) = filed.told(other)
    assert "An idea you support, *#1*" in one


async def test_what_was_overtaken_before_it_was_told_is_no_news(filed: World) -> None:
    await happens(filed, Change.IN_PROGRESS, key="SAMPLE-1")
    before = filed.told(filed.requester)
    await filed.later(minutes=12)
    assert before == filed.told(filed.requester)


async def test_supporters_hear_once_an_hour_that_it_is_discussed(filed: World) -> None:
    root = await filed.slack.say(filed.requester, filed.intake, "We need exports")
    await put_in_thread(filed, root.ts)
    other, talker = supporter(filed), filed.other_pm
    await supported(filed, other, talker)
    for words in ("Which format?", "And how often?"):
        await filed.slack.say(talker, filed.intake, words, root)
        await filed.settle()
    await filed.later(minutes=12)
    (told,) = filed.told(other)
    assert f"@{talker.name} discussed it in" in filed.slack.shown(
        filed.slack.direct_messages(other)[-1]
    )
    assert "And how often?" in told
    assert ([], []) == (filed.told(talker), filed.told(filed.requester)[1:])


async def test_who_asked_for_a_duplicate_hears_of_the_discussion_in_private(filed: World) -> None:
    root = await filed.slack.say(filed.requester, filed.intake, "We need exports")
    await put_in_thread(filed, root.ts)
    own = await filed.slack.say(filed.admin, filed.intake, "CSV of the reports")
    await filed.slack.react(filed.admin, own, "bulb")
    await filed.settle()
    quiet = supporter(filed)
    await supported(filed, quiet)
    await prefers(filed, quiet, level=Level.STATUS)
    await filed.stored(lambda store: merge(filed, store))
    await filed.settle()
    replies = len(filed.slack.thread(own))
    await filed.slack.say(filed.other_pm, filed.intake, "Which format?", root)
    await filed.settle()
    await filed.later(minutes=12)
    assert "Which format?" in filed.told(filed.admin)[-1]
    assert ([], replies) == (filed.told(quiet), len(filed.slack.thread(own)))


def merge(world: World, store: Store) -> None:
    merging.merge(2, 1, world.pm.id, world.app.surroundings.context(store))
