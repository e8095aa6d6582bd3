"""The reasons of a workspace, where they differ from the shipped ones."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.decisions import Reason, Reasons
from bot.models import WorkspaceReason


class ReasonTable:
    """The taxonomy of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def all(self) -> Reasons:
        """Every reason there is, shipped or its own, in use or retired."""
        rows = select(WorkspaceReason).where(WorkspaceReason.workspace_id == self.workspace)
        return Reasons(
            _value(row) for row in self.session.exec(rows.order_by(col(WorkspaceReason.id)))
        )

    def keep(self, reason: Reason, now: datetime) -> None:
        """Store a reason as the workspace wants it."""
        row = self._row(reason.code) or WorkspaceReason(
            workspace_id=self.workspace,
            code=reason.code,
            verdict=reason.verdict,
            label="",
            sentence="",
        )
        row.label, row.sentence = reason.label, reason.sentence
        row.note_required = reason.note_required
        row.retired_at = (row.retired_at or now) if reason.retired else None
        self.session.add(row)
        self.session.flush()

    def _row(self, code: str) -> WorkspaceReason | None:
        rows = select(WorkspaceReason).where(
            WorkspaceReason.workspace_id == self.workspace, WorkspaceReason.code == code
        )
        return self.session.exec(rows).first()


def _value(row: WorkspaceReason) -> Reason:
    retired = row.retired_at is not None
    return Reason(row.code, row.verdict, row.label, row.sentence, row.note_required, retired)
