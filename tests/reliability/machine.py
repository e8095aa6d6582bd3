"""Random weather, crashes and time over the outbox: a Hypothesis machine.

The model is what was owed, by key. At rest each effect stands at the Slack once, in order of key.
"""

import asyncio
from collections import defaultdict
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import delete

from bot.models import Delivery, RateGate
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.slack import Message
from bot.store.database import Database, Deadline, Work
from bot.store.stores import Stores
from tests.reliability.room import Crash, Held, Room

KEYS = st.sampled_from("abc")
WORKERS = st.sampled_from(["one", "two"])
WEATHER = st.sampled_from(
    [
        Fault(FaultKind.RATE_LIMITED, retry_after="20"),
        Fault(FaultKind.SERVER_ERROR),
        Fault(FaultKind.ERROR_AFTER),
        Fault(FaultKind.CUT_BEFORE),
        Fault(FaultKind.CUT_AFTER),
        Fault(FaultKind.REFUSED, error="service_unavailable"),
    ]
)


class Mortal(Database):
    """A database whose process can end just before or just after a commit."""

    crash: tuple[str, int] | None = None
    """When, and at which of the coming writes."""

    async def write(self, work: Work[Any], deadline: Deadline | None = None) -> Any:
        when, left = self.crash or ("", -1)
        if when:
            self.crash = (when, left - 1) if left else None
        if when == "before" and not left:
            raise Crash(when)
        result = await super().write(work, deadline)
        if when == "after" and not left:
            raise Crash(when)
        return result


class Weathered(RuleBasedStateMachine):
    """Its room and its event loop are given by the test that runs it."""

    room: Room
    runner: asyncio.Runner
    database: Mortal

    @initialize()
    def begin(self) -> None:
        """An empty outbox, and a channel nobody has written to."""
        room = self.room
        room.database.commit(_forget)
        room.slack.faults.clear()
        room.channel = room.slack.add_channel(f"sample-{len(room.slack.workspace.channels)}")
        room.sample.channel = room.channel.id
        room.sample.followed.clear()
        self.database.crash = None
        self.ports = {name: Held(room.chat) for name in ("one", "two")}
        self.owed: dict[str, list[str]] = defaultdict(list)
        self.threads: dict[str, Message] = {}
        self.number = 0

    @rule(key=KEYS, kind=st.sampled_from(["channel", "thread"]))
    def owe(self, key: str, kind: str) -> None:
        """One more post of a key, to the channel or to a thread."""
        self.number += 1
        text = f"{key}{self.number}"
        self.owed[key].append(text)
        where = {}
        if kind == "thread":
            if key not in self.threads:
                self.threads[key] = self._root(key)
            where = {"thread": self.threads[key].ts}
        self.runner.run(self.room.owe(text, key, payload=where))

    def _root(self, key: str) -> Message:
        return self.room.slack.workspace.post(self.room.channel, self.room.person.id, f"root {key}")

    @rule(worker=WORKERS, times=st.integers(1, 4))
    def work(self, worker: str, times: int) -> None:
        """One worker does a few things, or its process ends doing them."""
        working = self.room.worker(worker, self.ports[worker], database=self.database)

        async def work() -> None:
            try:
                await working.drain(times)
            except Crash:
                self.ports[worker] = Held(self.room.chat)

        self.runner.run(work())

    @rule(worker=WORKERS, when=st.sampled_from(["before", "after"]))
    def end_around_the_next_send(self, worker: str, when: str) -> None:
        """Its process will end just before or just after it sends."""
        self.ports[worker].crash = when

    @rule(when=st.sampled_from(["before", "after"]), writes=st.integers(0, 2))
    def end_around_a_commit(self, when: str, writes: int) -> None:
        """Its process will end just before or just after one of the next commits."""
        self.database.crash = (when, writes)

    @rule(fault=WEATHER)
    def turn_foul(self, fault: Fault) -> None:
        """The next call of any method goes wrong."""
        self.room.slack.faults.add(
            Fault(fault.kind, retry_after=fault.retry_after, error=fault.error)
        )

    @precondition(lambda self: self.number)
    @rule(seconds=st.sampled_from([0.5, 5, 31, 61, 200]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.room.clock.move(seconds=seconds)

    def teardown(self) -> None:
        """In fair weather everything comes to rest, done once and in order."""
        if not hasattr(self, "owed"):
            return
        self.database.crash = None
        self.room.slack.faults.clear()
        self.runner.run(self.room.rest())
        written = [m for m in self.room.slack.workspace.messages if m.by_bot]
        here = [m.text for m in written if m.channel == self.room.channel.id]
        for key, texts in self.owed.items():
            assert texts == [text for text in here if text.startswith(key)]
        assert sum(map(len, self.owed.values())) == len(here)
        assert all(times == 1 for times in self.room.sample.followed.values())


def _forget(stores: Stores) -> None:
    stores.session.execute(delete(Delivery))
    stores.session.execute(delete(RateGate))
