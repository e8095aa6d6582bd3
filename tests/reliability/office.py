"""An office: a post room with digests, jobs that say what they are due for, and a clock."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import col, select

from bot.clock import Ticker, weekly
from bot.feature import Context
from bot.job import Every, Job, JobContext, Weekly
from bot.message import Message
from bot.models import Digest, Product, Run
from bot.services import subscribing
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import DigestKind
from tests.reliability.room import Crash, Room

KINDS = list(DigestKind)


class Office:
    """A room with digests, jobs that say what they are due for, and a clock."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.acted: list[datetime] = []
        self.quiet = False
        self.crashes = 0
        room.jobs |= {kind.value: Job(kind, Weekly(kind), run=self.run) for kind in KINDS}

    def recur(self) -> None:
        """There is a job of every quarter of an hour too."""
        self.room.jobs["tidy"] = Job("Tidy", Every(timedelta(minutes=15)), act=self.act)

    def run(self, context: JobContext) -> list[Message]:
        if self.crashes:
            self.crashes -= 1
            raise Crash
        if self.quiet:
            return []
        due = context.now.isoformat()
        return [Message(f"due {due}"), Message("detail one"), Message("detail two")]

    def act(self, context: Context) -> None:
        self.acted.append(context.now)

    def ticker(self, database: Database | None = None) -> Ticker:
        return Ticker(database or self.room.database, self.room.jobs, self.room.surroundings)

    async def subscribe(
        self, number: int = 0, weekday: int = 0, at: time = time(9), zone: str = "UTC"
    ) -> int:
        """One more digest, or the same one changed, as the product's form does it."""

        def store(stores: Stores) -> int:
            ours = stores.of(self.room.workspace)
            product, kind = _product(stores, self.room, number // 3), KINDS[number % 3]
            digest = ours.digests.of(product, kind) or Digest(
                workspace_id=ours.workspace,
                product_id=product,
                kind=kind,
                channel=self.room.channel.id,
                weekday=weekday,
                at=at,
                zone=zone,
                own=True,
            )
            digest.weekday, digest.at, digest.zone = weekday, at, zone
            ours.digests.subscribe(digest)
            assert digest.id is not None
            due = weekly(digest).next_after(self.room.clock.now())
            ours.schedules.set(ours.workspace, kind, digest.id, due)
            return digest.id

        return await self.room.stored(store)

    async def press(self, digest: int, press: str) -> None:
        """Send a digest out of turn, as its button does it."""

        def send(stores: Stores) -> None:
            context = self.room.context(stores)
            found = context.store.digests.by_id(digest)
            assert found is not None
            subscribing.send_now(found, self.room.person.id, press, context)

        await self.room.stored(send)

    async def pause(self, digest: int) -> None:
        """Let a digest rest."""

        def rest(stores: Stores) -> None:
            context = self.room.context(stores)
            found = context.store.digests.by_id(digest)
            assert found is not None
            subscribing.pause(found, context)

        await self.room.stored(rest)

    async def until(self, when: str) -> None:
        """Let time pass, ticking and sending, up to that instant."""
        end = datetime.fromisoformat(when).replace(tzinfo=UTC)
        while self.room.clock.at < end:
            self.room.clock.at = min(end, self.room.clock.at + timedelta(hours=6))
            await self.ticker().tick()
            await self.room.worker().drain()

    def posted(self) -> list[str]:
        """For which instants a digest was posted."""
        return [text.removeprefix("due ")[:16] for text in self.room.said()]

    async def slots(self) -> list[str]:
        return [run.slot for run in await self.runs()]

    async def runs(self) -> list[Run]:
        def read(stores: Stores) -> list[Run]:
            return list(stores.session.exec(select(Run).order_by(col(Run.id))))

        return await self.room.database.read(read)


def _product(stores: Stores, room: Room, number: int) -> int:
    products = stores.of(room.workspace).products
    product = products.by_key(f"APP{number}") or Product(
        workspace_id=room.workspace,
        key=f"APP{number}",
        name="Sample App",
        created_at=room.clock.now(),
    )
    products.add(product, [])
    assert product.id is not None
    return product.id
