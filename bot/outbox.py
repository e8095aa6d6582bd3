"""Sends what is owed: claims, performs, reconciles, and never does a thing twice unlooked.

Every send ends as *done*, *surely not done* (tried again later) or *unknown*. An unknown one is
looked for by its mark before it is done again. The claim is committed before the send begins, and
only the holder of the lease may finish the row.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import structlog

from bot.effects import Effect, System
from bot.errors import CannotLook, Refused, Unavailable, Uncertain, Unreachable
from bot.feature import EffectKind, Surroundings
from bot.models import Delivery
from bot.outcomes import Claim, Conclusion, Outcomes
from bot.ports import Port
from bot.store.database import GONE, Database
from bot.store.stores import Stores
from bot.words import DeliveryState

log = structlog.get_logger("outbox")

MOST_ATTEMPTS = 100


class Outbox:
    """One worker of the outbox. Any number may run, in any number of processes.

    It claims only the kinds it knows: during an upgrade, an old worker leaves new kinds alone.
    """

    def __init__(
        self,
        database: Database,
        effects: Mapping[str, EffectKind],
        ports: Mapping[System, Port],
        surroundings: Surroundings,
        *,
        owner: str,
        lease: timedelta = timedelta(seconds=60),
    ) -> None:
        self.database = database
        self.effects = effects
        self.ports = ports
        self.surroundings = surroundings
        self.owner = owner
        self.lease = lease
        self.outcomes = Outcomes(effects, surroundings, lease)
        self._woken = asyncio.Event()
        self._stopped = False

    def wake(self) -> None:
        """Look for work now: something was just owed."""
        self._woken.set()

    async def run(self, workers: int = 4, poll: float = 1.0) -> None:
        """Send until stopped, `workers` at a time; look every `poll` seconds unless woken."""
        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(self._work(poll))

    def stop(self) -> None:
        """Finish what is being sent, then return from `run`."""
        self._stopped = True
        self.wake()

    async def drain(self, most: int = 100_000) -> int:
        """Send everything due now; how many deliveries were handled."""
        handled = 0
        while handled < most and await self.step():
            handled += 1
        return handled

    async def _work(self, poll: float) -> None:
        while not self._stopped:
            self._woken.clear()
            if not await self._tried() and not self._stopped:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), poll)

    async def _tried(self) -> bool:
        """One step that ends no worker, whatever goes wrong with it."""
        try:
            return await self.step()
        except Unavailable as error:
            log.warning("database away", error=str(error))
        except Exception:
            log.exception("step failed")
        return False

    async def step(self) -> bool:
        """Handle one due delivery; False when there is none. Raises Unavailable (the database)."""
        until = asyncio.get_running_loop().time() + self.lease.total_seconds()
        claimed = await self.database.write(self._claim)
        if isinstance(claimed, Claim):
            await self._send(claimed, until)
        return claimed is not None

    # --- Claiming: one transaction, committed before anything leaves

    def _claim(self, stores: Stores) -> Claim | Delivery | None:
        """What to send; the delivery alone when that ended it; None when nothing is due.

        The row is locked first and written last: all that becomes of it is one update.
        """
        now = self.surroundings.clock.real_now()
        delivery = stores.deliveries.next_due(now, self.effects.keys())
        if delivery is None:
            return None
        drawn = self._drawn(stores, delivery)
        if not isinstance(drawn, Effect):
            return _let_go(stores, delivery, drawn)
        doubtful = delivery.first_sent_at is not None and not drawn.repeatable
        claim = Claim(delivery, drawn, looking=doubtful)
        opens = stores.deliveries.gate(delivery.workspace_id, claim.gate)
        if opens is not None and opens > now:
            self.outcomes.put_off(delivery, opens)
            return _let_go(stores, delivery)
        self._lease(claim, now)
        stores.deliveries.save(delivery)
        return claim

    def _lease(self, claim: Claim, now: datetime) -> None:
        delivery = claim.delivery
        delivery.state = DeliveryState.LEASED
        delivery.attempts += 1
        delivery.lease_owner = f"{self.owner}/{uuid4().hex[:8]}"
        delivery.lease_until = now + self.lease
        if not claim.effect.repeatable and not claim.looking:
            delivery.first_sent_at = now

    def _drawn(self, stores: Stores, delivery: Delivery) -> Effect | Conclusion:
        """What it sends now, or how it ends without being sent."""
        if delivery.attempts >= MOST_ATTEMPTS:
            return self.outcomes.give_up(delivery.last_error or "tried too often")
        render = self.effects[delivery.kind].render
        try:
            with stores.session.begin_nested():
                effect = render(delivery.payload, self.outcomes.context(stores, delivery))
        except GONE:
            raise
        except Exception as error:
            log.exception("cannot draw", delivery=delivery.id, kind=delivery.kind)
            return self.outcomes.give_up(f"cannot draw: {error!r}")
        return self.outcomes.nothing if effect is None else effect

    # --- Sending: outside any transaction

    async def _send(self, claim: Claim, until: float) -> None:
        delivery = claim.delivery
        names = {"request": delivery.request, "delivery": delivery.id}
        with structlog.contextvars.bound_contextvars(**names):
            await self._finish(claim, await self._outcome(claim, until))

    async def _outcome(self, claim: Claim, until: float) -> Conclusion:
        outcomes = self.outcomes
        try:
            result = await self._held(claim, until)
        except Unavailable as error:
            return outcomes.again(claim, error)
        except Unreachable as error:
            return outcomes.nobody(str(error))
        except Refused as error:
            return outcomes.refused(claim, str(error))
        except CannotLook as error:
            return outcomes.give_up(str(error))
        except Uncertain as error:
            return outcomes.doubt(claim, str(error))
        except Exception as error:
            log.exception("send failed", kind=claim.delivery.kind)
            return outcomes.doubt(claim, repr(error))
        if claim.looking and result is None:
            return outcomes.not_found(claim)
        return outcomes.done(result)

    async def _held(self, claim: Claim, until: float) -> object | None:
        """The result, got while the lease is ours: without it another may be doing the same.

        `until` is on the loop's own clock, which neither jumps nor stands still with a process.
        """
        if asyncio.get_running_loop().time() >= until:
            raise Unavailable("the lease ran out before it was sent")
        try:
            async with asyncio.timeout_at(until) as limit:
                heart = asyncio.create_task(self._beat(claim.delivery, limit))
                try:
                    return await self._performed(claim, until)
                finally:
                    heart.cancel()
        except TimeoutError:
            raise Uncertain("the lease ran out while it was sent") from None

    async def _performed(self, claim: Claim, until: float) -> object | None:
        delivery, effect = claim.delivery, claim.effect
        port = self.ports.get(effect.system)
        if port is None:
            raise Unavailable(f"no settings for the {effect.system}")
        if not claim.looking:
            left = until - asyncio.get_running_loop().time()
            return await port.perform(effect, delivery.dedup, left)
        assert delivery.first_sent_at is not None
        return await port.find(effect, delivery.dedup, delivery.first_sent_at)

    async def _beat(self, delivery: Delivery, limit: asyncio.Timeout) -> None:
        """Renew the lease of a long send; end the send when the lease was lost."""
        loop, seconds = asyncio.get_running_loop(), self.lease.total_seconds()
        while True:
            await asyncio.sleep(seconds / 3)
            begun = loop.time()
            with suppress(Unavailable):
                kept = await self.database.write(partial(self._renew, delivery))
                limit.reschedule(begun + seconds if kept else begun)

    def _renew(self, delivery: Delivery, stores: Stores) -> bool:
        until = self.surroundings.clock.real_now() + self.lease
        return stores.deliveries.renew(delivery, until)

    # --- Finishing: one transaction, only while the lease holds

    async def _finish(self, claim: Claim, conclusion: Conclusion) -> None:
        try:
            await self.database.write(partial(_conclude, claim, conclusion))
        except Unavailable:
            raise
        except Exception as error:
            log.exception("cannot conclude", kind=claim.delivery.kind)
            doubt = self.outcomes.doubt(claim, f"cannot conclude: {error!r}")
            await self.database.write(partial(_conclude, claim, doubt))
        self.wake()


def _conclude(claim: Claim, conclusion: Conclusion, stores: Stores) -> None:
    held = stores.deliveries.held(claim.delivery)
    if held is None:
        log.warning("lease lost", delivery=claim.delivery.id, kind=claim.delivery.kind)
        return
    _let_go(stores, held, conclusion)


def _let_go(stores: Stores, delivery: Delivery, conclusion: Conclusion | None = None) -> Delivery:
    if conclusion is not None:
        conclusion(stores, delivery)
    delivery.lease_owner = delivery.lease_until = None
    stores.deliveries.save(delivery)
    return delivery
