"""The forms of teams and of their people."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.domain import holidays
from bot.message import Block, Form, Option
from bot.models import JiraAccount, Team, Teammate
from bot.views import blocks, inputs
from bot.words import Unit

UNITS = {Unit.POINTS: "Points", Unit.HOURS: "Hours", Unit.ITEMS: "Items"}


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


class Entered(Struct, frozen=True):
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
