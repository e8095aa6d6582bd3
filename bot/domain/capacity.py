"""The week ahead: what people can take on, and what they have.

How the corners are read:

- Committed is what is in the board's active sprints; if there is none, in its next one; if there
  is neither, what is in progress. Sub-tasks count, unestimated items add nothing.
- The unit is items if the team prefers that, or if nothing of its open work is estimated; else it
  is what the team says its estimates count, or the product's. Availability in another unit than
  that is not told.
- The rest of a sprint is its days from T on, a day being the sprint's that runs at its noon: of an
  active one those that are left, of the next one all. Of several at once, from the first to the
  last. What is available in it goes by its working days, as that of the week.
- A team's unassigned items are those of its sprint (or in progress) that nobody has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from bot.domain.calendar import WEEK, Window, days_of, first_monday, working_days
from bot.domain.facts import Facts
from bot.domain.history import ASSIGNEE, History
from bot.domain.sprints import Velocity, current, of_board, velocity
from bot.words import Unit

WORKING_WEEK = 5


class Member(Struct, frozen=True):
    """A person of a team: the tracker's id, what a full week holds, the days away."""

    person: str
    weekly: float | None
    absences: frozenset[date] = frozenset()


class TeamPlan(Struct, frozen=True):
    """A team as its product describes it. `unit` is what the weekly figures count, if told."""

    name: str
    people: tuple[Member, ...]
    unit: Unit | None = None
    holidays: frozenset[date] = frozenset()
    board: int | None = None


class Rest(Struct, frozen=True):
    """What is left of a sprint: its local days [start, end)."""

    name: str
    start: date
    end: date


class Load(Struct, frozen=True):
    """One person's week, in the team's unit. `available` is None where nobody told."""

    person: str
    available: float | None
    committed: float
    unestimated: int
    items: tuple[str, ...] = ()
    """The keys of what the person has, sorted."""
    days: int | None = None
    """Working days in the week, where a weekly figure was told."""
    in_sprint: float | None = None
    """What is available in the rest of the sprint."""

    @property
    def holds(self) -> float | None:
        """What is weighed against what is committed: of the sprint, where there is one."""
        return self.available if self.in_sprint is None else self.in_sprint


class TeamLoad(Struct, frozen=True):
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
    sprint: Rest | None = None
    in_sprint: float | None = None
    apart: Unit | None = None
    """What the weekly figures count, where that is not what the work is counted in."""

    @property
    def holds(self) -> float | None:
        """The same as of a person."""
        return self.available if self.in_sprint is None else self.in_sprint


def loads(facts: Facts, teams: Sequence[TeamPlan]) -> list[TeamLoad]:
    """The week of each team; without any, of one formed from the assignees of open items."""
    return [_Week(facts, team).load() for team in teams or [_formed(facts)]]


def _formed(facts: Facts) -> TeamPlan:
    people = {person for history in facts.open if (person := history.at(ASSIGNEE, facts.at))}
    return TeamPlan(facts.product, tuple(Member(person, None) for person in sorted(people)))


class _Week:
    """One team's week: the product's open work seen through the team's plan."""

    def __init__(self, facts: Facts, team: TeamPlan) -> None:
        self._facts = facts
        self._at = facts.at
        self._team = team
        self._work = facts.open
        self._sprints = of_board(facts.histories, team.board)
        self._ids = {member.person for member in team.people}

    def load(self) -> TeamLoad:
        people = [self._person(member) for member in self._team.people]
        unassigned = [h for person, held in self._own.items() if not person for h in held]
        ours = [h for person in self._ids for h in self._own.get(person, [])]
        unestimated = self._unestimated([*ours, *unassigned])
        return TeamLoad(
            team=self._team.name,
            unit=self._unit,
            available=_sum(load.available for load in people),
            committed=sum(load.committed for load in people),
            unestimated=len(unestimated),
            unassigned=len(unassigned),
            velocity=self._velocity(),
            people=people,
            unestimated_items=_keys(unestimated),
            unassigned_items=_keys(unassigned),
            sprint=self._rest,
            in_sprint=_sum(load.in_sprint for load in people),
            apart=self._apart,
        )

    def _person(self, member: Member) -> Load:
        own = self._own.get(member.person, [])
        estimates = [history.estimate(self._at) or 0 for history in own]
        committed = len(own) if self._unit is Unit.ITEMS else sum(estimates)
        monday, rest = first_monday(self._facts.as_of), self._rest
        days = self._days(member, monday, monday + WEEK)
        left = self._days(member, rest.start, rest.end) if rest else None
        return Load(
            member.person,
            _share(member, days),
            committed,
            unestimated=len(self._unestimated(own)),
            items=_keys(own),
            days=days,
            in_sprint=_share(member, left),
        )

    def _days(self, member: Member, start: date, end: date) -> int | None:
        """The days of [start, end) the person works; None where the weekly figure tells nothing."""
        if member.weekly is None or self._apart:
            return None
        return len(working_days(start, end, self._team.holidays | member.absences))

    def _unestimated(self, items: Iterable[History]) -> list[History]:
        return [history for history in items if history.estimate(self._at) is None]

    @cached_property
    def _apart(self) -> Unit | None:
        told = any(member.weekly is not None for member in self._team.people)
        return self._team.unit if told and self._team.unit not in (None, self._unit) else None

    @cached_property
    def _rest(self) -> Rest | None:
        """What is left of the sprints that are committed to; None where their dates do not tell."""
        chosen = [sprint for sprint in self._sprints if sprint.id in self._current]
        spans = [Window(s.start, s.end) for s in chosen if s.start and s.end]
        if not spans or len(spans) < len(chosen):
            return None
        whole = Window(min(s.start for s in spans), max(s.end for s in spans))
        start, end = days_of(whole, self._facts.zone)
        start = max(start, self._facts.as_of)
        names = " and ".join(sprint.name for sprint in chosen)
        return Rest(names, start, end) if start < end else None

    @cached_property
    def _current(self) -> set[int]:
        return current(self._sprints, self._at)

    @cached_property
    def _taken_on(self) -> list[History]:
        """The open items of the sprint, or in progress, whoever has them."""
        sprints = self._current
        if not sprints:
            return [history for history in self._work if history.in_progress(self._at)]
        return [history for history in self._work if history.sprints(self._at) & sprints]

    @cached_property
    def _own(self) -> Mapping[str | None, list[History]]:
        """The same by who has them; None's are nobody's."""
        found: dict[str | None, list[History]] = defaultdict(list)
        for history in self._taken_on:
            found[history.at(ASSIGNEE, self._at)].append(history)
        return found

    @cached_property
    def _unit(self) -> Unit:
        own = (h for h in self._work if h.at(ASSIGNEE, self._at) in self._ids)
        work = (*own, *self._taken_on)
        estimated = any(history.estimate(self._at) is not None for history in work)
        if self._team.unit is Unit.ITEMS or not estimated:
            return Unit.ITEMS
        return self._team.unit or self._facts.unit

    def _velocity(self) -> Velocity | None:
        by_items = self._unit is Unit.ITEMS
        return velocity(self._facts.histories, self._sprints, self._at, by_items=by_items)


def _share(member: Member, days: int | None) -> float | None:
    """What a person can take on in so many working days."""
    return None if member.weekly is None or days is None else member.weekly * days / WORKING_WEEK


def _sum(told: Iterable[float | None]) -> float | None:
    """The sum of what was told; None where nothing was."""
    known = [one for one in told if one is not None]
    return sum(known) if known else None


def _keys(items: Iterable[History]) -> tuple[str, ...]:
    return tuple(sorted(history.key for history in items))
