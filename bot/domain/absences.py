"""Days away: whole local days, each counted once however many reasons there are for it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from bot.domain import holidays
from bot.domain.calendar import DAY


class Away(NamedTuple):
    """Days somebody is away, the last one included."""

    first: date
    last: date
    note: str = ""


def days_off(absences: Iterable[Away], start: date, end: date) -> frozenset[date]:
    """The days of [start, end) on which somebody is away."""
    found: set[date] = set()
    for away in absences:
        first, last = max(away.first, start), min(away.last, end - DAY)
        found.update(first + DAY * n for n in range((last - first).days + 1))
    return frozenset(found)


def holidays_in(
    country: str | None, subdivision: str | None, start: date, end: date
) -> frozenset[date]:
    """The public holidays of a place in [start, end); none where no country is named."""
    if country is None:
        return frozenset()
    years = range(start.year, end.year + 1)
    return frozenset(
        day
        for year in years
        for day in holidays.off(country, subdivision, year)
        if start <= day < end
    )


def joined(absences: Iterable[Away]) -> list[Away]:
    """The same days in as few stretches as they take, in order; notes of one stretch together."""
    found: list[Away] = []
    for away in sorted(absences):
        last = found[-1] if found else None
        if last is None or away.first > last.last + DAY or away.note != last.note:
            found.append(away)
        else:
            found[-1] = last._replace(last=max(last.last, away.last))
    return found
