"""An app that is not the bot: it takes every payload, and answers what a test told it to."""

from dataclasses import dataclass, field

from bot.sandbox.slack import Json
from bot.sandbox.slack.envelope import Ack, Envelope

MANIFEST: Json = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "slash_commands": [{"command": "/sample", "description": "A sample"}],
        "shortcuts": [
            {
                "name": "Keep as a sample",
                "type": "message",
                "callback_id": "keep",
                "description": "Sample",
            }
        ],
        "unfurl_domains": ["example.com"],
    },
    "oauth_config": {"scopes": {"bot": ["commands"]}},
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "link_shared",
                "message.channels",
                "reaction_added",
                "reaction_removed",
            ]
        }
    },
}


@dataclass
class ScratchApp:
    """A transport without an app behind it."""

    answers: dict[str, Json] = field(default_factory=dict)
    """What is acknowledged, by the payload's type."""
    sent: list[Json] = field(default_factory=list)

    async def send(self, envelope: Envelope, _seconds: float) -> Ack:
        """Remember the payload, and acknowledge it."""
        self.sent.append(envelope.payload)
        return Ack(200, self.answers.get(envelope.payload.get("type", ""), {}), 0.0)

    def told(self, kind: str) -> list[Json]:
        """The payloads of one type, or the events of it."""
        events = [p["event"] for p in self.sent if p.get("type") == "event_callback"]
        return [p for p in (*self.sent, *events) if p.get("type") == kind]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


def asked(element: Json, label: str, **more: object) -> Json:
    """An input block of that element, named by its label."""
    name = label.lower()
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": f"{name}.field", **element},
        **more,
    }


def modal(title: str, *blocks: Json) -> Json:
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": list(blocks)}


CONFIRM: Json = {
    "title": plain("Sure?"),
    "text": mrkdwn("It cannot be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Leave it"),
}
EVERYTHING = modal(
    "Everything",
    asked({"type": "plain_text_input"}, "Title"),
    asked({"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, "Points"),
    asked({"type": "static_select", "options": [option("one"), option("two")]}, "Pick"),
    asked({"type": "multi_static_select", "options": [option("red"), option("blue")]}, "Colours"),
    asked({"type": "external_select", "min_query_length": 1}, "Far"),
    asked({"type": "multi_users_select"}, "People"),
    asked({"type": "datepicker"}, "Day"),
    asked({"type": "timepicker"}, "Time"),
    asked({"type": "checkboxes", "options": [option("mild"), option("hot")]}, "Taste"),
    asked({"type": "radio_buttons", "options": [option("big"), option("small")]}, "Size"),
    asked({"type": "file_input", "filetypes": ["ics"]}, "File"),
)
