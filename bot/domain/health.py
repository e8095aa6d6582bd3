"""How releases and initiatives stand at T: in one word each, with the figures it follows from.

A release's word goes by its date: late when that has passed, at risk when the 85 % forecast lies
beyond it. An initiative's goes by its items: what was finished, what moved, what is held up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from bot.domain import flow, releases
from bot.domain.blockers import Sight
from bot.domain.digests import Progress
from bot.domain.facts import Facts
from bot.domain.history import History
from bot.tracked import Version

Keys = list[str]


class Standing(StrEnum):
    """A release in one word, the worst first."""

    LATE = "late"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    READY = "ready"
    """All of it is done, and it is not out."""
    UNKNOWN = "unknown"
    """Dated, and nothing tells when it will be done."""
    UNDATED = "undated"


class ReleaseHealth(Struct, frozen=True):
    """An open release: the items in it that are not done, and those shipped in the week."""

    version: str
    standing: Standing
    left: Keys
    shipped: Keys
    due: date | None
    likely: date | None
    """By when it is done with 85 % certainty."""


def of_releases(figures: Progress) -> list[ReleaseHealth]:
    """The open releases that are under way, the worst first.

    Archived ones are not, nor what is finished, has no date and was not worked on in the week.
    """
    facts = figures.facts
    held = _held(facts)
    found = [
        _release(version, held[version.id], figures)
        for version in releases.unreleased(facts.versions, facts.as_of)
        if version.id in held and not version.archived
    ]
    order = list(Standing)
    found = [health for health in found if health.left or health.due or health.shipped]
    return sorted(found, key=lambda h: (order.index(h.standing), h.due or date.max, h.version))


def _held(facts: Facts) -> Mapping[str, list[History]]:
    found: dict[str, list[History]] = defaultdict(list)
    for history in facts.histories:
        for version in history.versions.at(facts.at):
            found[version].append(history)
    return found


def _release(version: Version, held: Iterable[History], figures: Progress) -> ReleaseHealth:
    facts, forecast = figures.facts, figures.forecast.get(version.id)
    keys = {history.key: history.is_open(facts.at) for history in held}
    left = sorted(key for key, is_open in keys.items() if is_open)
    due = releases.dated(version, facts.slips, facts.at)
    likely = forecast.dates.p85 if forecast else None
    return ReleaseHealth(
        version.id,
        _standing(due, likely, facts.as_of, left=bool(left)),
        left,
        sorted(keys.keys() & {*figures.shipped}),
        due,
        likely,
    )


def _standing(due: date | None, likely: date | None, today: date, *, left: bool) -> Standing:
    if not left:
        return Standing.READY
    if due is None:
        return Standing.UNDATED
    if due < today:
        return Standing.LATE
    if likely is None:
        return Standing.UNKNOWN
    return Standing.AT_RISK if likely > due else Standing.ON_TRACK


class Pulse(StrEnum):
    """An initiative in one word, in the order they are told."""

    HELD_UP = "held_up"
    """Something of it is held up."""
    STILL = "still"
    """In progress, and nothing of it moved in the week."""
    MOVING = "moving"
    FINISHED = "finished"
    """The last of it was finished in the week."""


class InitiativeHealth(Struct, frozen=True):
    """A parent with its items, itself not counted. `moved` is the last change of a status."""

    key: str
    pulse: Pulse
    left: Keys
    shipped: Keys
    held_up: Keys
    moved: datetime


def of_initiatives(figures: Progress) -> list[InitiativeHealth]:
    """Those that are under way or were finished in the week, the largest of each pulse first."""
    facts = figures.facts
    held_up = Sight(facts, facts.as_of).kinds
    found = (
        _initiative(key, children, figures, set(held_up)) for key, children in _children(facts)
    )
    order = list(Pulse)
    return sorted(
        (health for health in found if health is not None),
        key=lambda health: (order.index(health.pulse), -len(health.left), health.key),
    )


def _children(facts: Facts) -> list[tuple[str, list[History]]]:
    keys = {issue.id: issue.key for issue in facts.base.issues}
    found: dict[str, list[History]] = defaultdict(list)
    for history in facts.histories:
        parent = keys.get(history.issue.parent or "")
        if parent and history.exists(facts.at):
            found[parent].append(history)
    return sorted(found.items())


def _initiative(
    key: str, children: list[History], figures: Progress, held_up: set[str]
) -> InitiativeHealth | None:
    """How it stands; None where it is not under way."""
    facts, keys = figures.facts, {history.key for history in children}
    shipped = sorted(keys & {*figures.shipped})
    busy = bool(keys & {*figures.started} or flow.in_progress(children, facts.at))
    left = sorted(history.key for history in children if history.is_open(facts.at))
    moved = max(history.status.since(facts.at) for history in children)
    stuck = sorted(keys & held_up)
    if not shipped and not busy:
        return None
    if not left:
        pulse = Pulse.FINISHED
    elif stuck:
        pulse = Pulse.HELD_UP
    else:
        pulse = Pulse.MOVING if moved >= facts.window.start else Pulse.STILL
    return InitiativeHealth(key, pulse, left, shipped, stuck, moved)
