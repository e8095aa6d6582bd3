"""What a work item's standing means for the idea that became it."""

from collections.abc import Mapping

from msgspec import Struct

from bot.tracked import Category, Issue, Version
from bot.words import Status


class Standing(Struct, frozen=True):
    """Where an idea stands by its work item, and the release it is planned for or came in."""

    status: Status
    version: Version | None = None


def standing(
    issue: Issue, category: Category, *, delivered: bool, versions: Mapping[str, Version]
) -> Standing:
    """Where the idea stands. `versions` holds the releases known, by id.

    In progress with its item; shipped when its release is, or without a release when the item is
    delivered; an item closed undelivered sends it back to the PM.
    """
    planned = _next(issue, versions)
    if category != Category.DONE:
        under_way = category == Category.IN_PROGRESS
        return Standing(Status.IN_PROGRESS if under_way else Status.PLANNED, planned)
    if not delivered:
        return Standing(Status.UNDER_REVIEW)
    shipped = _first_released(issue, versions)
    if shipped is not None or not issue.versions:
        return Standing(Status.SHIPPED, shipped)
    return Standing(Status.IN_PROGRESS, planned)


def _next(issue: Issue, versions: Mapping[str, Version]) -> Version | None:
    waiting = [v for v in _of(issue, versions) if not v.released and not v.archived]
    return min(waiting, key=_by_date, default=None)


def _first_released(issue: Issue, versions: Mapping[str, Version]) -> Version | None:
    return min((v for v in _of(issue, versions) if v.released), key=_by_date, default=None)


def _of(issue: Issue, versions: Mapping[str, Version]) -> list[Version]:
    return [versions[version] for version in issue.versions if version in versions]


def _by_date(version: Version) -> tuple[bool, str, str]:
    due = version.release_date
    return due is None, due.isoformat() if due else "", version.id
