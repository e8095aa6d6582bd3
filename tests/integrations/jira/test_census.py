"""Counting by id, and what became of an issue that is not where it was."""

from collections.abc import Callable

import pytest

from bot.effects import ReadIds, TrackIssue, TrackIssues
from bot.errors import Refused
from bot.sandbox.jira import JiraStandIn
from bot.tracked import IdPage, Issue, IssueRef, Missing
from integrations.jira.tracker import JiraTracker

Connect = Callable[..., JiraTracker]


async def ids(tracker: JiraTracker) -> list[IssueRef]:
    found: list[IssueRef] = []
    token = None
    for _ in range(20):
        page = await tracker.perform(ReadIds("ABC", token), "mark")
        assert isinstance(page, IdPage)
        found += page.issues
        token = page.next
        if token is None:
            return found
    raise AssertionError("the pages do not end")


async def where(tracker: JiraTracker, issue: str, project: str | None = "ABC") -> Issue | Missing:
    found = await tracker.perform(TrackIssue(issue, project), "mark")
    assert isinstance(found, Issue | Missing)
    return found


async def test_every_issue_is_counted_in_order_of_keys(jira: JiraStandIn, connect: Connect) -> None:
    jira.weather.page_cap = 3
    made = [jira.create("ABC", f"Sample {number}") for number in range(11)]
    assert [IssueRef(issue.id, issue.key) for issue in made] == await ids(connect(jira))


async def test_a_page_of_the_count_holds_thousands(jira: JiraStandIn, connect: Connect) -> None:
    for number in range(120):
        jira.create("ABC", f"Sample {number}")
    assert 120 == len(await ids(connect(jira)))
    assert 1 == len([call for call in jira.calls if "search" in call.path])


async def test_an_empty_project_is_told_from_a_hidden_one(
    jira: JiraStandIn, connect: Connect
) -> None:
    tracker = connect(jira)
    assert [] == await ids(tracker)
    jira.revoke("BROWSE_PROJECTS", "ABC")
    with pytest.raises(Refused, match="not_found"):
        await ids(tracker)


async def test_a_moved_issue_is_found_where_it_is(jira: JiraStandIn, connect: Connect) -> None:
    jira.add_project("XYZ", "Other project")
    moved = jira.move_project(jira.create("ABC", "Sample"), "XYZ")
    found = await where(connect(jira), moved.id)
    assert isinstance(found, Issue)
    assert "XYZ-1" == found.key


async def test_deleted_is_told_from_hidden(jira: JiraStandIn, connect: Connect) -> None:
    tracker = connect(jira)
    gone = jira.create("ABC", "Sample")
    jira.delete(gone)
    assert Missing.DELETED is await where(tracker, gone.id)
    assert Missing.HIDDEN is await where(tracker, gone.id, None)
    jira.revoke("BROWSE_PROJECTS", "ABC")
    assert Missing.HIDDEN is await where(tracker, gone.id)


async def test_why_many_are_missing_is_asked_once(jira: JiraStandIn, connect: Connect) -> None:
    hidden = [jira.create("ABC", f"Sample {number}") for number in range(10)]
    seen = jira.create("ABC", "Sample")
    for issue in hidden:
        jira.hide(issue)
    tracker = connect(jira)
    await where(tracker, seen.id)
    before = len(jira.calls)
    found = await tracker.perform(TrackIssues(tuple(i.id for i in [*hidden, seen]), "ABC"), "mark")
    assert isinstance(found, tuple)
    assert (Missing.DELETED,) * 10 == found[:10]
    assert 11 + len(("myself", "project", "permissions")) == len(jira.calls) - before


async def test_a_renamed_project_is_read_by_its_former_key(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.create("ABC", "Sample")
    jira.rename_project("ABC", "NEW")
    assert ["NEW-1"] == [issue.key for issue in await ids(connect(jira))]
