"""`/release`: how a product's releases stand, and each in detail."""

from msgspec.structs import replace

from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Form, Place, Reply
from bot.models import Product
from bot.request import Request
from bot.services import outlook, planning
from bot.services.naming import existing_product, product_here, whom_to_ask
from bot.views import outlook as views
from bot.views import release as detailed
from bot.views.text import escaped

feature = Feature("See how releases stand, and when they will be done", scopes=("commands",))


@feature.command("/release", usage="[product key]")
def show(request: Request, context: Context) -> Reply:
    """The releases of the product whose channel this is, or of the one that is named."""
    return _overview(product_here(request.text, request.channel, context), context)


@feature.button("release.show")
def show_again(request: Request, context: Context) -> Reply:
    """The same, from what a PM was told."""
    return _overview(existing_product(int(request.value), context), context)


def _overview(product: Product, context: Context) -> Reply:
    if product.project is None:
        raise UserError(f"{escaped(product.name)} has no Jira project yet: see `/product`.")
    coming, out = outlook.coming(product, context), context.store.releases.out(product.project)
    good_at = context.store.syncs.of(product.project).good_at
    return Reply(message=views.overview(product, coming, out, good_at))


@feature.button("release.details")
def details(request: Request, context: Context) -> Reply:
    """One release, over what is shown."""
    number, _, version = request.value.partition(":")
    product = existing_product(int(number), context)
    return Reply(form=_details(product, version, request.user, context))


@feature.button("release.plan")
def plan(request: Request, context: Context) -> Reply:
    """Plan an idea for a release, or take it out."""
    number, version, chosen, way = request.value.split(":")
    product = existing_product(int(number), context)
    _must_decide(request.user, product, context)
    idea = context.store.ideas.numbered(int(chosen), lock=True)
    if idea is None or idea.product_id != product.id:
        raise UserError(f"#{chosen} belongs to another product by now.")
    out = way == detailed.OUT
    planning.plan(idea, version, product, request.user, context, out=out)
    form = _details(product, version, request.user, context, detailed.planned(idea, out=out))
    return Reply(form=form, place=Place.UPDATE)


def _must_decide(user: str, product: Product, context: Context) -> None:
    if not context.decides_for(user, product):
        who = whom_to_ask(product, context)
        raise UserError(f"Only the PMs of {escaped(product.name)} plan its releases: ask {who}.")


def _details(product: Product, version: str, user: str, context: Context, said: str = "") -> Form:
    shown = outlook.one(product, version, context)
    if shown is None:
        raise UserError("That release is gone from Jira.")
    found = outlook.details(product, shown, user, context)
    return detailed.details(replace(found, said=said))
