"""Products and the people who answer for them."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, UniqueConstraint

from bot.models.columns import Json
from bot.models.table import Table


class Product(Table, table=True):
    """A product or line: where its requests come in, who answers, which Jira project holds it."""

    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    key: str
    name: str
    zone: str = "UTC"
    """IANA time zone."""
    intake_channel: str | None = Field(default=None, index=True)
    triage_channel: str | None = None
    project: str | None = Field(default=None, index=True)
    """Key of its Jira project."""
    response_days: int = 5
    """The target for a first answer, in business days."""
    lead: str | None = None
    """The Slack user who is told when the PMs are late."""
    country: str | None = None
    """ISO 3166 code of the country whose holidays count."""
    subdivision: str | None = None
    """ISO 3166-2 code of its state or region, without the country."""
    asks: bool = True
    """Whether its PMs are asked each week how its releases look."""
    labels: list[Any] = Field(default_factory=list, sa_type=Json)
    """What its new issues are labelled with in Jira, beside our mark."""
    labelled: bool = True
    """Whether they are: what was entered stays while they are not."""
    created_at: datetime


class ProductManager(Table, table=True):
    """A person who decides for a product."""

    product_id: int = Field(foreign_key="product.id", primary_key=True)
    user: str = Field(primary_key=True)
