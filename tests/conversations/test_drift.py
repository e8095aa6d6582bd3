"""`/sync` sets which way fields go; `/drift` shows where the two sides differ, and settles it."""

import pytest

from bot.cli.syncing import preview
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Answer, Message, Person
from bot.sandbox.slack.words import shown
from bot.words import Direction, SyncedField
from tests.world import World


@pytest.fixture
async def tracked(agreed: World) -> World:
    """A world with an idea made into an issue, whose title was changed in Jira since."""
    agreed.jira.edit("SAMPLE-1", summary="Words of *engineers*")
    await agreed.later(minutes=2)
    return agreed


async def drift(world: World, by: Person | None = None) -> Answer:
    return await world.slack.command(by or world.pm, world.triage, "/drift", "")


def said(answer: Answer) -> str:
    assert answer.reply is not None
    return shown(answer.reply)


async def press(world: World, button: str) -> Message:
    report = (await drift(world)).reply
    assert report is not None
    await world.slack.click(world.pm, report, button)
    await world.settle()
    again = (await drift(world)).reply
    assert again is not None
    return again


async def test_every_difference_is_shown_with_its_cause(tracked: World) -> None:
    words = said(await drift(tracked))
    assert "Sample App: 1 difference from Jira" in words
    assert "Title: “Export reports as CSV” here, “Words of *engineers*” in Jira." in words
    assert "left alone" in words
    (line,) = [text for text in await preview(tracked.app) if text.startswith("#1")]
    assert "SAMPLE-1: Title" in line


async def test_a_difference_is_settled_either_way(tracked: World) -> None:
    assert "hold the same" in shown(await press(tracked, "drift.send"))
    assert "Export reports as CSV" == tracked.jira.issue("SAMPLE-1").fields["summary"]
    tracked.jira.edit("SAMPLE-1", summary="Yet other words")
    await tracked.later(minutes=2)
    assert "hold the same" in shown(await press(tracked, "drift.take"))
    assert "Yet other words" in shown(tracked.card(1))


async def test_a_refused_value_is_in_the_report_and_sent_again_on_a_click(tracked: World) -> None:
    refusal = Fault(FaultKind.REFUSED, "PUT /issue/{issue}", status=400, error="Sample refusal")
    with tracked.jira.faults.during(refusal):
        await tracked.slack.click(tracked.pm, tracked.card(1), "plan.priority", "1:low")
        await tracked.settle()
    words = said(await drift(tracked))
    assert "Priority: Low here, Medium in Jira." in words
    assert "Sample refusal" in words
    await press(tracked, "drift.send")
    assert "Low" == tracked.jira.issue("SAMPLE-1").fields["priority"]["name"]


async def test_a_field_of_one_issue_is_stopped_and_taken_up_again(tracked: World) -> None:
    await tracked.slack.command(tracked.pm, tracked.triage, "/sync", "APP")
    await tracked.app.shell.settled()
    form = tracked.slack.open_view(tracked.pm)
    assert form is not None
    answer = await tracked.slack.submit(tracked.pm, form, {"direction_summary": "both"})
    assert {} == dict(answer.errors)
    assert "stopped for this issue" in shown(await press(tracked, "drift.stop"))
    tracked.jira.edit("SAMPLE-1", summary="Yet other words")
    await tracked.later(minutes=2)
    assert "Export reports as CSV" in shown(tracked.card(1))
    await press(tracked, "drift.resume")
    assert "Yet other words" in shown(tracked.card(1))
    rules = await tracked.stored(lambda store: store.fields.rules(1))
    ways = {rule.field: rule.direction for rule in rules}
    assert Direction.BOTH is ways[SyncedField.SUMMARY]


async def test_the_form_shows_todays_values(tracked: World) -> None:
    await tracked.slack.command(tracked.pm, tracked.triage, "/sync", "")
    await tracked.app.shell.settled()
    form = tracked.slack.open_view(tracked.pm)
    assert "Today #1 holds Medium, SAMPLE-1 holds Medium." in str(form)


async def test_only_pms_and_admins_see_and_settle(tracked: World) -> None:
    assert "Only the PMs of Sample App" in said(await drift(tracked, tracked.requester))
    refused = await tracked.slack.command(tracked.requester, tracked.triage, "/sync", "")
    assert "Only the PMs of Sample App" in said(refused)
    assert "difference" in said(await drift(tracked, tracked.admin))
    unknown = await tracked.slack.command(tracked.pm, tracked.triage, "/drift", "nope")
    assert "There is no product with the key nope" in said(unknown)
