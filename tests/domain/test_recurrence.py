"""Rules of iCalendar series, held against dateutil where that comes to an end."""

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import DAY
from bot.domain.recurrence import WEEKDAYS, rule

START = date(2026, 1, 1)
DAYS = st.dates(date(2019, 12, 1), date(2026, 12, 31))
NAMED = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True).map(",".join)
NTH = st.tuples(st.sampled_from([1, 2, 4, -1, -2]), st.sampled_from(WEEKDAYS)).map(
    lambda pair: f"{pair[0]}{pair[1]}"
)
MONTH_DAY = st.sampled_from([1, 15, 28, -1, 31]).map(str)
MONTH = st.integers(1, 12).map(str)
RULES = st.one_of(
    st.just("FREQ=DAILY"),
    st.builds("FREQ=WEEKLY;BYDAY={}".format, NAMED),
    st.builds("FREQ=WEEKLY;BYDAY={};WKST=SU".format, NAMED),
    st.just("FREQ=WEEKLY"),
    st.just("FREQ=MONTHLY"),
    st.builds("FREQ=MONTHLY;BYDAY={}".format, NTH),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, MONTH_DAY),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS=-1".format, NAMED),
    st.just("FREQ=YEARLY"),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}".format, MONTH, NTH),
    st.builds("FREQ=YEARLY;BYMONTH={}".format, MONTH),
    st.builds("FREQ=YEARLY;BYDAY={}".format, NTH),
    st.builds("FREQ=YEARLY;BYMONTHDAY={}".format, MONTH_DAY),
)


def parts(text: str) -> dict[str, list[object]]:
    pairs = (part.split("=") for part in text.split(";"))
    return {name: list(values.split(",")) for name, values in pairs}


def days(text: str, start: date, end: date) -> list[date]:
    return list(rule(parts(text)).days(start, end))


@given(RULES, st.integers(1, 3), st.none() | st.integers(1, 20), DAYS, st.integers(1, 1500))
def test_a_rule_names_the_days_that_dateutil_names(
    text: str, interval: int, count: int | None, start: date, length: int
) -> None:
    text += f";INTERVAL={interval}" + (f";COUNT={count}" if count else "")
    end = start + DAY * length
    first, last = datetime.combine(start, time()), datetime.combine(end - DAY, time())
    known = rrulestr(text, dtstart=first).between(first, last, inc=True)
    assert [at.date() for at in known] == days(text, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=40",
        "FREQ=WEEKLY;COUNT=0",
    ],
)
def test_a_rule_that_names_no_day_comes_to_an_end(text: str) -> None:
    assert [] == days(text, START, date(2036, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=YEARLY;BYWEEKNO=1",
        "FREQ=WEEKLY;BYDAY=XX",
        "INTERVAL=2",
    ],
)
def test_a_rule_that_is_not_followed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        days(text, START, date(2027, 1, 1))
