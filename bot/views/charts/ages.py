"""The age of the work in progress as a chart."""

from collections.abc import Sequence

from bot.domain import charted
from bot.domain.charted import Step
from bot.domain.facts import Facts
from bot.picture import Mark, Picture, Shape, Tone
from bot.views.charts.axes import NAME, lengths
from bot.views.text import counted, cut, in_days, line

STEPS = 5
BESIDE = (0.0, 0.12, -0.12, 0.24, -0.24)
"""Items of one age would hide each other: the next older one stands beside."""
Point = tuple[float, float]


def ages(facts: Facts) -> Picture | None:
    """What is in progress, by step: how long each item has been there, against the usual."""
    found = charted.steps(facts)[:STEPS]
    if not found:
        return None
    limits = [(float(n), step.limit) for n, step in enumerate(found) if step.limit is not None]
    fine = [point for n, step in enumerate(found) for point in _points(n, step, late=False)]
    late = [point for n, step in enumerate(found) for point in _points(n, step, late=True)]
    marks = (
        _mark(Shape.COLUMNS, limits, Tone.FAINT, "85% move on by"),
        _mark(Shape.DOTS, fine, Tone.MAIN, "Item"),
        _mark(Shape.DOTS, late, Tone.BAD, "Stuck"),
    )
    shown = tuple(mark for mark in marks if mark.x)
    return Picture(
        "How long work has been where it is",
        _told(found, len(late) if limits else None),
        shown,
        tuple((float(n), cut(line(step.name), NAME)) for n, step in enumerate(found)),
        lengths(max(max(mark.y) for mark in shown)),
        y_name="days",
        x_places=True,
        y_grows=True,
    )


def _points(place: int, step: Step, *, late: bool) -> list[Point]:
    """The items of a step that are beyond its limit, or those that are not."""
    return [
        (place + BESIDE[n % len(BESIDE)], age)
        for n, age in enumerate(step.ages)
        if late == (step.limit is not None and age > step.limit)
    ]


def _mark(shape: Shape, points: Sequence[Point], tone: Tone, name: str) -> Mark:
    return Mark(shape, tuple(x for x, _ in points), tuple(y for _, y in points), tone, name)


def _told(found: Sequence[Step], stuck: int | None) -> str:
    said = [
        f"{step.name}: {counted(len(step.ages), 'item')}, oldest {in_days(step.ages[-1])}"
        for step in found
    ]
    verdict = "" if stuck is None else f" {stuck} stuck."
    return f"Age of work in progress by step. {'; '.join(said)}.{verdict}"
