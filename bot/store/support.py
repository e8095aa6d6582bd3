"""Who stands behind ideas."""

from sqlmodel import Session, col, select

from bot.models import Support


class Supports:
    """The support given to one workspace's ideas."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def add(self, support: Support) -> Support:
        """Store support, new or changed."""
        self.session.add(support)
        self.session.flush()
        return support

    def of_person(self, idea: int, person: str) -> Support | None:
        """What a person said for themselves, not for a customer."""
        rows = select(Support).where(
            Support.workspace_id == self.workspace,
            Support.idea_id == idea,
            Support.person == person,
            col(Support.customer_id).is_(None),
        )
        return self.session.exec(rows).first()
