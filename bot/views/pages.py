"""Long texts in as few messages as Slack's limits allow."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from bot.message import Block, Message
from bot.picture import Picture
from bot.views import blocks
from bot.views.backdrop import TITLE, Backdrop, shown
from bot.views.jira import ADDRESS, Jira
from bot.views.text import cut_escaped, escaped

NOTIFICATION = 500
SEPARATOR = len(", ")
ADDRESSES = (ADDRESS, 1000, 500, 250, 0)
"""How long the addresses of searches may be, for as long as a message is too large."""


def sections(lines: Iterable[str]) -> list[Block]:
    """Lines in as few paragraphs as hold them. A line over Slack's limit is cut."""
    found: list[str] = []
    for row in lines:
        if found and len(found[-1]) + 1 + len(row) <= blocks.SECTION:
            found[-1] += f"\n{row}"
        else:
            found.append(row)
    return [blocks.section(text) for text in found]


PICTURE = 2_300
"""Characters kept free for a picture: its words above all."""


class Frame(NamedTuple):
    """What stands around what a digest tells: headline and dateline above, notes below."""

    headline: str
    dateline: Block
    notes: Sequence[str] = ()


def root(
    frame: Frame,
    tell: Callable[[Jira], Iterable[Block]],
    backdrop: Backdrop,
    picture: Picture | None = None,
) -> Message:
    """The one message of a channel: drawn with shorter addresses until it fits."""
    head = [blocks.header(frame.headline), frame.dateline]
    small = backdrop.small_print(*frame.notes)
    drawn = ([*head, *tell(Jira(backdrop.jira, most)), *small] for most in ADDRESSES)
    fitting = next((parts for parts in drawn if len(list(_split(parts))) == 1), None)
    text = f"{shown(backdrop.product, TITLE)}: {escaped(frame.headline)}"
    found = pages(text, fitting or [*head, *tell(Jira(None)), *small])
    return replace(found[0], picture=picture)


def pages(text: str, parts: Sequence[Block]) -> list[Message]:
    """The same blocks in the same order, in as few messages as hold them."""
    return [Message(cut_escaped(text, NOTIFICATION), tuple(page)) for page in _split(parts)]


def _split(parts: Iterable[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    room = blocks.MESSAGE_CHARACTERS - PICTURE
    for block in parts:
        size = len(json.dumps(block, ensure_ascii=False)) + SEPARATOR
        if page and (size > room or len(page) == blocks.MESSAGE_BLOCKS - 2):
            yield page
            page, room = [], blocks.MESSAGE_CHARACTERS - PICTURE
        page.append(block)
        room -= size
    if page:
        yield page
