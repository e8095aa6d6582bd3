"""The forms in which an idea is entered and changed."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.domain.ideas import TITLE_LENGTH
from bot.message import Block, Form, Option
from bot.models import Customer, Product
from bot.views import inputs
from bot.views.customers import customer_input
from bot.views.dossier import Dossier
from bot.views.evidence import IMPORTANCE

PART = inputs.INPUT
LOOK = "similar.look"
"""What an entered title reports to, where similar ideas are looked for."""
PARTS = 10
"""A problem longer than one input is edited in several, so that none of it is lost."""


class Customers(Struct, frozen=True):
    """The customer chosen so far, and whether there are any to choose from."""

    chosen: Customer | None = None
    any: bool = False


NO_CUSTOMERS = Customers()


def idea_form(
    kept: Mapping[str, str],
    products: Sequence[Product],
    context: Mapping[str, object],
    again: tuple[str, str] | None = None,
    customers: Customers = NO_CUSTOMERS,
) -> Form:
    """The form of a new idea, filled with what was kept."""
    inputs = _inputs(kept, products, keeper="draft.keep", looks=LOOK) + _behalf(kept, customers)
    return Form(
        "idea.submit",
        "New idea",
        tuple(inputs),
        submit="Send",
        context=context,
        remember=True,
        again=again,
    )


def edit_form(
    dossier: Dossier,
    products: Sequence[Product],
    again: tuple[str, str],
    kept: Mapping[str, str] | None = None,
    draft: int | None = None,
) -> Form:
    """The form of an idea that is not decided yet, as it is or as it was left unsent."""
    idea = dossier.idea
    entered = kept or {
        "title": idea.title,
        "product": str(idea.product_id or ""),
        "importance": str(dossier.importance or ""),
        **problem_parts(idea.problem),
    }
    return Form(
        "idea.change",
        f"Edit #{idea.number}",
        tuple(_inputs(entered, products, keeper="draft.keep_change")),
        submit="Save",
        context={"number": idea.number, "draft": draft},
        remember=True,
        again=again,
    )


def _behalf(entered: Mapping[str, str], customers: Customers) -> list[Block]:
    field = inputs.Input(
        "person",
        "For whom?",
        "Leave it empty if it is your own. They are told that you filed it for them.",
        optional=True,
    )
    shown = [inputs.person_input(field, entered.get("person"), "Choose a colleague")]
    if customers.any:
        field = inputs.Input("customer", "Customer", optional=True)
        shown.append(customer_input(field, customers.chosen))
    return shown


def problem_parts(problem: str) -> dict[str, str]:
    """A problem cut into what one input each can hold."""
    cuts = range(0, max(1, min(len(problem), PART * PARTS)), PART)
    return {
        "problem" if start == 0 else f"problem_{start // PART + 1}": problem[start : start + PART]
        for start in cuts
    }


def _inputs(
    entered: Mapping[str, str], products: Sequence[Product], keeper: str = "", looks: str = ""
) -> list[Block]:
    hint = "Press Enter to see whether it was asked for already." if looks else ""
    title = inputs.Input("title", "What do you need?", hint, reports=looks)
    shown = [
        inputs.text_input(
            title,
            entered.get("title", ""),
            most=TITLE_LENGTH,
            placeholder="Export a report as CSV",
        ),
        *_problem_inputs(entered),
    ]
    if products:
        options = [Option(str(product.id), product.name) for product in products]
        field = inputs.Input("product", "Product", optional=True, reports=keeper)
        shown.append(inputs.choice(field, options, entered.get("product"), "I'm not sure"))
    options = [Option(level, label) for level, label in IMPORTANCE.items()]
    field = inputs.Input("importance", "How much does it matter to you?", optional=True)
    shown.append(inputs.choice(field, options, entered.get("importance"), "Choose"))
    return shown


def _problem_inputs(entered: Mapping[str, str]) -> list[Block]:
    names = sorted((n for n in entered if n.startswith("problem_")), key=lambda n: (len(n), n))
    first = inputs.Input(
        "problem", "What problem does it solve?", "Who has it, how often?", optional=True
    )
    shown = [inputs.text_input(first, entered.get("problem", ""), lines=True)]
    for name in names:
        field = inputs.Input(name, "… continued", optional=True)
        shown.append(inputs.text_input(field, entered[name], lines=True))
    return shown
