"""The tenant: a Slack team, and who administers it."""

from sqlmodel import Field

from bot.models.table import Table

LOCAL = "local"
"""The team of what is made before Slack is known; adopted by the first `auth.test`."""


class Workspace(Table, table=True):
    """A Slack team. Every other row belongs to one."""

    id: int | None = Field(default=None, primary_key=True)
    team: str = Field(unique=True)
    name: str = ""
    bot: str = ""
    """The bot's own user id."""
    url: str = ""
    last_idea: int = 0
    """The number of the newest idea; taking the next one locks this row."""


class Admin(Table, table=True):
    """A person who may set up products and see the bot's health."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    user: str = Field(primary_key=True)
