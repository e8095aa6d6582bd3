"""Takes every due slot exactly once, however many replicas tick.

APScheduler only ticks; the truth is the schedule table. A slot is taken in one short transaction:
compare-and-set on `next_at`, a unique run row, and the delivery that makes the outbox run the job.
After downtime the latest missed slot runs once, late; older ones are let go.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain import calendar
from bot.errors import Unavailable
from bot.feature import Surroundings
from bot.job import Every, Job
from bot.models import Digest, Run, Schedule
from bot.services import refresh
from bot.store.database import Database
from bot.store.stores import Stores

log = structlog.get_logger("clock")

TICK = 5
"""Seconds between ticks: a digest is late by no more."""
FARTHEST = timedelta(days=8)
"""No schedule lies farther ahead, unless the clock was wrong when it was made."""


def weekly(digest: Digest) -> calendar.Weekly:
    """When a subscription is due."""
    return calendar.Weekly(digest.weekday, digest.at, digest.zone)


class Ticker:
    """One replica's clock."""

    def __init__(
        self, database: Database, jobs: Mapping[str, Job], surroundings: Surroundings
    ) -> None:
        self.database = database
        self.jobs = jobs
        self.surroundings = surroundings
        self.on_taken: Callable[[], None] = lambda: None
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Tick from now on, in the running event loop."""
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=TICK,
            next_run_time=self.surroundings.clock.real_now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> int:
        """Take every slot due by now; how many were taken."""
        try:
            taken = await self.database.write(self._take_due)
        except Unavailable as error:
            log.warning("database away", error=str(error))
            return 0
        if taken:
            self.on_taken()
        return taken

    def _take_due(self, stores: Stores) -> int:
        now = self.surroundings.clock.now()
        self._enrol(stores, now)
        due = stores.schedules.due(now, self.jobs.keys(), now + FARTHEST)
        return sum(self._taken(stores, schedule, now) for schedule in due)

    def _enrol(self, stores: Stores, now: datetime) -> None:
        """Recurring jobs are due from the start, and never farther away than their period."""
        for workspace in stores.workspaces.all():
            assert workspace.id is not None
            for name, period in self._recurring():
                known = stores.schedules.of(workspace.id, name, 0)
                if known is None:
                    stores.schedules.enrol(workspace.id, name, now)
                elif known.next_at > now + period:
                    stores.schedules.set(workspace.id, name, 0, now + period)

    def _recurring(self) -> Iterator[tuple[str, timedelta]]:
        for name, job in self.jobs.items():
            if isinstance(job.schedule, Every):
                yield name, job.schedule.period

    def _taken(self, stores: Stores, schedule: Schedule, now: datetime) -> bool:
        """Whether its slot was taken; one that cannot be read holds up no other."""
        job, subject = schedule.job, schedule.subject
        try:
            with stores.session.begin_nested():
                return self._take(stores, schedule, now)
        except (LookupError, ValueError):
            log.exception("not a schedule", job=job, subject=subject)
            return False

    def _take(self, stores: Stores, schedule: Schedule, now: datetime) -> bool:
        rule = self.jobs[schedule.job].schedule
        if isinstance(rule, Every):
            return self._take_recurring(stores, schedule, now + rule.period)
        digest = stores.of(schedule.workspace_id).digests.by_id(schedule.subject)
        if digest is None or digest.paused:
            stores.schedules.drop(schedule)
            return False
        return self._take_weekly(stores, schedule, weekly(digest), now)

    def _take_recurring(self, stores: Stores, schedule: Schedule, following: datetime) -> bool:
        slot, due = schedule.next_at.isoformat(), schedule.next_at
        if not stores.schedules.move_on(schedule, following):
            return False
        self._owe(stores, schedule, slot, due)
        return True

    def _take_weekly(
        self, stores: Stores, schedule: Schedule, rule: calendar.Weekly, now: datetime
    ) -> bool:
        """Take the latest slot, unless it ran or is older than the one that was waited for.

        Where the subscription was changed meanwhile, `next_at` is the old time: it still names
        the week that is due.
        """
        due = _latest(rule, now)
        slot, awaited = rule.slot_of(due), rule.slot_of(schedule.next_at)
        if not stores.schedules.move_on(schedule, rule.next_after(now)) or slot < awaited:
            return False
        run = Run(
            workspace_id=schedule.workspace_id,
            job=schedule.job,
            subject=schedule.subject,
            slot=slot,
            due_at=due,
            taken_at=now,
        )
        if not stores.schedules.take(run):
            return False
        self._owe(stores, schedule, slot, due)
        refresh.jira(self.surroundings.context(stores.of(schedule.workspace_id)))
        return True

    def _owe(self, stores: Stores, schedule: Schedule, slot: str, due: datetime) -> None:
        name = f"job:{schedule.job}:{schedule.subject}"
        run = {"job": schedule.job, "subject": schedule.subject, "slot": slot}
        context = self.surroundings.context(stores.of(schedule.workspace_id))
        context.owe(
            "job.run",
            name,
            {**run, "due": due.isoformat(), "taken": context.now.isoformat()},
            dedup=f"{name}:{slot}",
            replaces=True,
        )


def _latest(rule: calendar.Weekly, now: datetime) -> datetime:
    """The last occurrence at or before `now`."""
    latest = rule.next_after(now - (rule.every + 1) * calendar.WEEK)
    while (following := rule.next_after(latest)) <= now:
        latest = following
    return latest
