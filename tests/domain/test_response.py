"""Business days and the response clock, against counting day by day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import holidays
from bot.domain.response import Calendar, Clock

CALENDARS = (
    Calendar(),
    Calendar("Europe/Berlin", "DE", "BY"),
    Calendar("America/New_York", "US"),
    Calendar("Pacific/Kiritimati"),
)
calendars = st.sampled_from(CALENDARS)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
DAY = timedelta(days=1)


def test_weekends_and_holidays_are_no_business_days() -> None:
    bavaria = Calendar("Europe/Berlin", "DE", "BY")
    assert not bavaria.is_business(date(2026, 1, 6))  # Epiphany, a Tuesday, in Bavaria alone
    assert Calendar("Europe/Berlin", "DE").is_business(date(2026, 1, 6))
    assert not Calendar().is_business(date(2026, 11, 28))


def test_five_days_from_a_monday_are_the_next_monday() -> None:
    clock = Clock(5).started(date(2026, 11, 23))
    assert date(2026, 11, 30) == clock.due(Calendar())
    assert date(2026, 12, 1) == clock.due(Calendar("America/New_York", "US"))  # Thanksgiving


@pytest.mark.parametrize(
    ("at", "zone", "local"),
    [
        ("2026-03-29 00:59", "Europe/Berlin", "2026-03-29"),
        ("2026-03-29 22:30", "Europe/Berlin", "2026-03-30"),  # already summer time
        ("2026-10-25 22:30", "Europe/Berlin", "2026-10-25"),  # winter time again
        ("2026-11-23 11:00", "Pacific/Kiritimati", "2026-11-24"),
    ],
)
def test_a_day_is_the_products_own_across_clock_changes(at: str, zone: str, local: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert date.fromisoformat(local) == Calendar(zone).day(instant)


@given(calendars, days, st.integers(1, 30))
def test_the_nth_business_day_has_n_business_days_up_to_it(
    calendar: Calendar, day: date, number: int
) -> None:
    found = calendar.after(day, number)
    assert calendar.is_business(found)
    assert number == calendar.between(day, found)
    assert number - 1 == calendar.between(day, found - DAY)


@given(calendars, days, st.integers(1, 20), st.lists(st.integers(0, 12), max_size=8))
def test_only_days_on_which_it_runs_are_counted(
    calendar: Calendar, start: date, target: int, steps: list[int]
) -> None:
    """It runs and stands in turns; each stretch is so many days long."""
    clock, day, counted = Clock(target).started(start), start, 0
    for number, step in enumerate(steps):
        until = day + step * DAY
        if number % 2 == 0:
            counted += sum(calendar.is_business(day + n * DAY) for n in range(1, step + 1))
            clock = clock.paused(until, calendar)
            assert clock.due(calendar) is None
        else:
            clock = clock.resumed(until)
        day = until
        assert counted == clock.waited(day, calendar)
    if clock.since is not None:
        due = clock.due(calendar)
        assert due is not None
        assert calendar.is_business(due)
        assert max(target, clock.spent + 1) == clock.waited(due, calendar)
        assert target < clock.waited(calendar.after(due, 1), calendar)


@given(calendars, days, st.integers(0, 10))
def test_pausing_and_resuming_twice_changes_nothing(
    calendar: Calendar, start: date, after: int
) -> None:
    day = start + after * DAY
    paused = Clock(5).started(start).paused(day, calendar)
    assert paused == paused.paused(day + 3 * DAY, calendar)
    running = paused.resumed(day)
    assert running == running.resumed(day + 3 * DAY)


@given(st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]), days)
def test_every_local_day_begins_once(zone: str, day: date) -> None:
    """From one local noon to the next it is exactly one day later, clock changes or not."""
    from bot.domain.calendar import instant

    calendar = Calendar(zone)
    noons = [calendar.day(instant(day + n * DAY, zone, time(12))) for n in range(3)]
    assert [day, day + DAY, day + 2 * DAY] == noons


def test_places_are_found_by_name_and_code() -> None:
    assert "Germany" == holidays.search("germ")[0].name
    assert ("DE", None) == holidays.search("de")[0][:2]
    assert "Germany: Bayern" in [place.name for place in holidays.search("germany: bay")]
    assert len(holidays.search("a")) <= 100
    for code in ("DE", "DE-BY", "US-CA"):
        found = holidays.place(code)
        assert found is not None
        assert code == found.code
    assert holidays.place("XX") is None
    assert holidays.place("DE-XX") is None
    with pytest.raises(LookupError):
        holidays.off("DE", "XX", 2026)
