"""Slack's payloads as requests. https://docs.slack.dev/reference/interaction-payloads"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from bot.message import MessageRef
from bot.request import Kind, Request, Value
from integrations.slack.markup import storable, typed
from integrations.slack.messages import emoji, said, told
from integrations.slack.people import profile

Body = Mapping[str, Any]


def command(body: Body) -> Request:
    """A slash command."""
    return Request(
        Kind.COMMAND,
        body["command"],
        body["team_id"],
        body["user_id"],
        _new_id(),
        once=(body["trigger_id"],),
        text=typed(body.get("text") or ""),
        channel=body.get("channel_id"),
        trigger=body["trigger_id"],
        answer_url=body.get("response_url"),
    )


def click(body: Body) -> Request:
    """A button, or another control that reports."""
    action = body["actions"][0]
    view = body.get("view") or {}
    return Request(
        Kind.BUTTON,
        action["action_id"],
        _team(body),
        body["user"]["id"],
        _new_id(),
        once=(body["trigger_id"],),
        channel=(body.get("channel") or {}).get("id"),
        value=_text(_value(action)),
        values=_values(view),
        context=_context(view),
        message=_message(body),
        thread=(body.get("message") or {}).get("thread_ts"),
        view=view.get("id") if view.get("type") == "modal" else None,
        trigger=body["trigger_id"],
        answer_url=body.get("response_url"),
    )


def submission(body: Body) -> Request:
    """A form that was sent."""
    view = body["view"]
    return Request(
        Kind.FORM,
        view["callback_id"],
        _team(body),
        body["user"]["id"],
        _new_id(),
        once=(body["trigger_id"],) if body.get("trigger_id") else (),
        once_accepted=(f"{view['id']}:{view.get('hash', '')}",),
        values=_values(view),
        context=_context(view),
        view=view["id"],
        trigger=body.get("trigger_id"),
    )


def closed(body: Body) -> Request:
    """A form that was closed unsent: Slack says nothing of what was typed."""
    view = body["view"]
    return Request(
        Kind.CLOSED,
        view["callback_id"],
        _team(body),
        body["user"]["id"],
        _new_id(),
        context=_context(view),
        view=view["id"],
    )


def suggestion(body: Body) -> Request:
    """A select that asks for options."""
    return Request(
        Kind.OPTIONS,
        body["action_id"],
        _team(body),
        body["user"]["id"],
        _new_id(),
        text=storable(body.get("value") or ""),
        context=_context(body.get("view") or {}),
    )


def shortcut(body: Body) -> Request:
    """A message shortcut."""
    at = _message(body)
    return Request(
        Kind.SHORTCUT,
        body["callback_id"],
        _team(body),
        body["user"]["id"],
        _new_id(),
        once=(body["trigger_id"],),
        text=typed((body.get("message") or {}).get("text") or ""),
        channel=(body.get("channel") or {}).get("id"),
        message=at,
        said=said(at.channel, body["message"]) if at else None,
        trigger=body["trigger_id"],
        answer_url=body.get("response_url"),
    )


def event(body: Body) -> Request:
    """An event. Of a message it tells what was said, also where that is nested."""
    happened, item = body["event"], body["event"].get("item") or {}
    user, place = happened.get("user"), happened.get("channel") or item.get("channel")
    shared, on_message = bool(body.get("is_ext_shared_channel")), item.get("type") == "message"
    found = told(happened)
    return Request(
        Kind.EVENT,
        happened["type"],
        _installed_in(body),
        user if isinstance(user, str) else (user or {}).get("id", ""),
        _new_id(),
        once=(body["event_id"],),
        text=found.text if found else typed(happened.get("text") or ""),
        channel=place if isinstance(place, str) else None,
        person=profile(user) if isinstance(user, dict) else None,
        value=emoji(happened.get("reaction") or ""),
        message=MessageRef(item["channel"], item["ts"]) if on_message else _shared(happened),
        links=tuple(str(link["url"]) for link in happened.get("links") or ()),
        said=replace(found, shared=shared) if found else None,
        shared=shared,
        tab=happened.get("tab") or "",
        group=happened.get("subteam_id") or (happened.get("subteam") or {}).get("id") or "",
    )


def _shared(happened: Mapping[str, Any]) -> MessageRef | None:
    """The message whose links are told of; none for one that is still being written."""
    posted = happened.get("message_ts") and happened.get("source") != "composer"
    return MessageRef(happened["channel"], happened["message_ts"]) if posted else None


def _installed_in(body: Body) -> str:
    """The team the app is told as: in a shared channel the event may name the other one."""
    told_as = body.get("authorizations") or [{}]
    return str(told_as[0].get("team_id") or body["team_id"])


def _new_id() -> str:
    return uuid.uuid4().hex[:12]


def _team(body: Body) -> str:
    team = body.get("team") or {}
    return team.get("id") or body["user"].get("team_id") or ""


def _message(body: Body) -> MessageRef | None:
    channel = (body.get("channel") or {}).get("id")
    ts = (body.get("message") or {}).get("ts")
    return MessageRef(channel, ts) if channel and ts else None


def _context(view: Mapping[str, Any]) -> Mapping[str, Any]:
    found = json.loads(view.get("private_metadata") or "{}")
    return found if isinstance(found, dict) else {}


def _values(view: Mapping[str, Any]) -> dict[str, Value]:
    entered = (view.get("state") or {}).get("values") or {}
    return {block: _value(state) for block, states in entered.items() for state in states.values()}


def _value(state: Mapping[str, Any]) -> Value:
    """What an element holds, whatever its type calls it."""
    if "selected_option" in state:
        chosen = state["selected_option"]
        return chosen["value"] if chosen else None
    if "selected_options" in state:
        return tuple(chosen["value"] for chosen in state["selected_options"])
    if "files" in state:
        return tuple(file["id"] for file in state["files"] or ())
    for many in ("selected_users", "selected_conversations", "selected_channels"):
        if many in state:
            return tuple(state[many])
    for one in (
        "selected_date",
        "selected_time",
        "selected_conversation",
        "selected_channel",
        "selected_user",
        "value",
    ):
        if one in state:
            found = state[one]
            return None if found is None else storable(str(found))
    return None


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
