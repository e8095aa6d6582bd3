"""Customers: the accounts behind requests."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, UniqueConstraint

from bot.models.table import Table


class Customer(Table, table=True):
    """An account, told apart by its name in any case."""

    __table_args__ = (UniqueConstraint("workspace_id", "folded"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    folded: str
    """The name as it is compared: case-folded, spaces joined."""
    revenue: int | None = Field(default=None, sa_type=BigInteger)
    """A year's revenue in the currency's minor unit (cents)."""
    currency: str = "USD"
    """ISO 4217 code."""
    tier: str = ""
    segment: str = ""
    owner: str | None = None
    """The Slack user who looks after the account."""
    updated_at: datetime


class CustomerDomain(Table, table=True):
    """An e-mail domain by which a customer's people are known."""

    __tablename__ = "customer_domain"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    domain: str = Field(primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
