"""When will the rest be done, at the pace of the last weeks? The model behind the dates shown.

What remains, divided by the pace, is a number of weeks: the middle of what may come. How far from
it the end may lie is told by a spread on the logarithm of that time, so that twice as long is as
likely as half as long. Three things widen it: weeks differ from each other, the pace is known from
few of them, and it drifts while the work goes on. Weeks are turned into days by the share that
each day of the week had, and of two days the one whose expected progress is nearer is told.

Everything is measured from the 13 weeks before; only HALF_LIFE and DRIFT are chosen, so that dates
hold as often as they say on public histories (`tests/bench/backtest.py`).
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil, exp, log, sqrt

from msgspec import Struct

WEEKS = 13
DAYS = 7 * WEEKS
HALF_LIFE = 4.0
"""Weeks after which a week counts half."""
DRIFT = 0.1
"""By how much the logarithm of a pace moves in a week."""
STEPS = {50: 0.0, 85: 1.108, 95: 1.860}
"""How many spreads from the middle each certainty lies: Student's t of 8 degrees, since weeks that
count less and less tell as much as nine that count the same."""
FARTHEST = log(520_000)
"""Weeks beyond which no date is told."""

_AGES = [week + 0.5 for week in range(WEEKS)]
"""How long ago each week was, the newest first."""
_WEIGHTS = [2 ** (-age / HALF_LIFE) for age in _AGES]
_TOTAL = sum(_WEIGHTS)
_KNOWN_FROM = _TOTAL**2 / sum(weight**2 for weight in _WEIGHTS)
"""So many weeks of equal weight would tell as much."""
_AGE = sum(age * weight for age, weight in zip(_AGES, _WEIGHTS, strict=True)) / _TOTAL


class Pace(Struct, frozen=True, dict=True):
    """How a team closes items, measured from the counts of its last 91 local days."""

    counts: Sequence[int]
    """Oldest first; earlier days than those are not looked at."""

    def days(self, remaining: int, percent: int) -> int | None:
        """How many days until `remaining` items, 1 or more, are closed with that certainty.

        None if nothing was closed, or if it lies beyond any calendar.
        """
        if not any(self._weeks):
            return None
        middle = (remaining - 0.5) / self.weekly
        far = log(middle) + STEPS[percent] * self._spread(remaining, middle)
        return None if far > FARTHEST else self._day(exp(far))

    @cached_property
    def _weeks(self) -> list[int]:
        """Closed in each week, the newest first."""
        return [sum(self._days[end - 7 : end]) for end in range(DAYS, 0, -7)]

    @cached_property
    def _days(self) -> Sequence[int]:
        """The last 91 counts; none was closed on days before the first that is known."""
        return [0] * (DAYS - len(self.counts)) + list(self.counts[-DAYS:])

    @cached_property
    def weekly(self) -> float:
        """The pace: items closed a week, recent weeks counting more."""
        weighted = zip(self._weeks, _WEIGHTS, strict=True)
        return sum(count * weight for count, weight in weighted) / _TOTAL

    @cached_property
    def _unevenness(self) -> float:
        """How much more weeks differ than chance alone makes them: 1 for not at all.

        From one week to the next, so that a pace that slowly changes is not taken for it.
        """
        steps = [(one - other) ** 2 for one, other in pairwise(self._weeks)]
        differing = sum(steps) / len(steps) / 2
        return max(1.0, differing * WEEKS / sum(self._weeks))

    def _spread(self, remaining: int, weeks: float) -> float:
        """The standard deviation of the logarithm of the time it takes."""
        known = self.weekly * _KNOWN_FROM
        drifted = DRIFT**2 * (_AGE / 2 + weeks / 3)
        return sqrt(self._unevenness * (1 / remaining + 1 / known) + drifted)

    @cached_property
    def _progress(self) -> list[int]:
        """Items closed after 0 to 7 days of a week, all 13 weeks together."""
        by_day = [sum(self._days[day::7]) for day in range(7)]
        return list(accumulate(by_day, initial=0))

    def _day(self, weeks: float) -> int:
        """The day whose expected progress is nearest to so many weeks', in proportion."""
        goal = weeks * self._progress[-1]
        later = self._reached(goal)
        before = self._after(later - 1)
        sooner = later > 1 and before * self._after(later) > goal**2
        return self._reached(before) if sooner else later

    def _reached(self, goal: float) -> int:
        """The first day after which such progress, more than none, is expected."""
        weekly = self._progress[-1]
        whole = ceil(goal / weekly) - 1
        return 7 * whole + bisect_left(self._progress, goal - whole * weekly)

    def _after(self, day: int) -> int:
        """The progress expected after so many days."""
        weeks, days = divmod(day, 7)
        return weeks * self._progress[-1] + self._progress[days]
