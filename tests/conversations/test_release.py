"""`/release` shows how releases stand; PMs hear once of those that slip, are overdue or at risk."""

from datetime import date, time

import pytest

from bot.models import FieldRule, Preference
from bot.sandbox.slack import Answer, Person, View
from bot.sandbox.slack.words import shown
from bot.store.stores import Store
from bot.words import Direction, Side, SyncedField
from tests.world import World


@pytest.fixture
async def planned(world: World) -> World:
    """A world on Monday 23 November with a release due on Friday: three items, one in progress."""
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    world.jira.add_version("SAMPLE", "Sample 2.0", date(2026, 11, 27))
    for number in range(3):
        issue = world.jira.create("SAMPLE", f"Sample work {number}")
        world.jira.add_to_version(issue, "Sample 2.0")
    world.jira.move("SAMPLE-1", "In Progress")
    await world.later(minutes=1)
    return world


async def release(world: World, text: str = "", by: Person | None = None) -> Answer:
    return await world.slack.command(by or world.pm, world.triage, "/release", text)


def said(answer: Answer) -> str:
    assert answer.reply is not None
    return shown(answer.reply)


async def details(world: World, name: str = "Sample 2.0") -> str:
    view = await opened(world)
    assert name in str(view)
    return world.slack.shown(view)


def apart(store: Store, product: int) -> None:
    """A product without channels."""
    found = store.products.by_id(product)
    assert found is not None
    found.intake_channel = found.triage_channel = None
    store.products.add(found, [])


def alarms(world: World, person: Person | None = None) -> list[str]:
    return [words for words in world.told(person or world.pm) if "need" in words]


async def test_a_release_is_shown_as_it_stands(planned: World) -> None:
    words = said(await release(planned))
    assert "Sample 2.0" in words
    assert "due 27 Nov 2026" in words
    assert "0 of 3 items done, 3 left (1 in progress)" in words
    assert "No forecast" in words


async def test_what_changes_in_jira_shows_at_the_next_reading(planned: World) -> None:
    planned.jira.move("SAMPLE-1", "Done")
    await planned.later(minutes=1)
    words = said(await release(planned))
    assert "1 of 3 items done, 2 left" in words
    assert "No forecast" in words, "forecasts are as of the day's start"
    await planned.later(days=1)
    await planned.later(minutes=15)
    words = said(await release(planned))
    assert "(85%)" in words
    assert "*at risk*" in words


async def test_pms_are_told_once_that_a_release_is_at_risk_and_once_that_it_is_overdue(
    planned: World,
) -> None:
    planned.jira.move("SAMPLE-1", "Done")
    for _ in range(3):
        await planned.later(hours=8)
    assert [] == alarms(planned), "nobody is told before nine"
    for _ in range(8):
        await planned.later(hours=8)
    (at_risk,) = alarms(planned)
    assert "1 release of Sample App needs a look" in at_risk
    assert "*Sample 2.0* may miss 27 Nov 2026: 2 left, likely done by" in at_risk
    assert [at_risk] == alarms(planned, planned.other_pm)
    for _ in range(12):
        await planned.later(hours=8)
    _, overdue = alarms(planned)
    assert "*Sample 2.0* was due 27 Nov 2026 and is not released: 2 left" in overdue


async def test_a_date_that_moves_is_told_once_the_same_day_and_kept(planned: World) -> None:
    await planned.later(hours=2)
    planned.jira.change_release_date("Sample 2.0", date(2026, 12, 4))
    for _ in range(6):
        await planned.later(minutes=15)
    (told,) = alarms(planned)
    assert "*Sample 2.0* slipped from 27 Nov to 4 Dec 2026." in told
    planned.jira.change_release_date("Sample 2.0", date(2026, 11, 30))
    await planned.later(minutes=30)
    planned.jira.change_release_date("Sample 2.0", date(2026, 12, 18))
    for _ in range(4):
        await planned.later(minutes=15)
    assert "slipped from 30 Nov to 18 Dec 2026 (2 times so far)" in alarms(planned)[1]
    assert 2 == len(alarms(planned))
    assert "Slipped 2 times, last from 30 Nov to 18 Dec 2026" in said(await release(planned))
    assert "• 27 Nov to 4 Dec 2026, seen 23 Nov 2026" in await details(planned)


async def test_what_is_mended_before_it_is_told_is_not_told(planned: World) -> None:
    hours = Preference(workspace_id=1, user=planned.pm.id, quiet_from=time(6), quiet_to=time(12))
    await planned.stored(lambda store: store.people.prefer(hours))
    planned.jira.move("SAMPLE-1", "Done")
    await planned.later(days=1)
    await planned.later(hours=2)
    await planned.later(minutes=15)
    planned.jira.release("Sample 2.0")
    await planned.later(minutes=15)
    await planned.later(hours=2)
    assert [1, 0] == [len(alarms(planned, person)) for person in (planned.other_pm, planned.pm)]


async def test_what_was_told_leads_to_the_releases(planned: World) -> None:
    await planned.later(hours=2)
    planned.jira.change_release_date("Sample 2.0", date(2026, 12, 4))
    for _ in range(3):
        await planned.later(minutes=15)
    word = next(m for m in planned.slack.direct_messages(planned.pm) if "need" in m.text)
    await planned.slack.click(planned.pm, word, "release.show")
    await planned.app.shell.settled()
    assert "Releases of Sample App" in shown(planned.slack.ephemerals(planned.pm)[-1])


async def test_details_show_items_ideas_and_what_came_and_went(planned: World) -> None:
    await planned.idea("Export reports as CSV")
    await planned.settle()
    await planned.decide(1, "yes")
    await planned.settle()
    await planned.later(days=1)
    planned.jira.assign(
        "SAMPLE-1", planned.jira.add_user("P. Manager", planned.pm.email, visible=True)
    )
    planned.jira.add_to_version("SAMPLE-4", "Sample 2.0")
    planned.jira.remove_from_version("SAMPLE-3", "Sample 2.0")
    await planned.later(minutes=1)
    assert "Since 23 Nov 2026: 1 added, 1 removed" in said(await release(planned))
    words = await details(planned)
    assert "In progress: 1" in words
    assert "SAMPLE-2 Sample work 1" in words
    assert "#1 Export reports as CSV" in words
    assert "SAMPLE-1 Sample work 0  ·  @sample.pm" in words
    assert "Added since 23 Nov 2026: 1" in words
    assert "Removed since 23 Nov 2026: 1" in words


async def opened(world: World, by: Person | None = None) -> View:
    """The details, in front of somebody."""
    overview = (await release(world, by=by)).reply
    assert overview is not None
    await world.slack.click(by or world.pm, overview, "release.details")
    await world.app.shell.settled()
    view = world.slack.open_view(by or world.pm)
    assert view is not None
    return view


async def an_idea_with_an_issue(world: World) -> str:
    """Its issue's key."""
    await world.idea("Export reports as CSV")
    await world.settle()
    await world.decide(1, "yes")
    await world.settle()
    return "SAMPLE-4"


async def plan(world: World, view: View, way: str = "in") -> str:
    """Choose the idea in a release's details; what is in front of the PM then."""
    value = f"1:{world.jira.version('Sample 2.0')['id']}:1:{way}"
    await world.slack.click(world.pm, view, "release.plan", value)
    await world.app.shell.settled()
    again = world.slack.open_view(world.pm)
    assert again is not None
    return world.slack.shown(again)


def planned_for(world: World, key: str) -> list[str]:
    return [version["name"] for version in world.jira.issue(key).fields["fixVersions"]]


async def test_a_pm_plans_an_idea_for_a_release_and_jira_follows(planned: World) -> None:
    key = await an_idea_with_an_issue(planned)
    planned.jira.add_version("SAMPLE", "Sample 3.0", date(2027, 1, 15))
    planned.jira.add_to_version(key, "Sample 3.0")
    await planned.later(minutes=1)
    words = await plan(planned, await opened(planned))
    assert "#1 goes into this release in Jira" in words
    await planned.later(minutes=1)
    assert ["Sample 2.0"] == planned_for(planned, key)
    await planned.later(minutes=1)
    assert "#1 Export reports as CSV" in await details(planned)
    await plan(planned, await opened(planned), "out")
    await planned.later(minutes=1)
    assert [] == planned_for(planned, key)
    await planned.later(minutes=1)
    assert "Ideas in it" not in await details(planned)


async def test_what_was_planned_on_both_sides_is_jiras_and_told(planned: World) -> None:
    key = await an_idea_with_an_issue(planned)
    planned.jira.add_version("SAMPLE", "Sample 3.0", date(2027, 1, 15))
    await planned.later(minutes=1)
    view = await opened(planned)
    planned.jira.add_to_version(key, "Sample 3.0")
    await plan(planned, view)
    await planned.later(minutes=1)
    assert ["Sample 3.0"] == planned_for(planned, key)
    notes = [shown(reply) for reply in planned.slack.thread(planned.card(1))]
    assert any("Release was changed here and in SAMPLE-4. Kept: Sample 3.0." in n for n in notes)


async def test_only_pms_plan_and_only_where_it_goes_to_jira(planned: World) -> None:
    await an_idea_with_an_issue(planned)
    await planned.later(minutes=1)
    planned.jira.assign("SAMPLE-1", planned.jira.add_user("Sample Engineer"))
    await planned.later(minutes=1)
    members = str((await opened(planned, planned.requester)).blocks)
    assert "Sample Engineer" in members
    assert "release.plan" not in members
    assert "who.open" not in members
    view = await opened(planned)
    rule = FieldRule(
        product_id=1, field=SyncedField.VERSION, direction=Direction.FROM_JIRA, owner=Side.JIRA
    )
    await planned.stored(lambda store: store.fields.set_rule(rule))
    assert "Releases come from Jira here" in await plan(planned, view)


async def test_whom_jira_does_not_tell_a_pm_names(planned: World) -> None:
    planned.jira.assign("SAMPLE-1", planned.jira.add_user("Sample Engineer"))
    await planned.later(minutes=1)
    assert "Sample work 0  ·  Sample Engineer" in await details(planned)
    view = planned.slack.open_view(planned.pm)
    assert view is not None
    await planned.slack.click(planned.pm, view, "who.open")
    await planned.app.shell.settled()
    form = planned.slack.open_view(planned.pm)
    assert form is not None
    await planned.slack.submit(planned.pm, form, {"person0": planned.requester.id})
    await planned.app.shell.settled()
    again = planned.slack.open_view(planned.pm)
    assert again is not None
    assert "Sample work 0  ·  @sample.requester" in planned.slack.shown(again)


async def test_what_is_out_is_folded_away_and_what_is_archived_left_out(planned: World) -> None:
    planned.jira.add_version("SAMPLE", "Sample 1.0", date(2026, 10, 1))
    planned.jira.release("Sample 1.0")
    planned.jira.add_version("SAMPLE", "Sample 0.1", date(2026, 1, 1))
    planned.jira.version("Sample 0.1")["archived"] = True
    await planned.later(minutes=1)
    answer = await release(planned)
    words = said(answer)
    assert "*Sample 2.0*" in words
    assert "*Sample 1.0*" not in words
    assert "1 release already out" in words
    assert answer.reply is not None
    assert "Sample 1.0 (released)" in str(answer.reply.blocks)
    assert "Sample 0.1" not in str(answer.reply.blocks)


async def test_the_channel_says_which_product(planned: World) -> None:
    number = await planned.product(None, key="WEB", name="Sample Web")
    await planned.stored(lambda store: apart(store, number))
    assert "Releases of Sample App" in said(await release(planned, by=planned.requester))
    assert "has no Jira project yet" in said(await release(planned, "web"))
    elsewhere = planned.slack.add_channel("sample-talk", [planned.requester])
    answer = await planned.slack.command(planned.requester, elsewhere, "/release", "")
    assert "Say which product: `APP`, `WEB`" in said(answer)
