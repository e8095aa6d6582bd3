"""Owners are asked on the last working day before their digest, in the afternoon."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import DAY
from bot.domain.checkins import About, Owned, Subject, asking_day, is_time, owners, subject
from bot.domain.response import Calendar
from tests.builders import at

BERLIN = Calendar("Europe/Berlin", "DE")


@pytest.mark.parametrize(
    ("due", "day"),
    [
        pytest.param("2026-11-30", "2026-11-27", id="Friday before a Monday"),
        pytest.param("2026-12-02", "2026-12-01", id="Tuesday before a Wednesday"),
        pytest.param("2026-12-28", "2026-12-24", id="before Christmas"),
        pytest.param("2026-04-07", "2026-04-02", id="before Good Friday and Easter Monday"),
        pytest.param("2026-11-29", "2026-11-27", id="Friday before a Sunday"),
    ],
)
def test_the_day_is_the_last_working_day(due: str, day: str) -> None:
    assert date.fromisoformat(day) == asking_day(date.fromisoformat(due), BERLIN)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_between_that_day_and_the_digest_nobody_works(due: date) -> None:
    day = asking_day(due, BERLIN)
    assert day is not None
    assert BERLIN.is_business(day)
    between = [day + DAY * n for n in range(1, (due - day).days)]
    assert not any(BERLIN.is_business(one) for one in between)


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        ("2026-11-27 11:59", False),
        ("2026-11-27 12:00", True),
        ("2026-11-27 22:59", True),
        ("2026-11-27 23:00", False),
        ("2026-11-28 12:00", False),
        ("2026-11-26 12:00", False),
    ],
)
def test_they_are_asked_from_one_oclock_in_their_zone(now: str, asked: bool) -> None:
    assert asked is is_time(at("2026-11-30 08:00"), BERLIN, at(now))


def test_things_are_their_owners_or_the_pms() -> None:
    release, epic = About.RELEASE, About.INITIATIVE
    things = [
        Owned(Subject(release, "7"), None),
        Owned(Subject(release, "8"), "a3"),
        Owned(Subject(epic, "10"), "a1"),
        Owned(Subject(epic, "11"), "a2"),
    ]
    found = owners(["U1", "U2"], things, {"a1": "U3", "a3": "U3"})
    told = {user: [str(one) for one in mine] for user, mine in found.items()}
    pms = ["release:7", "initiative:11"]
    assert {"U1": pms, "U2": pms, "U3": ["release:8", "initiative:10"]} == told
    assert all(subject(str(one.subject)) == one.subject for one in things)
