"""The week by initiative and by release: shipped and started, against the week before."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from bot.domain import flow
from bot.domain.calendar import windows
from bot.domain.facts import Facts
from bot.domain.history import History


class Share(Struct):
    """One group's part of the week: keys, and how many the week before had."""

    shipped: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    shipped_before: int = 0

    @property
    def change(self) -> int:
        """How many more were shipped than the week before."""
        return len(self.shipped) - self.shipped_before


Shares = dict[str, Share]


def by_initiative(facts: Facts) -> Shares:
    """By the key of the parent; what has none, or one elsewhere, belongs to no initiative."""
    keys = {issue.id: issue.key for issue in facts.base.issues}

    def parent(history: History) -> Iterable[str]:
        key = keys.get(history.issue.parent or "")
        return (key,) if key else ()

    return _shares(facts, parent)


def by_release(facts: Facts) -> Shares:
    """By version id, of the versions an item had at the week's end."""
    return _shares(facts, lambda history: history.versions.at(facts.window.end))


def _shares(facts: Facts, groups: Callable[[History], Iterable[str]]) -> Shares:
    before, week = windows(facts.week_end, facts.zone, 7, 2)
    found: Shares = defaultdict(Share)
    for history in flow.shipped(facts.histories, week):
        for group in groups(history):
            found[group].shipped.append(history.key)
    for history in flow.started(facts.histories, week):
        for group in groups(history):
            found[group].started.append(history.key)
    for history in flow.shipped(facts.histories, before):
        for group in groups(history):
            if group in found:
                found[group].shipped_before += 1
    order = sorted(found, key=lambda group: (-len(found[group].shipped), group))
    return {group: found[group] for group in order}
