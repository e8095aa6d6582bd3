"""`/sync` sets which way fields go; `/drift` shows where the two sides differ, and settles it."""

import pytest

from bot.cli.syncing import preview
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Answer, Message, Person, View
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
    form = await settings(tracked)
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


async def settings(world: World) -> View:
    await world.slack.command(world.pm, world.triage, "/sync", "APP")
    await world.app.shell.settled()
    form = world.slack.open_view(world.pm)
    assert form is not None
    return form


async def test_the_form_shows_todays_values(tracked: World) -> None:
    assert "Today #1 holds Medium, SAMPLE-1 holds Medium." in str(await settings(tracked))


async def test_new_issues_get_the_labels_of_their_product_while_it_wants_them(
    tracked: World,
) -> None:
    form = await settings(tracked)
    refused = await tracked.slack.submit(tracked.pm, form, {"labels": "customer request"})
    assert "“customer request” has a space" in refused.errors["labels"]
    await tracked.slack.submit(tracked.pm, form, {"labels": "customer-request, q3"})
    assert "customer-request, q3" in str(await settings(tracked))
    for number, words in ((2, "Another idea"), (3, "A third idea")):
        await tracked.idea(words)
        await tracked.settle()
        await tracked.decide(number, "yes")
        await tracked.settle()
        await tracked.slack.submit(tracked.pm, await settings(tracked), {"labelled": "off"})
    made = [tracked.jira.issue(f"SAMPLE-{n}").fields["labels"][1:] for n in (1, 2, 3)]
    assert [[], ["customer-request", "q3"], []] == made
    tracked.jira.edit("SAMPLE-2", labels=[])
    await tracked.later(minutes=2)
    assert "q3" not in said(await drift(tracked)), "set once, they are Jira's"


async def relink(world: World, *keys: str) -> list[str]:
    """Press Relink and enter these keys one after another: what each was refused with."""
    report = (await drift(world)).reply
    assert report is not None
    await world.slack.click(world.pm, report, "drift.relink")
    await world.app.shell.settled()
    said: list[str] = []
    for key in keys:
        form = world.slack.open_view(world.pm)
        assert form is not None
        answer = await world.slack.submit(world.pm, form, {"issue": key})
        said.append(answer.errors.get("issue", ""))
    await world.settle()
    return said


async def test_an_idea_whose_issue_is_gone_is_tied_to_another(tracked: World) -> None:
    tracked.jira.create("SAMPLE", "Export reports as CSV")
    await tracked.idea("Another idea")
    await tracked.settle()
    await tracked.decide(2, "yes")
    tracked.jira.delete("SAMPLE-1")
    await tracked.later(days=7)
    await tracked.later(minutes=2)
    assert "SAMPLE-1\nIt is gone from Jira" in said(await drift(tracked)).replace("_", "")
    assert "#1 SAMPLE-1: It is gone from Jira" in "\n".join(await preview(tracked.app))
    refused = await relink(tracked, "soon", "NOPE-7", "SAMPLE-3", "sample-2")
    assert [
        "Enter the issue's key, such as ABC-123.",
        "No product here is kept in NOPE. Enter an issue of SAMPLE.",
        "SAMPLE-3 is tied to #2 already.",
        "",
    ] == refused
    assert all(word in shown(tracked.card(1)) for word in ("Planned", "SAMPLE-2"))
    assert "hold the same" in said(await drift(tracked))
    events = await tracked.stored(lambda store: store.ideas.history(1))
    (told,) = [event for event in events if event.kind == "relinked"]
    assert (tracked.pm.id, {"was": "SAMPLE-1", "to": "SAMPLE-2"}) == (told.by, told.detail)
    tracked.jira.move("SAMPLE-2", "In Progress")
    await tracked.later(minutes=2)
    assert "In progress" in shown(tracked.card(1))


async def test_an_idea_keeps_its_issue_until_the_other_one_is_found(tracked: World) -> None:
    assert ["#1 is tied to SAMPLE-1 already.", ""] == await relink(tracked, "SAMPLE-1", "SAMPLE-9")
    assert "Jira has no issue SAMPLE-9" in shown(tracked.card(1))
    assert "Words of *engineers*" in said(await drift(tracked))
    tracked.jira.create("SAMPLE", "Right one")
    assert [""] == await relink(tracked, f"{tracked.jira.url}/browse/SAMPLE-2")
    assert "Title: “Export reports as CSV” here, “Right one” in Jira." in said(await drift(tracked))
    tracked.jira.move("SAMPLE-1", "In Progress")
    await tracked.later(minutes=2)
    assert "Planned" in shown(tracked.card(1))
    thread = [shown(reply) for reply in tracked.slack.thread(tracked.card(1))]
    assert any("tied to SAMPLE-2 now, in place of SAMPLE-1" in reply for reply in thread)
    report = (await drift(tracked, tracked.admin)).reply
    assert report is not None
    await tracked.slack.click(tracked.admin, report, "drift.relink")
    await tracked.app.shell.settled()
    refused = shown(tracked.slack.ephemerals(tracked.admin)[-1])
    assert "Only its PMs tie #1 to another issue" in refused


async def test_only_pms_and_admins_see_and_settle(tracked: World) -> None:
    assert "Only the PMs of Sample App" in said(await drift(tracked, tracked.requester))
    refused = await tracked.slack.command(tracked.requester, tracked.triage, "/sync", "")
    assert "Only the PMs of Sample App" in said(refused)
    assert "difference" in said(await drift(tracked, tracked.admin))
    unknown = await tracked.slack.command(tracked.pm, tracked.triage, "/drift", "nope")
    assert "There is no product with the key nope" in said(unknown)
