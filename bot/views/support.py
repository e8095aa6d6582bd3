"""What people see when they stand behind an idea: the answer to their click, and the short form."""

from collections.abc import Mapping

from msgspec import Struct

from bot.message import Block, Form, Message, Option
from bot.models import Customer, Idea
from bot.views import blocks, evidence, inputs
from bot.views.customers import customer_input
from bot.views.dossier import reference
from bot.views.evidence import IMPORTANCE
from bot.views.text import person
from bot.words import Importance

QUOTE = 1000
"""What the form takes of somebody's words."""


class Entered(Struct, frozen=True):
    """What stands in the form."""

    importance: Importance | None = None
    quote: str = ""
    customer: Customer | None = None
    """The one chosen, or the one proposed by an e-mail address."""
    colleague: str | None = None


def thanks(idea: Idea, *, first: bool, asked: bool, merged: int | None = None) -> Message:
    """The answer to a click: it is stored, and there may be more to say.

    `first`: it was not supported before; `asked`: by the one who asked for it; `merged`: the
    number of the duplicate that was clicked.
    """
    if asked:
        head = f"You asked for it, so you stand behind {reference(idea)} already."
    elif first:
        head = f":raised_hands: You support {reference(idea)}."
    else:
        head = f"You support {reference(idea)} already."
    if merged is not None:
        head += f" #{merged} was merged into it."
    controls = evidence.given(idea.number)[:1] if asked else evidence.given(idea.number)
    row = blocks.actions("support", *controls)
    text = f"{head}\nSay why, or for whom: it helps to decide."
    return Message(head, (blocks.section(text), row))


def gone(idea: Idea) -> Message:
    """Support was taken back."""
    text = f"You don't support {reference(idea)} any more."
    again = blocks.actions("support", evidence.give(idea.number))
    return Message(text, (blocks.section(text), again))


def named(idea: Idea, by: str) -> Message:
    """Somebody was counted in by a colleague."""
    text = f"{person(by)} says that you stand behind {reference(idea)}."
    row = blocks.actions("support", *evidence.given(idea.number))
    return Message(text, (blocks.section(text), row))


def support_form(idea: Idea, entered: Entered) -> Form:
    """The short form; nothing in it is required."""
    head = blocks.section(reference(idea))
    return Form(
        "support.submit",
        f"Support #{idea.number}",
        (head, *_inputs(entered)),
        submit="Save",
        context={"number": idea.number},
        again=(evidence.MORE, str(idea.number)),
    )


def _inputs(entered: Entered) -> list[Block]:
    matters = inputs.Input("importance", "How much does it matter?", optional=True)
    quote = inputs.Input("quote", "Why?", "In your words, or theirs.", optional=True)
    account = inputs.Input(_customer_field(entered.customer), "For a customer?", optional=True)
    hint = "Counted too, beside you. They are told."
    colleague = inputs.Input(
        "colleague", "On behalf of", hint, optional=True, reports="support.colleague"
    )
    options = [Option(level, label) for level, label in IMPORTANCE.items()]
    return [
        inputs.choice(matters, options, entered.importance, "Choose"),
        inputs.text_input(quote, entered.quote, lines=True, most=QUOTE),
        customer_input(account, entered.customer),
        inputs.person_input(colleague, entered.colleague),
    ]


def _customer_field(proposed: Customer | None) -> str:
    # A field keeps what was chosen for as long as its name stays, so each proposal has its own.
    return f"customer.{proposed.id}" if proposed else "customer"


def entered_customer(values: Mapping[str, object]) -> tuple[str, str]:
    """The name of the customer's field and what is chosen in it, whatever was proposed."""
    for name, value in values.items():
        if name.split(".")[0] == "customer":
            return name, value if isinstance(value, str) else ""
    return "customer", ""
