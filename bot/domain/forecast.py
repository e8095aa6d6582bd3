"""By which day the rest of a release is done, how surely, and how well such dates held.

The dates told are the pace's. Beside them stands the reference, which draws days to come from
days gone by: it is known to be off where weekdays differ and paces drift.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from bot.domain.draws import Draws
from bot.domain.pace import DAYS, Pace

DAYS_SAMPLED = DAYS
"""Local days up to T whose counts tell the dates."""
WEEKS_JUDGED = 26
"""Weekly forecasts of the past that are held against what came: half a year, for a team of two
years ago is another team, and no digest reads farther back than this asks for."""
DAYS_KNOWN = 7 * WEEKS_JUDGED + DAYS_SAMPLED
"""Local days up to T whose counts tell the dates and their record."""

MODEL = "pace"
PERCENTS = (50, 85, 95)


class Dates(NamedTuple):
    """The days by which it is done with 50, 85 and 95 % certainty; None where none is known."""

    p50: date | None
    p85: date | None
    p95: date | None


class Held(NamedTuple):
    """Of so many dates that have come, how many held."""

    held: int
    judged: int

    def __add__(self, other: object) -> "Held":
        assert isinstance(other, Held)
        return Held(self.held + other.held, self.judged + other.judged)


class Record(NamedTuple):
    """How the dates of each certainty held."""

    p50: Held
    p85: Held
    p95: Held


class Forecast(Struct, frozen=True):
    """What a release still holds, and when that is done: by the reference, and by `model`.

    `record` is of the model's dates for as many items, told every week of the year before.
    """

    remaining: int
    reference: Dates
    dates: Dates
    model: str
    record: Record


class Past:
    """The closed counts of the local days up to a day, to forecast from.

    `largest` is the most that will be asked for.
    """

    def __init__(self, counts: Sequence[int], as_of: date, largest: int) -> None:
        self._as_of = as_of
        self._counts = counts
        self._closed = list(accumulate(counts, initial=0))
        """How many after each number of days."""
        self._draws = Draws(counts[-DAYS_SAMPLED:], largest)
        self._pace = Pace(counts)

    def forecast(self, remaining: int) -> Forecast:
        """The forecast for `remaining` items, 1 or more."""
        return Forecast(
            remaining,
            Dates(*(self._date(self._draws.days(remaining, percent)) for percent in PERCENTS)),
            self.dates(remaining),
            MODEL,
            self.record(remaining),
        )

    def dates(self, remaining: int) -> Dates:
        """The dates of the model alone."""
        return Dates(*(self._date(self._pace.days(remaining, percent)) for percent in PERCENTS))

    def _date(self, days: int | None) -> date | None:
        """T plus so many days; none beyond the calendar's end."""
        if days is None or days > (date.max - self._as_of).days:
            return None
        return self._as_of + timedelta(days=days)

    def record(self, remaining: int) -> Record:
        """How dates for as many items held, of those told weekly that have come.

        A date held if as many items were closed before it as remain now.
        """
        return Record(*(self._held(remaining, percent) for percent in PERCENTS))

    def _held(self, remaining: int, percent: int) -> Held:
        closed = self._closed
        judged = [
            closed[day + days] - closed[day] >= remaining
            for day, pace in self._earlier
            if (days := pace.days(remaining, percent)) and day + days < len(closed)
        ]
        return Held(sum(judged), len(judged))

    @cached_property
    def _earlier(self) -> list[tuple[int, Pace]]:
        """The pace as it was so many days into what is known, week by week."""
        last = len(self._counts)
        days = range(last - 7, max(DAYS_SAMPLED, last - 7 * WEEKS_JUDGED) - 1, -7)
        return [(day, Pace(self._counts[day - DAYS_SAMPLED : day])) for day in days]
