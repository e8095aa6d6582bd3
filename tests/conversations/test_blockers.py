"""The buttons of the blockers digest: asking, answering, putting off."""

import pytest

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Answer, Message, Person, View
from bot.sandbox.slack.words import shown
from bot.words import DigestKind
from tests.world import World


@pytest.fixture
async def told(world: World) -> World:
    """A world whose blockers digest tells of two items: one of an engineer, one of nobody."""
    world.jira.add_project("SAMPLE", "Sample project")
    product = await world.product("SAMPLE")
    engineer = world.slack.add_person("Sample Engineer")
    world.digests.members.append(engineer.id)
    owner = world.jira.add_user("Engineer In Jira", engineer.email, visible=True)
    stuck = world.jira.create("SAMPLE", "Send the report")
    world.jira.assign(stuck, owner)
    world.jira.flag(stuck)
    world.jira.move(world.jira.create("SAMPLE", "Work nobody has"), "In Progress")
    await world.later(seconds=30)
    await world.subscribed(product, DigestKind.BLOCKERS, weekday=1)
    await world.later(days=1, hours=2)
    await world.later(seconds=20)
    return world


def thread(world: World) -> list[Message]:
    (root,) = [m for m in world.slack.messages(world.digests) if m.is_root]
    return world.slack.workspace.replies(root)


def controls(world: World) -> Message:
    return next(m for m in thread(world) if "What can be done" in shown(m))


def engineer(world: World) -> Person:
    return next(p for p in world.slack.workspace.people.values() if p.name == "sample.engineer")


async def press(world: World, who: Person, action: str, key: str = "SAMPLE-1") -> Answer:
    block = f"APP:{key}"
    answer = await world.slack.click(who, controls(world), action, block=block)
    await world.settle()
    return answer


def form(world: World, who: Person) -> View:
    view = world.slack.open_view(who)
    assert view is not None, "no form opened"
    return view


def only_to(world: World, who: Person) -> str:
    """The last thing only this person was shown."""
    return world.slack.shown(world.slack.ephemerals(who)[-1])


async def test_the_owner_is_asked_and_a_reply_comes_back_once(told: World) -> None:
    await press(told, told.requester, "blockers.ask")
    (question,) = told.slack.direct_messages(engineer(told))
    for words in ("asks about a blocker of *Sample App*", "SAMPLE-1", "Flagged since 23 Nov"):
        assert words in shown(question)
    await told.slack.say(engineer(told), question.channel, "The vendor delivers Friday.", question)
    await told.slack.say(engineer(told), question.channel, "Or on Monday.", question)
    await told.settle()
    answers = [m for m in thread(told) if "asked by" in shown(m)]
    assert 1 == len(answers)
    assert "The vendor delivers Friday." in shown(answers[0])
    (redrawn,) = [
        m for m in told.slack.direct_messages(engineer(told)) if "You answered in" in shown(m)
    ]
    assert "Answer" not in [b["text"]["text"] for b in redrawn.blocks[-1]["elements"]]


async def test_whoever_asks_again_hears_who_asked_and_the_answer(told: World) -> None:
    await press(told, told.requester, "blockers.ask")
    await press(told, told.pm, "blockers.ask")
    assert "No answer yet" in only_to(told, told.pm)
    assert controls(told).thread_ts == told.slack.ephemerals(told.pm)[-1].thread_ts
    (question,) = told.slack.direct_messages(engineer(told))
    await told.slack.click(engineer(told), question, "blockers.answer")
    await told.app.shell.settled()
    words = {"answer": "It waits for <!channel>."}
    answer = await told.slack.submit(engineer(told), form(told, engineer(told)), words)
    assert {} == dict(answer.errors)
    await told.settle()
    await press(told, told.pm, "blockers.ask")
    assert "The answer:" in only_to(told, told.pm)
    assert "&lt;!channel&gt;" in str(thread(told)[-1].blocks)
    assert 1 == len(told.slack.direct_messages(engineer(told)))


async def test_who_owns_it_themselves_answers_at_once(told: World) -> None:
    await press(told, engineer(told), "blockers.ask")
    view = form(told, engineer(told))
    await told.slack.submit(engineer(told), view, {"answer": "I am on it."})
    await told.settle()
    assert "I am on it." in shown(thread(told)[-1])
    assert [] == told.slack.direct_messages(engineer(told))


async def test_where_nobody_has_it_a_person_is_chosen(told: World) -> None:
    await press(told, told.requester, "blockers.ask", "SAMPLE-2")
    view = form(told, told.requester)
    assert "Nobody has it." in told.slack.shown(view)
    await told.slack.submit(told.requester, view, {"person": told.other_pm.id})
    await told.settle()
    assert "In progress without an owner" in told.told(told.other_pm)[-1]


async def test_who_the_owner_is_in_slack_is_remembered_where_a_pm_says_so(told: World) -> None:
    engineer(told).email = "other@example.com"
    hidden = told.jira.add_user("Hidden Person")
    told.jira.assign("SAMPLE-2", hidden)
    await told.later(minutes=10)
    await press(told, told.requester, "blockers.ask", "SAMPLE-2")
    assert "This is Hidden Person" not in told.slack.shown(form(told, told.requester))
    await press(told, told.pm, "blockers.ask", "SAMPLE-2")
    values = {"person": engineer(told).id, "tie": ["same"]}
    await told.slack.submit(told.pm, form(told, told.pm), values)
    account = str(hidden["accountId"])
    tied = await told.stored(lambda store: store.accounts.users([account]))
    assert {account: engineer(told).id} == tied


async def test_an_owner_who_cannot_be_reached_is_told_to_the_asker(told: World) -> None:
    told.slack.faults.add(Fault(FaultKind.REFUSED, "chat.postMessage", error="user_disabled"))
    await press(told, told.requester, "blockers.ask")
    assert "I could not reach" in told.told(told.requester)[-1]
    await press(told, told.requester, "blockers.ask")
    assert 1 == len(told.slack.direct_messages(engineer(told)))


async def test_a_snoozed_blocker_is_left_out_of_the_digests_until_its_day(told: World) -> None:
    await press(told, told.pm, "snooze.open")
    values = {"until": "2026-12-08", "reason": "The vendor is on leave"}
    await told.slack.submit(told.pm, form(told, told.pm), values)
    await told.settle()
    line = thread(told)[-1]
    assert "snoozed *SAMPLE-1* until 8 Dec 2026: The vendor is on leave" in shown(line)
    for digest, says in ((1, "1 snoozed"), (2, "2 still there")):
        await told.later(days=7)
        await told.later(seconds=20)
        roots = [m for m in told.slack.messages(told.digests) if m.is_root]
        assert 1 + digest == len(roots)
        assert says in shown(roots[-1])
        if digest == 1:
            (listed,) = [m for m in told.slack.thread(roots[-1]) if "*Snoozed (1)*" in shown(m)]
            await told.slack.click(told.requester, listed, "snooze.rouse")
            await told.settle()
            assert "Only the PMs of Sample App" in only_to(told, told.requester)


async def test_a_snooze_can_be_taken_back_in_its_line(told: World) -> None:
    await press(told, engineer(told), "snooze.open")
    values = {"until": "2026-12-31", "reason": "Later"}
    await told.slack.submit(engineer(told), form(told, engineer(told)), values)
    await told.settle()
    line = thread(told)[-1]
    await told.slack.click(told.requester, line, "snooze.wake")
    await told.settle()
    assert "Only the PMs of Sample App and the item's owner" in only_to(told, told.requester)
    await told.slack.click(told.pm, line, "snooze.wake")
    await told.settle()
    assert "woke *SAMPLE-1*" in shown(thread(told)[-1])


async def test_snoozing_is_for_pms_and_owners_and_for_days_to_come(told: World) -> None:
    await press(told, told.requester, "snooze.open")
    refusal = only_to(told, told.requester)
    assert f"@{told.pm.name}" in refusal
    assert "whose item it is" in refusal
    await press(told, told.pm, "snooze.open")
    values = {"until": "2026-11-24", "reason": "Later"}
    answer = await told.slack.submit(told.pm, form(told, told.pm), values)
    assert {"until": "Choose a day after today, within a year."} == dict(answer.errors)


async def test_what_is_done_by_now_needs_no_question(told: World) -> None:
    told.jira.move("SAMPLE-1", "done")
    await told.later(minutes=10)
    await press(told, told.pm, "blockers.ask")
    assert "SAMPLE-1 is done since." in only_to(told, told.pm)


async def test_what_is_written_to_the_bot_is_not_read_and_that_is_said_once(told: World) -> None:
    await press(told, told.requester, "blockers.ask")
    (question,) = told.slack.direct_messages(engineer(told))
    for words in ("What is this?", "Anybody there?"):
        await told.slack.say(engineer(told), question.channel, words)
        await told.settle()
    await told.slack.say(engineer(told), question.channel, "Friday.", question)
    await told.settle()
    assert "Friday." in shown(thread(told)[-1])
    hints = [m for m in told.slack.workspace.messages if "and nothing else" in shown(m)]
    assert 1 == len(hints)
