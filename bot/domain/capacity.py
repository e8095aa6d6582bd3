"""The week ahead: what people can take on, and what they have.

How the corners are read:

- Committed is what is in the board's active sprints; if there is none, in its next one; if there
  is neither, what is in progress. Sub-tasks count, unestimated items add nothing.
- The unit is items if the team prefers that, or if nothing of its open work is estimated; else it
  is the product's. Availability in another unit than that is not told.
- A team's unassigned items are those of its sprint (or in progress) that nobody has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.calendar import WEEK, first_monday, working_days
from bot.domain.facts import Facts, Unit
from bot.domain.history import History
from bot.domain.sprints import Velocity, current, of_board, velocity

WORKING_WEEK = 5


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a team: the tracker's id, what a full week holds, the days away."""

    person: str
    weekly: float | None
    absences: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team as its product describes it. `unit` is what the weekly figures count, if told."""

    name: str
    people: tuple[Member, ...]
    unit: Unit | None = None
    holidays: frozenset[date] = frozenset()
    board: int | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """One person's week, in the team's unit. `available` is None where nobody told."""

    person: str
    available: float | None
    committed: float
    unestimated: int
    items: tuple[str, ...] = ()
    """The keys of what the person has, sorted."""


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """A team's week, in `unit`: the sums over its people, and what no one has yet.

    The keys of the items behind the two counts are sorted.
    """

    team: str
    unit: Unit
    available: float | None
    committed: float
    unestimated: int
    unassigned: int
    velocity: Velocity | None
    people: list[Load]
    unestimated_items: tuple[str, ...] = ()
    unassigned_items: tuple[str, ...] = ()


def loads(facts: Facts, teams: Sequence[TeamPlan]) -> list[TeamLoad]:
    """The week of each team; without any, of one formed from the assignees of open items."""
    work = [history for history in facts.histories if history.is_open(facts.at)]
    return [_Week(facts, work, team).load() for team in teams or [_formed(facts, work)]]


def _formed(facts: Facts, work: Iterable[History]) -> TeamPlan:
    people = {person for history in work if (person := history.assignee.at(facts.at))}
    return TeamPlan(facts.product, tuple(Member(person, None) for person in sorted(people)))


class _Week:
    """One team's week: the product's open work seen through the team's plan."""

    def __init__(self, facts: Facts, work: Sequence[History], team: TeamPlan) -> None:
        self._facts = facts
        self._at = facts.at
        self._team = team
        self._work = work
        self._sprints = of_board(facts.histories, team.board)
        self._ids = {member.person for member in team.people}

    def load(self) -> TeamLoad:
        people = [self._person(member) for member in self._team.people]
        available = [load.available for load in people if load.available is not None]
        unassigned = [h for h in self._taken_on if not h.assignee.at(self._at)]
        ours = [h for h in self._taken_on if h.assignee.at(self._at) in self._ids]
        unestimated = self._unestimated([*ours, *unassigned])
        return TeamLoad(
            team=self._team.name,
            unit=self._unit,
            available=sum(available) if available else None,
            committed=sum(load.committed for load in people),
            unestimated=len(unestimated),
            unassigned=len(unassigned),
            velocity=self._velocity(),
            people=people,
            unestimated_items=_keys(unestimated),
            unassigned_items=_keys(unassigned),
        )

    def _person(self, member: Member) -> Load:
        own = [h for h in self._taken_on if h.assignee.at(self._at) == member.person]
        estimates = [history.estimate(self._at) or 0 for history in own]
        committed = len(own) if self._unit is Unit.ITEMS else sum(estimates)
        unestimated = len(self._unestimated(own))
        return Load(member.person, self._available(member), committed, unestimated, _keys(own))

    def _available(self, member: Member) -> float | None:
        if member.weekly is None or self._team.unit not in (None, self._unit):
            return None
        first = first_monday(self._facts.as_of)
        days = working_days(first, first + WEEK, self._team.holidays | member.absences)
        return member.weekly * len(days) / WORKING_WEEK

    def _unestimated(self, items: Iterable[History]) -> list[History]:
        return [history for history in items if history.estimate(self._at) is None]

    @cached_property
    def _taken_on(self) -> list[History]:
        """The open items of the sprint, or in progress, whoever has them."""
        sprints = current(self._sprints, self._at)
        if not sprints:
            return [history for history in self._work if history.in_progress(self._at)]
        return [history for history in self._work if history.sprints(self._at) & sprints]

    @cached_property
    def _unit(self) -> Unit:
        own = (h for h in self._work if h.assignee.at(self._at) in self._ids)
        work = (*own, *self._taken_on)
        estimated = any(history.estimate(self._at) is not None for history in work)
        preferred = self._team.unit is Unit.ITEMS
        return Unit.ITEMS if preferred or not estimated else self._facts.unit

    def _velocity(self) -> Velocity | None:
        by_items = self._unit is Unit.ITEMS
        return velocity(self._facts.histories, self._sprints, self._at, by_items=by_items)


def _keys(items: Iterable[History]) -> tuple[str, ...]:
    return tuple(sorted(history.key for history in items))
