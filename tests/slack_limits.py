"""Slack's limits for tests of views: each function returns the rules broken, none when sound."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.slack.blocks import Surface
from bot.sandbox.slack.limits import message_faults, view_faults

RECOMMENDED_TEXT = 4_000
"""Slack's advice for a message's text (https://docs.slack.dev/reference/methods/chat.postMessage);
an edit is refused beyond it."""


def check_message(blocks: Sequence[Mapping[str, Any]] | None, text: str | None) -> list[str]:
    """The rules this message breaks."""
    found = message_faults(list(blocks or []), text)
    if text and len(text) > RECOMMENDED_TEXT:
        found.append(f"must be less than {RECOMMENDED_TEXT + 1} characters [json-pointer:/text]")
    return found


def check_modal(view: Mapping[str, Any]) -> list[str]:
    """The rules this modal breaks."""
    return _check(view, Surface.MODAL)


def check_home(view: Mapping[str, Any]) -> list[str]:
    """The rules this App Home breaks."""
    return _check(view, Surface.HOME)


def _check(view: Mapping[str, Any], surface: Surface) -> list[str]:
    if view.get("type") != surface:
        return [f"must be {surface} [json-pointer:/view/type]"]
    return view_faults(dict(view))
