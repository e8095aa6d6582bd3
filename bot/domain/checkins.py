"""Who is asked how things look, and when: on the last working day before the digest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.domain.calendar import DAY, local
from bot.domain.response import Calendar

FROM = 13
"""The local hour from which they are asked."""
FARTHEST = 14
"""Days before a digest that are looked at: longer are no holidays."""


def asking_day(due: date, calendar: Calendar) -> date | None:
    """The last working day before a digest's; None in a long holiday."""
    days = (due - DAY * back for back in range(1, FARTHEST + 1))
    return next((day for day in days if calendar.is_business(day)), None)


def is_time(due: datetime, calendar: Calendar, now: datetime) -> bool:
    """Whether those who answer for a product are asked now, for the digest that is due next."""
    today = asking_day(calendar.day(due), calendar) == calendar.day(now)
    return today and local(now, calendar.zone).hour >= FROM


# --- What is asked for, and of whom

MOVED_WITHIN = timedelta(weeks=4)
"""An initiative of which nothing moved for longer is asked for no more."""


class About(StrEnum):
    """What kind of thing somebody answers for."""

    RELEASE = "release"
    INITIATIVE = "initiative"


class Subject(NamedTuple):
    """What somebody answers for: a release by its version's id, an initiative by its issue's."""

    about: About
    id: str

    def __str__(self) -> str:
        return f"{self.about}:{self.id}"


def subject(text: str) -> Subject:
    """The one that is written so. Raises ValueError for anything else."""
    about, _, found = text.partition(":")
    return Subject(About(about), found)


class Owned(NamedTuple):
    """Something under way, and the tracker's account it belongs to, if any."""

    subject: Subject
    account: str | None


def owners(
    managers: Sequence[str], things: Iterable[Owned], people: Mapping[str, str]
) -> dict[str, list[Subject]]:
    """By Slack user, what they are asked for of a product, in the order of the things.

    What belongs to nobody whom `people` knows in Slack is the PMs'.
    """
    found: dict[str, list[Subject]] = defaultdict(list)
    for one in things:
        owner = people.get(one.account or "")
        for user in [owner] if owner else managers:
            found[user].append(one.subject)
    return dict(found)
