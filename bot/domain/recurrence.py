"""Which days a rule of an iCalendar series names: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10

Whatever a rule says, the work is bounded by the days between its start and the end: one period is
looked at after another, and a rule that never names a day names none.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from msgspec import Struct, field

from bot.domain.calendar import DAY, WEEK

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FOLLOWED = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
)


class Rule(Struct, frozen=True):
    """A rule that repeats by days, weeks, months or years."""

    every: str
    interval: int = 1
    count: int | None = None
    weekdays: Sequence[tuple[int, int]] = ()
    """(ordinal, weekday): 0 for each of them, 2 for the second, -1 for the last."""
    month_days: Sequence[int] = ()
    months: Sequence[int] = ()
    positions: Sequence[int] = field(default=())
    """Which of a period's days are meant; all where none is named."""
    week_start: int = 0

    def days(self, start: date, end: date) -> Iterator[date]:
        """The days named in [start, end), in order; the first is not always `start`."""
        named = (
            day
            for period in self._periods(start, end)
            for day in self._chosen([day for day in period if self._names(day, start)])
            if start <= day < end
        )
        return islice(named, self.count)

    def _periods(self, start: date, end: date) -> Iterator[list[date]]:
        """The days of each period that counts, up to the end."""
        at = self._begin(start)
        while at < end:
            after = self._next(at, 1)
            yield [at + DAY * n for n in range((after - at).days)]
            at = self._next(at, self.interval)

    def _begin(self, day: date) -> date:
        """The first day of the period a day is in."""
        match self.every:
            case "WEEKLY":
                return day - timedelta(days=(day.weekday() - self.week_start) % 7)
            case "MONTHLY":
                return day.replace(day=1)
            case "YEARLY":
                return day.replace(month=1, day=1)
        return day

    def _next(self, at: date, periods: int) -> date:
        """The first day of the period so many after the one that begins at `at`."""
        match self.every:
            case "DAILY":
                return at + DAY * periods
            case "WEEKLY":
                return at + WEEK * periods
            case "MONTHLY":
                months = at.month - 1 + periods
                return date(at.year + months // 12, months % 12 + 1, 1)
        return date(at.year + periods, 1, 1)

    def _names(self, day: date, start: date) -> bool:
        """Whether the rule means a day of a period that counts."""
        if self.months and day.month not in self.months:
            return False
        if self.month_days and not {day.day, day.day - _length(day) - 1} & set(self.month_days):
            return False
        if self.weekdays:
            return any(self._is(day, *one) for one in self.weekdays)
        return bool(self.month_days) or self._repeats(day, start)

    def _is(self, day: date, ordinal: int, weekday: int) -> bool:
        if day.weekday() != weekday or ordinal == 0:
            return day.weekday() == weekday
        in_month = self.every == "MONTHLY" or bool(self.months)
        place = day.day if in_month else day.timetuple().tm_yday
        length = _length(day) if in_month else date(day.year, 12, 31).timetuple().tm_yday
        return ordinal in ((place - 1) // 7 + 1, -((length - place) // 7 + 1))

    def _repeats(self, day: date, start: date) -> bool:
        """Whether a day is to its period what the start was to its own."""
        match self.every:
            case "WEEKLY":
                return day.weekday() == start.weekday()
            case "MONTHLY":
                return day.day == start.day
            case "YEARLY":
                return day.day == start.day and (bool(self.months) or day.month == start.month)
        return True

    def _chosen(self, days: Sequence[date]) -> Sequence[date]:
        if not self.positions:
            return days
        places = {at - 1 if at > 0 else len(days) + at for at in self.positions}
        return [day for n, day in enumerate(days) if n in places]


def _length(day: date) -> int:
    """How many days its month has."""
    return monthrange(day.year, day.month)[1]


def rule(parts: Mapping[str, Sequence[object]]) -> Rule:
    """The rule of its parts. Raises ValueError for one that is not followed."""
    every = str(parts.get("FREQ", [""])[0])
    interval = int(str(parts.get("INTERVAL", [1])[0]))
    if every not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or interval < 1:
        raise ValueError("a rule that is not followed")
    if parts.keys() - FOLLOWED:
        raise ValueError("a part of a rule that is not followed")
    count = parts.get("COUNT", [None])[0]
    return Rule(
        every,
        interval,
        None if count is None else int(str(count)),
        [_weekday(str(one)) for one in parts.get("BYDAY", ())],
        _numbers(parts, "BYMONTHDAY"),
        _numbers(parts, "BYMONTH"),
        _numbers(parts, "BYSETPOS"),
        WEEKDAYS.index(str(parts.get("WKST", ["MO"])[0])),
    )


def _numbers(parts: Mapping[str, Sequence[object]], name: str) -> list[int]:
    return [int(str(one)) for one in parts.get(name, ())]


def _weekday(text: str) -> tuple[int, int]:
    """`-1FR` as its ordinal and weekday."""
    return int(text[:-2] or 0), WEEKDAYS.index(text[-2:])
