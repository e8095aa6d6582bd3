"""How releases stand now: what is in them, what is left and by when, what there is to tell.

Everything is as the last reading of Jira left it. A release starts with the first day of its own,
else with the day work on an item of it began; what it held when that day was over is its plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from bot.domain import flow
from bot.domain.calendar import DAY, Window, instant, local, windows
from bot.domain.forecast import DAYS_SAMPLED, Dates, Past
from bot.domain.releases import Slip
from bot.domain.timeline import Span
from bot.domain.trace import Stay
from bot.tracked import Category, Version
from bot.words import Concern

RELEASED = 10
"""So many of those that are out are counted too: the latest."""
RECENT = timedelta(days=3)
"""What moved longer ago is no news any more, though nobody was told."""
NEVER = Dates(None, None, None)

Keys = list[str]


class Outlook(Struct, frozen=True):
    """A release. Items are keys, sorted; `plan` is the day whose end they are held against."""

    version: str
    to_do: Keys = field(default_factory=list)
    in_progress: Keys = field(default_factory=list)
    done: Keys = field(default_factory=list)
    plan: date | None = None
    added: Keys = field(default_factory=list)
    removed: Keys = field(default_factory=list)
    dates: Dates = NEVER

    @property
    def remaining(self) -> int:
        """How many items are not done."""
        return len(self.to_do) + len(self.in_progress)

    @property
    def scope(self) -> int:
        """How many items it holds."""
        return self.remaining + len(self.done)


class Traces(Struct, frozen=True):
    """What a product's releases are counted from, as of a day 00:00 in its zone.

    `stays` are those in releases that `counted` names, `closings` those of all items that began
    in the days whose counts tell the dates.
    """

    zone: str
    as_of: date
    versions: Sequence[Version]
    stays: Sequence[Stay]
    closings: Sequence[Span[Category]]


def outlooks(known: Traces, now: datetime) -> list[Outlook]:
    """Every release that is counted; in no order."""
    held: dict[str, list[Stay]] = defaultdict(list)
    for stay in known.stays:
        held[stay.version].append(stay)
    versions = counted(known.versions)
    found = [_outlook(version, held[version.id], known.zone, now) for version in versions]
    return _forecast(found, known)


def counted(versions: Iterable[Version]) -> list[Version]:
    """Those that are not archived; of those that are out, the latest."""
    shown = [version for version in versions if not version.archived]
    out = [version for version in shown if version.released and version.release_date]
    out.sort(key=lambda version: version.release_date or date.min, reverse=True)
    return [version for version in shown if not version.released] + out[:RELEASED]


def sampled(as_of: date, zone: str) -> list[Window]:
    """The days whose closings tell the dates."""
    return windows(as_of, zone, 1, DAYS_SAMPLED)


def _outlook(version: Version, stays: Sequence[Stay], zone: str, now: datetime) -> Outlook:
    inside = [stay for stay in stays if stay.inside]
    plan = _start(version, inside, zone, local(now, zone).date())
    planned = _planned(stays, plan, zone)
    present = {stay.key for stay in inside}
    by_category = _by_category(inside)
    return Outlook(
        version.id,
        to_do=by_category[Category.NEW],
        in_progress=by_category[Category.IN_PROGRESS],
        done=by_category[Category.DONE],
        plan=plan,
        added=sorted(present - planned) if plan else [],
        removed=sorted(planned - present) if plan else [],
    )


def _by_category(stays: Iterable[Stay]) -> dict[Category, Keys]:
    found: dict[Category, Keys] = {category: [] for category in Category}
    for stay in stays:
        found[stay.category].append(stay.key)
    return {category: sorted(keys) for category, keys in found.items()}


def _start(version: Version, inside: Iterable[Stay], zone: str, today: date) -> date | None:
    """The day it began; None while it has not."""
    if version.start_date is not None:
        return version.start_date if version.start_date <= today else None
    begun = min((stay.begun for stay in inside if stay.begun), default=None)
    return local(begun, zone).date() if begun else None


def _planned(stays: Iterable[Stay], plan: date | None, zone: str) -> set[str]:
    """What it held when its first day was over."""
    if plan is None:
        return set()
    end = instant(plan + DAY, zone)
    return {stay.key for stay in stays if stay.line.at(end)}


def _forecast(found: Sequence[Outlook], known: Traces) -> list[Outlook]:
    """The same with the days by which each is done; what is out needs none."""
    open_ones = {version.id for version in known.versions if not version.released}
    left = [one.remaining for one in found if one.version in open_ones and one.remaining]
    if not left:
        return list(found)
    counts = flow.closed_counts(known.closings, sampled(known.as_of, known.zone))
    past = Past(counts, known.as_of, max(left))
    return [_dated(one, past) if one.version in open_ones else one for one in found]


def _dated(one: Outlook, past: Past) -> Outlook:
    return replace(one, dates=past.dates(one.remaining)) if one.remaining else one


# --- What is told


class News(NamedTuple):
    """What PMs should hear of a release: `about` tells it from others of its kind."""

    version: str
    concern: Concern
    about: str


def later(slips: Iterable[Slip]) -> list[Slip]:
    """Of one version's slips, in the order seen, those to a later date than it had last."""
    last: date | None = None
    found = []
    for slip in slips:
        last = slip.before or last
        if slip.after is not None:
            if last is not None and slip.after > last:
                found.append(slip._replace(before=last))
            last = slip.after
    return found


def news(
    version: Version,
    likely: date | None,
    slips: Sequence[Slip],
    now: datetime,
    watched: date,
    zone: str,
) -> Iterator[News]:
    """What there is to tell of an open release.

    `likely` is the day it is done with 85 % certainty, `slips` are its own, and `watched` is the
    day from which on releases have been looked at: what was overdue before is no news.
    """
    today, due = local(now, zone).date(), version.release_date
    for slip in later(slips):
        if slip.seen > now - RECENT:
            yield News(
                version.id, Concern.SLIPPED, f"{slip.before} {slip.after} {slip.seen:%Y-%m-%d}"
            )
    if due is not None and watched <= due < today:
        yield News(version.id, Concern.OVERDUE, f"{due}")
    if due is not None and today <= due and likely is not None and likely > due:
        yield News(version.id, Concern.AT_RISK, f"{due}")
