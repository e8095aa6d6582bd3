"""The days away that an iCalendar file tells: https://www.rfc-editor.org/rfc/rfc5545.

- An all-day event is its days. One with times counts for each local day of which it takes at least
  four of the hours from 9 to 17: half a day's work. Shorter ones are left out, and counted.
- A series repeats on the clock of its own zone and is followed through the window alone; moved and
  cancelled dates of it are those of the file. Events without a zone are local.
- What cannot be understood is left out and counted; only a file that is no calendar is refused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from msgspec import Struct, field

from bot.domain.absences import Away, joined
from bot.domain.calendar import DAY
from bot.domain.recurrence import rule
from bot.errors import UserError

LARGEST = 512 * 1024
"""Bytes of a file: a calendar of absences has a few thousand lines at most."""
MOST_SERIES = 100
MOST_EVENTS = 2_000
FROM, TO = time(9), time(17)
ENOUGH = timedelta(hours=4)
NOTE = 100
DETAIL = 150
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OLDEST = timedelta(days=3660)
"""A series that began longer before the window is not followed."""

When = date | datetime


class LeftOut(StrEnum):
    """Why an event is no absence."""

    SHORT = "short"
    CANCELLED = "cancelled"
    ELSEWHEN = "elsewhen"
    """Over, or too far ahead."""
    UNREADABLE = "unreadable"


class Reading(Struct, frozen=True):
    """What a file tells."""

    absences: list[Away] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    fault: str = ""
    """Why nothing of it could be read, as a sentence."""


def read(content: bytes, zone: str, start: date, end: date) -> Reading:
    """The absences of a file in [start, end). Raises UserError for what is no calendar."""
    events = _events(content)
    series = sum(bool(event.rrules) for event in events if _is_readable(event))
    if len(events) > MOST_EVENTS or series > MOST_SERIES:
        raise UserError(
            f"That are {len(events)} events, {series} of them repeating: this is no calendar of "
            "absences. Export one that holds only the days away."
        )
    reader = _Reader(ZoneInfo(zone), start, end, _moved(events))
    left_out: Counter[LeftOut] = Counter()
    found: list[Away] = []
    for event in events:
        told = reader.absences(event)
        if isinstance(told, LeftOut):
            left_out[told] += 1
        else:
            found += told
    return Reading(joined(set(found)), left_out)


def _events(content: bytes) -> list[Event]:
    try:
        calendars = Calendar.from_ical(_text(content), multiple=True)
    except (ValueError, LookupError) as error:
        why = "".join(c for c in str(error) if c.isprintable())[:DETAIL]
        raise UserError(
            f"I can't read this as a calendar ({why}). Export it again as an iCalendar file "
            "(.ics); nothing was changed."
        ) from error
    parts = [part for calendar in calendars for part in calendar.walk("VEVENT")]
    found = [part for part in parts if isinstance(part, Event)]
    if not found:
        raise UserError("There is no event in this file. Nothing was changed.")
    return found


def _text(content: bytes) -> str:
    """UTF-8, as the standard says; else what old programs write."""
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _is_readable(event: Event) -> bool:
    try:
        return bool(event.start and event.end) and isinstance(event.rrules, list)
    except (ValueError, TypeError, AttributeError):
        return False


def _moved(events: Iterable[Event]) -> dict[str, set[When]]:
    """Which dates of a series have an event of their own, by the series."""
    found: dict[str, set[When]] = {}
    for event in events:
        if _is_readable(event) and event.RECURRENCE_ID is not None:
            found.setdefault(str(event.get("uid")), set()).add(_on_the_clock(event.RECURRENCE_ID))
    return found


def _on_the_clock(at: When) -> When:
    """What the clock of its own zone shows; a day stays one."""
    return at.replace(tzinfo=None) if isinstance(at, datetime) else at


class _Reader(Struct, frozen=True):
    zone: ZoneInfo
    start: date
    end: date
    moved: dict[str, set[When]]

    def absences(self, event: Event) -> list[Away] | LeftOut:
        """The days an event takes, or why it takes none."""
        if not _is_readable(event):
            return LeftOut.UNREADABLE
        if str(event.get("status", "")).upper() == "CANCELLED":
            return LeftOut.CANCELLED
        try:
            starts = list(self._starts(event))
        except (ValueError, TypeError, AttributeError, OverflowError):
            return LeftOut.UNREADABLE
        note = " ".join(str(event.get("summary", "")).split())[:NOTE]
        lasts = event.end - event.start
        stretches = [self._stretch(at, lasts) for at in starts]
        near = [s for s in stretches if s and s[1] >= self.start and s[0] < self.end]
        if not any(stretches) and starts:
            return LeftOut.SHORT
        last = self.end - DAY
        return [Away(s[0], min(s[1], last), note) for s in near] or LeftOut.ELSEWHEN

    # --- When it begins

    def _starts(self, event: Event) -> Iterator[When]:
        """Its beginnings that can reach into the window, or the only one."""
        at = event.start
        rules = event.rrules
        if not rules or event.RECURRENCE_ID is not None:
            yield at
            return
        gone = {self._as(at, one) for one in event.exdates}
        gone |= self.moved.get(str(event.get("uid")), set())
        more = [self._as(at, one[0]) for one in event.rdates]
        clock = {one for parts in rules for one in self._series(event, parts)} | set(more)
        for one in sorted(clock - gone):
            tz = at.tzinfo if isinstance(at, datetime) else None
            yield one.replace(tzinfo=tz) if isinstance(one, datetime) else one

    def _as(self, like: When, at: When) -> When:
        """A date of a series as the series' own clock tells it."""
        if not isinstance(like, datetime):
            return at.date() if isinstance(at, datetime) else at
        if not isinstance(at, datetime):
            return datetime.combine(at, like.time())
        if at.tzinfo is not None and like.tzinfo is not None:
            at = at.astimezone(like.tzinfo)
        return at.replace(tzinfo=None)

    def _series(self, event: Event, parts: Mapping[str, Sequence[object]]) -> Iterator[When]:
        """The beginnings one rule gives that can reach into the window."""
        at = event.start
        first = _on_the_clock(at)
        day = first.date() if isinstance(first, datetime) else first
        if day < self.start - OLDEST:
            raise ValueError("a series that is too old")
        until = next(iter(parts.get("UNTIL", ())), None)
        last = self._as(at, until) if isinstance(until, date) else None
        reach = self.start - (event.end - at) - 2 * DAY
        for one in rule(parts).days(day, self.end):
            begins = datetime.combine(one, first.time()) if isinstance(first, datetime) else one
            if last is not None and _midnight(begins) > _midnight(last):
                return
            if one >= reach:
                yield begins

    # --- Which days it takes

    def _stretch(self, at: When, lasts: timedelta) -> tuple[date, date] | None:
        """The first and the last day; None for less than half a day's work."""
        if not isinstance(at, datetime):
            return at, max(at, at + lasts - DAY)
        begins, ends = self._local(at), self._local(_later(at, lasts))
        days = [
            day
            for day in (begins.date(), ends.date())
            if min(ends, datetime.combine(day, TO)) - max(begins, datetime.combine(day, FROM))
            >= ENOUGH
        ]
        between = (ends.date() - begins.date()).days - 1
        if between > 0:
            days += [begins.date() + DAY, ends.date() - DAY]
        return (min(days), max(days)) if days else None

    def _local(self, at: datetime) -> datetime:
        """What the reader's clock shows."""
        return at.astimezone(self.zone).replace(tzinfo=None) if at.tzinfo else at


def _later(at: datetime, lasts: timedelta) -> datetime:
    """So much later, in hours that pass."""
    if at.tzinfo is None:
        return at + lasts
    return (at.astimezone(ZoneInfo("UTC")) + lasts).astimezone(at.tzinfo)


def _midnight(at: When) -> datetime:
    """A day's beginning; an instant as it is."""
    return at if isinstance(at, datetime) else datetime.combine(at, time())
