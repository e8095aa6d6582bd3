"""How often forecast dates would have held, for every model that was tried.

`TEST_DATA=... python -m tests.bench.backtest`. On every Monday of three public histories each
model tells by when 10, 40 and 150 more items are closed; a date held if they were. Dates are
judged as soon as it is known: the work was done, or the date came and it was not. Where the first
possible day already holds oftener than asked, no date could be right: `floor` says how often that
day was told.
"""

import gzip
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from bot.domain import flow
from bot.domain.calendar import windows
from bot.domain.draws import Draws
from bot.domain.pace import Pace
from tests.bench.table import show, verdict

Days = Callable[[int, int], int | None]
Model = Callable[[Sequence[int]], Days]

PERCENTS = (50, 85, 95)
AIMS = {50: (45, 55), 85: (80, 90), 95: (92, 98)}
SIZES = (10, 40, 150)
SAMPLED = 91


@dataclass(frozen=True)
class Past:
    """The items a team closed on each day; the first day is a Monday."""

    name: str
    counts: Sequence[int]


@dataclass(frozen=True)
class Held:
    """Of the dates of one certainty that were judged, the share that held."""

    percent: int
    share: float
    judged: int
    floor: float
    """The share of dates that were the first possible day."""

    @property
    def met(self) -> bool:
        low, high = AIMS[self.percent]
        return low <= self.share <= high


def pasts(folder: Path) -> list[Past]:
    """The three public histories."""
    return [_fcrepo(folder), *(_listed(folder, n) for n in ("MongoDB_Core_Server", "Moodle"))]


def _fcrepo(folder: Path) -> Past:
    from tests.domain.test_against_oracle import real_history

    export, first, last = real_history(), date(2007, 1, 1), date(2015, 1, 12)
    histories = export.known(last).histories
    days = windows(last, export.zone, 1, (last - first).days)
    return Past("FCREPO", [len(items) for items in flow.closed(histories, days)])


def _listed(folder: Path, name: str) -> Past:
    file = folder / "jira" / "throughput" / f"{name}.csv.gz"
    with gzip.open(file, "rt") as lines:
        days = [date.fromisoformat(line[:10]) for line in lines if line.strip()]
    first = min(days) - timedelta(days=min(days).weekday())
    counts = [0] * ((max(days) - first).days + 1)
    for day in days:
        counts[(day - first).days] += 1
    return Past(name.partition("_")[0], counts[:-1])


def judged(past: Past, model: Model, size: int, weeks: int = 1) -> list[Held]:
    """How its dates for so many items held, told on every n-th Monday."""
    closed = list(accumulate(past.counts, initial=0))
    first = next(day for day, total in enumerate(closed) if total) - 1 + SAMPLED
    answers: dict[int, list[tuple[bool, bool]]] = {percent: [] for percent in PERCENTS}
    for monday in range(first + -first % 7, len(past.counts), 7 * weeks):
        days = model(past.counts[:monday])
        for percent in PERCENTS:
            told = days(size, percent)
            if told is None:
                continue
            held = closed[min(monday + told, len(closed) - 1)] - closed[monday] >= size
            done = closed[-1] - closed[monday] >= size
            if done or monday + told < len(closed):
                answers[percent].append((held, told == 1))
    return [_held(percent, found) for percent, found in answers.items()]


def _held(percent: int, found: Sequence[tuple[bool, bool]]) -> Held:
    n = max(len(found), 1)
    held, floor = (sum(pair[place] for pair in found) for place in (0, 1))
    return Held(percent, 100 * held / n, len(found), 100 * floor / n)


# --- The models


def independent_days(counts: Sequence[int]) -> Days:
    """The reference: every day to come is one of the last 91."""
    return Draws(counts[-SAMPLED:], max(SIZES)).days


def whole_weeks(counts: Sequence[int]) -> Days:
    """Every week to come is one of the last 13."""
    draws = Draws([sum(week) for week in _weeks(counts)], max(SIZES))

    def days(size: int, percent: int) -> int | None:
        weeks = draws.days(size, percent)
        return weeks and 7 * weeks

    return days


def _weeks(counts: Sequence[int]) -> list[Sequence[int]]:
    last = len(counts)
    return [counts[last - 7 * n - 7 : last - 7 * n] for n in range(SAMPLED // 7)]


def uncertain_rate(counts: Sequence[int]) -> Days:
    """Gamma-Poisson: a constant rate, known from 91 days alone."""
    closed = sum(counts[-SAMPLED:])

    def days(size: int, percent: int) -> int | None:
        if not closed:
            return None
        return _least(lambda day: _negative_binomial(size, closed, day / SAMPLED), percent)

    return days


def _negative_binomial(size: int, closed: int, times: float) -> float:
    """The chance that fewer than `size` come in `times` the stretch in which `closed` came."""
    more, chance, short = times / (1 + times), (1 + times) ** -closed, 0.0
    for n in range(size):
        short += chance
        chance *= more * (closed + n) / (n + 1)
    return short


def _least(short: Callable[[int], float], percent: int) -> int:
    low, high = 0, 1
    while short(high) > 1 - percent / 100 and high < 100_000:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if short(middle) > 1 - percent / 100 else (low, middle)
    return high


def own_errors(counts: Sequence[int]) -> Days:
    """Conformal: the plain pace, stretched as far as it would have been wrong in the last year."""
    closed = list(accumulate(counts, initial=0))
    mondays = range(len(counts) - 7 * 52, len(counts), 7)

    def days(size: int, percent: int) -> int | None:
        errors = sorted(
            took / (size * SAMPLED / known)
            for day in mondays
            if day >= SAMPLED and (known := closed[day] - closed[day - SAMPLED])
            if (took := _took(closed, day, size))
        )
        known = closed[-1] - closed[-1 - SAMPLED]
        stretch = flow.percentile(errors, percent)
        return (
            None
            if not known or stretch is None
            else max(round(stretch * size * SAMPLED / known), 1)
        )

    return days


def _took(closed: Sequence[int], day: int, size: int) -> int | None:
    return next(
        (n for n in range(1, len(closed) - day) if closed[day + n] - closed[day] >= size), None
    )


def pace(counts: Sequence[int]) -> Days:
    """The model of the digests: uneven weeks, a rate from few of them that drifts."""
    return Pace(counts).days


MODELS: dict[str, tuple[Model, int]] = {
    "independent days (reference)": (independent_days, 6),
    "whole weeks as blocks": (whole_weeks, 2),
    "uncertain rate (gamma-Poisson)": (uncertain_rate, 3),
    "own errors (conformal)": (own_errors, 6),
    "pace (told in digests)": (pace, 1),
}
"""Each with every how many weeks it is asked: the slow ones less often."""


def main() -> None:
    """Print the table."""
    folder = os.environ.get("TEST_DATA")
    if not folder:
        sys.stdout.write("No backtest: TEST_DATA names no folder of public histories.\n")
        return
    known, rows, missed = pasts(Path(folder)), [], dict.fromkeys(MODELS, 0)
    for name, (model, weeks) in MODELS.items():
        for past in known:
            for size in SIZES:
                found = judged(past, model, size, weeks)
                missed[name] += sum(not held.met for held in found)
                rows.append([name, past.name, str(size), *map(_shown, found), f"{found[0].judged}"])
    heads = ("model", "history", "left", "50%", "85%", "95%", "dates")
    show("How often dates held (* outside 45-55, 80-90, 92-98; floor in brackets)", heads, rows)
    summary = [[n, f"{count} of 27", verdict(not count)] for n, count in missed.items()]
    show("Shares outside the aims", ("model", "outside", ""), summary)


def _shown(held: Held) -> str:
    floor = f" ({held.floor:.0f})" if held.floor > 1 else ""
    return f"{held.share:.0f}{floor}{' ' if held.met else '*'}"


if __name__ == "__main__":
    main()
