"""Issues that moved or were deleted, projects renamed or out of sight, tokens that expired."""

from datetime import datetime

import pytest

from bot.sandbox.jira import Issue
from bot.sandbox.slack import Person
from bot.sandbox.slack.words import shown
from bot.tracked import Issue as Tracked
from integrations.jira import hints
from tests.world import World


@pytest.fixture
async def tracked(world: World) -> World:
    """A world with a product kept in the Jira project SAMPLE, read and counted once."""
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    await world.later(seconds=1)
    return world


async def agreed(world: World) -> Issue:
    """The issue of idea #1, answered with a yes."""
    await world.idea("Export reports as CSV")
    await world.settle()
    await world.decide(1, "yes")
    await world.settle()
    (issue,) = world.jira.site.issues.values()
    return issue


async def a_week_later(world: World) -> None:
    await world.later(days=7)
    await world.settle()


async def stored(world: World) -> list[str]:
    found: list[Tracked] = await world.stored(lambda store: store.work.of_project("SAMPLE"))
    return [issue.key for issue in found]


async def read_at(world: World) -> datetime | None:
    return await world.stored(lambda store: store.syncs.of("SAMPLE").good_at)


async def test_an_idea_whose_issue_was_deleted_goes_back_to_its_pm(tracked: World) -> None:
    issue = await agreed(tracked)
    told = tracked.told(tracked.requester)
    tracked.jira.delete(issue)
    await a_week_later(tracked)
    assert [] == await stored(tracked)
    assert "Under review" in shown(tracked.card(1))
    (note,) = [t for r in tracked.slack.thread(tracked.card(1)) if "gone" in (t := shown(r))]
    assert f"{issue.key} is gone from Jira" in note
    assert told == tracked.told(tracked.requester)
    await tracked.decide(1, "yes")
    await tracked.settle()
    assert 1 == len(tracked.jira.site.issues), "another yes makes another issue"


async def test_a_webhook_of_a_deletion_is_enough(tracked: World) -> None:
    issue = await agreed(tracked)
    tracked.jira.weather.index_lag = 120
    tracked.jira.delete(issue)
    deletion = {"webhookEvent": "jira:issue_deleted", "issue": {"id": issue.id}}
    await tracked.app.database.write(lambda s: hints.owe(deletion, s, tracked.app.surroundings))
    await tracked.settle()
    assert [] == await stored(tracked)
    await tracked.later(minutes=1)
    assert [] == await stored(tracked), "a lagging index brings nothing back"
    assert "Under review" in shown(tracked.card(1))


async def test_a_moved_issue_is_followed_where_it_went(tracked: World) -> None:
    issue = await agreed(tracked)
    tracked.jira.add_project("OTHER", "Other project")
    tracked.jira.move_project(issue, "OTHER")
    await a_week_later(tracked)
    assert "OTHER-1" in shown(tracked.card(1))
    assert any(
        "SAMPLE-1 is OTHER-1 in Jira now" in shown(r) for r in tracked.slack.thread(tracked.card(1))
    )
    tracked.jira.move(issue, "In Progress")
    await tracked.later(days=1)
    assert "In progress" in shown(tracked.card(1))


@pytest.fixture
async def vanished(tracked: World) -> World:
    """A world where an idea's issue and eleven others are hidden since the weekly count before."""
    issue = await agreed(tracked)
    others = [tracked.jira.create("SAMPLE", f"Sample work {n}") for n in range(11)]
    await tracked.later(minutes=2)
    tracked.jira.weather.page_cap, tracked.jira.weather.hollow_pages = 4, True
    for gone in [issue, *others]:
        tracked.jira.hide(gone)
    await a_week_later(tracked)
    return tracked


async def answer(world: World, who: Person, button: str) -> str:
    """What stands where somebody was asked, after they pressed a button there."""
    (asked,) = [m for m in world.slack.direct_messages(who) if "vanished" in shown(m)]
    await world.slack.click(who, asked, button)
    await world.settle()
    (after,) = [m for m in world.slack.direct_messages(who) if "vanished" in shown(m)]
    return shown(after)


async def test_many_that_vanish_at_once_are_believed_when_somebody_says_so(vanished: World) -> None:
    assert 12 == len(await stored(vanished))
    assert "Planned" in shown(vanished.card(1))
    for who in (vanished.admin, vanished.pm):
        (told,) = [text for text in vanished.told(who) if "vanished" in text]
        assert "12 issues of SAMPLE vanished from Jira at once" in told
        assert "SAMPLE-1, SAMPLE-2, SAMPLE-3, SAMPLE-4, SAMPLE-5 and 7 more" in told
    report = await vanished.slack.command(vanished.pm, vanished.triage, "/drift", "")
    assert "They were deleted: leave them out" in shown(report.reply)
    assert "left out of all figures" in await answer(vanished, vanished.pm, "vanished.leave_out")
    assert [] == await stored(vanished)
    assert "Under review" in shown(vanished.card(1))
    late = await answer(vanished, vanished.admin, "vanished.keep")
    assert "left out of all figures" in late, "who answers first rules"
    vanished.jira.show("SAMPLE-1")
    await a_week_later(vanished)
    assert 1 == len([text for text in vanished.told(vanished.admin) if "vanished" in text])
    assert ["SAMPLE-1"] == await stored(vanished), "what is there again returns"


async def test_many_that_vanish_at_once_are_kept_and_not_asked_about_again(vanished: World) -> None:
    assert "kept in all figures" in await answer(vanished, vanished.admin, "vanished.keep")
    vanished.jira.show("SAMPLE-2")
    vanished.jira.delete(vanished.jira.create("SAMPLE", "Sample work that goes"))
    await a_week_later(vanished)
    assert 12 == len(await stored(vanished))
    assert 1 == len([text for text in vanished.told(vanished.admin) if "vanished" in text])
    vanished.jira.delete("SAMPLE-2")
    await a_week_later(vanished)
    assert 11 == len(await stored(vanished)), "what came back counts as any other"


async def test_what_is_there_again_when_it_is_left_out_returns(vanished: World) -> None:
    vanished.jira.site.hidden.clear()
    await answer(vanished, vanished.admin, "vanished.leave_out")
    assert 12 == len(await stored(vanished))
    assert "Planned" in shown(vanished.card(1))


async def test_many_that_moved_at_once_are_followed_where_they_went(tracked: World) -> None:
    tracked.jira.add_project("OTHER", "Other project")
    moved = [tracked.jira.create("SAMPLE", f"Sample work {n}") for n in range(23)]
    stayed = tracked.jira.create("SAMPLE", "Sample work that stays")
    await tracked.later(minutes=2)
    for issue in moved:
        tracked.jira.move_project(issue, "OTHER")
    await a_week_later(tracked)
    assert [stayed.key] == await stored(tracked)
    assert [] == tracked.told(tracked.admin)


async def test_what_was_never_seen_is_read_when_it_is_counted(tracked: World) -> None:
    kept = tracked.jira.create("SAMPLE", "Sample work")
    await tracked.later(minutes=2)
    await tracked.stored(lambda store: store.work.lose(kept.id, tracked.clock.now()))
    assert [] == await stored(tracked)
    await a_week_later(tracked)
    assert [kept.key] == await stored(tracked)


async def test_a_renamed_project_is_read_on_under_its_new_key(tracked: World) -> None:
    issue = await agreed(tracked)
    tracked.jira.rename_project("SAMPLE", "NEW")
    await tracked.later(days=1, minutes=1)
    await tracked.later(minutes=1)
    product = await tracked.stored(lambda store: store.products.by_key("APP"))
    assert product is not None
    assert "NEW" == product.project
    assert "NEW-1" in shown(tracked.card(1))
    tracked.jira.move(issue, "In Progress")
    await tracked.later(minutes=2)
    assert "In progress" in shown(tracked.card(1))


async def test_a_project_out_of_sight_is_told_once_with_the_fix(tracked: World) -> None:
    issue = await agreed(tracked)
    tracked.jira.revoke("BROWSE_PROJECTS", "SAMPLE")
    for _ in range(4):
        await tracked.later(minutes=10)
    await a_week_later(tracked)
    (told,) = tracked.told(tracked.admin)
    assert "Jira refuses me SAMPLE" in told
    assert "Browse Projects" in told
    assert [issue.key] == await stored(tracked)
    tracked.jira.grant("BROWSE_PROJECTS", "SAMPLE")
    for _ in range(3):
        await tracked.later(minutes=10)
    assert "I read SAMPLE in Jira again" in tracked.told(tracked.admin)[-1]
    assert 2 == len(tracked.told(tracked.admin))


async def test_a_token_that_reads_as_nobody_is_told_once_for_all_projects(tracked: World) -> None:
    tracked.jira.add_project("OTHER", "Other project")
    await tracked.product("OTHER", key="OTH", name="Other App")
    await tracked.later(minutes=2)
    tracked.jira.weather.bad_token_is_anonymous = True
    good, tracked.jira.credentials = tracked.jira.credentials, ("bot@example.com", "newer")
    before = await read_at(tracked)
    for _ in range(5):
        await tracked.later(minutes=6)
    (told,) = tracked.told(tracked.admin)
    assert "Jira does not know my login" in told
    assert before == await read_at(tracked), "nothing was seen: that is no good reading"
    tracked.jira.credentials = good
    for _ in range(5):
        await tracked.later(minutes=6)
    assert "again" in tracked.told(tracked.admin)[-1]
