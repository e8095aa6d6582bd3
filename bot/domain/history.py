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

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from bot.domain.statuses import State, Statuses
from bot.domain.timeline import Members, Mention, Span, Timeline
from bot.tracked import Category, Change, Field, Issue

DONE, IN_PROGRESS = Category.DONE, Category.IN_PROGRESS
STATUS, ASSIGNEE, FLAGGED = Field.STATUS, Field.ASSIGNEE, Field.FLAGGED
SPRINT, ESTIMATE = Field.SPRINT, Field.ESTIMATE
VERSION, BLOCKED_BY = Field.VERSION, Field.BLOCKED_BY
"""By their own names: to look a member up takes longer than what most loops here do."""
OVER = (None, DONE)
NOW: Mapping[Field, Callable[[Issue], str | None]] = {
    Field.RESOLUTION: lambda issue: issue.resolution,
    ASSIGNEE: lambda issue: issue.assignee,
    FLAGGED: lambda issue: "1" if issue.flagged else None,
    SPRINT: lambda issue: ",".join(str(sprint.id) for sprint in issue.sprints) or None,
    ESTIMATE: lambda issue: None if issue.estimate is None else str(issue.estimate),
}
"""What the fields that hold one value hold today."""
NO_NAMES: Mapping[str, str] = MappingProxyType({})


class History:
    """One issue's past. `renamed` maps former keys of issues to their present ones.

    What is asked of every item of a project is kept in slots: the dictionary of its own that
    `cached_property` needs takes as long to make as what is kept in it.
    """

    __slots__ = (
        "__dict__", "_closings", "_renamed", "_status", "_statuses", "_touched",
        "_versions", "changed", "created", "issue", "key",
    )  # fmt: skip

    def __init__(
        self, issue: Issue, statuses: Statuses, renamed: Mapping[str, str] = NO_NAMES
    ) -> None:
        self.issue = issue
        self.key = issue.key
        self.created = issue.created
        self.changed = issue.created
        """Its last change, or its creation: from then on every field is as today."""
        if issue.changes and issue.changes[-1].at > issue.created:
            self.changed = issue.changes[-1].at
        self._statuses = statuses
        self._renamed = renamed
        self._status: Timeline[State] | None = None
        self._closings: list[Span[Category]] | None = None
        self._touched: frozenset[Field] | None = None
        self._versions: Members | None = None

    def _changed(self, field: Field) -> bool:
        """Whether a field ever did."""
        if self._touched is None:
            self._touched = frozenset([change.field for change in self.issue.changes])
        return field in self._touched

    def _of(self, field: Field) -> list[Change]:
        return [change for change in self.issue.changes if change.field is field]

    @cached_property
    def _lines(self) -> dict[Field, Timeline[str | None]]:
        return {}

    @property
    def status(self) -> Timeline[State]:
        """The statuses it went through."""
        if self._status is None:
            self._status = self._moves()
        return self._status

    def _moves(self) -> Timeline[State]:
        state, created, now = self._statuses.state, self.created, self.issue.status
        starts: list[datetime] = [created]
        values: list[State] = []
        for change in self.issue.changes:
            if change.field is STATUS:
                if not values:
                    values.append(state(change.before or "", change.before_name))
                after = state(change.after or "", change.after_name)
                if after != values[-1]:
                    starts.append(change.at if change.at > created else created)
                    values.append(after)
        return Timeline(starts, values or [state(now.id, now.name)])

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

    def category_at(self, at: datetime) -> Category | None:
        """What its status meant at an instant; None before the creation."""
        if at > self.changed:
            return self._last.category
        state = self.status.at(at)
        return state and state.category

    @property
    def _last(self) -> State:
        """The status it moved to last, or was created in."""
        for change in reversed(self.issue.changes):
            if change.field is STATUS:
                return self._statuses.state(change.after or "", change.after_name)
        return self._statuses.state(self.issue.status.id, self.issue.status.name)

    @property
    def closings(self) -> list[Span[Category]]:
        """Its stretches in done that began with an entry, not with the creation."""
        if self._closings is None:
            self._closings = self._stretches_done()
        return self._closings

    def _stretches_done(self) -> list[Span[Category]]:
        """From the changes themselves: of most items nothing else of their statuses is asked."""
        state = self._statuses.state
        found: list[Span[Category]] = []
        was: bool | None = None
        entered: datetime | None = None
        for change in self.issue.changes:
            if change.field is STATUS:
                if was is None:
                    was = state(change.before or "", change.before_name).category is DONE
                now = state(change.after or "", change.after_name).category is DONE
                if now is not was:
                    at = max(change.at, self.created)
                    if entered is not None:
                        found.append(Span(DONE, entered, at))
                    entered, was = at if now else None, now
        return found if entered is None else [*found, Span(DONE, entered, None)]

    def line(self, field: Field) -> Timeline[str | None]:
        """What one of the fields in `NOW` held."""
        if field not in self._lines:
            changes = self._of(field)
            first = changes[0].before if changes else NOW[field](self.issue)
            later = [(change.at, change.after) for change in changes]
            self._lines[field] = Timeline.of(self.created, first, later)
        return self._lines[field]

    def at(self, field: Field, at: datetime) -> str | None:
        """What one of the fields in `NOW` held at an instant; None before the creation."""
        if at <= self.changed:
            return self.line(field).at(at)
        if self._changed(field):
            return self._of(field)[-1].after
        return NOW[field](self.issue)

    @property
    def versions(self) -> Members:
        """Ids of fix versions."""
        if self._versions is None:
            mentions = self._mentions(VERSION)
            self._versions = Members(self.created, mentions, self.issue.versions)
        return self._versions

    @property
    def is_linked(self) -> bool:
        """Whether anything ever blocked it."""
        return bool(self.issue.blockers) or self._changed(BLOCKED_BY)

    @cached_property
    def blocked_by(self) -> Members:
        """Present keys of the issues that block it; a key that moved since is the same issue."""
        present = self._renamed.get
        mentions = [(at, present(key, key), added) for at, key, added in self._mentions(BLOCKED_BY)]
        return Members(self.created, mentions, [link.key for link in self.issue.blockers])

    def _mentions(self, field: Field) -> list[Mention]:
        """Each element of a set that was removed (False) or added (True), in order."""
        found: list[Mention] = []
        for change in self._of(field):
            if change.before:
                found.append((change.at, change.before, False))
            if change.after:
                found.append((change.at, change.after, True))
        return found

    def exists(self, at: datetime) -> bool:
        """Whether it was created before an instant."""
        return self.created < at

    def is_open(self, at: datetime) -> bool:
        """Whether it existed and was not done."""
        return self.category_at(at) not in OVER

    def in_progress(self, at: datetime) -> bool:
        """Whether it was in progress."""
        return self.category_at(at) is IN_PROGRESS

    def delivered(self, at: datetime) -> bool:
        """Whether the resolution it had, or lacked, is one of what was delivered."""
        return self._statuses.delivered(self.at(Field.RESOLUTION, at))

    def sprints(self, at: datetime) -> set[int]:
        """Ids of the sprints it was in."""
        ids = (self.at(SPRINT, at) or "").split(",")
        return {int(sprint) for sprint in ids if sprint.strip()}

    def estimate(self, at: datetime) -> float | None:
        """What it was estimated at, in the product's unit."""
        estimate = self.at(ESTIMATE, at)
        return None if estimate is None else float(estimate)


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
