"""Answers to ideas: append-only, numbered, the latest one rules."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from bot.models.columns import LongText, word
from bot.models.table import Table
from bot.words import TriggerKind, Verdict


class Decision(Table, table=True):
    """One answer to one idea."""

    __table_args__ = (UniqueConstraint("idea_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    idea_id: int = Field(foreign_key="idea.id", index=True)
    number: int
    verdict: Verdict = Field(sa_type=word(Verdict))
    reason: str | None = None
    """A reason's code; `needs_info` and `yes` have none."""
    reason_label: str | None = None
    """What the reason was called then."""
    answer: str = Field(sa_type=LongText)
    """What the requester was told."""
    note: str = Field(default="", sa_type=LongText)
    """For the team only."""
    by: str
    at: datetime
    waited: int | None = None
    """Business days the idea had waited for it; None where no clock ran."""
    late: bool | None = None
    """Whether it came after the due day; None where no clock ran."""


class Trigger(Table, table=True):
    """What brings a decision back."""

    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    decision_id: int = Field(foreign_key="decision.id", index=True)
    kind: TriggerKind = Field(sa_type=word(TriggerKind))
    value: str
    """What to wait for, by kind: an ISO date, a number of supporters, a year's revenue in minor
    units with its currency (`1250000 USD`), the id of a version, the id of an issue."""
    fired_at: datetime | None = None
