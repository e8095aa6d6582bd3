"""The workspace as one person sees it: named parts, so that only those that changed are sent."""

from collections.abc import Iterator

from bot.sandbox.slack import Channel, File, Json, Message, Person, SlackStandIn
from bot.sandbox.slack.controls import state_values
from bot.sandbox.slack.payloads import file_json, view_json
from bot.sandbox.slack.workspace import SLACKBOT

Part = tuple[str, object]
"""Its name, and what it shows as JSON."""
MESSAGE = "message"
ISSUE = "issue"


def slack_parts(slack: SlackStandIn, person: Person) -> Iterator[Part]:
    """People, channels, every message the person sees, and what stands in front of them."""
    workspace = slack.workspace
    workspace.direct_channel(person.id)
    yield "people", [_person(one) for one in workspace.people.values() if one.id != SLACKBOT]
    yield (
        "channels",
        [_channel(one, person) for one in workspace.channels.values() if _seen(one, person)],
    )
    yield "groups", [{"id": g.id, "name": g.handle} for g in workspace.user_groups.values()]
    for message in workspace.messages:
        if slack.visible(person, message):
            yield f"{MESSAGE}:{message.channel}:{message.ts}", _message(slack, message, person)
    yield "modals", [view_json(workspace, view) for view in workspace.modals.get(person.id, [])]
    home = workspace.homes.get(person.id)
    yield "home", view_json(workspace, home) if home else None
    yield (
        "latest",
        {
            channel.user: latest
            for channel in workspace.channels.values()
            if channel.user and (latest := _latest(slack, channel))
        },
    )


def _latest(slack: SlackStandIn, channel: Channel) -> str:
    said = [m.ts for m in slack.workspace.messages if m.channel == channel.id and m.by_bot]
    return said[-1] if said else ""


def _seen(channel: Channel, person: Person) -> bool:
    return channel.kind == "public_channel" or person.id in channel.members


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "handle": person.name,
        "name": person.real_name,
        "bot": person.is_bot,
        "zone": person.tz,
        "away": person.deactivated,
    }


def _channel(channel: Channel, person: Person) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "members": len(channel.members),
        "joined": person.id in channel.members,
    }


def _message(slack: SlackStandIn, message: Message, person: Person) -> Json:
    return {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "bot": message.by_bot,
        "text": message.text,
        "blocks": message.blocks,
        "thread": None if message.is_root else message.thread_ts,
        "edited": bool(message.edited),
        "ephemeral": message.ephemeral_for is not None,
        "reactions": message.reactions,
        "attachments": message.attachments,
        "files": [_file(slack, file) for file in message.files],
        "chosen": state_values(message.blocks, message.typed.get(person.id, {})),
    }


def _file(slack: SlackStandIn, file: File) -> Json:
    shown = file_json(slack.workspace, file)
    return {name: shown[name] for name in ("id", "name", "title", "mimetype", "alt_txt", "size")}
