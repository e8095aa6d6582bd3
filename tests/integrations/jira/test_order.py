"""The order of open issues, and who moved what in it, on either deployment."""

from collections.abc import Callable

from bot.effects import RankIssue, ReadIssue, ReadOrder
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.jira import JiraStandIn
from bot.tracked import Field, Issue
from integrations.jira.tracker import JiraTracker

Connect = Callable[..., JiraTracker]


async def order(tracker: JiraTracker, jira: JiraStandIn, most: int = 500) -> list[str]:
    ids = await tracker.perform(ReadOrder("ABC", most), "")
    assert isinstance(ids, tuple)
    return [jira.issue(one).key for one in ids]


def filled(jira: JiraStandIn) -> None:
    for priority in ("Medium", "Low", "Medium", "Highest"):
        jira.create("ABC", f"{priority} work", priority=priority)


async def test_open_issues_stand_by_priority_then_by_rank(
    jira: JiraStandIn, connect: Connect
) -> None:
    filled(jira)
    tracker = connect(jira)
    assert ["ABC-4", "ABC-1", "ABC-3", "ABC-2"] == await order(tracker, jira)
    jira.rank("ABC-3", before="ABC-1")
    jira.move("ABC-4", "Done")
    assert ["ABC-3", "ABC-1", "ABC-2"] == await order(tracker, jira)
    assert ["ABC-3"] == await order(tracker, jira, most=1)


async def test_without_ranks_the_older_comes_first(cloud: JiraStandIn, connect: Connect) -> None:
    filled(cloud)
    cloud.rank("ABC-3", before="ABC-1")
    cloud.faults.add(Fault(FaultKind.REFUSED, "POST /search/jql", status=400))
    assert ["ABC-4", "ABC-1", "ABC-3", "ABC-2"] == await order(connect(cloud), cloud)


async def test_a_change_of_priority_or_rank_names_who_made_it(
    jira: JiraStandIn, connect: Connect
) -> None:
    filled(jira)
    jira.add_user("Sample Engineer")
    jira.rank("ABC-3", before="ABC-1", author="Sample Engineer")
    jira.edit("ABC-3", priority="High", summary="Other words", author="Sample Engineer")
    read = await connect(jira).perform(ReadIssue("ABC-3"), "")
    assert isinstance(read, Issue)
    said = {change.field: (change.after_name, change.by_name) for change in read.changes}
    assert ("Ranked higher", "Sample Engineer") == said[Field.RANK]
    assert ("High", "Sample Engineer") == said[Field.PRIORITY]
    assert ("Other words", "") == said[Field.SUMMARY]


async def test_an_issue_is_put_next_to_another(jira: JiraStandIn, connect: Connect) -> None:
    filled(jira)
    tracker, ids = connect(jira), {n: jira.issue(f"ABC-{n}").id for n in (1, 3)}
    assert await tracker.perform(RankIssue(ids[3], ids[1], before=True), "")
    assert ["ABC-4", "ABC-3", "ABC-1", "ABC-2"] == await order(tracker, jira)
    assert await tracker.perform(RankIssue(ids[3], ids[1], before=False), "")
    assert ["ABC-4", "ABC-1", "ABC-3", "ABC-2"] == await order(tracker, jira)
    jira.revoke("SCHEDULE_ISSUES", "ABC")
    assert not await tracker.perform(RankIssue(ids[3], ids[1], before=True), "")
