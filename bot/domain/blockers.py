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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.domain.calendar import WEEK, Window, instant
from bot.domain.facts import Facts
from bot.domain.flow import changed_since, percentile
from bot.domain.history import History
from bot.domain.releases import overdue
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


@dataclass(frozen=True, slots=True)
class Blocked:
    """An item that is held up. `waiting_on` is a person's id."""

    item: str
    kinds: Kinds
    waiting_on: str | None
    state: Novelty
    last_move: datetime


def blocked(facts: Facts) -> tuple[list[Blocked], list[str]]:
    """What is held up at T, by key, and the keys of what was a week before and is not now."""
    now = Sight(facts, facts.as_of)
    kinds, before = now.kinds, Sight(facts, facts.as_of - WEEK).kinds
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

    def __init__(self, facts: Facts, day: date, at: datetime | None = None) -> None:
        self._facts = facts
        self.at = at or instant(day, facts.zone)
        base = facts.base
        self._overdue = overdue(base.versions, base.slips, day, self.at)
        weeks = Window(instant(day - AGING_WEEKS * WEEK, facts.zone), self.at)
        self._limits = aging_limits(facts.base.histories, weeks)

    @cached_property
    def kinds(self) -> dict[str, Kinds]:
        """The kinds that held, for each item held up, by key."""
        pairs = ((h.key, self._kinds_of(h)) for h in self._facts.histories if h.is_open(self.at))
        return {key: kinds for key, kinds in pairs if kinds}

    def _kinds_of(self, history: History) -> Kinds:
        found = {
            Kind.FLAGGED: self._flagged(history),
            Kind.LINKED: min(self._links(history), default=(None, None))[0],
            Kind.BLOCKED_STATUS: self._blocked_status(history),
            Kind.AGING: self._aging(history),
            Kind.UNOWNED: self._unowned(history),
            Kind.OVERDUE_RELEASE: self._overdue_release(history),
        }
        return {kind: since for kind, since in found.items() if since is not None}

    def _flagged(self, history: History) -> datetime | None:
        return history.flagged.since(self.at) if history.flagged.at(self.at) else None

    def _links(self, history: History) -> list[tuple[datetime, str]]:
        """The links to items that were not done: since when, and the item's key."""
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

    def _blocked_status(self, history: History) -> datetime | None:
        state = history.status.at(self.at)
        return history.status.since(self.at) if state and state.blocked else None

    def _aging(self, history: History) -> datetime | None:
        state, since = history.status.at(self.at), history.status.since(self.at)
        limit = self._limits.get(state.status) if state else None
        if limit is None or not history.in_progress(self.at) or self.at - since <= limit:
            return None
        return since

    def _unowned(self, history: History) -> datetime | None:
        if not history.in_progress(self.at) or history.assignee.at(self.at):
            return None
        return max(history.category.since(self.at), history.assignee.since(self.at))

    def _overdue_release(self, history: History) -> date | None:
        versions = history.versions.at(self.at) & self._overdue.keys()
        return min((self._overdue[version] for version in versions), default=None)

    def waiting_on(self, history: History) -> str | None:
        """Who has to move: the assignee of what blocks it, else its own; None for nobody."""
        links = self._links(history)
        holder = self._facts.base.by_key.get(min(links)[1]) if links else history
        return holder.assignee.at(self.at) if holder else None


def aging_limits(histories: Iterable[History], weeks: Window) -> dict[str, timedelta]:
    """By status: the 85th percentile of the stays that ended in the window, if 10 or more did.

    Stays of every item count, those of no length too.
    """
    stays: dict[str, list[timedelta]] = defaultdict(list)
    for history in changed_since(histories, weeks.start):
        for span in history.status.spans():
            if span.end is not None and span.end in weeks:
                stays[span.value.status].append(span.end - span.start)
    return {
        status: limit
        for status, lengths in stays.items()
        if len(lengths) >= AGING_STAYS
        and (limit := percentile(sorted(lengths), AGING_PERCENT)) is not None
    }
