"""What the page asks for, read out of JSON that anybody may have written."""

from dataclasses import dataclass
from typing import TypeVar

from bot.sandbox.slack import Channel, Json, Message, Person, SlackStandIn, View

T = TypeVar("T")


class NotUnderstood(ValueError):
    """The request names nothing that is there; the text says what."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of one person; every reader raises NotUnderstood for what is not there."""

    slack: SlackStandIn
    body: Json

    @property
    def person(self) -> Person:
        """Who asks."""
        return self._one(self.slack.workspace.people, "me")

    @property
    def channel(self) -> Channel:
        """Where."""
        return self._one(self.slack.workspace.channels, "channel")

    def _one(self, known: dict[str, T], name: str) -> T:
        found = known.get(self.text(name))
        if found is None:
            raise NotUnderstood(f"There is no {name} {self.text(name)!r}.")
        return found

    def text(self, name: str) -> str:
        """A text, empty when it was left out."""
        value = self.body.get(name, "")
        if not isinstance(value, str):
            raise NotUnderstood(f"{name} is not a text.")
        return value

    def flag(self, name: str) -> bool:
        """A yes or a no, no when it was left out."""
        return self.body.get(name) is True

    @property
    def typed(self) -> Json:
        """What was typed into fields and not told before, by the field's name."""
        value = self.body.get("typed", {})
        if not isinstance(value, dict):
            raise NotUnderstood("typed is not an object.")
        return value

    @property
    def message(self) -> Message:
        """The message named by `channel` and `ts`."""
        named = (self.text("channel"), self.text("ts"))
        for message in self.slack.workspace.messages:
            if (message.channel, message.ts) == named:
                return message
        raise NotUnderstood("That message is gone.")

    @property
    def view(self) -> View:
        """The person's own modal or App Home named by `view`."""
        workspace, person = self.slack.workspace, self.person
        home = workspace.homes.get(person.id)
        for view in (*workspace.modals.get(person.id, []), *([home] if home else [])):
            if view.id == self.text("view"):
                return view
        raise NotUnderstood("That form is closed.")

    @property
    def surface(self) -> Message | View:
        """The view where one is named, else the message."""
        return self.view if self.text("view") else self.message
