from datetime import date, timedelta
from math import exp, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.forecast import DAYS_KNOWN, Dates, Held, Past, Record
from bot.domain.pace import Pace

PERCENTS = (50, 85, 95)
COUNTS = st.lists(st.integers(0, 9), min_size=91, max_size=91)
EVERY_DAY = [1] * 91
WORKDAYS = [1, 1, 1, 1, 1, 0, 0] * 13


def test_the_middle_is_what_remains_by_the_pace() -> None:
    assert 7 == pytest.approx(Pace(EVERY_DAY).weekly)
    assert [7, 70, 700] == [Pace(EVERY_DAY).days(n, 50) for n in (7, 70, 700)]


def test_weeks_alike_are_as_uneven_as_chance() -> None:
    # 70 left at 7 a week: 1 of 70, 1 of 7 x 9.4 known, and a drift over 2.1 + 3.3 weeks.
    spread = sqrt(1 / 70 + 1 / (7 * 9.369) + 0.01 * (4.258 / 2 + 9.93 / 3))
    assert round(69.5 * exp(1.108 * spread)) == Pace(EVERY_DAY).days(70, 85)
    assert round(69.5 * exp(1.860 * spread)) == Pace(EVERY_DAY).days(70, 95)


def test_no_day_is_told_on_which_nothing_is_ever_closed() -> None:
    told = {((Pace(WORKDAYS).days(n, 85) or 0) - 1) % 7 for n in range(1, 60)}
    assert {0, 1, 2, 3, 4} == told


def test_recent_weeks_count_more() -> None:
    slower, faster = [3] * 63 + [1] * 28, [1] * 63 + [3] * 28
    evenly = (63 + 28 * 3) / 13
    assert (63 * 3 + 28) / 13 > Pace(slower).weekly
    assert evenly < Pace(faster).weekly


def test_uneven_weeks_need_more_time_to_be_sure() -> None:
    uneven = ([0] * 7 + [2] * 7) * 6 + [1] * 7
    assert (Pace(uneven).days(40, 95) or 0) > (Pace(EVERY_DAY).days(40, 95) or 0)


def test_nothing_closed_has_no_answer() -> None:
    assert None is Pace([0] * 91).days(1, 50)


def test_there_is_no_day_beyond_any_calendar() -> None:
    assert None is Pace([1] + [0] * 90).days(10**9, 95)


def test_a_short_past_is_enough() -> None:
    assert (Pace([0, 1]).days(1, 50) or 0) >= 1


@given(COUNTS, st.integers(1, 400))
def test_more_certainty_and_more_work_take_no_less_time(counts: list[int], n: int) -> None:
    pace = Pace(counts)
    if not any(counts):
        return
    days = [pace.days(n, percent) or 10**7 for percent in PERCENTS]
    assert sorted(days) == days
    assert days[0] <= (pace.days(n + 1, 50) or 10**7)


AS_OF = date(2024, 3, 4)


def test_dates_are_so_many_days_after_t() -> None:
    found = Past(EVERY_DAY, AS_OF, 7).forecast(7)
    assert AS_OF + timedelta(days=7) == found.dates.p50
    assert Dates(*[AS_OF + timedelta(days=7)] * 3) == found.reference
    assert (7, "pace") == (found.remaining, found.model)


def test_a_forecast_from_nothing_has_no_dates() -> None:
    found = Past([0] * 91, AS_OF, 4).forecast(4)
    assert Dates(None, None, None) == found.reference == found.dates


@pytest.mark.parametrize(
    ("as_of", "expected"), [("9999-12-24", "9999-12-31"), ("9999-12-25", None)]
)
def test_there_is_no_date_beyond_the_calendar_s_end(as_of: str, expected: str | None) -> None:
    found = Past(EVERY_DAY, date.fromisoformat(as_of), 7).forecast(7)
    assert [expected] * 2 == [
        day and day.isoformat() for day in (found.reference.p50, found.dates.p50)
    ]


def test_a_steady_team_s_dates_hold() -> None:
    record = Past([1] * DAYS_KNOWN, AS_OF, 7).record(7)
    assert Record(Held(26, 26), Held(25, 25), Held(25, 25)) == record


def test_a_team_that_stops_holds_none_of_the_last_dates() -> None:
    counts = [1] * (DAYS_KNOWN - 21) + [0] * 21
    record = Past(counts, AS_OF, 7).record(7)
    assert 25 == record.p50.judged
    assert 2 == record.p50.judged - record.p50.held


def test_only_dates_that_have_come_are_judged() -> None:
    assert Held(0, 0) == Past([1] * 91, AS_OF, 7).record(7).p50
    assert Held(1, 1) == Past([1] * 98, AS_OF, 7).record(7).p50


def test_records_add_up() -> None:
    assert Held(4, 6) == Held(1, 2) + Held(3, 4)
