"""A workspace, a Jira and the real bot between them, on a clock that stands still."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

import tests.quick_drawing
from bot.app import App, Slack, connect, slack_client
from bot.charts import Artist
from bot.clock import Ticker
from bot.config import read
from bot.effects import System
from bot.job import Every
from bot.models import Digest, Idea, Product
from bot.outbox import Outbox
from bot.ports import Port
from bot.sandbox.jira import JiraStandIn
from bot.sandbox.slack import Answer, Channel, Message, Person, SlackStandIn
from bot.sandbox.slack.words import shown
from bot.store.stores import Store
from bot.web import Health, JiraHook, application
from bot.words import DigestKind
from integrations.jira import hints
from integrations.jira.tracker import JiraTracker
from integrations.jira.webhook import signed
from integrations.slack.http import Endpoint

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday morning."""
SELDOM = timedelta(hours=6)
UNHURRIED = 60.0
"""Seconds anybody waits: how fast this machine is, is no question of a conversation's."""
SIGNING_SECRET = "sample-signing-secret"
WEBHOOK_SECRET = "sample-webhook-secret"
QUICK = (sys.executable, "-S", "-E", tests.quick_drawing.__file__)
"""Draws charts in no time."""
EMAIL, TOKEN = "bot@example.com", "sample-token"
T = TypeVar("T")


class Frozen:
    """A clock that moves only when told; both times are one, until the product's is moved."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def real_now(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        return self.at.timestamp()

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class World:
    """Everything a conversation needs."""

    clock: Frozen
    slack: SlackStandIn
    jira: JiraStandIn
    app: App
    connection: Slack
    outbox: Outbox
    ticker: Ticker
    requester: Person
    pm: Person
    other_pm: Person
    admin: Person
    intake: Channel
    triage: Channel
    digests: Channel

    # --- Acting

    async def idea(self, text: str, by: Person | None = None) -> Answer:
        """`/idea text` in the intake channel."""
        return await self.slack.command(by or self.requester, self.intake, "/idea", text)

    async def settle(self) -> None:
        """Let everything that is owed and due happen."""
        await self.app.shell.settled()
        await self.outbox.drain(10_000)

    async def later(self, **by: float) -> None:
        """Move the clock, tick, and let what is due happen."""
        self.clock.move(**by)
        await self.ticker.tick()
        await self.settle()

    def rest(self, store: Store) -> None:
        """What runs a few times a day ran just now: the bot was not started this minute."""
        for name, job in self.ticker.jobs.items():
            if isinstance(job.schedule, Every) and job.schedule.period >= SELDOM:
                store.schedules.enrol(store.workspace, name, START + job.schedule.period)

    async def product(self, project: str | None = None, **more: Any) -> int:
        """A product kept in this workspace, set up in the store."""
        made = Product(
            workspace_id=self.workspace,
            key=more.pop("key", "APP"),
            name=more.pop("name", "Sample App"),
            intake_channel=self.intake.id,
            triage_channel=self.triage.id,
            project=project,
            created_at=self.clock.now(),
            **more,
        )
        managers = [self.pm.id, self.other_pm.id]
        await self.stored(lambda store: store.products.add(made, managers))
        assert made.id is not None
        return made.id

    async def subscribed(self, product: int, kind: DigestKind, weekday: int) -> None:
        """A digest of a product, due now, and at 9 on its day."""

        def subscribe(store: Store) -> None:
            digest = store.digests.subscribe(
                Digest(
                    workspace_id=store.workspace,
                    product_id=product,
                    kind=kind,
                    channel=self.digests.id,
                    weekday=weekday,
                    at=time(9),
                    zone="UTC",
                )
            )
            store.schedules.set(store.workspace, kind, digest.id or 0, self.clock.now())

        await self.stored(subscribe)

    async def decide(
        self, number: int, verdict: str, /, by: Person | None = None, **values: Any
    ) -> Answer:
        """Press a verdict on an idea's card and send the form."""
        who = by or self.pm
        await self.slack.click(who, self.card(number), f"decide.{verdict}")
        await self.app.shell.settled()
        view = self.slack.open_view(who)
        assert view is not None, "no form opened"
        return await self.slack.submit(who, view, values)

    # --- Seeing

    @property
    def workspace(self) -> int:
        found = self.app.database.look(
            lambda s: s.workspaces.of_team(self.slack.installation.team_id)
        )
        assert found is not None
        assert found.id is not None
        return found.id

    async def stored(self, work: Callable[[Store], T]) -> T:
        """The result of `work` on the store, committed."""
        workspace = self.workspace
        return await self.app.database.write(lambda stores: work(stores.of(workspace)))

    def card(self, number: int) -> Message:
        """The triage card of an idea."""
        cards = [m for m in self.slack.messages(self.triage) if f"*#{number}*" in str(m.blocks)]
        assert len(cards) == 1, f"{len(cards)} cards of #{number}"
        return cards[0]

    async def filed(self, number: int) -> Idea:
        """An idea as it is stored."""
        found = await self.stored(lambda store: store.ideas.numbered(number))
        assert found is not None
        return found

    async def backers(self, number: int) -> int:
        """How many people stand behind an idea and all that was merged into it."""
        key = (await self.filed(number)).id or 0
        return await self.stored(lambda store: store.support.evidence(key).people)

    def told(self, person: Person) -> list[str]:
        """What a person was told by DM, oldest first."""
        return [shown(message) for message in self.slack.direct_messages(person)]

    async def home(self, person: Person) -> str:
        """What a person reads in their App Home, opened now."""
        await self.slack.open_home(person)
        await self.settle()
        view = self.slack.home(person)
        assert view is not None, "no Home was drawn"
        return self.slack.shown(view)


@asynccontextmanager
async def world(database_url: str, transport: str = "socket") -> AsyncIterator[World]:
    """A world with four people and three channels, and no product yet."""
    clock = Frozen()
    async with (
        SlackStandIn(
            clock=clock.seconds, signing_clock=clock.seconds, ack_seconds=UNHURRIED
        ) as slack,
        JiraStandIn(clock.now, credentials=(EMAIL, TOKEN)) as jira,
    ):
        requester, pm, other_pm, admin = people = [
            slack.add_person(f"Sample {role}") for role in ("Requester", "PM", "Second PM", "Admin")
        ]
        intake, triage, digests = (
            slack.add_channel(name, people)
            for name in ("sample-ideas", "sample-triage", "sample-digests")
        )
        app = App(_config(database_url, slack, jira, admin), clock)
        app.shell.patience = app.shell.form_patience = UNHURRIED
        app.desk.artist = Artist(QUICK)
        async with _connected(app, slack, transport) as connection:
            tracker = JiraTracker(_login(app), clock=clock.seconds)
            ports: dict[System, Port] = {
                System.CHAT: connection.chat,
                System.DESK: app.desk,
                System.TRACKER: tracker,
            }
            outbox = app.outbox(ports, "test")
            found = World(
                *(clock, slack, jira, app, connection, outbox, app.ticker()),
                *(requester, pm, other_pm, admin),
                *(intake, triage, digests),
            )
            await found.stored(found.rest)
            yield found
            await app.shell.settled()
            await tracker.close()
            await app.desk.close()
        app.close()


def _login(app: App) -> Any:
    from integrations.jira.client import Login

    assert app.config.jira_url is not None
    return Login(app.config.jira_url, app.config.jira_token, app.config.jira_email)


def _config(database_url: str, slack: SlackStandIn, jira: JiraStandIn, admin: Person) -> Any:
    return read(
        {
            "SLACK_BOT_TOKEN": slack.installation.bot_token,
            "SLACK_APP_TOKEN": slack.installation.app_token,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.api_url,
            "JIRA_URL": jira.url,
            "JIRA_EMAIL": EMAIL,
            "JIRA_TOKEN": TOKEN,
            "JIRA_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "DATABASE_URL": database_url,
            "ADMIN_USERS": admin.id,
            "LOG_FORMAT": "text",
        }
    )


@asynccontextmanager
async def _connected(app: App, slack: SlackStandIn, transport: str) -> AsyncIterator[Slack]:
    connection = await connect(app, UNHURRIED)
    listening = _over_http if transport == "http" else _over_socket
    try:
        async with listening(app, slack, connection):
            yield connection
    finally:
        await connection.session.close()


@asynccontextmanager
async def _over_socket(app: App, slack: SlackStandIn, connection: Slack) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(
        connection.bolt(app),
        app.config.slack_app_token,
        web_client=slack_client(app.config, connection.session),
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.sockets.connected()
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def _over_http(app: App, slack: SlackStandIn, connection: Slack) -> AsyncIterator[None]:
    now = app.clock.real_now
    endpoint = Endpoint(connection.bolt(app), SIGNING_SECRET, lambda: now().timestamp())
    hook = JiraHook(app.database, app.surroundings, WEBHOOK_SECRET, signed, hints.owe)
    health = Health(app.database, app.surroundings)
    async with served(application(health, endpoint.answer, hook.hinted)) as url:
        slack.deliver_to(f"{url}/slack/events", SIGNING_SECRET)
        yield


@asynccontextmanager
async def served(asgi: Any) -> AsyncIterator[str]:
    """An ASGI application over real HTTP on a free port of this machine."""
    server = uvicorn.Server(
        uvicorn.Config(asgi, host="127.0.0.1", port=0, log_config=None, lifespan="off")
    )
    task = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells by this flag alone
        await asyncio.sleep(0.001)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task
