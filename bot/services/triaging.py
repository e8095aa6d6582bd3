"""The queue of one PM: what waits for them, and the view that shows it one idea at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.queue import Waiting, first_unskipped, lateness, ordered
from bot.domain.response import Calendar, calendar_of
from bot.errors import UserError
from bot.feature import Context
from bot.message import Form, Reply
from bot.models import Idea, Product
from bot.request import Request
from bot.services.dossier import whole
from bot.services.similar import address, for_pm
from bot.views import triage as views

LONGEST = 300
"""How many ideas a queue holds at once; the next ones come up when these are answered."""
REMEMBERED = 150
"""How many skipped ideas a view remembers: what it carries is limited."""


def must_answer(user: str, context: Context) -> None:
    """Raises UserError, which says who may, unless `user` has a queue."""
    store = context.store
    if store.members.is_admin(user) or store.products.managed_by(user):
        return
    products = store.products.all()
    managers = sorted({pm for p in products for pm in store.products.managers(p.id or 0)})
    raise UserError(views.not_a_pm(managers, store.members.admins()))


def skipped(origin: Mapping[str, Any]) -> tuple[int, ...]:
    """The ideas somebody went past, as a view carries them."""
    return tuple(origin.get("skipped", ()))[-REMEMBERED:]


def queue(user: str, context: Context) -> list[Waiting]:
    """What waits for `user`: of the products they answer for; admins answer where there is none."""
    store = context.store
    products = store.products.managed_by(user)
    homeless = store.members.is_admin(user)
    found = store.ideas.queue([p.id or 0 for p in products], homeless, context.now, LONGEST)
    behind = store.support.evidences([idea.id for idea in found])
    calendars = {product.id: calendar_of(product) for product in products}
    return ordered(
        Waiting(
            idea.number,
            idea.title,
            idea.requester,
            idea.decisions,
            idea.created_at,
            lateness(idea.due_on, calendars.get(idea.product_id, Calendar()).day(context.now)),
            idea.due_on,
            behind[idea.id],
        )
        for idea in found
    )


def shown(user: str, passed: Sequence[int], context: Context, said: str = "") -> Form:
    """The queue's view: the next idea that was not skipped, or a kind word when there is none."""
    waiting = queue(user, context)
    one = first_unskipped(waiting, passed)
    idea = context.store.ideas.numbered(one.number) if one else None
    still = [number for number in passed if any(w.number == number for w in waiting)]
    if one is None or idea is None:
        products = [p.id or 0 for p in context.store.products.managed_by(user)]
        snoozed = context.store.ideas.snoozed(products, context.now)
        return views.nothing_left(len(still), snoozed, said)
    turn = views.Turn(
        whole(idea, context),
        one,
        len(waiting),
        sum(w.late > 0 for w in waiting),
        _others(idea, context),
        address(idea, context),
        for_pm(idea, context, look=True),
    )
    return views.queue_form(turn, still, said)


def _others(idea: Idea, context: Context) -> list[Product]:
    return [p for p in context.store.products.all() if p.id != idea.product_id]


def beneath(request: Request, context: Context, *passed: int, said: str = "") -> Reply:
    """The form closes, and the queue below shows what is next."""
    origin = request.context.get("origin") or {}
    if "view" not in origin:
        return Reply()
    still = (*skipped(origin), *passed)
    return Reply(beneath=(origin["view"], shown(request.user, still, context, said)))
