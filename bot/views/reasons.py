"""How the reasons of answers are listed and edited."""

from collections.abc import Sequence

from bot.domain.decisions import LABEL_LENGTH, SENTENCE_LENGTH, Reason, Reasons
from bot.message import Block, Form, Option
from bot.views import blocks, inputs
from bot.views.text import escaped
from bot.words import Verdict

HEADS = {Verdict.NO: "No, because", Verdict.NOT_NOW: "Not now, because"}
NOTE = "note"
RETIRED = 10
"""Retired reasons shown of each verdict."""


def listing(reasons: Reasons, said: str = "") -> Form:
    """All reasons by verdict, each with its words a click away."""
    shown: list[Block] = [blocks.context(said)] if said else []
    for verdict, head in HEADS.items():
        shown.append(blocks.header(head))
        shown += [_row(reason) for reason in reasons.of(verdict)]
        add = blocks.button("reasons.add", "Add a reason", verdict.value)
        shown.append(blocks.actions(f"add.{verdict}", add))
    retired = [one for verdict in HEADS for one in reasons.of(verdict, retired=True)[:RETIRED]]
    if retired:
        shown.append(blocks.header("Retired"))
        shown += [_retired(reason) for reason in retired]
    return Form("reasons.list", "Reasons", tuple(shown), close="Done")


def _row(reason: Reason) -> Block:
    edit = blocks.button("reasons.edit", "Edit", reason.code)
    asks = "  ·  _asks for a note_" if reason.note_required else ""
    return blocks.section(f"*{escaped(reason.label)}*{asks}\n{escaped(reason.sentence)}", edit)


def _retired(reason: Reason) -> Block:
    back = blocks.button("reasons.restore", "Bring back", reason.code)
    return blocks.section(f"~{escaped(reason.label)}~", back)


def reason_form(reason: Reason | None, verdict: Verdict, opening: str) -> Form:
    """The words of one reason, new or known; `opening` is how the answer begins before them."""
    label = inputs.Input("label", "Name", "What the PMs choose, and cards show.")
    sentence = inputs.Input("sentence", "Sentence for the requester", f"Follows “{opening}”")
    boxes = inputs.Input("note", "Note for the team", optional=True)
    required = [Option(NOTE, "Must say which one, or who")]
    shown: list[Block] = [
        inputs.text_input(label, reason.label if reason else "", most=LABEL_LENGTH),
        inputs.text_input(
            sentence, reason.sentence if reason else "", lines=True, most=SENTENCE_LENGTH
        ),
        inputs.ticks(boxes, required, [NOTE] if reason and reason.note_required else []),
        blocks.actions("more", *_controls(reason)),
    ]
    about = {"code": reason.code} if reason else {"verdict": verdict.value}
    title = "Edit a reason" if reason else HEADS[verdict]
    return Form("reasons.submit", title, tuple(shown), submit="Save", context=about)


def _controls(reason: Reason | None) -> Sequence[Block]:
    back = blocks.button("reasons.back", "Back to the list", "list")
    if reason is None:
        return [back]
    question = blocks.confirm(
        f"Retire “{reason.label}”?",
        "New answers can't use it. Answers that were given keep it.",
        "Retire",
        "Keep it",
    )
    return [back, blocks.button("reasons.retire", "Retire", reason.code, confirm=question)]
