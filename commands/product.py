"""`/product`: set a product up from inside Slack: who answers, where, in which Jira project."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from bot.domain import calendar, holidays
from bot.effects import Effect, Proceed
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Form, Option, Reply
from bot.models import Product
from bot.request import Request
from bot.services import owed, refresh, response, subscribing
from bot.services.naming import existing_product
from bot.views import products as views
from bot.views.text import cut, escaped, line, people

KEY = re.compile(r"[A-Z][A-Z0-9]{1,9}")
PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,9}")
GROUP = re.compile(r"S[A-Z0-9]{2,20}")
PART = 25
"""How many ideas one transaction changes."""

feature = Feature(
    "Set up products: who answers, where, in which Jira project",
    scopes=(
        "commands",
        "chat:write",
        "chat:write.public",
        "users:read",
        "files:read",
        "files:write",
    ),
)


@feature.command("/product", usage="[key]")
def overview(request: Request, context: Context) -> Reply:
    """The products there are; the form right away when there is none or one is named."""
    store = context.store
    name = request.text.strip()
    if name:
        product = store.products.by_key(name)
        if product is None:
            key = escaped(cut(line(name), 20))
            raise UserError(f"There is no product with the key {key}. `/product` lists them.")
        return Reply(form=_form(product, request.user, context))
    found = store.products.all()
    if not found:
        return Reply(form=_form(None, request.user, context))
    lines = [views.Line(p, store.products.managers(p.id or 0)) for p in found]
    return Reply(message=views.overview(lines))


@feature.button("product.edit")
def edit(request: Request, context: Context) -> Reply:
    """Open the form of one product, or of a new one."""
    if request.value == "new":
        return Reply(form=_form(None, request.user, context))
    product = existing_product(int(request.value), context)
    return Reply(form=_form(product, request.user, context))


def _form(product: Product | None, user: str, context: Context) -> Form:
    _may_set_up(product, user, context)
    store = context.store
    managers = store.products.named_managers(product.id) if product and product.id else [user]
    digests = store.digests.own(product.id) if product and product.id else []
    running = next((digest for digest in digests if not digest.paused), None)
    groups = store.people.groups_of(product.id) if product and product.id else []
    return views.product_form(product, managers, running, groups)


def _may_set_up(product: Product | None, user: str, context: Context) -> None:
    store = context.store
    if store.members.is_admin(user):
        return
    if product is not None and product.id and store.products.is_manager(user, product.id):
        return
    admins = store.members.admins()
    if not admins:
        raise UserError(
            "Nobody may set up products yet. Whoever runs this bot can name the first admin: "
            f"`python -m bot admin add {user}`, or ADMIN_USERS={user} in its settings."
        )
    raise UserError(f"Only an admin can set up a product: ask {people(admins)}.")


@feature.options("product.zone")
def zones(request: Request, context: Context) -> Reply:  # noqa: ARG001
    """Time zones whose names hold what was typed."""
    return Reply(options=[Option(zone, zone) for zone in calendar.zones(request.text)[:100]])


@feature.options("product.country")
def places(request: Request, context: Context) -> Reply:  # noqa: ARG001
    """Countries, and their states or regions, whose names hold what was typed."""
    found = holidays.search(request.text)
    return Reply(options=[Option(place.code, place.name) for place in found])


@feature.form("product.submit")
def submit(request: Request, context: Context) -> Reply:
    """Store the product and its digests; ideas that waited for a product come home."""
    product = _product(request, context)
    managers, groups = list(request.chosen("managers")), _groups(request)
    if not managers and not groups:
        raise UserError("Name at least one PM: somebody has to answer.", "managers")
    waiting = context.store.ideas.homeless() if not context.store.products.all() else []
    context.store.products.add(product, managers)
    _let_answer(groups, product, context)
    answering = {"managers": managers, "groups": groups}
    context.record("product set up", request.user, product=product.key, answering=answering)
    _subscribe(product, request, context)
    for idea in waiting:
        idea.product_id = product.id
        response.started(idea, context)
        context.store.ideas.add(idea)
    for idea in context.store.ideas.without_card(product.id or 0, product.triage_channel):
        owed.card(idea, context)
    context.owe("product.due", f"due:{product.id}", {"product": product.id, "after": 0})
    refresh.jira(context)
    _greet(product, request.user, context)
    return SILENT


def _groups(request: Request) -> list[str]:
    """The user groups whose members answer, by their ids."""
    named = request.entered("group").replace(",", " ").split()
    if not all(GROUP.fullmatch(one) for one in named):
        raise UserError("Enter the group's id, such as S012AB3CD, not its name.", "group")
    return list(dict.fromkeys(named))


def _let_answer(groups: Sequence[str], product: Product, context: Context) -> None:
    """Give the role to exactly these groups, and read who is in them."""
    if product.id is not None and context.store.people.give_roles(groups, product.id):
        for group in groups:
            refresh.group(group, context)


def _product(request: Request, context: Context) -> Product:
    number = request.context.get("product")
    product = context.store.products.by_id(number) if number else None
    _may_set_up(product, request.user, context)
    name, key = request.entered("name").strip(), request.entered("key").strip().upper()
    if not name:
        raise UserError("Give the product a name.", "name")
    if not KEY.fullmatch(key):
        raise UserError("Use 2 to 10 letters and digits, a letter first, such as APP.", "key")
    taken = context.store.products.by_key(key)
    if taken is not None and taken.id != number:
        raise UserError(f"{taken.name} has this key already.", "key")
    project = request.entered("project").strip().upper() or None
    if project and not PROJECT.fullmatch(project):
        raise UserError("Enter the project's key, such as ABC, not its name.", "project")
    product = product or Product(
        workspace_id=context.store.workspace, key=key, name=name, created_at=context.now
    )
    product.name, product.key, product.project = name, key, project
    product.zone = request.entered("zone") or "UTC"
    product.intake_channel = request.entered("intake") or None
    product.triage_channel = request.entered("triage") or None
    product.asks = views.ASKS in request.chosen("asks")
    _promise(product, request)
    return product


def _promise(product: Product, request: Request) -> None:
    """By when its ideas are answered, and who is told when they are not."""
    days = request.entered("days")
    if days and not (days.isdigit() and 1 <= int(days) <= views.MOST_DAYS):
        raise UserError(f"Enter 1 to {views.MOST_DAYS} business days.", "days")
    place = holidays.place(request.entered("country"))
    product.response_days = int(days or product.response_days)
    product.lead = request.entered("lead") or None
    product.country = place.country if place else None
    product.subdivision = place.subdivision if place else None


def _subscribe(product: Product, request: Request, context: Context) -> None:
    rhythm = subscribing.Rhythm(
        request.entered("digest"),
        int(request.entered("weekday") or 0),
        time.fromisoformat(request.entered("time") or "09:00"),
        product.zone,
    )
    subscribing.keep_own(product, rhythm, context)


def _greet(product: Product, user: str, context: Context) -> None:
    """Find out at once whether the bot can speak where it must."""
    digests = context.store.digests.own(product.id or 0)
    places = {digest.channel: "digest" for digest in digests if not digest.paused}
    if product.triage_channel:
        places[product.triage_channel] = "triage"
    for channel, use in places.items():
        greeting = {"product": product.id, "channel": channel, "use": use, "user": user}
        name = f"greet:{product.id}:{channel}"
        if context.owe("greeting.post", name, greeting, dedup=name) is None:
            context.store.deliveries.revive_named(
                f"{context.store.workspace}:{name}", context.real_now
            )
    done = {"product": product.id, "user": user}
    context.owe("greeting.saved", f"product:{product.id}", done, replaces=True)


# --- Counting the days anew


@feature.effect("product.due")
def due(payload: Mapping[str, Any], context: Context) -> Effect:  # noqa: ARG001
    """Its settings may count days in another way: its ideas' due days follow."""
    return Proceed()


@feature.done("product.due")
def retimed(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Set the due days of the next ideas anew, and go on."""
    product = payload["product"]
    found = context.store.clocks.running(product, payload["after"], PART)
    for idea in found:
        response.retimed(idea, context)
        context.store.ideas.add(idea)
    if len(found) == PART:
        context.owe("product.due", f"due:{product}", {**payload, "after": found[-1].id})
