"""Similar ideas: what they are, what became of them, and the button that joins one."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from bot.domain.triggers import Condition
from bot.message import Block, Form, Message
from bot.models import Decision, Idea
from bot.views import blocks
from bot.views.dossier import STATUSES, reference
from bot.views.text import counted, cut, escaped, line, link, ordinal
from bot.views.triggers import comes_back
from bot.words import Status, TriggerKind

SUPPORT = "similar.support"
"""What the button does; it carries the idea's number and that of the one just filed."""
TITLE = 80
"""Characters of a title that a line for a PM shows."""
ANSWERED = {Status.DECLINED: "Declined", Status.NOT_NOW: "Put off"}


class Likeness(Struct, frozen=True):
    """An idea like another, as one person sees it."""

    idea: Idea
    people: int
    """How many stand behind it."""
    place: int | None = None
    """Which of them the person is who sees it, 0 for none; None where nobody in particular does."""
    decision: Decision | None = None
    """The answer that rules, where it was declined or put off."""
    answered_on: date | None = None
    returns: Sequence[Condition] = ()
    """What that answer waits for."""
    address: str | None = None
    """Where it is shown, for its PM."""


def row(likeness: Likeness) -> str:
    """One similar idea in two or three lines."""
    idea = likeness.idea
    facts = [STATUSES[idea.status], f"{counted(likeness.people, 'person', 'people')} behind it"]
    answer = earlier(likeness)
    return "\n".join([reference(idea), "  ·  ".join(facts), *([f"_{answer}_"] if answer else [])])


def glance(found: Sequence[Likeness], *, counts: bool = False) -> str:
    """What is like an idea, for its PM: a line each, and the earlier answer; empty for nothing.

    A card stands for long: it `counts` nobody.
    """
    rows = [_line(one, counts=counts) for one in found]
    return "\n".join([":link: *Similar ideas*", *rows]) if rows else ""


def _line(likeness: Likeness, *, counts: bool) -> str:
    idea, answer = likeness.idea, earlier(likeness)
    number = link(likeness.address, f"#{idea.number}")
    title = escaped(cut(line(idea.title), TITLE))
    status = STATUSES[idea.status]
    stands = f"{status.partition(' ')[0]} {answer}" if answer else status
    words = f"• {number} {title}  ·  {stands}"
    if counts:
        words += f"  ·  {counted(likeness.people, 'person', 'people')}"
    return words


def earlier(likeness: Likeness) -> str:
    """The answer it was given: `Declined in March 2026: off strategy. It comes back at 10
    supporters; you would be the 7th.`"""
    decision, when = likeness.decision, likeness.answered_on
    if decision is None or when is None or likeness.idea.status not in ANSWERED:
        return ""
    words = f"{ANSWERED[likeness.idea.status]} in {when:%B %Y}"
    if decision.reason_label:
        label = escaped(line(decision.reason_label))
        words += f": {label[:1].lower()}{label[1:]}"
    back = f" It comes back {comes_back(likeness.returns)}" if likeness.returns else ""
    return f"{words}.{back}{_position(likeness)}" + ("." if back else "")


def _position(likeness: Likeness) -> str:
    waits = any(one.kind is TriggerKind.SUPPORTERS for one in likeness.returns)
    if not waits or likeness.place is None:
        return ""
    if likeness.place:
        return f"; you are the {ordinal(likeness.place)}"
    return f"; you would be the {ordinal(likeness.people + 1)}"


def offers(likenesses: Sequence[Likeness], own: Idea | None = None) -> list[Block]:
    """What may be joined instead of `own`, or of what is being entered; nothing for nothing."""
    if not likenesses:
        return []
    head = blocks.section("*This may have been asked for already:*")
    return [head, *(_offer(likeness, own) for likeness in likenesses)]


def _offer(likeness: Likeness, own: Idea | None) -> Block:
    idea = likeness.idea
    if idea.status is Status.SHIPPED:
        return blocks.section(row(likeness))
    value = f"{idea.number}:{own.number if own else ''}"
    question = blocks.confirm(
        f"Support #{idea.number} instead?",
        f"You stand behind #{idea.number}, and your #{own.number} is taken back."
        if own
        else f"You stand behind #{idea.number}, and this form is closed.",
        "Support it",
        "Keep mine" if own else "Go on",
    )
    join = blocks.button(SUPPORT, "Support this instead", value, confirm=question)
    return blocks.section(row(likeness), join)


def offered(likenesses: Sequence[Likeness], own: Idea) -> Message:
    """The second answer to an idea filed by command."""
    shown = offers(likenesses, own)
    return Message(f"Ideas like your #{own.number}", tuple(shown))


def above(form: Form, likenesses: Sequence[Likeness]) -> Form:
    """The form of a new idea with the similar ones above its fields."""
    known = offers(likenesses)
    line_between = [blocks.divider()] if known else []
    return replace(form, blocks=(*known, *line_between, *form.blocks))


def joined(likeness: Likeness, own: Idea | None, kept: str = "") -> Message:
    """Somebody joined an idea; `kept` says why their own stays."""
    idea = likeness.idea
    words = f":raised_hands: You support {reference(idea)}, and hear what becomes of it."
    if own is not None:
        words += f"\nYour #{own.number} is taken back." if not kept else f"\n{kept}"
    answer = earlier(likeness)
    shown = [blocks.section(words), *([blocks.context(answer)] if answer else [])]
    return Message(f"You support #{idea.number}", tuple(shown))
