"""When will the rest of a release be done? The reference model, exact.

The days to come are independent draws from the days gone by: the counts of items closed on each
of the last 91 local days, days without any included. The forecast at p is the least number of
days whose draws add up to what remains with probability p or more. This is what a Monte Carlo
simulation of throughput tends to, without the noise.

A sum of d draws is distributed as the d-fold convolution of one. Powers of two of it come by
doubling; the least d is then found bit by bit from the highest, so that 300 items at one a
month take no longer than 300 at one a day.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from operator import mul

DAYS_SAMPLED = 91
"""Local days up to T whose counts are drawn from."""

REFERENCE = "reference"
PERCENTS = (50, 85, 95)
ROUNDING = 1e-12
"""Above what floats lose on the way, so that a probability of exactly p is enough."""

Masses = list[float]
"""The probability of each sum from 0 on, cut off at a limit."""


class Draws:
    """The closed counts of past days as a source of independent draws."""

    def __init__(self, counts: Sequence[int]) -> None:
        self._counts = counts
        self._powers: list[Masses] = []
        self._limit = 0

    def days(self, remaining: int, percent: int) -> int | None:
        """The least number of draws that add up to `remaining`, 1 or more, with that certainty.

        None if nothing was ever closed.
        """
        if not any(self._counts):
            return None
        short_allowed = 1 - percent / 100 + ROUNDING
        self._grow(remaining, short_allowed)
        days, sums = 0, [1.0]
        for exponent in reversed(range(len(self._powers))):
            power = self._powers[exponent]
            if _short(sums, power, remaining) > short_allowed:
                days, sums = days + 2**exponent, _convolve(sums, power, remaining)
        return days + 1

    def _grow(self, remaining: int, short_allowed: float) -> None:
        """Double until the highest power is enough by itself; powers serve every later call."""
        if remaining > self._limit:
            self._limit = remaining
            self._powers = [self._one_day()]
        while sum(self._powers[-1][:remaining]) > short_allowed:
            self._powers.append(_convolve(self._powers[-1], self._powers[-1], self._limit))

    def _one_day(self) -> Masses:
        days = Counter(self._counts)
        highest = min(max(days) + 1, self._limit)
        return [days[count] / len(self._counts) for count in range(highest)]


def _convolve(one: Masses, other: Masses, limit: int) -> Masses:
    """The masses below `limit` of the sum of two independent numbers."""
    size = min(len(one) + len(other) - 1, limit)
    # With both as long as the result, each mass is one product of a start and a reversed start.
    one = one[:size] + [0.0] * (size - len(one))
    backwards = (other[:size] + [0.0] * (size - len(other)))[::-1]
    return [sum(map(mul, one, backwards[size - 1 - total :])) for total in range(size)]


def _short(one: Masses, other: Masses, limit: int) -> float:
    """The probability that two independent numbers add up to less than `limit`."""
    below = [0.0, *accumulate(other[:limit])]
    most = len(below) - 1
    return sum(mass * below[min(limit - value, most)] for value, mass in enumerate(one[:limit]))


@dataclass(frozen=True, slots=True)
class Dates:
    """The days by which it is done with 50, 85 and 95 % certainty; None where none is known."""

    p50: date | None
    p85: date | None
    p95: date | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a release still holds, and when that is done: by the reference, and by `model`."""

    remaining: int
    reference: Dates
    dates: Dates
    model: str


def forecast(draws: Draws, remaining: int, as_of: date) -> Forecast:
    """The forecast for `remaining` items, 1 or more, as of a day. The model is the reference."""
    reference = Dates(*(_date(as_of, draws.days(remaining, percent)) for percent in PERCENTS))
    return Forecast(remaining, reference, reference, REFERENCE)


def _date(as_of: date, days: int | None) -> date | None:
    """T plus so many days; none beyond the calendar's end."""
    if days is None or days > (date.max - as_of).days:
        return None
    return as_of + timedelta(days=days)
