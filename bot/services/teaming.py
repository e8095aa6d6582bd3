"""The list of a product's teams, and the forms that are pushed over it: what they share."""

from bot.errors import UserError
from bot.feature import Context
from bot.message import Form, Place, Reply
from bot.models import Product, Teammate
from bot.request import Request
from bot.services import staffing
from bot.services.staffing import Seat
from bot.views import notices
from bot.views import team_list as views
from bot.views.team_list import ALL, Opened

GONE = "That is not here any more. `/capacity` shows what is."


def listed(
    product: Product, user: str, context: Context, said: str = "", part: Opened = ALL
) -> Form:
    """The list as one reader sees it."""
    edits = staffing.may_change(user, product, context)
    today = staffing.today(product, context)
    found = staffing.rosters(product, context.store, today, today + staffing.LISTED)
    groups = [
        views.Group(roster.team, [row(seat, user) for seat in roster.seats]) for roster in found
    ]
    return views.overview(product, groups, said, part, edits=edits)


def row(seat: Seat, user: str) -> views.Row:
    """A person as one reader sees them."""
    place = staffing.place_of(seat.mate)
    own, in_jira = seat.mate.user == user, seat.account is not None
    return views.Row(seat.mate, seat.name, seat.absences, place, own=own, in_jira=in_jira)


def product_of(number: object, context: Context) -> Product:
    """The product a control is about. Raises UserError."""
    found = context.store.products.by_id(int(str(number or 0)))
    if found is None:
        raise UserError(GONE)
    return found


def mate(number: int, context: Context) -> tuple[Teammate, Product]:
    """A person of a team, and its product. Raises UserError."""
    found = context.store.teams.mate(number)
    team = context.store.teams.by_id(found.team_id) if found else None
    if found is None or team is None:
        raise UserError(GONE)
    return found, product_of(team.product_id, context)


def origin(request: Request) -> dict[str, object]:
    """The list a form is pushed over, and what of it is open: carried from form to form."""
    known = request.context
    return {"list": known.get("list") or request.view, "part": known.get("part")}


def saved(request: Request, product: Product, context: Context, said: str) -> Reply:
    """Close the form, and show what is stored in the list below."""
    part = Opened(*(request.context.get("part") or ALL))
    form = listed(product, request.user, context, views.told_line(said), part)
    below = request.context.get("list")
    return Reply(beneath=(str(below), form)) if below else Reply()


def removed(request: Request, product: Product, context: Context, said: str) -> Reply:
    """Say in place of the form that its subject is gone, and show it in the list below."""
    below = saved(request, product, context, said).beneath
    sheet = notices.sheet("capacity.done", "Removed", said)
    return Reply(form=sheet, place=Place.UPDATE, beneath=below)
