"""Slack's limits on what is shown: the rules a message, a modal or an App Home breaks.

https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/surfaces/modals.
Every function returns Slack's complaints, each with a JSON pointer; an empty list is a pass.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.sandbox.slack.blocks import BLOCKS, REFUSED, Surface
from bot.sandbox.slack.checks import anything, flag, record, says, string, variant
from bot.sandbox.slack.controls import options_of
from bot.sandbox.slack.elements import plain
from bot.sandbox.slack.state import Json

VIEW_BYTES = 250 * 1024
"""The most a view may weigh (`view_too_large`)."""
MOST_TEXT = 13_200
"""About how many characters the blocks of a message may hold together (`msg_blocks_too_long`,
https://github.com/slackapi/bolt-js/issues/2509)."""
MOST_MARKDOWN = 12_000
MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}

_block = variant(BLOCKS)
_NAMED = {"callback_id": string(255, 0), "external_id": string(255, 0)}
_home = record({"blocks": anything}, {**_NAMED, "private_metadata": string(3000, 0)})
_modal = record(
    {"title": plain(24), "blocks": anything},
    {
        **_NAMED,
        "private_metadata": string(3000, 0),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)


def blocks_faults(blocks: object, surface: Surface, at: str = "/blocks") -> list[str]:
    """What Slack would say of these blocks on that surface."""
    if not isinstance(blocks, list):
        return [says("must be a list", at)]
    found = [fault for n, block in enumerate(blocks) for fault in _block(block, f"{at}/{n}")]
    if len(blocks) > MOST_BLOCKS[surface]:
        found.append(says(f"no more than {MOST_BLOCKS[surface]} items allowed", at))
    if found:
        return found
    return [*_misplaced(blocks, surface, at), *_repeated(blocks, at), *_contradictions(blocks, at)]


def _misplaced(blocks: list[Json], surface: Surface, at: str) -> Iterator[str]:
    for n, block in enumerate(blocks):
        if block["type"] in REFUSED[surface]:
            yield says(f"{block['type']} is not supported in a {surface}", f"{at}/{n}")
        kinds = {part.get("type") for part in objects(block)}
        if surface is not Surface.MODAL and "file_input" in kinds:
            yield says(f"file_input is not supported in a {surface}", f"{at}/{n}")
    counts = Counter(block["type"] for block in blocks)
    if counts["table"] > 1:
        yield says("only one table is allowed", at)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MOST_MARKDOWN:
        yield says(f"markdown must be less than {MOST_MARKDOWN + 1} characters in total", at)


def _repeated(blocks: list[Json], at: str) -> Iterator[str]:
    named = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for block_id in (name for name, times in named.items() if times > 1):
        yield says(f"`block_id` already exists: {block_id}", at)
    for n, block in enumerate(blocks):
        used = Counter(p["action_id"] for p in objects(block) if "action_id" in p)
        for action_id in (name for name, times in used.items() if times > 1):
            yield says(f"`action_id` already exists: {action_id}", f"{at}/{n}")
    if sum(part.get("focus_on_load") is True for part in objects(blocks)) > 1:
        yield says("only one element may have `focus_on_load`", at)


def _contradictions(blocks: list[Json], at: str) -> Iterator[str]:
    for n, block in enumerate(blocks):
        for element in objects(block):
            first = element.get("initial_options", [element.get("initial_option")])
            known = options_of(element)
            if known and any(one is not None and one not in known for one in first):
                yield says("the initial option must be one of the options", f"{at}/{n}")


def objects(value: object) -> Iterator[Json]:
    """Every JSON object in there, the outer ones first."""
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in inside:
        if isinstance(inner, dict | list):
            yield from objects(inner)


def text_length(blocks: Iterable[Json]) -> int:
    """How many characters all texts in these blocks hold together."""
    texts = (part.get("text") for part in objects(list(blocks)))
    return sum(len(text) for text in texts if isinstance(text, str))


def message_faults(blocks: object, text: str | None) -> list[str]:
    """What Slack would say of this message. A text beside blocks is demanded here, since
    notifications and screen readers have nothing else; Slack itself only warns."""
    if not blocks:
        return [] if text else [says("missing required field: text", "")]
    found = blocks_faults(blocks, Surface.MESSAGE)
    if not text:
        found.append(says("missing fallback text beside blocks", "/text"))
    if isinstance(blocks, list) and text_length(blocks) > MOST_TEXT:
        found.append(says(f"all blocks together must be less than {MOST_TEXT + 1}", "/blocks"))
    return found


def view_faults(view: object) -> list[str]:
    """What Slack would say of this modal or App Home."""
    if not isinstance(view, dict) or view.get("type") not in (Surface.MODAL, Surface.HOME):
        return [says("unsupported type", "/view")]
    surface = Surface(view["type"])
    found = list((_modal if surface is Surface.MODAL else _home)(view, "/view"))
    found += blocks_faults(view.get("blocks"), surface, "/view/blocks")
    inputs = not found and any(block["type"] == "input" for block in view["blocks"])
    if inputs and surface is Surface.MODAL and "submit" not in view:
        found.append(says("missing required field: submit", "/view"))
    if too_large(view):
        found.append(says(f"view must weigh less than {VIEW_BYTES + 1} bytes", "/view"))
    return found


def too_large(view: Json) -> bool:
    """Whether the view weighs more than Slack takes."""
    return len(json.dumps(view).encode()) > VIEW_BYTES
