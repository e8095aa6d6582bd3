"""How long ideas have waited for their first answer."""

from datetime import date

from sqlmodel import Field

from bot.models.table import Table


class ResponseClock(Table, table=True):
    """The response clock of one idea; its due day stands on the idea itself."""

    __tablename__ = "response_clock"

    idea_id: int = Field(foreign_key="idea.id", primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    spent: int = 0
    """Business days waited before the present stretch."""
    since: date | None = None
    """The local day the present stretch began; None while the clock stands."""
    reminded_for: date | None = None
    """The due day its PMs were reminded of last."""
    escalated_for: date | None = None
    """The due day the product's lead was told last."""
