"""How answers look: the form they are given in, the ruling on a card, the notes under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import decisions as domain
from bot.domain.triggers import Condition
from bot.message import Block, Form, Message, Option
from bot.models import Decision, Idea
from bot.tracked import Version
from bot.views import blocks, inputs
from bot.views.text import counted, cut_escaped, day, escaped, line, moment, person, quoted
from bot.views.triggers import comes_back
from bot.words import TriggerKind, Verdict

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
RETURNS = {
    TriggerKind.DATE: "On a day",
    TriggerKind.SUPPORTERS: "At a number of supporters",
    TriggerKind.REVENUE: "At a revenue",
    TriggerKind.RELEASE: "When a release is out",
    TriggerKind.ITEM: "When a Jira item is done",
}
CREATE, LINK, NEITHER = "create", "link", "neither"
USUAL_RETURN = timedelta(days=90)
Entered = Mapping[str, str | tuple[str, ...]]
"""What stands in a form, by field."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the form of an answer depends on besides the idea."""

    reasons: domain.Reasons
    today: date
    tracked: bool = False
    """Whether the product has a Jira project."""
    linked: bool = False
    """Whether the idea has an issue there."""
    versions: Sequence[Version] = ()
    """The releases to come."""
    others: int = 0
    """People behind the idea besides the requester."""
    origin: Mapping[str, object] | None = None
    """Where the form was opened from: comes back when it is sent."""


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


def decision_form(idea: Idea, verdict: Verdict, entered: Entered, setting: Setting) -> Form:
    """The form of one verdict."""
    shown: list[Block] = [blocks.section(f"*#{idea.number}* {escaped(line(idea.title))}")]
    shown += answer_inputs("decide", verdict, entered, setting)
    if verdict == Verdict.YES and setting.tracked and not setting.linked:
        shown += _tracker(entered)
    shown.append(blocks.context(_audience(idea, setting.others)))
    about = {"number": idea.number, "decisions": idea.decisions, "verdict": verdict.value}
    return Form(
        "decide.submit",
        TITLES[verdict],
        tuple(shown),
        submit="Answer",
        context={**about, **({"origin": setting.origin} if setting.origin else {})},
        again=(f"decide.{verdict}", f"{idea.number}:{idea.decisions}"),
    )


def _audience(idea: Idea, others: int) -> str:
    """Who reads it, and where."""
    where = "in the thread it came from" if idea.channel and idea.thread else "by direct message"
    words = f"Sent to {person(idea.requester)} {where}"
    return f"{words}, and to {counted(others, 'supporter')}." if others else f"{words}."


def answer_inputs(
    feature: str, verdict: Verdict, entered: Entered, setting: Setting
) -> list[Block]:
    """What an answer consists of; `feature` hears when a choice changes what is asked."""
    reason = _text(entered, "reason") or None
    shown = _reason(feature, verdict, reason, setting.reasons)
    shown += _returns(feature, verdict, entered, setting)
    return shown + _words(verdict, reason, entered, setting.reasons)


def _text(entered: Entered, name: str, otherwise: str = "") -> str:
    value = entered.get(name, otherwise)
    return value if isinstance(value, str) else otherwise


def _reason(
    feature: str, verdict: Verdict, chosen: str | None, reasons: domain.Reasons
) -> list[Block]:
    offered = reasons.of(verdict)
    if not offered:
        return []
    field = inputs.Input("reason", "Reason", reports=f"{feature}.reason")
    options = [Option(reason.code, reason.label) for reason in offered]
    return [inputs.choice(field, options, chosen, "Choose a reason")]


def _returns(feature: str, verdict: Verdict, entered: Entered, setting: Setting) -> list[Block]:
    if verdict not in domain.REASONED:
        return []
    usual = (TriggerKind.DATE.value,) if verdict == Verdict.NOT_NOW else ()
    chosen = entered.get("returns", usual)
    field = inputs.Input(
        "returns",
        "Comes back",
        "By itself, to your queue. Of several, whichever comes first.",
        optional=verdict == Verdict.NO,
        reports=f"{feature}.returns",
    )
    kinds = [k for k in RETURNS if k != TriggerKind.RELEASE or setting.versions]
    options = [Option(kind.value, RETURNS[kind]) for kind in kinds]
    picked = [kind for kind in kinds if kind.value in chosen]
    select = inputs.multi_choice(field, options, [kind.value for kind in picked], "Not by itself")
    return [select, *(_waited_for(kind, entered, setting) for kind in picked)]


def _waited_for(kind: TriggerKind, entered: Entered, setting: Setting) -> Block:
    """The one thing to be named for each way of coming back."""
    kept = _text(entered, f"return_{FIELDS[kind]}")
    field = inputs.Input(f"return_{FIELDS[kind]}", NAMED[kind])
    match kind:
        case TriggerKind.DATE:
            usual = setting.today + USUAL_RETURN
            return inputs.date_input(field, date.fromisoformat(kept) if kept else usual)
        case TriggerKind.SUPPORTERS:
            return inputs.number_input(field, kept)
        case TriggerKind.REVENUE:
            return inputs.text_input(field, kept, most=40, placeholder="50,000 EUR")
        case TriggerKind.RELEASE:
            options = [Option(version.id, _coming(version)) for version in setting.versions]
            return inputs.choice(field, options, kept, "Choose a release")
        case TriggerKind.ITEM:
            return inputs.text_input(field, kept, most=50, placeholder="KEY-123")


FIELDS = {
    TriggerKind.DATE: "on",
    TriggerKind.SUPPORTERS: "people",
    TriggerKind.REVENUE: "revenue",
    TriggerKind.RELEASE: "release",
    TriggerKind.ITEM: "item",
}
NAMED = {
    TriggerKind.DATE: "The day",
    TriggerKind.SUPPORTERS: "People behind it",
    TriggerKind.REVENUE: "What its customers pay a year",
    TriggerKind.RELEASE: "The release",
    TriggerKind.ITEM: "The item's key",
}


def _coming(version: Version) -> str:
    when = f", {day(version.release_date)}" if version.release_date else ""
    return f"{version.name}{when}"


def _tracker(entered: Entered) -> list[Block]:
    options = [
        Option(CREATE, "Create an issue"),
        Option(LINK, "Link an issue there is"),
        Option(NEITHER, "Nothing for now"),
    ]
    what = inputs.Input("tracker", "In Jira")
    key = inputs.Input("issue", "Issue to link", "Only for linking.", optional=True)
    return [
        inputs.choice(what, options, _text(entered, "tracker", CREATE)),
        inputs.text_input(key, _text(entered, "issue"), most=50, placeholder="KEY-123"),
    ]


def _words(
    verdict: Verdict, reason: str | None, entered: Entered, reasons: domain.Reasons
) -> list[Block]:
    # A field keeps what was typed for as long as its name stays, so each suggestion has its own.
    name = f"answer.{reason}" if reason else "answer"
    to_person = inputs.Input(name, "What the requester will read")
    known = reasons.known(reason)
    needed = known is not None and known.note_required
    hint = "Which one, or who?" if needed else "Never shown to others."
    for_team = inputs.Input("note", "Note for the team", hint, optional=not needed)
    answer = _text(entered, "answer") or reasons.suggested(verdict, reason)
    return [
        inputs.text_input(to_person, answer, lines=True),
        inputs.text_input(for_team, _text(entered, "note"), lines=True),
    ]


def entered_answer(values: Mapping[str, object]) -> tuple[str, str]:
    """The name of the answer's field and what it holds, whichever suggestion it began with."""
    for name, value in values.items():
        if name.split(".")[0] == "answer":
            return name, value if isinstance(value, str) else ""
    return "answer", ""


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
