"""Two PMs act at the very same time, each through a process of their own: one of them wins."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event

from bot.app import App
from bot.config import read
from bot.message import Place, Reply
from bot.models import Decision, Idea, Product
from bot.request import Kind, Request
from bot.store.database import Database
from bot.store.stores import Store, Stores
from bot.words import Status
from tests.world import Frozen

TEAM, PMS = "T012AB3CD", ("U0FIRST", "U0SECOND")
PATIENCE = 5
"""Seconds to wait for the other threads."""


@dataclass
class Contest:
    """Two processes on one store, with two ideas that both PMs may answer."""

    apps: tuple[App, App]
    referee: Database
    workspace: int

    async def at_once(self, *requests: Request) -> list[Reply]:
        """Both requests, each begun while a third holds both ideas: neither is first yet."""
        begun = threading.Barrier(len(self.apps) + 1)
        for app in self.apps:
            event.listen(
                app.database.writer, "checkout", lambda *_: begun.wait(PATIENCE), once=True
            )
        locked = threading.Event()

        def hold(stores: Stores) -> None:
            stores.of(self.workspace).merges.lock([1, 2])
            locked.set()
            begun.wait(PATIENCE)

        holding = asyncio.ensure_future(self.referee.write(hold))
        await asyncio.to_thread(locked.wait, PATIENCE)
        pairs = zip(self.apps, requests, strict=True)
        replies = await asyncio.gather(*(app.shell.answer(one) for app, one in pairs))
        await holding
        return replies

    def seen(self, store_of: Any) -> Any:
        return self.referee.look(lambda stores: store_of(stores.of(self.workspace)))


@pytest.fixture
def contest(database_url: str) -> Iterator[Contest]:
    clock, config = Frozen(), read({"DATABASE_URL": database_url})
    apps = App(config, clock), App(config, clock)
    referee = Database(database_url, threads=2)
    found = Contest(apps, referee, referee.commit(lambda stores: fill(stores, clock)))
    for app in apps:
        asyncio.run(app.shell.answer(Request(Kind.COMMAND, "/idea", TEAM, "U0", "r", text="help")))
    yield found
    for app in apps:
        app.close()
    referee.close()


def fill(stores: Stores, clock: Frozen) -> int:
    """A product with two PMs and two ideas."""
    workspace = stores.workspaces.adopt(TEAM, "Sample", "U0BOT", "").id or 0
    store, now = stores.of(workspace), clock.now()
    product = Product(workspace_id=workspace, key="APP", name="Sample App", created_at=now)
    store.products.add(product, list(PMS))
    for number in (1, 2):
        store.ideas.add(
            Idea(
                id=number,
                workspace_id=workspace,
                number=number,
                request=f"r{number}",
                title="Export reports",
                requester="U0",
                filed_by="U0",
                product_id=product.id,
                created_at=now,
                updated_at=now,
            )
        )
    return workspace


def sent(form: str, user: str, context: dict[str, Any], values: dict[str, Any]) -> Request:
    once = (f"trigger-{user}",)
    return Request(
        Kind.FORM, form, TEAM, user, user, once=once, values=values, context=context, view=user
    )


def answer(user: str, verdict: str, **values: Any) -> Request:
    context = {"number": 1, "decisions": 0, "verdict": verdict}
    return sent("decide.submit", user, context, {"answer": "Sample.", "note": "", **values})


def merge(user: str, number: int, into: int) -> Request:
    return sent("merge.submit", user, {"number": number}, {"into": str(into)})


def words(reply: Reply) -> str:
    return str([reply.errors, reply.form.blocks if reply.form else ""])


async def test_of_two_answers_one_is_given_and_the_other_pm_reads_it(contest: Contest) -> None:
    first, second = PMS
    replies = await contest.at_once(
        answer(first, "yes"), answer(second, "no", reason="low_reach", returns=())
    )
    given: Decision = contest.seen(lambda store: store.decisions.latest(1))
    assert (given.by, given.number) in {(first, 1), (second, 1)}
    lost = replies[1 if given.by == first else 0]
    assert Place.PUSH is lost.place
    assert "Somebody was faster: #1 is answered, and nothing of yours was sent." in words(lost)
    assert f"<@{given.by}>" in words(lost)
    told = contest.seen(lambda store: [e.kind for e in store.ideas.history(1)])
    assert ["decided"] == told


async def test_of_two_merges_against_each_other_one_is_made(contest: Contest) -> None:
    replies = await contest.at_once(merge(PMS[0], 1, 2), merge(PMS[1], 2, 1))
    states = contest.seen(lambda s: [(one.status, one.duplicate_of) for one in _both(s)])
    won = 0 if states[0] == (Status.DUPLICATE, 2) else 1
    expected = [(Status.DUPLICATE, 2), (Status.NEW, None)]
    assert (expected if won == 0 else [(Status.NEW, None), (Status.DUPLICATE, 1)]) == states
    assert "[{}, '']" == words(replies[won])
    assert "was merged in" in words(replies[1 - won])


def _both(store: Store) -> list[Idea]:
    return store.ideas.of_ids([1, 2])
