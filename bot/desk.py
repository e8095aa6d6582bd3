"""Runs the jobs the outbox hands it, and posts what they say.

A job computes on the reader, outside any write transaction; its words are stored and owed in the
transaction that finishes its delivery. A job that was killed half-way is simply run again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import inf
from typing import Any, ClassVar

from bot.effects import Effect, PostMessage, Proceed, System
from bot.errors import Unavailable
from bot.feature import Context, Effects, Surroundings
from bot.job import Job, JobContext, Says
from bot.message import Message, MessageRef
from bot.models import Post
from bot.ports import Finding
from bot.store.database import Database
from bot.store.stores import Stores
from bot.weekly import is_behind

WORTH_WAITING = timedelta(seconds=40)
"""How long a digest waits for a fresh reading of Jira before it is told from an older one."""


@dataclass(frozen=True, slots=True)
class RunJob(Effect):
    """Compute one job for one slot. Result: list[Message]."""

    system: ClassVar[System] = System.DESK
    workspace: int
    job: str
    subject: int
    due: datetime
    taken: datetime
    """When its slot was taken: later than `due` after downtime."""


class Desk:
    """The port to ourselves: long reading work."""

    def __init__(
        self, database: Database, jobs: Mapping[str, Job], surroundings: Surroundings
    ) -> None:
        self.database = database
        self.jobs = jobs
        self.surroundings = surroundings

    async def perform(
        self,
        effect: Effect,
        mark: str,  # noqa: ARG002
        within: float = inf,  # noqa: ARG002
    ) -> list[Message]:
        """What the job says; nothing for one that acts in the finishing transaction.

        Raises Unavailable while it is worth waiting for Jira to be read up to when it was due.
        """
        if isinstance(effect, Proceed):
            return []
        assert isinstance(effect, RunJob)
        run = self.jobs[effect.job].run
        if run is None:
            return []
        return await self.database.read(lambda stores: self._said(run, effect, stores))

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


class JobEffects(Effects):
    """The kinds of delivery by which jobs run and their words are posted."""

    def __init__(self, jobs: Mapping[str, Job]) -> None:
        super().__init__()
        self.jobs = jobs
        self.effect("job.run")(_run)
        self.done("job.run")(self._concluded)
        self.effect("post.root")(_root)
        self.done("post.root")(_rooted)
        self.effect("post.reply")(_reply)

    def _concluded(
        self, payload: Mapping[str, Any], result: list[Message], context: Context
    ) -> None:
        act = self.jobs[payload["job"]].act
        if act is not None:
            act(context)
        elif result:
            _post(payload, result, context)


def _run(payload: Mapping[str, Any], context: Context) -> Effect:
    return RunJob(
        context.store.workspace,
        payload["job"],
        payload["subject"],
        datetime.fromisoformat(payload["due"]),
        datetime.fromisoformat(payload["taken"]),
    )


def _post(payload: Mapping[str, Any], messages: list[Message], context: Context) -> None:
    digests = context.store.digests
    if digests.post_of(payload["subject"], payload["slot"]) is not None:
        return
    post = digests.post(
        Post(
            workspace_id=context.store.workspace,
            digest_id=payload["subject"],
            period=payload["slot"],
            messages=[asdict(message) for message in messages],
            created_at=context.now,
        )
    )
    key = f"post:{post.id}"
    root = context.owe("post.root", key, {"post": post.id}, dedup=key)
    for index in range(1, len(messages)):
        owed = {"post": post.id, "index": index}
        context.owe("post.reply", key, owed, dedup=f"{key}:{index}", after=root)


def _root(payload: Mapping[str, Any], context: Context) -> Effect | None:
    post = context.store.digests.post_by_id(payload["post"])
    digest = context.store.digests.by_id(post.digest_id) if post else None
    if post is None or digest is None:
        return None
    return PostMessage(digest.channel, _message(post, 0))


def _rooted(payload: Mapping[str, Any], result: MessageRef, context: Context) -> None:
    context.store.digests.posted(payload["post"], result.ts)


def _reply(payload: Mapping[str, Any], context: Context) -> Effect | None:
    post = context.store.digests.post_by_id(payload["post"])
    digest = context.store.digests.by_id(post.digest_id) if post else None
    if post is None or digest is None or post.ts is None:
        return None
    return PostMessage(digest.channel, _message(post, payload["index"]), thread=post.ts)


def _message(post: Post, index: int) -> Message:
    kept = post.messages[index]
    return Message(kept["text"], tuple(kept["blocks"]))
