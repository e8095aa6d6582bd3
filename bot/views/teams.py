"""How teams look: the list of a product's people, and the forms behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import holidays
from bot.message import Block, Form, Option
from bot.models import Absence, JiraAccount, Product, Team, Teammate
from bot.views import blocks, inputs
from bot.views.backdrop import NAME, shown
from bot.views.text import amount, counted, day, days, escaped, person
from bot.words import Unit

LIST = "capacity.list"
ROWS = 80
"""A modal holds 100 blocks."""
AWAY = 3
"""So many stretches are told beside a person."""
NOTED = 100
"""Characters of a note."""
UNITS = {Unit.POINTS: "Points", Unit.HOURS: "Hours", Unit.ITEMS: "Items"}


@dataclass(frozen=True, slots=True)
class Row:
    """A person as the list shows them to one reader."""

    mate: Teammate
    name: str
    """In Jira, or what is known; empty for what the Slack name says."""
    absences: Sequence[Absence]
    place: holidays.Place | None
    own: bool = False
    in_jira: bool = True
    """Whether their items can be found."""


@dataclass(frozen=True, slots=True)
class Group:
    """A team as the list shows it."""

    team: Team
    rows: Sequence[Row]


def overview(product: Product, groups: Sequence[Group], said: str = "", *, edits: bool) -> Form:
    """A product's teams; `edits`: the reader may change them."""
    parts: list[Block] = [blocks.section(said)] if said else []
    parts.append(blocks.context(_purpose(product)))
    for group in groups:
        parts.append(blocks.section(_team(group), _edit(group.team, edits)))
        parts += [_row(row, group.team, edits) for row in group.rows]
    if not groups:
        parts.append(blocks.section("There is no team yet."))
    left = len(parts) - ROWS
    if left > 0:
        parts = [*parts[:ROWS], blocks.context(f"… and {left} more.")]
    own = any(row.own for group in groups for row in group.rows)
    return Form(
        LIST,
        "Capacity",
        (*parts, *_actions(product, groups, own=own, edits=edits)),
        close="Close",
        context={"product": product.id},
    )


def _purpose(product: Product) -> str:
    off = "days away (and holidays, once `/product` names a country)"
    if product.country:
        off = f"days away and holidays of {_place(product.country, product.subdivision)}"
    return (
        f"*{escaped(product.name)}*  ·  what a full week holds, less {off}, is set against what is "
        "committed in the weekly capacity digest."
    )


def told_line(said: str) -> str:
    """The line over a list that was just changed."""
    return f":white_check_mark: {said}"


def _place(country: str | None, subdivision: str | None) -> str:
    code = "-".join(part for part in (country, subdivision) if part)
    found = holidays.place(code) if code else None
    return escaped(found.name if found else code)


def _team(group: Group) -> str:
    told = [row.mate.weekly for row in group.rows if row.mate.weekly is not None]
    facts = [counted(len(group.rows), "person", "people")]
    if told:
        facts.append(f"{amount(sum(told))} {group.team.unit} a full week")
    if group.team.board is not None:
        facts.append(f"board {group.team.board}")
    return f"*{shown(group.team.name, NAME)}*\n{'  ·  '.join(facts)}"


def _edit(team: Team, edits: bool) -> Block | None:
    return (
        blocks.button("capacity.team", "Change", f"{team.product_id}:{team.id}") if edits else None
    )


def _row(row: Row, team: Team, edits: bool) -> Block:
    facts = [_weekly(row.mate, team)]
    if row.place:
        facts.append(f"holidays of {escaped(row.place.name)}")
    if edits and not row.in_jira:
        facts.append(":warning: not found in Jira: say who it is there")
    head = f"{named(row)}  ·  {'  ·  '.join(facts)}"
    told = [away(one, notes=edits or row.own) for one in row.absences[:AWAY]]
    if len(row.absences) > AWAY:
        told.append(f"{len(row.absences) - AWAY} more times")
    text = f"{head}\nAway {', '.join(told)}" if told else head
    return blocks.section(text, _tend(row, edits))


def _tend(row: Row, edits: bool) -> Block | None:
    if edits:
        return blocks.button("capacity.person", "Change", f":{row.mate.id}")
    return blocks.button("away.open", "Days away", str(row.mate.id)) if row.own else None


def named(row: Row) -> str:
    """A person, by the name the reader knows."""
    if row.mate.user is None:
        return f"{shown(row.name, NAME)} (in Jira)"
    return person(row.mate.user)


def _weekly(mate: Teammate, team: Team) -> str:
    if mate.weekly is None:
        return "no weekly figure yet"
    return f"{amount(mate.weekly)} {team.unit} a week"


def away(absence: Absence, *, notes: bool) -> str:
    """When somebody is away, and why for those who may know."""
    told = _stretch(absence.first, absence.last)
    return f"{told} ({shown(absence.note, NOTED)})" if notes and absence.note else told


def _stretch(first: date, last: date) -> str:
    return day(first) if first == last else days(first, last)


def _actions(product: Product, groups: Sequence[Group], *, own: bool, edits: bool) -> list[Block]:
    number = str(product.id)
    offered = []
    if edits and groups:
        offered.append(blocks.button("capacity.person", "Add a person", f"{number}:"))
    if edits:
        offered.append(blocks.button("capacity.team", "Add a team", f"{number}:"))
    if groups and (edits or own):
        offered.append(blocks.button("away.file", "Days away from a calendar", number))
    return [blocks.actions("capacity", *offered)] if offered else []


# --- Forms


def team_form(product: int, team: Team | None, origin: Mapping[str, object]) -> Form:
    """A team, new or known."""
    unit = inputs.Input("unit", "Counted in", "What weekly figures and Jira's estimates count.")
    board = inputs.Input(
        "board",
        "Jira board",
        "The number in its address. Empty: every sprint of the project.",
        optional=True,
    )
    options = [Option(one, name) for one, name in UNITS.items()]
    parts: list[Block] = [
        inputs.text_input(inputs.Input("name", "Name"), team.name if team else "", most=50),
        inputs.choice(unit, options, team.unit if team else Unit.POINTS),
        inputs.number_input(board, str(team.board) if team and team.board else "", most=10**9),
    ]
    if team is not None:
        sure = blocks.confirm(
            "Remove the team?", "Its people's days away are kept.", "Remove", "Keep"
        )
        value = f"{product}:{team.id}"
        gone = blocks.button(
            "capacity.disband", "Remove the team", value, style="danger", confirm=sure
        )
        parts.append(blocks.actions("remove", gone))
    title = "Team" if team else "New team"
    return Form(
        "capacity.team",
        title,
        tuple(parts),
        submit="Save",
        context={**origin, "product": product, "team": team.id if team else None},
    )


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in a person's form."""

    mate: Teammate | None
    account: JiraAccount | None
    place: holidays.Place | None


def person_form(
    product: int, teams: Sequence[Team], entered: Entered, origin: Mapping[str, object]
) -> Form:
    """A person of a team, new or known."""
    mate = entered.mate
    parts = [*_person_inputs(teams, entered)]
    if mate is not None:
        days_away = blocks.button("away.open", "Days away", str(mate.id))
        gone = blocks.button(
            "capacity.unseat", "Remove from the team", str(mate.id), style="danger"
        )
        parts.append(blocks.actions("more", days_away, gone))
    title = "Person" if mate else "New person"
    return Form(
        "capacity.person",
        title,
        tuple(parts),
        submit="Save",
        context={**origin, "product": product, "mate": mate.id if mate else None},
    )


def _person_inputs(teams: Sequence[Team], entered: Entered) -> list[Block]:
    mate, account, place = entered.mate, entered.account, entered.place
    country = Option(place.code, place.name) if place else None
    slack = inputs.Input("person", "In Slack", optional=True)
    jira = inputs.Input("account", "In Jira", "Empty: found by the e-mail address.", optional=True)
    holds = inputs.Input(
        "weekly",
        "A full week holds",
        "In what the team counts. Empty while nobody knows.",
        optional=True,
    )
    off = inputs.Input("country", "Holidays", "Empty: those of the product.", optional=True)
    weekly = f"{mate.weekly:g}" if mate and mate.weekly is not None else ""
    options = [Option(str(team.id), team.name) for team in teams]
    chosen = str(mate.team_id) if mate else options[0].value if options else None
    return [
        inputs.choice(inputs.Input("team", "Team"), options, chosen),
        inputs.person_input(slack, mate.user if mate else None),
        inputs.search_input(
            jira, "capacity.account", account_option(account), "Type a name", least=0
        ),
        inputs.figure_input(holds, weekly),
        inputs.search_input(off, "product.country", country, "Type a country"),
    ]


def account_option(account: JiraAccount | None) -> Option | None:
    """A Jira account as a choice."""
    return Option(account.account, account.name or account.account) if account else None
