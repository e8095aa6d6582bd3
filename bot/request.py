"""One payload in our terms: who reached us how, with what they typed, chose and clicked."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from bot.effects import Profile
from bot.message import MessageRef, Said

Value = str | tuple[str, ...] | None
"""What a person entered in one field."""


class Kind(StrEnum):
    """How a person or Slack reached us."""

    COMMAND = "command"
    SHORTCUT = "shortcut"
    BUTTON = "button"
    FORM = "form"
    CLOSED = "closed"
    OPTIONS = "options"
    BESIDE = "beside"
    EVENT = "event"


class Request(Struct, frozen=True):
    """One payload, in our terms."""

    kind: Kind
    name: str
    """The slash command, the action's id, the form's name, the event's type."""
    team: str
    user: str
    id: str
    """Runs through the log to the deliveries."""
    once: tuple[str, ...] = ()
    """Keys under which the payload counts as taken in; none for what may repeat."""
    once_accepted: tuple[str, ...] = ()
    """Keys that count only when a submission is accepted."""
    text: str = ""
    """What was typed after a command, or in a select."""
    channel: str | None = None
    value: str = ""
    """What the clicked control carries; the emoji of a reaction."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """What was entered, by field."""
    context: Mapping[str, Any] = field(default_factory=dict)
    """What the form was given when it was opened."""
    message: MessageRef | None = None
    """The message that was clicked or acted on."""
    thread: str | None = None
    """The root of the thread a clicked message stands in."""
    said: Said | None = None
    """What that message says, or what an event tells of one."""
    view: str | None = None
    """The form it came from."""
    shared: bool = False
    """Whether another organisation reads along where an event happened."""
    trigger: str | None = None
    """What lets us open a form, for 3 seconds."""
    answer_url: str | None = None
    person: Profile | None = None
    """What Slack says of the person an event is about."""
    group: str = ""
    """The user group an event is about."""
    links: tuple[str, ...] = ()
    """The addresses in the message an event is about."""
    tab: str = ""
    """The tab of the App Home a person opened."""

    @property
    def clicked(self) -> bool:
        """Whether a control or a shortcut was used."""
        return self.kind in (Kind.BUTTON, Kind.SHORTCUT)

    def entered(self, name: str) -> str:
        """One field as text, empty when nothing was entered."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """One field of several choices."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()
