"""Local time: instants, windows of whole local days, weekly slots, working days.

A wall time that a clock change skips stands for the first instant after the gap; one that occurs
twice stands for the first of the two. Everything returned is an aware datetime in UTC, so
comparing and subtracting is exact whatever the zone does.
"""

from bisect import bisect_left
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class Window(Struct, frozen=True):
    """The half-open stretch [start, end); both in UTC."""

    start: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end


def instant(day: date, zone: str, at: time = time()) -> datetime:
    """When the clocks of an IANA zone show `at` on `day`, in UTC; midnight unless told.

    Raises ZoneInfoNotFoundError for a zone that does not exist.
    """
    tz = ZoneInfo(zone)
    wall = datetime.combine(day, at)
    first = wall.replace(tzinfo=tz, fold=0).astimezone(UTC)
    if first.astimezone(tz).replace(tzinfo=None) == wall:
        return first
    return _end_of_gap(wall.replace(tzinfo=tz, fold=1).astimezone(UTC), first, tz)


def _end_of_gap(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """The second between the two, which lie on either side, at which the zone's offset changes."""
    offset = before.astimezone(tz).utcoffset()
    seconds = range(int((after - before).total_seconds()))

    def changed(second: int) -> bool:
        return (before + timedelta(seconds=second)).astimezone(tz).utcoffset() != offset

    return before + timedelta(seconds=bisect_left(seconds, True, key=changed))


def local(at: datetime, zone: str) -> datetime:
    """The same instant with the zone's own offset, to be shown."""
    return at.astimezone(ZoneInfo(zone))


def zones(typed: str) -> list[str]:
    """The zones whose names hold what was typed, in order."""
    word = typed.strip().lower().replace(" ", "_")
    return sorted(zone for zone in available_timezones() if word in zone.lower())


def is_zone(name: str) -> bool:
    """Whether there is a zone of this name."""
    return name in available_timezones()


def monday(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def windows(last: date, zone: str, days: int, n: int) -> list[Window]:
    """The `n` adjoining windows of `days` local days that end with the start of `last`, in order.

    Steps are local days, so a week may have 167 or 169 hours, and a day that a zone skipped none.
    """
    bounds = [instant(last - timedelta(days=days * back), zone) for back in range(n, -1, -1)]
    return [Window(start, end) for start, end in pairwise(bounds)]


def week_before(as_of: date, zone: str) -> Window:
    """The local week, Monday to Monday, that ended last at or before `as_of` 00:00."""
    return windows(monday(as_of), zone, 7, 1)[0]


def week_ahead(as_of: date, zone: str) -> Window:
    """The local week that begins with the first Monday at or after `as_of` 00:00."""
    return windows(first_monday(as_of) + WEEK, zone, 7, 1)[0]


def days_of(window: Window, zone: str) -> tuple[date, date]:
    """The local days [first, last) of a window: those whose noon lies in it."""
    return _from_noon(window.start, zone), _from_noon(window.end, zone)


def _from_noon(at: datetime, zone: str) -> date:
    """The first day whose noon is at or after an instant."""
    day = local(at, zone).date()
    return day if at <= instant(day, zone, time(12)) else day + DAY


def first_monday(as_of: date) -> date:
    """The first Monday at or after the day."""
    return monday(as_of + 6 * DAY)


def working_days(start: date, end: date, off: AbstractSet[date] = frozenset()) -> list[date]:
    """The days of [start, end), Monday to Friday, that are not in `off`."""
    days = (start + timedelta(days=n) for n in range((end - start).days))
    return [day for day in days if day.weekday() < 5 and day not in off]


def week_of(day: date) -> str:
    """The ISO week of a local day, such as "2026-W44"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


class Weekly(Struct, frozen=True):
    """A weekly time: `weekday` (0 is Monday), local time, IANA zone, in every n-th week.

    Weeks are counted from Monday 0001-01-01; of every `every` weeks it is the one numbered
    `phase`, which lies in [0, every).
    """

    weekday: int
    at: time
    zone: str
    every: int = 1
    phase: int = 0

    def next_after(self, now: datetime) -> datetime:
        """The first occurrence later than `now`, in UTC."""
        # The week before counts too: a gap can push its occurrence past the week's end.
        this_week = monday(local(now, self.zone).date()) - WEEK
        occurrences = (
            instant(week + timedelta(days=self.weekday), self.zone, self.at)
            for week in (this_week + n * WEEK for n in count())
            if week.toordinal() // 7 % self.every == self.phase
        )
        return next(at for at in occurrences if at > now)

    def slot_of(self, at: datetime) -> str:
        """The local ISO week of an instant, such as "2026-W44": the same after a zone change."""
        return week_of(local(at, self.zone).date())
