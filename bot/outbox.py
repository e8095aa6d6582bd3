"""Sends what is owed: claims, performs, reconciles, and never does a thing twice unlooked.

Every send ends as *done*, *surely not done* (tried again later) or *unknown*. An unknown one is
looked for by its mark before it is done again. The claim is committed before the send begins, and
only the holder of the lease may finish the row.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.errors import CannotLook, Refused, Unavailable, Uncertain
from bot.feature import Context, EffectKind, Surroundings
from bot.models import Delivery
from bot.ports import Effect, Port, System
from bot.store.database import Database
from bot.store.stores import Stores
from bot.words import DeliveryState

log = structlog.get_logger("outbox")

MOST_ATTEMPTS = 100
LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery this worker holds, and what it sends; no effect when nothing is left to do."""

    delivery: Delivery
    effect: Effect | None
    looking: bool = False


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
            try:
                busy = await self.step()
            except Unavailable as error:
                log.warning("database away", error=str(error))
                busy = False
            if not busy and not self._stopped:
                self._woken.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), poll)

    async def step(self) -> bool:
        """Handle one due delivery; False when there is none. Raises Unavailable (the database)."""
        claim = await self.database.write(self._claim)
        if claim is None:
            return False
        if claim.effect is not None:
            await self._send(claim, claim.effect)
        return True

    # --- Claiming: one transaction, committed before anything leaves

    def _claim(self, stores: Stores) -> Claim | None:
        now = self._now()
        delivery = stores.deliveries.claim(self.owner, now, self.lease, self.effects.keys())
        if delivery is None:
            return None
        try:
            with stores.session.begin_nested():
                effect = self._rendered(stores, delivery)
        except Exception as error:
            log.exception("cannot draw", delivery=delivery.id, kind=delivery.kind)
            return self._closed(stores, delivery, DeliveryState.DEAD, f"cannot draw: {error!r}")
        if effect is None:
            return self._closed(stores, delivery, DeliveryState.DONE, delivery.last_error)
        return self._admitted(stores, delivery, effect, now)

    def _rendered(self, stores: Stores, delivery: Delivery) -> Effect | None:
        context = self._context(stores, delivery)
        return self.effects[delivery.kind].render(delivery.payload, context)

    def _admitted(self, stores: Stores, delivery: Delivery, effect: Effect, now: datetime) -> Claim:
        until = stores.deliveries.gate(delivery.workspace_id, effect.gate)
        if until is not None and until > now:
            delivery.state, delivery.available_at = DeliveryState.READY, until
            delivery.attempts -= 1
            stores.deliveries.save(delivery)
            return Claim(delivery, None)
        looking = delivery.first_sent_at is not None and not effect.repeatable
        if not looking and not effect.repeatable:
            delivery.first_sent_at = now
            stores.deliveries.save(delivery)
        return Claim(delivery, effect, looking)

    def _closed(
        self, stores: Stores, delivery: Delivery, state: DeliveryState, error: str | None
    ) -> Claim:
        delivery.state, delivery.last_error, delivery.done_at = state, error, self._now()
        stores.deliveries.save(delivery)
        return Claim(delivery, None)

    # --- Sending: outside any transaction

    async def _send(self, claim: Claim, effect: Effect) -> None:
        delivery = claim.delivery
        structlog.contextvars.bind_contextvars(request=delivery.request, delivery=delivery.id)
        try:
            result = await self._outcome(claim, effect)
        except Unavailable as error:
            reason = error
            await self._finish(delivery, lambda s, d: self._again(s, d, claim, reason))
        except (Refused, CannotLook) as error:
            words = str(error)
            await self._finish(delivery, lambda s, d: self._give_up(s, d, words))
        except Uncertain as error:
            words = str(error)
            await self._finish(delivery, lambda s, d: self._doubt(s, d, effect, words))
        except Exception as error:
            log.exception("send failed", kind=delivery.kind)
            words = repr(error)
            await self._finish(delivery, lambda s, d: self._doubt(s, d, effect, words))
        else:
            await self._settle(claim, effect, result)
        finally:
            structlog.contextvars.clear_contextvars()

    async def _outcome(self, claim: Claim, effect: Effect) -> object | None:
        delivery, port = claim.delivery, self.ports.get(effect.system)
        if port is None:
            raise Unavailable(f"no settings for the {effect.system}")
        heart = asyncio.create_task(self._beat(delivery))
        try:
            if claim.looking:
                assert delivery.first_sent_at is not None
                return await port.find(effect, delivery.dedup, delivery.first_sent_at)
            return await port.perform(effect, delivery.dedup)
        finally:
            heart.cancel()

    async def _beat(self, delivery: Delivery) -> None:
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            with suppress(Unavailable):
                await self.database.write(
                    lambda stores: stores.deliveries.renew(delivery, self._now() + self.lease)
                )

    # --- Finishing: one transaction, only while the lease holds

    async def _settle(self, claim: Claim, effect: Effect, result: object | None) -> None:
        delivery = claim.delivery
        if claim.looking and result is None:
            await self._finish(delivery, lambda s, d: self._not_found(s, d, effect))
            return
        try:
            await self._finish(delivery, lambda s, d: self._done(s, d, result))
        except Unavailable:
            raise
        except Exception as error:
            log.exception("cannot conclude", kind=delivery.kind)
            words = repr(error)
            await self._finish(delivery, lambda s, d: self._doubt(s, d, effect, words))

    async def _finish(self, delivery: Delivery, how: Callable[[Stores, Delivery], None]) -> None:
        def conclude(stores: Stores) -> None:
            held = stores.deliveries.held(delivery)
            if held is None:
                log.warning("lease lost", delivery=delivery.id, kind=delivery.kind)
                return
            how(stores, held)
            held.lease_owner = held.lease_until = None
            stores.deliveries.save(held)

        await self.database.write(conclude)
        self.wake()

    def _done(self, stores: Stores, delivery: Delivery, result: object) -> None:
        continuation = self.effects[delivery.kind].done
        if continuation is not None:
            continuation(delivery.payload, result, self._context(stores, delivery))
        delivery.state, delivery.done_at = DeliveryState.DONE, self._now()
        delivery.remote_ref = str(result)[:200]
        delivery.last_error = None

    def _again(self, stores: Stores, delivery: Delivery, claim: Claim, error: Unavailable) -> None:
        if delivery.attempts >= MOST_ATTEMPTS:
            self._give_up(stores, delivery, str(error))
            return
        delivery.available_at = self._now() + _pause(delivery.attempts)
        if error.retry_after is not None and claim.effect is not None:
            delivery.available_at = self._now() + timedelta(seconds=error.retry_after)
            gate = claim.effect.gate
            stores.deliveries.shut(delivery.workspace_id, gate, delivery.available_at)
        if claim.looking:
            delivery.state = DeliveryState.UNKNOWN
        else:
            delivery.state, delivery.first_sent_at = DeliveryState.READY, None
        delivery.last_error = str(error)

    def _doubt(self, stores: Stores, delivery: Delivery, effect: Effect, error: str) -> None:
        if delivery.attempts >= MOST_ATTEMPTS:
            self._give_up(stores, delivery, error)
            return
        delivery.last_error = error
        if effect.repeatable:
            delivery.state = DeliveryState.READY
            delivery.available_at = self._now() + _pause(delivery.attempts)
        else:
            self._look_later(delivery, effect)

    def _not_found(self, _stores: Stores, delivery: Delivery, effect: Effect) -> None:
        delivery.looks += 1
        if delivery.looks < len(effect.looks):
            self._look_later(delivery, effect)
        else:
            delivery.state, delivery.available_at = DeliveryState.READY, self._now()
            delivery.first_sent_at, delivery.looks = None, 0

    def _look_later(self, delivery: Delivery, effect: Effect) -> None:
        assert delivery.first_sent_at is not None
        leases = effect.looks[min(delivery.looks, len(effect.looks) - 1)]
        look_at = delivery.first_sent_at + leases * self.lease
        delivery.state = DeliveryState.UNKNOWN
        delivery.available_at = max(look_at, self._now() + _pause(delivery.attempts))

    def _give_up(self, stores: Stores, delivery: Delivery, error: str) -> None:
        delivery.state, delivery.last_error, delivery.done_at = (
            DeliveryState.DEAD,
            error,
            self._now(),
        )
        log.error("given up", kind=delivery.kind, error=error)
        continuation = self.effects[delivery.kind].dead
        if continuation is not None:
            continuation(delivery.payload, error, self._context(stores, delivery))

    def _context(self, stores: Stores, delivery: Delivery) -> Context:
        return self.surroundings.context(stores.of(delivery.workspace_id), delivery.request)

    def _now(self) -> datetime:
        return self.surroundings.clock.real_now()


def _pause(attempts: int) -> timedelta:
    """Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/."""
    longest = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(attempts, 20)))
    return longest * random.random()  # noqa: S311 - jitter needs no secrecy
