"""The payloads that tell the app what a person did.

https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack.controls import Control, controls, state_values
from bot.sandbox.slack.payloads import message_json, view_json
from bot.sandbox.slack.response_urls import address
from bot.sandbox.slack.state import Channel, Json, Message, Person, View
from bot.sandbox.slack.workspace import Workspace

VERIFICATION = "sandbox-verification"
"""The deprecated `token` member."""


def escaped(workspace: Workspace, text: str, *, labels: bool = True) -> str:
    """What a person typed, as Slack passes it on: `&`, `<` and `>` as entities; known people,
    user groups, channels and web addresses as references, with their names where `labels` says
    so (https://docs.slack.dev/messaging/formatting-message-text)."""
    handles = {person.name: person.id for person in workspace.people.values()}
    groups = {group.handle: group.id for group in workspace.user_groups.values()}
    names = {channel.name: channel.id for channel in workspace.channels.values()}

    def person(found: re.Match[str]) -> str:
        user, group = handles.get(found[1]), groups.get(found[1])
        label = f"|{found[1]}" if labels else ""
        if group and not user:
            return f"<!subteam^{group}|@{found[1]}>"
        return f"<@{user}{label}>" if user else found[0]

    def channel(found: re.Match[str]) -> str:
        known = names.get(found[1])
        return f"<#{known}|{found[1]}>" if known else found[0]

    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"https?://[^\s<>]+", lambda found: f"<{found[0]}>", text)
    text = re.sub(r"(?<!\S)@([\w.-]*\w)", person, text)
    return re.sub(r"(?<!\S)#([\w-]+)", channel, text)


def _short(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name}


def _base(workspace: Workspace, kind: str, person: Person) -> Json:
    """What stands in every payload. A stranger's comes under their own team: of the app's team
    it tells in a view alone, as `app_installed_team_id`."""
    app = workspace.installation
    team = person.team or app.team_id
    return {
        "type": kind,
        "token": VERIFICATION,
        "api_app_id": app.app_id,
        "team": {"id": team, "domain": app.team_domain if team == app.team_id else "sample-other"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": team,
        },
    }


def _trigger(workspace: Workspace, person: Person) -> Json:
    return {"trigger_id": workspace.new_trigger(person.id).id}


def _response_url(
    workspace: Workspace, person: Person, channel: Channel, message: Message | None
) -> Json:
    url = workspace.new_response_url(person.id, channel.id, message)
    return {"response_url": address(workspace, url)}


def command(workspace: Workspace, person: Person, channel: Channel, words: str) -> Json:
    """A slash command; `words` are the command and what follows it."""
    app, (name, _, text) = workspace.installation, words.partition(" ")
    return {
        "token": VERIFICATION,
        "team_id": app.team_id,
        "team_domain": app.team_domain,
        "channel_id": channel.id,
        "channel_name": channel.name if channel.kind == "public_channel" else _hidden(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": escaped(workspace, text) if app.escape_commands else text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        **_response_url(workspace, person, channel, None),
        **_trigger(workspace, person),
    }


def _hidden(channel: Channel) -> str:
    return "directmessage" if channel.user else "privategroup"


def _place(workspace: Workspace, shown: Message | View) -> Json:
    """Where something stands: its container, its channel or view."""
    if isinstance(shown, View):
        view = view_json(workspace, shown)
        return {"container": {"type": "view", "view_id": shown.id}, "view": view}
    hidden = shown.ephemeral_for is not None
    container: Json = {
        "type": "message",
        "message_ts": shown.ts,
        "channel_id": shown.channel,
        "is_ephemeral": hidden,
    }
    if shown.thread_ts:
        container["thread_ts"] = shown.thread_ts
    channel = workspace.channels[shown.channel]
    place: Json = {"container": container, "channel": _short(channel)}
    return place if hidden else place | {"message": message_json(workspace, shown)}


def block_actions(
    workspace: Workspace, person: Person, shown: Message | View, action: Json
) -> Json:
    """A click or a choice. Ephemeral messages are not sent along, as Slack does not."""
    payload = _base(workspace, "block_actions", person) | _place(workspace, shown)
    payload |= {"actions": [action], **_trigger(workspace, person)}
    if isinstance(shown, View):
        return payload
    values = state_values(shown.blocks, shown.typed.get(person.id, {}))
    channel = workspace.channels[shown.channel]
    return payload | {
        "state": {"values": values},
        **_response_url(workspace, person, channel, shown),
    }


def action(workspace: Workspace, control: Control, value: Json) -> Json:
    """The entry in `actions` for a control used."""
    shown: Json = {
        key: control.element[key]
        for key in ("text", "value", "style", "url", "placeholder")
        if key in control.element
    }
    return {
        **shown,
        "type": control.element["type"],
        "action_id": control.action_id,
        "block_id": control.block_id,
        "action_ts": workspace.next_ts(),
        **value,
    }


def block_suggestion(
    workspace: Workspace, person: Person, shown: Message | View, asked: tuple[Control, str]
) -> Json:
    """The menu and what was typed into it, asking for options."""
    control, query = asked
    return {
        **_base(workspace, "block_suggestion", person),
        **_place(workspace, shown),
        "action_id": control.action_id,
        "block_id": control.block_id,
        "value": query,
    }


def view_submission(workspace: Workspace, person: Person, view: View) -> Json:
    """A form sent, with response_urls for the menus that ask for one."""
    values = state_values(view.blocks, view.typed)
    urls = []
    for control in controls(view.blocks):
        if control.element.get("response_url_enabled"):
            held = values[control.block_id][control.action_id]
            channel = workspace.channels[str(held[control.value_key or ""])]
            urls.append(
                {
                    "block_id": control.block_id,
                    "action_id": control.action_id,
                    "channel_id": channel.id,
                    **_response_url(workspace, person, channel, None),
                }
            )
    return {
        **_base(workspace, "view_submission", person),
        **_trigger(workspace, person),
        "view": view_json(workspace, view),
        "response_urls": urls,
    }


def view_closed(workspace: Workspace, person: Person, view: View, *, cleared: bool) -> Json:
    """A form closed unsent: nothing of what was typed is in it."""
    return {
        **_base(workspace, "view_closed", person),
        "view": view_json(workspace, view, typed=False),
        "is_cleared": cleared,
    }


def shortcut(
    workspace: Workspace, person: Person, message: Message | None, callback_id: str
) -> Json:
    """A shortcut, on a message or a global one."""
    kind = "shortcut" if message is None else "message_action"
    payload = _base(workspace, kind, person) | _trigger(workspace, person)
    payload |= {"callback_id": callback_id, "action_ts": workspace.next_ts()}
    if message is None:
        return payload
    channel = workspace.channels[message.channel]
    return payload | {
        "channel": _short(channel),
        "message_ts": message.ts,
        "message": message_json(workspace, message),
        **_response_url(workspace, person, channel, message),
    }


def event(workspace: Workspace, inner: Mapping[str, Any]) -> Json:
    """An event in its wrapper, under a new event_id.

    What a stranger does in a shared channel is told under their team; whose app is told, the
    authorizations say (https://docs.slack.dev/apis/slack-connect).
    """
    app = workspace.installation
    place = inner.get("channel") or inner.get("item", {}).get("channel")
    channel = workspace.channels.get(str(place))
    actor = workspace.people.get(str(inner.get("user")))
    authorization = {
        "enterprise_id": None,
        "team_id": app.team_id,
        "user_id": app.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION,
        "team_id": (actor and actor.team) or app.team_id,
        "api_app_id": app.app_id,
        "event": {"event_ts": workspace.next_ts(), **inner},
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.clock()),
        "authorizations": [authorization],
        "is_ext_shared_channel": bool(channel and channel.shared),
        "event_context": workspace.new_id("EC"),
    }
