"""What a status means, and whether a resolution means that something was delivered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from bot.tracked import Category, Field, Issue, Status

NOT_DELIVERED = frozenset(
    {
        "Won't Fix",
        "Won't Do",
        "Duplicate",
        "Cannot Reproduce",
        "Incomplete",
        "Invalid",
        "Declined",
        "Rejected",
        "Abandoned",
        "Obsolete",
        "Withdrawn",
        "Answered",
        "Later",
        "Not a Bug",
        "Not a Problem",
        "Works for Me",
    }
)
"""The resolutions that close an item undelivered, unless a product has a list of its own."""

BLOCKED = frozenset({"Blocked"})
"""The statuses that mean "blocked", unless a product names its own, by id or by name."""

WELL_KNOWN = {
    "resolved": Category.DONE,
    "closed": Category.DONE,
    "done": Category.DONE,
    "open": Category.NEW,
    "reopened": Category.NEW,
    "received": Category.NEW,
    "to do": Category.NEW,
    "backlog": Category.NEW,
}
"""What is meant by names that no site defines any more."""

CATEGORIES = frozenset(Category)
"""The site's keys that mean something; any other, such as `undefined`, is in progress."""

NO_MAP: Mapping[str, Category] = MappingProxyType({})
"""The map of a product that goes by its site."""


def _plain(name: str) -> str:
    return name.replace("’", "'").strip().casefold()


def _category(key: str) -> Category:
    return Category(key) if key in CATEGORIES else Category.IN_PROGRESS


class State(NamedTuple):
    """A status as it was: its id (its name where the history has no id) and what it means."""

    status: str
    category: Category
    blocked: bool


class Statuses:
    """The meaning of statuses and resolutions for one product. Names match in any case.

    `site` is what the site defines; of two statuses with one name the first counts. `chosen` is
    the product's own map, by status id or name, and rules over it.
    """

    def __init__(
        self,
        site: Sequence[Status] = (),
        chosen: Mapping[str, Category] = NO_MAP,
        not_delivered: Iterable[str] = NOT_DELIVERED,
        blocked: Iterable[str] = BLOCKED,
    ) -> None:
        self._chosen = {_plain(key): category for key, category in chosen.items()}
        self._by_id = {status.id: _category(status.category) for status in site}
        site_names = {_plain(s.name): _category(s.category) for s in reversed(site)}
        self._by_name = WELL_KNOWN | site_names
        self._not_delivered = frozenset(map(_plain, not_delivered))
        self._blocked = frozenset(map(_plain, blocked))
        # A history asks the same few questions again and again.
        self.state = cache(self._state)
        """What a status is, by its id, empty where it is not known, and its name."""
        self._is_undelivered = cache(self._undelivered)

    def category(self, status: str, name: str) -> Category:
        """By the product's map, else the site, else a well-known name, else in progress."""
        return self.state(status, name).category

    def _state(self, status: str, name: str) -> State:
        category = self._find(status, name) or Category.IN_PROGRESS
        return State(status or name, category, self._blocking(status, name))

    def _find(self, status: str, name: str) -> Category | None:
        plain = _plain(name)
        return (
            self._chosen.get(status)
            or self._chosen.get(plain)
            or self._by_id.get(status)
            or self._by_name.get(plain)
        )

    def delivered(self, resolution: str | None) -> bool:
        """Whether an item done with this resolution was delivered."""
        return resolution is None or not self._is_undelivered(resolution)

    def _undelivered(self, resolution: str) -> bool:
        return _plain(resolution) in self._not_delivered

    def _blocking(self, status: str, name: str) -> bool:
        return status in self._blocked or _plain(name) in self._blocked

    def unknown(self, issues: Iterable[Issue]) -> list[str]:
        """The names, sorted, of statuses taken to be in progress because nothing tells."""
        seen = {pair for issue in issues for pair in _statuses(issue)}
        return sorted({name or status for status, name in seen if self._find(status, name) is None})


def _statuses(issue: Issue) -> Iterator[tuple[str, str]]:
    yield issue.status.id, issue.status.name
    for change in issue.changes:
        if change.field is Field.STATUS:
            yield change.before or "", change.before_name
            yield change.after or "", change.after_name
