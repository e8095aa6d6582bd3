"""Issues that vanished at once, and what was said of them."""

from sqlmodel import Session, col, or_, select

from bot.models import Vanishing
from bot.words import Belief


class Vanishings:
    """Those of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def save(self, row: Vanishing) -> Vanishing:
        """Store a row, new or changed."""
        self.session.add(row)
        self.session.flush()
        return row

    def by_id(self, number: int) -> Vanishing | None:
        """One of them, locked."""
        rows = select(Vanishing).where(
            Vanishing.workspace_id == self.workspace, Vanishing.id == number
        )
        return self.session.exec(rows.with_for_update()).first()

    def standing(self, project: str) -> list[Vanishing]:
        """Those of a project that still count in the figures: nobody chose yet, or to keep them."""
        rows = select(Vanishing).where(
            Vanishing.workspace_id == self.workspace,
            Vanishing.project == project,
            or_(col(Vanishing.chosen).is_(None), Vanishing.chosen == Belief.KEPT),
        )
        return list(self.session.exec(rows.order_by(col(Vanishing.id))))
