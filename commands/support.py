"""Support an idea with one click; say why and for whom afterwards; take it back."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, PostMessage
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Form, Message, Place, Reply
from bot.models import Idea
from bot.request import Request
from bot.services.backing import Backing, back, counting, step_back
from bot.services.entering import importance
from bot.services.naming import chosen_customer, existing_idea
from bot.views import evidence
from bot.views import support as views

feature = Feature("Support an idea, for yourself or a customer", scopes=("chat:write", "im:write"))


@feature.button(evidence.GIVE)
def give(request: Request, context: Context) -> Reply:
    """Stand behind an idea at once; the form that may follow only adds to it."""
    clicked = existing_idea(int(request.value), context)
    root = counting(clicked, context)
    first = back(root, Backing(request.user, request.user), context)
    asked = root.requester == request.user
    merged = clicked.number if clicked.id != root.id else None
    return Reply(message=views.thanks(root, first=first, asked=asked, merged=merged))


@feature.button(evidence.BACK)
def take_back(request: Request, context: Context) -> Reply:
    """Step back: one's own support goes, whoever else speaks for the same customer stays."""
    root = counting(existing_idea(int(request.value), context), context)
    if not step_back(root, request.user, context):
        raise UserError(f"You asked for #{root.number}, or for what was merged into it: you stay.")
    return _in_place(request, views.gone(root))


def _in_place(request: Request, message: Message) -> Reply:
    """In place of the message that was clicked; over the form, where it was clicked in one."""
    return Reply(replace=message) if request.answer_url else Reply(message=message)


# --- Saying more


@feature.button(evidence.MORE)
def more(request: Request, context: Context) -> Reply:
    """Open the short form with what was said before, or with the customer one belongs to."""
    root = counting(existing_idea(int(request.value), context), context)
    store, user = context.store, request.user
    said = store.support.of_person(root.id or 0, user)
    entered = views.Entered(customer=store.customers.of_person(user))
    if said is not None:
        customer = store.customers.by_id(said.customer_id) or entered.customer
        entered = views.Entered(said.importance, said.quote, customer)
    place = Place.PUSH if request.view else Place.OPEN
    return Reply(form=views.support_form(root, entered), place=place)


@feature.button("support.colleague")
def colleague(request: Request, context: Context) -> Reply:
    """Propose the customer the colleague belongs to, unless one is chosen already."""
    root = counting(existing_idea(int(request.context["number"]), context), context)
    return Reply(form=_redrawn(root, request, context), place=Place.UPDATE)


def _redrawn(root: Idea, request: Request, context: Context) -> Form:
    _, chosen = views.entered_customer(request.values)
    customers, somebody = context.store.customers, request.entered("colleague")
    entered = views.Entered(
        importance(request),
        request.entered("quote"),
        customers.by_id(int(chosen)) if chosen else customers.of_person(somebody),
        somebody or None,
    )
    return views.support_form(root, entered)


@feature.form("support.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store what was said: one's own words, or those of a colleague, who is told."""
    root = counting(existing_idea(int(request.context["number"]), context), context)
    person = request.entered("colleague") or request.user
    if person != request.user:
        _must_be_here(person, context)
    field, customer = views.entered_customer(request.values)
    backing = Backing(
        person,
        request.user,
        chosen_customer(customer, field, context),
        importance(request),
        request.entered("quote").strip(),
    )
    if back(root, backing, context) and person != request.user:
        told = {"idea": root.id, "person": person, "by": request.user}
        context.owe("support.named", f"tell:{root.id}", told)
    return SILENT


def _must_be_here(person: str, context: Context) -> None:
    known = context.store.people.known(person)
    if person == context.store.members.bot():
        raise UserError("I only keep count. Choose a colleague.", "colleague")
    if known is not None and known.deactivated:
        raise UserError("This person has left. Speak for them in your own words.", "colleague")


@feature.effect("support.named")
def named(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The DM to somebody a colleague counted in: they may take it back."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is None:
        return None
    return PostMessage(payload["person"], views.named(idea, payload["by"]))
