"""Quiet hours: over midnight, over clock changes, in any zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.quiet import over
from tests.builders import at

ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Asia/Kolkata"),
    *("Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns"),
)
FIRST = at("2009-01-01")
INSTANTS = st.integers(0, 22 * 365 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n))
TIMES = st.times().map(lambda value: value.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 06:00"),
        ("2026-11-23 23:30", "2026-11-24 06:00"),
        ("2026-11-24 05:59", "2026-11-24 06:00"),
        ("2026-11-24 06:00", "2026-11-24 06:00"),
        ("2026-03-28 22:00", "2026-03-29 05:00"),
        ("2026-10-24 21:00", "2026-10-25 06:00"),
    ],
)
def test_a_night_in_berlin(now: str, end: str) -> None:
    assert at(end) == over(at(now), "Europe/Berlin", time(22), time(7))


def test_hours_of_a_day_end_the_same_day() -> None:
    assert at("2026-11-23 13:00") == over(at("2026-11-23 12:10"), "UTC", time(12), time(13))


@pytest.mark.parametrize(
    ("start", "end"), [(None, time(7)), (time(7), None), (None, None), (time(7), time(7))]
)
def test_without_two_different_times_nothing_is_quiet(start: time | None, end: time | None) -> None:
    assert at("2026-11-23 07:00") == over(at("2026-11-23 07:00"), "UTC", start, end)


def test_hours_that_a_clock_change_skips_are_not_quiet() -> None:
    skipped = at("2026-03-29 01:00")
    assert skipped == over(skipped, "Europe/Berlin", time(2, 10), time(2, 50))


@given(INSTANTS, st.sampled_from(ZONES), TIMES, TIMES)
@example(at("2026-10-25 00:30"), "Europe/Berlin", time(2, 15), time(2, 45))
@example(at("2011-11-06 03:31"), "America/St_Johns", time(0), time(6))
def test_it_ends_within_a_day_when_the_clocks_show_its_end(
    now: datetime, zone: str, start: time, end: time
) -> None:
    due = over(now, zone, start, end)
    assert now <= due <= now + timedelta(hours=26)
    if due != now:
        shows = due.astimezone(ZoneInfo(zone)).time()
        skipped = due.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        before = (due - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert shows == end or skipped - before > timedelta(minutes=1)


@given(INSTANTS, st.sampled_from(ZONES), TIMES, TIMES)
def test_what_the_clocks_show_says_whether_it_is_quiet(
    now: datetime, zone: str, start: time, end: time
) -> None:
    """Away from clock changes the wall clock alone decides."""
    tz = ZoneInfo(zone)
    offsets = {(now + timedelta(days=n)).astimezone(tz).utcoffset() for n in range(-2, 3)}
    assume(len(offsets) == 1)
    shows = now.astimezone(tz).time()
    inside = start <= shows < end if start <= end else shows >= start or shows < end
    assert inside == (over(now, zone, start, end) > now)
