"""The App Home of a person who opened it."""

from datetime import datetime

from sqlmodel import Field

from bot.models.columns import word
from bot.models.table import Table
from bot.words import Status


class Home(Table, table=True):
    """What a person chose in their Home, and when it was drawn."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    user: str = Field(primary_key=True)
    words: str = ""
    """What they look for."""
    product_id: int | None = Field(default=None, foreign_key="product.id")
    status: Status | None = Field(default=None, sa_type=word(Status))
    pages: str = ""
    """The pages they turned to, such as `mine:2 queue:1`."""
    opened_at: datetime
    """When they looked at it last, in real time like the next."""
    drawn_at: datetime | None = None
