"""Work items: read from Jira, stored whole, given back as the values they came as."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Integer, cast, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from bot.domain.checkins import About, Owned, Subject
from bot.models import WorkItem
from bot.store.among import among
from bot.store.items import READ, as_row, read_issue
from bot.store.statements import table
from bot.tracked import Glance, Issue


def _newest(insert: Callable[..., Any]) -> Any:  # noqa: ANN401 - one type a dialect
    """An insert of whole rows, on the bare table: through the ORM each None would be a batch."""
    statement = insert(ROWS)
    kept = ("id", "workspace_id", "issue_id")
    return statement.on_conflict_do_update(
        index_elements=["workspace_id", "issue_id"],
        set_={c.name: statement.excluded[c.name] for c in ROWS.c if c.name not in kept},
        where=ROWS.c.updated_at <= statement.excluded.updated_at,
    )


ROWS = table(WorkItem)
EPIC = "epic"
"""The type of what only holds other items; nobody ranks it among them."""
GLANCED = ("issue_id", *Glance._fields[1:])
STORE = {"sqlite": _newest(sqlite.insert), "postgresql": _newest(postgresql.insert)}


class Work:
    """The work items of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def store(self, issues: Iterable[Issue], done: frozenset[str]) -> None:
        """Store what was read; an older reading never replaces a newer one.

        `done` holds the ids of the statuses that count as done.
        """
        rows = [as_row(issue, self.workspace, done) for issue in issues]
        if rows:
            self.session.execute(STORE[self.session.get_bind().dialect.name], rows)

    def of_project(self, project: str, since: datetime | None = None) -> list[Issue]:
        """A project's issues, but for those deleted in Jira.

        With `since`, only the open ones and those changed from then on: two searches, as one with
        an "or" would look at every row.
        """
        there = (ROWS.c.project == project, ROWS.c.gone_at.is_(None))
        if since is None:
            return self._read(*there)
        lately = self._read(*there, ROWS.c.done.is_(True), ROWS.c.changed_at >= since)
        return self._read(*there, ROWS.c.done.is_(False)) + lately

    def after(self, project: str, row: int, rows: int) -> tuple[list[Issue], bool]:
        """A project's issues among so many rows after one, deleted ones left out; whether others
        follow. By the order of the table itself: an index of projects would be sorted whole."""
        ours = ROWS.c.workspace_id + 0 == self.workspace
        found = select(*READ).where(
            ours,
            ROWS.c.project == project,
            ROWS.c.gone_at.is_(None),
            ROWS.c.id > row,
            ROWS.c.id <= row + rows,
        )
        newest = select(ROWS.c.id).where(ours).order_by(ROWS.c.id.desc()).limit(1)
        last = self.session.scalars(newest).first() or 0
        return [read_issue(one) for one in self.session.execute(found)], last > row + rows

    def there(self, issues: Collection[str]) -> list[Issue]:
        """Those of several ids that are stored and not deleted."""
        return self._read(among(ROWS.c.issue_id, issues), ROWS.c.gone_at.is_(None))

    def parents(self, project: str, typed: str, limit: int) -> list[tuple[str, str, str]]:
        """What items of a project have as their parent: id, key and summary, by what was typed."""
        held = select(WorkItem.parent).where(
            WorkItem.workspace_id == self.workspace,
            WorkItem.project == project,
            col(WorkItem.parent).is_not(None),
        )
        rows = select(WorkItem.issue_id, WorkItem.key, WorkItem.summary).where(
            WorkItem.workspace_id == self.workspace,
            WorkItem.project == project,
            col(WorkItem.gone_at).is_(None),
            col(WorkItem.issue_id).in_(held),
            or_(
                col(WorkItem.summary).icontains(typed, autoescape=True),
                col(WorkItem.key).icontains(typed, autoescape=True),
            ),
        )
        return list(self.session.exec(rows.order_by(col(WorkItem.id).desc()).limit(limit)))

    def by_issue(self, issue: str) -> Issue | None:
        """The work item of a Jira issue's id."""
        return next(iter(self._read(ROWS.c.issue_id == issue)), None)

    def keyed(self, key: str) -> Issue | None:
        """The work item with this key."""
        return next(iter(self._read(ROWS.c.key == key)), None)

    def glances(self, keys: Collection[str]) -> dict[str, Glance]:
        """What lists show of several work items, by key; their histories stay where they are."""
        rows = select(*(ROWS.c[name] for name in GLANCED)).where(
            WorkItem.workspace_id == self.workspace, among(ROWS.c.key, keys)
        )
        return {row.key: Glance(*row) for row in self.session.execute(rows)}

    def glanced(self, issues: Collection[str]) -> dict[str, Glance]:
        """The same by their ids."""
        rows = select(*(ROWS.c[name] for name in GLANCED)).where(
            WorkItem.workspace_id == self.workspace, among(ROWS.c.issue_id, issues)
        )
        return {row.issue_id: Glance(*row) for row in self.session.execute(rows)}

    def under_way(self, project: str, since: datetime, limit: int) -> list[Owned]:
        """A project's open initiatives with open work, those that moved last first.

        Of those nothing of which moved since an instant, none. Sub-tasks make no initiative.
        """
        part = aliased(WorkItem)
        moved = func.max(part.changed_at)
        rows = (
            select(WorkItem.issue_id, WorkItem.assignee)
            .join(part, col(part.parent) == WorkItem.issue_id)
            .where(
                WorkItem.workspace_id == self.workspace,
                WorkItem.project == project,
                col(WorkItem.done).is_(False),
                col(WorkItem.gone_at).is_(None),
                part.workspace_id == self.workspace,
                part.project == project,
                col(part.subtask).is_(False),
                col(part.gone_at).is_(None),
                or_(col(part.done).is_(False), col(part.changed_at) >= since),
            )
            .group_by(col(WorkItem.id))
            .having(moved >= since, func.min(cast(part.done, Integer)) == 0)
            .order_by(moved.desc(), col(WorkItem.id))
        )
        found = self.session.execute(rows.limit(limit))
        return [Owned(Subject(About.INITIATIVE, issue), account) for issue, account in found]

    def keyed_all(self, keys: Collection[str]) -> list[Issue]:
        """The work items with these keys."""
        return self._read(among(ROWS.c.key, keys))

    def belonging(self, keys: Collection[str], initiatives: Collection[str]) -> set[str]:
        """Those of several keys whose item is one of some initiatives, by id, or a part of one."""
        rows = select(WorkItem.key).where(
            WorkItem.workspace_id == self.workspace,
            among(ROWS.c.key, keys),
            or_(col(WorkItem.parent).in_(initiatives), col(WorkItem.issue_id).in_(initiatives)),
        )
        return set(self.session.exec(rows))

    def ranked(self, issues: Collection[str]) -> dict[str, Glance]:
        """The same of those of several ids that are open and neither epics nor parts, by id."""
        rows = select(*(ROWS.c[name] for name in GLANCED)).where(
            WorkItem.workspace_id == self.workspace,
            among(ROWS.c.issue_id, issues),
            col(WorkItem.done).is_(False),
            col(WorkItem.subtask).is_(False),
            func.lower(WorkItem.type) != EPIC,
            col(WorkItem.gone_at).is_(None),
        )
        return {row.issue_id: Glance(*row) for row in self.session.execute(rows)}

    def done(self, issues: Collection[str]) -> frozenset[str]:
        """Which of these Jira issues, by id, are done."""
        rows = select(WorkItem.issue_id).where(
            WorkItem.workspace_id == self.workspace,
            among(ROWS.c.issue_id, issues),
            col(WorkItem.done).is_(True),
        )
        return frozenset(self.session.exec(rows))

    def weighed(self, read: Sequence[Issue]) -> tuple[list[Issue], list[str]]:
        """Those of what was read that differ from what is stored, unless that is the newer
        reading; and the ids, sorted, of those that were found to be deleted, which are no news.

        Jira's `updated` alone does not tell: two changes may fall into one of its milliseconds.
        """
        same = among(ROWS.c.issue_id, [issue.id for issue in read])
        found = select(*[*READ, ROWS.c.gone_at]).where(ROWS.c.workspace_id == self.workspace, same)
        rows = self.session.execute(found).all()
        lost = {row.issue_id for row in rows if row.gone_at is not None}
        stored = {row.issue_id: read_issue(row) for row in rows}
        news = [i for i in read if i.id not in stored or _is_newer(i, stored[i.id])]
        return [issue for issue in news if issue.id not in lost], sorted(lost)

    def absent(self, issues: Sequence[str]) -> set[str]:
        """Those of several ids that are not stored, or were found to be deleted."""
        rows = select(WorkItem.issue_id).where(
            WorkItem.workspace_id == self.workspace,
            among(ROWS.c.issue_id, issues),
            col(WorkItem.gone_at).is_(None),
        )
        present = self.session.exec(rows).all()
        return set(issues).difference(present)

    def between(self, project: str, after: int, until: int | None) -> list[str]:
        """Ids of a project's issues with key numbers in (after, until], in their order, those
        deleted left out."""
        number = cast(func.substr(WorkItem.key, len(project) + 2), Integer)
        rows = select(WorkItem.issue_id).where(
            WorkItem.workspace_id == self.workspace,
            WorkItem.project == project,
            col(WorkItem.gone_at).is_(None),
            number > after,
        )
        rows = rows if until is None else rows.where(number <= until)
        return list(self.session.exec(rows.order_by(number)))

    def lose(self, issue: str, at: datetime) -> None:
        """Mark an issue as deleted in Jira; it is kept."""
        self.session.execute(
            update(WorkItem)
            .where(col(WorkItem.workspace_id) == self.workspace, col(WorkItem.issue_id) == issue)
            .values(gone_at=at)
        )

    def known(self, issues: Sequence[str]) -> dict[str, Issue]:
        """The work items of several Jira issues, by id."""
        found = self._read(among(ROWS.c.issue_id, issues)) if issues else []
        return {issue.id: issue for issue in found}

    def _read(self, *wanted: ColumnElement[bool]) -> list[Issue]:
        """On the bare table: the ORM takes as long for many rows as the database."""
        rows = select(*READ).where(ROWS.c.workspace_id == self.workspace, *wanted)
        return [read_issue(row) for row in self.session.execute(rows)]


def _is_newer(read: Issue, stored: Issue) -> bool:
    """An address is kept with people: no issue is news for it."""
    return read.updated >= stored.updated and replace(read, assignee_email="") != stored
