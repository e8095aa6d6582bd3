import aiohttp
import pytest

from bot.sandbox.jira import Fault, FaultKind, JiraStandIn, route_names
from tests.sandbox.jira.conftest import Client

BODY = {
    "fields": {
        "project": {"key": "APP"},
        "issuetype": {"name": "Story"},
        "summary": "An idea",
    }
}


async def test_fair_weather_comes_back(jira: JiraStandIn, client: Client) -> None:
    jira.faults.add(Fault(FaultKind.SERVER_ERROR, "GET /serverInfo", times=2, status=503))

    answers = [(await client.get("/serverInfo")).status for _ in range(3)]

    assert [503, 503, 200] == answers


@pytest.mark.parametrize("retry_after", ["7", "Mon, 02 Mar 2026 09:35:15 GMT"])
async def test_a_limit_says_when_to_come_back(
    jira: JiraStandIn, client: Client, retry_after: str
) -> None:
    reason = "jira-quota-tenant-based"
    jira.faults.add(Fault(FaultKind.RATE_LIMITED, retry_after=retry_after, error=reason))

    limited = await client.get("/myself")

    assert (429, retry_after, reason) == (
        limited.status,
        limited.headers["Retry-After"],
        limited.headers["RateLimit-Reason"],
    )


async def test_a_refusal_has_status_and_message(jira: JiraStandIn, client: Client) -> None:
    jira.create("APP", "An issue")
    name = "POST /issue/{issue}/transitions"
    jira.faults.add(Fault(FaultKind.REFUSED, name, status=409, error="Someone was faster."))

    answer = await client.post("/issue/APP-1/transitions", {"transition": {"id": "41"}})

    assert (409, ["Someone was faster."]) == (answer.status, answer.json["errorMessages"])
    assert [] == jira.issue("APP-1").histories


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        (FaultKind.RATE_LIMITED, 0),
        (FaultKind.SERVER_ERROR, 0),
        (FaultKind.CUT_BEFORE, 0),
        (FaultKind.ERROR_AFTER, 1),
        (FaultKind.CUT_AFTER, 1),
        (FaultKind.SLOW, 1),
    ],
)
async def test_what_was_done_depends_on_the_fault(
    jira: JiraStandIn, client: Client, kind: FaultKind, made: int
) -> None:
    jira.faults.add(Fault(kind, "POST /issue"))

    if kind in (FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.post("/issue", BODY)
    else:
        await client.post("/issue", BODY)

    assert made == len(jira.site.issues)
    assert ["POST /issue"] == [call.route for call in jira.calls]


async def test_calls_are_recorded_with_their_answers(jira: JiraStandIn, client: Client) -> None:
    await client.post("/issue", BODY, updateHistory="true")
    await client.get("/nothing")

    made, lost = jira.calls
    assert ("POST /issue", 201, BODY) == (made.route, made.status, made.body)
    assert ([("updateHistory", "true")], "APP-1") == (list(made.query), made.answer["key"])
    assert ("", 404) == (lost.route, lost.status)


async def test_what_runs_for_days_keeps_the_latest_calls(jira: JiraStandIn, client: Client) -> None:
    jira.calls_kept = 2
    for path in ("/serverInfo", "/nothing", "/myself"):
        await client.get(path)
    assert ["/nothing", "/myself"] == [f"/{call.path.rpartition('/')[2]}" for call in jira.calls]


def test_route_names_are_unique_and_listed() -> None:
    names = route_names()

    assert len(set(names)) == len(names)
    assert {"POST /issue", "GET /search/jql", "GET /board/{board}/sprint"} <= set(names)


async def test_a_stand_in_that_is_not_started_has_no_address(jira: JiraStandIn) -> None:
    with pytest.raises(RuntimeError, match="not started"):
        _ = JiraStandIn(jira.site.now).url
