"""What is known of people: what Slack and Jira say of them, what they chose, their groups."""

from datetime import datetime, time

from sqlmodel import Field

from bot.models.columns import word
from bot.models.table import Table
from bot.words import Level


class Person(Table, table=True):
    """A Slack user, as last read."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    user: str = Field(primary_key=True)
    name: str = ""
    email: str = Field(default="", index=True)
    """Empty where Slack does not show it."""
    zone: str = "UTC"
    deactivated: bool = False
    stranger: bool = False
    """Of another organisation, seen in a shared channel."""
    read_at: datetime


class Preference(Table, table=True):
    """What a person wants to hear, and when not."""

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    user: str = Field(primary_key=True)
    level: Level = Field(default=Level.ALL, sa_type=word(Level))
    quiet_from: time | None = None
    """Local time of day; quiet hours may span midnight."""
    quiet_to: time | None = None


class JiraAccount(Table, table=True):
    """Somebody in Jira who has, or had, work here."""

    __tablename__ = "jira_account"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    account: str = Field(primary_key=True)
    """The account's id (Cloud) or name (Data Center)."""
    name: str = ""
    email: str = Field(default="", index=True)
    """Empty where Jira does not show it."""
    user: str | None = Field(default=None, index=True)
    """Who it is in Slack, where somebody said so: it outweighs the address."""


class RoleGroup(Table, table=True):
    """A Slack user group whose members are PMs of a product, or admins where it names none."""

    __tablename__ = "role_group"

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    group_id: str
    """The user group's id."""
    product_id: int | None = Field(default=None, foreign_key="product.id")


class GroupMember(Table, table=True):
    """A member of a user group that gives a role, as last read."""

    __tablename__ = "group_member"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    group_id: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
