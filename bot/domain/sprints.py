"""A board's sprints as of an instant, and the velocity they show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from bot.domain.history import History
from bot.tracked import Category, Sprint

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


@dataclass(frozen=True, slots=True)
class Velocity:
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
    spans = [
        (end, sprint.start, sprint.id)
        for sprint in sprints
        if (end := closed_at(sprint)) and end < at and sprint.start
    ]
    amounts = [
        sum(_worth(history, start, by_items) for history in _completed(histories, s, start, end))
        for end, start, s in sorted(spans)[-MOST:]
    ]
    if len(amounts) < FEWEST:
        return None
    return Velocity(min(amounts), median(amounts), max(amounts))


def _completed(
    histories: Iterable[History], sprint: int, start: datetime, end: datetime
) -> Iterable[History]:
    """What was in the sprint and done at its end, without sub-tasks and what was done before."""
    return (
        history
        for history in histories
        if not history.issue.subtask
        and sprint in history.sprints(end)
        and history.category.at(end) is Category.DONE
        and history.category.at(start) is not Category.DONE
    )


def _worth(history: History, start: datetime, by_items: bool) -> float:
    """Its estimate as of the sprint's start; what had none then, or did not exist, adds nothing."""
    return 1 if by_items else history.estimate(start) or 0
