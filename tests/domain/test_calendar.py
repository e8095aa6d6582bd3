from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import (
    Weekly,
    Window,
    first_monday,
    instant,
    local,
    monday,
    week_ahead,
    week_before,
    windows,
    working_days,
)
from tests.builders import at

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Auckland",
)
zones = st.sampled_from(ZONES)
days = st.dates(date(2008, 1, 1), date(2030, 12, 31))
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def test_a_local_time_is_an_instant_in_utc() -> None:
    assert at("2024-01-15 08:30") == instant(date(2024, 1, 15), "Europe/Berlin", time(9, 30))


def test_a_time_that_is_skipped_is_the_first_instant_after_the_gap() -> None:
    found = instant(date(2026, 3, 29), "Europe/Berlin", time(2, 30))
    assert "2026-03-29T03:00:00+02:00" == local(found, "Europe/Berlin").isoformat()


def test_a_midnight_that_is_skipped_is_the_first_instant_of_the_day() -> None:
    found = instant(date(2018, 11, 4), "America/Sao_Paulo")
    assert "2018-11-04T01:00:00-02:00" == local(found, "America/Sao_Paulo").isoformat()


def test_a_gap_of_half_an_hour_is_not_an_hour() -> None:
    found = instant(date(2024, 10, 6), "Australia/Lord_Howe", time(2, 10))
    assert "2024-10-06T02:30:00+11:00" == local(found, "Australia/Lord_Howe").isoformat()


def test_a_time_that_occurs_twice_is_the_first_of_the_two() -> None:
    found = instant(date(2026, 10, 25), "Europe/Berlin", time(2, 30))
    assert at("2026-10-25 02:30+02:00") == found


def test_a_day_that_a_zone_skipped_has_no_length() -> None:
    (skipped,) = windows(date(2011, 12, 31), "Pacific/Apia", 1, 1)
    assert skipped.start == skipped.end == at("2011-12-31 00:00+14:00")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        instant(date(2024, 1, 1), "Nowhere/Land")


def test_a_window_holds_its_start_and_not_its_end() -> None:
    window = Window(at("2024-01-01"), at("2024-01-08"))
    assert window.start in window
    assert window.end not in window
    assert window.end - timedelta(microseconds=1) in window


def test_on_a_monday_the_week_that_has_just_ended_counts() -> None:
    assert Window(at("2024-02-26"), at("2024-03-04")) == week_before(date(2024, 3, 4), "UTC")


def test_on_a_sunday_the_running_week_does_not_count() -> None:
    assert Window(at("2024-02-26"), at("2024-03-04")) == week_before(date(2024, 3, 10), "UTC")


def test_the_week_ahead_begins_today_on_a_monday() -> None:
    assert Window(at("2024-03-04"), at("2024-03-11")) == week_ahead(date(2024, 3, 4), "UTC")


def test_the_week_ahead_begins_next_monday_on_any_other_day() -> None:
    assert Window(at("2024-03-11"), at("2024-03-18")) == week_ahead(date(2024, 3, 5), "UTC")
    assert date(2024, 3, 11) == first_monday(date(2024, 3, 10))


@pytest.mark.parametrize(("as_of", "hours"), [("2024-04-01", 167), ("2024-10-28", 169)])
def test_a_week_of_a_clock_change_is_an_hour_shorter_or_longer(as_of: str, hours: int) -> None:
    week = week_before(date.fromisoformat(as_of), "Europe/Berlin")
    assert timedelta(hours=hours) == week.end - week.start


@given(days, zones, st.sampled_from([1, 7]), st.integers(1, 91))
def test_windows_adjoin_and_start_when_their_day_does(
    last: date, zone: str, length: int, n: int
) -> None:
    found = windows(last, zone, length, n)
    assert n == len(found)
    assert all(one.end == other.start for one, other in pairwise(found))
    for back, window in zip(range(n, 0, -1), found, strict=True):
        day = last - timedelta(days=length * back)
        assert day == local(window.start, zone).date()
        assert day != local(window.start - timedelta(seconds=1), zone).date()


@given(days)
def test_monday_is_the_first_day_of_the_iso_week(day: date) -> None:
    assert date.fromisocalendar(*day.isocalendar()[:2], 1) == monday(day)


@given(days, zones, times, st.integers(0, 6))
def test_weekly_slots_agree_with_cronsim(day: date, zone: str, when: time, weekday: int) -> None:
    tz = ZoneInfo(zone)
    now = datetime.combine(day, time(12), tz)
    cron = f"{when.minute} {when.hour} * * {(weekday + 1) % 7}"
    expected = [slot.astimezone(UTC) for slot in islice(CronSim(cron, now), 30)]
    assert expected == occurrences(Weekly(weekday, when, zone), now, 30)


@settings(max_examples=20, deadline=None)
@given(st.integers(2008, 2030), zones, times)
def test_seven_weekly_slots_agree_with_a_daily_cronsim_for_a_year(
    year: int, zone: str, when: time
) -> None:
    now = datetime(year, 1, 1, tzinfo=ZoneInfo(zone)) - timedelta(minutes=1)
    daily = CronSim(f"{when.minute} {when.hour} * * *", now)
    expected = [slot.astimezone(UTC) for slot in islice(daily, 364)]
    weeks = [occurrences(Weekly(weekday, when, zone), now, 52) for weekday in range(7)]
    assert expected == sorted(slot for week in weeks for slot in week)


def occurrences(weekly: Weekly, now: datetime, n: int) -> list[datetime]:
    found = []
    for _ in range(n):
        now = weekly.next_after(now)
        found.append(now)
    return found


def test_the_next_slot_is_later_than_the_present_one() -> None:
    weekly = Weekly(0, time(9), "UTC")
    assert at("2024-03-04 09:00") == weekly.next_after(at("2024-03-04 08:59"))
    assert at("2024-03-11 09:00") == weekly.next_after(at("2024-03-04 09:00"))


@given(days, zones, times, st.integers(0, 6), st.integers(2, 4))
def test_every_nth_week_has_one_slot_in_n_weeks(
    day: date, zone: str, when: time, weekday: int, every: int
) -> None:
    now = datetime.combine(day, time(12), ZoneInfo(zone))
    all_weeks = occurrences(Weekly(weekday, when, zone), now, 4 * every)
    by_phase = [
        occurrences(Weekly(weekday, when, zone, every, phase), now, 4) for phase in range(every)
    ]
    assert all_weeks == sorted(slot for slots in by_phase for slot in slots)


@given(days, zones, times, st.integers(0, 6))
def test_successive_slots_have_different_names(
    day: date, zone: str, when: time, weekday: int
) -> None:
    weekly = Weekly(weekday, when, zone)
    slots = occurrences(weekly, datetime.combine(day, time(12), UTC), 60)
    assert 60 == len({weekly.slot_of(slot) for slot in slots})


def test_a_slot_is_named_by_the_local_iso_week() -> None:
    assert "2026-W44" == Weekly(0, time(9), "UTC").slot_of(at("2026-10-26"))
    assert "2026-W43" == Weekly(0, time(9), "America/New_York").slot_of(at("2026-10-26"))
    assert "2020-W53" == Weekly(4, time(9), "UTC").slot_of(at("2021-01-01"))


def test_a_change_of_zone_does_not_name_the_same_monday_twice() -> None:
    berlin, new_york = (Weekly(0, time(9), zone) for zone in ("Europe/Berlin", "America/New_York"))
    sent = berlin.next_after(at("2024-03-03"))
    again = new_york.next_after(sent)
    assert sent.date() == again.date()
    assert berlin.slot_of(sent) == new_york.slot_of(again)


def test_working_days_leave_out_weekends_and_days_off() -> None:
    week = working_days(date(2024, 4, 29), date(2024, 5, 6), {date(2024, 5, 1)})
    assert [date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 2), date(2024, 5, 3)] == week


def test_a_day_off_on_a_weekend_takes_nothing_away() -> None:
    assert 5 == len(working_days(date(2024, 4, 29), date(2024, 5, 6), {date(2024, 5, 4)}))


def test_there_are_no_working_days_in_no_days() -> None:
    assert [] == working_days(date(2024, 4, 29), date(2024, 4, 29))
