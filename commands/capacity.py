"""`/capacity`: a product's teams and people, and what a full week holds for each.

The list is one view; its forms are pushed over it, and it is drawn anew once they are sent.
"""

from bot.domain import holidays
from bot.errors import UserError
from bot.feature import Context, Feature
from bot.message import Option, Place, Reply
from bot.models import Product, Team, Teammate
from bot.request import Request
from bot.services import people, refresh, staffing, teaming
from bot.services.naming import product_named, run_by
from bot.views import teams as views
from bot.views.team_list import Opened
from bot.views.text import escaped
from bot.words import Unit

LARGEST = 1000.0
"""What a full week can hold at most."""
OFFERED = 100

feature = Feature(
    "Keep teams, their weekly hours or points, their days away",
    scopes=("commands", "users:read"),
)


@feature.command("/capacity", usage="[product key]")
def listing(request: Request, context: Context) -> Reply:
    """The teams of a product."""
    product = product_named(request.text, context)
    return Reply(form=teaming.listed(product, request.user, context))


@feature.button("capacity.open")
def show(request: Request, context: Context) -> Reply:
    """Show another part of a long list: a team's people, or all teams."""
    number, _, part = request.value.partition(":")
    team, _, start = part.partition(":")
    product = teaming.product_of(number, context)
    opened = Opened(int(team) if team else None, int(start))
    form = teaming.listed(product, request.user, context, part=opened)
    return Reply(form=form, place=Place.UPDATE)


# --- Teams


@feature.button("capacity.team")
def team(request: Request, context: Context) -> Reply:
    """Open the form of a team, or of a new one."""
    product, found = _team(request.value, request.user, context)
    form = views.team_form(product.id or 0, found, teaming.origin(request))
    return Reply(form=form, place=Place.PUSH)


def _team(value: str, user: str, context: Context) -> tuple[Product, Team | None]:
    """A product and the team that is meant, for somebody who may change it."""
    number, _, chosen = value.partition(":")
    product = teaming.product_of(number, context)
    run_by(user, product, context)
    found = context.store.teams.by_id(int(chosen)) if chosen else None
    if chosen and (found is None or found.product_id != product.id):
        raise UserError(teaming.GONE)
    return product, found


@feature.form("capacity.team")
def keep_team(request: Request, context: Context) -> Reply:
    """Store a team."""
    chosen = request.context.get("team") or ""
    product, found = _team(f"{request.context['product']}:{chosen}", request.user, context)
    name = request.entered("name").strip()
    if not name:
        raise UserError("Give the team a name.", "name")
    found = found or Team(
        workspace_id=context.store.workspace, product_id=product.id or 0, name=name
    )
    board = request.entered("board")
    found.name, found.unit = name, Unit(request.entered("unit") or Unit.POINTS)
    found.board = int(board) if board.isdigit() else None
    context.store.teams.keep(found)
    context.record("team", request.user, product=product.key, name=name, unit=found.unit)
    return teaming.saved(request, product, context, f"{escaped(name)} is saved.")


@feature.button("capacity.disband")
def disband(request: Request, context: Context) -> Reply:
    """Remove a team."""
    product, found = _team(request.value, request.user, context)
    if found is None:
        raise UserError(teaming.GONE)
    name = escaped(found.name)
    context.store.teams.disband(found)
    context.record("team removed", request.user, product=product.key, name=name)
    return teaming.removed(request, product, context, f"{name} is removed.")


# --- People


@feature.button("capacity.person")
def mate(request: Request, context: Context) -> Reply:
    """Open the form of a person, or of a new one."""
    number, _, chosen = request.value.partition(":")
    found, product = teaming.mate(int(chosen), context) if chosen else (None, None)
    product = product or teaming.product_of(number, context)
    run_by(request.user, product, context)
    account = found.account if found else None
    known = context.store.accounts.known([account]).get(account) if account else None
    entered = views.Entered(found, known, staffing.place_of(found) if found else None)
    teams = context.store.teams.of_product(product.id or 0)
    form = views.person_form(product.id or 0, teams, entered, teaming.origin(request))
    return Reply(form=form, place=Place.PUSH)


@feature.options("capacity.account")
def accounts(request: Request, context: Context) -> Reply:
    """People in Jira whose name holds what was typed."""
    found = context.store.accounts.named(request.text.strip(), OFFERED)
    return Reply(options=[Option(one.account, one.name or one.account) for one in found])


@feature.form("capacity.person")
def keep_mate(request: Request, context: Context) -> Reply:
    """Store a person of a team."""
    product = teaming.product_of(request.context["product"], context)
    run_by(request.user, product, context)
    number = request.context.get("mate")
    found = teaming.mate(int(number), context)[0] if number else None
    _, team = _team(f"{product.id}:{request.entered('team')}", request.user, context)
    if team is None:
        raise UserError("Choose a team.", "team")
    found = found or Teammate(workspace_id=context.store.workspace, team_id=team.id or 0)
    _fill(found, team, request, context)
    context.store.teams.seat(found)
    if found.user:
        refresh.person(found.user, context)
    context.record("in a team", request.user, team=team.name, person=found.person)
    return teaming.saved(request, product, context, "Saved.")


def _fill(mate: Teammate, team: Team, request: Request, context: Context) -> None:
    """Take what was entered. Raises UserError where it cannot be."""
    user, account = request.entered("person") or None, request.entered("account") or None
    if user is None and account is None:
        raise UserError("Choose a person in Slack, or in Jira.", "person")
    _must_be_new(mate, team, user, account, context)
    if mate.user is None and mate.account is not None and mate.account == account:
        context.store.teams.rename(mate.person, user or mate.person)
    place = holidays.place(request.entered("country"))
    mate.team_id, mate.user, mate.account = team.id or 0, user, account
    mate.weekly = _weekly(request.entered("weekly"))
    mate.country = place.country if place else None
    mate.subdivision = place.subdivision if place else None
    if user and account and people.in_slack(account, context) != user:
        people.tie(account, user, context)


def _must_be_new(
    mate: Teammate, team: Team, user: str | None, account: str | None, context: Context
) -> None:
    """Raises UserError for somebody who has a seat in the team, under whichever name."""
    theirs = account or (people.in_jira(user, context) if user else None)
    today = context.now.date()
    for seat in staffing.seated(
        context.store.teams.people([team.id or 0]), context.store, today, today
    ):
        known = seat.account.account if seat.account else seat.mate.account
        is_same = (user and seat.mate.user == user) or (theirs and known == theirs)
        if is_same and seat.mate.id != mate.id:
            raise UserError("This person is in the team already.", "person" if user else "account")


def _weekly(entered: str) -> float | None:
    if not entered.strip():
        return None
    try:
        weekly = float(entered)
    except ValueError:
        weekly = -1.0
    if not 0 <= weekly <= LARGEST:
        raise UserError(f"Enter a number from 0 to {LARGEST:g}.", "weekly")
    return weekly


@feature.button("capacity.unseat")
def unseat(request: Request, context: Context) -> Reply:
    """Take a person out of a team."""
    found, product = teaming.mate(int(request.value), context)
    run_by(request.user, product, context)
    context.store.teams.unseat(found)
    context.record("out of a team", request.user, product=product.key, person=found.person)
    return teaming.removed(request, product, context, "Removed from the team.")
