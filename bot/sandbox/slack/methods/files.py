"""files.* and reactions.*: uploads in three steps, and emoji.

https://docs.slack.dev/messaging/working-with-files
"""

import re

from bot.sandbox.slack.arguments import Arguments
from bot.sandbox.slack.errors import Refused
from bot.sandbox.slack.methods.lookups import message_named
from bot.sandbox.slack.payloads import file_json, message_json
from bot.sandbox.slack.state import File, Json
from bot.sandbox.slack.workspace import Workspace


def get_upload_url(workspace: Workspace, arguments: Arguments) -> Json:
    """Where to send the bytes."""
    size = arguments.number("length", 0)
    if size <= 0:
        raise Refused("missing_argument")
    file = File(workspace.new_id("F"), arguments.required("filename"), size)
    file.alt_text = arguments.text("alt_txt")
    workspace.files[file.id] = file
    url = f"{workspace.base_url}/upload/v1/{file.id}"
    return {"ok": True, "file_id": file.id, "upload_url": url}


def complete_upload(workspace: Workspace, arguments: Arguments) -> Json:
    """Finish uploads, and share them in a channel if one is named. Processing goes on after."""
    named = arguments.values.get("files") or []
    files = [workspace.files.get(str(entry.get("id"))) for entry in named]
    uploaded = [file for file in files if file is not None and file.content is not None]
    if not uploaded or len(uploaded) < len(named):
        raise Refused("file_not_found")
    channel_id = arguments.text("channel_id")
    channel = workspace.channels.get(channel_id)
    if channel_id and channel is None:
        raise Refused("invalid_channel")
    if channel and not workspace.bot_in(channel):
        raise Refused("not_in_channel")
    for file, entry in zip(uploaded, named, strict=True):
        file.title = str(entry.get("title") or file.name)
        file.ready_at = workspace.clock() + workspace.file_seconds
    if channel:
        text = arguments.text("initial_comment")
        message = workspace.post(channel, workspace.installation.bot_user, text)
        message.files = uploaded
        message.thread_ts = arguments.text("thread_ts") or None
        for file in uploaded:
            file.channels.append(channel.id)
    return {"ok": True, "files": [file_json(workspace, file) for file in uploaded]}


def info(workspace: Workspace, arguments: Arguments) -> Json:
    """One upload."""
    file = workspace.files.get(arguments.required("file"))
    if file is None or file.ready_at is None:
        raise Refused("file_not_found")
    return {"ok": True, "file": file_json(workspace, file), "comments": []}


def add_reaction(workspace: Workspace, arguments: Arguments) -> Json:
    """The bot reacts with an emoji."""
    name, bot = arguments.required("name").strip(":"), workspace.installation.bot_user
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise Refused("invalid_name")
    message = message_named(workspace, arguments, "timestamp")
    users = message.reactions.setdefault(name, [])
    if bot in users:
        raise Refused("already_reacted")
    users.append(bot)
    return {"ok": True}


def get_reactions(workspace: Workspace, arguments: Arguments) -> Json:
    """A message with its reactions."""
    message = message_named(workspace, arguments, "timestamp")
    shown = message_json(workspace, message)
    return {"ok": True, "type": "message", "channel": message.channel, "message": shown}


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
    "reactions.add": add_reaction,
    "reactions.get": get_reactions,
}
