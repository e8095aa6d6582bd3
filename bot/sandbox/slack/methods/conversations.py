"""conversations.*: channels, who is in them, what was said.

https://docs.slack.dev/reference/methods?family=conversations
"""

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.methods.lookups import person_named, seen_channel
from bot.sandbox.slack.payloads import channel_json, message_json
from bot.sandbox.slack.state import Channel, Json, Message
from bot.sandbox.slack.workspace import Workspace

SCOPE_PREFIX = {
    "public_channel": "channels",
    "private_channel": "groups",
    "im": "im",
    "mpim": "mpim",
}


def open_direct(workspace: Workspace, arguments: Arguments) -> Json:
    """Open the direct message with one person."""
    if "channel" in arguments.values:
        channel = seen_channel(workspace, arguments.required("channel"))
    else:
        arguments.need("im:write")
        users = [user for user in arguments.text("users").split(",") if user]
        if not users:
            raise Refused("users_list_not_supplied")
        if len(users) > 1:
            arguments.need("mpim:write")
            raise Refused("invalid_user_combination")
        person = person_named(workspace, users[0])
        if person.deactivated:
            raise Refused("user_disabled")
        channel = workspace.direct_channel(person.id)
    full = channel_json(workspace, channel)
    return {"ok": True, "channel": full if arguments.flag("return_im") else {"id": channel.id}}


def info(workspace: Workspace, arguments: Arguments) -> Json:
    """One conversation."""
    channel = seen_channel(workspace, arguments.required("channel"))
    arguments.need(f"{channel.scope_prefix}:read")
    known = channel_json(workspace, channel)
    if not arguments.flag("include_num_members"):
        known.pop("num_members", None)
    return {"ok": True, "channel": known}


def listing(workspace: Workspace, arguments: Arguments) -> Json:
    """The conversations of the types asked for that the bot can know of."""
    kinds = arguments.text("types", "public_channel").replace(" ", "").split(",")
    for kind in kinds:
        if kind not in SCOPE_PREFIX:
            raise Refused("invalid_types")
        arguments.need(f"{SCOPE_PREFIX[kind]}:read")
    known = [
        channel
        for channel in workspace.channels.values()
        if channel.kind in kinds
        and (not channel.private or workspace.bot_in(channel))
        and not (channel.archived and arguments.flag("exclude_archived"))
    ]
    page, cursor = arguments.page(known)
    return {
        "ok": True,
        "channels": [channel_json(workspace, channel) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


def members(workspace: Workspace, arguments: Arguments) -> Json:
    """Who is in a conversation."""
    channel = seen_channel(workspace, arguments.required("channel"))
    arguments.need(f"{channel.scope_prefix}:read")
    page, cursor = arguments.page(channel.members)
    return {"ok": True, "members": page, "response_metadata": {"next_cursor": cursor}}


def join(workspace: Workspace, arguments: Arguments) -> Json:
    """Let the bot join a public channel."""
    channel = seen_channel(workspace, arguments.required("channel"))
    if channel.kind != "public_channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if not workspace.bot_in(channel):
        channel.members.append(workspace.installation.bot_user)
    return {"ok": True, "channel": channel_json(workspace, channel)}


def _readable(workspace: Workspace, arguments: Arguments) -> Channel:
    channel = seen_channel(workspace, arguments.required("channel"))
    arguments.need(f"{channel.scope_prefix}:history")
    if not workspace.bot_in(channel):
        raise Refused("not_in_channel")
    return channel


def _between(messages: list[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = _micros(arguments, "oldest", 0), _micros(arguments, "latest", 2**62)
    inclusive = arguments.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < (ts := int(message.ts.replace(".", ""))) < latest
        or (inclusive and ts in (oldest, latest))
    ]


def _micros(arguments: Arguments, name: str, default: int) -> int:
    value = arguments.text(name)
    if not value:
        return default
    seconds, _, micros = value.partition(".")
    try:
        return int(seconds) * 1_000_000 + int(micros.ljust(6, "0")[:6])
    except ValueError as error:
        raise Refused(f"invalid_ts_{name}") from error


def _messages(workspace: Workspace, arguments: Arguments, found: list[Message]) -> Json:
    page, cursor = arguments.page(found)
    asked = arguments.flag("include_all_metadata")
    answer: Json = {
        "ok": True,
        "messages": [message_json(workspace, message, metadata=asked) for message in page],
        "has_more": bool(cursor),
    }
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def history(workspace: Workspace, arguments: Arguments) -> Json:
    """What stands in a conversation outside its threads, newest first."""
    channel = _readable(workspace, arguments)
    roots = [
        message
        for message in reversed(workspace.messages)
        if message.channel == channel.id and message.is_root and not message.ephemeral_for
    ]
    return _messages(workspace, arguments, _between(roots, arguments)) | {"pin_count": 0}


def replies(workspace: Workspace, arguments: Arguments) -> Json:
    """A thread: its root, whatever the bounds, then the replies, oldest first."""
    channel = _readable(workspace, arguments)
    named = workspace.message(channel.id, arguments.required("ts"))
    root = workspace.message(channel.id, (named and named.thread_ts) or arguments.text("ts"))
    if root is None:
        raise Refused("thread_not_found")
    found = [root, *_between(workspace.replies(root), arguments)]
    return _messages(workspace, arguments, found)


METHODS = {
    "conversations.open": open_direct,
    "conversations.info": info,
    "conversations.list": listing,
    "conversations.members": members,
    "conversations.join": join,
    "conversations.history": history,
    "conversations.replies": replies,
}
