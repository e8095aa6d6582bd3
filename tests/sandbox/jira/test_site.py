from base64 import b64encode
from datetime import date, timedelta
from typing import Any

import pytest

from bot.sandbox.jira import JiraStandIn
from tests.sandbox.jira.conftest import Client, Clock


class TestWhoAsks:
    async def test_nobody_finds_nothing_and_is_nobody(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.create("APP", "An issue")
        client.headers = {}

        assert [] == await client.found("project = APP")
        assert 401 == (await client.get("/myself")).status
        assert 404 == (await client.get("/issue/APP-1")).status
        assert 401 == (await client.put("/issue/APP-1", {"fields": {}})).status
        assert [] == (await client.get("/project/search")).json["values"]
        assert 200 == (await client.get("/serverInfo")).status

    async def test_a_bad_token_is_refused(self, client: Client) -> None:
        client.headers = {"Authorization": "Basic " + b64encode(b"bot@example.com:no").decode()}

        assert 401 == (await client.get("/search/jql", jql="project = APP")).status

    async def test_a_bad_token_can_read_as_nobody(self, jira: JiraStandIn, client: Client) -> None:
        jira.create("APP", "An issue")
        jira.weather.bad_token_is_anonymous = True
        client.headers = {"Authorization": "Basic nonsense"}

        assert [] == await client.found("project = APP")
        assert 401 == (await client.get("/myself")).status

    async def test_data_center_takes_a_bearer_token(self, dc_client: Client) -> None:
        me = await dc_client.get("/rest/api/2/myself")
        server = await dc_client.get("/rest/api/2/serverInfo")

        assert "sample.bot" == me.json["name"]
        assert "bot@example.com" == me.json["emailAddress"]
        assert "Server" == server.json["deploymentType"]

    async def test_cloud_hides_addresses_and_tells_the_zone(self, client: Client) -> None:
        me = (await client.get("/myself")).json

        assert "America/New_York" == me["timeZone"]
        assert "accountId" in me
        assert not {"emailAddress", "name", "key"} & me.keys()


class TestPermissions:
    async def test_without_browse_the_project_vanishes(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.create("APP", "An issue")
        jira.revoke("BROWSE_PROJECTS", "APP")

        assert [] == await client.found("project = APP")
        assert 404 == (await client.get("/issue/APP-1")).status
        assert 404 == (await client.get("/project/APP")).status
        assert [] == (await client.get("/project/search")).json["values"]
        jira.weather.unseen_project_is_invalid = True
        assert 400 == (await client.get("/search/jql", jql="project = APP")).status
        jira.grant("BROWSE_PROJECTS", "APP")
        assert ["APP-1"] == await client.found("project = APP")

    @pytest.mark.parametrize(
        ("permission", "method", "path", "body"),
        [
            ("EDIT_ISSUES", "PUT", "/issue/APP-1", {"fields": {"summary": "x"}}),
            ("DELETE_ISSUES", "DELETE", "/issue/APP-1", None),
            ("TRANSITION_ISSUES", "POST", "/issue/APP-1/transitions", {"transition": {"id": "41"}}),
            ("EDIT_ISSUES", "PUT", "/issue/APP-1/properties/mark", 1),
            ("ADMINISTER_PROJECTS", "POST", "/version", {"name": "1", "project": "APP"}),
            ("ADMINISTER", "GET", "/rest/webhooks/1.0/webhook", None),
        ],
    )
    async def test_what_was_taken_away_is_refused(
        self,
        jira: JiraStandIn,
        client: Client,
        permission: str,
        method: str,
        path: str,
        body: Any,
    ) -> None:
        jira.create("APP", "An issue")
        jira.revoke(permission)

        assert 403 == (await client.ask(method, path, body)).status

    async def test_the_caller_may_ask_what_is_allowed(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.revoke("ADMINISTER_PROJECTS", "APP")
        query = {"permissions": "ADMINISTER_PROJECTS,CREATE_ISSUES", "projectKey": "APP"}

        held = (await client.get("/mypermissions", **query)).json["permissions"]

        assert {"ADMINISTER_PROJECTS": False, "CREATE_ISSUES": True} == {
            name: permission["havePermission"] for name, permission in held.items()
        }
        assert 400 == (await client.get("/mypermissions", permissions="NONSENSE")).status
        assert 400 == (await client.get("/mypermissions")).status


async def test_the_lists_of_values_are_there(client: Client) -> None:
    names = {
        "/status": ["To Do", "In Progress", "In Review", "Done"],
        "/issuetype": ["Epic", "Story", "Task", "Bug", "Sub-task"],
        "/priority": ["Highest", "High", "Medium", "Low", "Lowest"],
        "/resolution": ["Done", "Won't Do", "Duplicate", "Cannot Reproduce"],
        "/statuscategory": ["No Category", "To Do", "Done", "In Progress"],
    }

    for path, expected in names.items():
        assert expected == [entity["name"] for entity in (await client.get(path)).json]


async def test_fields_tell_their_kind(client: Client) -> None:
    fields = {field["name"]: field for field in (await client.get("/field")).json}

    assert "com.pyxis.greenhopper.jira:gh-sprint" == fields["Sprint"]["schema"]["custom"]
    assert {"type": "array", "items": "option"}.items() <= fields["Flagged"]["schema"].items()
    assert "number" == fields["Story Points"]["schema"]["type"]


async def test_priorities_are_those_of_the_scheme(jira: JiraStandIn, client: Client) -> None:
    project = jira.project("APP")
    project.priorities = ["2", "4"]

    answer = await client.get("/priority/search", projectId=project.id)

    assert ["High", "Low"] == [value["name"] for value in answer.json["values"]]


async def test_projects_come_by_state(jira: JiraStandIn, client: Client) -> None:
    jira.add_project("OLD", "Old App").archived = True

    live = (await client.get("/project/search")).json["values"]
    archived = (await client.get("/project/search", status="archived")).json["values"]

    assert (["APP"], ["OLD"]) == ([p["key"] for p in live], [p["key"] for p in archived])


async def test_the_create_screen_is_told(jira: JiraStandIn, client: Client) -> None:
    jira.take_off_screen("labels")
    jira.require_on_create("Bug", "duedate")
    types = (await client.get("/issue/createmeta/APP/issuetypes")).json["issueTypes"]
    bug = next(kind["id"] for kind in types if kind["name"] == "Bug")

    listed = (await client.get(f"/issue/createmeta/APP/issuetypes/{bug}")).json["fields"]

    fields = {field["fieldId"]: field for field in listed}
    assert "labels" not in fields
    assert {"summary", "issuetype", "project", "duedate"} == {
        name for name, field in fields.items() if field["required"]
    }
    assert 5 == len(fields["priority"]["allowedValues"])
    assert 404 == (await client.get("/issue/createmeta/APP/issuetypes/1")).status


async def test_data_center_tells_create_screens_in_both_forms(
    data_center: JiraStandIn, dc_client: Client
) -> None:
    base = "/rest/api/2/issue/createmeta"
    query = {"projectKeys": "APP", "expand": "projects.issuetypes.fields"}

    whole = (await dc_client.get(base, **query)).json["projects"]
    types = (await dc_client.get(f"{base}/APP/issuetypes")).json["values"]

    assert ["APP"] == [project["key"] for project in whole]
    assert "summary" in whole[0]["issuetypes"][0]["fields"]
    assert 5 == len(types)


async def test_people_are_found_by_name_and_address(jira: JiraStandIn, client: Client) -> None:
    jira.add_user("Sample Person A", "person.a@example.com")

    for words in ("person a", "person.a@"):
        answer = await client.get("/user/search", query=words)
        assert ["Sample Person A"] == [user["displayName"] for user in answer.json]
    assert 400 == (await client.get("/user/search")).status


class TestVersions:
    async def test_a_version_lives(self, jira: JiraStandIn, client: Client, clock: Clock) -> None:
        body = {"name": "Sample 1.0", "project": "APP", "releaseDate": "2026-03-03"}
        made = (await client.post("/version", body)).json
        issue = jira.create("APP", "In it", fix_versions=["Sample 1.0"])
        clock.advance(days=3)

        late = (await client.get(f"/version/{made['id']}")).json
        released = (await client.put(f"/version/{made['id']}", {"released": True})).json

        assert (False, True) == (made["overdue"], late["overdue"])
        assert (True, False) == (released["released"], released["overdue"])
        assert issue.fields["fixVersions"][0]["released"]

    async def test_open_issues_move_on(self, jira: JiraStandIn, client: Client) -> None:
        jira.add_version("APP", "Sample 1.0")
        following = jira.add_version("APP", "Sample 1.1")
        for name in ("Open", "Closed"):
            jira.create("APP", name, fix_versions=["Sample 1.0"])
        jira.move("APP-2", "Done")
        target = f"{jira.url}/rest/api/3/version/{following['id']}"
        number = jira.version("Sample 1.0")["id"]
        body = {"released": True, "moveUnfixedIssuesTo": target}

        await client.put(f"/version/{number}", body)

        held = [jira.issue(key).fields["fixVersions"][0]["name"] for key in ("APP-1", "APP-2")]
        assert ["Sample 1.1", "Sample 1.0"] == held

    async def test_lists_come_whole_and_by_page(self, jira: JiraStandIn, client: Client) -> None:
        for number in range(3):
            jira.add_version("APP", f"Sample 1.{number}", date(2026, 4, 1))
        jira.release("Sample 1.0", on=date(2026, 3, 1))

        whole = (await client.get("/project/APP/versions")).json
        page = (await client.get("/project/APP/version", status="unreleased", maxResults=1)).json

        assert 3 == len(whole)
        assert (2, False, "Sample 1.1") == (
            page["total"],
            page["isLast"],
            page["values"][0]["name"],
        )

    @pytest.mark.parametrize(
        "wrong",
        [{"name": ""}, {"name": "Sample 1.0"}, {"releaseDate": "soon"}],
    )
    async def test_faults_are_named(
        self, jira: JiraStandIn, client: Client, wrong: dict[str, str]
    ) -> None:
        jira.add_version("APP", "Sample 1.0")
        other = jira.add_version("APP", "Sample 1.1")

        answer = await client.put(f"/version/{other['id']}", wrong)

        assert (400, wrong.keys()) == (answer.status, answer.json["errors"].keys())


class TestAgile:
    async def test_a_board_tells_its_setup(self, jira: JiraStandIn, client: Client) -> None:
        jira.add_board("APP", "Team board")
        jira.add_board("APP", "Flow", kind="kanban")

        boards = (await client.get("/rest/agile/1.0/board", projectKeyOrId="APP")).json["values"]
        base = "/rest/agile/1.0/board"
        scrum = (await client.get(f"{base}/1/configuration")).json
        kanban = (await client.get(f"{base}/2/configuration")).json

        assert ["Team board", "Flow"] == [board["name"] for board in boards]
        assert "customfield_11016" == scrum["estimation"]["field"]["fieldId"]
        assert "estimation" not in kanban
        assert 400 == (await client.get(f"{base}/2/sprint")).status
        assert 404 == (await client.get(f"{base}/3")).status

    async def test_sprints_come_closed_then_active_then_future(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        board = jira.add_board("APP", "Board")
        first, second, third = (jira.add_sprint(board, f"Sprint {n}") for n in (1, 2, 3))
        for sprint in (third, second):
            jira.start_sprint(sprint, clock.now + timedelta(days=14))
        jira.close_sprint(third)

        base = "/rest/agile/1.0"
        listed = (await client.get(f"{base}/board/1/sprint")).json["values"]
        active = (await client.get(f"{base}/board/1/sprint", state="active,closed")).json

        assert [third["id"], second["id"], first["id"]] == [sprint["id"] for sprint in listed]
        assert ["closed", "active"] == [sprint["state"] for sprint in active["values"]]
        assert "2026-03-02T09:30:15.250Z" == listed[1]["startDate"]
        assert "Sprint 1" == (await client.get(f"{base}/sprint/1")).json["name"]
        assert 404 == (await client.get(f"{base}/sprint/9")).status

    async def test_open_issues_follow_into_the_next_sprint(
        self, jira: JiraStandIn, clock: Clock
    ) -> None:
        board = jira.add_board("APP", "Board")
        first, second = (jira.add_sprint(board, f"Sprint {n}") for n in (1, 2))
        jira.start_sprint(first, clock.now + timedelta(days=14))
        jira.create("APP", "Open", sprint=first)
        jira.create("APP", "Closed", sprint=first)
        jira.move("APP-2", "Done")
        jira.close_sprint(first, move_open_to=second)

        assert [[1, 2], [1]] == [
            [sprint["id"] for sprint in jira.issue(key).fields["customfield_11020"]]
            for key in ("APP-1", "APP-2")
        ]
        item = jira.issue("APP-1").histories[-1]["items"][0]
        assert ("1", "1, 2") == (item["from"], item["to"])


async def test_unknown_paths_and_bodies_are_refused(jira: JiraStandIn, client: Client) -> None:
    jira.create("APP", "An issue")

    assert 404 == (await client.get("/nothing")).status
    assert 400 == (await client.put("/issue/APP-1", ["a", "list"])).status
    assert 400 == (await client.get("/project/search", startAt="x")).status


async def test_the_date_header_is_the_clock_of_the_site(client: Client) -> None:
    assert "Mon, 02 Mar 2026 09:30:15 GMT" == (await client.get("/serverInfo")).headers["Date"]
