"""What charts show, as figures: how a release filled and emptied, how long work took and waits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.blockers import aging_limits, aging_window
from bot.domain.calendar import Window
from bot.domain.facts import Facts
from bot.domain.flow import SECONDS_A_DAY, cycle_time, in_progress, shipped
from bot.domain.history import History
from bot.tracked import Category, Field


class Fill(NamedTuple):
    """A release at an instant: the items in it, and how many of those are done."""

    scope: int
    done: int


def burn_up(facts: Facts, version: str, at: Sequence[datetime]) -> list[Fill]:
    """How a release stood at each of some instants, with what was done before what is known."""
    ever = [history for history in facts.histories if history.versions.knows(version)]
    earlier, fills = facts.earlier.get(version, 0), [_filled(ever, version, day) for day in at]
    return [Fill(fill.scope + earlier, fill.done + earlier) for fill in fills]


def _filled(ever: Sequence[History], version: str, at: datetime) -> Fill:
    inside = [history for history in ever if version in history.versions.at(at)]
    return Fill(len(inside), sum(history.category_at(at) is Category.DONE for history in inside))


class Finish(NamedTuple):
    """When an item was finished, and the days from its start."""

    at: datetime
    days: float


def finishes(histories: Iterable[History], window: Window) -> list[Finish]:
    """Of the items shipped in a window that were in progress before."""
    return [
        Finish(history.category.since(window.end), days)
        for history in shipped(histories, window)
        if (days := cycle_time(history, window.end)) is not None
    ]


class Step(NamedTuple):
    """The work in one status: its name, the days each item has been in it, the usual limit."""

    name: str
    ages: tuple[float, ...]
    limit: float | None


def steps(facts: Facts) -> list[Step]:
    """What is in progress at T by its status, the fullest first."""
    limits, names = usual(facts), _names(facts)
    ages: dict[str, list[float]] = {}
    for history in in_progress(facts.open, facts.at):
        state, since, _ = history.status.held(facts.at)
        ages.setdefault(state.status, []).append((facts.at - since).total_seconds() / SECONDS_A_DAY)
    found = [
        Step(names.get(status, status), tuple(sorted(days)), limits.get(status))
        for status, days in ages.items()
    ]
    return sorted(found, key=lambda step: (-len(step.ages), step.name))


def usual(facts: Facts) -> dict[str, float]:
    """By id, within how many days 85 % leave a status, where enough did."""
    limits = aging_limits(facts.base.histories, aging_window(facts.as_of, facts))
    return {status: limit.total_seconds() / SECONDS_A_DAY for status, limit in limits.items()}


def _names(facts: Facts) -> dict[str, str]:
    """By id, what people call a status: as it is called today."""
    before = {
        change.after: change.after_name
        for issue in facts.issues
        for change in issue.changes
        if change.field is Field.STATUS and change.after
    }
    now = {issue.status.id: issue.status.name for issue in facts.issues}
    return before | now
