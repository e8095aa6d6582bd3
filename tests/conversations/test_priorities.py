"""`/priorities` shows what is to be done first and what moved; a PM changes it from there."""

import pytest

from bot.models import FieldRule
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira.standard import RANK
from bot.sandbox.slack import Answer, Message, Person
from bot.sandbox.slack.words import shown
from bot.words import Direction, Side, SyncedField
from tests.world import World


@pytest.fixture
async def listed(world: World) -> World:
    """A world with five open items, created a month before: one Highest, one Low, three Medium."""
    world.jira.add_project("SAMPLE", "Sample project")
    world.jira.add_user("Sample Engineer")
    await world.product("SAMPLE")
    world.jira.create("SAMPLE", "Sample epic", type="Epic")
    for priority in ("Medium", "Low", "Highest", "Medium", "Medium"):
        world.jira.create("SAMPLE", f"{priority} work", priority=priority)
    await world.later(days=30)
    await world.later(minutes=1)
    return world


async def priorities(world: World, by: Person | None = None) -> Answer:
    return await world.slack.command(by or world.pm, world.triage, "/priorities", "")


async def listing(world: World, by: Person | None = None) -> Message:
    answer = await priorities(world, by)
    assert answer.reply is not None
    return answer.reply


async def order(world: World) -> list[str]:
    """The keys, in the order shown."""
    words = shown(await listing(world)).split()
    return [word for word in words if word.startswith("SAMPLE-") and word[-1].isdigit()][:5]


def ranks(world: World) -> list[str]:
    """All keys by rank alone, as a board shows them."""
    issues = world.jira.site.issues.values()
    return [issue.key for issue in sorted(issues, key=lambda one: str(one.fields[RANK]))]


async def choose(world: World, key: str, band: str) -> str:
    """Pick an item, then its priority; what is shown after."""
    number = world.jira.issue(key).id
    message = await listing(world)
    await world.slack.click(world.pm, message, "priorities.pick", f"1:0:0:{number}")
    await world.app.shell.settled()
    await world.slack.click(world.pm, message, "priorities.set", f"1:0:0:{number}:{band}")
    await world.app.shell.settled()
    words = shown(message)
    await world.settle()
    return words


async def test_items_stand_by_priority_then_by_rank(listed: World) -> None:
    assert ["SAMPLE-4", "SAMPLE-2", "SAMPLE-5", "SAMPLE-6", "SAMPLE-3"] == await order(listed)
    words = shown(await listing(listed))
    assert "*Urgent*  ·  in Jira Highest" in words
    assert "*Low*  ·  in Jira Low, Lowest" in words
    assert "5 open items. Nothing moved in 7 days." in words


async def test_what_moved_in_jira_shows_with_who_and_why(listed: World) -> None:
    listed.jira.rank("SAMPLE-6", before="SAMPLE-2", author="Sample Engineer")
    listed.jira.edit("SAMPLE-3", priority="High", author="Sample Engineer")
    listed.jira.create("SAMPLE", "Fresh work", priority="Low")
    listed.jira.move("SAMPLE-5", "Done")
    await listed.later(minutes=1)
    assert ["SAMPLE-4", "SAMPLE-3", "SAMPLE-6", "SAMPLE-2", "SAMPLE-7"] == await order(listed)
    words = shown(await listing(listed))
    assert "In 7 days: 2 up, 1 new." in words
    assert "_Low to High_ by Sample Engineer, 23 Dec" in words
    assert "_ranked higher_ by Sample Engineer, 23 Dec" in words
    message = await listing(listed)
    await listed.slack.click(listed.pm, message, "priorities.moved")
    await listed.app.shell.settled()
    assert "SAMPLE-2" not in shown(message)
    assert "SAMPLE-6" in shown(message)


async def test_a_pm_changes_an_item_that_no_idea_became(listed: World) -> None:
    words = await choose(listed, "SAMPLE-2", "urgent")
    assert "SAMPLE-2 becomes *Urgent* in Jira" in words
    assert "Highest" == listed.jira.issue("SAMPLE-2").fields["priority"]["name"]
    assert "SAMPLE-2" in (await order(listed))[:2]
    assert "SAMPLE-2 is *Urgent* already" in await choose(listed, "SAMPLE-2", "urgent")


async def test_a_priority_jira_refuses_is_told(listed: World) -> None:
    refusal = Fault(FaultKind.REFUSED, "PUT /issue/{issue}", status=400, error="Sample refusal")
    with listed.jira.faults.during(refusal):
        await choose(listed, "SAMPLE-2", "low")
        await listed.settle()
    (told,) = [words for words in listed.told(listed.pm) if "SAMPLE-2" in words]
    assert "did not become *Low* in Jira" in told
    assert "Sample refusal" in told


@pytest.mark.parametrize("direction", [Direction.BOTH, Direction.FROM_JIRA])
async def test_an_items_idea_goes_with_it(listed: World, direction: Direction) -> None:
    product = await listed.stored(lambda store: store.products.by_key("APP"))
    assert product is not None
    await listed.idea("Export reports as CSV")
    await listed.settle()
    await listed.decide(1, "yes")
    await listed.settle()
    rule = FieldRule(
        product_id=product.id or 0, field=SyncedField.PRIORITY, direction=direction, owner=Side.JIRA
    )
    await listed.stored(lambda store: store.fields.set_rule(rule))
    await choose(listed, "SAMPLE-7", "high")
    await listed.later(minutes=1)
    assert "High" == listed.jira.issue("SAMPLE-7").fields["priority"]["name"]
    idea = await listed.stored(lambda store: store.ideas.numbered(1))
    assert idea is not None
    assert "high" == idea.priority


async def test_a_yes_is_ranked_once_among_its_own(listed: World) -> None:
    listed.jira.edit("SAMPLE-2", priority="High")
    await listed.later(minutes=1)
    await listed.idea("Export reports as CSV")
    await listed.settle()
    await listed.slack.click(listed.pm, listed.card(1), "plan.priority", "1:high")
    await listed.decide(1, "yes")
    await listed.settle()
    assert "SAMPLE-7" == ranks(listed)[2], "right after the only one of its priority"
    listed.jira.rank("SAMPLE-7", after="SAMPLE-6")
    await listed.later(minutes=1)
    await listed.slack.click(listed.pm, listed.card(1), "plan.priority", "1:urgent")
    await listed.later(minutes=1)
    assert "SAMPLE-7" == ranks(listed)[-1]


async def test_a_site_without_ranks_takes_a_yes_all_the_same(listed: World) -> None:
    await listed.idea("Export reports as CSV")
    await listed.settle()
    await listed.slack.click(listed.pm, listed.card(1), "plan.priority", "1:high")
    refusal = Fault(FaultKind.REFUSED, "PUT /issue/rank", status=403, error="Sample refusal")
    with listed.jira.faults.during(refusal):
        await listed.decide(1, "yes")
        await listed.settle()
    assert "SAMPLE-7" in shown(listed.card(1))
    kinds = await listed.stored(lambda store: [event.kind for event in store.ideas.history(1)])
    assert "not ranked" in kinds


async def test_a_member_looks_and_is_told_who_may(listed: World) -> None:
    message = await listing(listed, listed.requester)
    assert f"change priorities: ask @{listed.pm.id}" in shown(message)
    assert "priorities.pick" not in str(message.blocks)
    pms = await listing(listed)
    number = listed.jira.issue("SAMPLE-2").id
    await listed.stored(lambda store: store.products.dismiss(1, listed.pm.id))
    await listed.slack.click(listed.pm, pms, "priorities.pick", f"1:0:0:{number}")
    await listed.app.shell.settled()
    assert "Only the PMs of Sample App" in shown(listed.slack.ephemerals(listed.pm)[-1])
    assert "Medium" == listed.jira.issue("SAMPLE-2").fields["priority"]["name"]


async def test_a_long_list_has_pages(listed: World) -> None:
    for number in range(20):
        listed.jira.create("SAMPLE", f"More work {number}", priority="Lowest")
    await listed.later(minutes=1)
    message = await listing(listed)
    assert "16." not in shown(message)
    await listed.slack.click(listed.pm, message, "priorities.next")
    await listed.app.shell.settled()
    assert "16." in shown(message)
    await listed.slack.click(listed.pm, message, "priorities.back")
    await listed.app.shell.settled()
    assert "16." not in shown(message)
