"""What is due when, and which slots were taken."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.models import Run, Schedule


class Schedules:
    """The schedules of all workspaces: one clock serves them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def set(self, workspace: int, job: str, subject: int, next_at: datetime) -> None:
        """Make `job` due for `subject` at `next_at`, whatever stood there before."""
        known = self.of(workspace, job, subject)
        schedule = known or Schedule(
            workspace_id=workspace, job=job, subject=subject, next_at=next_at
        )
        schedule.next_at = next_at
        self.session.add(schedule)
        self.session.flush()

    def of(self, workspace: int, job: str, subject: int) -> Schedule | None:
        """When `job` is due next for `subject`."""
        rows = select(Schedule).where(
            Schedule.workspace_id == workspace, Schedule.job == job, Schedule.subject == subject
        )
        return self.session.exec(rows).first()

    def due(self, now: datetime, limit: int = 100) -> list[Schedule]:
        """What is due, the longest overdue first; rows another replica holds are passed over."""
        rows = select(Schedule).where(Schedule.next_at <= now).order_by(col(Schedule.next_at))
        return list(self.session.exec(rows.limit(limit).with_for_update(skip_locked=True)))

    def move_on(self, schedule: Schedule, next_at: datetime) -> bool:
        """Compare-and-set the next instant; False when another replica was first."""
        moved = self.session.execute(
            update(Schedule)
            .where(col(Schedule.id) == schedule.id, col(Schedule.next_at) == schedule.next_at)
            .values(next_at=next_at)
            .execution_options(synchronize_session=False)
        )
        return bool(moved.rowcount == 1)  # type: ignore[attr-defined]

    def ran(self, workspace: int, job: str, subject: int, slot: str) -> bool:
        """Whether a slot was taken."""
        rows = select(Run.id).where(
            Run.workspace_id == workspace,
            Run.job == job,
            Run.subject == subject,
            Run.slot == slot,
        )
        return self.session.exec(rows).first() is not None

    def take(self, run: Run) -> None:
        """Take a slot; the database refuses a second one."""
        self.session.add(run)
        self.session.flush()
