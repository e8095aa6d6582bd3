"""The teams of a product: what their people can take on, when they are away, who may say so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from bot.domain import holidays
from bot.domain.absences import Away, days_off, holidays_in
from bot.domain.calendar import local
from bot.domain.capacity import Member, TeamPlan
from bot.errors import UserError
from bot.feature import Context
from bot.models import Absence, JiraAccount, Product, Team, Teammate
from bot.store.stores import Store

AHEAD = timedelta(days=120)
"""How far days away are looked at for a digest: longer than any sprint."""
LISTED = timedelta(days=400)
"""How far they are listed and taken from files."""


class Seat(Struct, frozen=True):
    """A person of a team, with what is known of them."""

    mate: Teammate
    account: JiraAccount | None
    name: str
    absences: Sequence[Absence] = ()


class Roster(Struct, frozen=True):
    """A team and its people."""

    team: Team
    seats: Sequence[Seat]


def rosters(product: Product, store: Store, start: date, end: date) -> list[Roster]:
    """A product's teams with who is away in [start, end)."""
    teams = store.teams.of_product(product.id or 0)
    mates = store.teams.people([team.id or 0 for team in teams])
    seats = seated(mates, store, start, end)
    return [Roster(team, [s for s in seats if s.mate.team_id == team.id]) for team in teams]


def seated(mates: Sequence[Teammate], store: Store, start: date, end: date) -> list[Seat]:
    """What is known of people, in a few statements for any number of them."""
    users = [mate.user for mate in mates if mate.user]
    named = store.accounts.known([mate.account for mate in mates if mate.account])
    owned, people = store.accounts.of_users(users), store.people.all_known(users)
    away: dict[str, list[Absence]] = defaultdict(list)
    for absence in store.teams.absences([mate.person for mate in mates], start, end):
        away[absence.person].append(absence)
    found = []
    for mate in mates:
        account = named.get(mate.account) if mate.account else owned.get(mate.user or "")
        known = people.get(mate.user or "")
        names = (account.name if account else "", known.name if known else "", mate.person)
        found.append(Seat(mate, account, next(filter(None, names)), away[mate.person]))
    return found


# --- What the digest is computed from


def plans(product: Product, store: Store, as_of: date) -> list[TeamPlan]:
    """The teams that have people, as the domain weighs them."""
    found = rosters(product, store, as_of, as_of + AHEAD)
    return [_plan(roster, product, as_of) for roster in found if roster.seats]


def _plan(roster: Roster, product: Product, as_of: date) -> TeamPlan:
    members = tuple(
        Member(_identity(one), one.mate.weekly, _off(one, product, as_of)) for one in roster.seats
    )
    team = roster.team
    return TeamPlan(team.name, members, unit=team.unit, board=team.board)


def _identity(one: Seat) -> str:
    """The tracker's id of a person, by which their items are found."""
    return one.account.account if one.account else one.mate.account or one.mate.person


def _off(one: Seat, product: Product, as_of: date) -> frozenset[date]:
    """When somebody is away, or has a holiday."""
    end, place = as_of + AHEAD, (product.country, product.subdivision)
    if one.mate.country is not None:
        place = (one.mate.country, one.mate.subdivision)
    absences = [Away(absence.first, absence.last) for absence in one.absences]
    return days_off(absences, as_of, end) | holidays_in(*place, as_of, end)


def names(product: Product, store: Store, as_of: date) -> Mapping[str, str]:
    """What the people of its teams are called, by the tracker's id."""
    found = rosters(product, store, as_of, as_of)
    return {_identity(one): one.name for roster in found for one in roster.seats}


# --- Absences


def today(product: Product, context: Context) -> date:
    """The day it is where the product is."""
    return local(context.now, product.zone).date()


def add_absences(
    person: str, absences: Iterable[Away], by: str, context: Context, source: str = ""
) -> list[Absence]:
    """Store when somebody is away; what is stored already is not stored again."""
    wanted, store = list(absences), context.store
    if not wanted:
        return []
    start = min(away.first for away in wanted)
    end = max(away.last for away in wanted) + timedelta(days=1)
    known = {(one.first, one.last) for one in store.teams.absences([person], start, end)}
    new = [
        Absence(
            workspace_id=store.workspace,
            person=person,
            first=away.first,
            last=away.last,
            note=away.note,
            source=source,
            by=by,
            at=context.now,
        )
        for away in wanted
        if (away.first, away.last) not in known
    ]
    store.teams.away(new)
    context.record("away", by, person=person, stretches=len(new))
    return new


# --- Who may


def may_change(user: str, product: Product, context: Context) -> bool:
    """Whether somebody may change a product's teams: its PMs and admins."""
    return context.store.members.is_admin(user) or context.decides_for(user, product)


def must_tend(user: str, mate: Teammate, product: Product, context: Context) -> None:
    """Raises UserError, which says who may, unless the days away are one's own to enter."""
    if mate.user != user and not may_change(user, product, context):
        raise UserError("You enter your own days away; those of others are for PMs and admins.")


def place_of(mate: Teammate) -> holidays.Place | None:
    """Whose holidays a person keeps, where that is not the product's."""
    if mate.country is None:
        return None
    parts = (mate.country, mate.subdivision)
    return holidays.place("-".join(part for part in parts if part))
