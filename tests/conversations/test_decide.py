"""Answering: what each verdict asks for, who is faster, and what the requester hears."""

from typing import Any

import pytest

from bot.models import Decision, Idea
from bot.sandbox.slack import Person, View, shown
from bot.words import Priority, Status
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with one idea on its card."""
    await world.product()
    await world.idea("Export reports as CSV")
    await world.settle()
    return world


async def form(world: World, verdict: str, by: Person | None = None) -> View:
    who = by or world.pm
    await world.slack.click(who, world.card(1), f"decide.{verdict}")
    await world.app.shell.settled()
    view = world.slack.open_view(who)
    assert view is not None
    return view


async def idea(world: World) -> Idea:
    found = await world.stored(lambda store: store.ideas.numbered(1))
    assert found is not None
    return found


async def decision(world: World) -> Decision | None:
    number = (await idea(world)).id or 0
    return await world.stored(lambda store: store.decisions.latest(number))


@pytest.mark.parametrize(
    ("verdict", "values", "status"),
    [
        ("yes", {}, Status.PLANNED),
        ("not_now", {"reason": "no_capacity", "return_on": "2026-12-24"}, Status.NOT_NOW),
        ("no", {"reason": "low_reach"}, Status.DECLINED),
        ("needs_info", {"answer": "Which reports?"}, Status.NEEDS_INFO),
    ],
)
async def test_each_verdict_is_stored_shown_and_told(
    filed: World, verdict: str, values: dict[str, Any], status: Status
) -> None:
    answer = await filed.decide(1, verdict, **values)
    assert {} == answer.errors
    assert answer.view is None
    await filed.settle()
    assert status == (await idea(filed)).status
    told = filed.told(filed.requester)
    assert 1 == len([words for words in told if "answered" in words])
    assert values.get("answer", "Thank you for this idea") in told[-1]
    assert values.get("answer", "Thank you for this idea") in shown(filed.card(1))


async def test_the_requester_reads_the_whole_answer(filed: World) -> None:
    words = "".join(f"Sentence {n} of it. " for n in range(200))[:2990] + "The end."
    await filed.decide(1, "no", reason="low_reach", answer=words[-3000:])
    await filed.settle()
    told = filed.told(filed.requester)[-1].replace("\n> ", "")
    assert words[-3000:] in told


async def test_an_answer_needs_its_reason(filed: World) -> None:
    await form(filed, "no")
    view = filed.slack.open_view(filed.pm)
    assert view is not None
    with pytest.raises(AssertionError, match="required"):
        await filed.slack.submit(filed.pm, view)
    assert await decision(filed) is None


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [("no", "already_exists"), ("no", "security_legal"), ("not_now", "dependency")],
)
async def test_some_reasons_need_a_note(filed: World, verdict: str, reason: str) -> None:
    view = await form(filed, verdict)
    refused = await filed.slack.submit(filed.pm, view, {"reason": reason})
    assert ["note"] == list(refused.errors)
    accepted = await filed.slack.submit(filed.pm, view, {"note": "See the sample menu."})
    assert {} == accepted.errors
    found = await decision(filed)
    assert found is not None
    assert "See the sample menu." == found.note


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-22", "2020-01-01"])
async def test_a_not_now_needs_a_day_to_come(filed: World, day: str) -> None:
    view = await form(filed, "not_now")
    values = {"reason": "no_capacity", "return_on": day}
    refused = await filed.slack.submit(filed.pm, view, values)
    assert {"return_on": "Choose a day after today."} == refused.errors
    assert await decision(filed) is None


async def test_today_is_the_products_own(world: World) -> None:
    await world.product(zone="Pacific/Kiritimati")  # 14 hours ahead: already the 24th
    world.clock.move(hours=4)
    await world.idea("Export reports as CSV")
    await world.settle()
    view = await form(world, "not_now")
    values = {"reason": "no_capacity", "return_on": "2026-11-24"}
    assert ["return_on"] == list((await world.slack.submit(world.pm, view, values)).errors)


async def test_an_empty_answer_is_refused_at_its_field(filed: World) -> None:
    view = await form(filed, "yes")
    refused = await filed.slack.submit(filed.pm, view, {"answer": "  "})
    assert {"answer": "Write what the requester will read."} == refused.errors


async def test_choosing_a_reason_suggests_its_words(filed: World) -> None:
    view = await form(filed, "no")
    await filed.slack.click(filed.pm, view, "decide.reason", "Low reach")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm) or view
    assert "too few people" in shown(view)


async def test_choosing_a_reason_keeps_words_changed_by_hand(filed: World) -> None:
    view = await form(filed, "no")
    filed.slack.fill(filed.pm, view, {"answer": "My own words."})
    await filed.slack.click(filed.pm, view, "decide.reason", "Low reach")
    await filed.app.shell.settled()
    view = filed.slack.open_view(filed.pm) or view
    await filed.slack.submit(filed.pm, view)
    found = await decision(filed)
    assert found is not None
    assert ("My own words.", "low_reach") == (found.answer, found.reason)


# --- Who is faster


async def test_of_two_who_answer_one_wins_and_the_other_sees_who(filed: World) -> None:
    slow = await form(filed, "yes", by=filed.other_pm)
    await filed.decide(1, "no", reason="low_reach")
    late = await filed.slack.submit(filed.other_pm, slow, {"answer": "We do it!"})
    assert late.view is not None
    words = filed.slack.shown(late.view)
    assert "Somebody was faster" in words
    assert f"@{filed.pm.name}" in words
    assert "*No*: Low reach" in words
    assert Status.DECLINED == (await idea(filed)).status
    await filed.settle()
    assert 1 == len([words for words in filed.told(filed.requester) if "answered" in words])


async def test_choosing_a_reason_does_not_freshen_a_stale_form(filed: World) -> None:
    slow = await form(filed, "no", by=filed.other_pm)
    await filed.decide(1, "yes")
    await filed.slack.click(filed.other_pm, slow, "decide.reason", "Low reach")
    await filed.app.shell.settled()
    over = filed.slack.open_view(filed.other_pm)
    assert over is not None
    assert "Somebody was faster" in shown(over)
    await filed.slack.close(filed.other_pm, over)
    late = await filed.slack.submit(filed.other_pm, slow, {"reason": "low_reach"})
    assert late.view is not None
    assert "Somebody was faster" in shown(late.view)
    assert Status.PLANNED == (await idea(filed)).status


async def test_a_click_on_a_stale_card_shows_what_is_and_redraws_it(filed: World) -> None:
    from copy import deepcopy

    stale = deepcopy(filed.card(1))
    await filed.decide(1, "no", reason="low_reach")
    before = len(filed.slack.called("chat.update"))
    await filed.slack.click(filed.other_pm, stale, "decide.yes")
    await filed.settle()
    assert filed.slack.open_view(filed.other_pm) is None
    seen = filed.slack.shown(filed.slack.ephemerals(filed.other_pm)[-1])
    assert "Somebody was faster" in seen
    assert f"@{filed.pm.name}" in seen
    assert before < len(filed.slack.called("chat.update"))
    assert "*No*: Low reach" in shown(filed.card(1))


async def test_an_answer_delivered_twice_is_given_once(filed: World) -> None:
    await filed.decide(1, "no", reason="low_reach")
    assert {} == (await filed.slack.redeliver()).payload
    await filed.settle()
    assert 1 == (await idea(filed)).decisions
    assert 1 == len([words for words in filed.told(filed.requester) if "answered" in words])


async def test_an_overtaken_answer_delivered_twice_stays_overtaken(filed: World) -> None:
    slow = await form(filed, "yes", by=filed.other_pm)
    await filed.decide(1, "no", reason="low_reach")
    late = await filed.slack.submit(filed.other_pm, slow)
    assert "Somebody was faster" in str(late.payload)
    assert late.payload == (await filed.slack.redeliver()).payload


async def test_a_withdrawn_idea_is_not_answered(filed: World) -> None:
    view = await form(filed, "yes")
    own = await filed.idea("#1")
    await filed.slack.click(filed.requester, own.reply, "idea.withdraw")
    refused = await filed.slack.submit(filed.pm, view)
    assert ["This idea is withdrawn, so it can't become planned."] == list(refused.errors.values())
    assert await decision(filed) is None


async def test_a_decision_can_be_changed(filed: World) -> None:
    await filed.decide(1, "no", reason="low_reach")
    await filed.settle()
    await filed.decide(1, "yes", by=filed.other_pm)
    await filed.settle()
    assert (Status.PLANNED, 2) == ((await idea(filed)).status, (await idea(filed)).decisions)
    assert "*Yes*" in filed.told(filed.requester)[-1]


async def test_a_not_now_comes_back_on_its_day(filed: World) -> None:
    await filed.decide(1, "not_now", reason="no_capacity", return_on="2026-11-25")
    await filed.settle()
    await filed.later(days=1)
    assert Status.NOT_NOW == (await idea(filed)).status
    await filed.later(days=1)
    assert Status.UNDER_REVIEW == (await idea(filed)).status
    assert "back in the queue" in shown(filed.slack.thread(filed.card(1))[-1])


# --- Priority


async def test_a_pm_sets_the_priority(filed: World) -> None:
    await filed.slack.click(filed.pm, filed.card(1), "plan.priority", "High")
    await filed.settle()
    assert Priority.HIGH == (await idea(filed)).priority
    assert "[High v]" in shown(filed.card(1))
