"""The form an answer is given in."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from bot.domain import decisions as domain
from bot.message import Block, Form, Option
from bot.models import Idea
from bot.tracked import Version
from bot.views import blocks, inputs
from bot.views.decisions import TITLES
from bot.views.text import counted, day, escaped, line, person
from bot.words import TriggerKind, Verdict

RETURNS = {
    TriggerKind.DATE: "On a day",
    TriggerKind.SUPPORTERS: "At a number of supporters",
    TriggerKind.REVENUE: "At a revenue",
    TriggerKind.RELEASE: "When a release is out",
    TriggerKind.ITEM: "When a Jira item is done",
}
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
CREATE, LINK, NEITHER = "create", "link", "neither"
USUAL_RETURN = timedelta(days=90)
Entered = Mapping[str, str | tuple[str, ...]]
"""What stands in a form, by field."""


class Setting(Struct, frozen=True):
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
