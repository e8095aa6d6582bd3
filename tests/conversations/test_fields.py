"""Ideas and issues kept in step field by field: who wins, who is told, what is never done twice."""

from typing import Any

import pytest

from bot.models import FieldRule
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira import Issue
from bot.sandbox.slack.words import shown
from bot.words import Direction, Side, SyncedField
from tests.world import World


@pytest.fixture
async def tracked(world: World) -> World:
    """A world with an idea agreed to and made into an issue of SAMPLE."""
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    await world.later(seconds=1)
    await world.idea("Export reports as CSV")
    await world.settle()
    await world.slack.click(world.pm, world.card(1), "plan.priority", "1:medium")
    await world.decide(1, "yes")
    await world.settle()
    return world


def issue(world: World) -> Issue:
    (found,) = world.jira.site.issues.values()
    return found


async def ruled(world: World, field: SyncedField, direction: Direction, owner: Side) -> None:
    rule = FieldRule(product_id=1, field=field, direction=direction, owner=owner)
    await world.stored(lambda store: store.fields.set_rule(rule))


async def priority(world: World) -> str:
    idea = await world.stored(lambda store: store.ideas.numbered(1))
    assert idea is not None
    return str(idea.priority)


async def history(world: World, kind: str) -> list[dict[str, Any]]:
    events = await world.stored(lambda store: store.ideas.history(1))
    return [event.detail for event in events if event.kind == kind]


def writes(world: World) -> int:
    return len([call for call in world.jira.calls if call.route == "PUT /issue/{issue}"])


def thread(world: World) -> list[str]:
    return [shown(reply) for reply in world.slack.thread(world.card(1))]


async def both_edit(world: World, ours: str, theirs: str) -> None:
    world.jira.edit(issue(world), priority=theirs)
    await world.slack.click(world.pm, world.card(1), "plan.priority", f"1:{ours}")
    for _ in range(3):
        await world.later(minutes=1)


@pytest.mark.parametrize(
    ("owner", "kept", "there"), [(Side.JIRA, "urgent", "Highest"), (Side.SLACK, "low", "Low")]
)
async def test_a_double_edit_follows_the_policy_and_is_told_once_on_both_sides(
    tracked: World, owner: Side, kept: str, there: str
) -> None:
    await ruled(tracked, SyncedField.PRIORITY, Direction.BOTH, owner)
    tracked.jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue/{issue}/comment"))
    await both_edit(tracked, "low", "Highest")
    assert kept == await priority(tracked)
    assert there == issue(tracked).fields["priority"]["name"]
    (told,) = [text for text in thread(tracked) if "Overridden" in text]
    assert f"Kept: {kept.capitalize()}." in told
    (comment,) = issue(tracked).comments
    assert "idea \\#1" in str(comment["body"]) or "idea #1" in str(comment["body"])
    (kept_both,) = await history(tracked, "overridden")
    assert {"low", "urgent"} == {kept_both["kept"], kept_both["lost"]}


async def test_our_own_write_is_no_edit_of_jiras(tracked: World) -> None:
    await tracked.slack.click(tracked.pm, tracked.card(1), "plan.priority", "1:urgent")
    await tracked.settle()
    before = writes(tracked), len(tracked.slack.calls)
    for _ in range(3):
        await tracked.later(minutes=2)
    assert before == (writes(tracked), len(tracked.slack.calls))
    assert [] == await history(tracked, "overridden")


async def test_a_refused_value_is_told_and_not_sent_again_by_itself(tracked: World) -> None:
    refusal = Fault(FaultKind.REFUSED, "PUT /issue/{issue}", status=400, error="Sample refusal")
    with tracked.jira.faults.during(refusal):
        await tracked.slack.click(tracked.pm, tracked.card(1), "plan.priority", "1:low")
        await tracked.settle()
        tracked.jira.edit(issue(tracked), summary="Other words")
        await tracked.later(minutes=2)
    assert "Jira did not take the priority" in shown(tracked.card(1))
    sent = writes(tracked)
    tracked.jira.edit(issue(tracked), summary="Yet other words")
    await tracked.later(minutes=2)
    assert sent == writes(tracked)
    await tracked.slack.click(tracked.pm, tracked.card(1), "plan.priority", "1:urgent")
    await tracked.settle()
    assert "Highest" == issue(tracked).fields["priority"]["name"]
    assert "Jira did not take" not in shown(tracked.card(1))


async def test_a_field_that_goes_one_way_goes_no_other(tracked: World) -> None:
    await ruled(tracked, SyncedField.PRIORITY, Direction.FROM_JIRA, Side.JIRA)
    await ruled(tracked, SyncedField.SUMMARY, Direction.BOTH, Side.JIRA)
    tracked.jira.edit(issue(tracked), priority="Highest", summary="Words of engineers")
    await tracked.later(minutes=2)
    assert "urgent" == await priority(tracked)
    assert "Words of engineers" in shown(tracked.card(1))
    await ruled(tracked, SyncedField.PRIORITY, Direction.OFF, Side.JIRA)
    tracked.jira.edit(issue(tracked), priority="Low")
    await tracked.later(minutes=2)
    assert "urgent" == await priority(tracked)


async def test_an_idea_that_is_withdrawn_closes_its_issue_where_that_is_wanted(
    tracked: World,
) -> None:
    await ruled(tracked, SyncedField.STATUS, Direction.BOTH, Side.JIRA)
    await tracked.decide(1, "no", reason="off_strategy", answer="It does not fit.")
    await tracked.settle()
    assert "done" == issue(tracked).fields["status"]["statusCategory"]["key"]
    tracked.jira.move(issue(tracked), "In Progress")
    for _ in range(3):
        await tracked.later(minutes=1)
    assert "In Progress" == issue(tracked).fields["status"]["name"]
    assert 1 == len([text for text in thread(tracked) if "opened again" in text])
