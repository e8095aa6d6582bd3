"""Every route of the stand-in, and all the bot asks, held to Jira Cloud's published descriptions.

Those of Data Center leave the values of fields open and are not at hand: its mode of the stand-in,
made from what is known of it, is the contract there.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import requests
from jira import JIRA

from bot.effects import (
    AddComment,
    CreateIssue,
    Effect,
    RankIssue,
    ReadIds,
    ReadIssue,
    ReadIssues,
    ReadOrder,
    ReadSite,
    ReadVersions,
    SetField,
    TrackIssue,
    TrackIssues,
)
from bot.sandbox.jira import Call, Fault, FaultKind, JiraStandIn, route_names
from bot.words import SyncedField
from integrations.jira.client import Login
from integrations.jira.tracker import JiraTracker
from tests.jira_contract import (
    answers_out_of_contract,
    deprecated,
    jira_files,
    requests_out_of_contract,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
POINT_ESTIMATE = "com.pyxis.greenhopper.jira:jsw-story-points"
ADF = {
    "type": "doc",
    "version": 1,
    "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Sample text"}]}],
}


@pytest.fixture(autouse=True)
def _described() -> None:
    jira_files()


@pytest.fixture
async def jira() -> AsyncIterator[JiraStandIn]:
    """A site with an epic, a blocked story, a version, a board and a sprint."""
    async with JiraStandIn(lambda: NOW) as standin:
        standin.add_project("APP", "Sample App")
        standin.add_field("Sample estimate", POINT_ESTIMATE, scope="APP")
        standin.add_user("Sample Engineer 1", "engineer1@example.com")
        standin.add_version("APP", "Sample 1.0", date(2026, 4, 1))
        sprint = standin.add_sprint(standin.add_board("APP", "Board"), "Sprint 1")
        standin.start_sprint(sprint, NOW + timedelta(days=14))
        standin.create("APP", "Epic", type="Epic")
        standin.create("APP", "Story", parent="APP-1", points=3, sprint=sprint, labels=["x"])
        standin.create("APP", "Blocker", assignee="Sample Engineer 1", fix_versions=["Sample 1.0"])
        standin.block("APP-2", by="APP-3")
        standin.flag("APP-2")
        standin.require_on_transition("In Review", "resolution")
        yield standin


def drive_library(jira: JiraStandIn) -> None:
    """What the library is used for: authentication, single objects, lists."""
    client = JIRA(server=jira.url, basic_auth=jira.credentials, max_retries=0, timeout=5)
    try:
        assert "Sample Bot" == client.myself()["displayName"]
        assert ["APP-3", "APP-2"] == [
            issue.key for issue in client.search_issues("type = Story ORDER BY key DESC")
        ]
        assert 3 == client.approximate_issue_count("project = APP")
        assert 29 == len(client.fields())
        assert [4, 5] == [len(client.statuses()), len(client.issue_types())]
        assert [5, 4] == [len(client.priorities()), len(client.resolutions())]
        assert 3 == len(client.issue_link_types())
        assert ["APP"] == [project.key for project in client.projects()]
        assert "Sample App" == client.project("APP").name
        assert ["Sample 1.0"] == [version.name for version in client.project_versions("APP")]
        assert client.createmeta(projectKeys="APP", expand="projects.issuetypes.fields")
        made = client.create_issue(
            project="APP", summary="Made", description="Sample text", issuetype={"name": "Bug"}
        )
        made.update(fields={"summary": "Renamed", "labels": ["idea-1"]})
        assert "Renamed" == client.issue(made.key).fields.summary
        client.transition_issue(made, "Done")
        assert "Done" == client.issue(made.key).fields.status.name
        client.add_comment(made, "Sample comment")
        assert ["Sample comment"] == [comment.body for comment in client.comments(made)]
        client.add_issue_property(made, "mark", {"idea": 1})
        assert 1 == client.issue_property(made, "mark").value.idea
        client.add_simple_link(made.key, {"url": "https://example.com/1", "title": "Sample"})
        assert 1 == len(client.remote_links(made))
        assert ["Board"] == [board.name for board in client.boards()]
        assert ["Sprint 1"] == [sprint.name for sprint in client.sprints(1)]
        assert "active" == client.sprint(1).state
        client.version(jira.version("Sample 1.0")["id"]).update(description="Sample")  # type: ignore[no-untyped-call]
    finally:
        client.close()  # type: ignore[no-untyped-call]


IDS = {"issue": "APP-2", "project": "APP", "type": "10101", "board": "1", "sprint": "1"}
IDS |= {"property": "mark", "version": "10001", "link": "10001", "webhook": "10001"}

BODIES: dict[str, Any] = {
    "POST /issue": {
        "fields": {
            "project": {"key": "APP"},
            "issuetype": {"id": "10101"},
            "summary": "Raw",
            "description": ADF,
        },
        "properties": [{"key": "mark", "value": 1}],
    },
    "PUT /issue/rank": {"issues": ["APP-3"], "rankBeforeIssue": "APP-1"},
    "PUT /issue/{issue}": {"update": {"labels": [{"add": "y"}]}},
    "POST /issue/{issue}/transitions": {"transition": {"id": "21"}},
    "POST /changelog/bulkfetch": {"issueIdsOrKeys": ["APP-2", "APP-3"], "maxResults": 2},
    "POST /issue/bulkfetch": {"issueIdsOrKeys": ["APP-2"], "fields": ["*all"]},
    "PUT /issue/{issue}/properties/{property}": {"idea": 2},
    "POST /issue/{issue}/remotelink": {
        "globalId": "slack=T1/C1/1.2",
        "object": {"url": "https://example.com/2", "title": "Sample"},
    },
    "POST /issueLink": {
        "type": {"name": "Relates"},
        "inwardIssue": {"key": "APP-1"},
        "outwardIssue": {"key": "APP-2"},
    },
    "POST /issue/{issue}/comment": {"body": ADF},
    "POST /version": {"name": "Sample 1.1", "projectId": 10001, "releaseDate": "2026-05-01"},
    "PUT /version/{version}": {"released": True, "releaseDate": "2026-03-02"},
    "POST /search/jql": {"jql": "project = APP", "fields": ["*all"], "maxResults": 2},
    "POST /search/approximate-count": {"jql": "project = APP"},
    "POST /search": {"jql": "project = APP"},
    "POST /webhook": {"name": "Sample", "url": "http://127.0.0.1:9/", "events": ["x"]},
}
QUERIES: dict[str, dict[str, Any]] = {
    "GET /search/jql": {
        "jql": "project = APP",
        "fields": ["*all", "-comment"],
        "expand": "changelog,names",
        "reconcileIssues": [10001, 10002],
    },
    "GET /search": {"jql": "project = APP"},
    "GET /issue/{issue}": {"expand": "changelog,names", "properties": "mark"},
    "GET /issue/{issue}/transitions": {"expand": "transitions.fields"},
    "PUT /issue/{issue}": {"returnIssue": "true"},
    "DELETE /issue/{issue}": {"deleteSubtasks": "true"},
    "GET /mypermissions": {"permissions": "BROWSE_PROJECTS,CREATE_ISSUES", "projectKey": "APP"},
    "GET /user/search": {"query": "engineer"},
    "GET /project/search": {"status": ["live", "archived"], "maxResults": 50},
    "GET /project/{project}/version": {"status": "unreleased"},
    "GET /board/{board}/sprint": {"state": "active,closed"},
}
BASES = {
    "/issue/rank": "/rest/agile/1.0",
    "/board": "/rest/agile/1.0",
    "/sprint": "/rest/agile/1.0",
    "/webhook": "/rest/webhooks/1.0",
}


def drive_routes(jira: JiraStandIn) -> None:
    """Each route once over v3, what takes away at the end."""
    with requests.Session() as session:
        session.auth = jira.credentials
        for name in sorted(route_names(), key=_place):
            method, _, path = name.partition(" ")
            base = next((b for start, b in BASES.items() if path.startswith(start)), "/rest/api/3")
            path = re.sub(r"\{(\w+)\}", lambda match: IDS[match[1]], path)
            body, query = BODIES.get(name), QUERIES.get(name)
            session.request(method, jira.url + base + path, params=query, json=body, timeout=5)


def _place(name: str) -> tuple[int, int]:
    """Writes before reads before deletions; the parts of an issue go before the issue."""
    return ["POST", "PUT", "GET", "DELETE"].index(name.partition(" ")[0]), -len(name)


async def test_the_library_works_unchanged_and_both_sides_keep_the_contract(
    jira: JiraStandIn,
) -> None:
    await asyncio.to_thread(drive_library, jira)

    assert [] == requests_out_of_contract(jira.calls)
    assert [] == answers_out_of_contract(jira.calls)
    assert [] == [call for call in jira.calls if call.status >= 400 and "link" not in call.path]


async def test_the_library_works_against_data_center() -> None:
    def drive(jira: JiraStandIn) -> None:
        token = jira.credentials[1]
        client = JIRA(server=jira.url, token_auth=token, max_retries=0, timeout=5)
        try:
            made = client.create_issue(
                project="APP", summary="Made", issuetype={"name": "Bug"}, description="*Sample*"
            )
            made.update(fields={"assignee": {"name": "sample.engineer.1"}})
            client.transition_issue(made, "Done")
            found = client.search_issues("assignee = sample.engineer.1", expand="changelog")
            assert ["APP-1"] == [issue.key for issue in found]
            assert "*Sample*" == found[0].fields.description
            assert ["assignee", "resolution", "status"] == [
                item.field for history in found[0].changelog.histories for item in history.items
            ]
            assert 5 == len(client.project_issue_types("APP"))
        finally:
            client.close()  # type: ignore[no-untyped-call]

    async with JiraStandIn(lambda: NOW, mode="server") as jira:
        jira.add_project("APP", "Sample App")
        jira.add_user("Sample Engineer 1", "engineer1@example.com")
        await asyncio.to_thread(drive, jira)


async def test_every_route_keeps_the_contract(jira: JiraStandIn) -> None:
    await asyncio.to_thread(drive_routes, jira)

    assert set(route_names()) == {call.route for call in jira.calls}
    failed = {call.route: call.status for call in jira.calls if call.status >= 400}
    assert {"GET /search": 410, "POST /search": 410} == failed
    assert [] == requests_out_of_contract(jira.calls)
    assert [] == answers_out_of_contract(jira.calls)


CREATE = CreateIssue("APP", "Story", "Sample", "Sample text", "shortlist-1", priority="High")
ASKED: tuple[Effect, ...] = (
    *(ReadSite("APP"), ReadVersions("APP"), ReadIds("APP"), ReadOrder("APP", 10)),
    *(ReadIssues("APP"), ReadIssues("APP", NOW), ReadIssue("APP-2")),
    *(TrackIssue("10002", "APP"), TrackIssues(("10002", "404"), "APP")),
    *(CREATE, AddComment("10002", "Sample words"), RankIssue("10002", "10003", before=True)),
    SetField("10003", SyncedField.SUMMARY, "Other words", "Blocker"),
    SetField("10003", SyncedField.LABEL, "ours-1", ""),
    SetField("10003", SyncedField.VERSION, "", "10001"),
    SetField("10003", SyncedField.PRIORITY, "Low", "Medium"),
    SetField("10003", SyncedField.STATUS, "done", "10000"),
)


async def test_all_the_bot_asks_keeps_the_contract_and_is_not_deprecated(jira: JiraStandIn) -> None:
    user, token = jira.credentials
    tracker = JiraTracker(Login(jira.url, token, user), clock=lambda: 0.0, projects=["APP"])
    jira.edit("APP-3", priority="Medium")
    for effect in ASKED:
        await tracker.perform(effect, "mark")
    for doubtful in (CREATE, AddComment("10002", "Sample words")):
        assert await tracker.find(doubtful, "mark", NOW)
    assert all(finding.ok for finding in await tracker.check())
    await tracker.close()

    written = {call.route for call in jira.calls if call.method != "GET"}
    assert {"PUT /issue/{issue}", "POST /issue/{issue}/transitions"} <= written
    assert [] == requests_out_of_contract(jira.calls)
    assert [] == deprecated(jira.calls)


async def test_refusals_keep_the_contract(jira: JiraStandIn) -> None:
    jira.faults.add(Fault(FaultKind.RATE_LIMITED, "GET /myself"))
    jira.faults.add(Fault(FaultKind.SERVER_ERROR, "GET /field", status=503))
    jira.faults.add(Fault(FaultKind.REFUSED, "GET /status", status=403, error="Not yours."))

    def ask() -> None:
        for path in ("myself", "field", "status", "issue/APP-99", "search/jql?jql=nonsense"):
            url = f"{jira.url}/rest/api/3/{path}"
            requests.get(url, auth=jira.credentials, timeout=5)

    await asyncio.to_thread(ask)

    assert [429, 503, 403, 404, 400] == [call.status for call in jira.calls]
    assert [] == answers_out_of_contract(jira.calls)


def call(method: str, path: str, **given: Any) -> Call:
    """A recorded call as it could have been."""
    recorded = Call(method, path, given.get("query", []), given.get("body"), NOW)
    recorded.version = "3" if "/api/3/" in path else "2"
    recorded.status, recorded.content = given.get("status", 200), given.get("content", b"")
    return recorded


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (call("GET", "/rest/api/3/nothing"), "no such operation"),
        (call("GET", "/rest/api/3/myself", query=[("x", "1")]), "the parameter x is unknown"),
        (
            call("DELETE", "/rest/api/2/issue/A-1", query=[("deleteSubtasks", "False")]),
            "cannot be 'False'",
        ),
        (call("GET", "/rest/api/3/search/jql", query=[("maxResults", "x")]), "cannot be 'x'"),
        (call("GET", "/rest/api/3/myself", body={}), "a body where none is taken"),
        (call("POST", "/rest/api/3/issueLink"), "the body is missing"),
        (call("POST", "/rest/api/2/search/jql", body={"jql": "x", "expand": None}), "expand: None"),
        (
            call("POST", "/rest/api/3/issue/A-1/transitions", body={"transition": {"id": 5}}),
            "transition/id: 5 is not of type 'string'",
        ),
        (
            call("POST", "/rest/api/3/issue", body={"fields": {"description": "plain"}}),
            "v3 takes an Atlassian Document",
        ),
    ],
)
def test_a_request_out_of_contract_is_named(recorded: Call, said: str) -> None:
    faults = requests_out_of_contract([recorded])

    assert 1 == len(faults)
    assert said in faults[0]


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (call("GET", "/rest/api/3/nothing"), "no such operation"),
        (call("POST", "/rest/api/3/version", status=200), "status 200 is not described"),
        (call("GET", "/rest/api/3/myself", content=b'{"active": "yes"}'), "active: 'yes'"),
        (call("GET", "/rest/api/3/myself", content=b'{"shoe": 42}'), "'shoe' was unexpected"),
        (call("GET", "/rest/api/3/myself", status=401, content=b'{"error": 1}'), "'error'"),
    ],
)
def test_an_answer_out_of_contract_is_named(recorded: Call, said: str) -> None:
    faults = answers_out_of_contract([recorded])

    assert 1 == len(faults)
    assert said in faults[0]


def test_null_stands_for_an_absent_member_in_answers() -> None:
    answered = call("GET", "/rest/api/3/myself", content=b'{"emailAddress": null}')

    assert [] == answers_out_of_contract([answered])
