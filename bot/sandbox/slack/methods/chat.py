"""chat.*: posting, editing, deleting, unfurling.

https://docs.slack.dev/reference/methods?family=chat
"""

from urllib.parse import urlsplit

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.blocks import Surface
from bot.sandbox.slack.checks import says
from bot.sandbox.slack.controls import with_ids
from bot.sandbox.slack.errors import Refused, faulty
from bot.sandbox.slack.limits import MOST_TEXT, blocks_faults, objects, text_length
from bot.sandbox.slack.methods.lookups import message_named, seen_channel, target_channel
from bot.sandbox.slack.payloads import message_json
from bot.sandbox.slack.state import Json, Message
from bot.sandbox.slack.workspace import Workspace

LONGEST_POST = 40_000
"""Texts are cut here (https://docs.slack.dev/changelog/2018-04-truncating-really-long-messages)."""
LONGEST_UPDATE = 4_000
"""Edited texts are refused beyond this (`msg_too_long`)."""


def _content(workspace: Workspace, arguments: Arguments) -> tuple[str, list[Json]]:
    text, blocks = arguments.text("text"), arguments.values.get("blocks") or []
    if blocks:
        check_blocks(workspace, blocks)
    if not text:
        raise faulty("no_text", [says("missing fallback text", "/text")])
    return text[:LONGEST_POST], blocks


def check_blocks(workspace: Workspace, blocks: list[Json]) -> None:
    """Refuse blocks that Slack would not show in a message."""
    faults = blocks_faults(blocks, Surface.MESSAGE)
    faults += missing_files(workspace, blocks)
    if faults:
        raise faulty("invalid_blocks", faults)
    if text_length(blocks) > MOST_TEXT:
        raise Refused("msg_blocks_too_long")


def missing_files(workspace: Workspace, blocks: list[Json]) -> list[str]:
    """Complaints on images whose `slack_file` is unknown or not processed yet."""
    named = [part["slack_file"].get("id") for part in objects(blocks) if "slack_file" in part]
    files = [(file_id, workspace.files.get(file_id)) for file_id in named if file_id]
    return [
        says(f"invalid slack file: {file_id}", "/blocks")
        for file_id, file in files
        if file is None or file.ready_at is None or file.ready_at > workspace.clock()
    ]


def _metadata(arguments: Arguments) -> Json | None:
    metadata = arguments.values.get("metadata") or None
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not metadata.get("event_type"):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload", {}), dict):
        raise Refused("invalid_metadata_schema")
    return metadata


def post_message(workspace: Workspace, arguments: Arguments) -> Json:
    """Post; a reply to a message that is gone stands in the channel, without thread_ts
    (https://github.com/slack-go/slack/issues/1571)."""
    channel = target_channel(workspace, arguments)
    text, blocks = _content(workspace, arguments)
    metadata = _metadata(arguments)
    root = workspace.message(channel.id, arguments.text("thread_ts"))
    message = workspace.post(channel, workspace.installation.bot_user, text, blocks)
    message.metadata = metadata
    message.attachments = arguments.values.get("attachments") or []
    message.thread_ts = (root.thread_ts or root.ts) if root else None
    shown = message_json(workspace, message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": shown}


def _own_message(workspace: Workspace, arguments: Arguments, refusal: str) -> Message:
    message = message_named(workspace, arguments)
    if not message.by_bot:
        raise Refused(refusal)
    return message


def update(workspace: Workspace, arguments: Arguments) -> Json:
    """Edit: a text without blocks removes the blocks, missing metadata stays."""
    message = _own_message(workspace, arguments, "cant_update_message")
    if len(arguments.text("text")) > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    text, blocks = _content(workspace, arguments)
    if "metadata" in arguments.values:
        message.metadata = _metadata(arguments)
    message.text, message.blocks = text, with_ids(blocks, message.blocks)
    message.attachments = arguments.values.get("attachments", message.attachments) or []
    message.edited = None if blocks else workspace.next_ts()
    shown = message_json(workspace, message)
    return {
        "ok": True,
        "channel": message.channel,
        "ts": message.ts,
        "text": text,
        "message": shown,
    }


def delete(workspace: Workspace, arguments: Arguments) -> Json:
    """Delete a message of one's own."""
    message = _own_message(workspace, arguments, "cant_delete_message")
    workspace.messages.remove(message)
    return {"ok": True, "channel": message.channel, "ts": message.ts}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Json:
    """Show a message to one member of the channel; it can never be found again."""
    channel = target_channel(workspace, arguments)
    user = arguments.required("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    if len(arguments.text("text")) > LONGEST_POST:
        raise Refused("msg_too_long")
    text, blocks = _content(workspace, arguments)
    message = workspace.post(channel, workspace.installation.bot_user, text, blocks)
    message.ephemeral_for = user
    message.thread_ts = arguments.text("thread_ts") or None
    return {"ok": True, "message_ts": message.ts}


def get_permalink(workspace: Workspace, arguments: Arguments) -> Json:
    """The address of a message."""
    message = message_named(workspace, arguments, "message_ts")
    link = f"{workspace.installation.team_url}archives/{message.channel}/p"
    link += message.ts.replace(".", "")
    if not message.is_root:
        link += f"?thread_ts={message.thread_ts}&cid={message.channel}"
    return {"ok": True, "channel": message.channel, "permalink": link}


def unfurl(workspace: Workspace, arguments: Arguments) -> Json:
    """Attach a card to each link of a person's message."""
    channel = seen_channel(workspace, arguments.required("channel"))
    message = workspace.message(channel.id, arguments.required("ts"))
    if message is None:
        raise Refused("cannot_find_message")
    cards = arguments.object("unfurls")
    for url, card in cards.items():
        if urlsplit(url).hostname not in workspace.installation.unfurl_domains:
            raise Refused("cannot_unfurl_url")
        if "blocks" in card:
            check_blocks(workspace, card["blocks"])
    for url, card in cards.items():
        blocks = with_ids(card.get("blocks", []))
        message.attachments.append(
            {**card, "blocks": blocks, "from_url": url, "is_app_unfurl": True}
        )
    return {"ok": True}


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
    "chat.unfurl": unfurl,
}
