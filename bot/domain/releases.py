"""Releases as of an instant: which were out, what they were dated, what came in and went.

A version is released at 00:00 local of its release date, and only if the tracker says that it is
released. One released without a date, or known only from histories, is left out everywhere and
named in the import's report. Archived versions are versions like any other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.calendar import Window, instant
from bot.domain.history import History
from bot.tracked import Field, Issue, Version

Keys = list[str]


class Slip(NamedTuple):
    """A change of a version's release date, as a sync saw it at `seen`."""

    version: str
    before: date | None
    after: date | None
    seen: datetime


def is_left_out(version: Version) -> bool:
    """Whether it is released without a date, so that nobody knows when."""
    return version.released and version.release_date is None


def released_before(version: Version, at: datetime, zone: str) -> bool:
    """Whether it came out earlier than an instant."""
    day = version.release_date
    return version.released and day is not None and instant(day, zone) < at


def unreleased(versions: Iterable[Version], as_of: date) -> list[Version]:
    """Those not released yet when `as_of` begins: one that comes out at that instant is."""
    return [
        version
        for version in versions
        if not version.released or (version.release_date and version.release_date > as_of)
    ]


def dated(version: Version, slips: Iterable[Slip], at: datetime) -> date | None:
    """The release date it had at an instant: today's, but for slips seen since."""
    later = [slip for slip in slips if slip.version == version.id and slip.seen >= at]
    return min(later, key=lambda slip: slip.seen).before if later else version.release_date


def overdue(
    versions: Iterable[Version], slips: Iterable[Slip], as_of: date, at: datetime
) -> dict[str, date]:
    """The unreleased versions that were dated before `as_of`, with that date."""
    dates = {version.id: dated(version, slips, at) for version in unreleased(versions, as_of)}
    return {v: day for v, day in dates.items() if day is not None and day < as_of}


def scope_changes(
    histories: Iterable[History], versions: Iterable[Version], window: Window, zone: str
) -> tuple[dict[str, Keys], dict[str, Keys]]:
    """Items added to and removed from each version, its sets at start and end compared.

    For versions not released before the window. To be created with a version is to be added to
    it; what came and went inside the window is neither. Versions without a change are not listed.
    """
    counted = {
        version.id
        for version in versions
        if not is_left_out(version) and not released_before(version, window.start, zone)
    }
    added: dict[str, Keys] = defaultdict(list)
    removed: dict[str, Keys] = defaultdict(list)
    for history in histories:
        before, after = history.versions.at(window.start), history.versions.at(window.end)
        for version in (after - before) & counted:
            added[version].append(history.key)
        for version in (before - after) & counted:
            removed[version].append(history.key)
    return _sorted(added), _sorted(removed)


def _sorted(by_version: dict[str, Keys]) -> dict[str, Keys]:
    return {version: sorted(keys) for version, keys in sorted(by_version.items())}


def remaining(
    open_ones: Iterable[History], versions: Iterable[Version], as_of: date, at: datetime
) -> dict[str, Keys]:
    """Of what is open at an instant, the items in each version that is unreleased as of a day;
    versions without are left out."""
    found: dict[str, Keys] = {version.id: [] for version in unreleased(versions, as_of)}
    for history in open_ones:
        for version in history.versions.at(at) & found.keys():
            found[version].append(history.key)
    return _sorted({version: keys for version, keys in found.items() if keys})


def slips_seen(
    slips: Iterable[Slip], first_sync: datetime | None, window: Window
) -> list[Slip] | None:
    """The slips seen in the window, oldest first; None when it ended before the first sync."""
    if first_sync is None or window.end <= first_sync:
        return None
    found = [slip for slip in slips if slip.seen in window]
    return sorted(found, key=lambda slip: (slip.seen, slip.version))


def left_out(versions: Sequence[Version], issues: Iterable[Issue]) -> list[str]:
    """For the import's report: names, sorted, of the versions that no figure counts."""
    undated = {version.id: version.name for version in versions if is_left_out(version)}
    present = {version.id for version in versions}
    gone = {v: name for v, name in _mentioned(issues) if v not in present}
    return sorted((undated | gone).values())


def _mentioned(issues: Iterable[Issue]) -> Iterator[tuple[str, str]]:
    for issue in issues:
        for change in issue.changes:
            if change.field is Field.VERSION:
                pairs = ((change.before, change.before_name), (change.after, change.after_name))
                yield from ((version, name or version) for version, name in pairs if version)
