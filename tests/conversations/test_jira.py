"""What a yes becomes in Jira, and what comes back from there."""

from datetime import date
from typing import Any

import pytest

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira import Issue
from bot.sandbox.slack.words import shown
from bot.words import DeliveryState
from tests.world import World


@pytest.fixture
async def tracked(world: World) -> World:
    """A world with a product kept in the Jira project SAMPLE, read once."""
    world.jira.add_project("SAMPLE", "Sample project")
    await world.product("SAMPLE")
    await world.later(seconds=1)
    return world


async def agreed(world: World, **values: Any) -> None:
    """Idea #1, answered with a yes."""
    await world.idea("Export reports as CSV")
    await world.settle()
    answer = await world.decide(1, "yes", **values)
    assert {} == dict(answer.errors)
    await world.settle()


def issues(world: World) -> list[Issue]:
    return [issue for issue in world.jira.site.issues.values() if not issue.deleted]


async def dead(world: World) -> list[str]:
    found = await world.stored(lambda store: store.deliveries.dead())
    return [f"{delivery.kind}: {delivery.last_error}" for delivery in found]


async def test_a_yes_creates_an_issue_marked_and_linked_back(tracked: World) -> None:
    await agreed(tracked)
    (issue,) = issues(tracked)
    assert ["shortlist-t000000001-1"] == issue.fields["labels"]
    assert 1 == issue.properties["shortlist"]["idea"]
    permalink = await tracked.stored(lambda s: s.ideas.card(1).permalink)  # type: ignore[union-attr]
    assert permalink
    assert permalink in str(issue.fields["description"])


async def test_a_create_whose_answer_was_lost_makes_one_issue(tracked: World) -> None:
    tracked.jira.weather.index_lag = 45
    tracked.jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue"))
    await agreed(tracked)
    assert "answered: :white_check_mark: *Yes*" in tracked.told(tracked.requester)[-1]
    for _ in range(6):
        await tracked.later(minutes=1)
    (issue,) = issues(tracked)
    assert issue.key in shown(tracked.card(1))
    assert [] == await dead(tracked)


async def test_an_issue_in_doubt_is_tied_also_when_the_answer_has_changed(tracked: World) -> None:
    tracked.jira.faults.add(Fault(FaultKind.CUT_AFTER, "POST /issue"))
    await agreed(tracked)
    await tracked.decide(1, "no", reason="off_strategy", answer="It does not fit.")
    for _ in range(4):
        await tracked.later(minutes=1)
    (issue,) = issues(tracked)
    (link,) = await tracked.stored(lambda store: store.idea_issues.of(1))
    assert issue.id == link.issue_id
    assert f"{issue.key} was created while the answer changed" in shown(tracked.card(1))


async def test_an_issue_in_doubt_that_is_nowhere_is_not_created_once_unwanted(
    tracked: World,
) -> None:
    tracked.jira.faults.add(Fault(FaultKind.CUT_BEFORE, "POST /issue"))
    await agreed(tracked)
    await tracked.decide(1, "no", reason="off_strategy", answer="It does not fit.")
    for _ in range(20):
        await tracked.later(minutes=1)
    assert ([], []) == (issues(tracked), await dead(tracked))


async def test_a_create_that_never_arrived_is_done_once_after_the_looks(tracked: World) -> None:
    tracked.jira.faults.add(Fault(FaultKind.CUT_BEFORE, "POST /issue"))
    await agreed(tracked)
    assert [] == issues(tracked)
    for _ in range(20):
        await tracked.later(minutes=1)
    assert 1 == len(issues(tracked))


@pytest.mark.parametrize("status", [401, 429, 503])
async def test_a_jira_that_is_not_there_gets_the_issue_when_it_is_back(
    tracked: World, status: int
) -> None:
    fault = Fault(FaultKind.REFUSED, "POST /issue", status=status, error="not now")
    if status == 429:
        fault = Fault(FaultKind.RATE_LIMITED, "POST /issue", retry_after="30")
    with tracked.jira.faults.during(fault):
        await agreed(tracked)
        await tracked.later(seconds=20)
        assert [] == issues(tracked)
        assert "Planned" in shown(tracked.card(1))
    for _ in range(20):
        await tracked.later(minutes=1)
    assert 1 == len(issues(tracked))


@pytest.mark.parametrize(("status", "words"), [(403, "permission"), (410, "no longer offers")])
async def test_a_refused_create_is_told_on_the_card(
    tracked: World, status: int, words: str
) -> None:
    fault = Fault(FaultKind.REFUSED, "POST /issue", status=status, error="Sample refusal")
    tracked.jira.faults.add(fault)
    await agreed(tracked)
    card = tracked.card(1)
    assert "Jira did not create the issue" in shown(card)
    assert words in shown(card)
    assert any("Jira did not create" in shown(reply) for reply in tracked.slack.thread(card))
    (one,) = await dead(tracked)
    assert one.startswith("issue.create")


async def test_an_existing_issue_is_linked_by_its_key(tracked: World) -> None:
    there = tracked.jira.create("SAMPLE", "Work planned before", priority={"name": "Low"})
    await agreed(tracked, tracker="link", issue=there.key.lower())
    assert [there] == issues(tracked)
    assert there.key in shown(tracked.card(1))
    idea = await tracked.stored(lambda store: store.ideas.numbered(1))
    assert idea is not None
    assert "low" == idea.priority


async def test_a_key_that_is_not_there_is_told_to_the_pm(tracked: World) -> None:
    await agreed(tracked, tracker="link", issue="SAMPLE-99")
    assert "Jira has no issue SAMPLE-99" in shown(tracked.card(1))


async def test_an_issue_to_link_needs_its_key(tracked: World) -> None:
    await tracked.idea("Export reports as CSV")
    await tracked.settle()
    answer = await tracked.decide(1, "yes", tracker="link", issue="soon")
    assert {"issue": "Enter the issue's key, such as ABC-123."} == dict(answer.errors)


async def test_a_yes_without_jira_creates_nothing(tracked: World) -> None:
    await agreed(tracked, tracker="neither")
    assert [] == issues(tracked)
    assert "Planned" in shown(tracked.card(1))


async def test_a_priority_changed_in_jira_shows_on_the_card(tracked: World) -> None:
    await agreed(tracked)
    (issue,) = issues(tracked)
    tracked.jira.edit(issue, priority={"name": "Highest"})
    await tracked.later(minutes=2)
    idea = await tracked.stored(lambda store: store.ideas.numbered(1))
    assert idea is not None
    assert "urgent" == idea.priority


async def test_the_priority_chosen_last_reaches_jira(tracked: World) -> None:
    await agreed(tracked)
    (issue,) = issues(tracked)
    for band in ("low", "urgent", "high"):
        await tracked.slack.click(tracked.pm, tracked.card(1), "plan.priority", f"1:{band}")
    await tracked.settle()
    await tracked.later(minutes=2)
    assert "High" == issue.fields["priority"]["name"]
    idea = await tracked.stored(lambda store: store.ideas.numbered(1))
    assert idea is not None
    assert "high" == idea.priority


async def test_an_item_done_without_a_release_has_shipped(tracked: World) -> None:
    await agreed(tracked)
    tracked.jira.move(issues(tracked)[0], "Done")
    await tracked.later(minutes=2)
    assert "It has shipped. Thank you for asking!" in tracked.told(tracked.requester)[-1]


async def test_an_item_closed_undelivered_goes_back_to_the_pm_alone(tracked: World) -> None:
    await agreed(tracked)
    before = tracked.told(tracked.requester)
    tracked.jira.move(issues(tracked)[0], "Done", resolution="Won't Do")
    await tracked.later(minutes=2)
    assert before == tracked.told(tracked.requester)
    card = tracked.card(1)
    assert "Under review" in shown(card)
    assert any("closed without delivering it" in shown(r) for r in tracked.slack.thread(card))


async def test_a_version_that_moves_on_is_told_once_each(tracked: World) -> None:
    await agreed(tracked)
    (issue,) = issues(tracked)
    for name, day in (("1.0", date(2026, 12, 1)), ("1.1", date(2027, 1, 4))):
        tracked.jira.add_version("SAMPLE", name, day)
    tracked.jira.add_to_version(issue, "1.0")
    await tracked.later(minutes=2)
    await tracked.later(minutes=12)
    tracked.jira.remove_from_version(issue, "1.0")
    tracked.jira.add_to_version(issue, "1.1")
    await tracked.later(minutes=2)
    await tracked.later(minutes=12)
    await tracked.later(minutes=5)
    told = [text for text in tracked.told(tracked.requester) if "planned for" in text]
    assert ["1.0", "1.1"] == [text.split("planned for ")[1].split(",")[0] for text in told]


async def test_without_changes_a_pass_writes_nothing_to_slack(tracked: World) -> None:
    await agreed(tracked)
    await tracked.later(minutes=2)
    calls = len(tracked.slack.calls)
    await tracked.later(minutes=2)
    await tracked.later(minutes=2)
    assert calls == len(tracked.slack.calls)


async def test_a_dead_jira_stops_no_answer(tracked: World) -> None:
    with tracked.jira.faults.during(Fault(FaultKind.CUT_BEFORE, "*")):
        await agreed(tracked)
        await tracked.later(minutes=3)
        assert "answered: :white_check_mark: *Yes*" in tracked.told(tracked.requester)[-1]
        counts = await tracked.stored(lambda store: store.deliveries.counts())
        assert 0 == counts.get(DeliveryState.DEAD, 0)
