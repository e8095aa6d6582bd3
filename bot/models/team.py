"""Teams: who is in them, what a full week holds for each, who is away when."""

from datetime import date, datetime

from sqlmodel import Field

from bot.models.columns import LongText, word
from bot.models.table import Table
from bot.words import Unit


class Team(Table, table=True):
    """A team that works on a product."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    product_id: int = Field(foreign_key="product.id", index=True)
    name: str
    unit: Unit = Field(default=Unit.POINTS, sa_type=word(Unit))
    """What its weekly figures and its estimates count."""
    board: int | None = None
    """The Jira board whose sprints are its own; all sprints of the project where None."""


class Teammate(Table, table=True):
    """A person of a team, in Slack, in Jira, or in both."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    team_id: int = Field(foreign_key="team.id", index=True)
    user: str | None = Field(default=None, index=True)
    """The Slack user."""
    account: str | None = None
    """The Jira account whose items are theirs; None for whoever the Slack user is there."""
    weekly: float | None = None
    """What a full week of theirs holds; None while nobody told."""
    country: str | None = None
    """ISO 3166 code of the country whose holidays they keep; the product's where None."""
    subdivision: str | None = None

    @property
    def person(self) -> str:
        """Whose absences are theirs, in every team."""
        return self.user or f"jira:{self.account}"


class Absence(Table, table=True):
    """Days somebody is away, the last one included."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person: str = Field(index=True)
    """As `Teammate.person`."""
    first: date
    last: date
    note: str = Field(default="", sa_type=LongText)
    """Shown to the person, and to those who change teams."""
    source: str = Field(default="", index=True)
    """The calendar file it came from, by Slack's id; empty for one that was typed."""
    by: str
    at: datetime
