"""What became of a send, written into its row in the transaction that lets go of the lease."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from msgspec import Struct

from bot.effects import Effect, System
from bot.errors import Unavailable
from bot.feature import Context, EffectKind, Surroundings
from bot.models import Delivery
from bot.store.database import GONE
from bot.store.stores import Stores
from bot.words import DeliveryState

log = structlog.get_logger("outbox")

LONGEST_PAUSE = timedelta(minutes=15)

Conclusion = Callable[[Stores, Delivery], None]
"""Writes how a send ended into its row, which is locked and still ours."""


class Claim(Struct, frozen=True):
    """A delivery this worker holds, and what it is about to send or to look for."""

    delivery: Delivery
    effect: Effect
    looking: bool = False

    @property
    def gate(self) -> str:
        """What a 429 closes: Slack counts reading apart from posting, Jira everything together."""
        reads = self.looking and self.effect.system is not System.TRACKER
        return f"{self.effect.gate}.find" if reads else self.effect.gate


class Outcomes:
    """The ways a send ends. Each method makes a delivery done, dead, or due again."""

    def __init__(
        self, effects: Mapping[str, EffectKind], surroundings: Surroundings, lease: timedelta
    ) -> None:
        self.effects = effects
        self.surroundings = surroundings
        self.lease = lease

    def done(self, result: object | None) -> Conclusion:
        """It happened: what follows from it is written in the same transaction."""

        def conclude(stores: Stores, delivery: Delivery) -> None:
            continuation = self.effects[delivery.kind].done
            if continuation is not None:
                continuation(delivery.payload, result, self.context(stores, delivery))
            delivery.state, delivery.done_at = DeliveryState.DONE, self._now()
            delivery.remote_ref, delivery.last_error = str(result)[:200], None

        return conclude

    def nothing(self, _stores: Stores, delivery: Delivery) -> None:
        """There was nothing to send any more."""
        delivery.state, delivery.done_at = DeliveryState.DONE, self._now()

    def nobody(self, words: str) -> Conclusion:
        """There is nobody to send it to any more: no cause for alarm, but the feature hears."""

        def conclude(stores: Stores, delivery: Delivery) -> None:
            self.nothing(stores, delivery)
            delivery.last_error = f"not deliverable: {words}"
            log.info("not deliverable", kind=delivery.kind, error=words)
            self._mourn(stores, delivery, words)

        return conclude

    def again(self, claim: Claim, error: Unavailable) -> Conclusion:
        """It surely did not happen and is tried later; a wait that was asked for binds all."""
        words, asked = str(error), error.retry_after

        def conclude(stores: Stores, delivery: Delivery) -> None:
            wait = _pause(delivery.attempts)
            if asked is not None:
                until = self._now() + timedelta(seconds=asked)
                stores.deliveries.shut(delivery.workspace_id, claim.gate, until)
                wait = max(wait, timedelta(seconds=asked))
            if not claim.looking:
                delivery.first_sent_at = None
            self.put_off(delivery, self._now() + wait)
            delivery.last_error = words

        return conclude

    def put_off(self, delivery: Delivery, until: datetime) -> None:
        """It is due at `until`, as certain or as uncertain as it was."""
        doubtful = delivery.first_sent_at is not None
        delivery.state = DeliveryState.UNKNOWN if doubtful else DeliveryState.READY
        delivery.available_at = until

    def doubt(self, claim: Claim, words: str) -> Conclusion:
        """It may have happened: repeated where that is harmless, else looked for."""

        def conclude(_stores: Stores, delivery: Delivery) -> None:
            delivery.last_error = words
            due = self._now() + _pause(delivery.attempts)
            looked_for = not claim.effect.repeatable
            self.put_off(delivery, max(due, self._look(claim, delivery)) if looked_for else due)

        return conclude

    def not_found(self, claim: Claim) -> Conclusion:
        """There is no trace yet: looked for again, and done again after the last look."""

        def conclude(_stores: Stores, delivery: Delivery) -> None:
            delivery.looks += 1
            if delivery.looks < len(claim.effect.looks):
                self.put_off(delivery, self._look(claim, delivery))
            else:
                delivery.first_sent_at, delivery.looks = None, 0
                self.put_off(delivery, self._now())

        return conclude

    def _look(self, claim: Claim, delivery: Delivery) -> datetime:
        """When it is looked for next: so many leases after the send was begun."""
        assert delivery.first_sent_at is not None
        looks = claim.effect.looks
        leases = looks[min(delivery.looks, len(looks) - 1)]
        return delivery.first_sent_at + leases * self.lease

    def refused(self, claim: Claim, words: str) -> Conclusion:
        """It was refused: given up, and sure not to have happened unless it was looked for."""

        def conclude(stores: Stores, delivery: Delivery) -> None:
            if not claim.looking:
                delivery.first_sent_at = None
            self.give_up(words)(stores, delivery)

        return conclude

    def give_up(self, words: str) -> Conclusion:
        """It is dead until somebody sends it again; the feature may say so where it is seen."""

        def conclude(stores: Stores, delivery: Delivery) -> None:
            delivery.state, delivery.last_error = DeliveryState.DEAD, words
            delivery.done_at = self._now()
            log.error("given up", kind=delivery.kind, error=words)
            self._mourn(stores, delivery, words)

        return conclude

    def _mourn(self, stores: Stores, delivery: Delivery, words: str) -> None:
        continuation = self.effects[delivery.kind].dead
        if continuation is None:
            return
        try:
            with stores.session.begin_nested():
                continuation(delivery.payload, words, self.context(stores, delivery))
        except GONE:
            raise
        except Exception:
            log.exception("nobody was told", kind=delivery.kind)

    def context(self, stores: Stores, delivery: Delivery) -> Context:
        """What a feature's own code is given."""
        doubtful = delivery.first_sent_at is not None
        store = stores.of(delivery.workspace_id)
        return self.surroundings.context(store, delivery.request, doubtful=doubtful)

    def _now(self) -> datetime:
        return self.surroundings.clock.real_now()


def _pause(attempts: int) -> timedelta:
    """Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/."""
    longest = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(attempts, 20)))
    return longest * random.random()  # noqa: S311 - jitter needs no secrecy
