"""Takes every due slot exactly once, however many replicas tick.

APScheduler only ticks; the truth is the schedule table. A slot is taken in one short transaction:
compare-and-set on `next_at`, a unique run row, and the delivery that makes the outbox run the job.
After downtime the latest missed slot runs once, late; older ones are let go.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain import calendar
from bot.errors import Unavailable
from bot.feature import Surroundings
from bot.job import Every, Job
from bot.models import Digest, Run, Schedule
from bot.store.database import Database
from bot.store.stores import Stores

log = structlog.get_logger("clock")

TICK = 15
"""Seconds between ticks: a digest is late by no more."""
ABANDONED = timedelta(days=36500)
"""How far a schedule is put off when nothing subscribes to it any more."""


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
            next_run_time=datetime.now(UTC),
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
        return sum(self._take(stores, schedule, now) for schedule in stores.schedules.due(now))

    def _enrol(self, stores: Stores, now: datetime) -> None:
        recurring = [name for name, job in self.jobs.items() if isinstance(job.schedule, Every)]
        for workspace in stores.workspaces.all():
            assert workspace.id is not None
            for name in recurring:
                if stores.schedules.of(workspace.id, name, 0) is None:
                    stores.schedules.set(workspace.id, name, 0, now)

    def _take(self, stores: Stores, schedule: Schedule, now: datetime) -> bool:
        job = self.jobs.get(schedule.job)
        if job is None:
            stores.schedules.move_on(schedule, now + ABANDONED)
            return False
        if isinstance(job.schedule, Every):
            return self._take_recurring(stores, schedule, job.schedule, now)
        return self._take_weekly(stores, schedule, now)

    def _take_recurring(
        self, stores: Stores, schedule: Schedule, every: Every, now: datetime
    ) -> bool:
        slot = schedule.next_at.isoformat()
        if not stores.schedules.move_on(schedule, now + every.period):
            return False
        self._owe(stores, schedule, slot, now)
        return True

    def _take_weekly(self, stores: Stores, schedule: Schedule, now: datetime) -> bool:
        digest = stores.of(schedule.workspace_id).digests.by_id(schedule.subject)
        if digest is None:
            stores.schedules.move_on(schedule, now + ABANDONED)
            return False
        rule = weekly(digest)
        due, following = schedule.next_at, rule.next_after(schedule.next_at)
        while following <= now:
            due, following = following, rule.next_after(following)
        slot = rule.slot_of(due)
        if not stores.schedules.move_on(schedule, following):
            return False
        if stores.schedules.ran(schedule.workspace_id, schedule.job, schedule.subject, slot):
            return False
        stores.schedules.take(
            Run(
                workspace_id=schedule.workspace_id,
                job=schedule.job,
                subject=schedule.subject,
                slot=slot,
                due_at=due,
                taken_at=now,
            )
        )
        self._owe(stores, schedule, slot, due)
        return True

    def _owe(self, stores: Stores, schedule: Schedule, slot: str, due: datetime) -> None:
        context = self.surroundings.context(stores.of(schedule.workspace_id))
        context.owe(
            "job.run",
            f"job:{schedule.job}:{schedule.subject}",
            {
                "job": schedule.job,
                "subject": schedule.subject,
                "slot": slot,
                "due": due.isoformat(),
            },
            dedup=f"job:{schedule.job}:{schedule.subject}:{slot}",
            replaces=True,
        )
