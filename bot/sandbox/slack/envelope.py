"""What Slack sends the app, and what it hears back."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.sandbox.slack.state import Json

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Ack:
    """The app's acknowledgement: over HTTP its status and body, over Socket Mode a 200."""

    status: int
    body: Json
    seconds: float


@dataclass(slots=True)
class Envelope:
    """One payload, and every acknowledgement it got, the late ones left out."""

    kind: Kind
    payload: Json
    id: str
    attempt: int = 0
    reason: str = ""
    acks: list[Ack] = field(default_factory=list)


class Transport(Protocol):
    """A way to the app."""

    async def send(self, envelope: Envelope, seconds: float) -> Ack | None:
        """Deliver; the acknowledgement, or None when none came within so many seconds."""
        ...
