"""Long texts in as few messages as Slack's limits allow."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from bot.message import Block, Message
from bot.picture import Picture
from bot.views import blocks
from bot.views.jira import ADDRESS, Jira
from bot.views.text import cut_escaped

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


def root(
    text: str,
    draw: Callable[[Jira], Sequence[Block]],
    base: str | None,
    picture: Picture | None = None,
) -> Message:
    """The one message of a channel: drawn with shorter addresses until it fits."""
    drawn = (draw(Jira(base, most)) for most in ADDRESSES)
    shown = next((parts for parts in drawn if len(list(_split(parts))) == 1), None)
    return replace(pages(text, draw(Jira(None)) if shown is None else shown)[0], picture=picture)


def pages(text: str, shown: Sequence[Block]) -> list[Message]:
    """The same blocks in the same order, in as few messages as hold them."""
    return [Message(cut_escaped(text, NOTIFICATION), tuple(page)) for page in _split(shown)]


def _split(shown: Iterable[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    room = blocks.MESSAGE_CHARACTERS - PICTURE
    for block in shown:
        size = len(json.dumps(block, ensure_ascii=False)) + SEPARATOR
        if page and (size > room or len(page) == blocks.MESSAGE_BLOCKS - 2):
            yield page
            page, room = [], blocks.MESSAGE_CHARACTERS - PICTURE
        page.append(block)
        room -= size
    if page:
        yield page
