"""When PMs are asked how their releases look: on the last working day before the digest."""

from datetime import date, datetime

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
