"""How far each Jira project was read, and what its site defines."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from bot.models import ProjectOrder, ProjectSync
from bot.tracked import Status


class Syncs:
    """The reading of one workspace's Jira projects."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def of(self, project: str) -> ProjectSync:
        """How far `project` was read; a fresh record when never."""
        found = self.session.get(ProjectSync, (self.workspace, project))
        return found or ProjectSync(workspace_id=self.workspace, project=project)

    def order(self, project: str) -> ProjectOrder | None:
        """The open issues of a project in Jira's own order, as last read."""
        return self.session.get(ProjectOrder, (self.workspace, project))

    def keep_order(self, project: str, issues: Sequence[str], at: datetime) -> None:
        """Store the order in place of the last one."""
        read = ProjectOrder(workspace_id=self.workspace, project=project, read_at=at)
        read.issues = list(issues)
        self.session.merge(read)
        self.session.flush()

    def all(self) -> list[ProjectSync]:
        """Every project ever read."""
        rows = select(ProjectSync).where(ProjectSync.workspace_id == self.workspace)
        return list(self.session.exec(rows))

    def rename(self, project: str, to: str) -> None:
        """The project is called otherwise now; all of it is read again under its new key."""
        found = self.session.get(ProjectSync, (self.workspace, project))
        if found is None:
            return
        known = {**found.model_dump(), "project": to, "cursor": None, "site_at": None}
        self.session.delete(found)
        self.session.flush()
        self.session.merge(ProjectSync(**known))
        self.session.flush()

    def save(self, sync: ProjectSync) -> None:
        """Store a changed record."""
        self.session.add(sync)
        self.session.flush()

    def learn(self, sync: ProjectSync, statuses: Sequence[Status]) -> None:
        """Add the statuses a site defines; what was known and is not named stays."""
        known = {row[0]: list(row) for row in sync.statuses}
        learnt = known | {status.id: list(status) for status in statuses}
        if learnt != known:
            sync.statuses = list(learnt.values())
        self.save(sync)

    def statuses(self, project: str) -> list[Status]:
        """The statuses of a project's site."""
        return [Status(*row) for row in self.of(project).statuses]
