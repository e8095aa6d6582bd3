"""The forms in which an idea is entered and changed."""

from collections.abc import Mapping, Sequence

from bot.domain.ideas import TITLE_LENGTH
from bot.message import Block, Form, Option
from bot.models import Product
from bot.views import blocks
from bot.views.evidence import IMPORTANCE
from bot.views.ideas import Dossier

PART = blocks.INPUT
PARTS = 10
"""A problem longer than one input is edited in several, so that none of it is lost."""


def idea_form(
    kept: Mapping[str, str],
    products: Sequence[Product],
    context: Mapping[str, object],
    again: tuple[str, str] | None = None,
) -> Form:
    """The form of a new idea, filled with what was kept."""
    return Form(
        "idea.submit",
        "New idea",
        tuple(_inputs(kept, products, keeper="idea.keep")),
        submit="Send",
        context=context,
        remember=True,
        again=again,
    )


def edit_form(dossier: Dossier, products: Sequence[Product], again: tuple[str, str]) -> Form:
    """The form of an idea that is not decided yet."""
    idea = dossier.idea
    entered = {
        "title": idea.title,
        "product": str(idea.product_id or ""),
        "importance": str(dossier.importance or ""),
    }
    entered.update(problem_parts(idea.problem))
    return Form(
        "idea.change",
        f"Edit #{idea.number}",
        tuple(_inputs(entered, products)),
        submit="Save",
        context={"number": idea.number},
        again=again,
    )


def problem_parts(problem: str) -> dict[str, str]:
    """A problem cut into what one input each can hold."""
    cuts = range(0, max(1, min(len(problem), PART * PARTS)), PART)
    return {
        "problem" if start == 0 else f"problem_{start // PART + 1}": problem[start : start + PART]
        for start in cuts
    }


def _inputs(
    entered: Mapping[str, str], products: Sequence[Product], keeper: str = ""
) -> list[Block]:
    title = blocks.Input("title", "What do you need?")
    shown = [
        blocks.text_input(
            title,
            entered.get("title", ""),
            most=TITLE_LENGTH,
            placeholder="Export a report as CSV",
        ),
        *_problem_inputs(entered),
    ]
    if products:
        options = [Option(str(product.id), product.name) for product in products]
        field = blocks.Input("product", "Product", optional=True, reports=keeper)
        shown.append(blocks.choice(field, options, entered.get("product"), "I'm not sure"))
    options = [Option(level, label) for level, label in IMPORTANCE.items()]
    field = blocks.Input("importance", "How much does it matter to you?", optional=True)
    shown.append(blocks.choice(field, options, entered.get("importance"), "Choose"))
    return shown


def _problem_inputs(entered: Mapping[str, str]) -> list[Block]:
    names = sorted((n for n in entered if n.startswith("problem_")), key=lambda n: (len(n), n))
    first = blocks.Input(
        "problem", "What problem does it solve?", "Who has it, how often?", optional=True
    )
    shown = [blocks.text_input(first, entered.get("problem", ""), lines=True)]
    for name in names:
        field = blocks.Input(name, "… continued", optional=True)
        shown.append(blocks.text_input(field, entered[name], lines=True))
    return shown
