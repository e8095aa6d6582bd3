"""Answers that are not Jira's: proxies, login pages, other hosts."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec import convert

from bot.effects import AddComment, ReadIssue, ReadVersions
from bot.errors import Refused, Unavailable, Uncertain
from integrations.jira.client import Login
from integrations.jira.search import next_token
from integrations.jira.shapes import Paged
from integrations.jira.tracker import JiraTracker

SITE: dict[str, object] = {
    "GET /rest/api/2/serverInfo": {"deploymentType": "Server"},
    "GET /rest/api/2/myself": {"name": "sample"},
    "GET /rest/api/2/issue/1": {
        "id": "1",
        "key": "A-1",
        "fields": {"project": {"key": "AB"}, "priority": None},
    },
    "GET /rest/api/2/priority": [{"id": "2", "name": "High"}],
}


class OddSite:
    """Answers each method and path with JSON, text, or whatever response is set."""

    def __init__(self) -> None:
        self.answers: dict[str, object] = dict(SITE)
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = f"{request.method} {request.path}"
        self.asked.append(asked)
        answer = self.answers.get(asked, "<html>Log in</html>")
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):
            return web.Response(text=answer, content_type="text/html")
        return web.json_response(answer)


@pytest.fixture
async def odd() -> AsyncIterator[OddSite]:
    odd = OddSite()
    application = web.Application()
    application.router.add_route("*", "/{tail:.*}", odd.answer)
    async with TestServer(application, host="127.0.0.1") as server:
        odd.url = str(server.make_url("")).rstrip("/")
        yield odd


@pytest.fixture
async def tracker(odd: OddSite) -> AsyncIterator[JiraTracker]:
    tracker = JiraTracker(Login(odd.url, "token"), clock=lambda: 0.0)
    yield tracker
    await tracker.close()


async def test_a_login_page_for_an_issue_is_unavailable(tracker: JiraTracker) -> None:
    with pytest.raises(Unavailable, match="other than JSON"):
        await tracker.perform(ReadIssue("2"), "mark")


@pytest.mark.parametrize("answer", ["<html>Log in</html>", [1]])
async def test_a_change_answered_by_something_else_is_uncertain(
    odd: OddSite, tracker: JiraTracker, answer: object
) -> None:
    odd.answers["POST /rest/api/2/issue/1/comment"] = answer
    with pytest.raises(Uncertain):
        await tracker.perform(AddComment("1", "Sample words"), "mark")


async def test_a_redirect_is_not_followed(odd: OddSite, tracker: JiraTracker) -> None:
    odd.answers["GET /rest/api/2/issue/2"] = web.HTTPFound(f"{odd.url}/elsewhere")
    with pytest.raises(Refused, match="redirected"):
        await tracker.perform(ReadIssue("2"), "mark")
    assert "GET /elsewhere" not in odd.asked


async def test_a_list_in_place_of_an_object_is_unavailable(
    odd: OddSite, tracker: JiraTracker
) -> None:
    odd.answers["GET /rest/api/2/issue/2"] = []
    with pytest.raises(Unavailable, match="other than an object"):
        await tracker.perform(ReadIssue("2"), "mark")


async def test_an_object_in_place_of_a_list_is_unavailable(
    odd: OddSite, tracker: JiraTracker
) -> None:
    odd.answers["GET /rest/api/2/project/AB"] = {"id": "7", "key": "AB"}
    odd.answers["GET /rest/api/2/project/7/versions"] = {}
    with pytest.raises(Unavailable, match="other than a list"):
        await tracker.perform(ReadVersions("AB"), "mark")


async def test_a_list_without_an_end_is_given_up(odd: OddSite, tracker: JiraTracker) -> None:
    odd.answers["GET /rest/api/2/project/AB"] = {"id": "7", "key": "AB"}
    odd.answers["GET /rest/api/2/field"] = []
    odd.answers["GET /rest/agile/1.0/board"] = {"values": [{"id": 1}], "isLast": False}
    with pytest.raises(Unavailable, match="does not end"):
        await tracker.perform(ReadIssue("1"), "mark")


async def test_an_issue_that_is_none_is_refused_by_name(odd: OddSite, tracker: JiraTracker) -> None:
    odd.answers["GET /rest/api/2/project/AB"] = {"id": "7", "key": "AB"}
    odd.answers["GET /rest/api/2/field"] = []
    odd.answers["GET /rest/agile/1.0/board"] = {"values": [], "isLast": True}
    with pytest.raises(Refused, match="A-1"):
        await tracker.perform(ReadIssue("1"), "mark")


async def test_a_visitor_without_a_name_is_not_logged_in(
    odd: OddSite, tracker: JiraTracker
) -> None:
    odd.answers["GET /rest/api/2/myself"] = {"displayName": "Former user", "active": False}
    findings = await tracker.check()
    assert ["Jira login"] == [finding.subject for finding in findings if not finding.ok]
    assert "anonymous" in findings[-1].detail


async def test_a_profile_without_a_time_zone_is_named(odd: OddSite, tracker: JiraTracker) -> None:
    odd.answers["GET /rest/api/2/myself"] = {"name": "sample", "timeZone": "Nowhere/Land"}
    findings = await tracker.check()
    assert ["Jira time zone"] == [finding.subject for finding in findings if not finding.ok]


@pytest.mark.parametrize(
    ("page", "following"),
    [
        ({"nextPageToken": "b"}, "b"),
        ({"nextPageToken": "b", "isLast": False}, "b"),
        ({"nextPageToken": "b", "isLast": True}, None),
        ({"nextPageToken": None, "isLast": False}, None),
        ({}, None),
    ],
)
def test_the_next_page_is_named_by_its_token(
    page: dict[str, object], following: str | None
) -> None:
    assert following == next_token(convert(page, Paged), "a")
