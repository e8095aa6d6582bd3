from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.jira import JiraStandIn
from tests.sandbox.jira.conftest import Client, Clock

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def seven(jira: JiraStandIn) -> JiraStandIn:
    for number in range(1, 8):
        jira.create("APP", f"Issue {number}")
    return jira


async def all_keys(client: Client, **query: str) -> list[list[str]]:
    """The keys on each page of a search, to the last page or the tenth."""
    pages: list[list[str]] = []
    while len(pages) < 10:
        answer = await client.get("/search/jql", fields="key", **query)
        pages.append([issue["key"] for issue in answer.json["issues"]])
        if "nextPageToken" not in answer.json:
            assert answer.json["isLast"]
            break
        query["nextPageToken"] = answer.json["nextPageToken"]
    return pages


async def test_tokens_lead_to_the_last_page(seven: JiraStandIn, client: Client) -> None:
    pages = await all_keys(client, jql="project = APP order by key", maxResults="3")

    assert [["APP-1", "APP-2", "APP-3"], ["APP-4", "APP-5", "APP-6"], ["APP-7"]] == pages


async def test_a_search_has_no_total(seven: JiraStandIn, client: Client) -> None:
    answer = await client.get("/search/jql", jql="project = APP")

    assert {"issues", "isLast"} == answer.json.keys()


async def test_only_the_id_comes_without_fields(seven: JiraStandIn, client: Client) -> None:
    answer = await client.get("/search/jql", jql="key = APP-1")

    assert [{"id": "10001"}] == answer.json["issues"]


async def test_an_issue_that_changes_between_pages_is_not_lost(
    seven: JiraStandIn, client: Client, clock: Clock
) -> None:
    query = {"jql": "project = APP order by updated, key", "maxResults": "4"}
    first = await client.get("/search/jql", fields="key", **query)
    clock.advance(minutes=1)
    seven.edit("APP-1", summary="Changed")
    token = first.json["nextPageToken"]

    rest = await client.get("/search/jql", fields="key", **query, nextPageToken=token)

    assert ["APP-5", "APP-6", "APP-7"] == [issue["key"] for issue in rest.json["issues"]]


async def test_a_token_expires_after_seven_days(
    seven: JiraStandIn, client: Client, clock: Clock
) -> None:
    query = {"jql": "project = APP", "maxResults": "4"}
    token = (await client.get("/search/jql", **query)).json["nextPageToken"]
    clock.advance(days=7)

    assert 400 == (await client.get("/search/jql", **query, nextPageToken=token)).status


async def test_pages_may_be_short(seven: JiraStandIn, client: Client) -> None:
    seven.weather.page_cap = 2

    pages = await all_keys(client, jql="project = APP", maxResults="5000")

    assert [2, 2, 2, 1] == [len(page) for page in pages]


async def test_a_site_can_repeat_its_token_for_ever(seven: JiraStandIn, client: Client) -> None:
    seven.weather.repeat_token = True

    pages = await all_keys(client, jql="project = APP order by key", maxResults="4")

    assert 10 == len(pages)
    assert [["APP-1", "APP-2", "APP-3", "APP-4"], *([["APP-5", "APP-6", "APP-7"]] * 9)] == pages


@pytest.mark.parametrize("jql", ["", "order by created"])
async def test_unbounded_jql_is_refused(client: Client, jql: str) -> None:
    answer = await client.get("/search/jql", jql=jql)

    assert 400 == answer.status
    assert answer.json["errorMessages"][0].startswith("Unbounded JQL queries are not allowed")


async def test_bad_jql_is_refused_with_a_message(client: Client) -> None:
    answer = await client.post("/search/jql", {"jql": "nosuch = 1"})

    assert 400 == answer.status
    assert ["Field 'nosuch' does not exist"] == [m[:29] for m in answer.json["errorMessages"]]


async def test_more_than_five_properties_are_refused(client: Client) -> None:
    body = {"jql": "project = APP", "properties": list("abcdef")}

    assert 400 == (await client.post("/search/jql", body)).status


async def test_the_count_is_a_call_of_its_own(seven: JiraStandIn, client: Client) -> None:
    answer = await client.post("/search/approximate-count", {"jql": "project = APP"})

    assert {"count": 7} == answer.json


async def test_the_old_search_is_gone_from_cloud(client: Client) -> None:
    answer = await client.get("/search", jql="project = APP")

    assert 410 == answer.status
    assert "CHANGE-2046" in answer.json["errorMessages"][0]


async def test_jql_reads_dates_in_the_zone_of_the_caller(
    jira: JiraStandIn, client: Client, clock: Clock
) -> None:
    jira.create("APP", "Now")
    local = clock.now.astimezone(NEW_YORK)

    assert ["APP-1"] == await client.found(f"created >= '{local:%Y-%m-%d %H:%M}'")
    assert [] == await client.found(f"created >= '{clock.now:%Y-%m-%d %H:%M}'")
    assert ["APP-1"] == await client.found(f"created >= {int(clock.now.timestamp() * 1000)}")


class TestIndexLag:
    async def test_search_misses_what_was_just_created(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        jira.weather.index_lag = 60
        jira.create("APP", "Fresh")

        assert [] == await client.found("project = APP")
        assert 200 == (await client.get("/issue/APP-1")).status
        clock.advance(seconds=60)
        assert ["APP-1"] == await client.found("project = APP")

    async def test_search_shows_the_former_state(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        jira.create("APP", "Before")
        jira.weather.index_lag = 60
        clock.advance(seconds=1)
        jira.edit("APP-1", summary="After")
        jira.move("APP-1", "Done")

        answer = await client.get("/search/jql", jql="status = 'To Do'", fields="summary")

        assert [{"summary": "Before"}] == [issue["fields"] for issue in answer.json["issues"]]
        clock.advance(seconds=60)
        assert ["APP-1"] == await client.found("status = Done")

    async def test_reconciled_issues_are_seen_at_once(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.weather.index_lag = 60
        issue = jira.create("APP", "Fresh")

        assert ["APP-1"] == await client.found("project = APP", reconcileIssues=issue.id)

    async def test_more_than_fifty_cannot_be_reconciled(self, client: Client) -> None:
        body = {"jql": "project = APP", "reconcileIssues": list(range(51))}

        assert 400 == (await client.post("/search/jql", body)).status

    async def test_a_deleted_issue_stays_for_a_while(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        jira.create("APP", "Gone soon")
        clock.advance(minutes=5)
        jira.weather.index_lag = 60
        jira.delete("APP-1")

        assert ["APP-1"] == await client.found("project = APP")
        assert 404 == (await client.get("/issue/APP-1")).status
        clock.advance(seconds=60)
        assert [] == await client.found("project = APP")


class TestExpandedChangelog:
    @pytest.fixture
    def busy(self, jira: JiraStandIn, clock: Clock) -> JiraStandIn:
        jira.create("APP", "Name 0")
        for number in range(1, 111):
            clock.advance(minutes=1)
            jira.edit("APP-1", summary=f"Name {number}")
        return jira

    @pytest.mark.usefixtures("busy")
    async def test_it_shows_forty_in_search_and_a_hundred_of_one_issue(
        self, client: Client
    ) -> None:
        query = {"jql": "key = APP-1", "fields": "key", "expand": "changelog"}
        searched = (await client.get("/search/jql", **query)).json["issues"][0]["changelog"]
        read = (await client.get("/issue/APP-1", expand="changelog")).json["changelog"]

        assert (40, 110) == (len(searched["histories"]), searched["total"])
        assert (100, 110) == (len(read["histories"]), read["total"])

    @pytest.mark.usefixtures("busy")
    async def test_cloud_shows_the_newest_first(self, client: Client) -> None:
        read = (await client.get("/issue/APP-1", expand="changelog")).json["changelog"]

        texts = [history["items"][0]["toString"] for history in read["histories"]]
        assert [f"Name {number}" for number in range(110, 10, -1)] == texts

    async def test_it_can_come_in_no_order(self, busy: JiraStandIn, client: Client) -> None:
        busy.weather.shuffle_changelog = True
        read = (await client.get("/issue/APP-1", expand="changelog")).json["changelog"]

        numbers = [int(history["id"]) for history in read["histories"]]
        assert sorted(numbers) != numbers
        assert sorted(numbers, reverse=True) != numbers

    @pytest.mark.usefixtures("busy")
    async def test_the_whole_history_comes_page_by_page(self, client: Client) -> None:
        last = (await client.get("/issue/APP-1/changelog", startAt=100)).json

        assert (100, 110, True) == (last["startAt"], last["total"], last["isLast"])
        texts = [history["items"][0]["toString"] for history in last["values"]]
        assert [f"Name {number}" for number in range(101, 111)] == texts


class TestBulk:
    async def test_histories_of_many_issues_come_oldest_first_with_a_token(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        for name in ("a", "b"):
            jira.create("APP", name)
        for key in ("APP-1", "APP-2", "APP-1"):
            clock.advance(minutes=1)
            jira.edit(key, summary=f"Changed at {clock.now:%H:%M}")
        body = {"issueIdsOrKeys": ["APP-1", "10002", "APP-99"], "maxResults": 2}

        first = (await client.post("/changelog/bulkfetch", body)).json
        body["nextPageToken"] = first["nextPageToken"]
        second = (await client.post("/changelog/bulkfetch", body)).json

        assert ["10001", "10002"] == [log["issueId"] for log in first["issueChangeLogs"]]
        assert ["10001"] == [log["issueId"] for log in second["issueChangeLogs"]]
        assert "nextPageToken" not in second

    async def test_field_ids_miss_items_that_have_none(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.create("APP", "An issue")
        jira.create("APP", "Another")
        jira.edit("APP-1", summary="New name", labels=["x"])
        jira.block("APP-1", by="APP-2")
        jira.weather.drop_field_id = True
        body = {"issueIdsOrKeys": ["APP-1"], "fieldIds": ["summary"]}

        filtered = (await client.post("/changelog/bulkfetch", body)).json
        del body["fieldIds"]
        whole = (await client.post("/changelog/bulkfetch", body)).json

        assert [] == filtered["issueChangeLogs"]
        histories = whole["issueChangeLogs"][0]["changeHistories"]
        assert ["summary", "labels", "Link"] == [
            item["field"] for history in histories for item in history["items"]
        ]

    async def test_stamps_of_bulk_histories_can_be_epoch_numbers(
        self, jira: JiraStandIn, client: Client, clock: Clock
    ) -> None:
        jira.create("APP", "An issue")
        jira.flag("APP-1")
        jira.weather.epoch_changelog = True

        answer = await client.post("/changelog/bulkfetch", {"issueIdsOrKeys": ["APP-1"]})

        history = answer.json["issueChangeLogs"][0]["changeHistories"][0]
        assert int(clock.now.timestamp() * 1000) == history["created"]

    async def test_a_hundred_issues_are_fetched_as_they_are_now(
        self, jira: JiraStandIn, client: Client
    ) -> None:
        jira.weather.index_lag = 60
        jira.create("APP", "Fresh")
        body = {"issueIdsOrKeys": ["APP-1", "APP-99"], "fields": ["summary"]}

        fetched = await client.post("/issue/bulkfetch", body)
        too_many = await client.post("/issue/bulkfetch", {"issueIdsOrKeys": ["APP-1"] * 101})

        assert [{"summary": "Fresh"}] == [issue["fields"] for issue in fetched.json["issues"]]
        assert 400 == too_many.status


class TestDataCenter:
    async def test_search_goes_by_offset_with_a_total(
        self, data_center: JiraStandIn, dc_client: Client
    ) -> None:
        for number in range(5):
            data_center.create("APP", f"Issue {number}")
        query = {"jql": "order by key", "startAt": 3, "maxResults": 3, "expand": "changelog"}

        answer = await dc_client.get("/rest/api/2/search", **query)

        assert ["APP-4", "APP-5"] == [issue["key"] for issue in answer.json["issues"]]
        assert (3, 3, 5) == tuple(answer.json[n] for n in ("startAt", "maxResults", "total"))
        assert 0 == answer.json["issues"][0]["changelog"]["total"]

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/rest/api/3/myself"),
            ("GET", "/rest/api/2/search/jql"),
            ("POST", "/rest/api/2/issue/bulkfetch"),
            ("POST", "/rest/api/2/changelog/bulkfetch"),
            ("GET", "/rest/api/2/issue/APP-1/changelog"),
            ("GET", "/rest/api/2/project/search"),
        ],
    )
    async def test_what_only_cloud_has_is_not_there(
        self, data_center: JiraStandIn, dc_client: Client, method: str, path: str
    ) -> None:
        data_center.create("APP", "An issue")

        assert 404 == (await dc_client.ask(method, path)).status

    async def test_sprints_are_texts_and_items_have_no_field_id(
        self, data_center: JiraStandIn, dc_client: Client, clock: Clock
    ) -> None:
        sprint = data_center.add_sprint(data_center.add_board("APP", "Board"), "Sprint 1")
        data_center.start_sprint(sprint, clock.now + timedelta(days=14))
        data_center.create("APP", "An issue")
        data_center.edit("APP-1", sprint=sprint)

        shown = (await dc_client.get("/rest/api/2/issue/APP-1", expand="changelog")).json

        assert (
            "[id=1,rapidViewId=1,state=ACTIVE,name=Sprint 1,"
            in (shown["fields"]["customfield_11020"][0])
        )
        item = shown["changelog"]["histories"][0]["items"][0]
        assert ("Sprint", "1", "Sprint 1") == (item["field"], item["to"], item["toString"])
        assert "fieldId" not in item
