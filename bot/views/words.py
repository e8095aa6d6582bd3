"""Messages as plain text, for the command line."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.message import Message

LINK = re.compile(r"<([^|<>]+)\|([^<>]*)>")
DATE = re.compile(r"<!date\^[^|<>]+\|([^<>]*)>")


def spoken(messages: Sequence[Message]) -> list[str]:
    """The lines of messages; those of a thread follow a rule."""
    lines: list[str] = []
    for index, message in enumerate(messages):
        if index:
            lines.append("-" * 40)
        lines += [line for block in message.blocks for line in _block(block)] or [message.text]
    return lines


def _block(block: Mapping[str, Any]) -> Iterable[str]:
    if block["type"] == "divider":
        yield ""
    for holder in ([block["text"]] if "text" in block else []) + [
        *block.get("fields", []),
        *(e for e in block.get("elements", []) if e["type"] in ("mrkdwn", "plain_text")),
    ]:
        yield from _plain(holder["text"]).split("\n")


def _plain(text: str) -> str:
    bare = LINK.sub(r"\2", DATE.sub(r"\1", text))
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
