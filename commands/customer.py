"""`/customer`: look customers up, and keep what is known of them."""

from bot.domain.customers import Profile, profile
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Form, Place, Reply
from bot.models import Customer
from bot.request import Request
from bot.views import customers as views
from bot.views.text import people

feature = Feature("Look a customer up, and what they ask for", scopes=("commands",))

IDEAS = 10
NAMED = 5
"""How many of those who may are named in a refusal."""


@feature.command("/customer", usage="[part of a name or domain]")
def find(request: Request, context: Context) -> Reply:
    """The customers a text finds; all about it where it is one alone."""
    typed, edits = request.text.strip(), _may_edit(request.user, context)
    found = context.store.customers.search(typed, views.SHOWN + 1)
    lines = _lines(found[: views.SHOWN], context)
    if typed and len(lines) == 1:
        ideas = context.store.customers.asked_for(found[0].id or 0, IDEAS)
        return Reply(message=views.detail(lines[0], ideas, edits=edits))
    more = len(found) > views.SHOWN
    return Reply(message=views.overview(lines, typed, more=more, edits=edits))


def _lines(customers: list[Customer], context: Context) -> list[views.Line]:
    ids = [customer.id for customer in customers]
    domains = context.store.customers.domains(ids)
    ideas = context.store.customers.asking(ids)
    return [views.Line(c, domains.get(c.id or 0, ()), ideas.get(c.id or 0, 0)) for c in customers]


@feature.options(views.FIND)
def options(request: Request, context: Context) -> Reply:
    """The customers whose name or domain holds what was typed."""
    found = context.store.customers.search(request.text, 100)
    return Reply(options=[views.choice(customer) for customer in found])


@feature.button("customer.edit")
def edit(request: Request, context: Context) -> Reply:
    """Open the form of one customer, or of a new one."""
    _must_edit(request.user, context)
    if request.value == "new":
        return Reply(form=views.customer_form(None, ()))
    return Reply(form=_form(int(request.value), context))


def _form(number: int, context: Context) -> Form:
    customer = _known(number, context)
    domains = context.store.customers.domains([number])
    return views.customer_form(customer, domains.get(number, ()))


def _known(number: int, context: Context) -> Customer:
    customer = context.store.customers.by_id(number)
    if customer is None:
        raise UserError("This customer is gone. Type /customer to see those there are.")
    return customer


def _may_edit(user: str, context: Context) -> bool:
    products = context.store.products
    return context.store.members.is_admin(user) or any(
        products.is_manager(user, product.id or 0) for product in products.all()
    )


def _must_edit(user: str, context: Context) -> None:
    if _may_edit(user, context):
        return
    store = context.store
    managers = [pm for product in store.products.all() for pm in _managers(product.id, context)]
    who = list(dict.fromkeys([*managers, *store.members.admins()]))
    ask = people(who[:NAMED]) if who else "whoever runs this bot"
    raise UserError(f"Only PMs and admins can change customers: ask {ask}.")


def _managers(product: int | None, context: Context) -> list[str]:
    return context.store.products.managers(product or 0)


@feature.form("customer.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store a customer. A name or a domain belongs to one customer alone."""
    _must_edit(request.user, context)
    number = request.context.get("customer")
    entered = profile({name: request.entered(name) for name in request.values})
    _must_be_its_own(entered, number, context)
    customer = _known(number, context) if number else _new(context)
    before, customer.updated_at = customer.name, context.now
    context.store.customers.store(customer, entered)
    context.record("customer", request.user, customer=customer.id, name=entered.name, before=before)
    return Reply(form=views.saved(_lines([customer], context)[0]), place=Place.UPDATE)


def _new(context: Context) -> Customer:
    workspace, now = context.store.workspace, context.now
    return Customer(workspace_id=workspace, name="", folded="", updated_at=now)


def _must_be_its_own(entered: Profile, number: int | None, context: Context) -> None:
    customers = context.store.customers
    same = customers.named(entered.name)
    if same is not None and same.id != number:
        raise UserError(f"{same.name} is there already: find it with /customer.", "name")
    for domain, owner in customers.of_domains(entered.domains).items():
        other = customers.by_id(owner)
        if other is not None and other.id != number:
            raise UserError(f"{domain} belongs to {other.name}.", "domains")
