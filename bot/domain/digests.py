"""The three weekly digests as values, and as the JSON that is promised of them.

In JSON instants carry the offset of the product's zone, dates are plain ISO dates, and a list of
items is a sorted list of keys.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import asdict

from bot.domain import flow, releases
from bot.domain.blockers import Blocked, blocked
from bot.domain.calendar import Window, week_ahead, windows
from bot.domain.capacity import TeamLoad, TeamPlan, loads
from bot.domain.facts import Facts
from bot.domain.flow import CycleTimes
from bot.domain.forecast import DAYS_KNOWN, Dates, Forecast, Past, Record
from bot.domain.history import History
from bot.domain.releases import Slip
from bot.domain.sprints import Closed, closed_in
from bot.words import DigestKind, DigestShape

WEEKS = 13
SCHEMA = "urn:shortlist:digest:1"
"""What the printed JSON follows: `docs/digest-schema.json`."""
SHAPES = {
    DigestKind.PROGRESS: tuple(DigestShape),
    DigestKind.BLOCKERS: (DigestShape.TEAM, DigestShape.EXECUTIVE),
    DigestKind.CAPACITY: (DigestShape.TEAM, DigestShape.EXECUTIVE),
}
"""In which shapes each kind has something to say."""

Json = dict[str, object]
Keys = list[str]


class Progress(Struct, frozen=True):
    """A product's week. Items are keys, sorted; versions are ids."""

    facts: Facts
    shipped: Keys
    dropped: Keys
    reopened: Keys
    started: Keys
    wip: Keys
    throughput_by_week: list[int]
    """Shipped in each of 13 weeks, oldest first; the last is the window."""
    cycle_time_days: CycleTimes
    added_to_release: dict[str, Keys]
    removed_from_release: dict[str, Keys]
    slips: list[Slip] | None
    forecast: dict[str, Forecast]
    sprints: Sequence[Closed] = ()
    """Those that were closed in the week."""

    def as_json(self) -> Json:
        """What `--format json` prints."""
        return _head("progress", self.facts, self.facts.window) | {
            "shipped": self.shipped,
            "dropped": self.dropped,
            "reopened": self.reopened,
            "started": self.started,
            "wip": self.wip,
            "throughput_by_week": self.throughput_by_week,
            "cycle_time_days": asdict(self.cycle_time_days),
            "added_to_release": self.added_to_release,
            "removed_from_release": self.removed_from_release,
            "slips": None if self.slips is None else [self._slip(slip) for slip in self.slips],
            "forecast": {version: _forecast(found) for version, found in self.forecast.items()},
            "sprints": [_sprint(closed) for closed in self.sprints],
        }

    def _slip(self, slip: Slip) -> Json:
        return {
            "version": slip.version,
            "from": slip.before and slip.before.isoformat(),
            "to": slip.after and slip.after.isoformat(),
            "seen": self.facts.shown(slip.seen),
        }


class Blockers(Struct, frozen=True):
    """What is held up in a product, by key, and the keys of what no longer is."""

    facts: Facts
    blockers: list[Blocked]
    cleared: Keys

    def as_json(self) -> Json:
        """What `--format json` prints."""
        return _head("blockers", self.facts, self.facts.window) | {
            "blockers": [self._blocked(found) for found in self.blockers],
            "cleared": self.cleared,
        }

    def _blocked(self, found: Blocked) -> Json:
        return {
            "item": found.item,
            "kinds": {str(kind): self._since(since) for kind, since in found.kinds.items()},
            "waiting_on": found.waiting_on,
            "state": str(found.state),
            "last_move": self.facts.shown(found.last_move),
        }

    def _since(self, since: datetime | date) -> str:
        return self.facts.shown(since) if isinstance(since, datetime) else since.isoformat()


class Capacity(Struct, frozen=True):
    """The week ahead, team by team. Its window is that week."""

    facts: Facts
    teams: list[TeamLoad]

    def as_json(self) -> Json:
        """What `--format json` prints."""
        week = week_ahead(self.facts.as_of, self.facts.zone)
        return _head("capacity", self.facts, week) | {"teams": [_team(t) for t in self.teams]}


Figures = Progress | Blockers | Capacity


def printed(figures: Figures) -> Json:
    """The JSON of any of them, with the version of what it follows."""
    return {"schema": SCHEMA, **figures.as_json()}


def _team(load: TeamLoad) -> Json:
    """A team's figures of the week, without the items behind them."""
    hidden = ("unestimated_items", "unassigned_items", "sprint", "in_sprint", "apart", "people")
    people = [_without(asdict(person), ("items", "days", "in_sprint")) for person in load.people]
    velocity = load.velocity and asdict(load.velocity)
    return _without(asdict(load), hidden) | {"velocity": velocity, "people": people}


def _without(told: Json, hidden: Collection[str]) -> Json:
    return {name: value for name, value in told.items() if name not in hidden}


def _head(kind: str, facts: Facts, window: Window) -> Json:
    return {"kind": kind, "product": facts.product, "window": facts.shown_window(window)}


def _forecast(found: Forecast) -> Json:
    return {
        "remaining": found.remaining,
        "reference": _dates(found.reference),
        **_dates(found.dates),
        "model": found.model,
        "record": _record(found.record),
    }


def _sprint(closed: Closed) -> Json:
    return {
        "sprint": closed.sprint.id,
        "name": closed.sprint.name,
        "board": closed.sprint.board,
        "unit": str(closed.unit),
        "committed": closed.committed,
        "completed": closed.completed,
        "velocity": closed.usual and asdict(closed.usual),
    }


def _dates(dates: Dates) -> Json:
    return {name: day and day.isoformat() for name, day in dates._asdict().items()}


def _record(record: Record) -> Json:
    return {name: held._asdict() for name, held in record._asdict().items()}


def progress(facts: Facts) -> Progress:
    """The week that ended last at or before T; `forecast` and its figures as of T."""
    items, window, versions = facts.histories, facts.window, facts.versions
    weeks = windows(facts.week_end, facts.zone, 7, WEEKS)
    moved = flow.changed_since(items, window.start)
    lately = flow.changed_since(items, weeks[0].start)
    added, removed = releases.scope_changes(moved, versions, window, facts.zone)
    return Progress(
        facts,
        shipped=_keys(flow.shipped(moved, window)),
        dropped=_keys(flow.dropped(moved, window)),
        reopened=_keys(flow.reopened(moved, window)),
        started=_keys(flow.started(moved, window)),
        wip=_keys(flow.in_progress(facts.open_at(window.end), window.end)),
        throughput_by_week=flow.throughput(lately, weeks),
        cycle_time_days=flow.cycle_times(lately, Window(weeks[0].start, window.end)),
        added_to_release=added,
        removed_from_release=removed,
        slips=releases.slips_seen(facts.slips, facts.first_sync, window),
        forecast=_forecasts(facts),
        sprints=closed_in(items, window, facts.unit),
    )


def _keys(items: Sequence[History]) -> Keys:
    return sorted(history.key for history in items)


def _forecasts(facts: Facts) -> dict[str, Forecast]:
    left = releases.remaining(facts.open, facts.versions, facts.as_of, facts.at)
    if not left:
        return {}
    days = windows(facts.as_of, facts.zone, 1, DAYS_KNOWN)
    counts = [len(items) for items in flow.closed(facts.base.histories, days)]
    past = Past(counts, facts.as_of, max(map(len, left.values())))
    return {version: past.forecast(len(keys)) for version, keys in left.items()}


def blockers(facts: Facts) -> Blockers:
    """What is held up at T, against seven local days before."""
    return Blockers(facts, *blocked(facts))


def capacity(facts: Facts, teams: Sequence[TeamPlan] = ()) -> Capacity:
    """The week from the first Monday at or after T, as things stand at T."""
    return Capacity(facts, loads(facts, teams))
