"""Quiet hours: local times of day between which a person is told nothing.

They may span midnight. A wall time that a clock change skips or repeats is read as everywhere:
see `bot.domain.calendar`.
"""

from datetime import datetime, time, timedelta

from bot.domain.calendar import instant, local

NEARBY = (-1, 0, 1)
"""The days whose hours may hold an instant: a clock set back over midnight repeats a day's end."""


def over(at: datetime, zone: str, start: time | None, end: time | None) -> datetime:
    """`at`, or the end of the quiet hours it lies in; both in UTC. Equal times are no hours."""
    if start is None or end is None or start == end:
        return at
    today = local(at, zone).date()
    nights = 1 if end < start else 0
    ends = [
        finish
        for day in (today + timedelta(days=n) for n in NEARBY)
        if instant(day, zone, start)
        <= at
        < (finish := instant(day + timedelta(days=nights), zone, end))
    ]
    return max(ends, default=at)
