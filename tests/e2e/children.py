"""The bot's own processes as children, ended by their ids, and a town around them.

They are forked from a server that has read the libraries: twenty kills would read them forty times
over. The stand-ins live in the test's loop; clocks and leases are real.
"""

import asyncio
import multiprocessing
import os
import re
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import col, select

from bot.models import Delivery, Idea, Product
from bot.sandbox.jira import JiraStandIn
from bot.sandbox.slack import Answer, Channel, Message, Person, SlackStandIn, View
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import DeliveryState
from tests.waiting import until

T = TypeVar("T")
SIGNING_SECRET = "sample-signing-secret"
LEASE_SECONDS = "1"
STORED = re.compile(r"stored as \*#(\d+)\*")
ENDED = (DeliveryState.DONE, DeliveryState.DEAD)
NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(
    ["bot.__main__", "bot.app", "bot.logs", "bot.processes", "uvloop", "tests.e2e.nursery"]
)


def _be(part: str, environment: dict[str, str], log: Path) -> None:
    """`python -m bot` with this argument and nothing but this environment."""
    from bot.__main__ import main

    with log.open("ab") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    main([part], prog_name="python -m bot")


def _state(thread: Path) -> str:
    """Empty for one that ended meanwhile.

    https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    """
    try:
        return (thread / "stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


@dataclass
class Child:
    """One process of the bot."""

    part: str
    environment: dict[str, str]
    log: Path
    process: ForkServerProcess | None = None

    def start(self) -> None:
        """Begin; it is not ready yet."""
        self.process = NURSERY.Process(target=_be, args=(self.part, self.environment, self.log))
        self.process.start()

    def send(self, number: signal.Signals) -> None:
        """A signal, to this process alone."""
        if self.process is not None and self.process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, number)

    async def stop(self) -> None:
        """SIGSTOP, and wait until each of its threads stands still."""
        assert self.process is not None
        threads = Path(f"/proc/{self.process.pid}/task")
        self.send(signal.SIGSTOP)
        await until(lambda: {"T"} == {_state(thread) for thread in threads.iterdir()})

    async def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        if self.process is not None:
            self.send(signal.SIGKILL)
            await asyncio.to_thread(self.process.join)
            self.process = None

    @property
    def url(self) -> str:
        """Where a web process takes what Slack sends."""
        return f"http://127.0.0.1:{self.environment['PORT']}/slack/events"

    def said(self, words: str) -> int:
        """How often its log holds these words."""
        return self.log.read_text().count(words) if self.log.exists() else 0

    async def saying(self, words: str, times: int = 1) -> None:
        """Wait until its log holds these words so often."""
        await until(lambda: self.said(words) >= times)


@dataclass
class Town:
    """People, a Slack, a Jira, a store, and children between them."""

    slack: SlackStandIn
    jira: JiraStandIn
    database: Database
    environment: dict[str, str]
    folder: Path
    requester: Person
    managers: list[Person]
    intake: Channel
    triage: Channel
    workspace: int = 0
    children: list[Child] = field(default_factory=list)

    def child(self, part: str) -> Child:
        """One more process, not started yet; it ends with the town."""
        log, port = self.folder / f"{len(self.children)}-{part}.log", str(_free_port())
        self.children.append(Child(part, {**self.environment, "PORT": port}, log))
        return self.children[-1]

    async def stored(self, work: Callable[[Stores], T]) -> T:
        """The result of `work`, committed."""
        return await self.database.write(work)

    async def deliveries(self, kind: str = "") -> list[Delivery]:
        """What was owed of this kind, or at all."""

        def read(stores: Stores) -> list[Delivery]:
            return list(stores.session.exec(select(Delivery).order_by(col(Delivery.id))))

        return [d for d in await self.database.read(read) if kind in ("", d.kind)]

    async def ideas(self) -> list[Idea]:
        def read(stores: Stores) -> list[Idea]:
            return list(stores.session.exec(select(Idea).order_by(col(Idea.number))))

        return await self.database.read(read)

    async def at_rest(self, seconds: float = 100) -> list[Delivery]:
        """Wait until nothing is owed any more; everything that ever was, but for what was put off
        on purpose."""
        found: list[Delivery] = []

        async def ended() -> bool:
            found[:] = [d for d in await self.deliveries() if not _put_off(d)]
            return all(delivery.state in ENDED for delivery in found)

        await until(ended, seconds, every=0.1)
        return found

    def cards(self, number: int) -> list[Message]:
        """What stands in the triage channel about an idea."""
        shown = self.slack.messages(self.triage)
        return [message for message in shown if f"*#{number}*" in str(message.blocks)]

    # --- What people do, patiently

    async def file(self, text: str) -> int:
        """`/idea text`, sent again while nothing answers; the number it is stored under."""
        answer = await self.slack.command(self.requester, self.intake, "/idea", text)
        while (number := STORED.search(str(answer.payload))) is None:
            await asyncio.sleep(0.05)
            if answer.timed_out or not answer.ok:
                answer = await self.slack.redeliver(answer.envelope)
            else:
                answer = await self.slack.command(self.requester, self.intake, "/idea", text)
        return int(number[1])

    async def decide(self, manager: Person, number: int, verdict: str, **values: Any) -> None:
        """Answer an idea from its card: click until the form opens, send until it is taken."""
        view = await self._form(manager, number, verdict)
        answer = await self.slack.submit(manager, view, values)
        while answer.timed_out or not answer.ok or answer.errors:
            await asyncio.sleep(0.05)
            answer = await self._again(manager, view, answer, values)
        if self.slack.open_view(manager) is not None:
            await self.slack.close(manager, view)

    async def _form(self, manager: Person, number: int, verdict: str) -> View:
        await until(lambda: bool(self.cards(number)), seconds=120)
        while (view := self.slack.open_view(manager)) is None:
            await self.slack.click(manager, self.cards(number)[0], f"decide.{verdict}")
            with suppress(TimeoutError):
                await until(lambda: self.slack.open_view(manager) is not None, seconds=1)
        return view

    async def _again(
        self, manager: Person, view: View, answer: Answer, values: dict[str, Any]
    ) -> Answer:
        if answer.errors and self.slack.open_view(manager) is view:
            return await self.slack.submit(manager, view, values)
        return await self.slack.redeliver(answer.envelope)


def _put_off(delivery: Delivery) -> bool:
    """Whether it was owed for later: nobody tried it yet, and nobody is to."""
    untouched = delivery.state is DeliveryState.READY and not delivery.attempts
    return untouched and delivery.available_at > datetime.now(UTC) + timedelta(seconds=1)


@asynccontextmanager
async def town(database_url: str, folder: Path) -> AsyncIterator[Town]:
    """A town with one product kept in Jira, and no process yet."""
    async with SlackStandIn() as slack, JiraStandIn(lambda: datetime.now(UTC)) as jira:
        requester, *managers = [
            slack.add_person(f"Sample {role}") for role in ("Requester", "PM", "Second PM")
        ]
        people = [requester, *managers]
        jira.add_project("SAMPLE", "Sample project")
        found = Town(
            slack=slack,
            jira=jira,
            database=Database(database_url, threads=2),
            environment=_environment(database_url, slack, jira),
            folder=folder,
            requester=requester,
            managers=managers,
            intake=slack.add_channel("ideas", people),
            triage=slack.add_channel("triage", people),
        )
        found.workspace = await found.stored(lambda stores: _settle(stores, found))
        try:
            yield found
        finally:
            for child in found.children:
                await child.kill()
            found.database.close()


def _settle(stores: Stores, town: Town) -> int:
    app = town.slack.installation
    workspace = stores.workspaces.adopt(app.team_id, app.team_name, app.bot_user, app.team_url)
    assert workspace.id is not None
    product = Product(
        workspace_id=workspace.id,
        key="APP",
        name="Sample App",
        intake_channel=town.intake.id,
        triage_channel=town.triage.id,
        project="SAMPLE",
        created_at=datetime.now(UTC),
    )
    stores.of(workspace.id).products.add(product, [person.id for person in town.managers])
    return workspace.id


def _environment(database_url: str, slack: SlackStandIn, jira: JiraStandIn) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "SLACK_BOT_TOKEN": slack.installation.bot_token,
        "SLACK_APP_TOKEN": slack.installation.app_token,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api_url,
        "JIRA_URL": jira.url,
        "JIRA_EMAIL": "bot@example.com",
        "JIRA_TOKEN": "sample-token",
        "DATABASE_URL": database_url,
        "LEASE_SECONDS": LEASE_SECONDS,
        "LOG_FORMAT": "text",
        "HOST": "127.0.0.1",
    }


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
