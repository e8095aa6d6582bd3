"""What a person sees after acting."""

from dataclasses import dataclass

from bot.sandbox.slack.controls import CannotAct
from bot.sandbox.slack.envelope import Ack, Envelope
from bot.sandbox.slack.state import Json, Message, View


@dataclass(frozen=True, slots=True)
class Answer:
    """The app's acknowledgement of one act, and what Slack made of it."""

    envelope: Envelope
    """What was sent; it can be sent again with `redeliver`."""
    ack: Ack | None
    """None when none came in time."""
    message: Message | None = None
    """What the acknowledgement itself showed."""
    view: View | None = None
    """The modal the person has on top now."""
    refused: Json | None = None
    """Why Slack did not show what was answered, as `{"error": ...}`."""

    @property
    def reply(self) -> Message:
        """What the acknowledgement itself showed. Raises CannotAct when it showed nothing."""
        if self.message is None:
            raise CannotAct(f"nothing was shown: {self.refused or self.payload}")
        return self.message

    @property
    def form(self) -> View:
        """The modal on top now. Raises CannotAct when none is open."""
        if self.view is None:
            raise CannotAct(f"no form is open: {self.refused or self.payload}")
        return self.view

    @property
    def timed_out(self) -> bool:
        """Whether Slack gave up: the person reads that the app did not respond."""
        return self.ack is None

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged and Slack took it."""
        return self.ack is not None and self.ack.status == 200 and self.refused is None

    @property
    def seconds(self) -> float:
        """How long the acknowledgement took; infinite when none came."""
        return self.ack.seconds if self.ack else float("inf")

    @property
    def payload(self) -> Json:
        """The acknowledgement's body."""
        return self.ack.body if self.ack else {}

    @property
    def text(self) -> str:
        """The acknowledgement's text, empty without one."""
        return str(self.payload.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """The acknowledgement's blocks."""
        return list(self.payload.get("blocks", []))

    @property
    def response_type(self) -> str:
        """`ephemeral` unless the app said `in_channel`."""
        return str(self.payload.get("response_type", "ephemeral"))

    @property
    def errors(self) -> dict[str, str]:
        """What the form says is wrong, by block_id."""
        return dict(self.payload.get("errors", {}))
