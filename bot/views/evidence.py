"""What stands behind an idea, at a glance and word for word, and the buttons to stand behind it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.domain.evidence import Evidence
from bot.domain.money import Money, brief
from bot.message import Block
from bot.views import blocks
from bot.views.text import counted, escaped, listed, moment, person, quoted
from bot.words import Importance

IMPORTANCE = {
    Importance.NICE_TO_HAVE: "Nice to have",
    Importance.IMPORTANT: "Important",
    Importance.MUST_HAVE: "Must have",
}
GIVE, MORE, BACK = "support.give", "support.more", "support.take_back"
"""What the buttons do; each carries the idea's number."""
QUOTE = 300
"""Characters of one voice that a card shows."""


class Voice(Struct, frozen=True):
    """What somebody said of an idea, and for whom."""

    person: str
    by: str
    quote: str
    at: datetime
    customer: str = ""
    importance: Importance | None = None


def is_told(evidence: Evidence) -> bool:
    """Whether there is more behind an idea than the one who asked for it."""
    return evidence.people > 1 or evidence.customers > 0


def evidence_line(evidence: Evidence) -> str:
    """People, customers and revenue side by side: 7 people · 3 customers · $420k a year."""
    parts = [counted(evidence.people, "person", "people")]
    if evidence.customers:
        parts.append(counted(evidence.customers, "customer"))
    if evidence.revenue:
        parts.append(f"{revenue(evidence.revenue)} a year")
    must = evidence.importance.get(Importance.MUST_HAVE)
    if must:
        parts.append(f"{must} must have")
    return "  ·  ".join(parts)


def revenue(amounts: Mapping[str, int]) -> str:
    """Money of each currency apart, the largest number first: $420k and €80k."""
    ordered = sorted(amounts.items(), key=lambda item: (-item[1], item[0]))
    return listed([brief(Money(amount, currency)) for currency, amount in ordered], "and")


def voices(said: Sequence[Voice]) -> list[Block]:
    """The newest quotes, with who said them and for whom."""
    return [blocks.section(f"{quoted(voice.quote, QUOTE)}\n{_said_by(voice)}") for voice in said]


def _said_by(voice: Voice) -> str:
    parts = [person(voice.person)]
    if voice.customer:
        parts[0] += f" for *{escaped(voice.customer)}*"
    if voice.importance is not None:
        parts.append(IMPORTANCE[voice.importance])
    if voice.by != voice.person:
        parts.append(f"told by {person(voice.by)}")
    return "  ·  ".join([*parts, moment(voice.at)])


def give(number: int) -> Block:
    """The button by which one click supports an idea."""
    return blocks.button(GIVE, "Support", str(number))


def given(number: int) -> Sequence[Block]:
    """The buttons of somebody who supports it."""
    more = blocks.button(MORE, "Say why, or for whom", str(number))
    return (more, blocks.button(BACK, "Take it back", str(number)))
