"""What the digests are made from: one product's items and releases, seen as of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from bot.domain.calendar import Window, instant, local, monday, week_before
from bot.domain.history import History, former_keys
from bot.domain.releases import Slip
from bot.domain.statuses import Statuses
from bot.tracked import Issue, Version


class Unit(StrEnum):
    """What work is measured in."""

    POINTS = "points"
    HOURS = "hours"
    ITEMS = "items"


@dataclass(frozen=True)
class Facts:
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
        renamed = former_keys(self.issues)
        ordered = sorted(self.issues, key=lambda issue: issue.key)
        return [History(issue, self.statuses, renamed) for issue in ordered]

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
