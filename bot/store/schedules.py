"""What is due when, and which slots were taken."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from bot.models import Run, Schedule


class Schedules:
    """The schedules of all workspaces: one clock serves them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def enrol(self, workspace: int, job: str, next_at: datetime) -> None:
        """Make `job` due for the whole workspace at `next_at`, unless it has a time already."""
        self.session.execute(self._row(workspace, job, 0, next_at).on_conflict_do_nothing())

    def set(self, workspace: int, job: str, subject: int, next_at: datetime) -> None:
        """Make `job` due for `subject` at `next_at`, unless it is due earlier already.

        The clock then sees for itself what is due, so a changed time neither skips nor repeats.
        """
        row = self._row(workspace, job, subject, next_at)
        self.session.execute(
            row.on_conflict_do_update(
                index_elements=["workspace_id", "job", "subject"],
                set_={"next_at": row.excluded.next_at},
                where=col(Schedule.next_at) > row.excluded.next_at,
            )
        )

    def _row(
        self, workspace: int, job: str, subject: int, next_at: datetime
    ) -> sqlite.Insert | postgresql.Insert:
        insert = sqlite.insert if self._on_sqlite else postgresql.insert
        return insert(Schedule).values(
            workspace_id=workspace, job=job, subject=subject, next_at=next_at
        )

    def of(self, workspace: int, job: str, subject: int) -> Schedule | None:
        """When `job` is due next for `subject`."""
        rows = select(Schedule).where(
            Schedule.workspace_id == workspace, Schedule.job == job, Schedule.subject == subject
        )
        return self.session.exec(rows).first()

    def due(
        self, now: datetime, jobs: Collection[str], farthest: datetime, limit: int = 100
    ) -> list[Schedule]:
        """What is due of `jobs`, the longest overdue first, or lies beyond `farthest`, where only
        a wrong clock can have put it. Rows another replica holds are passed over."""
        rows = (
            select(Schedule)
            .where(
                col(Schedule.job).in_(jobs),
                or_(col(Schedule.next_at) <= now, col(Schedule.next_at) > farthest),
            )
            .order_by(col(Schedule.next_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        return list(self.session.exec(rows))

    def drop(self, schedule: Schedule) -> None:
        """Nothing subscribes to it any more."""
        self.session.delete(schedule)
        self.session.flush()

    def move_on(self, schedule: Schedule, next_at: datetime) -> bool:
        """Compare-and-set the next instant; False when another replica was first."""
        moved = self.session.execute(
            update(Schedule)
            .where(col(Schedule.id) == schedule.id, col(Schedule.next_at) == schedule.next_at)
            .values(next_at=next_at)
            .execution_options(synchronize_session=False)
        )
        return bool(moved.rowcount == 1)  # type: ignore[attr-defined]

    def taken(self, workspace: int, job: str, subject: int, slot: str) -> bool:
        """Whether a slot was taken."""
        rows = select(Run.id).where(
            Run.workspace_id == workspace,
            Run.job == job,
            Run.subject == subject,
            Run.slot == slot,
        )
        return self.session.exec(rows).first() is not None

    def take(self, run: Run) -> bool:
        """Take a slot; False when it was taken before."""
        insert = sqlite.insert if self._on_sqlite else postgresql.insert
        taken = self.session.execute(
            insert(Run)
            .values(run.model_dump(exclude={"id"}))
            .on_conflict_do_nothing()
            .returning(col(Run.id))
        )
        return taken.first() is not None

    @property
    def _on_sqlite(self) -> bool:
        return self.session.get_bind().dialect.name == "sqlite"
