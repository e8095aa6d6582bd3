"""How customers look: their list, one of them with what they ask for, their form."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.domain import money
from bot.domain.customers import NAME, WORD
from bot.domain.money import Money
from bot.message import Block, Form, Message, Option
from bot.models import Customer, Idea
from bot.views import blocks, inputs
from bot.views.dossier import STATUSES, reference
from bot.views.text import counted, cut, escaped, line, person

FIND = "customer.find"
"""The handler that offers customers while a person types."""
SHOWN = 20


class Line(Struct, frozen=True):
    """A customer as a list shows it."""

    customer: Customer
    domains: Sequence[str] = ()
    ideas: int = 0


def revenue(customer: Customer) -> Money | None:
    """What a customer pays a year, where it is known."""
    if customer.revenue is None:
        return None
    return Money(customer.revenue, customer.currency)


def overview(lines: Sequence[Line], typed: str, *, more: bool, edits: bool) -> Message:
    """The customers that were found, with their settings a click away for those who may."""
    title = f"Customers with “{cut(line(typed), 50)}”" if typed else "Customers"
    shown: list[Block] = [blocks.header(title)]
    shown += [blocks.section(_described(item), _edit(item, edits)) for item in lines]
    if not lines:
        shown.append(blocks.section("There are none." if typed else "None is known yet."))
    if more:
        shown.append(blocks.context("There are more. `/customer` and a part of a name finds them."))
    if edits:
        shown.append(blocks.actions("add", blocks.button("customer.edit", "Add a customer", "new")))
    return Message(escaped(title), tuple(shown))


def saved(item: Line) -> Form:
    """What is known of a customer now, in place of the form."""
    text = f":white_check_mark: Saved.\n{_described(item)}"
    return Form("customer.submit", "Customer", (blocks.section(text),), close="Close")


def detail(item: Line, ideas: Sequence[Idea], *, edits: bool) -> Message:
    """One customer, and the newest ideas they stand behind."""
    shown: list[Block] = [blocks.section(_described(item), _edit(item, edits))]
    shown += [blocks.section(f"{reference(idea)}\n{STATUSES[idea.status]}") for idea in ideas]
    if item.ideas > len(ideas):
        shown.append(blocks.context(f"The newest {len(ideas)} of {item.ideas}."))
    return Message(escaped(item.customer.name), tuple(shown))


def _edit(item: Line, edits: bool) -> Block | None:
    return blocks.button("customer.edit", "Edit", str(item.customer.id)) if edits else None


def _described(item: Line) -> str:
    customer, paid = item.customer, revenue(item.customer)
    facts = [f"{money.told(paid)} a year"] if paid else []
    facts += [escaped(word) for word in (customer.tier, customer.segment) if word]
    facts += [person(customer.owner)] if customer.owner else []
    facts += [", ".join(item.domains)] if item.domains else []
    facts.append(counted(item.ideas, "idea") if item.ideas else "no ideas yet")
    return f"*{escaped(customer.name)}*\n{'  ·  '.join(facts)}"


def customer_form(customer: Customer | None, domains: Sequence[str]) -> Form:
    """The form of a customer, new or known."""
    return Form(
        "customer.submit",
        "Customer" if customer else "New customer",
        tuple(_inputs(_entered(customer, domains))),
        submit="Save",
        context={"customer": customer.id} if customer else {},
        again=("customer.edit", str(customer.id) if customer else "new"),
    )


def _entered(customer: Customer | None, domains: Sequence[str]) -> dict[str, str]:
    """What is known of a customer, by field."""
    if customer is None:
        return {}
    paid = revenue(customer)
    return {
        "name": customer.name,
        "revenue": money.told(paid) if paid else "",
        "tier": customer.tier,
        "segment": customer.segment,
        "owner": customer.owner or "",
        "domains": ", ".join(domains),
    }


def _inputs(entered: Mapping[str, str]) -> list[Block]:
    yearly = inputs.Input(
        "revenue", "A year's revenue", "With its currency, dollars without.", optional=True
    )
    owner = inputs.Input("owner", "Owner", "Looks after the account.", optional=True)
    known = inputs.Input(
        "domains", "E-mail domains", "Its people are known by them.", optional=True
    )
    tier = inputs.Input("tier", "Tier", optional=True)
    segment = inputs.Input("segment", "Segment", optional=True)
    texts = (
        (inputs.Input("name", "Name"), NAME, "Acme"),
        (yearly, 40, "420k, 1.2m or 12,500.50 EUR"),
        (tier, WORD, "Enterprise"),
        (segment, WORD, "Health care"),
        (known, 500, "acme.com, acme.de"),
    )
    shown = [
        inputs.text_input(field, entered.get(field.name, ""), most=most, placeholder=example)
        for field, most, example in texts
    ]
    return [*shown, inputs.person_input(owner, entered.get("owner"))]


# --- Choosing one


def choice(customer: Customer) -> Option:
    """A customer as one choice of a select."""
    paid = revenue(customer)
    words = f"{customer.name}  ·  {money.brief(paid)} a year" if paid else customer.name
    return Option(str(customer.id), words)


def customer_input(field: inputs.Input, chosen: Customer | None) -> Block:
    """A select over all customers, asked for while a person types."""
    initial = choice(chosen) if chosen else None
    return inputs.search_input(field, FIND, initial, "Type a name")
