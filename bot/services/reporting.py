"""Gathers what a report on answers is made of."""

from collections.abc import Sequence
from datetime import date

from bot.domain import calendar
from bot.domain.reporting import Answered, First, Report, months, named
from bot.domain.response import calendar_of
from bot.errors import UserError
from bot.feature import Context
from bot.models import Product
from bot.views.decisions import reason_of

MOST = 20_000
"""Answers looked at: the newest."""


def products_for(user: str, key: str, context: Context) -> list[Product]:
    """What somebody may see a report of: admins everything, PMs their own; one, where named.

    Raises UserError.
    """
    store = context.store
    seen = store.products.managed_by(user)
    if store.members.is_admin(user):
        seen = store.products.all()
    wanted = [p for p in seen if not key or p.key.lower() == key.lower()]
    if not wanted:
        raise UserError("You answer for no product of that key. `/product` lists them.")
    return wanted


def report(products: Sequence[int], context: Context) -> Report:
    """The figures of these products, of the last twelve months of the first one's zone."""
    store = context.store
    known = {p.id: p for p in store.products.all() if p.id in products}
    calendars = {number: calendar_of(product) for number, product in known.items()}
    first = next(iter(calendars.values()), calendar_of(None))
    span = months(first.day(context.now))
    since = calendar.instant(_first_day(span[0]), first.zone)
    found = store.decisions.ruling(products, since, MOST)
    segments = store.support.segments([idea.id or 0 for idea, _ in found])
    answers = [
        Answered(
            idea.number,
            idea.title,
            known[idea.product_id].name,
            decision.verdict,
            reason_of(decision),
            decision.at,
            f"{calendars[idea.product_id].day(decision.at):%Y-%m}",
            named(segments, idea.id or 0),
        )
        for idea, decision in found
    ]
    firsts = [First(*one) for one in store.decisions.firsts(products, since, MOST)]
    return Report(span, answers, firsts)


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
