"""What the axes of several charts are named with."""

from bot.picture import Ticks

LENGTHS: Ticks = tuple((float(days), str(days)) for days in (0, 1, 3, 7, 14, 30, 90, 365, 1000))
NAME = 18
"""Characters of a name beside or beneath an axis."""


def lengths(longest: float) -> Ticks:
    """The names of an axis of days, up to the first that is long enough."""
    return tuple(tick for tick in LENGTHS if tick[0] <= 2.5 * max(longest, 1))
