"""The response clock: how long an idea has waited, in business days, and when it must be answered.

A business day is a weekday of the product's own zone that is no holiday where it is. The day on
which a stretch of waiting begins is free, the day on which it ends counts.
"""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from bot.domain import holidays
from bot.domain.calendar import DAY, local
from bot.models import Product


class Calendar(Struct, frozen=True):
    """The business days of one product."""

    zone: str = "UTC"
    country: str | None = None
    subdivision: str | None = None

    def day(self, at: datetime) -> date:
        """The local day of an instant."""
        return local(at, self.zone).date()

    def is_business(self, day: date) -> bool:
        """Whether somebody is at work."""
        return day.weekday() < 5 and day not in self._holidays(day.year)

    def _holidays(self, year: int) -> frozenset[date]:
        if self.country is None:
            return frozenset()
        return holidays.off(self.country, self.subdivision, year)

    def after(self, day: date, days: int) -> date:
        """The business day that many after `day`; of 0, `day` itself."""
        found, left = day, days
        while left > 0:
            found += DAY
            left -= self.is_business(found)
        return found

    def between(self, day: date, until: date) -> int:
        """How many business days lie after `day`, up to and with `until`."""
        days = (day + DAY * n for n in range(1, (until - day).days + 1))
        return sum(self.is_business(one) for one in days)


def calendar_of(product: Product | None) -> Calendar:
    """A product's calendar; every weekday in UTC where there is no product."""
    if product is None:
        return Calendar()
    return Calendar(product.zone, product.country, product.subdivision)


class Clock(Struct, frozen=True):
    """How much of its target an idea has used; immutable, every act gives the next one."""

    target: int
    """Business days in which a first answer is due."""
    spent: int = 0
    """Business days waited before the present stretch."""
    since: date | None = None
    """The day the present stretch began; None while the clock stands."""

    def started(self, day: date) -> "Clock":
        """Begin anew."""
        return Clock(self.target, 0, day)

    def paused(self, day: date, calendar: Calendar) -> "Clock":
        """Stand still: somebody else is asked. What stands goes on standing."""
        return replace(self, spent=self.waited(day, calendar), since=None)

    def resumed(self, day: date) -> "Clock":
        """Run on with what is left. What runs goes on running."""
        return self if self.since is not None else replace(self, since=day)

    def waited(self, day: date, calendar: Calendar) -> int:
        """Business days on the clock by `day`."""
        return self.spent + (calendar.between(self.since, day) if self.since else 0)

    def due(self, calendar: Calendar) -> date | None:
        """The last day on which an answer is in time; None while the clock stands.

        Whoever was asked and answers always leaves a day for reading it.
        """
        if self.since is None:
            return None
        return calendar.after(self.since, max(1, self.target - self.spent))
