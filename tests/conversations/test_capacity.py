"""`/capacity`: teams, their people, days away, and what the digest makes of them."""

from datetime import date
from typing import Any

import pytest

from bot.models import Team, Teammate
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Person, View
from bot.sandbox.slack.words import shown
from bot.store.accounts import Told
from bot.store.stores import Store
from bot.words import DigestKind
from tests.world import World

LEAVE = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//sample//EN
BEGIN:VEVENT
UID:1
SUMMARY:Parental leave
DTSTART;VALUE=DATE:20261202
DTEND;VALUE=DATE:20261204
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Dentist
DTSTART:20261208T090000Z
DTEND:20261208T100000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
async def staffed(world: World) -> World:
    """A world with a product, and a team of the requester with 10 points a week."""
    await world.product(country="DE", subdivision="BY")
    await add_team(world)
    await add_person(world, world.requester)
    return world


async def opened(world: World, who: Person) -> View:
    """The list, as somebody opens it."""
    while world.slack.open_view(who) is not None:
        await world.slack.close(who, view_of(world, who))
    await world.slack.command(who, world.intake, "/capacity")
    await world.app.shell.settled()
    return view_of(world, who)


def view_of(world: World, who: Person) -> View:
    view = world.slack.open_view(who)
    assert view is not None, "no view opened"
    return view


async def press(world: World, who: Person, action: str, label: str = "") -> View:
    """Press a button of the view in front, beside a text where there are several."""
    view = view_of(world, who)
    beside = (b for b in view.blocks if action in str(b) and label in str(b))
    await world.slack.click(who, view, action, block=next(beside)["block_id"])
    await world.app.shell.settled()
    return view_of(world, who)


async def add_team(world: World, **values: Any) -> None:
    await opened(world, world.pm)
    form = await press(world, world.pm, "capacity.team", "Add a team")
    answer = await world.slack.submit(world.pm, form, {"name": "Platform", **values})
    assert {} == dict(answer.errors)
    await world.settle()


async def add_person(world: World, person: Person, **values: Any) -> None:
    await opened(world, world.pm)
    form = await press(world, world.pm, "capacity.person", "Add a person")
    given = {"person": person.id, "weekly": "10", **values}
    answer = await world.slack.submit(world.pm, form, given)
    assert {} == dict(answer.errors)
    await world.settle()


async def add_days(world: World, who: Person, **values: Any) -> dict[str, str]:
    """Somebody enters their own days away; what the form says against it."""
    await opened(world, who)
    form = await press(world, who, "away.open")
    answer = await world.slack.submit(who, form, values)
    await world.settle()
    return dict(answer.errors)


async def read(world: World, who: Person, content: bytes) -> str:
    """What somebody is told of a calendar file."""
    await opened(world, who)
    form = await press(world, who, "away.file")
    mates = [b for b in form.blocks if b["block_id"] == "mate"]
    first = mates[0]["element"]["options"][0]["value"]
    file = world.slack.upload(who, "leave.ics", content)
    await world.slack.submit(who, form, {"mate": first, "file": [file]})
    await world.settle()
    return world.slack.shown(world.slack.direct_messages(who)[-1])


# --- Teams and people


async def test_a_pm_sets_a_team_up_and_everybody_sees_it(staffed: World) -> None:
    assert "Saved." in staffed.slack.shown(view_of(staffed, staffed.pm))
    words = staffed.slack.shown(await opened(staffed, staffed.other_pm))
    for said in ("Platform", "1 person", "10 points a full week", "sample.requester"):
        assert said in words
    assert "Germany: Bayern" in words
    seen = await opened(staffed, staffed.requester)
    assert "Add a team" not in staffed.slack.shown(seen)
    assert "capacity.team" not in str(seen.blocks)


async def test_a_person_is_in_a_team_once_and_needs_a_name_somewhere(staffed: World) -> None:
    await opened(staffed, staffed.pm)
    form = await press(staffed, staffed.pm, "capacity.person", "Add a person")
    answer = await staffed.slack.submit(staffed.pm, form, {})
    assert {"person": "Choose a person in Slack, or in Jira."} == dict(answer.errors)
    answer = await staffed.slack.submit(staffed.pm, form, {"person": staffed.requester.id})
    assert {"person": "This person is in the team already."} == dict(answer.errors)


async def test_whoever_is_known_by_another_name_later_keeps_their_days(world: World) -> None:
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    owner = world.jira.add_user("Owner In Jira", world.requester.email, visible=True)
    world.jira.assign(world.jira.create("SAMPLE", "Work"), owner)
    await world.later(minutes=2)
    await add_team(world)
    await opened(world, world.pm)
    form = await press(world, world.pm, "capacity.person", "Add a person")
    (found,) = await world.slack.options(world.pm, form, "capacity.account", "owner")
    await world.slack.submit(world.pm, form, {"capacity.account": found["value"]})
    await world.settle()
    await press(world, world.pm, "capacity.person", "Owner In Jira (in Jira)")
    form = await press(world, world.pm, "away.open")
    await world.slack.submit(world.pm, form, {"first": "2026-12-01"})
    await world.slack.submit(world.pm, view_of(world, world.pm), {"person": world.requester.id})
    await world.settle()
    assert "Away 1 Dec 2026" in world.slack.shown(await opened(world, world.requester))
    await opened(world, world.pm)
    form = await press(world, world.pm, "capacity.person", "Add a person")
    answer = await world.slack.submit(world.pm, form, {"capacity.account": found["value"]})
    assert {"account": "This person is in the team already."} == dict(answer.errors)


async def test_only_pms_and_admins_change_teams(staffed: World) -> None:
    view = await opened(staffed, staffed.pm)
    staffed.slack.workspace.modals[staffed.requester.id] = [view]
    view.user = staffed.requester.id
    staffed.slack.workspace.modals[staffed.pm.id] = []
    sheet = await press(staffed, staffed.requester, "capacity.team", "Add a team")
    assert "Only the PMs of Sample App and admins may" in staffed.slack.shown(sheet)


async def test_a_long_list_opens_team_by_team_and_stays_there(staffed: World) -> None:
    def many(store: Store) -> None:
        product = store.products.by_key("APP")
        assert product is not None
        one: dict[str, Any] = {"workspace_id": store.workspace}
        large = store.teams.keep(Team(**one, product_id=product.id or 0, name="Sample Large"))
        people = [Told(f"a{n:02}", f"sample-{n:02}", "") for n in range(21)]
        store.accounts.learn(people)
        for known in people:
            store.teams.seat(Teammate(**one, team_id=large.id or 0, account=known.account))

    await staffed.stored(many)
    view = await opened(staffed, staffed.pm)
    assert "sample-00" not in staffed.slack.shown(view)
    view = await press(staffed, staffed.pm, "capacity.open", "Sample Large")
    assert "sample-19" in staffed.slack.shown(view)
    view = await press(staffed, staffed.pm, "capacity.open", "More people")
    form = await press(staffed, staffed.pm, "capacity.person", "sample-20")
    await staffed.slack.submit(staffed.pm, form, {"weekly": "7"})
    await staffed.settle()
    assert "sample-20 (in Jira)  ·  7 points a week" in staffed.slack.shown(
        view_of(staffed, staffed.pm)
    )
    view = await press(staffed, staffed.pm, "capacity.open", "All teams")
    assert "Platform" in staffed.slack.shown(view)


async def test_a_team_is_removed_and_its_peoples_days_are_kept(staffed: World) -> None:
    assert {} == await add_days(staffed, staffed.requester, first="2026-12-01")
    await opened(staffed, staffed.pm)
    await press(staffed, staffed.pm, "capacity.team", "Platform")
    sheet = await press(staffed, staffed.pm, "capacity.disband")
    assert "Platform is removed." in staffed.slack.shown(sheet)
    await add_team(staffed, name="Portal")
    await add_person(staffed, staffed.requester)
    words = staffed.slack.shown(await opened(staffed, staffed.requester))
    assert "Away 1 Dec 2026" in words


# --- Days away


async def test_everybody_enters_their_own_days_and_takes_them_back(staffed: World) -> None:
    days = {"first": "2026-12-02", "last": "2026-12-04", "note": "Surgery"}
    assert {} == await add_days(staffed, staffed.requester, **days)
    again = await add_days(staffed, staffed.requester, **days)
    assert {"first": "These days are in the list already."} == again
    assert "Surgery" in staffed.slack.shown(await opened(staffed, staffed.pm))
    seen = staffed.slack.shown(await opened(staffed, staffed.slack.add_person("Sample Other")))
    assert "2 to 4 Dec 2026" in seen
    assert "Surgery" not in seen
    await opened(staffed, staffed.requester)
    await press(staffed, staffed.requester, "away.open")
    await press(staffed, staffed.requester, "away.back")
    assert "Away" not in staffed.slack.shown(await opened(staffed, staffed.requester))


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"first": "2026-12-02", "last": "2026-12-01"}, {"last": "before the first"}),
        ({"first": "2026-12-02", "last": "2028-12-01"}, {"last": "At most 400 days"}),
    ],
)
async def test_days_that_cannot_be_are_refused(
    staffed: World, values: dict[str, str], error: dict[str, str]
) -> None:
    told = await add_days(staffed, staffed.requester, **values)
    assert error.keys() == told.keys()
    assert error["last"] in told["last"]


async def test_days_away_are_read_from_a_calendar_and_taken_back(staffed: World) -> None:
    told = await read(staffed, staffed.requester, LEAVE)
    assert "2 to 3 Dec 2026 (Parental leave)" in told
    assert "1 shorter than half a day's work" in told
    assert "Away 2 to 3 Dec 2026" in staffed.slack.shown(await opened(staffed, staffed.requester))
    again = await read(staffed, staffed.requester, LEAVE)
    assert "All days away in the file were known" in again
    message = staffed.slack.direct_messages(staffed.requester)[-2]
    await staffed.slack.click(staffed.requester, message, "away.undo")
    await staffed.settle()
    assert "Away" not in staffed.slack.shown(await opened(staffed, staffed.requester))


async def test_a_broken_calendar_loses_nothing(staffed: World) -> None:
    await add_days(staffed, staffed.requester, first="2026-12-01")
    told = await read(staffed, staffed.requester, b"BEGIN:VCALENDAR\nnonsense")
    assert "I can't read this as a calendar" in told
    staffed.slack.faults.add(Fault(FaultKind.REFUSED, "files.info", error="file_not_found"))
    assert "The file is gone." in await read(staffed, staffed.requester, LEAVE)
    large = await read(staffed, staffed.requester, b" " * 600_000)
    assert "larger than 512 KB" in large
    assert "Away 1 Dec 2026" in staffed.slack.shown(await opened(staffed, staffed.requester))
    assert [] == await staffed.stored(lambda store: store.deliveries.dead())


# --- What the digest makes of it


async def digest(world: World, product: int) -> str:
    """Next Monday's capacity digest."""
    await world.subscribed(product, DigestKind.CAPACITY, weekday=0)
    await world.later(days=7, hours=2)
    await world.later(seconds=20)
    return shown(world.slack.messages(world.digests)[-1])


async def test_the_digest_weighs_the_week_against_what_is_committed(world: World) -> None:
    world.jira.add_project("SAMPLE", "Sample project")
    product = await world.product("SAMPLE")
    owner = world.jira.add_user("Owner In Jira", world.requester.email, visible=True)
    for points in (5.0, 8.0):
        item = world.jira.create("SAMPLE", "Work", points=points)
        world.jira.assign(item, owner)
        world.jira.move(item, "In Progress")
    await world.later(minutes=2)
    await add_team(world)
    await add_person(world, world.requester)
    await add_days(world, world.requester, first="2026-12-01", last="2026-12-02")
    await add_days(world, world.requester, first="2026-12-02", last="2026-12-06")
    told = await digest(world, product)
    assert "*Platform*: 13 of 2 points, 11 too many" in told
    assert "Owner In Jira: 13 of 2 points, 11 too many, there 1 of 5 days" in told
    assert "Nobody has told me" not in told


async def test_without_weekly_figures_the_digest_is_as_before(world: World) -> None:
    world.jira.add_project("SAMPLE", "Sample project")
    product = await world.product("SAMPLE")
    world.jira.move(world.jira.create("SAMPLE", "Work"), "In Progress")
    await world.later(minutes=2)
    told = await digest(world, product)
    assert "Nobody has told me yet what a full week holds" in told
    assert date(2026, 11, 30) == world.clock.now().date()
