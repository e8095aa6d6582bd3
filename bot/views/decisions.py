"""How answers look: the form they are given in, the ruling on a card, the notes under it."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain import decisions as domain
from bot.message import Block, Form, Message, Option
from bot.models import Decision, Idea
from bot.views import blocks
from bot.views.text import cut_escaped, day, escaped, line, moment, person, quoted
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
CREATE, LINK, NEITHER = "create", "link", "neither"
USUAL_RETURN = timedelta(days=90)


def ruling(decision: Decision, return_on: date | None) -> str:
    """The decision that rules, with its reason, on a card."""
    words = RULINGS[decision.verdict]
    reason = domain.BY_CODE.get(decision.reason or "")
    if reason is not None:
        words += f": {reason.label}"
    if return_on is not None:
        words += f", back on {day(return_on)}"
    words += f"  ·  {person(decision.by)}, {moment(decision.at)}\n{quoted(decision.answer, 300)}"
    note = cut_escaped(escaped(line(decision.note)), 500)
    return f"{words}\n_{note}_" if note else words


def decision_form(
    idea: Idea,
    verdict: Verdict,
    entered: Mapping[str, str],
    *,
    tracked: bool,
    linked: bool,
    today: date,
) -> Form:
    """The form of one verdict. `tracked`: its product has a Jira project; `linked`: an issue."""
    reason = entered.get("reason") or None
    shown: list[Block] = [blocks.section(f"*#{idea.number}* {escaped(line(idea.title))}")]
    shown += _reason(verdict, reason)
    shown += _return(verdict, entered, today)
    if verdict == Verdict.YES and tracked and not linked:
        shown += _tracker(entered)
    shown += _words(verdict, reason, entered)
    return Form(
        "decide.submit",
        TITLES[verdict],
        tuple(shown),
        submit="Answer",
        context={"number": idea.number, "decisions": idea.decisions, "verdict": verdict.value},
        again=(f"decide.{verdict}", f"{idea.number}:{idea.decisions}"),
    )


def _reason(verdict: Verdict, chosen: str | None) -> list[Block]:
    reasons = domain.reasons_for(verdict)
    if not reasons:
        return []
    field = blocks.Input("reason", "Reason", reports="decide.reason")
    options = [Option(reason.code, reason.label) for reason in reasons]
    return [blocks.choice(field, options, chosen, "Choose a reason")]


def _return(verdict: Verdict, entered: Mapping[str, str], today: date) -> list[Block]:
    if verdict not in (Verdict.NOT_NOW, Verdict.NO):
        return []
    kept = entered.get("return_on")
    usual = today + USUAL_RETURN if verdict == Verdict.NOT_NOW else None
    hint = "It returns to your queue by itself on this day."
    field = blocks.Input("return_on", "Comes back on", hint, optional=verdict == Verdict.NO)
    return [blocks.date_input(field, date.fromisoformat(kept) if kept else usual)]


def _tracker(entered: Mapping[str, str]) -> list[Block]:
    options = [
        Option(CREATE, "Create an issue"),
        Option(LINK, "Link an issue there is"),
        Option(NEITHER, "Nothing for now"),
    ]
    what = blocks.Input("tracker", "In Jira")
    key = blocks.Input("issue", "Issue to link", "Only for linking.", optional=True)
    return [
        blocks.choice(what, options, entered.get("tracker", CREATE)),
        blocks.text_input(key, entered.get("issue", ""), most=50, placeholder="KEY-123"),
    ]


def _words(verdict: Verdict, reason: str | None, entered: Mapping[str, str]) -> list[Block]:
    # A field keeps what was typed for as long as its name stays, so each suggestion has its own.
    name = f"answer.{reason}" if reason else "answer"
    to_person = blocks.Input(name, "What the requester will read")
    for_team = blocks.Input("note", "Note for the team", "Never shown to others.", optional=True)
    known = domain.BY_CODE.get(reason or "")
    if known is not None and known.note_required:
        for_team = blocks.Input("note", "Note for the team", "Which one, or who?", optional=True)
    answer = entered.get("answer") or domain.suggested(verdict, reason)
    return [
        blocks.text_input(to_person, answer, lines=True),
        blocks.text_input(for_team, entered.get("note", ""), lines=True),
    ]


def entered_answer(values: Mapping[str, object]) -> tuple[str, str]:
    """The name of the answer's field and what it holds, whichever suggestion it began with."""
    for name, value in values.items():
        if name.split(".")[0] == "answer":
            return name, value if isinstance(value, str) else ""
    return "answer", ""


def overtaken(idea: Idea, decision: Decision | None, return_on: date | None) -> str:
    """What happened to an idea while somebody was about to decide it."""
    if decision is None:
        return f"#{idea.number} changed in the meantime. Nothing of yours was sent."
    return (
        f"Somebody was faster: #{idea.number} is answered, and nothing of yours was sent.\n"
        f"{ruling(decision, return_on)}"
    )


# --- To the PMs


def returned(idea: Idea, why: str) -> Message:
    """An idea is back in the PM's queue: a line under its card."""
    text = f":leftwards_arrow_with_hook: #{idea.number} is back in the queue: {escaped(why)}"
    return Message(text, (blocks.section(text),))


def remark(idea: Idea, what: str) -> Message:
    """Something the PM should know, and need not act on."""
    text = f":information_source: #{idea.number}: {escaped(what)}"
    return Message(text, (blocks.section(text),))


def trouble(idea: Idea, why: str) -> Message:
    """Something a PM asked for could not be done."""
    text = f":warning: #{idea.number}: {escaped(why)}"
    return Message(text, (blocks.section(text),))
