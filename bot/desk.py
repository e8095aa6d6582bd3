"""The port to ourselves: runs jobs, reads what takes long, draws.

A job computes on the reader, outside any write transaction. One that was killed half-way is
simply run again.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import inf
from typing import Any, ClassVar, NamedTuple

from bot.charts import Artist
from bot.effects import Effect, Proceed, System
from bot.errors import Unavailable
from bot.feature import Surroundings
from bot.job import Job, JobContext, Says
from bot.message import Message
from bot.picture import Picture
from bot.ports import Finding
from bot.services.weekly import is_behind
from bot.store.database import Database
from bot.store.stores import Store, Stores

WORTH_WAITING = timedelta(seconds=40)
"""How long a digest waits for a fresh reading of Jira before it is told from an older one."""


class RunJob(Effect, frozen=True):
    """Compute one job for one slot. Result: list[Drawn]."""

    system: ClassVar[System] = System.DESK
    workspace: int
    job: str
    subject: int
    due: datetime
    taken: datetime
    """When its slot was taken: later than `due` after downtime."""


class Gather(Effect, frozen=True):
    """Read what no transaction has the time for. Result: what it is, or what is made of it.

    `compute` makes it in a thread, once the reading is over.
    """

    system: ClassVar[System] = System.DESK
    workspace: int
    work: Callable[[Store], Any]
    compute: Callable[[Any], object] | None = None


class Draw(Effect, frozen=True):
    """Draw a chart. Result: its PNG, None when it cannot be drawn."""

    system: ClassVar[System] = System.DESK
    picture: Picture


class Drawn(NamedTuple):
    """A message of a job, and its picture drawn: None where it has none or cannot be drawn."""

    message: Message
    png: bytes | None = None


class Desk:
    """The port to ourselves: long reading work, and drawing."""

    def __init__(
        self,
        database: Database,
        jobs: Mapping[str, Job],
        surroundings: Surroundings,
        artist: Artist | None = None,
    ) -> None:
        self.database = database
        self.jobs = jobs
        self.surroundings = surroundings
        self.artist = artist or Artist()

    async def perform(
        self,
        effect: Effect,
        mark: str,  # noqa: ARG002
        within: float = inf,  # noqa: ARG002
    ) -> object:
        """What the job says; nothing for one that acts in the finishing transaction. Or a chart,
        or what was gathered.

        Raises Unavailable while it is worth waiting for Jira to be read up to when it was due.
        """
        if isinstance(effect, Proceed):
            return []
        if isinstance(effect, Draw):
            return await self.artist.draw(effect.picture)
        if isinstance(effect, Gather):
            found = await self.database.read(
                lambda stores: effect.work(stores.of(effect.workspace))
            )
            compute = effect.compute
            return await asyncio.to_thread(compute, found) if compute else found
        assert isinstance(effect, RunJob)
        run = self.jobs[effect.job].run
        if run is None:
            return []
        said = await self.database.read(lambda stores: self._said(run, effect, stores))
        return [await self._drawn(message) for message in said]

    async def _drawn(self, message: Message) -> Drawn:
        picture = message.picture
        return Drawn(message, await self.artist.draw(picture) if picture else None)

    async def close(self) -> None:
        """End what runs beside us."""
        await self.artist.close()

    def _said(self, run: Says, effect: RunJob, stores: Stores) -> list[Message]:
        store, links = stores.of(effect.workspace), self.surroundings.links
        waited = self.surroundings.clock.now() - effect.taken
        if waited < WORTH_WAITING and is_behind(store, effect.subject, links, effect.due):
            raise Unavailable("waits until Jira is read")
        return run(JobContext(store, effect.due, effect.subject, links))

    async def find(self, effect: Effect, mark: str, since: datetime) -> None:
        """Nothing: a computation leaves no trace and is repeated."""

    async def check(self) -> list[Finding]:
        """Nothing to check."""
        return []
