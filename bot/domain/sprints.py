"""A board's sprints as of an instant, and the velocity they show."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import NamedTuple

from msgspec import Struct

from bot.domain.calendar import Window
from bot.domain.history import History
from bot.tracked import Category, Sprint
from bot.words import Unit

FEWEST, MOST = 3, 6
"""Velocity is told of the last three to six closed sprints, or not at all."""

UNKNOWN = datetime.max.replace(tzinfo=UTC)


def of_board(histories: Iterable[History], board: int | None) -> list[Sprint]:
    """The sprints that items name: of one board, or all when None; by id.

    A sprint whose board the tracker does not tell is taken to be any board's.
    """
    named = {sprint.id: sprint for history in histories for sprint in history.issue.sprints}
    wanted = (None, board)
    return [s for _, s in sorted(named.items()) if board is None or s.board in wanted]


def closed_at(sprint: Sprint) -> datetime | None:
    """When it was closed (its planned end, where the tracker forgot); None while it is not."""
    return (sprint.completed or sprint.end) if sprint.state == "closed" else None


def is_active(sprint: Sprint, at: datetime) -> bool:
    """Whether it had begun and was not closed."""
    begun = sprint.state != "future" and (sprint.start is None or sprint.start < at)
    return begun and (sprint.state != "closed" or not _is_closed(sprint, at))


def _is_closed(sprint: Sprint, at: datetime) -> bool:
    end = closed_at(sprint)
    return sprint.state == "closed" and (end is None or end < at)


def current(sprints: Sequence[Sprint], at: datetime) -> set[int]:
    """Ids of the active sprints, else of the next one, else none."""
    active = {sprint.id for sprint in sprints if is_active(sprint, at)}
    ahead = [s for s in sprints if not is_active(s, at) and not _is_closed(s, at)]
    following = sorted(ahead, key=lambda sprint: (sprint.start or UNKNOWN, sprint.id))
    return active or {sprint.id for sprint in following[:1]}


class Velocity(Struct, frozen=True):
    """What the last closed sprints completed, in the team's unit."""

    min: float
    median: float
    max: float


def velocity(
    histories: Sequence[History], sprints: Sequence[Sprint], at: datetime, *, by_items: bool
) -> Velocity | None:
    """Of the last six sprints closed before an instant; None if they are fewer than three.

    A sprint without a start or an end is passed over.
    """
    past = [stretch for stretch in _closed(sprints) if stretch.end < at][-MOST:]
    return spread([stretch.amount(stretch.completed(histories), by_items) for stretch in past])


def spread(amounts: Sequence[float]) -> Velocity | None:
    """What sprints completed, one figure each; None of fewer than three."""
    if len(amounts) < FEWEST:
        return None
    return Velocity(min(amounts), median(amounts), max(amounts))


def _closed(sprints: Iterable[Sprint]) -> list["_Stretch"]:
    """Those with a start and an end, in the order they ended."""
    spans = [(closed_at(sprint), sprint) for sprint in sprints]
    found = [_Stretch(end, s.start, s.id, s) for end, s in spans if end and s.start]
    return sorted(found)


class _Stretch(NamedTuple):
    """A closed sprint, from its start to its end."""

    end: datetime
    start: datetime
    id: int
    sprint: Sprint

    def completed(self, histories: Iterable[History]) -> list[History]:
        """What was in it and done at its end, without sub-tasks and what was done before."""
        return [
            history
            for history in histories
            if not history.issue.subtask
            and history.category_at(self.end) is Category.DONE
            and history.category_at(self.start) is not Category.DONE
            and self.id in history.sprints(self.end)
        ]

    def committed(self, histories: Iterable[History]) -> list[History]:
        """What was in it and open at its start, without sub-tasks."""
        return [
            history
            for history in histories
            if not history.issue.subtask
            and history.is_open(self.start)
            and self.id in history.sprints(self.start)
        ]

    def amount(self, items: Iterable[History], by_items: bool) -> float:
        """Their estimates as of the start; what had none then, or did not exist, adds nothing."""
        return sum(1 if by_items else history.estimate(self.start) or 0 for history in items)


# --- The sprints that a week closed


class Closed(Struct, frozen=True):
    """A sprint that a window closed: what it was begun with, and what it completed, in `unit`."""

    sprint: Sprint
    unit: Unit
    committed: float
    completed: float
    before: tuple[float, ...]
    """What each of up to six sprints of its board completed before it, the oldest first."""

    @property
    def usual(self) -> Velocity | None:
        """The velocity before it."""
        return spread(self.before)


def closed_in(histories: Sequence[History], window: Window, unit: Unit) -> list[Closed]:
    """The sprints that were closed in a window, in that order.

    In items where nothing that it or those before it were begun with or completed was estimated.
    """
    stretches = _closed(of_board(histories, None))
    return [
        _outcome(histories, _before(stretches, place), last, unit)
        for place, last in enumerate(stretches)
        if last.end in window
    ]


def _before(stretches: Sequence[_Stretch], place: int) -> list[_Stretch]:
    board = stretches[place].sprint.board
    return [one for one in stretches[:place] if one.sprint.board == board][-MOST:]


def _outcome(
    histories: Sequence[History], before: Sequence[_Stretch], last: _Stretch, unit: Unit
) -> Closed:
    begun, ended = last.committed(histories), last.completed(histories)
    earlier = [(one, one.completed(histories)) for one in before]
    known = [(last, begun), (last, ended), *earlier]
    estimated = any(h.estimate(one.start) is not None for one, items in known for h in items)
    by_items = not estimated
    return Closed(
        last.sprint,
        Unit.ITEMS if by_items else unit,
        last.amount(begun, by_items),
        last.amount(ended, by_items),
        tuple(one.amount(items, by_items) for one, items in earlier),
    )
