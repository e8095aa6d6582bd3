"""What charts show: pictures of figures, with the words for who does not see them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain import charted, releases
from bot.domain.calendar import Window, instant, local, windows
from bot.domain.capacity import Load, TeamLoad
from bot.domain.digests import WEEKS, Progress
from bot.domain.facts import Facts
from bot.domain.forecast import Dates, Forecast
from bot.picture import Mark, Picture, Shape, Ticks, Tone
from bot.views.backdrop import Backdrop
from bot.views.text import amount, counted, cut, day, line

WEEKS_BACK = 13
FARTHEST = 2 * 7 * WEEKS_BACK
"""A fan reaches so many days ahead at most: what lies beyond would leave the past no room."""
CLOSE = 0.28
"""Two days nearer than this share of the whole have no room for both their names."""
LENGTHS: Ticks = tuple((float(days), str(days)) for days in (0, 1, 3, 7, 14, 30, 90, 365, 1000))
NAME = 18
TITLE = 44
ROWS = 10
STEPS = 5
FEWEST_WEEKS = 5
"""A release begun just now is shown with some weeks before it."""
FEWEST_LEFT = 3
"""A release with less left needs no chart."""
FEWEST = 5
"""Finished items that make a cloud worth looking at."""


# --- Burn-up with its forecast


def burn_up(figures: Progress, backdrop: Backdrop) -> Picture | None:
    """The release with most left: what it holds, what is done, when the rest may be."""
    version = _foremost(figures)
    if version is None:
        return None
    facts, found = figures.facts, figures.forecast[version]
    days, fills = _filled(facts, version)
    fan = _fan(fills[-1], found.dates, facts.as_of)
    due = _due(version, facts)
    past = tuple(map(float, days))
    marks = [
        *fan,
        Mark(Shape.STEPS, past, tuple(float(f.scope) for f in fills), Tone.QUIET, "In it"),
        Mark(Shape.LINE, past, tuple(float(f.done) for f in fills), Tone.MAIN, "Done"),
    ]
    name = backdrop.version(version)
    last = max(mark.x[-1] for mark in marks)
    title = cut(f"{name}: {found.remaining} of {fills[-1].scope} left", TITLE)
    alt = (
        f"Burn-up of {name}: {fills[-1].done} of {fills[-1].scope} items done. {_told(found, due)}"
    )
    return Picture(title, alt, tuple(marks), _days(facts.as_of, days[0], last), y_name="items")


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
        Mark(Shape.LINE, places, middle, Tone.GOOD, "85%"),
    ]


def _ahead(when: date | None, as_of: date) -> float | None:
    return None if when is None else float(max((when - as_of).days, 1))


def _told(found: Forecast, due: date | None) -> str:
    p50, p85, p95 = (day(when) if when else "nobody knows when" for when in found.dates)
    promised = f" It is due {day(due)}." if due else ""
    return f"The rest is forecast for {p50} (50%), {p85} (85%), {p95} (95%).{promised}"


def _days(as_of: date, first: float, last: float) -> Ticks:
    """The first day, today and the last, where there is room for its name."""
    ends = [first, 0.0, last] if last > CLOSE * (last - first) else [first, 0.0]
    return tuple((at, _day(as_of + timedelta(days=int(at))) if at else "today") for at in ends)


def _day(value: date) -> str:
    return f"{value.day} {value:%b}"


# --- The weeks' work


def throughput(figures: Progress) -> Picture | None:
    """What was shipped in each of 13 weeks; nothing where that was nothing."""
    weeks, last = figures.throughput_by_week, figures.facts.week_end
    if not any(weeks):
        return None
    places = tuple(float(n) for n in range(len(weeks)))
    marks = (Mark(Shape.COLUMNS, places, tuple(map(float, weeks)), Tone.MAIN),)
    begun = [last - timedelta(days=7 * back) for back in range(len(weeks), 0, -1)]
    names = ((places[0], _day(begun[0])), (places[-1], _day(begun[-1])))
    alt = f"Items shipped in each of {len(weeks)} weeks: {', '.join(map(str, weeks))}."
    return Picture("Shipped each week", alt, marks, names, y_name="items", x_places=True)


# --- Cycle times


def cycle_times(figures: Progress) -> Picture | None:
    """Every item of 13 weeks: when it was finished, and how long it took."""
    facts, times = figures.facts, figures.cycle_time_days
    weeks = windows(facts.week_end, facts.zone, 7, WEEKS)
    window = Window(weeks[0].start, weeks[-1].end)
    found = charted.finishes(facts.histories, window)
    if len(found) < FEWEST or times.p50 is None or times.p85 is None:
        return None
    levels = ((times.p50, Tone.QUIET, "half"), (times.p85, Tone.BAD, "85%"))
    shown = [(_since(window.start, f.at), f.days) for f in sorted(found)]
    marks = (
        Mark(Shape.DOTS, tuple(x for x, _ in shown), tuple(y for _, y in shown), Tone.MAIN),
        *(
            Mark(Shape.ACROSS, (), (at,), tone, f"{name} within {_length(at)}")
            for at, tone, name in levels
        ),
    )
    alt = (
        f"Cycle times of {counted(len(found), 'item')} finished in 13 weeks: half within "
        f"{_length(times.p50)}, 85% within {_length(times.p85)}."
    )
    ends = (local(window.start, facts.zone).date(), local(window.end, facts.zone).date())
    ticks = ((0.0, _day(ends[0])), (_since(window.start, window.end), _day(ends[1])))
    return Picture(
        "How long finished work took",
        alt,
        marks,
        ticks,
        _lengths(max(f.days for f in found)),
        y_name="days",
        y_grows=True,
    )


def _lengths(longest: float) -> Ticks:
    """The names of an axis of days, up to the first that is long enough."""
    return tuple(tick for tick in LENGTHS if tick[0] <= 2.5 * max(longest, 1))


def _since(start: datetime, at: datetime) -> float:
    return (at - start).total_seconds() / 86_400


def _length(days: float) -> str:
    return f"{amount(days if days < 10 else round(days))} days"


# --- The age of work


def ages(facts: Facts) -> Picture | None:
    """What is in progress, by step: how long each item has been there, against the usual."""
    found = charted.steps(facts)[:STEPS]
    if not found:
        return None
    limits = [(float(n), step.limit) for n, step in enumerate(found) if step.limit is not None]
    dots = [(float(n), age) for n, step in enumerate(found) for age in step.ages]
    late = [(n, age) for n, age in dots if (limit := found[int(n)].limit) and age > limit]
    fine = [pair for pair in dots if pair not in late]
    marks = [
        Mark(Shape.COLUMNS, tuple(n for n, _ in limits), tuple(y for _, y in limits), Tone.FAINT,
             "85% move on by"),
        Mark(Shape.DOTS, tuple(n for n, _ in fine), tuple(y for _, y in fine), Tone.MAIN, "Item"),
        Mark(Shape.DOTS, tuple(n for n, _ in late), tuple(y for _, y in late), Tone.BAD, "Stuck"),
    ]  # fmt: skip
    said = [f"{step.name}: {counted(len(step.ages), 'item')}, oldest {_length(step.ages[-1])}"
            for step in found]  # fmt: skip
    alt = f"Age of work in progress by step. {'; '.join(said)}. {len(late)} stuck."
    ticks = tuple((float(n), cut(line(step.name), NAME)) for n, step in enumerate(found))
    shown = tuple(mark for mark in marks if mark.x)
    return Picture(
        "How long work has been where it is",
        alt,
        shown,
        ticks,
        _lengths(max(max(y) for mark in shown if (y := mark.y))),
        y_name="days",
        x_places=True,
        y_grows=True,
    )


# --- Capacity


def capacity(teams: Sequence[TeamLoad], backdrop: Backdrop) -> Picture | None:
    """Committed against available: by person for one team, else by team."""
    rows: list[tuple[str, Load | TeamLoad]] = [(team.team, team) for team in teams]
    if len(teams) == 1:
        rows = [(backdrop.name(load.person), load) for load in _busiest(teams[0])]
    rows = [(name, load) for name, load in rows if load.holds is not None][:ROWS]
    if not rows:
        return None
    places = tuple(float(-n) for n in range(len(rows)))
    held = tuple(min(load.committed, load.holds or 0) for _, load in rows)
    room = tuple(max((load.holds or 0) - load.committed, 0.0) for _, load in rows)
    over = tuple(max(load.committed - (load.holds or 0), 0.0) for _, load in rows)
    marks = [
        Mark(Shape.BARS, held, places, Tone.MAIN, "Committed"),
        Mark(Shape.BARS, room, places, Tone.FAINT, "Room", held),
        Mark(Shape.BARS, over, places, Tone.BAD, "Too much", held),
    ]
    unit = teams[0].unit
    said = [f"{name}: {amount(load.committed)} of {amount(load.holds or 0)}"
            for name, load in rows]  # fmt: skip
    span = _span(teams)
    alt = f"Committed against available {unit} of {span}. {'; '.join(said)}."
    names = tuple((at, cut(line(name), NAME)) for at, (name, _) in zip(places, rows, strict=True))
    shown = tuple(mark for mark in marks if any(mark.x))
    return Picture(f"{span[:1].upper()}{span[1:]}", alt, shown, y_ticks=names, x_name=str(unit))


def _span(teams: Sequence[TeamLoad]) -> str:
    """What is weighed: the week, or the sprint of the only team."""
    if all(team.in_sprint is None for team in teams):
        return "the week ahead"
    sprint = teams[0].sprint
    if len(teams) > 1 or sprint is None:
        return "the rest of each sprint"
    return f"the rest of {cut(line(sprint.name), NAME)}"


def _busiest(team: TeamLoad) -> list[Load]:
    return sorted(team.people, key=lambda load: (-load.committed, load.person))
