"""A stand-in Jira of either deployment, with a tracker logged in to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.jira import JiraStandIn, Mode
from integrations.jira.client import Login
from integrations.jira.tracker import JiraTracker

START = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


class Now:
    """A clock that moves when told; monotonic seconds and instants run together."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return (self.at - START).total_seconds()

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def login(jira: JiraStandIn) -> Login:
    user, token = jira.credentials
    return Login(jira.url, token, user if jira.site.cloud else None)


@pytest.fixture
def now() -> Now:
    return Now()


@asynccontextmanager
async def site(now: Now, mode: Mode) -> AsyncIterator[JiraStandIn]:
    berlin, new_york = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
    async with JiraStandIn(now, mode=mode, site_zone=berlin, user_zone=new_york) as jira:
        jira.add_project("ABC", "Sample project")
        yield jira


@pytest.fixture
async def cloud(now: Now) -> AsyncIterator[JiraStandIn]:
    async with site(now, Mode.CLOUD) as jira:
        yield jira


@pytest.fixture
async def server(now: Now) -> AsyncIterator[JiraStandIn]:
    async with site(now, Mode.SERVER) as jira:
        yield jira


@pytest.fixture(params=["cloud", "server"])
def jira(request: pytest.FixtureRequest) -> JiraStandIn:
    """Either deployment in turn."""
    running: JiraStandIn = request.getfixturevalue(request.param)
    return running


@pytest.fixture
async def connect(now: Now) -> AsyncIterator[Callable[..., JiraTracker]]:
    """Makes trackers, closed at the end."""
    made: list[JiraTracker] = []

    def make(jira: JiraStandIn, **options: object) -> JiraTracker:
        given = {"login": login(jira), "clock": now.seconds} | options
        made.append(JiraTracker(**given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for tracker in made:
        await tracker.close()
