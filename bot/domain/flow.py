"""The figures of progress: what was shipped, dropped, reopened, started; how fast it flows.

An item closes in a window when it enters a done status from one that is not, inside it, and is
done at its end; delivered at that end, it is shipped, else dropped. Being created done closes
nothing. Between two done statuses nothing happens.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from msgspec import Struct

from bot.domain.calendar import Window
from bot.domain.history import IN_PROGRESS, History
from bot.domain.timeline import Span
from bot.tracked import Category

N = TypeVar("N", float, timedelta)

SECONDS_A_DAY = 86_400
NEVER = datetime.max.replace(tzinfo=UTC)


def changed_since(histories: Iterable[History], start: datetime) -> list[History]:
    """What was created or changed from an instant on: nothing else can have moved since."""
    return [history for history in histories if history.changed >= start]


def closed(histories: Iterable[History], windows: Sequence[Window]) -> list[list[History]]:
    """What closed in each of the windows, which adjoin and are in order; an item once in each."""
    starts = [window.start for window in windows]
    found: list[list[History]] = [[] for _ in windows]
    for history in histories:
        for span in history.closings:
            index = bisect_right(starts, span.start) - 1
            if index >= 0 and _closes(span, windows[index]):
                found[index].append(history)
    return found


def closed_counts(closings: Iterable[Span[Category]], windows: Sequence[Window]) -> list[int]:
    """How many closed in each of the windows, by the closings of all items in any order."""
    starts = [window.start for window in windows]
    found = [0] * len(starts)
    for span in closings:
        index = bisect_right(starts, span.start) - 1
        if index >= 0 and _closes(span, windows[index]):
            found[index] += 1
    return found


def _closes(span: Span[Category], window: Window) -> bool:
    return span.start in window and (span.end is None or span.end >= window.end)


def shipped(histories: Iterable[History], window: Window) -> list[History]:
    """What closed in the window and was delivered at its end."""
    (found,) = closed(histories, [window])
    return [history for history in found if history.delivered(window.end)]


def dropped(histories: Iterable[History], window: Window) -> list[History]:
    """What closed in the window and was not delivered at its end."""
    (found,) = closed(histories, [window])
    return [history for history in found if not history.delivered(window.end)]


def reopened(histories: Iterable[History], window: Window) -> list[History]:
    """What left done inside the window for a status that is not, and is not done at its end."""
    return [
        history
        for history in histories
        if history.is_open(window.end)
        and any(
            span.value is Category.DONE and span.end is not None and span.end in window
            for span in history.category.spans()
        )
    ]


def started(histories: Iterable[History], window: Window) -> list[History]:
    """What entered an in-progress status inside the window for the first time ever.

    Being created in one is to enter it. Where the item is at the window's end plays no part.
    """
    return [history for history in histories if first_start(history) in window]


def first_start(history: History) -> datetime:
    """When it was first in progress; the end of time if never."""
    line = history.status
    pairs = zip(line.starts, line.values, strict=True)
    return next((start for start, state in pairs if state.category is IN_PROGRESS), NEVER)


def in_progress(histories: Iterable[History], at: datetime) -> list[History]:
    """What was in progress at an instant."""
    return [history for history in histories if history.in_progress(at)]


def throughput(histories: Iterable[History], weeks: Sequence[Window]) -> list[int]:
    """How many were shipped in each of the weeks, which adjoin and are in order."""
    found = closed(histories, weeks)
    pairs = zip(found, weeks, strict=True)
    return [sum(history.delivered(week.end) for history in items) for items, week in pairs]


class CycleTimes(Struct, frozen=True):
    """Days of 86,400 s from first start to last finish: percentiles, and how many they rest on.

    `never_in_progress` counts the items left out, which were not in progress before they were
    finished.
    """

    p50: float | None
    p85: float | None
    p95: float | None
    n: int
    never_in_progress: int


def cycle_times(histories: Iterable[History], window: Window) -> CycleTimes:
    """Of the items shipped in the window.

    From the first entry into an in-progress status (creation is one) to the last entry into done
    before the window's end. An item that is done then and was in progress at all was so before
    that entry; a start and a finish in one instant are zero days.
    """
    times = [cycle_time(history, window.end) for history in shipped(histories, window)]
    days = sorted(time for time in times if time is not None)
    p50, p85, p95 = (percentile(days, percent) for percent in (50, 85, 95))
    return CycleTimes(p50, p85, p95, len(days), len(times) - len(days))


def cycle_time(history: History, end: datetime) -> float | None:
    """The days an item that is done at an instant took; None if it was never in progress."""
    entries = (span.start for span in reversed(history.closings) if span.start < end)
    start, finish = first_start(history), next(entries, history.created)
    return (finish - start).total_seconds() / SECONDS_A_DAY if start <= finish else None


def percentile(ordered: Sequence[N], percent: int) -> N | None:
    """By nearest rank: the value at place ceil(percent / 100 x n); None of nothing.

    https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
    """
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None
