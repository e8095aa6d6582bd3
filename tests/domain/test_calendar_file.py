"""Which days away an iCalendar file tells."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.absences import Away
from bot.domain.calendar import DAY
from bot.domain.calendar_file import LeftOut, Reading, read
from bot.errors import UserError

START, END = date(2026, 10, 1), date(2027, 10, 1)
DAYS = st.dates(START, END - 40 * DAY)


def event(*lines: str, uid: str = "1", summary: str = "Leave") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sample//EN", *events, "END:VCALENDAR", ""]
    return "\r\n".join(text).encode()


def told(*events: str, zone: str = "Europe/Berlin") -> Reading:
    return read(calendar(*events), zone, START, END)


def days(reading: Reading) -> list[str]:
    return list(_days(reading))


def _days(reading: Reading) -> Iterator[str]:
    for away in reading.absences:
        for n in range((away.last - away.first).days + 1):
            yield f"{away.first + n * DAY:%m-%d}"


def test_an_all_day_event_ends_before_its_end() -> None:
    found = told(event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261127"))
    assert [Away(date(2026, 11, 24), date(2026, 11, 26), "Leave")] == found.absences


@pytest.mark.parametrize("lines", [(), ("DTEND;VALUE=DATE:20261124",), ("DURATION:P1D",)])
def test_one_day(lines: tuple[str, ...]) -> None:
    assert ["11-24"] == days(told(event("DTSTART;VALUE=DATE:20261124", *lines)))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("20261124T090000", "20261124T170000", ["11-24"]),
        ("20261124T130000", "20261124T180000", ["11-24"]),
        ("20261124T140000", "20261124T180000", []),
        ("20261124T160000", "20261126T100000", ["11-25"]),
        ("20261124T080000", "20261126T133000", ["11-24", "11-25", "11-26"]),
        ("20261124T220000", "20261125T060000", []),
    ],
)
def test_an_event_with_times_counts_from_half_a_days_work_on(
    start: str, end: str, expected: list[str]
) -> None:
    zone = ";TZID=Europe/Berlin:"
    found = told(event(f"DTSTART{zone}{start}", f"DTEND{zone}{end}"))
    assert expected == days(found)
    assert int(not expected) == found.left_out[LeftOut.SHORT]


def test_its_hours_are_those_of_the_reader() -> None:
    night = event("DTSTART:20261124T000000Z", "DTEND:20261124T080000Z")
    assert [] == days(told(night, zone="Europe/Berlin"))
    assert ["11-23"] == days(told(night, zone="Pacific/Pago_Pago"))
    assert ["11-24"] == days(told(night, zone="Asia/Tokyo"))


def test_a_series_ends_and_leaves_dates_out() -> None:
    every = "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218"
    start = "DTSTART;VALUE=DATE:20261127"
    assert ["11-27", "12-04", "12-11", "12-18"] == days(told(event(start, every)))
    gone = event(start, every, "EXDATE;VALUE=DATE:20261204", "RDATE;VALUE=DATE:20261224")
    assert ["11-27", "12-11", "12-18", "12-24"] == days(told(gone))
    counted = event(start, "RRULE:FREQ=WEEKLY;COUNT=2")
    assert ["11-27", "12-04"] == days(told(counted))


def test_a_series_without_an_end_is_followed_to_the_windows() -> None:
    found = told(event("DTSTART;VALUE=DATE:20200103", "RRULE:FREQ=YEARLY"))
    assert ["01-03"] == days(found)


def test_a_series_keeps_its_local_hours_across_a_clock_change() -> None:
    start = "DTSTART;TZID=Europe/Berlin:20270326T130000"
    found = told(event(start, "DURATION:PT4H", "RRULE:FREQ=DAILY;COUNT=4"))
    assert ["03-26", "03-27", "03-28", "03-29"] == days(found)


def test_a_moved_date_of_a_series_is_where_it_was_moved() -> None:
    series = event("DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("RECURRENCE-ID;VALUE=DATE:20261201", "DTSTART;VALUE=DATE:20261203")
    dropped = event("RECURRENCE-ID;VALUE=DATE:20261208", "DTSTART;VALUE=DATE:20261208",
                    "STATUS:CANCELLED")  # fmt: skip
    assert ["11-24", "12-03"] == days(told(series, moved, dropped))


def test_what_is_no_absence_is_counted() -> None:
    over = event("DTSTART;VALUE=DATE:20200101")
    cancelled = event("DTSTART;VALUE=DATE:20261124", "STATUS:CANCELLED")
    broken = event("DTSTART;VALUE=DATE:2026112x")
    endless = event("DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=DAILY;INTERVAL=0")
    often = event("DTSTART:20261124T090000Z", "RRULE:FREQ=SECONDLY")
    found = told(over, cancelled, broken, endless, often)
    assert [] == found.absences
    assert {
        LeftOut.ELSEWHEN: 1,
        LeftOut.CANCELLED: 1,
        LeftOut.UNREADABLE: 3,
    } == dict(found.left_out)


def test_overlapping_and_repeated_events_are_one_stretch() -> None:
    one = event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126")
    two = event("DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261128", uid="2")
    assert [Away(date(2026, 11, 24), date(2026, 11, 27), "Leave")] == told(one, two, two).absences


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"hello", "I can't read this as a calendar"),
        (b"\xff\xfe\x00", "I can't read this as a calendar"),
        (b"", "no event in this file"),
        (calendar(), "no event in this file"),
        (b"PK\x03\x04" + bytes(100), "I can't read this as a calendar"),
        (calendar(*[event("DTSTART:20261124")] * 2001), "no calendar of absences"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says):
        read(content, "UTC", START, END)


@given(st.binary(max_size=300))
def test_no_file_breaks_it(noise: bytes) -> None:
    whole = calendar(event("DTSTART;VALUE=DATE:20261124"))
    for content in (noise, whole[: len(noise)], whole[:60] + noise + whole[60:]):
        with suppress(UserError):
            assert isinstance(read(content, "UTC", START, END), Reading)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_whatever_it_is_written(encoding: str) -> None:
    text = calendar(event("DTSTART;VALUE=DATE:20261124", summary="Urlaub für alle")).decode()
    (found,) = read(text.encode(encoding), "UTC", START, END).absences
    assert "Urlaub für alle" == found.note


def test_an_absence_without_an_end_in_sight_ends_with_the_window() -> None:
    found = told(event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:99991231"))
    assert [END - DAY] == [away.last for away in found.absences]


RULES = st.builds(
    "FREQ={};INTERVAL={};COUNT={}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 3),
    st.integers(1, 12),
)


@given(DAYS, st.integers(1, 20), RULES)
def test_a_series_of_days_is_as_many_as_it_says(first: date, length: int, rule: str) -> None:
    lines = [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DURATION:P{length}D", f"RRULE:{rule}"]
    found = told(event(*lines))
    assert found.absences
    assert first == found.absences[0].first
    whole = [away for away in found.absences if away.last < END - DAY]
    assert all(away.last - away.first >= (length - 1) * DAY for away in whole)


@given(DAYS, st.sampled_from(["Europe/Berlin", "America/New_York", "Pacific/Apia", "UTC"]))
def test_a_working_day_counts_whatever_the_clocks_do(day: date, zone: str) -> None:
    tz = ZoneInfo(zone)
    begins = datetime(day.year, day.month, day.day, 9, tzinfo=tz)
    ends = begins + timedelta(hours=8)
    form = "%Y%m%dT%H%M%SZ"
    lines = [f"DTSTART:{begins.astimezone(UTC):{form}}", f"DTEND:{ends.astimezone(UTC):{form}}"]
    assert [Away(day, day, "Leave")] == told(event(*lines), zone=zone).absences
