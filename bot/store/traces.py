"""The traces of work items, of which releases are counted."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from bot.domain.timeline import Span, Timeline
from bot.domain.trace import Stay, Trace
from bot.models import Closing, ReleaseStay, TraceDue
from bot.store.statements import table
from bot.tracked import Category, Issue

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
TOLD = ("version_id", "key", "category", "inside", "begun_at", "line")
STAYS, CLOSINGS, DUE = table(ReleaseStay), table(Closing), table(TraceDue)


def _marking(insert: Any) -> Any:  # noqa: ANN401 - one type a dialect
    """What is due already is due again: whoever takes it now waits until this is committed."""
    statement = insert(DUE)
    unique, anew = ["workspace_id", "issue_id"], {"project": statement.excluded.project}
    return statement.on_conflict_do_update(index_elements=unique, set_=anew)


MARK = {"sqlite": _marking(sqlite.insert), "postgresql": _marking(postgresql.insert)}


class ItemTraces:
    """The traces of one workspace's work items."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    # --- What is to be traced

    def mark(self, issues: Iterable[Issue]) -> None:
        """These have changed."""
        due = sorted({issue.id: issue.project for issue in issues}.items())
        rows = [
            {"workspace_id": self.workspace, "issue_id": id_, "project": project}
            for id_, project in due
        ]
        if rows:
            self.session.execute(MARK[self.session.get_bind().dialect.name], rows)

    def take(self, project: str, limit: int) -> list[str]:
        """Ids of what has changed in a project, marked no more."""
        due = (
            select(TraceDue.issue_id)
            .where(TraceDue.workspace_id == self.workspace, TraceDue.project == project)
            .order_by(TraceDue.issue_id)
            .limit(limit)
        )
        taken = delete(TraceDue).where(
            col(TraceDue.workspace_id) == self.workspace, col(TraceDue.issue_id).in_(due)
        )
        return list(self.session.scalars(taken.returning(col(TraceDue.issue_id))))

    # --- Traces

    def keep(self, project: str, issues: Collection[str], traces: Sequence[Trace]) -> None:
        """Store the traces of these issues in place of what is stored; nothing of the others."""
        self._forget(issues)
        stays = [self._stay(one.issue, stay, project) for one in traces for stay in one.stays]
        if stays:
            self.session.execute(STAYS.insert(), stays)
        closings = [
            {
                "workspace_id": self.workspace,
                "issue_id": one.issue,
                "at": span.start,
                "project": project,
                "until": span.end,
            }
            for one in traces
            for span in one.closings
        ]
        if closings:
            self.session.execute(CLOSINGS.insert(), closings)

    def _forget(self, issues: Collection[str]) -> None:
        for rows in (STAYS, CLOSINGS):
            ours = rows.c.workspace_id == self.workspace
            self.session.execute(delete(rows).where(ours, rows.c.issue_id.in_(issues)))

    def leave(self, issue: str, project: str) -> None:
        """An issue that is in this project now is traced in no other."""
        for rows in (STAYS, CLOSINGS):
            moved = (rows.c.issue_id == issue) & (rows.c.project != project)
            ours = rows.c.workspace_id == self.workspace
            self.session.execute(delete(rows).where(ours, moved))

    def _stay(self, issue: str, stay: Stay, project: str) -> dict[str, Any]:
        changed = [(at - EPOCH) // MICROSECOND for at in stay.line.starts]
        return {
            "workspace_id": self.workspace,
            "version_id": stay.version,
            "issue_id": issue,
            "project": project,
            "key": stay.key,
            "category": stay.category,
            "inside": stay.inside,
            "begun_at": stay.begun,
            "line": [stay.line.values[0], *changed],
        }

    def stays(self, project: str, versions: Collection[str]) -> list[Stay]:
        """What is, or ever was, in these versions, of the items of a project."""
        rows = select(*(STAYS.c[name] for name in TOLD)).where(
            STAYS.c.workspace_id == self.workspace,
            STAYS.c.version_id.in_(versions),
            STAYS.c.project == project,
        )
        return [
            Stay(version, key, category, inside, begun, _line(line))
            for version, key, category, inside, begun, line in self.session.execute(rows)
        ]

    def closings(self, project: str, since: datetime) -> list[Span[Category]]:
        """What closed in a project from an instant on."""
        rows = select(CLOSINGS.c.at, CLOSINGS.c.until).where(
            CLOSINGS.c.workspace_id == self.workspace,
            CLOSINGS.c.project == project,
            CLOSINGS.c.at >= since,
        )
        return [Span(Category.DONE, at, until) for at, until in self.session.execute(rows)]


def _line(kept: list[Any]) -> Timeline[bool]:
    first, *changed = kept
    starts = [EPOCH + timedelta(0, 0, at) for at in changed]
    held = cycle((bool(first), not first))
    return Timeline(starts, [value for value, _ in zip(held, starts, strict=False)])
