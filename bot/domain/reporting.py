"""What we say no to, and how fast people get a first answer. Each idea counts once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct, field

from bot.domain.flow import percentile
from bot.words import Verdict

MONTHS = 12
"""How many months back a report looks, this one among them."""
NOES = (Verdict.NO, Verdict.NOT_NOW)
NOBODY = "No customer"
UNNAMED = "No segment"


class Answered(Struct, frozen=True):
    """The answer that rules an idea, as a report counts it."""

    number: int
    title: str
    product: str
    verdict: Verdict
    reason: str
    at: datetime
    month: str
    """Where the product is: 2026-11."""
    segments: tuple[str, ...] = ()
    """Of the customers behind the idea."""


class First(Struct, frozen=True):
    """The first answer an idea got, whose clock ran."""

    waited: int
    late: bool


class Report(Struct, frozen=True):
    """The figures."""

    months: tuple[str, ...]
    """Every month looked at, the oldest first."""
    answers: Sequence[Answered]
    firsts: Sequence[First] = field(default_factory=tuple)

    def noes(self, *verdicts: Verdict) -> list[Answered]:
        """The ideas answered no, or not now; of these verdicts only, where some are named."""
        return [one for one in self.answers if one.verdict in (verdicts or NOES)]

    def by(
        self, name: Callable[[Answered], Iterable[str]], *verdicts: Verdict
    ) -> list[tuple[str, int]]:
        """How many there are of each name, most first; one idea may count for several names."""
        counts = Counter(label for one in self.noes(*verdicts) for label in name(one))
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def by_month(self, verdict: Verdict) -> list[int]:
        """How many in each month."""
        counts = Counter(one.month for one in self.noes(verdict))
        return [counts[month] for month in self.months]

    def waited(self, percent: int) -> int | None:
        """Business days to a first answer, by nearest rank; None where nothing was answered."""
        found = percentile(sorted(first.waited for first in self.firsts), percent)
        return None if found is None else int(found)

    @property
    def in_time(self) -> float | None:
        """The share of first answers that were not late."""
        if not self.firsts:
            return None
        return sum(not first.late for first in self.firsts) / len(self.firsts)


def reasons(one: Answered) -> Iterable[str]:
    """What an idea counts for by reason."""
    return [one.reason] if one.reason else []


def products(one: Answered) -> Iterable[str]:
    """What an idea counts for by product."""
    return [one.product]


def segments(one: Answered) -> Iterable[str]:
    """What an idea counts for by customer segment: once for each."""
    return one.segments or [NOBODY]


def named(found: Mapping[int, Iterable[str]], idea: int) -> tuple[str, ...]:
    """The segments behind an idea; customers of none count apart from no customer at all."""
    return tuple(sorted({name or UNNAMED for name in found.get(idea, ())}))


def months(today: date, count: int = MONTHS) -> tuple[str, ...]:
    """So many months, the oldest first, up to today's."""
    last = today.year * 12 + today.month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(last - count + 1, last + 1))
