"""A site with one project under a clock that stands still, and a client that speaks REST."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.sandbox.jira import JiraStandIn, Mode

START = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        """Move on by a timedelta."""
        self.now += timedelta(**span)


@dataclass
class Answered:
    """Status, JSON and headers of one answer."""

    status: int
    json: Any
    headers: Any = field(repr=False)


class Client:
    """Asks the stand-in as a caller with the right token would."""

    def __init__(self, jira: JiraStandIn, session: aiohttp.ClientSession) -> None:
        self._jira = jira
        self._session = session
        self.headers = {"Authorization": aiohttp.encode_basic_auth(*jira.credentials)}

    async def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Answered:
        """Send one request; `path` is below `/rest/api/3` unless it begins with `/rest`."""
        path = path if path.startswith("/rest") else f"/rest/api/3{path}"
        async with self._session.request(
            method, self._jira.url + path, json=body, params=query, headers=self.headers
        ) as answer:
            raw = await answer.read()
            return Answered(answer.status, await answer.json() if raw else None, answer.headers)

    async def get(self, path: str, **query: Any) -> Answered:
        """GET."""
        return await self.ask("GET", path, **query)

    async def post(self, path: str, body: Any, **query: Any) -> Answered:
        """POST."""
        return await self.ask("POST", path, body, **query)

    async def put(self, path: str, body: Any, **query: Any) -> Answered:
        """PUT."""
        return await self.ask("PUT", path, body, **query)

    async def found(self, jql: str, **query: Any) -> list[str]:
        """The keys that a search finds on its first page."""
        answer = await self.get("/search/jql", jql=jql, fields="key", **query)
        assert answer.status == 200, answer.json
        return [issue["key"] for issue in answer.json["issues"]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def jira(clock: Clock) -> AsyncIterator[JiraStandIn]:
    """Cloud, with the site in Berlin and the API user in New York."""
    berlin, new_york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
    async with JiraStandIn(clock, site_zone=berlin, user_zone=new_york) as standin:
        standin.add_project("APP", "Sample App")
        yield standin


@pytest.fixture
async def data_center(clock: Clock) -> AsyncIterator[JiraStandIn]:
    async with JiraStandIn(clock, mode=Mode.SERVER) as standin:
        standin.add_project("APP", "Sample App")
        yield standin


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def client(jira: JiraStandIn, session: aiohttp.ClientSession) -> Client:
    return Client(jira, session)


@pytest.fixture
def dc_client(data_center: JiraStandIn, session: aiohttp.ClientSession) -> Client:
    asking = Client(data_center, session)
    asking.headers = {"Authorization": f"Bearer {data_center.credentials[1]}"}
    return asking
