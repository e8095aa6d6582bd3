"""An idea's cards: the PMs', the requester's, everybody else's, and one for a link."""

from collections.abc import Mapping, Sequence

from bot.domain.ideas import MOVES, WAITING
from bot.message import Block, Message, Option
from bot.models import Idea, Product
from bot.views import blocks
from bot.views import evidence as behind
from bot.views.decisions import ruling
from bot.views.dossier import PRIORITIES, STATUSES, VERDICTS, Dossier, Remark, WorkLine, reference
from bot.views.evidence import IMPORTANCE
from bot.views.text import (
    channel,
    counted,
    cut,
    escaped,
    line,
    link,
    moment,
    person,
    quotations,
    quoted,
)
from bot.words import Status, Verdict

MERGE = "merge.open"
"""What the button does that asks of what an idea is a duplicate."""
GLANCE = 600
"""Characters of a problem that a triage card shows."""
SAID = 140
"""Characters of a reply that a card shows."""
QUOTATIONS = 4
"""Sections of a problem that its own card shows at most."""


def triage_card(dossier: Dossier, alike: str = "") -> Message:
    """The card PMs decide on, with what is like it. It carries the number of the last decision,
    to know a stale click."""
    idea = dossier.idea
    shown: list[Block] = [blocks.section(reference(idea)), *_body(dossier)]
    if idea.status != Status.WITHDRAWN:
        shown += [blocks.context(alike)] if alike else []
        shown.append(verdicts(idea))
        shown.append(blocks.actions("order", _priority(idea), *merge(idea)))
    return Message(f"#{idea.number} {escaped(line(idea.title))}", tuple(shown))


def moved_card(idea: Idea, place: str) -> Message:
    """What is left in a channel the card moved away from."""
    text = f"{reference(idea)}\nIts card is in {channel(place)} now."
    return Message(f"#{idea.number} moved", (blocks.section(text),))


def own_card(
    dossier: Dossier, products: Sequence[Product], intro: str = "", below: Sequence[Block] = ()
) -> Message:
    """The card the requester gets, with what they may still do, and what stands `below`."""
    idea = dossier.idea
    before = [blocks.section(intro)] if intro else []
    controls = own_controls(idea, products)
    after = [*([blocks.actions("own", *controls)] if controls else []), *below]
    shown = (*before, *_whole(dossier, (*before, *after)), *after)
    return Message(intro or f"#{idea.number} {escaped(line(idea.title))}", shown)


def other_card(dossier: Dossier, intro: str = "", *, supports: bool = False) -> Message:
    """The card anybody else gets; `supports`: they stand behind the idea already."""
    idea = dossier.idea
    before = [blocks.section(intro)] if intro else []
    controls = behind.given(idea.number) if supports else [behind.give(idea.number)]
    closed = idea.status in (Status.WITHDRAWN, Status.SHIPPED)
    after = [] if closed else [blocks.actions("support", *controls)]
    shown = (*before, *_whole(dossier, (*before, *after)), *after)
    return Message(intro or f"#{idea.number} {escaped(line(idea.title))}", shown)


def link_card(dossier: Dossier) -> Message:
    """The card below a link, for everybody in the channel: short, and without the team's notes."""
    idea, shown = dossier.idea, [blocks.section(reference(dossier.idea))]
    if idea.problem:
        shown.append(blocks.section(quoted(idea.problem, GLANCE // 2)))
    shown += _facts_and_answer(dossier, for_team=False)
    return Message(f"#{idea.number} {escaped(line(idea.title))}", tuple(shown))


def bare_card(idea: Idea) -> Message:
    """The card below a link where other organisations read along."""
    text = f"{reference(idea)}\n{STATUSES[idea.status]}"
    return Message(f"#{idea.number} {escaped(line(idea.title))}", (blocks.section(text),))


def _whole(dossier: Dossier, beside: Sequence[Block] = ()) -> list[Block]:
    """The idea with as much of its problem as one message holds `beside` the rest."""
    idea, shown = dossier.idea, list[Block]()
    for parts in range(QUOTATIONS if idea.problem else 0, -1, -1):
        words = quotations(idea.problem, most=parts) if parts else []
        shown = [blocks.section(text) for text in (reference(idea), *words)]
        shown += [
            *_facts_and_answer(dossier, for_team=False),
            *behind.voices(dossier.voices),
        ]
        if _characters([*shown, *beside]) <= blocks.MESSAGE_CHARACTERS:
            break
    return shown


def _characters(part: object) -> int:
    """How much text these blocks hold together."""
    if isinstance(part, Mapping):
        return sum(_characters(value) for value in part.values())
    if isinstance(part, list | tuple):
        return sum(_characters(value) for value in part)
    return len(part) if isinstance(part, str) else 0


def _body(dossier: Dossier) -> list[Block]:
    idea = dossier.idea
    shown = [blocks.section(quoted(idea.problem, GLANCE))] if idea.problem else []
    if len(escaped(idea.problem)) > GLANCE:
        shown.append(blocks.context(f"`/idea #{idea.number}` shows all of it."))
    return shown + _facts_and_answer(dossier, for_team=True)


def _facts_and_answer(dossier: Dossier, *, for_team: bool) -> list[Block]:
    """What stands, and the answer; its note and what went wrong are for the team alone."""
    shown = [blocks.context(_facts(dossier))]
    if behind.is_told(dossier.evidence):
        shown.append(
            blocks.context(f":busts_in_silhouette: {behind.evidence_line(dossier.evidence)}")
        )
    if dossier.decision is not None:
        back = f":leftwards_arrow_with_hook: Back in the queue: {escaped(dossier.came_back)}"
        words = ruling(dossier.decision, dossier.returns, for_team=for_team)
        before = f"{back}\nIt was answered:\n" if dossier.came_back else ""
        shown.append(blocks.section(before + words))
    if dossier.work:
        shown.append(blocks.section("\n".join(_work(item) for item in dossier.work)))
    if dossier.replies:
        shown.append(blocks.context(_discussion(dossier)))
    if dossier.trouble and for_team:
        shown.append(blocks.context(f":warning: {escaped(dossier.trouble)}"))
    return shown


def _facts(dossier: Dossier) -> str:
    idea = dossier.idea
    status = STATUSES[idea.status]
    if dossier.goes_on_as is not None:
        status += f" of *#{dossier.goes_on_as}*"
    parts = [status, _people(idea), moment(idea.created_at)]
    if dossier.product is not None:
        parts.insert(1, escaped(dossier.product.name))
    if dossier.importance is not None:
        parts.append(IMPORTANCE[dossier.importance])
    if dossier.address is not None:
        parts.append(link(dossier.address, "link"))
    return "  ·  ".join(parts)


def _discussion(dossier: Dossier) -> str:
    """How much was said, and the newest of it, a line each."""
    head = f":speech_balloon: {counted(dossier.replies, 'reply', 'replies')}"
    return "\n".join([head, *map(_remark, dossier.discussion)])


def _remark(remark: Remark) -> str:
    origin = f" (from #{remark.origin})" if remark.origin else ""
    return f"{person(remark.author)}{origin}: {escaped(cut(line(remark.text), SAID))}"


def _people(idea: Idea) -> str:
    """Who asked, and who filed it for them; a link to where it was said."""
    words = f"from {person(idea.requester)}"
    if idea.filed_by != idea.requester:
        words += f", filed by {person(idea.filed_by)}"
    return f"{words}  ·  {link(idea.permalink, 'source')}" if idea.permalink else words


def _work(item: WorkLine) -> str:
    words = f"{link(item.url, item.key)}  {escaped(item.status)}"
    return f"{words}  ·  {escaped(item.version)}" if item.version else words


def verdicts(idea: Idea) -> Block:
    """A button for each answer; each knows the last one."""
    value = f"{idea.number}:{idea.decisions}"
    shown = [
        blocks.button(
            f"decide.{verdict}",
            label,
            value,
            style="primary" if verdict == Verdict.YES and idea.status in WAITING else None,
        )
        for verdict, label in VERDICTS.items()
    ]
    return blocks.actions("verdict", *shown)


def merge(idea: Idea) -> list[Block]:
    """The button that asks what it is a duplicate of, where it may become one."""
    may = Status.DUPLICATE in MOVES[idea.status]
    return [blocks.button(MERGE, "Merge into …", str(idea.number))] if may else []


def _priority(idea: Idea) -> Block:
    options = [Option(f"{idea.number}:{band}", label) for band, label in PRIORITIES.items()]
    chosen = f"{idea.number}:{idea.priority}" if idea.priority else None
    return blocks.select("plan.priority", "Priority", options, chosen)


def own_controls(idea: Idea, products: Sequence[Product]) -> list[Block]:
    """What the requester may still do."""
    shown: list[Block] = []
    number = str(idea.number)
    if idea.product_id is None and products and idea.status in WAITING:
        options = [Option(f"{number}:{product.id}", product.name) for product in products]
        shown.append(blocks.select("idea.product", "Which product?", options, None))
    if idea.status in WAITING:
        shown.append(blocks.button("idea.edit", "Edit", number))
    if idea.status not in (Status.WITHDRAWN, Status.SHIPPED):
        shown.append(blocks.button(behind.MORE, "Say why, or for whom", number))
    if idea.status not in (Status.WITHDRAWN, Status.SHIPPED, Status.DUPLICATE):
        question = blocks.confirm(
            f"Withdraw #{number}?", "It leaves the PM's queue for good.", "Withdraw", "Keep it"
        )
        shown.append(blocks.button("idea.withdraw", "Withdraw", number, confirm=question))
    return shown
