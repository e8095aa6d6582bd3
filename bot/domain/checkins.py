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


class Initiative(NamedTuple):
    """An initiative under way: its issue's id, and who it is assigned to in Jira."""

    id: str
    assignee: str | None


def owners(
    managers: Sequence[str],
    releases: Iterable[str],
    initiatives: Iterable[Initiative],
    people: Mapping[str, str],
) -> dict[str, list[Subject]]:
    """By Slack user, what they are asked for of a product, releases first.

    Releases are the PMs'; so is an initiative whose assignee is in Slack nobody of `people`.
    """
    found: dict[str, list[Subject]] = defaultdict(list)
    for user in managers:
        found[user] += [Subject(About.RELEASE, version) for version in releases]
    for one in initiatives:
        owner = people.get(one.assignee or "")
        for user in [owner] if owner else managers:
            found[user].append(Subject(About.INITIATIVE, one.id))
    return dict(found)
