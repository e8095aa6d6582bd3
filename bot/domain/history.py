"""An issue's past: what each of its fields held at any instant, rebuilt from its changes.

What holds *at* an instant was set before it: a change at the very start of a window lies inside
the window, one at its end does not. How the corners are read:

- What was set before the first change is that change's `before`; without a change, today's value.
- The `after` of one change holds until the next, even where the next one's `before` disagrees (a
  silent bulk change, a renamed resolution): one line of values, so that entries and states agree.
- Changes of one instant are separate steps, in their order; a stay may last no time at all.
- A change to the same status is none. A change dated before the creation counts at the creation.
- A move to another project is one more change; the whole past goes with the item.
- Of the elements of a set (versions, blockers), one that was added first was not there from the
  start, one that was removed first was; one never mentioned is as today.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from bot.domain.statuses import State, Statuses
from bot.tracked import Category, Change, Field, Issue

V = TypeVar("V")


class Span(NamedTuple, Generic[V]):
    """A stretch in which a field held one value; `end` is None while it still does."""

    value: V
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Timeline(Generic[V]):
    """What a field held: `values[i]` from `starts[i]` to the next start; neighbours differ."""

    starts: list[datetime]
    values: list[V]

    @classmethod
    def of(cls, created: datetime, first: V, later: Iterable[tuple[datetime, V]]) -> "Timeline[V]":
        """The line that begins with `first` at the creation; `later` is in order of time."""
        starts, values = [created], [first]
        for at, value in later:
            if value != values[-1]:
                starts.append(max(at, created))
                values.append(value)
        return cls(starts, values)

    def at(self, at: datetime) -> V | None:
        """What it held at an instant; None before the creation."""
        index = bisect_left(self.starts, at)
        return self.values[index - 1] if index else None

    def since(self, at: datetime) -> datetime:
        """When what it held at an instant was set; the creation, before that."""
        return self.starts[max(bisect_left(self.starts, at) - 1, 0)]

    def spans(self) -> Iterator[Span[V]]:
        """All stretches in order; the first one begins with the creation."""
        ends = (*self.starts[1:], None)
        return map(Span, self.values, self.starts, ends)


class Members:
    """A field that holds a set: for each element ever in it, when it was."""

    def __init__(
        self, created: datetime, mentions: Iterable[tuple[datetime, str, bool]], now: Iterable[str]
    ) -> None:
        steps: dict[str, list[tuple[datetime, bool]]] = defaultdict(list)
        for at, element, added in mentions:
            steps[element].append((at, added))
        self._lines = {
            element: Timeline.of(created, not line[0][1], line) for element, line in steps.items()
        }
        for element in set(now) - set(steps):
            self._lines[element] = Timeline.of(created, True, ())

    def at(self, at: datetime) -> set[str]:
        """The elements in it at an instant; none before the creation."""
        return {element for element, line in self._lines.items() if line.at(at)}

    @property
    def ever(self) -> AbstractSet[str]:
        """Every element that was ever in it."""
        return self._lines.keys()

    def line(self, element: str) -> Timeline[bool]:
        """When an element that was ever in it was."""
        return self._lines[element]

    def knows(self, element: str) -> bool:
        """Whether the element was ever in it."""
        return element in self._lines

    def since(self, element: str, at: datetime) -> datetime:
        """Since when an element that is in it at an instant has been."""
        return self._lines[element].since(at)


NO_NAMES: Mapping[str, str] = MappingProxyType({})


class History:
    """One issue's past. `renamed` maps former keys of issues to their present ones."""

    def __init__(
        self, issue: Issue, statuses: Statuses, renamed: Mapping[str, str] = NO_NAMES
    ) -> None:
        self.issue = issue
        self.key = issue.key
        self.created = issue.created
        self.changed = max(issue.created, issue.changes[-1].at) if issue.changes else issue.created
        """Its last change, or its creation: from then on every field is as today."""
        self._statuses = statuses
        self._renamed = renamed
        self._changes: dict[Field, list[Change]] = defaultdict(list)
        for change in issue.changes:
            self._changes[change.field].append(change)

    @cached_property
    def status(self) -> Timeline[State]:
        """The statuses it went through."""
        changes = self._changes[Field.STATUS]
        now = self.issue.status
        first = (changes[0].before, changes[0].before_name) if changes else (now.id, now.name)
        state = self._statuses.state
        later = [(change.at, state(change.after or "", change.after_name)) for change in changes]
        return Timeline.of(self.created, state(first[0] or "", first[1]), later)

    @property
    def present(self) -> Category:
        """What its status means now."""
        return self._statuses.category(self.issue.status.id, self.issue.status.name)

    @cached_property
    def category(self) -> Timeline[Category]:
        """What its statuses meant: statuses of one category in a row are one stretch."""
        line = self.status
        later = [(at, state.category) for at, state in zip(line.starts, line.values, strict=True)]
        return Timeline.of(self.created, later[0][1], later)

    @cached_property
    def closings(self) -> list[Span[Category]]:
        """Its stretches in done that began with an entry, not with the creation."""
        line = self.category
        ends = [*line.starts[1:], None]
        return [
            Span(value, line.starts[n], ends[n])
            for n, value in enumerate(line.values)
            if n and value is Category.DONE
        ]

    @cached_property
    def resolution(self) -> Timeline[str | None]:
        """Names of resolutions."""
        return self._line(Field.RESOLUTION, self.issue.resolution)

    @cached_property
    def assignee(self) -> Timeline[str | None]:
        """Ids of people."""
        return self._line(Field.ASSIGNEE, self.issue.assignee)

    @cached_property
    def flagged(self) -> Timeline[str | None]:
        """Something while it is flagged as an impediment."""
        return self._line(Field.FLAGGED, "1" if self.issue.flagged else None)

    @cached_property
    def _sprint(self) -> Timeline[str | None]:
        return self._line(Field.SPRINT, ",".join(str(s.id) for s in self.issue.sprints) or None)

    @cached_property
    def _estimate(self) -> Timeline[str | None]:
        estimate = self.issue.estimate
        return self._line(Field.ESTIMATE, None if estimate is None else str(estimate))

    def _line(self, field: Field, now: str | None) -> Timeline[str | None]:
        changes = self._changes[field]
        first = changes[0].before if changes else now
        return Timeline.of(self.created, first, [(change.at, change.after) for change in changes])

    @cached_property
    def versions(self) -> Members:
        """Ids of fix versions."""
        mentions = _mentions(self._changes[Field.VERSION])
        return Members(self.created, mentions, self.issue.versions)

    @cached_property
    def blocked_by(self) -> Members:
        """Present keys of the issues that block it; a key that moved since is the same issue."""
        mentions = (
            (at, self._renamed.get(key, key), added)
            for at, key, added in _mentions(self._changes[Field.BLOCKED_BY])
        )
        return Members(self.created, mentions, (blocker.key for blocker in self.issue.blockers))

    def exists(self, at: datetime) -> bool:
        """Whether it was created before an instant."""
        return self.created < at

    def is_open(self, at: datetime) -> bool:
        """Whether it existed and was not done."""
        return self.category.at(at) not in (None, Category.DONE)

    def in_progress(self, at: datetime) -> bool:
        """Whether it was in progress."""
        return self.category.at(at) is Category.IN_PROGRESS

    def delivered(self, at: datetime) -> bool:
        """Whether the resolution it had, or lacked, is one of what was delivered."""
        return self._statuses.delivered(self.resolution.at(at))

    def sprints(self, at: datetime) -> set[int]:
        """Ids of the sprints it was in."""
        ids = (self._sprint.at(at) or "").split(",")
        return {int(sprint) for sprint in ids if sprint.strip()}

    def estimate(self, at: datetime) -> float | None:
        """What it was estimated at, in the product's unit."""
        estimate = self._estimate.at(at)
        return None if estimate is None else float(estimate)


def _mentions(changes: Iterable[Change]) -> Iterator[tuple[datetime, str, bool]]:
    """Each element removed (False) or added (True), in order."""
    for change in changes:
        if change.before:
            yield change.at, change.before, False
        if change.after:
            yield change.at, change.after, True


def former_keys(issues: Iterable[Issue]) -> dict[str, str]:
    """For every key that one of the issues had before it moved, its present key."""
    return {
        key: issue.key
        for issue in issues
        for change in issue.changes
        if change.field is Field.KEY
        for key in (change.before, change.after)
        if key and key != issue.key
    }
