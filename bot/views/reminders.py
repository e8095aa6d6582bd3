"""How PMs are reminded of what is due, and their lead of what is late."""

from collections.abc import Sequence

from bot.message import Block, Message
from bot.models import Idea, Product
from bot.views import blocks
from bot.views.text import counted, cut, day, escaped, line, link, people, person

SHOWN = 15


def due(product: Product, ideas: Sequence[tuple[Idea, str | None]]) -> Message:
    """To a PM, on the day: each idea with its card's address."""
    words = f"{counted(len(ideas), 'idea')} of {escaped(product.name)}"
    title = f":alarm_clock: {words} {_be(ideas)} due for an answer"
    answer = blocks.button("triage.open", "Open your queue", "queue", style="primary")
    shown = (blocks.section(f"*{title}*"), *_rows(ideas), blocks.actions("queue", answer))
    return Message(title, shown)


def late(
    product: Product, ideas: Sequence[tuple[Idea, str | None]], managers: Sequence[str]
) -> Message:
    """To the lead, a day after."""
    words = f"{counted(len(ideas), 'idea')} of {escaped(product.name)}"
    title = f":hourglass: {words} {_be(ideas)} late for an answer"
    who = people(list(managers)).replace(" or ", " and ") or "nobody yet: `/product` names them"
    small = blocks.context(f"PMs: {who}. You are told once an idea.")
    return Message(title, (blocks.section(f"*{title}*"), *_rows(ideas), small))


def _be(ideas: Sequence[object]) -> str:
    return "is" if len(ideas) == 1 else "are"


def _rows(ideas: Sequence[tuple[Idea, str | None]]) -> list[Block]:
    rows = [_row(idea, url) for idea, url in ideas[:SHOWN]]
    if len(ideas) > SHOWN:
        rows.append(f"… and {len(ideas) - SHOWN} more")
    return [blocks.section("\n".join(rows))]


def _row(idea: Idea, url: str | None) -> str:
    title = escaped(cut(line(idea.title), 80))
    when = f"due {day(idea.due_on)}" if idea.due_on else ""
    return f"{link(url, f'#{idea.number}')} {title}  ·  from {person(idea.requester)}  ·  {when}"
