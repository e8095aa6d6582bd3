"""Teams, their people, and when they are away."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from bot.models import Absence, Team, Teammate


class Teams:
    """The teams of one workspace."""

    def __init__(self, session: Session, workspace: int) -> None:
        self.session = session
        self.workspace = workspace

    def of_product(self, product: int) -> list[Team]:
        """A product's teams, by name."""
        rows = select(Team).where(Team.workspace_id == self.workspace, Team.product_id == product)
        return list(self.session.exec(rows.order_by(Team.name, col(Team.id))))

    def by_id(self, team: int) -> Team | None:
        """The team with this id."""
        rows = select(Team).where(Team.workspace_id == self.workspace, Team.id == team)
        return self.session.exec(rows).first()

    def keep(self, team: Team) -> Team:
        """Store a team, new or changed."""
        self.session.add(team)
        self.session.flush()
        return team

    def disband(self, team: Team) -> None:
        """Remove a team; its people's days away stay."""
        self.session.execute(delete(Teammate).where(col(Teammate.team_id) == team.id))
        self.session.delete(team)
        self.session.flush()

    # --- People

    def people(self, teams: Collection[int]) -> list[Teammate]:
        """The people of several teams, in the order they were added."""
        rows = select(Teammate).where(
            Teammate.workspace_id == self.workspace, col(Teammate.team_id).in_(teams)
        )
        return list(self.session.exec(rows.order_by(col(Teammate.id))))

    def mate(self, number: int) -> Teammate | None:
        """The person of a team with this id."""
        rows = select(Teammate).where(
            Teammate.workspace_id == self.workspace, Teammate.id == number
        )
        return self.session.exec(rows).first()

    def seat(self, mate: Teammate) -> Teammate:
        """Store a person of a team, new or changed."""
        self.session.add(mate)
        self.session.flush()
        return mate

    def unseat(self, mate: Teammate) -> None:
        """Remove a person from a team; their days away stay."""
        self.session.delete(mate)
        self.session.flush()

    # --- Days away

    def absences(self, people: Collection[str], start: date, end: date) -> list[Absence]:
        """When several people are away in [start, end), the first one first."""
        rows = select(Absence).where(
            Absence.workspace_id == self.workspace,
            col(Absence.person).in_(people),
            Absence.last >= start,
            Absence.first < end,
        )
        return list(self.session.exec(rows.order_by(col(Absence.first), col(Absence.id))))

    def absence(self, number: int) -> Absence | None:
        """The absence with this id."""
        rows = select(Absence).where(Absence.workspace_id == self.workspace, Absence.id == number)
        return self.session.exec(rows).first()

    def away(self, absences: Sequence[Absence]) -> None:
        """Store new absences."""
        self.session.add_all(absences)
        self.session.flush()

    def back(self, absence: Absence) -> None:
        """Remove an absence."""
        self.session.delete(absence)
        self.session.flush()

    def rename(self, person: str, to: str) -> None:
        """Somebody is known by another name from now on: their days away go with them."""
        self.session.execute(
            update(Absence)
            .where(col(Absence.workspace_id) == self.workspace, col(Absence.person) == person)
            .values(person=to)
        )

    def of_file(self, file: str) -> list[Absence]:
        """What came from a calendar file."""
        rows = select(Absence).where(Absence.workspace_id == self.workspace, Absence.source == file)
        return list(self.session.exec(rows))
