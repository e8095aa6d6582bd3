"""Builds the program: the only file that knows every concrete part, and the only real clock."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import aiohttp
from msgspec import Struct
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Ticker
from bot.config import Config
from bot.desk import Desk
from bot.discover import Registry, discover
from bot.effects import System
from bot.errors import Refused, Uncertain
from bot.feature import EffectKind, Links, Surroundings
from bot.outbox import Outbox
from bot.ports import Clock, Port
from bot.posting import JobEffects
from bot.shell import Shell
from bot.store.database import Database
from bot.store.stores import Stores
from integrations.jira.client import Login
from integrations.jira.tracker import JiraTracker
from integrations.slack.chat import SlackChat
from integrations.slack.faults import as_our_errors
from integrations.slack.listeners import bolt

SLACK_TIMEOUT = 10
"""Seconds a call to Slack may take: well under half a lease."""


class SystemClock:
    """The machine's time; `offset_file` may hold seconds by which a demo moved its own."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self.offset_file = offset_file

    def now(self) -> datetime:
        """The product's time."""
        return self.real_now() + self._offset()

    def real_now(self) -> datetime:
        """The machine's time."""
        return datetime.now(UTC)

    def _offset(self) -> timedelta:
        if self.offset_file is None or not self.offset_file.exists():
            return timedelta()
        return timedelta(seconds=float(self.offset_file.read_text().strip() or 0))


class App:
    """Everything that needs no network: the store, what is declared, the shell."""

    def __init__(self, config: Config, clock: Clock | None = None) -> None:
        self.config = config
        self.clock: Clock = clock or SystemClock(config.clock_file)
        self.database = Database(config.database_url)
        self.surroundings = Surroundings(self.clock, Links(config.jira_url, config.public_url))

    @cached_property
    def registry(self) -> Registry:
        """What the files in commands/ and jobs/ declare."""
        return discover()

    @cached_property
    def effects(self) -> Mapping[str, EffectKind]:
        """Every kind of delivery."""
        return {**self.registry.effects, **JobEffects(self.registry.jobs).effects}

    @cached_property
    def shell(self) -> Shell:
        """The shell."""
        return Shell(self.database, self.registry, self.surroundings)

    @cached_property
    def desk(self) -> Desk:
        """The port to ourselves."""
        return Desk(self.database, self.registry.jobs, self.surroundings)

    def ticker(self) -> Ticker:
        """This replica's clock."""
        return Ticker(self.database, self.registry.jobs, self.surroundings)

    def outbox(
        self, ports: Mapping[System, Port], owner: str, kinds: Callable[[str], bool] | None = None
    ) -> Outbox:
        """A worker of the outbox for these ports; of the kinds that match, where told."""
        effects = {k: v for k, v in self.effects.items() if kinds is None or kinds(k)}
        return Outbox(
            self.database,
            effects,
            ports,
            self.surroundings,
            owner=owner,
            lease=timedelta(seconds=self.config.lease_seconds),
        )

    def tracker(self) -> JiraTracker | None:
        """Jira, where its settings are there."""
        config = self.config
        if config.jira_url is None:
            return None
        projects = self.database.look(_projects)
        login = Login(config.jira_url, config.jira_token, config.jira_email)
        return JiraTracker(
            login,
            clock=time.monotonic,
            projects=projects,
            fields=config.jira_fields,
            rate=config.jira_rate,
        )

    def workspace(self) -> int:
        """The workspace what is done on the command line belongs to."""
        return self.database.commit(_local)

    def close(self) -> None:
        """Close the store."""
        self.database.close()


def _projects(stores: Stores) -> list[str]:
    workspaces = [w.id for w in stores.workspaces.all() if w.id is not None]
    products = [p for w in workspaces for p in stores.of(w).products.all()]
    return sorted({p.project for p in products if p.project})


def _local(stores: Stores) -> int:
    workspace = stores.workspaces.local()
    assert workspace.id is not None
    return workspace.id


class Slack(Struct, frozen=True):
    """The connection to one Slack workspace."""

    session: aiohttp.ClientSession
    client: AsyncWebClient
    chat: SlackChat
    identity: AuthorizeResult

    def bolt(self, app: App) -> AsyncApp:
        """Bolt, wired to the app's shell."""
        return bolt(app.shell, self.chat, self.client, self.identity)


def slack_client(config: Config, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A Web API client that repeats nothing by itself: the outbox does."""
    return AsyncWebClient(
        token=config.slack_bot_token,
        base_url=config.slack_api_url,
        session=session,
        timeout=SLACK_TIMEOUT,
        retry_handlers=[],
    )


async def connect(app: App, patience: float = SLACK_TIMEOUT) -> Slack:
    """Ask Slack once who we are, and make the workspace ours. Raises Unavailable or Refused."""
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience))
    try:
        client = slack_client(app.config, session)
        identity = await _identity(client)
        await app.database.write(lambda stores: _adopt(stores, identity, app.config.admin_users))
    except BaseException:
        await session.close()
        raise
    return Slack(session, client, SlackChat(client, session), identity)


async def _identity(client: AsyncWebClient) -> AuthorizeResult:
    try:
        with as_our_errors():
            who = await client.auth_test()
    except Uncertain as error:
        raise Refused("auth_test", str(error)) from error
    return AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who["team_id"],
        team=who.get("team"),
        url=who.get("url"),
        bot_user_id=who["user_id"],
        bot_id=who.get("bot_id"),
        bot_token=client.token,
    )


def _adopt(stores: Stores, who: AuthorizeResult, admins: tuple[str, ...]) -> None:
    workspace = stores.workspaces.adopt(
        str(who.team_id), who.team or "", str(who.bot_user_id), who.url or ""
    )
    assert workspace.id is not None
    for user in admins:
        stores.of(workspace.id).members.add_admin(user)
