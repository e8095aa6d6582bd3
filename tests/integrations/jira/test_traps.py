"""What real sites do that nobody expects, done by the stand-in, over real HTTP."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.effects import (
    AddComment,
    CreateIssue,
    ReadIds,
    ReadIssue,
    ReadIssues,
    ReadOrder,
    ReadSite,
    ReadVersions,
    SetField,
    TrackIssue,
)
from bot.errors import BotError, Refused, Unavailable, Uncertain
from bot.sandbox.jira import Fault, FaultKind, JiraStandIn
from bot.tracked import Blocker, Field, IdPage, Issue, IssuePage, Site, Status
from bot.words import SyncedField
from integrations.jira import client
from integrations.jira.tracker import JiraTracker

Connect = Callable[..., JiraTracker]
PAST = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
FLOAT = "com.atlassian.jira.plugin.system.customfieldtypes:float"
POINT_ESTIMATE = "com.pyxis.greenhopper.jira:jsw-story-points"
CREATE = CreateIssue("ABC", "Task", "Sample", "Sample text", "shortlist-1")


async def found(tracker: JiraTracker, since: datetime | None = None) -> list[Issue]:
    read: list[Issue] = []
    token = None
    for _ in range(50):
        page = await tracker.perform(ReadIssues("ABC", since, token), "mark")
        assert isinstance(page, IssuePage)
        read += page.issues
        token = page.next
        if token is None:
            return read
    raise AssertionError("the pages do not end")


async def one(tracker: JiraTracker, issue: str = "ABC-1") -> Issue:
    read = await tracker.perform(ReadIssue(issue), "mark")
    assert isinstance(read, Issue)
    return read


async def site(tracker: JiraTracker) -> Site:
    read = await tracker.perform(ReadSite("ABC"), "mark")
    assert isinstance(read, Site)
    return read


# --- Pages, dates, changelogs


async def test_an_empty_page_that_leads_on_is_not_the_last(
    cloud: JiraStandIn, connect: Connect
) -> None:
    made = [cloud.create("ABC", f"Sample {number}").id for number in range(5)]
    cloud.weather.hollow_pages, cloud.weather.page_cap = True, 2
    tracker = connect(cloud)
    assert made == [issue.id for issue in await found(tracker)]
    first = await tracker.perform(ReadIds("ABC"), "mark")
    assert isinstance(first, IdPage)
    assert ((), True) == (first.issues, first.next is not None)
    assert tuple(made[:4]) == await tracker.perform(ReadOrder("ABC", 4), "mark")


async def test_a_query_to_the_minute_misses_nothing_of_it(
    jira: JiraStandIn, connect: Connect
) -> None:
    at = PAST + timedelta(seconds=30)
    with jira.site.at(at):
        jira.create("ABC", "Sample")
    for since in (at, at - timedelta(seconds=1)):
        assert 1 == len(await found(connect(jira), since)), since


async def test_the_search_that_is_gone_is_never_asked_of_cloud(
    cloud: JiraStandIn, connect: Connect
) -> None:
    cloud.create("ABC", "Sample")
    tracker = connect(cloud)
    await found(tracker)
    await tracker.perform(ReadIds("ABC"), "mark")
    await tracker.perform(ReadOrder("ABC", 10), "mark")
    await tracker.find(CREATE, "mark", PAST)
    asked = {call.route for call in cloud.calls if call.route.endswith(("/search", "/jql"))}
    assert {"POST /search/jql"} == asked


async def test_an_issue_of_more_histories_than_shown_is_read_whole_by_itself(
    cloud: JiraStandIn, connect: Connect
) -> None:
    cloud.create("ABC", "Sample 0")
    for number in range(1, 9):
        cloud.edit("ABC-1", summary=f"Sample {number}")
    cloud.weather.cap_expand_changelog = 3
    assert 8 == len((await one(connect(cloud))).changes)


# --- Names that are translated, renamed, or there three times


async def test_translated_statuses_are_known_by_their_category(
    jira: JiraStandIn, connect: Connect
) -> None:
    for name, to in (("To Do", "Zu tun"), ("In Progress", "In Arbeit"), ("Done", "Erledigt")):
        jira.rename_status(name, to)
    jira.rename_category("done", "Fertig")
    jira.move(jira.create("ABC", "Sample"), "Erledigt")
    jira.create("ABC", "Open")
    tracker = connect(jira)
    assert Status("10003", "Erledigt", "done") == (await one(tracker)).status
    assert Status("10001", "In Arbeit", "indeterminate") in (await site(tracker)).statuses
    open_ones = await tracker.perform(ReadOrder("ABC", 10), "mark")
    assert (jira.issue("ABC-2").id,) == open_ones


@pytest.mark.parametrize(
    ("name", "inward", "outward"),
    [
        ("6 - Blocks", "is blocked by", "blocks"),
        ("Blocker", "Is Blocked By ", "is blocking"),
        ("Dependency", "blocked by", "blocking"),
    ],
)
async def test_a_renamed_link_type_is_known_by_what_it_says(
    jira: JiraStandIn, connect: Connect, name: str, inward: str, outward: str
) -> None:
    jira.rename_link_type("Blocks", name, inward, outward)
    jira.create("ABC", "Waits")
    blocker = jira.create("ABC", "Blocks")
    jira.block("ABC-1", by=blocker)
    tracker = connect(jira)
    waits = await one(tracker)
    assert (Blocker(blocker.id, "ABC-2", "new"),) == waits.blockers
    assert [(Field.BLOCKED_BY, "ABC-2")] == [(c.field, c.after) for c in waits.changes]
    assert ((), ()) == ((other := await one(tracker, "ABC-2")).blockers, other.changes)


async def test_of_three_fields_of_one_name_the_boards_is_the_estimate(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.add_field("Story Points", FLOAT)
    chosen = jira.add_field("Story Points", FLOAT)
    jira.estimate_by(jira.add_board("ABC", "Sample board"), chosen)
    points: dict[str, Any] = {chosen: 5}
    jira.edit(jira.create("ABC", "Sample", points=13), **points)
    read = await one(connect(jira))
    assert (chosen, 5.0) == ((await site(connect(jira))).fields["estimate"], read.estimate)
    if jira.site.cloud:
        assert ["5"] == [c.after for c in read.changes if c.field is Field.ESTIMATE]


async def test_of_three_fields_of_one_name_none_is_guessed(
    jira: JiraStandIn, connect: Connect
) -> None:
    fields = [jira.add_field("Story Points", FLOAT) for _ in range(2)]
    points: dict[str, Any] = {fields[0]: 5}
    jira.create("ABC", "Sample")
    jira.edit("ABC-1", points=13)
    jira.edit("ABC-1", **points)
    read = await one(connect(jira))
    assert (None, ()) == (read.estimate, read.changes)
    told = (await connect(jira, projects=["ABC"]).check())[-1]
    assert (False, True) == (told.ok, "look alike" in told.detail)
    assert "JIRA_FIELDS=estimate=" in told.fix
    by_hand = connect(jira, projects=["ABC"], fields={"estimate": fields[1]})
    assert (await by_hand.check())[-1].ok


async def test_a_point_estimate_beside_story_points_is_the_estimate(
    jira: JiraStandIn, connect: Connect
) -> None:
    field = jira.add_field("Story point estimate", POINT_ESTIMATE)
    jira.add_field("Original story points", FLOAT)
    assert field == (await site(connect(jira))).fields["estimate"]


async def test_a_field_of_another_project_alone_is_not_taken(
    cloud: JiraStandIn, connect: Connect
) -> None:
    cloud.add_project("XYZ", "Other project")
    cloud.add_field("Story point estimate", POINT_ESTIMATE, scope="XYZ")
    fields = (await site(connect(cloud))).fields
    assert "Story Points" == cloud.site.fields[fields["estimate"]].name


async def test_sprints_come_whole_though_their_names_hold_commas(
    jira: JiraStandIn, connect: Connect
) -> None:
    board = jira.add_board("ABC", "Sample board")
    first, second = (jira.add_sprint(board, f"One, two, {name}") for name in ("three", "four"))
    jira.start_sprint(first, datetime(2024, 3, 15, tzinfo=UTC))
    jira.create("ABC", "Sample")
    jira.edit("ABC-1", sprint=first)
    jira.close_sprint(first)
    jira.edit("ABC-1", sprint=second)
    read = await one(connect(jira))
    assert ["One, two, three", "One, two, four"] == [sprint.name for sprint in read.sprints]
    assert ["closed", "future"] == [sprint.state for sprint in read.sprints]
    told = [c.after for c in read.changes if c.field is Field.SPRINT]
    assert [str(first["id"]), f"{first['id']},{second['id']}"] == told


async def test_an_archived_version_is_read_as_such_and_kept_where_others_change(
    jira: JiraStandIn, connect: Connect
) -> None:
    old = jira.add_version("ABC", "0.9", date(2024, 1, 1), archived=True)["id"]
    new = jira.add_version("ABC", "1.0")["id"]
    jira.create("ABC", "Sample", fix_versions=["0.9"])
    tracker = connect(jira)
    versions = await tracker.perform(ReadVersions("ABC"), "mark")
    assert isinstance(versions, tuple)
    assert [("0.9", True), ("1.0", False)] == [(v.name, v.archived) for v in versions]
    both = ",".join(sorted((old, new)))
    change = SetField(jira.issue("ABC-1").id, SyncedField.VERSION, both, old)
    changed = await tracker.perform(change, "mark")
    assert isinstance(changed, Issue)
    assert {old, new} == set(changed.versions)


# --- Schemes that differ


async def test_a_project_with_a_scheme_of_its_own_has_its_priorities_alone(
    jira: JiraStandIn, connect: Connect
) -> None:
    jira.project("ABC").priorities = ["2", "4"]
    jira.create("ABC", "Sample", priority="Low")
    tracker = connect(jira)
    assert ("High", "Low") == (await site(tracker)).priorities
    change = SetField(jira.issue("ABC-1").id, SyncedField.PRIORITY, "Highest", "Low")
    with pytest.raises(Refused, match="none of High, Low"):
        await tracker.perform(change, "mark")


async def test_where_nothing_may_be_created_the_sites_priorities_count(
    server: JiraStandIn, connect: Connect
) -> None:
    server.revoke("CREATE_ISSUES", "ABC")
    assert ("Highest", "High", "Medium", "Low", "Lowest") == (
        await site(connect(server))
    ).priorities


# --- A token that is good no more, and shows nothing with a 200


async def test_to_a_visitor_without_a_name_nothing_is_there_and_nothing_is_believed(
    jira: JiraStandIn, connect: Connect
) -> None:
    issue = jira.create("ABC", "Sample")
    tracker = connect(jira)
    await found(tracker)
    await tracker.perform(ReadVersions("ABC"), "mark")
    jira.weather.bad_token_is_anonymous = True
    jira.credentials = ("bot@example.com", "the-new-token")
    asked = [
        *(ReadIssues("ABC"), ReadVersions("ABC"), ReadOrder("ABC", 10), ReadIds("ABC")),
        *(ReadIssue(issue.id), SetField(issue.id, SyncedField.SUMMARY, "Other", "Sample")),
        *(CREATE, AddComment(issue.id, "Sample words"), TrackIssue(issue.id, "ABC")),
    ]
    for effect in asked:
        with pytest.raises(Unavailable, match="unauthorized"):
            await tracker.perform(effect, "mark")
    for doubtful in (CREATE, AddComment(issue.id, "Sample words")):
        with pytest.raises(Unavailable, match="unauthorized"):
            await tracker.find(doubtful, "mark", PAST)
    assert 1 == len(jira.site.issues)


# --- Silence and pauses


async def test_a_site_that_does_not_answer_is_not_waited_for_without_end(
    jira: JiraStandIn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    jira.create("ABC", "Sample")
    tracker = connect(jira)
    await tracker.perform(CREATE, "mark")
    monkeypatch.setattr(client, "TIMEOUT", (1, 0.05))
    outcomes: list[type[BotError]] = []
    for effect, route in ((ReadIssue("ABC-1"), "GET /issue/{issue}"), (CREATE, "POST /issue")):
        jira.faults.add(Fault(FaultKind.SLOW, route, seconds=0.12))
        with pytest.raises(BotError) as failed:
            await tracker.perform(effect, "mark")
        outcomes.append(failed.type)
    assert [Unavailable, Uncertain] == outcomes
    assert 2 == len([call for call in jira.calls if call.route == "POST /issue"])


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("after", ["90", "Fri, 01 Mar 2024 12:01:30 GMT"])
async def test_a_pause_is_kept_whoever_asks_for_it_and_in_either_form(
    jira: JiraStandIn, connect: Connect, status: int, after: str
) -> None:
    jira.faults.add(Fault(FaultKind.RATE_LIMITED, retry_after=after, status=status))
    with pytest.raises(Unavailable) as busy:
        await connect(jira).perform(ReadIssue("ABC-1"), "mark")
    assert 90.0 == busy.value.retry_after
