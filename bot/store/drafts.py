"""Text somebody typed that went nowhere yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from bot.models import Draft
from bot.store.statements import table

ROWS = table(Draft)
DROP = delete(ROWS).where(
    ROWS.c.workspace_id == bindparam("workspace"),
    ROWS.c.user == bindparam("user"),
    ROWS.c.form == bindparam("form"),
    ROWS.c.about == bindparam("about"),
)


class Drafts:
    """The drafts of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def keep(
        self, user: str, form: str, about: str, content: dict[str, Any], now: datetime
    ) -> Draft:
        """Keep the newest text of one person in one form."""
        draft = self.of(user, form, about) or Draft(
            workspace_id=self.workspace, user=user, form=form, about=about, content={}, at=now
        )
        draft.content, draft.at = content, now
        self.session.add(draft)
        self.session.flush()
        return draft

    def of(self, user: str, form: str, about: str) -> Draft | None:
        """What was kept of a form under way."""
        rows = select(Draft).where(
            Draft.workspace_id == self.workspace,
            Draft.user == user,
            Draft.form == form,
            Draft.about == about,
        )
        return self.session.exec(rows).first()

    def by_id(self, draft: int, user: str) -> Draft | None:
        """A person's own draft."""
        rows = select(Draft).where(
            Draft.workspace_id == self.workspace, Draft.user == user, Draft.id == draft
        )
        return self.session.exec(rows).first()

    def latest(self, user: str, form: str) -> Draft | None:
        """The newest unsent text of a person for a form."""
        rows = select(Draft).where(
            Draft.workspace_id == self.workspace, Draft.user == user, Draft.form == form
        )
        return self.session.exec(rows.order_by(col(Draft.at).desc()).limit(1)).first()

    def drop(self, user: str, form: str, about: str) -> None:
        """Forget a draft: it was sent, or its writer said so."""
        named = {"workspace": self.workspace, "user": user, "form": form, "about": about}
        self.session.execute(DROP, named)

    def forget_before(self, instant: datetime) -> None:
        """Drop drafts nobody came back for."""
        self.session.execute(
            delete(Draft).where(col(Draft.workspace_id) == self.workspace, col(Draft.at) < instant)
        )
