"""Finding what a call names, or refusing as Slack does."""

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.state import Channel, Message, Person
from bot.sandbox.slack.workspace import Workspace


def seen_channel(workspace: Workspace, named: str) -> Channel:
    """The conversation of this id, if the bot can know of it."""
    channel = workspace.channels.get(named)
    if channel is None or (channel.private and not workspace.bot_in(channel)):
        raise Refused("channel_not_found")
    return channel


def target_channel(workspace: Workspace, arguments: Arguments) -> Channel:
    """Where a message goes: an id, a `#name`, or a person's id, which opens their DM."""
    named = arguments.required("channel")
    if named in workspace.people:
        return workspace.direct_channel(person_named(workspace, named).id)
    by_name = {channel.name: channel.id for channel in workspace.channels.values()}
    channel = seen_channel(workspace, by_name.get(named.removeprefix("#"), named))
    if channel.archived:
        raise Refused("is_archived")
    may_drop_in = "chat:write.public" in arguments.scopes and not channel.private
    if not workspace.bot_in(channel) and not may_drop_in:
        raise Refused("not_in_channel")
    return channel


def person_named(workspace: Workspace, user: str) -> Person:
    """The member of this id."""
    person = workspace.people.get(user)
    if person is None:
        raise Refused("user_not_found")
    return person


def message_named(workspace: Workspace, arguments: Arguments, key: str = "ts") -> Message:
    """The message of `channel` and `key`."""
    channel = seen_channel(workspace, arguments.required("channel"))
    message = workspace.message(channel.id, arguments.required(key))
    if message is None:
        raise Refused("message_not_found")
    return message
