"""Block Kit's primitives, each within Slack's limits.

https://docs.slack.dev/reference/block-kit/blocks. Text given to a function whose name does not
say otherwise is mrkdwn, already escaped.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.message import Block, Option
from bot.views.text import cut, cut_escaped, line

SECTION = 3000
FIELD = 2000
HEADER = 150
LABEL = 75
NAME = 255
PLACEHOLDER = 150
TITLE = 24
ALT = 2000
NO_CHART = "_The chart could not be drawn or uploaded. The figures above are complete._"
MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 12_000
"""Slack refuses all blocks together from about 13,200 on, without documenting it."""


def plain_text(text: str, most: int) -> Mapping[str, object]:
    """A plain-text object: never formatted, so never escaped."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": True}


def mrkdwn(text: str, most: int) -> Mapping[str, object]:
    """A formatted text object, its links left unexpanded by name."""
    return {"type": "mrkdwn", "text": cut_escaped(text, most), "verbatim": True}


def header(text: str) -> Block:
    """A headline in plain text."""
    return {"type": "header", "text": plain_text(line(text) or "…", HEADER)}


def section(text: str, accessory: Block | None = None) -> Block:
    """A paragraph, with something beside it."""
    block: dict[str, object] = {"type": "section", "text": mrkdwn(text or " ", SECTION)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Up to ten short facts in two columns."""
    shown = [mrkdwn(f"*{name}*\n{value}", FIELD) for name, value in pairs]
    return {"type": "section", "fields": shown[:10]}


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text, SECTION) for text in texts[:10] if text]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(name: str, *elements: Block) -> Block:
    """A row of controls, named for the payload."""
    return {"type": "actions", "block_id": name, "elements": list(elements[:25])}


def button(
    action: str, label: str, value: str, *, style: str | None = None, confirm: Block | None = None
) -> Block:
    """A button; `action` is the handler it reaches."""
    block: dict[str, object] = {
        "type": "button",
        "action_id": action,
        "text": plain_text(label, LABEL),
        "value": value,
    }
    if style:
        block["style"] = style
    if confirm:
        block["confirm"] = confirm
    return block


def link_button(action: str, label: str, url: str) -> Block:
    """A button that opens an address; Slack tells `action` of it, and wants nothing."""
    block: dict[str, object] = {"type": "button", "action_id": action, "url": url}
    return {**block, "text": plain_text(label, LABEL)}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question before a button acts."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def select(action: str, placeholder: str, options: Sequence[Option], value: str | None) -> Block:
    """A select that acts at once when something is chosen."""
    block: dict[str, object] = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain_text(placeholder, PLACEHOLDER),
        "options": [option(o) for o in options[:100]],
    }
    chosen = next((o for o in options if o.value == value), None)
    if chosen:
        block["initial_option"] = option(chosen)
    return block


def option(item: Option) -> Mapping[str, object]:
    """One choice of a select."""
    return {"text": plain_text(line(item.label), LABEL), "value": item.value}


def image(file: str, alt: str) -> Block:
    """A picture that was uploaded, with the words for who does not see it."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(line(alt), ALT)}


def with_picture(shown: Sequence[Block], file: str | None, alt: str) -> tuple[Block, ...]:
    """Blocks with their chart above the small print, or with a word that it is missing."""
    picture = image(file, alt) if file else context(NO_CHART)
    last = len(shown) - bool(shown and shown[-1]["type"] == "context")
    return (*shown[:last], picture, *shown[last:])


def fitting(blocks: Sequence[Block], most: int = MESSAGE_BLOCKS) -> tuple[Block, ...]:
    """As many leading blocks as one message may hold."""
    return tuple(blocks[:most])
