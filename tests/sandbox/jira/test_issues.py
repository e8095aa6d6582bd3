from typing import Any

import pytest

from bot.sandbox.jira import JiraStandIn
from tests.sandbox.jira.conftest import Client, Clock

STORY: dict[str, Any] = {"project": {"key": "APP"}, "issuetype": {"name": "Story"}}
DOCUMENT = {
    "type": "doc",
    "version": 1,
    "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Please"}]}],
}


async def create(client: Client, **fields: Any) -> Any:
    return await client.post("/issue", {"fields": {**STORY, "summary": "An idea", **fields}})


async def test_a_created_issue_carries_its_marks(jira: JiraStandIn, client: Client) -> None:
    body = {
        "fields": {**STORY, "summary": "An idea", "labels": ["idea-12"], "description": DOCUMENT},
        "properties": [{"key": "shortlist", "value": {"idea": 12}}],
    }

    made = await client.post("/issue", body)
    shown = (await client.get(f"/issue/{made.json['id']}", properties="shortlist,other")).json

    assert (201, "APP-1") == (made.status, made.json["key"])
    assert {"shortlist": {"idea": 12}} == shown["properties"]
    assert (["idea-12"], DOCUMENT) == (shown["fields"]["labels"], shown["fields"]["description"])
    assert "2026-03-02T10:30:15.250+0100" == shown["fields"]["created"]
    assert shown["self"] == made.json["self"] == f"{jira.url}/rest/api/3/issue/10001"
    assert ["APP-1"] == await client.found("labels = idea-12")


async def test_fields_off_the_create_screen_are_refused(jira: JiraStandIn, client: Client) -> None:
    jira.take_off_screen("labels")

    answer = await create(client, labels=["x"], customfield_99999=1)

    said = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."
    assert 400 == answer.status
    assert {name: said.format(name) for name in ("labels", "customfield_99999")} == (
        answer.json["errors"]
    )
    assert [] == list(jira.site.issues)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("summary", "", "You must specify a summary of the issue."),
        ("summary", "x" * 256, "Summary must be less than 255 characters."),
        ("summary", "two\nlines", "contains newline characters"),
        ("project", {"key": "NOSUCH"}, "Specify a valid project ID or key"),
        ("issuetype", {"name": "Nonsense"}, "Specify a valid issue type"),
        ("issuetype", {"name": "Sub-task"}, "parent issue key or id not specified"),
        ("parent", {"key": "APP-99"}, "Could not find issue by id or key."),
        ("description", "plain", "Operation value must be an Atlassian Document"),
        ("priority", {"name": "P0"}, "The priority selected is invalid."),
        ("assignee", {"accountId": "nobody"}, "User 'nobody' cannot be found"),
        ("assignee", {"name": "sample.bot"}, "cannot be found"),
        ("labels", ["two words"], "contains spaces"),
        ("labels", "x", "data was not an array"),
        ("fixVersions", [{"name": "None"}], "Version name 'None' is not valid"),
        ("components", [{"name": "None"}], "Component name 'None' is not valid"),
        ("customfield_11016", "three", "Operation value must be a number"),
        ("customfield_11020", 99, "number of a sprint that exists"),
        ("customfield_11021", [{"value": "Other"}], "Option value 'Other' is not valid"),
        ("duedate", "tomorrow", "must be a date"),
    ],
)
async def test_a_wrong_value_is_refused_by_field(
    client: Client, field: str, value: Any, said: str
) -> None:
    answer = await create(client, **{field: value})

    assert 400 == answer.status
    assert any(said in text for text in answer.json["errors"].values()), answer.json


async def test_a_demanded_field_must_be_given(jira: JiraStandIn, client: Client) -> None:
    jira.require_on_create("Story", "customfield_11016")

    answer = await create(client)

    assert {"customfield_11016": "Story Points is required."} == answer.json["errors"]


async def test_v2_takes_and_shows_wiki_text(client: Client) -> None:
    fields = {**STORY, "summary": "An idea", "description": "*Please*\nsoon"}
    await client.post("/rest/api/2/issue", {"fields": fields})

    wiki = (await client.get("/rest/api/2/issue/APP-1")).json["fields"]["description"]
    document = (await client.get("/issue/APP-1")).json["fields"]["description"]
    refused = await client.put("/rest/api/2/issue/APP-1", {"fields": {"description": DOCUMENT}})

    assert "*Please*\nsoon" == wiki
    assert 2 == len(document["content"])
    assert 400 == refused.status


async def test_fields_can_be_chosen_and_left_out(jira: JiraStandIn, client: Client) -> None:
    jira.create("APP", "An issue")

    two = (await client.get("/issue/APP-1", fields="summary,labels", expand="names")).json
    rest = (await client.get("/issue/APP-1", fields="-summary")).json

    assert {"summary": "An issue", "labels": []} == two["fields"]
    assert {"summary": "Summary", "labels": "Labels"} == two["names"]
    assert "summary" not in rest["fields"]
    assert "labels" in rest["fields"]


async def test_the_last_writer_wins_and_may_see_the_result(
    jira: JiraStandIn, client: Client, clock: Clock
) -> None:
    jira.create("APP", "First")
    clock.advance(minutes=1)

    plain = await client.put("/issue/APP-1", {"fields": {"summary": "Second"}})
    shown = await client.put("/issue/APP-1", {"fields": {"summary": "Third"}}, returnIssue="true")

    assert (204, 200) == (plain.status, shown.status)
    assert "Third" == shown.json["fields"]["summary"]
    assert "2026-03-02T10:31:15.250+0100" == shown.json["fields"]["updated"]


async def test_update_adds_and_removes(jira: JiraStandIn, client: Client) -> None:
    jira.create("APP", "An issue", labels=["a", "b"])
    jira.add_version("APP", "Sample 1.0")
    update = {
        "labels": [{"add": "c"}, {"remove": "a"}],
        "fixVersions": [{"add": {"name": "Sample 1.0"}}],
        "summary": [{"set": "Renamed"}],
    }

    assert 204 == (await client.put("/issue/APP-1", {"update": update})).status
    assert ["b", "c"] == jira.issue("APP-1").fields["labels"]
    assert ["Sample 1.0"] == [v["name"] for v in jira.issue("APP-1").fields["fixVersions"]]
    wrong = {"update": {"summary": [{"add": "x"}]}}
    assert 400 == (await client.put("/issue/APP-1", wrong)).status


async def test_an_edit_cannot_move_an_issue(jira: JiraStandIn, client: Client) -> None:
    jira.create("APP", "Stays")

    answer = await client.put("/issue/APP-1", {"fields": {"project": {"key": "APP"}}})

    assert (400, ["project"]) == (answer.status, list(answer.json["errors"]))


async def test_an_edit_that_changes_nothing_leaves_no_history(
    jira: JiraStandIn, client: Client, clock: Clock
) -> None:
    jira.create("APP", "Same")
    clock.advance(minutes=1)

    await client.put("/issue/APP-1", {"fields": {"summary": "Same"}})

    assert [] == jira.issue("APP-1").histories
    assert jira.issue("APP-1").fields["created"] == jira.issue("APP-1").fields["updated"]


async def test_silent_edits_need_to_administer_the_project(
    jira: JiraStandIn, client: Client
) -> None:
    jira.create("APP", "An issue")
    jira.revoke("ADMINISTER_PROJECTS", "APP")
    body = {"fields": {"summary": "Quietly"}}

    assert 403 == (await client.put("/issue/APP-1", body, notifyUsers="false")).status
    assert 400 == (await client.put("/issue/APP-1", body, notifyUsers="False")).status
    assert 204 == (await client.put("/issue/APP-1", body)).status


async def test_a_moved_issue_answers_to_its_old_key(jira: JiraStandIn, client: Client) -> None:
    issue = jira.create("APP", "Moves", fix_versions=[jira.add_version("APP", "Sample 1.0")])
    jira.add_project("NEW", "New home")
    jira.move_project("APP-1", "NEW")

    shown = (await client.get("/issue/APP-1", expand="changelog")).json

    assert (issue.id, "NEW-1") == (shown["id"], shown["key"])
    assert [] == shown["fields"]["fixVersions"]
    items = shown["changelog"]["histories"][0]["items"]
    assert ["project", "Fix Version", "Key"] == [item["field"] for item in items]
    assert ("APP-1", "NEW-1") == (items[-1]["fromString"], items[-1]["toString"])
    assert ["NEW-1"] == await client.found("key = APP-1")


async def test_deleting_takes_links_and_demands_a_word_for_sub_tasks(
    jira: JiraStandIn, client: Client
) -> None:
    for name in ("a", "b"):
        jira.create("APP", name)
    jira.create("APP", "Part", type="Sub-task", parent="APP-1")
    jira.block("APP-2", by="APP-1")

    assert 400 == (await client.ask("DELETE", "/issue/APP-1")).status
    assert 204 == (await client.ask("DELETE", "/issue/APP-1", deleteSubtasks="true")).status
    assert [] == jira.issue("APP-2").fields["issuelinks"]
    assert ["APP-2"] == [issue.key for issue in jira.site.issues.values()]


class TestTransitions:
    async def test_those_that_lead_on_are_listed(self, jira: JiraStandIn, client: Client) -> None:
        jira.create("APP", "An issue")
        jira.require_on_transition("Done", "resolution")

        listed = await client.get("/issue/APP-1/transitions", expand="transitions.fields")

        steps = {step["name"]: step for step in listed.json["transitions"]}
        assert ["In Progress", "In Review", "Done"] == list(steps)
        assert "done" == steps["Done"]["to"]["statusCategory"]["key"]
        assert {"resolution"} == steps["Done"]["fields"].keys()

    async def test_done_resolves_and_leaving_it_clears_that(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.create("APP", "An issue")

        done = await client.post("/issue/APP-1/transitions", {"transition": {"id": "41"}})
        fields = jira.issue("APP-1").fields

        assert 204 == done.status
        assert ("Done", "2026-03-02T10:30:15.250+0100") == (
            fields["resolution"]["name"],
            fields["resolutiondate"],
        )
        assert ["resolution", "status"] == [
            item["field"] for item in jira.issue("APP-1").histories[0]["items"]
        ]
        await client.post("/issue/APP-1/transitions", {"transition": {"id": "11"}})
        assert jira.issue("APP-1").fields["resolution"] is None
        assert jira.issue("APP-1").fields["resolutiondate"] is None

    async def test_a_screen_demands_its_fields(self, jira: JiraStandIn, client: Client) -> None:
        jira.create("APP", "An issue")
        jira.require_on_transition("Done", "customfield_11016")
        body: dict[str, Any] = {"transition": {"id": "41"}}

        bare = await client.post("/issue/APP-1/transitions", body)
        body["fields"] = {"customfield_11016": 3}
        filled = await client.post("/issue/APP-1/transitions", body)

        assert {"customfield_11016": "Story Points is required."} == bare.json["errors"]
        assert (400, 204) == (bare.status, filled.status)
        assert 3.0 == jira.issue("APP-1").fields["customfield_11016"]

    async def test_the_present_status_cannot_be_entered(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.create("APP", "An issue")

        again = await client.post("/issue/APP-1/transitions", {"transition": {"id": "11"}})

        assert 400 == again.status


class TestParts:
    @pytest.fixture(autouse=True)
    def two_issues(self, jira: JiraStandIn) -> None:
        jira.create("APP", "First")
        jira.create("APP", "Second")

    async def test_properties_do_not_move_updated(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        path = "/issue/APP-1/properties/mark"
        clock.advance(minutes=1)

        made = await client.put(path, {"idea": 1})
        changed = await client.put(path, {"idea": 2})
        shown = await client.get(path)
        gone = await client.ask("DELETE", path)

        assert (201, 200, 204) == (made.status, changed.status, gone.status)
        assert {"key": "mark", "value": {"idea": 2}} == shown.json
        assert 404 == (await client.get(path)).status
        assert jira.issue("APP-1").fields["created"] == jira.issue("APP-1").fields["updated"]
        assert 400 == (await client.put(path, "x" * 40000)).status

    async def test_a_remote_link_is_replaced_by_its_global_id(self, client: Client) -> None:
        path, target = "/issue/APP-1/remotelink", {"url": "https://example.com/1", "title": "One"}
        first = {"globalId": "slack=1", "relationship": "asked in", "object": target}
        second = {"globalId": "slack=1", "object": {**target, "title": "Two"}}

        made, again = await client.post(path, first), await client.post(path, second)
        held = (await client.get(path)).json

        assert (201, 200) == (made.status, again.status)
        assert made.json["id"] == again.json["id"]
        assert ["Two"] == [link["object"]["title"] for link in held]
        assert "relationship" not in held[0]
        assert held[0] == (await client.get(path, globalId="slack=1")).json
        assert 404 == (await client.get(path, globalId="slack=2")).status
        assert 400 == (await client.post(path, {"object": {"title": "No address"}})).status

    async def test_the_inward_issue_blocks_the_outward_one(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        body = {
            "type": {"name": "Blocks"},
            "inwardIssue": {"key": "APP-1"},
            "outwardIssue": {"key": "APP-2"},
        }
        made, again = await client.post("/issueLink", body), await client.post("/issueLink", body)

        blocker = (await client.get("/issue/APP-1")).json["fields"]["issuelinks"]
        blocked = (await client.get("/issue/APP-2")).json["fields"]["issuelinks"]

        assert (201, 201) == (made.status, again.status)
        assert ["APP-2"] == [link["outwardIssue"]["key"] for link in blocker]
        assert ["APP-1"] == [link["inwardIssue"]["key"] for link in blocked]
        texts = [jira.issue(k).histories[0]["items"][0]["toString"] for k in ("APP-1", "APP-2")]
        assert ["This issue blocks APP-2", "This issue is blocked by APP-1"] == texts

    async def test_the_other_end_of_a_link_is_current(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.block("APP-1", by="APP-2")
        jira.move("APP-2", "Done")

        link = (await client.get("/issue/APP-1")).json["fields"]["issuelinks"][0]

        assert "done" == link["inwardIssue"]["fields"]["status"]["statusCategory"]["key"]

    async def test_a_link_is_removed_at_both_ends(self, jira: JiraStandIn, client: Client) -> None:
        jira.block("APP-1", by="APP-2")
        number = jira.issue("APP-1").fields["issuelinks"][0]["id"]

        assert 204 == (await client.ask("DELETE", f"/issueLink/{number}")).status
        assert 404 == (await client.ask("DELETE", f"/issueLink/{number}")).status
        assert [[], []] == [jira.issue(k).fields["issuelinks"] for k in ("APP-1", "APP-2")]

    @pytest.mark.parametrize("body", [{}, {"type": {"name": "Blocks"}}])
    async def test_a_link_needs_its_ends(self, client: Client, body: dict[str, Any]) -> None:
        assert 400 == (await client.post("/issueLink", body)).status

    async def test_comments_move_updated_and_speak_both_tongues(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        clock.advance(minutes=1)

        made = await client.post("/issue/APP-1/comment", {"body": DOCUMENT})
        wiki = (await client.get("/rest/api/2/issue/APP-1/comment")).json

        assert (201, DOCUMENT) == (made.status, made.json["body"])
        assert (1, "Please") == (wiki["total"], wiki["comments"][0]["body"])
        assert "2026-03-02T10:31:15.250+0100" == jira.issue("APP-1").fields["updated"]
        assert 400 == (await client.post("/issue/APP-1/comment", {"body": "plain"})).status
        assert 1 == (await client.get("/issue/APP-1")).json["fields"]["comment"]["total"]
