"""Whole processes, killed at random points: nothing acknowledged is lost, nothing is doubled."""

import logging
import random
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bot.feature import Context, Links
from bot.models import Idea
from bot.sandbox.faults import Fault, FaultKind
from bot.services import owed
from bot.store.stores import Stores
from bot.words import DeliveryState
from tests.e2e.children import SIGNING_SECRET, Child, Town, town
from tests.e2e.day import Day
from tests.waiting import until

log = logging.getLogger(__name__)


async def lived(database_url: str, folder: Path, seed: int, kills: int) -> str:
    """A day in town: the figures of its audit. On SQLite two whole bots take turns, as in a
    restart without a gap; on PostgreSQL three processes share the work."""
    async with town(database_url, folder) as place:
        day = Day(place, random.Random(seed))
        one = database_url.startswith("sqlite")
        parts = ["run", "run"] if one else ["web", "socket", "worker"]
        replicas = [place.child(part) for part in parts]
        if not one:
            place.slack.deliver_to(replicas[0].url, SIGNING_SECRET)
        await day.live(kills, replicas)
        return await day.audit()


async def test_ten_kills_lose_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    log.info(await lived(database_url, tmp_path, seed=10, kills=10))


async def wish(place: Town, number: int) -> None:
    """An idea whose card is owed, stored as a handler stores it."""

    def store(stores: Stores) -> None:
        ours, now = stores.of(place.workspace), datetime.now(UTC)
        product = ours.products.by_key("APP")
        assert product is not None
        idea = Idea(
            workspace_id=place.workspace,
            number=number,
            request=f"request-{number}",
            title=f"Sample wish {number}",
            problem="",
            requester=place.requester.id,
            filed_by=place.requester.id,
            product_id=product.id,
            created_at=now,
            updated_at=now,
        )
        ours.ideas.add(idea)
        owed.card(idea, Context(ours, now, now, Links()))

    await place.stored(store)


async def stopped_between_transactions(place: Town, child: Child) -> None:
    """SIGSTOP, but not while it holds locks: the others would wait until the server ends them,
    and on SQLite, whose file has one lock, until it wakes."""

    async def stopped() -> bool:
        await child.stop()
        if await place.database.read(_idle):
            return True
        child.send(signal.SIGCONT)
        return False

    await until(stopped)


def _idle(stores: Stores) -> bool:
    """Whether nobody else is in a transaction."""
    url = stores.session.get_bind().engine.url
    if url.get_backend_name() == "sqlite":
        try:
            with closing(sqlite3.connect(url.database or "", timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND state <> 'idle' AND pid <> pg_backend_pid()"
    )
    return bool(stores.session.execute(text(busy)).scalar_one() == 0)


async def test_a_worker_stopped_while_it_sends_doubles_nothing_when_it_wakes(
    database_url: str, tmp_path: Path
) -> None:
    async with town(database_url, tmp_path) as place:
        stopped, other = place.child("worker"), place.child("worker")
        place.slack.faults.add(Fault(FaultKind.SLOW, "chat.postMessage", seconds=60))
        stopped.start()
        await wish(place, 1)
        await until(lambda: bool(place.cards(1)))
        await stopped_between_transactions(place, stopped)
        other.start()
        await place.at_rest()
        finished = await place.deliveries("card.draw")
        stopped.send(signal.SIGCONT)
        await other.kill()
        await wish(place, 2)
        await place.at_rest()
        assert {DeliveryState.DONE} == {d.state for d in finished}
        assert finished == (await place.deliveries("card.draw"))[: len(finished)]
        assert [1, 1] == [len(place.cards(1)), len(place.cards(2))]
