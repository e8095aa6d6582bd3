"""The PM's queue: one idea with all that is needed to answer it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from bot.domain.queue import Waiting
from bot.message import Block, Form, Option
from bot.models import Product
from bot.views import blocks, evidence, inputs
from bot.views.cards import merge, verdicts
from bot.views.decisions import ruling
from bot.views.dossier import Dossier, reference
from bot.views.similar import Likeness, glance
from bot.views.text import counted, day, escaped, line, link, moment, people, person, quoted
from bot.words import Verdict

GLANCE = 1200
"""Characters of a problem that the queue shows."""
TOMORROW, NEXT_WEEK, ON_A_DAY = "tomorrow", "week", "day"
SNOOZES = {
    TOMORROW: "Until tomorrow",
    NEXT_WEEK: "Until next week",
    ON_A_DAY: "Until a day …",
}
REPORT_COMES = ":bar_chart: Your report is being made. It comes as a message from me in a moment."


class Turn(Struct, frozen=True):
    """The idea whose turn it is, and where it stands in the queue."""

    dossier: Dossier
    waiting: Waiting
    total: int
    late: int
    products: Sequence[Product] = ()
    """The products it could be given to."""
    card: str | None = None
    """The address of its card."""
    similar: Sequence[Likeness] = ()
    """What may ask for the same."""


def queue_form(turn: Turn, passed: Sequence[int], said: str = "") -> Form:
    """The view of one idea. What was skipped travels with it."""
    idea = turn.dossier.idea
    shown: list[Block] = [blocks.context(said)] if said else []
    shown += [
        blocks.context(_standing(turn, len(passed))),
        blocks.section(reference(idea)),
        *([blocks.section(quoted(idea.problem, GLANCE))] if idea.problem else []),
        blocks.context(_facts(turn)),
        blocks.section(f":busts_in_silhouette: {evidence.evidence_line(turn.waiting.evidence)}"),
        *evidence.voices(turn.dossier.voices),
        *_before(turn.dossier),
        *_similar(turn.similar),
        verdicts(idea),
        blocks.actions("aside", *_aside(turn)),
        blocks.divider(),
        blocks.actions("several", *_several()),
    ]
    return Form(
        "triage.queue",
        "Your queue",
        tuple(shown),
        close="Done",
        context={"skipped": list(passed)},
        again=("triage.open", "queue"),
    )


def _standing(turn: Turn, passed: int) -> str:
    parts = [f"*{turn.total} to answer*"]
    if turn.late:
        parts.append(f":hourglass: {turn.late} late")
    if passed:
        parts.append(f"{passed} skipped")
    return "  ·  ".join(parts)


def _facts(turn: Turn) -> str:
    idea, product = turn.dossier.idea, turn.dossier.product
    parts = [escaped(product.name) if product else "No product yet"]
    parts += [f"from {person(idea.requester)}", moment(idea.created_at), _due(turn.waiting)]
    if idea.permalink:
        parts.append(link(idea.permalink, "Source"))
    if turn.card:
        parts.append(link(turn.card, "Card"))
    return "  ·  ".join(part for part in parts if part)


def _due(waiting: Waiting) -> str:
    if waiting.due_on is None:
        return ""
    if waiting.late:
        return f":hourglass: *{counted(waiting.late, 'day')} late*"
    return f"due {day(waiting.due_on)}"


def _before(dossier: Dossier) -> list[Block]:
    """What was answered before, where it came back."""
    decision = dossier.decision
    if decision is None:
        return []
    head = "It was answered before:"
    if dossier.came_back:
        head = f"Back in the queue: {escaped(dossier.came_back)}\nIt was answered:"
    elif decision.verdict is Verdict.NEEDS_INFO:
        head = "The requester added to it. They were asked:"
    return [blocks.section(f":leftwards_arrow_with_hook: {head}\n{ruling(decision, ())}")]


def _similar(found: Sequence[Likeness]) -> list[Block]:
    return [blocks.section(glance(found, counts=True))] if found else []


def _aside(turn: Turn) -> list[Block]:
    number = turn.dossier.idea.number
    snoozes = [Option(f"{number}:{when}", label) for when, label in SNOOZES.items()]
    shown = [
        blocks.button("triage.skip", "Skip", str(number)),
        blocks.select("triage.snooze", "Snooze", snoozes, None),
    ]
    if turn.products:
        options = [Option(f"{number}:{p.id}", p.name) for p in turn.products]
        shown.append(blocks.select("triage.assign", "Give to a product", options, None))
    return [*shown, *merge(turn.dossier.idea)]


def _several() -> list[Block]:
    return [
        blocks.button("several.open", "Answer several at once", "several"),
        blocks.button("reasons.open", "Reasons", "reasons"),
    ]


def nothing_left(passed: int, snoozed: int, said: str = "") -> Form:
    """There is nothing to answer."""
    head = ":sparkles: *Nothing waits for you.* Everybody who asked has an answer."
    if passed:
        head = f":ok_hand: *That was all.* You skipped {counted(passed, 'idea')}."
    shown: list[Block] = [blocks.context(said)] if said else []
    shown.append(blocks.section(head))
    if snoozed:
        come = "comes" if snoozed == 1 else "come"
        shown.append(blocks.context(f"{counted(snoozed, 'snoozed idea')} {come} up again later."))
    if passed:
        again = blocks.button("triage.again", "Show them again", "again", style="primary")
        shown.append(blocks.actions("again", again))
    return Form("triage.queue", "Your queue", tuple(shown), close="Done", context={"skipped": []})


def snooze_form(number: int, title: str, origin: Mapping[str, object], today: date) -> Form:
    """The day until which an idea is snoozed."""
    field = inputs.Input("until", "Until", "It comes up in your queue again on that day.")
    head = blocks.section(f"*#{number}* {escaped(line(title))}")
    picked = inputs.date_input(field, today + timedelta(days=14))
    return Form(
        "triage.until",
        "Snooze",
        (head, picked),
        submit="Snooze",
        context={"number": number, "origin": origin},
    )


def not_a_pm(managers: Sequence[str], admins: Sequence[str]) -> str:
    """Who has a queue, to somebody who has none."""
    if managers:
        return f"The queue is for PMs: {people(list(managers)[:10])} can answer."
    who = people(list(admins)) if admins else "whoever runs this bot"
    return f"No product has a PM yet. An admin can name one with `/product`: ask {who}."
