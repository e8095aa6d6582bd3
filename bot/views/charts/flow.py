"""The weeks' work as charts: how much was shipped, and how long it took."""

from datetime import datetime, timedelta

from bot.domain import charted
from bot.domain.calendar import Window, local, windows
from bot.domain.digests import WEEKS, Progress
from bot.picture import Mark, Picture, Shape, Tone
from bot.views.charts.axes import lengths
from bot.views.text import counted, in_days, short_day

FEWEST = 5
"""Finished items that make a cloud worth looking at."""


def throughput(figures: Progress) -> Picture | None:
    """What was shipped in each of 13 weeks; nothing where that was nothing."""
    weeks, last = figures.throughput_by_week, figures.facts.week_end
    if not any(weeks):
        return None
    places = tuple(float(n) for n in range(len(weeks)))
    marks = (Mark(Shape.COLUMNS, places, tuple(map(float, weeks)), Tone.MAIN),)
    begun = [last - timedelta(days=7 * back) for back in range(len(weeks), 0, -1)]
    names = ((places[0], short_day(begun[0])), (places[-1], short_day(begun[-1])))
    alt = f"Items shipped in each of {len(weeks)} weeks: {', '.join(map(str, weeks))}."
    return Picture("Shipped each week", alt, marks, names, y_name="items", x_places=True)


def cycle_times(figures: Progress) -> Picture | None:
    """Every item of 13 weeks: when it was finished, and how long it took."""
    facts, times = figures.facts, figures.cycle_time_days
    weeks = windows(facts.week_end, facts.zone, 7, WEEKS)
    window = Window(weeks[0].start, weeks[-1].end)
    found = charted.finishes(facts.histories, window)
    if len(found) < FEWEST or times.p50 is None or times.p85 is None:
        return None
    shown = [(_since(window.start, f.at), f.days) for f in sorted(found)]
    half, most = f"half within {in_days(times.p50)}", f"85% within {in_days(times.p85)}"
    marks = (
        Mark(Shape.ACROSS, (), (times.p50,), Tone.QUIET, half.capitalize()),
        Mark(Shape.ACROSS, (), (times.p85,), Tone.BAD, most),
        Mark(Shape.DOTS, tuple(x for x, _ in shown), tuple(y for _, y in shown), Tone.MAIN),
    )
    alt = f"Cycle times of {counted(len(found), 'item')} finished in 13 weeks: {half}, {most}."
    ends = (local(window.start, facts.zone).date(), local(window.end, facts.zone).date())
    ticks = ((0.0, short_day(ends[0])), (_since(window.start, window.end), short_day(ends[1])))
    return Picture(
        "How long finished work took",
        alt,
        marks,
        ticks,
        lengths(max(f.days for f in found)),
        y_name="days",
        y_grows=True,
    )


def _since(start: datetime, at: datetime) -> float:
    return (at - start).total_seconds() / 86_400
