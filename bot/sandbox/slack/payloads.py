"""The workspace's objects as Slack writes them.

https://docs.slack.dev/reference/objects and, for key names, java-slack-sdk's `json-logs`.
"""

import mimetypes

from bot.sandbox.slack.controls import state_values
from bot.sandbox.slack.state import Channel, File, Json, Message, Person, UserGroup, View
from bot.sandbox.slack.workspace import Workspace


def text_of(value: Json | None) -> Json | None:
    """A view's title or button label, with `emoji` filled in as Slack does."""
    return None if value is None else {"emoji": True, **value}


def bot_profile(workspace: Workspace) -> Json:
    """The app's bot, as messages carry it."""
    app = workspace.installation
    return {
        "id": app.bot_id,
        "app_id": app.app_id,
        "user_id": app.bot_user,
        "name": app.bot_name,
        "team_id": app.team_id,
        "deleted": False,
        "updated": 0,
        "icons": {},
    }


def message_json(workspace: Workspace, message: Message, *, metadata: bool = True) -> Json:
    """A message; its metadata only when asked for, as in conversations.history."""
    app = workspace.installation
    known: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": app.team_id,
    }
    author = workspace.people.get(message.user)
    if author and author.team:
        known |= dict.fromkeys(("team", "user_team", "source_team"), author.team)
    if message.subtype:
        known["subtype"] = message.subtype
    if message.by_bot:
        known |= {
            "bot_id": app.bot_id,
            "app_id": app.app_id,
            "bot_profile": bot_profile(workspace),
        }
    if metadata and message.metadata:
        known["metadata"] = message.metadata
    if message.edited:
        known["edited"] = {"user": message.user, "ts": message.edited}
    known |= _present(
        blocks=message.blocks,
        thread_ts=message.thread_ts,
        attachments=message.attachments,
        files=[file_json(workspace, file) for file in message.files],
        reactions=[
            {"name": name, "users": users, "count": len(users)}
            for name, users in message.reactions.items()
        ],
    )
    return known | _thread_json(workspace, message)


def _present(**members: object) -> Json:
    return {name: value for name, value in members.items() if value}


def _thread_json(workspace: Workspace, message: Message) -> Json:
    if not message.is_root:
        root = workspace.message(message.channel, message.thread_ts or "")
        return {"parent_user_id": root.user} if root else {}
    replies = workspace.replies(message)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "subscribed": message.by_bot,
        "is_locked": False,
    }


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A conversation."""
    kind = channel.kind
    known: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_channel": kind == "public_channel",
        "is_group": kind == "private_channel",
        "is_im": kind == "im",
        "is_mpim": False,
        "is_private": kind != "public_channel",
        "is_org_shared": False,
        "context_team_id": workspace.installation.team_id,
    }
    if channel.user is not None:
        return known | {"user": channel.user, "is_user_deleted": False, "priority": 0}
    return known | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": workspace.bot_in(channel),
        "is_general": False,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "creator": channel.members[0] if channel.members else "",
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def person_json(workspace: Workspace, person: Person, *, email: bool) -> Json:
    """A member; the address only for those who may read it."""
    team = person.team or workspace.installation.team_id
    profile = {
        "real_name": person.real_name,
        "display_name": person.name,
        "team": team,
    }
    if email and not person.is_bot:
        profile["email"] = person.email
    known: Json = {
        "id": person.id,
        "team_id": team,
        "name": person.name,
        "deleted": person.deactivated,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "profile": profile,
        "updated": 0,
    }
    if person.team:
        known["is_stranger"] = True
    if person.deactivated:
        return known
    return known | {
        "real_name": person.real_name,
        "tz": person.tz,
        "is_admin": person.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
    }


def user_group_json(workspace: Workspace, group: UserGroup, *, users: bool) -> Json:
    """A user group; its members only when asked for."""
    known: Json = {
        "id": group.id,
        "team_id": workspace.installation.team_id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "date_delete": 0,
        "user_count": len(group.users),
        "prefs": {"channels": [], "groups": []},
    }
    return known | ({"users": group.users} if users else {})


def file_json(workspace: Workspace, file: File) -> Json:
    """An upload; until it is processed Slack knows no type of it."""
    ready = file.ready_at is not None and workspace.clock() >= file.ready_at
    kind = (mimetypes.guess_type(file.name)[0] or "application/octet-stream") if ready else ""
    url = f"{workspace.installation.team_url}files/{file.id}/{file.name}"
    download = f"{workspace.base_url}/files-pri/{file.id}/download/{file.name}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "size": file.size,
        "user": file.user or workspace.installation.bot_user,
        "mimetype": kind,
        "filetype": file.name.rpartition(".")[2] if ready else "",
        "alt_txt": file.alt_text,
        "mode": "hosted",
        "channels": file.channels,
        "url_private": url,
        "url_private_download": download,
        "permalink": url,
    }


def view_json(workspace: Workspace, view: View, *, typed: bool = True) -> Json:
    """A view. What people typed is in it unless they closed it unsent."""
    content, app = view.content, workspace.installation
    values = state_values(view.blocks, view.typed) if typed else {}
    return {
        "id": view.id,
        "team_id": app.team_id,
        "type": content["type"],
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "external_id": view.external_id,
        "state": {"values": values},
        "hash": view.hash,
        "title": text_of(content.get("title")),
        "submit": text_of(content.get("submit")),
        "close": text_of(content.get("close")),
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": app.app_id,
        "app_installed_team_id": app.team_id,
        "bot_id": app.bot_id,
    }
