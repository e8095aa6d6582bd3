"""Slack's messages as what was said. https://docs.slack.dev/reference/events/message"""

from collections.abc import Mapping
from typing import Any

from bot.message import Fate, MessageRef, Reaction, Said
from integrations.slack.markup import storable, typed

SPEECH = (None, "file_share", "thread_broadcast", "me_message", "bot_message")
"""Subtypes under which somebody says something; the others tell of joins, topics and the like."""
TONE = "::skin-tone"
Json = Mapping[str, Any]


def said(channel: str, message: Json, fate: Fate = Fate.SAID) -> Said:
    """A message as it stands in a channel."""
    ts, root = str(message["ts"]), message.get("thread_ts")
    return Said(
        MessageRef(channel, ts),
        message.get("user") or "",
        typed(message.get("text") or ""),
        thread=root if root != ts else None,
        fate=fate,
        edited=str((message.get("edited") or {}).get("ts") or ""),
        team=message.get("user_team") or message.get("team") or "",
        by_app=bool(message.get("bot_id")) or message.get("subtype") == "bot_message",
        files=tuple(_name(file) for file in message.get("files") or ()),
        reactions=_reactions(message),
    )


def told(happened: Json) -> Said | None:
    """What an event tells of a message; None where nobody says anything in it."""
    if happened["type"] not in ("message", "app_mention"):
        return None
    channel = str(happened["channel"])
    match happened.get("subtype"):
        case "message_changed":
            changed = happened["message"]
            # A deleted root with replies stays as a gravestone.
            gone = changed.get("subtype") == "tombstone"
            return said(channel, changed, Fate.DELETED if gone else Fate.EDITED)
        case "message_deleted":
            left = happened.get("previous_message") or {}
            return said(channel, {**left, "ts": happened["deleted_ts"]}, Fate.DELETED)
        case subtype if subtype in SPEECH:
            return said(channel, happened)
    return None


def emoji(name: str) -> str:
    """An emoji by its name, whatever its skin tone."""
    return storable(name.partition(TONE)[0])


def _name(file: Json) -> str:
    return storable(str(file.get("title") or file.get("name") or "file"))


def _reactions(message: Json) -> tuple[Reaction, ...]:
    """By emoji, all skin tones together."""
    found: dict[str, Reaction] = {}
    for one in message.get("reactions") or ():
        name = emoji(one["name"])
        known = found.get(name, Reaction(name, (), 0))
        users = tuple(dict.fromkeys([*known.users, *one["users"]]))
        found[name] = Reaction(name, users, known.count + int(one["count"]))
    return tuple(found.values())
