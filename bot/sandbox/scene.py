"""Where the demo plays: a sample workspace, a sample Jira, and a clock that can be moved."""

import os
import time
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from bot.sandbox.jira import JiraStandIn
from bot.sandbox.slack import Channel, Json, Person, SlackStandIn

EMAIL, TOKEN = "bot@example.com", "sample-token"
SEED = 78
"""Draws the sample project: another number, another history."""
PAST = timedelta(weeks=5)
"""How far back the sample's ideas begin; the project in Jira is six months older."""
WEEK = 7
CALLS_KEPT = 1000
"""A demo may run for days."""
MONDAY, THURSDAY, FRIDAY = 0, 3, 4
ENGINEER = "Sample Engineer 1"
"""In Slack and in Jira."""
ROLES = ("Requester", "PM", "PM 2", "Engineer 1", "Executive", "Admin")
CHANNELS = ("ideas", "triage", "digests", "portal", "portal-triage", "company")
NOT_AN_EXPORT = (
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)
"""What reading any other file as one may raise."""
NO_EXPORT = "is no Jira export: one issue a line, as Jira's REST shows it, with its changelog."


class MovableClock:
    """The machine's clock and an offset, kept in `file` for the bot to read."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._offset = 0.0

    def seconds(self) -> float:
        """The time now, in seconds since 1970."""
        return time.time() + self._offset

    def now(self) -> datetime:
        """The time now, in UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def move_to(self, instant: datetime) -> None:
        """Let it be `instant` now; time goes on from there."""
        self._offset += (instant - self.now()).total_seconds()
        written = self.file.with_suffix(".new")
        written.write_text(f"{self._offset}")
        os.replace(written, self.file)

    def next(self, weekday: int, hour: int, minute: int = 0) -> datetime:
        """The first such instant after now, in UTC; Monday is 0."""
        day = self.now().date() + timedelta(days=(weekday - self.now().weekday()) % WEEK)
        found = datetime.combine(day, time_of_day(hour, minute), UTC)
        return found if found > self.now() else found + timedelta(days=WEEK)


@dataclass
class Scene:
    """The stand-ins, and who and what is in them."""

    clock: MovableClock
    slack: SlackStandIn
    jira: JiraStandIn
    requester: Person
    pm: Person
    second_pm: Person
    engineer: Person
    executive: Person
    admin: Person
    ideas: Channel
    triage: Channel
    digests: Channel
    portal: Channel
    """Where people ask for things of the second product."""
    portal_triage: Channel
    company: Channel
    """Where executives, sales and support read what becomes of the product."""
    present: datetime
    """Where the past ends that is acted out."""
    project: str
    """The Jira project's key."""
    declared: Json = field(default_factory=dict)
    """The app's manifest, once it is known."""
    filled: float = 1.0
    """How much of the past was acted out."""
    tell: Callable[[str], None] = lambda _line: None
    """Where each line goes that says what happens."""

    def go_to(self, instant: datetime) -> None:
        """Let it be `instant` now: the project in Jira lives on until then."""
        self.jira.live_on(instant)
        self.clock.move_to(instant)

    def declare(self, manifest: Json) -> None:
        """From now on the app is what its manifest says."""
        self.declared = manifest
        self.slack.install(manifest)


class NoExport(Exception):
    """A file that is no Jira export; the text says why."""


@asynccontextmanager
async def scene(
    folder: Path, seed: Path | None, past: timedelta = timedelta()
) -> AsyncIterator[Scene]:
    """Both stand-ins on free ports of this machine, so long before a Thursday morning.

    Raises NoExport for a `seed` that is none.
    """
    clock = MovableClock(folder / "clock")
    present = clock.next(THURSDAY, 10)
    clock.move_to(present - past)
    async with (
        SlackStandIn(clock=clock.seconds) as slack,
        JiraStandIn(clock.now, credentials=(EMAIL, TOKEN)) as jira,
    ):
        slack.workspace.calls_kept = jira.calls_kept = CALLS_KEPT
        project = _project(jira, clock.now(), seed)
        people = [slack.add_person(f"Sample {role}") for role in ROLES]
        requester, pm, second_pm, engineer, executive, admin = people
        places = [slack.add_channel(f"sample-{use}", people) for use in CHANNELS]
        ideas, triage, digests, portal, portal_triage, company = places
        cast = (requester, pm, second_pm, engineer, executive, admin)
        rooms = (ideas, triage, digests, portal, portal_triage, company)
        yield Scene(clock, slack, jira, *cast, *rooms, present, project)


def _project(jira: JiraStandIn, now: datetime, seed: Path | None) -> str:
    if seed is None:
        return jira.generate(SEED, now).key
    try:
        issues = jira.load(seed)
        key = jira.project(issues[0].fields["project"]["id"]).key if issues else ""
    except NOT_AN_EXPORT as error:
        raise NoExport(f"{seed} {NO_EXPORT} What went wrong: {error!r}") from error
    if not key:
        raise NoExport(f"{seed} {NO_EXPORT} It holds no issue.")
    jira.add_user(ENGINEER, "sample.engineer.1@example.com", visible=True)
    return key
