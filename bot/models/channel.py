"""How ideas are captured in a channel."""

from sqlmodel import Field

from bot.models.table import Table


class CaptureChannel(Table, table=True):
    """A channel whose settings differ from the usual: :bulb: on, whole-channel mode off."""

    __tablename__ = "capture_channel"

    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    channel: str = Field(primary_key=True)
    product_id: int | None = Field(default=None, foreign_key="product.id")
    """Whose ideas come in here; None for what the product's own intake says."""
    emoji: str | None = "bulb"
    """The reaction that makes a message an idea; empty for none."""
    whole: bool = False
    """Whether every top-level message is an idea."""
    skip: str = "mega"
    """The emoji that keeps a message out of whole-channel mode."""
