"""What the digests are made from: one product's items and releases, seen as of a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from bot.domain.calendar import Window, instant, local, monday, week_before
from bot.domain.history import History, former_keys
from bot.domain.releases import Slip
from bot.domain.statuses import Statuses
from bot.tracked import Issue, Version
from bot.words import Unit


class Facts(Struct, frozen=True, dict=True):
    """Everything known of a product, to be read as of `as_of` 00:00 in its zone.

    `issues` are those its projects hold at the last sync. `slips` are all changes of release
    dates that syncs have seen, the first of which ran at `first_sync` (None: there was none, as
    after an import). `unit` is what Jira's estimates count.
    """

    product: str
    zone: str
    as_of: date
    issues: Sequence[Issue]
    versions: Sequence[Version]
    statuses: Statuses
    slips: Sequence[Slip] = ()
    first_sync: datetime | None = None
    unit: Unit = Unit.POINTS
    earlier: Mapping[str, int] = field(default_factory=dict)
    """By version, how many items were done too long ago to be among the issues."""
    whole: "Facts | None" = None
    """The product these are a part of: rates, limits and what blocks an item are of all of it."""

    @property
    def base(self) -> "Facts":
        """The whole product's facts: these, where they are no part."""
        return self.whole or self

    @cached_property
    def at(self) -> datetime:
        """The instant T, in UTC."""
        return instant(self.as_of, self.zone)

    @cached_property
    def window(self) -> Window:
        """The local week that ended last at or before T."""
        return week_before(self.as_of, self.zone)

    @property
    def week_end(self) -> date:
        """The local day with which the window has ended: a Monday."""
        return monday(self.as_of)

    @cached_property
    def histories(self) -> list[History]:
        """The past of every item, in order of keys."""
        if self.whole is not None:
            kept = {issue.key for issue in self.issues}
            return [history for history in self.whole.histories if history.key in kept]
        renamed = former_keys(self.issues)
        ordered = sorted(self.issues, key=lambda issue: issue.key)
        return [History(issue, self.statuses, renamed) for issue in ordered]

    @property
    def open(self) -> list[History]:
        """What was not done at T."""
        return self.open_at(self.at)

    def open_at(self, at: datetime) -> list[History]:
        """What was not done at an instant: the same as at T, of what has not changed since."""
        if at not in self._open_at:
            since, now = min(at, self.at), self._open_now
            self._open_at[at] = [
                history
                for history in self.histories
                if (history.key in now if history.changed < since else history.is_open(at))
            ]
        return self._open_at[at]

    @cached_property
    def _open_now(self) -> frozenset[str]:
        return frozenset(history.key for history in self.histories if history.is_open(self.at))

    @cached_property
    def _open_at(self) -> dict[datetime, list[History]]:
        return {}

    @cached_property
    def by_key(self) -> dict[str, History]:
        """The same by present key."""
        return {history.key: history for history in self.histories}

    def shown(self, at: datetime) -> str:
        """An instant in ISO 8601 with the offset of the product's zone."""
        return local(at, self.zone).isoformat()

    def shown_window(self, window: Window) -> list[str]:
        """Its start and end in ISO 8601."""
        return [self.shown(window.start), self.shown(window.end)]


def narrowed(facts: Facts, initiatives: Collection[str], releases: Collection[str]) -> Facts:
    """The part of a product that belongs to one of some initiatives (the items and what they are
    parents of, by id) and to one of some versions; all of it where none are named.

    To a version belongs what it held at the window's start, at its end, or holds at T.
    """
    if not initiatives and not releases:
        return facts
    part = _Part(facts, frozenset(initiatives), frozenset(releases))
    kept = [history for history in facts.histories if part.holds(history)]
    touched = {version for history in kept for version in part.versions(history)}
    versions = touched & part.releases if releases else touched
    return replace(
        facts,
        issues=[history.issue for history in kept],
        versions=[version for version in facts.versions if version.id in versions],
        slips=[slip for slip in facts.slips if slip.version in versions],
        whole=facts,
    )


class _Part(Struct, frozen=True):
    """What a part of a product consists of."""

    facts: Facts
    initiatives: frozenset[str]
    releases: frozenset[str]

    def holds(self, history: History) -> bool:
        own = {history.issue.id, history.issue.parent}
        in_one = not self.initiatives or bool(own & self.initiatives)
        return in_one and (not self.releases or bool(self.versions(history) & self.releases))

    def versions(self, history: History) -> set[str]:
        window = self.facts.window
        held = (history.versions.at(at) for at in (window.start, window.end, self.facts.at))
        return set[str]().union(*held)
