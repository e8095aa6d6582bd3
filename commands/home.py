"""The App Home: what became of my requests, what waits for me, and whether the bot is well."""

from collections.abc import Mapping
from typing import Any

from bot.effects import Effect, Proceed, PublishHome
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import SILENT, Reply
from bot.models import Delivery, Home
from bot.request import Request
from bot.services import at_home
from bot.services.dossier import whole
from bot.services.naming import existing_idea
from bot.views import home as views
from bot.views.text import people
from bot.words import DeliveryState, Status

feature = Feature("See your requests in the App Home")


@feature.event("app_home_opened")
def opened(request: Request, context: Context) -> Reply:
    """Draw a person's Home when they look at it; the Messages tab is none of it."""
    if request.tab != "home":
        return SILENT
    home = _of(request.user, context)
    home.opened_at = context.real_now
    return _redrawn(home, context)


def _of(user: str, context: Context) -> Home:
    known = context.store.homes.of(user)
    fresh = Home(workspace_id=context.store.workspace, user=user, opened_at=context.real_now)
    return known or fresh


def _redrawn(home: Home, context: Context) -> Reply:
    """Draw it now; several wishes still waiting are one drawing."""
    context.store.homes.save(home)
    context.owe("home.publish", f"home:{home.user}", {"user": home.user}, replaces=True)
    return SILENT


# --- Looking for ideas


@feature.button("home.search")
def search(request: Request, context: Context) -> Reply:
    """Show what holds these words."""
    home = _of(request.user, context)
    home.words, home.pages = request.value.strip()[:200], ""
    return _redrawn(home, context)


@feature.button("home.product")
def of_product(request: Request, context: Context) -> Reply:
    """Show one product's ideas."""
    home = _of(request.user, context)
    product = None if request.value == views.ANY else int(request.value)
    if product is not None and context.store.products.by_id(product) is None:
        raise UserError("That product is gone. Open the Home tab again to see what there is.")
    home.product_id, home.pages = product, ""
    return _redrawn(home, context)


@feature.button("home.status")
def in_state(request: Request, context: Context) -> Reply:
    """Show the ideas in one state."""
    home = _of(request.user, context)
    home.status = None if request.value == views.ANY else Status(request.value)
    home.pages = ""
    return _redrawn(home, context)


@feature.button("home.clear")
def clear(request: Request, context: Context) -> Reply:
    """Look at what is theirs again."""
    home = _of(request.user, context)
    home.words, home.product_id, home.status, home.pages = "", None, None, ""
    return _redrawn(home, context)


@feature.button("home.earlier")
def earlier(request: Request, context: Context) -> Reply:
    """Turn a list back."""
    return later(request, context)


@feature.button("home.later")
def later(request: Request, context: Context) -> Reply:
    """Turn a list on."""
    home = _of(request.user, context)
    name, _, page = request.value.partition(":")
    turned = at_home.pages(home) | {name: int(page)}
    home.pages = " ".join(f"{name}:{page}" for name, page in turned.items())
    return _redrawn(home, context)


@feature.button("home.open")
def open_idea(request: Request, context: Context) -> Reply:
    """Show all of one idea over the Home."""
    return Reply(form=views.opened(whole(existing_idea(int(request.value), context), context)))


# --- What was given up


@feature.button("home.again")
def again(request: Request, context: Context) -> Reply:
    """Send what was given up again; what may have been done is looked for first."""
    delivery = _dead(request, context)
    if delivery is not None:
        context.store.deliveries.revive(delivery.id or 0, context.real_now)
        context.record("sent again", request.user, delivery=delivery.id, what=delivery.kind)
    return _redrawn(_of(request.user, context), context)


@feature.button("home.drop")
def drop(request: Request, context: Context) -> Reply:
    """Let go of what was given up."""
    delivery = _dead(request, context)
    if delivery is not None:
        delivery.state, delivery.done_at = DeliveryState.DONE, context.real_now
        context.store.deliveries.save(delivery)
        context.record("dropped", request.user, delivery=delivery.id, what=delivery.kind)
    return _redrawn(_of(request.user, context), context)


def _dead(request: Request, context: Context) -> Delivery | None:
    """The delivery, for an admin; None when somebody saw to it already, or it is not ours."""
    members = context.store.members
    if not members.is_admin(request.user):
        who = people(members.admins()) or "whoever runs this bot"
        raise UserError(f"Only an admin can see to what was given up: ask {who}.")
    found = context.store.deliveries.by_id(int(request.value))
    if found is None or found.workspace_id != context.store.workspace:
        return None
    return found if found.state is DeliveryState.DEAD else None


# --- Drawing


@feature.effect("home.publish")
def publish(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The Home as everything stands now."""
    home = context.store.homes.of(payload["user"])
    return PublishHome(home.user, views.page(at_home.gathered(home, context))) if home else None


@feature.effect("home.redraw")
def redraw(payload: Mapping[str, Any], context: Context) -> Effect | None:
    """The same, because something changed; nothing when it was drawn since."""
    home = context.store.homes.of(payload["user"])
    drawn = home.drawn_at.timestamp() if home and home.drawn_at else 0.0
    return None if drawn > payload["changed"] else publish(payload, context)


@feature.done("home.publish")
@feature.done("home.redraw")
def drawn(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Remember when."""
    home = context.store.homes.of(payload["user"])
    if home is not None:
        home.drawn_at = context.real_now
        context.store.homes.save(home)


@feature.effect("home.changed")
def changed(payload: Mapping[str, Any], context: Context) -> Effect | None:  # noqa: ARG001
    """Something changed for more people behind an idea than are told in one go."""
    return Proceed()


@feature.done("home.changed")
def owe_redrawing(payload: Mapping[str, Any], result: object, context: Context) -> None:  # noqa: ARG001
    """Owe a new drawing to the next of them who looked at their Home lately."""
    idea = context.store.ideas.by_id(payload["idea"])
    if idea is not None:
        at_home.changed(idea, context, payload["after"])
