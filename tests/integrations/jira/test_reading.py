"""Reading a site of either deployment through the tracker."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.effects import ReadIssue, ReadIssues, ReadSite, ReadVersions
from bot.errors import Refused, Unavailable
from bot.sandbox.jira import Fault, FaultKind, JiraStandIn
from bot.tracked import Blocker, Field, Issue, IssuePage, Site, Status, Version
from integrations.jira import reading
from integrations.jira.tracker import JiraTracker

Connect = Callable[..., JiraTracker]
PAST = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)


async def pages(tracker: JiraTracker, since: datetime | None = None) -> list[IssuePage]:
    read: list[IssuePage] = []
    token = None
    while True:
        page = await tracker.perform(ReadIssues("ABC", since, token), "mark")
        assert isinstance(page, IssuePage)
        read.append(page)
        token = page.next
        if token is None:
            return read


def keys(read: list[IssuePage]) -> list[str]:
    return [issue.key for page in read for issue in page.issues]


def fill(jira: JiraStandIn, number: int) -> None:
    for index in range(number):
        with jira.site.at(PAST + timedelta(minutes=index)):
            jira.create("ABC", f"Sample {index}")


async def one(tracker: JiraTracker, issue: str) -> Issue:
    found = await tracker.perform(ReadIssue(issue), "mark")
    assert isinstance(found, Issue)
    return found


async def test_an_empty_project_is_one_empty_page(
    jira: JiraStandIn, connect: Connect, now: Any
) -> None:
    assert [IssuePage((), None, now())] == await pages(connect(jira))


async def test_cloud_pages_follow_the_token(cloud: JiraStandIn, connect: Connect) -> None:
    fill(cloud, 25)
    cloud.weather.page_cap = 10
    read = await pages(connect(cloud))
    assert [10, 10, 5] == [len(page.issues) for page in read]
    assert [f"ABC-{number}" for number in range(1, 26)] == keys(read)


async def test_server_pages_overlap_so_that_none_is_missed(
    server: JiraStandIn, connect: Connect, now: Callable[[], datetime]
) -> None:
    fill(server, 40)
    server.weather.page_cap = 20
    tracker = connect(server)
    first = await tracker.perform(ReadIssues("ABC"), "mark")
    assert isinstance(first, IssuePage)
    server.edit("ABC-3", summary="Moved to the end meanwhile")
    second = await tracker.perform(ReadIssues("ABC", token=first.next), "mark")
    assert isinstance(second, IssuePage)
    assert "ABC-21" in keys([second])
    assert {f"ABC-{number}" for number in range(1, 41)} == set(keys(await pages(tracker)))


async def test_pages_shorter_than_the_overlap_still_end(
    server: JiraStandIn, connect: Connect
) -> None:
    fill(server, 12)
    server.weather.page_cap = 5
    assert {f"ABC-{n}" for n in range(1, 13)} == set(keys(await pages(connect(server))))


async def test_a_repeated_token_ends_the_reading(cloud: JiraStandIn, connect: Connect) -> None:
    fill(cloud, 3)
    cloud.weather.repeat_token = True
    with pytest.raises(Unavailable, match="same page token"):
        await pages(connect(cloud))


async def test_since_is_an_instant_whatever_the_zones(jira: JiraStandIn, connect: Connect) -> None:
    with jira.site.at(PAST):
        jira.create("ABC", "Older")
    with jira.site.at(PAST + timedelta(minutes=1)):
        jira.create("ABC", "Newer")
    read = await pages(connect(jira), since=PAST + timedelta(minutes=1))
    assert ["ABC-2"] == keys(read)


async def test_since_in_an_hour_the_users_clock_shows_twice_misses_nothing(
    server: JiraStandIn, connect: Connect
) -> None:
    first_half_past_one = datetime(2023, 11, 5, 5, 30, tzinfo=UTC)
    with server.site.at(first_half_past_one):
        server.create("ABC", "In the hour before the clock went back")
    assert ["ABC-1"] == keys(await pages(connect(server), since=first_half_past_one))


async def test_histories_are_whole_however_searches_cap_them(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.create("ABC", "Sample 0")
    for index in range(1, 151):
        jira.edit("ABC-1", summary=f"Sample {index}")
    jira.weather.shuffle_changelog = True
    jira.weather.epoch_changelog = True
    tracker = connect(jira)
    [page] = await pages(tracker)
    assert 150 == len(page.issues[0].changes)
    assert page.issues[0] == await one(tracker, "ABC-1")
    assert ["Sample 0", *(f"Sample {n}" for n in range(1, 151))] == [
        page.issues[0].changes[0].before,
        *(change.after for change in page.issues[0].changes),
    ]


async def test_changelogs_come_in_pages_of_their_own(
    cloud: JiraStandIn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_HISTORIES", 7)
    for key in ("ABC-1", "ABC-2"):
        cloud.create("ABC", "Sample 0")
        for index in range(1, 11):
            cloud.edit(key, summary=f"Sample {index}")
    [page] = await pages(connect(cloud))
    assert [10, 10] == [len(issue.changes) for issue in page.issues]


async def test_an_issue_tells_all_it_went_through(jira: JiraStandIn, connect: Connect) -> None:
    jira.add_version("ABC", "1.0")
    person = jira.add_user("Sample Person A")
    board = jira.add_board("ABC", "Sample board")
    sprint = jira.add_sprint(board, "Sprint 1, late")
    jira.create("ABC", "Waits")
    jira.create("ABC", "Blocks")
    jira.edit("ABC-1", points=5, sprint=sprint)
    jira.add_to_version("ABC-1", "1.0")
    jira.assign("ABC-1", person)
    jira.flag("ABC-1")
    jira.block("ABC-1", by="ABC-2")
    issue = await one(connect(jira), "ABC-1")
    version, account = jira.version("1.0")["id"], jira.site.user_id(person)
    assert (5.0, True, (version,), account, "Sample Person A") == (
        issue.estimate,
        issue.flagged,
        issue.versions,
        issue.assignee,
        issue.assignee_name,
    )
    assert ["Sprint 1, late"] == [sprint.name for sprint in issue.sprints]
    assert (Blocker(jira.issue("ABC-2").id, "ABC-2", "new"),) == issue.blockers
    told = {change.field: change.after for change in issue.changes}
    assert told == {
        Field.ESTIMATE: "5",
        Field.SPRINT: str(sprint["id"]),
        Field.VERSION: version,
        Field.ASSIGNEE: account,
        Field.FLAGGED: "1",
        Field.BLOCKED_BY: "ABC-2",
    }


async def test_histories_without_field_ids_tell_the_same(
    jira: JiraStandIn, connect: Connect
) -> None:
    sprint = jira.add_sprint(jira.add_board("ABC", "Sample board"), "Sprint 1")
    jira.create("ABC", "Sample")
    jira.edit("ABC-1", points=5, sprint=sprint)
    jira.flag("ABC-1")
    tracker = connect(jira)
    with_ids = await one(tracker, "ABC-1")
    jira.weather.drop_field_id = True
    assert with_ids == await one(tracker, "ABC-1")
    assert 3 == len(with_ids.changes)


async def test_a_moved_issue_is_found_by_its_id_and_old_key(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.add_project("XYZ", "Other project")
    moved = jira.move_project(jira.create("ABC", "Sample"), "XYZ")
    tracker = connect(jira)
    issue = await one(tracker, moved.id)
    assert ("XYZ-1", "XYZ") == (issue.key, issue.project)
    assert [("ABC-1", "XYZ-1")] == [
        (change.before, change.after) for change in issue.changes if change.field is Field.KEY
    ]
    assert issue == await one(tracker, "ABC-1")


async def test_a_deleted_issue_is_refused_as_not_found(jira: JiraStandIn, connect: Connect) -> None:
    jira.delete(jira.create("ABC", "Sample"))
    with pytest.raises(Refused) as refused:
        await one(connect(jira), "ABC-1")
    assert "not_found" == refused.value.code


@pytest.mark.parametrize("name", ['ABC" OR project = "XYZ', "abc", "", "../ABC"])
async def test_nothing_but_a_key_gets_into_a_query(
    jira: JiraStandIn, connect: Connect, name: str
) -> None:
    with pytest.raises(Refused) as refused:
        await connect(jira).perform(ReadIssues(name), "mark")
    assert "invalid_project" == refused.value.code


async def test_versions_of_a_project(jira: JiraStandIn, connect: Connect) -> None:
    jira.add_version("ABC", "1.0", date(2024, 4, 1))
    jira.release("1.0", on=date(2024, 4, 2))
    jira.add_version("ABC", "2.0")
    driver = jira.add_user("Sample Driver")
    jira.drive("2.0", driver)
    ids = [jira.version(name)["id"] for name in ("1.0", "2.0")]
    told = driver["accountId"] if jira.site.cloud else None
    assert (
        Version(ids[0], "1.0", None, date(2024, 4, 2), True, False, "ABC"),
        Version(ids[1], "2.0", None, None, False, False, "ABC", told),
    ) == await connect(jira).perform(ReadVersions("ABC"), "mark")


async def test_a_project_named_by_id_tells_its_key(jira: JiraStandIn, connect: Connect) -> None:
    jira.add_version("ABC", "1.0")
    tracker = connect(jira)
    by_id = await tracker.perform(ReadVersions(jira.project("ABC").id), "mark")
    assert by_id == await tracker.perform(ReadVersions("ABC"), "mark")


async def test_the_site_of_a_project(jira: JiraStandIn, connect: Connect) -> None:
    jira.rename_category("done", "Complete")
    jira.rename_status("To Do", "Zu tun")
    site = await connect(jira).perform(ReadSite("ABC"), "mark")
    assert isinstance(site, Site)
    assert Status("10000", "Zu tun", "new") in site.statuses
    assert Status("10003", "Done", "done") in site.statuses
    assert ("Highest", "High", "Medium", "Low", "Lowest") == site.priorities
    assert {"estimate", "sprint", "flagged"} == set(site.fields)


async def test_a_field_set_by_hand_wins(jira: JiraStandIn, connect: Connect) -> None:
    tracker = connect(jira, fields={"estimate": "timeoriginalestimate"})
    site = await tracker.perform(ReadSite("ABC"), "mark")
    assert isinstance(site, Site)
    assert "timeoriginalestimate" == site.fields["estimate"]


async def test_without_leave_for_boards_the_estimate_is_found_by_its_name(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.faults.add(Fault(FaultKind.REFUSED, "GET /board", status=403))
    site = await connect(jira).perform(ReadSite("ABC"), "mark")
    assert isinstance(site, Site)
    assert "estimate" in site.fields
