"""Replies as Slack's acknowledgements."""

from typing import Any

from bot.message import Message, Place, Reply
from bot.request import Kind
from bot.views.blocks import option
from bot.views.modals import modal


def acknowledgement(kind: Kind, reply: Reply) -> dict[str, Any]:
    """What the acknowledgement of a payload carries; empty for a bare 200."""
    match kind:
        case Kind.COMMAND if reply.message is not None:
            return {"response_type": "ephemeral", **message(reply.message)}
        case Kind.FORM:
            return _submission(reply)
        case Kind.OPTIONS:
            return {"options": [option(choice) for choice in reply.options or ()]}
        case _:
            return {}


def _submission(reply: Reply) -> dict[str, Any]:
    if reply.errors:
        return {"response_action": "errors", "errors": dict(reply.errors)}
    if reply.form is not None:
        action = "push" if reply.place is Place.PUSH else "update"
        return {"response_action": action, "view": modal(reply.form)}
    return {}


def message(shown: Message) -> dict[str, Any]:
    """A message's arguments, the same for every method that posts one."""
    arguments: dict[str, Any] = {"text": shown.text}
    if shown.blocks:
        arguments["blocks"] = list(shown.blocks)
    return arguments
