"""What is out of the ordinary: a figure of this week that lies beyond each of 12 weeks before.

By chance alone a week does so once in 13 on either side. A figure that hardly moves is not worth a
word, so it must also be a third and two, in its own unit, away from the middle of those weeks.

Velocity is of sprints, not of weeks: of one that the week closed, against the three to six of its
board before it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from bot.domain import flow
from bot.domain.calendar import Window, windows
from bot.domain.facts import Facts
from bot.domain.flow import SECONDS_A_DAY, percentile
from bot.domain.history import History
from bot.domain.sprints import FEWEST as FEWEST_SPRINTS
from bot.domain.sprints import Closed
from bot.tracked import Category

WEEKS = 13
LEAST_SHARE, LEAST = 1 / 3, 2.0
FEWEST = 6
"""Of the 12 weeks before, so many must have the figure: a new team has no usual week."""
FEWEST_TIMES = 3
"""The cycle time of fewer items says nothing of a week."""


class Measure(StrEnum):
    """What is watched."""

    SHIPPED = "shipped"
    STARTED = "started"
    WIP = "wip"
    CYCLE_TIME = "cycle_time"
    AGE = "age"
    VELOCITY = "velocity"


class Unusual(Struct, frozen=True):
    """A figure of the week, and the usual ones: the lowest and the highest of those before."""

    measure: Measure
    value: float
    low: float
    high: float
    sprint: Closed | None = None
    """Whose velocity it is."""

    @property
    def more(self) -> bool:
        """Whether it is above them, not below."""
        return self.value > self.high


def unusual(facts: Facts, shipped: Sequence[int], sprints: Iterable[Closed] = ()) -> list[Unusual]:
    """What is unusual of the week; `shipped` is the throughput of the 13 weeks up to it, `sprints`
    those that the week closed."""
    weeks = windows(facts.week_end, facts.zone, 7, WEEKS)
    wip, ages = _in_progress(facts.histories, weeks)
    series: dict[Measure, Sequence[float | None]] = {
        Measure.SHIPPED: shipped,
        Measure.STARTED: _started(facts.histories, weeks),
        Measure.WIP: wip,
        Measure.CYCLE_TIME: _cycle_times(facts.histories, weeks),
        Measure.AGE: ages,
    }
    found = [judged(measure, values) for measure, values in series.items()]
    found += [_velocity(sprint) for sprint in sprints]
    return [one for one in found if one is not None]


def _velocity(closed: Closed) -> Unusual | None:
    """A sprint's, where it is unusual."""
    values = [*closed.before, closed.completed]
    found = judged(Measure.VELOCITY, values, FEWEST_SPRINTS)
    return found and replace(found, sprint=closed)


def judged(
    measure: Measure, values: Sequence[float | None], fewest: int = FEWEST
) -> Unusual | None:
    """The last of the values against those before it; None for a usual one, or an unknown."""
    *before, value = values
    known = sorted(one for one in before if one is not None)
    middle = percentile(known, 50)
    if value is None or middle is None or len(known) < fewest or not any(known):
        return None
    beyond = value < known[0] or value > known[-1]
    apart = abs(value - middle) >= max(LEAST, LEAST_SHARE * middle)
    return Unusual(measure, value, known[0], known[-1]) if beyond and apart else None


def _started(histories: Iterable[History], weeks: Sequence[Window]) -> list[float]:
    found = [0.0] * len(weeks)
    for history in histories:
        at = flow.first_start(history)
        if at in Window(weeks[0].start, weeks[-1].end):
            found[bisect_right(weeks, at, key=lambda week: week.end)] += 1
    return found


def _in_progress(
    histories: Iterable[History], weeks: Sequence[Window]
) -> tuple[list[float], list[float | None]]:
    """How many items were in progress at each week's end, and for how many days the middle one."""
    ends = [week.end for week in weeks]
    ages: list[list[float]] = [[] for _ in weeks]
    for history in histories:
        for span in history.category.spans():
            if span.value is Category.IN_PROGRESS:
                last = len(ends) if span.end is None else bisect_right(ends, span.end)
                for week in range(bisect_right(ends, span.start), last):
                    age = (ends[week] - span.start).total_seconds() / SECONDS_A_DAY
                    ages[week].append(age)
    return [float(len(one)) for one in ages], [percentile(sorted(one), 50) for one in ages]


def _cycle_times(histories: Iterable[History], weeks: Sequence[Window]) -> list[float | None]:
    """The middle cycle time of what each week shipped."""
    found: list[float | None] = []
    for week, items in zip(weeks, flow.closed(histories, weeks), strict=True):
        times = [
            days
            for history in items
            if history.delivered(week.end)
            if (days := flow.cycle_time(history, week.end)) is not None
        ]
        found.append(percentile(sorted(times), 50) if len(times) >= FEWEST_TIMES else None)
    return found
