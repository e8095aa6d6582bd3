"""Ideas and issues kept in step field by field: who wins, who is told, what is never done twice."""

from typing import Any

import pytest

from bot.models import FieldRule
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira import Issue
from bot.sandbox.slack.words import shown
from bot.words import Direction, Side, SyncedField
from tests.world import World


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
    agreed: World, owner: Side, kept: str, there: str
) -> None:
    await ruled(agreed, SyncedField.PRIORITY, Direction.BOTH, owner)
    agreed.jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue/{issue}/comment"))
    await both_edit(agreed, "low", "Highest")
    assert kept == await priority(agreed)
    assert there == issue(agreed).fields["priority"]["name"]
    (told,) = [text for text in thread(agreed) if "Overridden" in text]
    assert f"Kept: {kept.capitalize()}." in told
    (comment,) = issue(agreed).comments
    assert "idea \\#1" in str(comment["body"]) or "idea #1" in str(comment["body"])
    (kept_both,) = await history(agreed, "overridden")
    assert {"low", "urgent"} == {kept_both["kept"], kept_both["lost"]}


async def test_our_own_write_is_no_edit_of_jiras(agreed: World) -> None:
    await agreed.slack.click(agreed.pm, agreed.card(1), "plan.priority", "1:urgent")
    await agreed.settle()
    before = writes(agreed), len(agreed.slack.calls)
    for _ in range(3):
        await agreed.later(minutes=2)
    assert before == (writes(agreed), len(agreed.slack.calls))
    assert [] == await history(agreed, "overridden")


async def test_a_refused_value_is_told_and_not_sent_again_by_itself(agreed: World) -> None:
    refusal = Fault(FaultKind.REFUSED, "PUT /issue/{issue}", status=400, error="Sample refusal")
    with agreed.jira.faults.during(refusal):
        await agreed.slack.click(agreed.pm, agreed.card(1), "plan.priority", "1:low")
        await agreed.settle()
        agreed.jira.edit(issue(agreed), summary="Other words")
        await agreed.later(minutes=2)
    assert "Jira did not take the priority" in shown(agreed.card(1))
    sent = writes(agreed)
    agreed.jira.edit(issue(agreed), summary="Yet other words")
    await agreed.later(minutes=2)
    assert sent == writes(agreed)
    await agreed.slack.click(agreed.pm, agreed.card(1), "plan.priority", "1:urgent")
    await agreed.settle()
    assert "Highest" == issue(agreed).fields["priority"]["name"]
    assert "Jira did not take" not in shown(agreed.card(1))


async def test_a_field_that_goes_one_way_goes_no_other(agreed: World) -> None:
    await ruled(agreed, SyncedField.PRIORITY, Direction.FROM_JIRA, Side.JIRA)
    await ruled(agreed, SyncedField.SUMMARY, Direction.BOTH, Side.JIRA)
    agreed.jira.edit(issue(agreed), priority="Highest", summary="Words of engineers")
    await agreed.later(minutes=2)
    assert "urgent" == await priority(agreed)
    assert "Words of engineers" in shown(agreed.card(1))
    await ruled(agreed, SyncedField.PRIORITY, Direction.OFF, Side.JIRA)
    agreed.jira.edit(issue(agreed), priority="Low")
    await agreed.later(minutes=2)
    assert "urgent" == await priority(agreed)


async def test_an_idea_that_is_withdrawn_closes_its_issue_where_that_is_wanted(
    agreed: World,
) -> None:
    await ruled(agreed, SyncedField.STATUS, Direction.BOTH, Side.JIRA)
    await agreed.decide(1, "no", reason="off_strategy", answer="It does not fit.")
    await agreed.settle()
    assert "done" == issue(agreed).fields["status"]["statusCategory"]["key"]
    agreed.jira.move(issue(agreed), "In Progress")
    for _ in range(3):
        await agreed.later(minutes=1)
    assert "In Progress" == issue(agreed).fields["status"]["name"]
    assert 1 == len([text for text in thread(agreed) if "opened again" in text])
