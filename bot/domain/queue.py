"""The order in which ideas are answered: the latest first, then the weightiest, then the oldest."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from bot.domain.evidence import Evidence


class Waiting(Struct, frozen=True):
    """An idea in the queue, as far as its place depends on it."""

    number: int
    title: str
    requester: str
    decisions: int
    created_at: datetime
    late: int
    """Days since its due day; 0 in time."""
    due_on: date | None = None
    evidence: Evidence = Evidence()

    @property
    def weight(self) -> tuple[int, int, int]:
        """Customers, then people, then what they pay, whatever its currency."""
        behind = self.evidence
        return behind.customers, behind.people, max(behind.revenue.values(), default=0)


def ordered(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The queue."""

    def place(one: Waiting) -> tuple[int, tuple[int, ...], datetime, int]:
        return -one.late, tuple(-part for part in one.weight), one.created_at, one.number

    return sorted(waiting, key=place)


def lateness(due_on: date | None, today: date) -> int:
    """Days since the due day; 0 in time or where no clock runs."""
    return max(0, (today - due_on).days) if due_on else 0


def first_unskipped(queue: Sequence[Waiting], skipped: Iterable[int]) -> Waiting | None:
    """What is shown next."""
    passed = set(skipped)
    return next((one for one in queue if one.number not in passed), None)
