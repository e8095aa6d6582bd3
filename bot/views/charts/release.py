"""A release as a chart: how it filled and emptied, and when the rest of it may be done."""

from datetime import date, timedelta

from bot.domain import charted, releases
from bot.domain.calendar import instant
from bot.domain.digests import Progress
from bot.domain.facts import Facts
from bot.domain.forecast import Dates, Forecast
from bot.picture import Mark, Picture, Shape, Ticks, Tone
from bot.views.backdrop import Backdrop
from bot.views.text import cut, day, short_day

WEEKS_BACK = 13
FARTHEST = 2 * 7 * WEEKS_BACK
"""A fan reaches so many days ahead at most: what lies beyond would leave the past no room."""
CLOSE = 0.28
"""Two days nearer than this share of the whole have no room for both their names."""
TITLE = 40
FEWEST_WEEKS = 5
"""A release begun just now is shown with some weeks before it."""
FEWEST_LEFT = 3
"""A release with less left needs no chart."""


def burn_up(figures: Progress, backdrop: Backdrop) -> Picture | None:
    """The release with most left: what it holds, what is done, when the rest may be."""
    version = _foremost(figures)
    if version is None:
        return None
    facts, found = figures.facts, figures.forecast[version]
    days, fills = _filled(facts, version)
    now, due, name = fills[-1], _due(version, facts), backdrop.version(version)
    marks = [*_fan(now, found.dates, facts.as_of), *_past(days, fills)]
    marks += _promised(due, found.dates, facts.as_of, days[0])
    last = max(place for mark in marks for place in mark.x)
    beyond = Mark(Shape.LINE, (0.0, last), (float(now.scope),) * 2, Tone.QUIET)
    title = cut(f"{found.remaining} of {now.scope} left in {name}", TITLE)
    alt = f"Burn-up of {name}: {now.done} of {now.scope} items done. {_told(found, due)}"
    ticks = _days(facts.as_of, days[0], last)
    return Picture(title, alt, (beyond, *marks), ticks, y_name="items")


def _filled(facts: Facts, version: str) -> tuple[list[int], list[charted.Fill]]:
    """A release at the end of each week up to today: from the last one in which it was empty."""
    days = [7 * week for week in range(-WEEKS_BACK, 1)]
    at = [instant(facts.as_of + timedelta(days=n), facts.zone) for n in days]
    fills = charted.burn_up(facts, version, at)
    empty = next((n for n, fill in enumerate(fills) if fill.scope), 0)
    first = min(max(empty - 1, 0), len(days) - FEWEST_WEEKS)
    return days[first:], fills[first:]


def _due(version: str, facts: Facts) -> date | None:
    known = (one for one in facts.versions if one.id == version)
    return next((releases.dated(one, facts.slips, facts.at) for one in known), None)


def _foremost(figures: Progress) -> str | None:
    archived = {version.id for version in figures.facts.versions if version.archived}
    dated = {v: f for v, f in figures.forecast.items() if f.dates.p85 and v not in archived}
    left = {version: found.remaining for version, found in dated.items()}
    most = max(left, key=lambda version: (left[version], version), default=None)
    return most if most and left[most] >= FEWEST_LEFT else None


def _past(days: list[int], fills: list[charted.Fill]) -> list[Mark]:
    places = tuple(map(float, days))
    scope, done = (tuple(map(float, of)) for of in zip(*fills, strict=True))
    return [
        Mark(Shape.LINE, places, scope, Tone.QUIET, "Scope"),
        Mark(Shape.LINE, places, done, Tone.MAIN, "Done"),
    ]


def _fan(now: charted.Fill, dates: Dates, as_of: date) -> list[Mark]:
    """From what is done today to all of it, by the sooner and the later days."""
    soon, likely, late = (_ahead(when, as_of) for when in dates)
    if soon is None or late is None or likely is None:
        return []
    rest = now.scope - now.done

    def by(end: float, at: float) -> float:
        return now.done + rest * min(at / end, 1.0)

    places = (0.0, min(soon, FARTHEST), min(likely, FARTHEST), min(late, FARTHEST))
    top = tuple(by(soon, at) for at in places)
    low = tuple(by(late, at) for at in places)
    middle = tuple(by(likely, at) for at in places)
    return [
        Mark(Shape.AREA, places, top, Tone.FAINT, "50 to 95%", low),
        Mark(Shape.LINE, places, middle, Tone.GOOD, "85% forecast"),
    ]


def _ahead(when: date | None, as_of: date) -> float | None:
    return None if when is None else float(max((when - as_of).days, 1))


def _promised(due: date | None, dates: Dates, as_of: date, first: int) -> list[Mark]:
    """The day it is due, where the chart reaches it: a bad one where the forecast lies beyond."""
    ahead = (due - as_of).days if due else FARTHEST + 1
    if due is None or not first <= ahead <= FARTHEST:
        return []
    tone = Tone.BAD if dates.p85 and dates.p85 > due else Tone.QUIET
    return [Mark(Shape.UPRIGHT, (float(ahead),), (), tone, f"Due {short_day(due)}")]


def _told(found: Forecast, due: date | None) -> str:
    p50, p85, p95 = (day(when) if when else "nobody knows when" for when in found.dates)
    promised = f" It is due {day(due)}." if due else ""
    return f"The rest is forecast for {p50} (50%), {p85} (85%), {p95} (95%).{promised}"


def _days(as_of: date, first: float, last: float) -> Ticks:
    """The first day, today and the last, where there is room for its name."""
    ends = [first, 0.0, last] if last > CLOSE * (last - first) else [first, 0.0]
    return tuple((at, short_day(as_of + timedelta(days=int(at))) if at else "today") for at in ends)
