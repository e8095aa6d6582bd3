"""When will the rest be done, if days to come are drawn from days gone by? Exactly.

Every day to come closes as many items as one of the last 91 local days did, each as likely as the
other, days without any included. The answer at p is the least number of days whose draws add up
to what remains with probability p or more. This is what a Monte Carlo simulation of throughput
tends to, without the noise.

A sum of d draws is distributed as the d-fold convolution of one. Powers of two of it come by
doubling; the least d is then found bit by bit from the highest, so that 300 items at one a month
take no longer than 300 at one a day. Probabilities are whole numbers of 2^-64, and a convolution
is one product of two long integers that hold them side by side, which Python multiplies faster
than any loop of ours: https://en.wikipedia.org/wiki/Kronecker_substitution.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

ONE = 1 << 64
"""Certainty."""
ROUNDING = ONE // 10**12
"""More than is lost on the way, so that a probability of exactly p is enough."""
SLOT = 20
"""Bytes that hold a sum of products of two probabilities."""
FRACTION = 8
"""Bytes of such a product below 2^-64."""


class Masses(NamedTuple):
    """The probability of each sum from `start` on; all others have none worth counting."""

    start: int
    parts: Sequence[int]


NO_DRAW = Masses(0, (ONE,))


class Draws:
    """The closed counts of past days as a source of independent draws.

    `limit` is the most that will be asked for, where that is known: more begins anew.
    """

    def __init__(self, counts: Sequence[int], limit: int = 0) -> None:
        self._counts = counts
        self._powers: list[Masses] = []
        self._limit = limit

    def days(self, remaining: int, percent: int) -> int | None:
        """The least number of draws that add up to `remaining`, 1 or more, with that certainty.

        None if nothing was ever closed.
        """
        if not any(self._counts):
            return None
        short_allowed = ONE * (100 - percent) // 100 + ROUNDING
        self._grow(remaining, short_allowed)
        days, sums = 0, NO_DRAW
        for exponent in reversed(range(len(self._powers))):
            power = self._powers[exponent]
            if _short(sums, power, remaining) > short_allowed:
                days, sums = days + 2**exponent, _convolve(sums, power, remaining)
        return days + 1

    def _grow(self, remaining: int, short_allowed: int) -> None:
        """Double until the highest power is enough by itself; powers serve every later call."""
        if remaining > self._limit or not self._powers:
            self._limit = max(remaining, self._limit)
            self._powers = [self._one_day()]
        while _short(NO_DRAW, self._powers[-1], remaining) > short_allowed:
            self._powers.append(_convolve(self._powers[-1], self._powers[-1], self._limit))

    def _one_day(self) -> Masses:
        days, n = Counter(self._counts), len(self._counts)
        highest = min(max(days) + 1, self._limit)
        return _trimmed(0, [ONE * days[count] // n for count in range(highest)])


def _convolve(one: Masses, other: Masses, limit: int) -> Masses:
    """The masses below `limit` of the sum of two independent numbers."""
    start = one.start + other.start
    size = min(len(one.parts) + len(other.parts) - 1, limit - start)
    if size <= 0:
        return Masses(limit, ())
    factor = _packed(one.parts[:size])
    product = factor * (factor if one is other else _packed(other.parts[:size]))
    held = product.to_bytes(2 * size * SLOT, "little")
    parts = [
        int.from_bytes(held[at + FRACTION : at + SLOT], "little")
        for at in range(0, size * SLOT, SLOT)
    ]
    return _trimmed(start, parts)


def _packed(parts: Sequence[int]) -> int:
    """The probabilities side by side in one number."""
    return int.from_bytes(b"".join(part.to_bytes(SLOT, "little") for part in parts), "little")


def _trimmed(start: int, parts: Sequence[int]) -> Masses:
    """Without what has no probability at either end."""
    some = [place for place, part in enumerate(parts) if part]
    if not some:
        return Masses(start + len(parts), ())
    return Masses(start + some[0], parts[some[0] : some[-1] + 1])


def _short(one: Masses, other: Masses, limit: int) -> int:
    """The probability that two independent numbers add up to less than `limit`."""
    below = [0, *accumulate(other.parts)]
    room, most = limit - one.start - other.start, len(below) - 1
    pairs = zip(one.parts, range(room, 0, -1), strict=False)
    return sum(mass * below[min(left, most)] for mass, left in pairs) // ONE
