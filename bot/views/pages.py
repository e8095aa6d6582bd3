"""Long texts in as few messages as Slack's limits allow."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.message import Block, Message
from bot.views import blocks
from bot.views.jira import ADDRESS, Jira
from bot.views.text import cut_escaped

NOTIFICATION = 500
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


def root(text: str, draw: Callable[[Jira], Sequence[Block]], base: str | None) -> Message:
    """The one message of a channel: drawn with shorter addresses until it fits."""
    drawn = (draw(Jira(base, most)) for most in ADDRESSES)
    shown = next((b for b in drawn if _fits(b)), None) or draw(Jira(None))
    return Message(cut_escaped(text, NOTIFICATION), blocks.fitting(shown))


def pages(text: str, shown: Sequence[Block]) -> list[Message]:
    """The same blocks in the same order, in as few messages as hold them."""
    return [Message(cut_escaped(text, NOTIFICATION), tuple(page)) for page in _split(shown)]


def _split(shown: Sequence[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    for block in shown:
        if page and not _fits([*page, block]):
            yield page
            page = []
        page.append(block)
    if page:
        yield page


def _fits(shown: Sequence[Block]) -> bool:
    characters = len(json.dumps(shown, ensure_ascii=False))
    return len(shown) <= blocks.MESSAGE_BLOCKS and characters <= blocks.MESSAGE_CHARACTERS
