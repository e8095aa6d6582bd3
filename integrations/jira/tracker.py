"""The Tracker port over Jira: effects as calls, made in threads with one session each."""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from math import inf
from typing import TypeVar
from urllib.parse import urlsplit

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
from bot.errors import CannotLook, Refused
from bot.ports import Finding
from integrations.jira.address import checked_address, is_loopback
from integrations.jira.census import read_ids, track_issue, track_issues
from integrations.jira.client import Client, Login
from integrations.jira.doctor import findings
from integrations.jira.editing import add_comment, find_comment, set_field
from integrations.jira.expiring import Expiring
from integrations.jira.login import must_be_known
from integrations.jira.order import rank_issue, read_order
from integrations.jira.pace import Pace
from integrations.jira.reading import read_issue, read_issues
from integrations.jira.site import read_site, read_versions
from integrations.jira.writing import create_issue, find_issue

T = TypeVar("T")

WORKERS = 4
"""Calls at once: Jira's burst limit is shared with every other program of the site."""


class JiraTracker:
    """Jira Cloud or Data Center; which of them is read from the site.

    `projects` are those `check` looks at. `fields` names custom fields by role (estimate,
    sprint, flagged) by hand, instead of those found. `clock` is monotonic, in seconds.
    `rate` is how many requests a second may be made, but on this machine itself. Raises
    ConfigError for an address that will not do.
    """

    def __init__(
        self,
        login: Login,
        *,
        clock: Callable[[], float],
        projects: Sequence[str] = (),
        fields: Mapping[str, str] | None = None,
        rate: float = inf,
    ) -> None:
        self._login = Login(checked_address(login.url), login.token, login.user)
        self._projects = tuple(projects)
        self._fields = dict(fields or {})
        self._clock = clock
        self._known = Expiring(clock)
        near = is_loopback(urlsplit(self._login.url).hostname or "")
        self._pace = Pace(clock, inf if near else rate)
        self._executor = ThreadPoolExecutor(WORKERS, thread_name_prefix="jira")
        self._mine = threading.local()
        self._clients: list[Client] = []

    async def perform(self, effect: Effect, mark: str, within: float = inf) -> object:
        """Do it once. Raises Unavailable, Refused or Uncertain.

        A create is sent `within` so many seconds or never, also by a process that stood still.
        """
        last = self._clock() + within

        def is_late() -> bool:
            return self._clock() >= last

        return await self._in_thread(lambda client: self._perform(client, effect, mark, is_late))

    async def find(self, effect: Effect, mark: str, since: datetime) -> object | None:
        """The issue or comment an earlier try made, None without a trace.

        Raises Unavailable, Refused, or CannotLook for what leaves no mark.
        """
        match effect:
            case CreateIssue():
                return await self._in_thread(
                    lambda client: _surely(client, find_issue(client, effect, since))
                )
            case AddComment():
                return await self._in_thread(
                    lambda client: _surely(client, find_comment(client, effect, mark, since))
                )
        raise CannotLook(f"{type(effect).__name__} leaves no mark in Jira; it can be repeated")

    async def check(self) -> list[Finding]:
        """What `doctor` says of Jira."""
        return await self._in_thread(lambda client: findings(client, self._projects, self._fields))

    async def close(self) -> None:
        """Wait for the calls under way, then end every session."""
        await asyncio.to_thread(self._executor.shutdown)
        for client in self._clients:
            client.close()

    async def _in_thread(self, call: Callable[[Client], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, lambda: _known(self._client(), call))

    def _client(self) -> Client:
        """This thread's own client: requests sessions are not made for sharing."""
        client: Client | None = getattr(self._mine, "client", None)
        if client is None:
            client = self._mine.client = Client(self._login, self._known, self._pace)
            self._clients.append(client)
        return client

    def _perform(
        self, client: Client, effect: Effect, mark: str, is_late: Callable[[], bool]
    ) -> object:
        match effect:
            case CreateIssue():
                return create_issue(client, effect, mark, is_late)
            case SetField():
                return set_field(client, effect, self._fields)
            case AddComment():
                return add_comment(client, effect, mark)
            case ReadIssue():
                return read_issue(client, effect.issue, self._fields)
            case TrackIssue():
                return track_issue(client, effect, self._fields)
            case TrackIssues():
                return track_issues(client, effect, self._fields)
            case ReadIds():
                return read_ids(client, effect)
            case ReadIssues():
                return read_issues(client, effect, self._fields)
            case RankIssue():
                return rank_issue(client, effect)
            case ReadOrder():
                return read_order(client, effect)
            case ReadVersions():
                return read_versions(client, effect.project)
            case ReadSite():
                return read_site(client, effect.project, self._fields)
            case _:
                raise Refused("unknown_effect", type(effect).__name__)


def _known(client: Client, call: Callable[[Client], T]) -> T:
    """What a call tells; nothing is refused for good while Jira does not know who asks."""
    try:
        return call(client)
    except Refused:
        must_be_known(client)
        raise


def _surely(client: Client, found: T | None) -> T | None:
    """What was found; that there is nothing is believed of a Jira that knows us alone."""
    if found is None:
        must_be_known(client)
    return found
