"""What holds items up: six kinds of trouble, for items not done at an instant.

How the corners are read:

- Every kind says since when. `aging` counts from the entry into the present status; `unowned`
  from when it was both in progress and without an assignee; `linked` from the oldest link to an
  item that is not done; `overdue_release` from the earliest such release's date.
- An item waits on the assignee of the oldest of those linked items, who may be nobody; with none,
  on its own assignee.
- A linked item of the product is judged by its history. Of one elsewhere only today's state is
  known, from today's links; where no link tells, it is not counted.
- The last move is the last change of status, or the creation.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from bot.domain.calendar import WEEK, Window, instant
from bot.domain.facts import Facts
from bot.domain.flow import changed_since, percentile
from bot.domain.history import ASSIGNEE, FLAGGED, IN_PROGRESS, History
from bot.domain.releases import overdue
from bot.domain.statuses import State
from bot.tracked import Category

AGING_PERCENT = 85
AGING_WEEKS = 26
AGING_STAYS = 10
"""No verdict on fewer completed stays than this."""


class Kind(StrEnum):
    """Why an item is held up."""

    FLAGGED = "flagged"
    LINKED = "linked"
    BLOCKED_STATUS = "blocked_status"
    AGING = "aging"
    UNOWNED = "unowned"
    OVERDUE_RELEASE = "overdue_release"


class Novelty(StrEnum):
    """Whether it was held up, for whatever reason, seven local days before."""

    NEW = "new"
    STILL = "still"


Kinds = Mapping[Kind, datetime | date]
"""Since when each kind holds: an instant, or a release's day."""


class Blocked(Struct, frozen=True):
    """An item that is held up. `waiting_on` is a person's id."""

    item: str
    kinds: Kinds
    waiting_on: str | None
    state: Novelty
    last_move: datetime


def blocked(facts: Facts) -> tuple[list[Blocked], list[str]]:
    """What is held up at T, by key, and the keys of what was a week before and is not now."""
    earlier = facts.as_of - WEEK
    stays = completed(facts.base.histories, aging_window(earlier, facts).start)
    now = Sight(facts, facts.as_of, stays=stays)
    kinds, before = now.kinds, Sight(facts, earlier, stays=stays).kinds
    found = [
        Blocked(
            key,
            kinds[key],
            now.waiting_on(facts.by_key[key]),
            Novelty.STILL if key in before else Novelty.NEW,
            facts.by_key[key].status.since(now.at),
        )
        for key in sorted(kinds)
    ]
    return found, sorted(before.keys() - kinds.keys())


def standing(facts: Facts, key: str, at: datetime) -> Blocked:
    """One item as it stands at an instant of the facts' day, held up or not.

    Whether it is aging only all items tell.
    """
    now, history = Sight(facts, facts.as_of, at), facts.by_key[key]
    return Blocked(
        key,
        now.kinds.get(key, {}),
        now.waiting_on(history),
        Novelty.STILL,
        history.status.since(now.at),
    )


class Sight:
    """The product's items as they stood when a day began, or at an instant of it."""

    def __init__(
        self,
        facts: Facts,
        day: date,
        at: datetime | None = None,
        stays: "Sequence[Stay] | None" = None,
    ) -> None:
        self._facts = facts
        self.at = at or instant(day, facts.zone)
        base = facts.base
        self._overdue = overdue(base.versions, base.slips, day, self.at)
        weeks = Window(aging_window(day, facts).start, self.at)
        known = completed(base.histories, weeks.start) if stays is None else stays
        self._limits = limits(known, weeks)

    @cached_property
    def kinds(self) -> dict[str, Kinds]:
        """The kinds that held, for each item held up, by key."""
        pairs = ((history.key, self._kinds_of(history)) for history in self._facts.open_at(self.at))
        return {key: kinds for key, kinds in pairs if kinds}

    def _kinds_of(self, history: History) -> Kinds:
        at = self.at
        found: dict[Kind, datetime | date] = {}
        state, since, _ = history.status.held(at)
        if history.at(FLAGGED, at):
            found[Kind.FLAGGED] = history.line(FLAGGED).since(at)
        if links := self._links(history):
            found[Kind.LINKED] = min(links)[0]
        if state.blocked:
            found[Kind.BLOCKED_STATUS] = since
        if state.category is IN_PROGRESS:
            if self._is_aging(state, since):
                found[Kind.AGING] = since
            if not history.at(ASSIGNEE, at):
                begun, left = history.category.since(at), history.line(ASSIGNEE).since(at)
                found[Kind.UNOWNED] = max(begun, left)
        if due := self._overdue and self._overdue_release(history):
            found[Kind.OVERDUE_RELEASE] = due
        return found

    def _links(self, history: History) -> list[tuple[datetime, str]]:
        """The links to items that were not done: since when, and the item's key."""
        if not history.is_linked:
            return []
        return [
            (history.blocked_by.since(key, self.at), key)
            for key in history.blocked_by.at(self.at)
            if self._holds_up(key)
        ]

    def _holds_up(self, key: str) -> bool:
        own = self._facts.base.by_key.get(key)
        return own.is_open(self.at) if own else self._elsewhere.get(key, False)

    @cached_property
    def _elsewhere(self) -> dict[str, bool]:
        """Whether each item that a link names today is open today."""
        everything = self._facts.base.histories
        links = (link for history in everything for link in history.issue.blockers)
        return {link.key: link.category != Category.DONE for link in links}

    def _is_aging(self, state: State, since: datetime) -> bool:
        limit = self._limits.get(state.status)
        return limit is not None and self.at - since > limit

    def _overdue_release(self, history: History) -> date | None:
        versions = history.versions.at(self.at) & self._overdue.keys()
        return min((self._overdue[version] for version in versions), default=None)

    def waiting_on(self, history: History) -> str | None:
        """Who has to move: the assignee of what blocks it, else its own; None for nobody."""
        links = self._links(history)
        holder = self._facts.base.by_key.get(min(links)[1]) if links else history
        return holder.at(ASSIGNEE, self.at) if holder else None


# --- How long items usually stay


Stay = tuple[str, datetime, timedelta]
"""A stretch in one status that has ended: the status, when it ended, how long it was."""


def aging_window(day: date, facts: Facts) -> Window:
    """The weeks before a day whose stays tell what is usual."""
    return Window(instant(day - AGING_WEEKS * WEEK, facts.zone), instant(day, facts.zone))


def completed(histories: Iterable[History], since: datetime) -> list[Stay]:
    """The stays of every item that ended from an instant on, those of no length too."""
    lines = [history.status for history in changed_since(histories, since)]
    return [
        (state.status, end, end - start)
        for line in lines
        for state, start, end in zip(line.values, line.starts, line.starts[1:], strict=False)
        if end >= since
    ]


def limits(stays: Iterable[Stay], weeks: Window) -> dict[str, timedelta]:
    """By status: the 85th percentile of the stays that ended in the window, if 10 or more did."""
    lengths: dict[str, list[timedelta]] = defaultdict(list)
    first, last = weeks.start, weeks.end
    for status, end, length in stays:
        if first <= end < last:
            lengths[status].append(length)
    return {
        status: limit
        for status, found in lengths.items()
        if len(found) >= AGING_STAYS
        and (limit := percentile(sorted(found), AGING_PERCENT)) is not None
    }


def aging_limits(histories: Iterable[History], weeks: Window) -> dict[str, timedelta]:
    """The same of items."""
    return limits(completed(histories, weeks.start), weeks)
