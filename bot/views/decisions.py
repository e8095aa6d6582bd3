"""How answers look: the ruling on a card, the notes under it, the words to PMs."""

from collections.abc import Sequence

from bot.domain import decisions as domain
from bot.domain.triggers import Condition
from bot.message import Message
from bot.models import Decision, Idea
from bot.views import blocks
from bot.views.text import cut_escaped, escaped, line, moment, person, quoted
from bot.views.triggers import comes_back
from bot.words import Verdict

TITLES = {
    Verdict.YES: "Yes, we do it",
    Verdict.NOT_NOW: "Not now",
    Verdict.NO: "No",
    Verdict.NEEDS_INFO: "Ask for more",
}
RULINGS = {
    Verdict.YES: ":white_check_mark: *Yes*",
    Verdict.NOT_NOW: ":hourglass_flowing_sand: *Not now*",
    Verdict.NO: ":no_entry_sign: *No*",
    Verdict.NEEDS_INFO: ":speech_balloon: *Needs info*",
}


def reason_of(decision: Decision) -> str:
    """What the reason was called when the answer was given; empty without one."""
    shipped = domain.BY_CODE.get(decision.reason or "")
    return decision.reason_label or (shipped.label if shipped else "")


def ruling(decision: Decision, returns: Sequence[Condition], *, for_team: bool = True) -> str:
    """The decision that rules, with its reason; its note is for the team alone."""
    words = RULINGS[decision.verdict]
    reason = reason_of(decision)
    if reason:
        words += f": {escaped(reason)}"
    if returns:
        words += f", back {comes_back(returns)}"
    words += f"  ·  {person(decision.by)}, {moment(decision.at)}\n{quoted(decision.answer, 300)}"
    note = cut_escaped(escaped(line(decision.note)), 500) if for_team else ""
    return f"{words}\n_{note}_" if note else words


def answered_with(idea: Idea, root: Idea) -> str:
    """Why a duplicate gets no answer of its own."""
    return (
        f"#{idea.number} was merged into #{root.number}. Answer #{root.number}: "
        f"everybody behind #{idea.number} hears it too."
    )


def overtaken(idea: Idea, decision: Decision | None, returns: Sequence[Condition]) -> str:
    """What happened to an idea while somebody was about to decide it."""
    if decision is None:
        return f"#{idea.number} changed in the meantime. Nothing of yours was sent."
    return (
        f"Somebody was faster: #{idea.number} is answered, and nothing of yours was sent.\n"
        f"{ruling(decision, returns)}"
    )


# --- To the PMs


def returned(idea: Idea, why: str, managers: Sequence[str] = ()) -> Message:
    """An idea is back in the PMs' queue: a line under its card that calls them."""
    text = f"#{idea.number} is back in the queue: {escaped(why)}"
    calls = " ".join(person(user) for user in managers)
    words = f":leftwards_arrow_with_hook: {text}"
    return Message(text, (blocks.section(f"{words} {calls}".strip()),))


def waits_for_you(idea: Idea, why: str) -> Message:
    """The same by DM, to a PM of a product whose ideas have no card."""
    head = f":leftwards_arrow_with_hook: *#{idea.number}* {escaped(line(idea.title))}"
    words = f"It is back in your queue: {escaped(why)}"
    open_it = blocks.button("triage.open", "Open your queue", "queue", style="primary")
    shown = (blocks.section(f"{head}\n{words}"), blocks.actions("queue", open_it))
    return Message(f"#{idea.number} is back in your queue: {escaped(why)}", shown)


def remark(idea: Idea, what: str) -> Message:
    """Something the PM should know, and need not act on."""
    text = f":information_source: #{idea.number}: {escaped(what)}"
    return Message(text, (blocks.section(text),))


def trouble(idea: Idea, why: str) -> Message:
    """Something a PM asked for could not be done."""
    text = f":warning: #{idea.number}: {escaped(why)}"
    return Message(text, (blocks.section(text),))
