from datetime import date, timedelta

import pytest

from bot.sandbox.jira import JiraStandIn
from bot.sandbox.jira.jql import parse
from bot.sandbox.jira.jql_tree import BadJql
from bot.sandbox.jira.query import matching
from tests.sandbox.jira.conftest import START, Clock


@pytest.fixture
def site(clock: Clock) -> JiraStandIn:
    """APP-1 is done, APP-2 in progress, APP-3 a bug that waits, APP-4 a sub-task of APP-2."""
    jira = JiraStandIn(clock)
    jira.add_project("APP", "Sample App")
    jira.add_user("Sample Engineer 1", "engineer1@example.com")
    jira.add_version("APP", "Sample 1.0", date(2026, 4, 1))
    board = jira.add_board("APP", "Board")
    sprint = jira.add_sprint(board, "Sprint 1")
    jira.start_sprint(sprint, clock.now + timedelta(days=14))
    jira.create("APP", "Export the report as CSV", labels=["csv"], priority="Low")
    clock.advance(minutes=1)
    jira.create("APP", "Reports by mail", points=3, sprint=sprint, fix_versions=["Sample 1.0"])
    clock.advance(minutes=1)
    jira.create("APP", "Sign-in fails", type="Bug", priority="Highest", due="2026-03-09")
    clock.advance(minutes=1)
    jira.create("APP", "A part", type="Sub-task", parent="APP-2", assignee="Sample Engineer 1")
    jira.move("APP-1", "Done")
    jira.move("APP-2", "In Progress")
    jira.flag("APP-2")
    return jira


def found(jira: JiraStandIn, jql: str) -> list[int]:
    documents = matching(jira.site, parse(jql), jira.site.indexed())
    return [int(document.key.partition("-")[2]) for document in documents]


@pytest.mark.parametrize(
    ("jql", "expected"),
    [
        ("project = APP", [4, 3, 2, 1]),
        ("project in (APP) order by key", [1, 2, 3, 4]),
        ('project = "Sample App" AND status = Done', [1]),
        ("status != Done order by key", [2, 3, 4]),
        ("statusCategory = indeterminate", [2]),
        ('statusCategory in ("To Do", done) order by key asc', [1, 3, 4]),
        ("type = Bug or issuetype = Sub-task", [4, 3]),
        ("not (type = Bug or type = Sub-task)", [2, 1]),
        ("type = Bug or type = Story and status = Done", [3, 1]),
        ("key in (APP-1, app-3) order by id", [1, 3]),
        ("id = 10002", [2]),
        ("issuekey != APP-1 order by key desc", [4, 3, 2]),
        ("labels = csv", [1]),
        ("labels is empty order by key", [2, 3, 4]),
        ("labels is not EMPTY", [1]),
        ("labels != other", [1]),
        ("assignee = 'Sample Engineer 1'", [4]),
        ('assignee = "engineer1@example.com"', [4]),
        ("assignee is null order by key", [1, 2, 3]),
        ("assignee not in ('Sample Engineer 1')", []),
        ("reporter = currentUser() and key = APP-1", [1]),
        ("resolution = Unresolved order by key", [2, 3, 4]),
        ("resolution is not empty", [1]),
        ("resolved >= -1d", [1]),
        ('fixVersion = "Sample 1.0"', [2]),
        ("fixVersion in unreleasedVersions()", [2]),
        ("sprint in openSprints()", [2]),
        ("sprint = 1", [2]),
        ("parent = APP-2", [4]),
        ("priority in (Highest, Low) order by priority desc", [3, 1]),
        ("summary ~ report", [1]),
        ("summary ~ 'report*' order by key", [1, 2]),
        ("summary ~ 'csv export'", [1]),
        ("summary !~ report order by key", [2, 3, 4]),
        ('"Story Points" >= 2', [2]),
        ('"Story Points" is empty order by key', [1, 3, 4]),
        ("Flagged = Impediment", [2]),
        ("cf[11021] is not empty", [2]),
        ("due < '2026-03-10'", [3]),
        ("created >= startOfDay() and created <= now() order by created", [1, 2, 3, 4]),
        ("created < startOfDay(-1)", []),
        ("created >= '2026-03-02 09:32' order by key", [3, 4]),
        ("created = '2026-03-02 09:31'", [2]),
        ("created <= '2026/03/02 09:31'", [1]),
        (f"updated >= {int(START.timestamp() * 1000)} order by status, key", [1, 2, 3, 4]),
        ("created > -2m order by key", [3, 4]),
        ("key = APP-1 and key = APP-2", []),
    ],
)
def test_jql_finds(site: JiraStandIn, jql: str, expected: list[int]) -> None:
    assert expected == found(site, jql)


@pytest.mark.parametrize(
    ("jql", "said"),
    [
        ("project = ", "Expecting either a value"),
        ("project APP", "Expecting operator but got 'APP'"),
        ("project = APP AND", "Expecting a field name but got the end"),
        ("(project = APP", "Expecting '\\)'"),
        ("project = APP nonsense", "Expecting 'OR', 'AND' or the end"),
        ('summary ~ "open', "has not been completed"),
        ("labels in (a, b", "Expecting '\\)'"),
        ("created > startOfDay(", "Expecting '\\)'"),
        ("nosuch = 1", "Field 'nosuch' does not exist"),
        ("project = NOSUCH", "'NOSUCH' does not exist for the field 'project'"),
        ("status = Nowhere", "'Nowhere' does not exist for the field 'status'"),
        ("key = APP-99", "An issue with key 'APP-99' does not exist"),
        ("status < Done", "operator '<' is not supported by the 'status' field"),
        ("summary = report", "operator '=' is not supported by the 'summary' field"),
        ("updated >= '2026-03-02T09:32'", "Date value '2026-03-02T09:32'"),
        ("updated >= someDay()", "Unable to find JQL function 'someday\\(\\)'"),
        ("assignee in everyone()", "Unable to find JQL function 'everyone\\(\\)'"),
        ("'Story Points' > many", "is not a number"),
        ("project = APP order by nosuch", "Not able to sort using field 'nosuch'"),
        ("status was Done", "Expecting operator but got 'was'"),
    ],
)
def test_bad_jql_says_what_is_wrong(site: JiraStandIn, jql: str, said: str) -> None:
    with pytest.raises(BadJql, match=said):
        found(site, jql)


def test_data_center_reads_no_epoch_milliseconds(clock: Clock) -> None:
    jira = JiraStandIn(clock, mode="server")

    with pytest.raises(BadJql, match="Date value '1772443815250'"):
        found(jira, "updated >= 1772443815250")


def test_a_query_without_a_restriction_has_only_an_order() -> None:
    query = parse("ORDER BY updated ASC, key DESC")

    assert query.where is None
    assert [("updated", False), ("key", True)] == [(s.field, s.descending) for s in query.order]


def test_translated_statuses_are_found_by_their_new_name(site: JiraStandIn) -> None:
    site.rename_status("Done", "Erledigt")
    site.rename_category("done", "Fertig")

    assert [1] == found(site, "status = Erledigt and statusCategory = Fertig")
    assert [1] == found(site, "statusCategory = done")
