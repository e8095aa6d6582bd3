"""A post room: the outbox and the clock alone between a store, a Slack and a Jira.

It sends deliveries of four kinds of its own, drawn from their payloads, and counts what follows.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from typing import Any, TypeVar

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session, col, select

from bot.desk import Desk
from bot.effects import CreateIssue, Effect, PostMessage, System, UpdateMessage
from bot.feature import Context, Effects, Links, Surroundings
from bot.job import Job
from bot.message import Message, MessageRef
from bot.models import Delivery, Workspace
from bot.outbox import Outbox
from bot.ports import Port
from bot.posting import JobEffects
from bot.sandbox.slack import Channel, Person, SlackStandIn
from bot.sandbox.slack.installation import Installation
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import DeliveryState
from integrations.slack.chat import SlackChat
from tests.world import Frozen

T = TypeVar("T")
LEASE = timedelta(seconds=60)
OPEN = (DeliveryState.READY, DeliveryState.LEASED, DeliveryState.UNKNOWN)


class Crash(BaseException):
    """The worker's process ends here."""


class Sample(Effects):
    """`say` posts its text; `draw` keeps one message showing the newest state; `create` makes an
    issue; `broken` cannot be drawn."""

    def __init__(self, channel: str) -> None:
        super().__init__()
        self.channel = channel
        self.state: dict[str, str] = {}
        self.drawn: dict[str, MessageRef] = {}
        self.followed: Counter[str] = Counter()
        self.mourned: Counter[str] = Counter()
        self.failing: Counter[str] = Counter()
        """How often what follows a delivery of this text shall still fail."""
        for kind, render in (("say", self._say), ("draw", self._draw), ("create", self._create)):
            self.effect(kind)(render)
            self.done(kind)(self._follow)
            self.dead(kind)(self._mourn)
        self.effect("broken")(lambda payload, _: payload["missing"])

    def _say(self, payload: Mapping[str, Any], _context: Context) -> Effect | None:
        to = payload.get("to", self.channel)
        return PostMessage(to, Message(payload["text"]), thread=payload.get("thread"))

    def _draw(self, payload: Mapping[str, Any], _context: Context) -> Effect | None:
        name = payload["text"]
        shown = Message(self.state[name])
        if name in self.drawn:
            return UpdateMessage(self.drawn[name], shown)
        return PostMessage(self.channel, shown)

    def _create(self, payload: Mapping[str, Any], _context: Context) -> Effect | None:
        text = payload["text"]
        return CreateIssue("SAMPLE", "Story", text, "", label=f"shortlist-{text}")

    def _follow(self, payload: Mapping[str, Any], result: Any, _context: Context) -> None:
        text = payload["text"]
        if self.failing[text]:
            self.failing[text] -= 1
            raise LookupError(text)
        self.followed[text] += 1
        if text in self.state:
            self.drawn[text] = result

    def _mourn(self, payload: Mapping[str, Any], _error: str, _context: Context) -> None:
        text = payload["text"]
        if self.failing[text]:
            self.failing[text] -= 1
            raise LookupError(text)
        self.mourned[text] += 1


class Held:
    """A port that can be held, or end the process, before or after it does what it is asked."""

    def __init__(self, port: Port) -> None:
        self.port = port
        self.before = asyncio.Event()
        self.after = asyncio.Event()
        self.before.set()
        self.after.set()
        self.entered = asyncio.Event()
        self.performed = asyncio.Event()
        self.crash: str | None = None
        """`before` or `after` the next effect."""

    async def perform(self, effect: Effect, mark: str, within: float = inf) -> object:
        self.entered.set()
        await self.before.wait()
        self._die("before")
        result = await self.port.perform(effect, mark, within)
        self.performed.set()
        self._die("after")
        await self.after.wait()
        return result

    async def find(self, effect: Effect, mark: str, since: datetime) -> object | None:
        self.entered.set()
        self._die("before")
        found = await self.port.find(effect, mark, since)
        self._die("after")
        await self.after.wait()
        return found

    async def check(self) -> list[Any]:
        return []

    def _die(self, when: str) -> None:
        if self.crash == when:
            self.crash = None
            raise Crash(when)


@dataclass
class Room:
    """Everything a test of the outbox needs."""

    url: str
    database: Database
    clock: Frozen
    slack: SlackStandIn
    chat: SlackChat
    channel: Channel
    person: Person
    workspace: int
    sample: Sample
    surroundings: Surroundings
    ports: dict[System, Port]
    jobs: dict[str, Job] = field(default_factory=dict)

    def worker(
        self,
        owner: str = "one",
        chat: Port | None = None,
        *,
        lease: timedelta = LEASE,
        database: Database | None = None,
    ) -> Outbox:
        """One more worker."""
        store = database or self.database
        ports = self.ports | {System.DESK: Desk(store, self.jobs, self.surroundings)}
        if chat is not None:
            ports[System.CHAT] = chat
        effects = {**self.sample.effects, **JobEffects(self.jobs).effects}
        return Outbox(store, effects, ports, self.surroundings, owner=owner, lease=lease)

    async def stored(self, work: Callable[[Stores], T]) -> T:
        """The result of `work`, committed."""
        return await self.database.write(work)

    async def owe(self, text: str, key: str = "a", kind: str = "say", **more: Any) -> int | None:
        """Owe one delivery."""
        payload = {"text": text, **more.pop("payload", {})}
        return await self.stored(lambda s: self.context(s).owe(kind, key, payload, **more))

    def context(self, stores: Stores) -> Context:
        return self.surroundings.context(stores.of(self.workspace))

    async def rows(self) -> list[Delivery]:
        """Every delivery, in the order they were owed."""

        def read(stores: Stores) -> list[Delivery]:
            return list(stores.session.exec(select(Delivery).order_by(col(Delivery.id))))

        return await self.database.read(read)

    async def row(self, delivery: int | None) -> Delivery:
        return next(row for row in await self.rows() if row.id == delivery)

    def said(self) -> list[str]:
        """What stands in the channel, oldest first."""
        return [message.text for message in self.slack.messages(self.channel)]

    async def rest(self, *workers: Outbox) -> None:
        """Let time pass from one due instant to the next, until nothing can be done any more."""
        working = workers or (self.worker("rest"),)
        for _ in range(500):
            for worker in working:
                await worker.drain()
            due = _next_due(await self.rows())
            if due is None:
                return
            self.clock.at = max(self.clock.at, due) + timedelta(milliseconds=1)
        raise AssertionError(f"never at rest: {await self.rows()}")


def _next_due(rows: list[Delivery]) -> datetime | None:
    """When the next delivery is due that no other one holds up; None at rest."""
    undone = {row.id for row in rows if row.state != DeliveryState.DONE}
    heads: dict[str, Delivery] = {}
    for row in rows:
        if row.state in OPEN:
            heads.setdefault(row.key, row)
    free = [row for row in heads.values() if row.after not in undone]
    return min((row.lease_until or row.available_at for row in free), default=None)


@asynccontextmanager
async def room(database_url: str, installation: Installation | None = None) -> AsyncIterator[Room]:
    """A post room with one person and one channel."""
    clock, database = Frozen(), Database(database_url)
    async with (
        SlackStandIn(installation, clock=clock.seconds) as slack,
        aiohttp.ClientSession() as session,
    ):
        person = slack.add_person("Sample Person")
        channel = slack.add_channel("sample", [person])
        client = AsyncWebClient(
            token=slack.installation.bot_token,
            base_url=slack.api_url,
            session=session,
            retry_handlers=[],
        )
        chat = SlackChat(client, session)
        yield Room(
            *(database_url, database, clock, slack, chat, channel, person),
            workspace=database.commit(lambda stores: _workspace(stores.session)),
            sample=Sample(channel.id),
            surroundings=Surroundings(clock, Links()),
            ports={System.CHAT: chat},
        )
    database.close()


def _workspace(session: Session) -> int:
    workspace = Workspace(team="T000000001")
    session.add(workspace)
    session.flush()
    assert workspace.id is not None
    return workspace.id
