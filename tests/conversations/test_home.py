"""The App Home: a person's requests, a PM's queue, an admin's health, searched and filtered."""

import pytest

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Person, View
from tests.world import World


@pytest.fixture
async def filed(world: World) -> World:
    """A world with three ideas, the second put off and the third declined."""
    await world.product()
    for text in ("Export reports as CSV", "Dark mode", "Import from a spreadsheet"):
        await world.idea(text)
    await world.settle()
    await world.decide(2, "not_now", reason="no_capacity", return_on="2026-12-01")
    await world.decide(3, "no", reason="low_reach")
    await world.settle()
    return world


def view(world: World, person: Person) -> View:
    found = world.slack.home(person)
    assert found is not None
    return found


async def does(world: World, person: Person, action: str, value: object = None) -> str:
    """Use a control of one's Home, and read what it shows then."""
    await world.slack.click(person, view(world, person), action, value)
    await world.settle()
    return world.slack.shown(view(world, person))


async def test_my_requests_say_where_they_stand(filed: World) -> None:
    home = await filed.home(filed.requester)
    assert "*#1* Export reports as CSV" in home
    assert "New  ·  1st of 1 waiting" in home
    assert "Not now  ·  No capacity this cycle  ·  looked at again on 1 Dec 2026" in home
    assert "Declined  ·  Low reach" in home
    assert "Waiting for your answer" not in home
    assert "Health" not in home


async def test_what_somebody_filed_for_another_is_among_theirs_and_says_for_whom(
    filed: World,
) -> None:
    said = await filed.slack.say(filed.requester, filed.intake, "Print labels")
    await filed.slack.react(filed.admin, said, "bulb")
    await filed.settle()
    marked = f"New  ·  for @{filed.requester.name}"
    assert marked in await filed.home(filed.admin)
    assert "for @" not in await filed.home(filed.requester)
    mine = filed.slack.shown((await filed.idea("mine", by=filed.admin)).reply)
    assert "*#4* Print labels" in mine
    assert marked in mine
    await filed.decide(4, "no", reason="low_reach")
    await filed.settle()
    await filed.later(minutes=2)
    assert "Declined  ·  for @" in filed.slack.shown(view(filed, filed.admin))


async def test_a_newcomer_reads_how_to_begin(world: World) -> None:
    home = await world.home(world.requester)
    assert "You have not asked for anything yet." in home
    assert "[New idea]" in home


async def test_a_pm_sees_what_waits_by_lateness_and_what_is_promised(filed: World) -> None:
    await filed.later(days=10)
    home = await filed.home(filed.pm)
    assert "Waiting for your answer" in home
    assert "*3 days late*, was due 30 Nov 2026" in home
    assert "“Not now” until" not in home, "it came back"

    await filed.decide(2, "not_now", reason="no_capacity", return_on="2026-12-20")
    await filed.settle()
    await filed.later(minutes=2)
    seen = filed.slack.shown(view(filed, filed.pm))
    assert "Due within four weeks" in seen
    assert "“Not now” until 20 Dec 2026" in seen


async def test_it_is_redrawn_when_something_changes_at_most_once_a_minute(filed: World) -> None:
    await filed.home(filed.requester)
    for number in (1, 2, 3):
        await filed.decide(number, "yes", answer=f"Yes {number}.")
        await filed.settle()
    drawn = len(filed.slack.called("views.publish"))
    assert 1 == drawn
    await filed.later(minutes=1)
    await filed.later(minutes=1)
    assert drawn + 1 == len(filed.slack.called("views.publish"))
    assert 3 == filed.slack.shown(view(filed, filed.requester)).count("Planned")


async def test_who_never_opened_it_is_drawn_none(filed: World) -> None:
    assert [] == filed.slack.called("views.publish")
    await filed.slack.event({"type": "app_home_opened", "user": "U1", "tab": "messages"})
    await filed.settle()
    assert [] == filed.slack.called("views.publish")


async def test_opened_twenty_times_it_is_drawn_once_or_twice(filed: World) -> None:
    for _ in range(20):
        await filed.slack.open_home(filed.requester)
    await filed.settle()
    assert 2 >= len(filed.slack.called("views.publish"))


async def test_searching_and_filtering(filed: World) -> None:
    await filed.home(filed.other_pm)
    found = await does(filed, filed.other_pm, "home.search", "SPREAD")
    assert ("*#3*" in found, "*#1*" in found, "Health" in found) == (True, False, False)
    assert "No idea matches" in await does(filed, filed.other_pm, "home.search", "100%_")
    assert "*#2* Dark mode" in await does(filed, filed.other_pm, "home.search", "#2")
    await does(filed, filed.other_pm, "home.clear")
    found = await does(filed, filed.other_pm, "home.status", "not_now")
    assert ("*#2*" in found, "*#3*" in found) == (True, False)
    await does(filed, filed.other_pm, "home.clear")
    found = await does(filed, filed.other_pm, "home.product", "Sample App")
    assert ("*#1*" in found, "*#2*" in found, "*#3*" in found) == (True, True, True)


async def test_long_lists_have_pages(filed: World) -> None:
    for number in range(4, 13):
        await filed.idea(f"Idea {number}")
    home = await filed.home(filed.requester)
    assert ("*#12*" in home, "*#4*" in home, "[More]" in home) == (True, False, True)
    home = await does(filed, filed.requester, "home.later")
    assert ("*#12*" in home, "*#4*" in home, "[Back]" in home) == (False, True, True)
    assert "*#12*" in await does(filed, filed.requester, "home.earlier")


async def test_an_idea_opens_whole_and_without_the_teams_note(filed: World) -> None:
    await filed.decide(1, "no", reason="low_reach", note="Only for the team.")
    await filed.settle()
    await filed.home(filed.requester)
    await filed.slack.click(filed.requester, view(filed, filed.requester), "home.open")
    await filed.app.shell.settled()
    sheet = filed.slack.open_view(filed.requester)
    assert sheet is not None
    assert "Only for the team." not in filed.slack.shown(sheet)


async def test_admins_send_again_what_was_given_up_or_drop_it(filed: World) -> None:
    refused = Fault(FaultKind.REFUSED, "chat.postMessage", error="restricted_action", times=2)
    filed.slack.faults.add(refused)
    await filed.idea("Four")
    await filed.idea("Five")
    await filed.settle()
    home = await filed.home(filed.admin)
    assert "2 given up" in home
    assert "restricted_action" in home
    assert "Jira" not in home
    assert "1 given up" in await does(filed, filed.admin, "home.again")
    filed.card(5)
    assert "Nothing given up" in await does(filed, filed.admin, "home.drop")


async def test_what_was_given_up_is_the_admins_alone(filed: World) -> None:
    filed.slack.faults.add(Fault(FaultKind.REFUSED, "chat.postMessage", error="is_archived"))
    await filed.idea("Four")
    await filed.settle()
    await filed.home(filed.admin)
    await filed.stored(lambda store: store.members.add_admin(filed.pm.id))
    await filed.stored(lambda store: store.members.drop_admin(filed.admin.id))
    await filed.slack.click(filed.admin, view(filed, filed.admin), "home.drop")
    await filed.app.shell.settled()
    sheet = filed.slack.open_view(filed.admin)
    assert sheet is not None
    assert f"Only an admin can see to what was given up: ask @{filed.pm.name}." in (
        filed.slack.shown(sheet)
    )
    assert 1 == len(await filed.stored(lambda store: store.deliveries.dead()))


async def test_a_home_that_slack_refuses_is_drawn_when_opened_again(filed: World) -> None:
    filed.slack.faults.add(Fault(FaultKind.REFUSED, "views.publish", error="hash_conflict"))
    await filed.slack.open_home(filed.requester)
    await filed.settle()
    assert filed.slack.home(filed.requester) is None
    assert "*#1*" in await filed.home(filed.requester)


async def test_the_choice_of_what_to_hear(filed: World) -> None:
    await filed.home(filed.requester)
    await filed.slack.click(filed.requester, view(filed, filed.requester), "hearing.open")
    await filed.app.shell.settled()
    form = filed.slack.open_view(filed.requester)
    assert form is not None
    refused = await filed.slack.submit(filed.requester, form, {"quiet_from": "22:00"})
    assert ["Quiet hours need both times, or neither."] == list(refused.errors.values())
    entered = {"level": "status", "quiet_from": "22:00", "quiet_to": "07:00"}
    await filed.slack.submit(filed.requester, form, entered)
    chosen = await filed.stored(lambda store: store.people.preference(filed.requester.id))
    assert ("status", "22:00", "07:00") == (
        chosen.level,
        f"{chosen.quiet_from:%H:%M}",
        f"{chosen.quiet_to:%H:%M}",
    )
